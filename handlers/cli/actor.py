"""Who types: the name that is written down for what was done at a terminal."""

from __future__ import annotations

import getpass
import re

from bot.redaction import redact

AS_HELP = "Your Slack user id (U...), else a name; who is logged in when left out."
_USER_ID = re.compile(r"[UW][A-Z0-9]{2,}")


def via() -> str:
    """The login that a command came by."""
    return f"cli:{getpass.getuser()}"


def named(name: str | None) -> str:
    """A Slack user id is the same person here and there; any other name is marked as of here."""
    if name is None:
        return via()
    return name if _USER_ID.fullmatch(name) else f"cli:{redact(name)}"
