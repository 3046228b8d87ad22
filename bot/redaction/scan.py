"""Finding secrets in one text: fold, read, judge; words and keys beside it."""

from bot.redaction.characters import fold
from bot.redaction.finding import Finding
from bot.redaction.judge import judge
from bot.redaction.reading import _lower, read
from bot.redaction.secrets import secrets_in


def find(text: str) -> list[Finding]:
    """Every secret in `text`, in its own offsets."""
    folded = fold(text)
    plain = folded.text
    found = secrets_in(plain)
    found += judge(plain, _lower(plain), read(plain))
    return [
        Finding(f.kind, f.label, tuple(folded.original(s, e) for s, e in f.pieces), f.tail)
        for f in found
    ]
