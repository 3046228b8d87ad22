"""Why a card names its owner: small sentences below who takes care of it."""

from __future__ import annotations

from bot.cards.kit import mention, say


def named_by_caller(user_id: str) -> str:
    """The caller named somebody of the policy's roles."""
    return say("{who} was named in the call.", who=mention(user_id))


def not_mapped() -> str:
    """The caller named somebody who is nobody here; who it was stands with the details."""
    return say(
        "The call names another owner, who could not be found among the people of the policy."
    )


def owns_account(user_id: str) -> str:
    """The CRM names somebody of the policy's roles."""
    return say("{who} owns the account at HubSpot.", who=mention(user_id))


def account_owner_not_mapped() -> str:
    """The CRM names somebody who is nobody here."""
    return say("The account's owner at HubSpot could not be found among the people of the policy.")


def stands_in(acting: str, owner: str) -> str:
    """Somebody's queue is in other hands."""
    return say("{acting} stands in for {owner}.", acting=mention(acting), owner=mention(owner))
