"""Whether what looks like an id, a date or an amount is what the name before it says."""

import re
from typing import Final

from bot.redaction.bank_kinds import BANK_CODE
from bot.redaction.events import Mention
from bot.redaction.finding import Kind
from bot.redaction.marks import begins_code
from bot.redaction.protected import Protected
from bot.redaction.reader import Reader

_JOINTS: Final = frozenset("-./_")
_UNJOINED: Final = str.maketrans("", "", "-/")
_NEAR_NAME: Final = 3  # words
_ACCOUNT: Final = re.compile(r"\d{8,18}(?![\d.,])")
_CODE_BEHIND: Final = re.compile(
    r"(?: ?[/,|;-] ?[\d -]{2,20}){0,3} ?[(\[<-]{1,3} ?(?:the )?(?:sort(?:ing)?[ -]?code|s/?c|nsc)\b"
)
"""`30/11/26 / 7799 0112 (sort code / account)`."""
_LAST: Final = 2


def is_claimed(reader: Reader, mark: Protected) -> bool:
    """Whether what looks like an id or a date is what the name right before it says."""
    if mark.sort == "coded":
        return reader.code_is_next
    topic = reader.named_next
    if mark.sort == "short_date" and _is_bank_code(reader, mark):
        return True
    if topic is None or mark.sort not in ("shaped", "slashed", "short_date"):
        return False
    if mark.sort == "short_date":
        return False
    if is_coded(reader, mark.start):
        return True
    compact = reader.folded[mark.start : mark.end].translate(_UNJOINED)
    return topic.shape is not None and topic.shape.match(compact) is not None


def _is_bank_code(reader: Reader, mark: Protected) -> bool:
    """Named right before, together with its account, or in brackets behind it."""
    if _CODE_BEHIND.match(reader.lowered, mark.end):
        return True
    topic = reader.named_next
    if topic is None or topic.kind is not Kind.BANK:
        return False
    named = [one for one in reader.events[-_LAST:] if isinstance(one, Mention)]
    return any(one.name is not None and one.name.topic is BANK_CODE for one in named)


def account_in(reader: Reader, amount: Protected) -> int | None:
    """`account number 28811904 GBP`: where the account ends, which nobody would count."""
    topic = reader.named_next
    if topic is None or topic.kind is not Kind.BANK or topic.weak:
        return None
    said = _ACCOUNT.match(reader.lowered, amount.start, amount.end)
    return said.end() if said is not None else None


def is_coded(reader: Reader, start: int) -> bool:
    """`my PAN is nnpfj 7736 b`."""
    topic = reader.named_next
    return topic is not None and begins_code(reader.lowered, start, topic)


def is_joined(reader: Reader, start: int, end: int) -> bool:
    """`vwlhp-2911h` behind the name of a code."""
    lowered = reader.lowered
    behind = lowered[end : end + 2]
    is_joined = behind[:1] in _JOINTS and behind[1:].isdigit()
    last = reader.events[-1] if is_joined and reader.events else None
    if not isinstance(last, Mention) or last.name is None or last.name.topic.shape is None:
        return False
    return reader.words - last.word <= _NEAR_NAME and lowered[start - 1] == " "
