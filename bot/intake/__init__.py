"""Every known DialNexa body becomes one event; a completed call about money a billing call."""

from bot.intake.envelope import is_call_id
from bot.intake.events import AwaitingAnalysis, BadBody, Billing, Event, Ignored, Verification
from bot.intake.read import is_verification_body, read_event
from bot.intake.strict_json import DEFAULT_LIMITS, Limits
from bot.intake.wordless import without_words

__all__ = [
    "DEFAULT_LIMITS",
    "AwaitingAnalysis",
    "BadBody",
    "Billing",
    "Event",
    "Ignored",
    "Limits",
    "Verification",
    "is_call_id",
    "is_verification_body",
    "read_event",
    "without_words",
]
