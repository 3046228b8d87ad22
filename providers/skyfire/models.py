"""What the adapter reads of Skyfire's answers: needed fields required, unknown ones ignored.

Money is US dollars as decimal text. https://docs.skyfire.xyz/reference/create-token
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr


def _only_text(value: object) -> object:
    """A number would have gone through a float somewhere."""
    if not isinstance(value, str):
        raise ValueError("dollars are decimal text")  # noqa: TRY004 - what pydantic takes for a refusal
    return value


Dollars = Annotated[Decimal, BeforeValidator(_only_text), Field(ge=0, allow_inf_nan=False)]


class Wire(BaseModel):
    """The base of everything Skyfire answers."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", hide_input_in_errors=True, populate_by_name=True
    )


class Balance(Wire):
    """The wallet of the key's agent: what new tokens can use, and what is bound."""

    available: Dollars
    held: Dollars = Field(alias="heldAmount")
    pending_charges: Dollars = Field(alias="pendingCharges")
    pending_deposits: Dollars = Field(alias="pendingDeposits")


class TokenCreated(Wire):
    """The whole answer to a create. It is a secret: no repr, log or error shows it."""

    token: SecretStr


class Introspection(Wire):
    """What Skyfire says of a token; one that is not valid is no error."""

    is_valid: bool = Field(alias="isValid")
    validation_error: str | None = Field(default=None, alias="validationError")


class Claims(Wire):
    """What a token says of itself, as far as it is checked; none of it is a secret.

    https://docs.skyfire.xyz/docs/common-token-claims
    """

    jti: str
    exp: int
    aud: str
    env: str
    btg: str | None = None
    ssi: str | None = None
