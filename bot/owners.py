"""Who in our own house takes care of a customer's account, as the CRM knows it."""

from __future__ import annotations

from typing import Protocol


class AccountOwners(Protocol):
    """A CRM that names the owner of an account."""

    async def owner_email(self, customer_email: str) -> str | None:
        """The address of the colleague who owns the account of whoever has this address.

        None: nobody has it, or nobody owns the account. Raises Refused or Unavailable.
        """
