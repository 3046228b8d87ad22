"""Nothing private goes in: redaction of text, calls and JSON, and the type that proves it.

    redact("my card is 4242 4242 4242 4242")  ->  "my card is [card ····4242]"

`docs/redaction.md` says what is caught, what is not, and where a new kind is added.
"""

from bot.redaction.check import Unclean, assert_clean
from bot.redaction.finding import Kind
from bot.redaction.logs import RedactionFilter, install_exception_hook, log_processor
from bot.redaction.redacted import STORED, Redacted, join, literal, restore
from bot.redaction.text import redact, redact_counted
from bot.redaction.turns import RedactedTurn, Turn, redact_turns, redact_turns_counted
from bot.redaction.values import JSON, redact_value, redact_value_counted

__all__ = [
    "JSON",
    "STORED",
    "Kind",
    "Redacted",
    "RedactedTurn",
    "RedactionFilter",
    "Turn",
    "Unclean",
    "assert_clean",
    "install_exception_hook",
    "join",
    "literal",
    "log_processor",
    "redact",
    "redact_counted",
    "redact_turns",
    "redact_turns_counted",
    "redact_value",
    "redact_value_counted",
    "restore",
]
