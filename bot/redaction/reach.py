"""How far a name reaches: which groups answer it, and which go on with what was begun.

Distances are counted in words that are neither digits nor fillers, and in turns.
"""

# ruff: noqa: PLR0911, PLR2004 - a table of distances; a name for each would hide it

import re
from dataclasses import dataclass, field
from typing import Final

from bot.redaction.bank_kinds import IBAN
from bot.redaction.checksums import iban_length, is_card
from bot.redaction.events import Group, Mention
from bot.redaction.finding import Kind
from bot.redaction.kinds import CARD, CVV, EXPIRY
from bot.redaction.stretches import LEAST, Pieces, digits_of
from bot.redaction.topics import Topic

_GOES_ON: Final = re.compile(
    r"\b(?:rest|remaining|remainder|second half|second part|last part|next|then|followed|continu"
    r"|and then|after that|ends|other half)\b"
)


_CORRECTS: Final = re.compile(
    r"\b(?:sorry|no|nope|wait|correction|scratch that|i mean|i meant|actually|rather|wrong|misread"
    r"|typo|oops|old one|other one|the other|instead(?! ?[.?!]))\b"
)
_AGAIN: Final = re.compile(
    r"\b(?:and|or|then|again|repeat|yes|also|plus|with|other|second|both|versus|vs|not|is|was)\b"
    r"[^a-z0-9]*(?:[a-z]{1,4} ?){0,2}$"
)
_LISTS: Final = re.compile(r"[ )]*(?:\([^()\n]{1,24}\))?\s?(?:,|and\b|or\b|&|/|\+)")
_NEW_SENTENCE: Final = re.compile(r"[.?!] +[a-z]")
_YEAR: Final = re.compile(r"19[5-9]\d|20[0-4]\d")
_FEW: Final = 6
_ADDRESS: Final = re.compile(
    r"\b(?:address|flat|house|road|street|lane|nagar|colony|sector|block|floor|apartments?|marg"
    r"|society|layout|cross|district|city|village|area|locality|deliver\w*|ship\w*)\b"
)
_FIGURES: Final = re.compile(r"^[0-9OILSB]*$")


@dataclass(slots=True)
class Chain:
    """What has been read so far of one named number."""

    topic: Topic
    atoms: Pieces = field(default_factory=list)
    size: int = 0
    last_word: int = 0
    last_turn: int = 0
    last_end: int = 0
    pieces: int = 0
    once: str = ""
    """The digits as read, without what the other side said again."""
    plain: str = ""
    """The same with the letters as they are."""

    @property
    def is_card(self) -> bool:
        return self.topic is CARD and is_card(self.once)

    @property
    def is_proven(self) -> bool:
        """A card with its right check digit and a usual length needs no more."""
        usual = 15 if self.once.startswith(("34", "37")) else 14 if self.once[:2] == "36" else 16
        return self.topic is CARD and len(self.once) >= usual and is_card(self.once)

    def note(self, group: Group, taken: Pieces) -> None:
        """Remember what was taken from `group`; an echo adds nothing to `once`."""
        digits = digits_of(taken)
        is_echo = group.turn > self.last_turn and len(digits) > 1 and self.once.endswith(digits)
        self.once += "" if is_echo else digits
        self.plain += "" if is_echo else "".join(atom.chars for atom in taken)
        self.pieces += 1
        self.last_word = group.word
        self.last_turn = group.turn
        self.last_end = group.end

    @property
    def is_full(self) -> bool:
        if self.topic.shape is not None and len(self.plain) < self.topic.longest:
            if self.topic is IBAN and (length := iban_length(self.plain[:2])) is not None:
                return len(self.plain) >= length
            return self.topic.shape.match(self.plain) is not None
        enough = 15 if self.topic is CARD else self.topic.usual or self.topic.shortest
        return len(self.once) >= enough


def answers(topic: Topic, named: Mention, group: Group) -> bool:
    """Whether the first group after a name is near enough to be what it names."""
    words = group.word - named.word
    turns = group.turn - named.turn
    if topic is EXPIRY and group.size > LEAST + topic.shortest:
        return False  # `expiry 05/29, number 4000 ...`
    if topic.weak:
        return words <= 3 or (group.alone and turns <= 3 and words <= 6)
    if topic.kind is Kind.CODE:
        if group.alone and 0 < turns <= 3 and words <= 6:
            return True
        is_next = topic is CVV and words + turns == 0
        begins = topic is CVV and turns > 0 and group.opens
        least = (
            2 if is_next or begins or group.ends else 3
        )  # the first piece, and all of what is said
        return group.size >= least and words <= (14 if turns else 8 if group.ends else 5)
    if group.size < 3 and not group.alone:
        return words <= (8 if group.ends else 1)
    if topic is CARD and group.ends and turns == 0:
        return words <= 30
    if words <= 8 or group.alone:
        return words <= 60 and (group.size >= LEAST or turns > 0 or words <= 6)
    return words <= 60 and group.size >= topic.shortest - 1


