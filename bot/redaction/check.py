"""The last look before an insert: it refuses instead of masking, so that a hole shows."""

from bot.redaction.certain import certain_in
from bot.redaction.characters import fold


class Unclean(ValueError):
    """Text on its way to storage still holds a secret. Names kind and offset, never the value."""

    def __init__(self, kind: str, start: int, end: int) -> None:
        super().__init__(f"{kind} left in the text at {start} to {end}")
        self.kind = kind
        self.start = start
        self.end = end


def assert_clean(text: str) -> None:
    """Raise `Unclean` when `text` holds what is a secret in any context.

    Cheap, and never raises on what `redact`, `redact_turns` or `redact_value` returned.
    """
    folded = fold(text)
    for found in certain_in(folded.text):
        raise Unclean(found.kind.value, *folded.original(*found.pieces[0]))
