"""What a detector reports: a kind, the pieces of text that carry it, and what may stay."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds a caller counts; coarse on purpose, they are shown on cards."""

    CARD = "card"
    BANK = "bank"
    TAX_ID = "tax id"
    CODE = "code"
    PASSWORD = "password"  # noqa: S105 - the name of a kind, not a secret
    PRIVATE_DOCUMENT = "private document"


@dataclass(frozen=True, slots=True)
class Finding:
    """One secret. `pieces` are (start, end) offsets in code points, ascending, disjoint."""

    kind: Kind
    label: str
    pieces: tuple[tuple[int, int], ...]
    tail: str = ""

    @property
    def placeholder(self) -> str:
        """The text that replaces the last piece: `[card ····4242]`, `[tax id]`, `[code]`."""
        return f"[{self.label} ····{self.tail}]" if self.tail else f"[{self.label}]"

    @property
    def continuation(self) -> str:
        """The text that replaces the pieces before the last one."""
        return f"[{self.label} …]"
