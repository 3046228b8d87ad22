"""The last look before an insert: it refuses instead of masking, so that a hole shows."""

from bot.redaction.scan import find


class Unclean(ValueError):  # noqa: N818 - reads as the sentence it is raised in
    """Text on its way to storage still holds a secret. Names kind and offset, never the value."""

    def __init__(self, kind: str, start: int, end: int) -> None:
        super().__init__(f"{kind} left in the text at {start} to {end}")
        self.kind = kind
        self.start = start
        self.end = end


def assert_clean(text: str) -> None:
    """Raise `Unclean` when `text` holds a secret; never raises on what `redact` returned."""
    for found in find(text):
        start, end = found.pieces[0]
        raise Unclean(found.kind.value, start, end)
