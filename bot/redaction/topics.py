"""What a naming word announces."""

import re
from dataclasses import dataclass

from bot.redaction.finding import Kind


@dataclass(frozen=True, slots=True)
class Topic:
    """What a naming word announces.

    `names` are phrases with commas between; `a|b c|` stands for `a c`, `b c`, `a` and `b`, and `+`
    is a blank inside an alternative; a line may break behind `|`. `kind` is None for what must
    stay (invoices, phones). `shortest` and `longest` count characters without separators. `shape`
    is set for kinds that mix letters and digits: the compact upper-case form begins with it.
    `shown` lets the last four characters stay. A `weak` name only speaks for a number right behind
    it. After `pause` characters a pause ends the number; until it has `usual` characters it may go
    on. A name `behind` says what was done with the number before it (`4471 into the PIN pad`) and
    speaks for no other.
    """

    label: str
    kind: Kind | None
    names: str
    shortest: int = 4
    longest: int = 20
    shape: re.Pattern[str] | None = None
    shown: bool = False
    weak: bool = False
    pause: int = 0
    usual: int = 0
    behind: bool = False

    @property
    def is_private(self) -> bool:
        return self.kind is not None