def is_postal(named: Mention, group: Group, lowered: str) -> bool:
    """An Indian PIN code is six figures of an address."""
    name = named.name
    if name is None or not lowered[name.start : name.end].endswith("code") or group.size != 6:
        return False
    if [len(atom.chars) for atom in group.atoms] in ([6], [3, 3]):
        return True
    return _ADDRESS.search(lowered, max(0, name.start - 90), name.start) is not None


def continues(chain: Chain, group: Group, lowered: str) -> bool:
    """Whether a group goes on with a number that was begun, or says it again."""
    words = group.word - chain.last_word
    turns = group.turn - chain.last_turn
    size = group.size
    between = lowered[chain.last_end : group.start]
    if turns and size > 1 and words <= 8 and chain.once.endswith(digits_of(group.atoms)):
        return size > 2 or group.alone or not chain.is_proven  # the other side says it again
    if words and turns == 0 and not group.alone and chain.is_card and not _goes_on(between):
        return False  # `..., upgraded to Growth 2024`
    if corrects(between) and words <= 16 and size >= 3:
        return True
    if turns and _is_year(group) and chain.size >= chain.topic.shortest:
        return False
    if chain.topic is CARD and not chain.is_card and words <= 16:
        whole = chain.once + digits_of(group.atoms)
        if len(whole) >= 15 and is_card(whole):
            return True  # `... one oh two six, you with me, two six three four`
    if chain.is_full:
        return _says_more(chain, group, between)
    if size >= 6:
        return words <= 120
    goes_on = _goes_on(between)
    return goes_on and words <= 16 if turns == 0 and words > 4 else _fills(chain, group, words)


def _says_more(chain: Chain, group: Group, between: str) -> bool:
    """Whether a group repeats a number that is whole, or adds its last piece."""
    words = group.word - chain.last_word
    turns = group.turn - chain.last_turn
    size = group.size
    is_code = chain.topic.kind is Kind.CODE
    if chain.topic.shape is None and _has_letters(group):
        return False  # an id of its own
    if is_code:
        digits = digits_of(group.atoms)
        mended = size > 3 and chain.once[:3] == digits[:3] and chain.once[-3:] == digits[-3:]
        again = (digits in digits_of(chain.atoms) and size >= 3) or mended
        return words <= 12 and (again or (size >= 3 and _ends_code(chain, group, between)))
    if size >= 6 and _says_again(chain, group):
        return words <= 120
    if size >= 6 and size == chain.size and turns == 0 and words <= 3:
        return _LISTS.match(between) is not None  # the next one of a list
    if chain.is_proven and not group.alone and (words or turns):
        return False
    if turns == 0 and (words or chain.topic.shape) and not _AGAIN.search(between[-60:]):
        return False  # other words of the same breath, and a number of theirs
    if _goes_on(between) and size >= 2:
        return words <= 12
    if group.alone and words <= 4:  # `mm-hmm`; with echoes it is twice as long
        return chain.size + size <= 2 * chain.topic.longest
    if group.opens and words <= 2 and turns <= 4 and size >= 2:  # the last part, and more words
        fits = chain.size + size <= 2 * chain.topic.longest
        return fits and not chain.is_proven and not _is_year(group)
    new_sentence = _NEW_SENTENCE.match(between) is not None
    near = words <= 2 and turns == 0 and not new_sentence and size > (words > 0)  # `yes,`
    return chain.size + size <= chain.topic.longest and (near or (group.alone and words <= 8))


def _is_year(group: Group) -> bool:
    """`and the 2025 return?`."""
    return not group.alone and _YEAR.fullmatch(group.atoms[0].chars) is not None and group.size == 4


def _ends_code(chain: Chain, group: Group, between: str) -> bool:
    fits = chain.size + group.size <= chain.topic.longest
    return (group.alone and fits) or _goes_on(between)


def _goes_on(between: str) -> bool:
    return len(between) < 200 and _GOES_ON.search(between) is not None


def corrects(between: str) -> bool:
    """Whether it is said anew: `no, sorry, that is the old one, it's ...`."""
    return len(between) < 90 and _CORRECTS.search(between) is not None


def _says_again(chain: Chain, group: Group) -> bool:
    """Whether four characters in a row were read before."""
    before = digits_of(chain.atoms)
    again = digits_of(group.atoms)
    run = 4 if len(again) < 8 else 5
    pieces = (again[at : at + run] for at in range(len(again) - run + 1))
    return any(piece in before for piece in pieces if len(set(piece)) > 1)


def _has_letters(group: Group) -> bool:
    return any(atom.shape in "lm" and not _FIGURES.search(atom.chars) for atom in group.atoms)


def _fills(chain: Chain, group: Group, words: int) -> bool:
    if chain.topic.shape is not None and len(chain.plain) >= chain.topic.shortest:
        is_end = group.opens and words <= _FEW and group.size >= 3 and _has_letters(group)
        return is_end or (group.alone and words <= 16)  # long enough, of a shape we do not know
    return words <= (16 if group.size >= 3 else 4) or (group.alone and words <= 30)
