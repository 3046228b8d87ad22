"""Deciding what each number is: the name in force, its length, and its check digits."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.redaction.checksums import iban_length, is_card, is_iban, is_surely_card
from bot.redaction.finding import Finding, Kind
from bot.redaction.kinds import (
    ACCOUNT,
    AMOUNT,
    CARD,
    CVV,
    DOCUMENT,
    EXPIRY,
    IBAN,
    LAST_FOUR,
    NEUTRAL,
    OTP,
    PIN,
    TAX_CODE,
    TAX_NUMBER,
    Topic,
)
from bot.redaction.names import Name
from bot.redaction.reading import Atom, Event, Group, Mention

_LEAST: Final = 5  # a shorter stretch of a card, account or tax number gives too little away
_LONG: Final = 12  # from here on a number without a name fails closed
_SAYS_WHICH: Final = re.compile(
    r"\W*(?:,\s*)?(?:and )?(?:that's|thats|that is|that was|this is|it's|is|was|are|being|as|for)\b"
    r"(?: (?:the|my|our|his|her|their|your|a|an|full|on))*\W*"
)
_ONLY_BELONGS: Final = re.compile(r"\W*(?:and )?(?:for|as)\b")
_GOES_ON: Final = re.compile(
    r"\b(?:rest|remaining|remainder|second half|second part|last part|next|then|followed|continu"
    r"|and then|after that|ends|other half)\b"
)
_WORD_BEFORE: Final = re.compile(r"([a-z]{3,}) $")
_PLAIN_CODES: Final = frozenset(
    "the this that your his her our their what which and enter read sent got new right wrong secret bank"
    " text sms email login digit safe entry door lock first second same old correct current numeric mera"
    " apna from with has for was were are used give tell said says say received passed valid"
    " authorization authorisation short long app validation identity transaction payment banking card".split()
)
_ID_PREFIXES: Final = frozenset(
    "SO PO INV ORD TKT CASE REF TT TCK CUS SR WO CN DN QT JOB RMA PR CS BILL LOT SKU IN RE TRX TXN"
    " INC REQ CHG SUB ACME AWB ORDER PMT RC BK BKG SRV SVC RN PRJ DOC FAC".split()
)
_AS_DIGITS: Final = str.maketrans("OILSB", "01158")
_DIGITS: Final = frozenset("0123456789")

Pieces = list[Atom]


@dataclass(slots=True)
class _Chain:
    """What has been read so far of one named number."""

    topic: Topic
    atoms: Pieces = field(default_factory=list)
    size: int = 0
    last_word: int = 0
    last_turn: int = 0
    last_end: int = 0

    @property
    def is_full(self) -> bool:
        if self.topic.shape is not None and self.size < self.topic.longest:
            compact = "".join(atom.chars for atom in self.atoms)
            return self.topic.shape.match(compact) is not None
        enough = 15 if self.topic is CARD else self.topic.shortest
        return self.size >= enough


def digits_of(atoms: Iterable[Atom]) -> str:
    """The atoms as figures; letters that pass for figures are read as such."""
    return "".join(atom.chars for atom in atoms).translate(_AS_DIGITS)


def _is_spelled_id(letters: Sequence[Atom]) -> bool:
    word = "".join(atom.chars for atom in letters)
    if word.strip("O") == "":
        return False
    return len(letters) > 1 or word in _ID_PREFIXES


def _figures(atom: Atom) -> bool:
    if atom.shape in "dwxef" or atom.chars == "O":
        return True
    if atom.shape != "m":
        return False
    plain = atom.chars.translate(_AS_DIGITS)
    return plain.isdigit() and sum(map(str.isdigit, atom.chars)) * 2 >= len(plain)


def numeric(group: Group) -> list[Pieces]:
    """The stretches of figures in a group; a spelled prefix (`S O four four`) makes it an id."""
    out: list[Pieces] = []
    letters: Pieces = []
    current: Pieces = []
    for atom in group.atoms:
        if atom.chars == "O" and letters:
            letters.append(atom)
            continue
        if _figures(atom):
            if _is_spelled_id(letters) and group.size - len(letters) < _LONG:
                return out
            letters = []
            current.append(atom)
            continue
        if current and all(figure.chars == "O" for figure in current):
            letters = current
            current = []
        if current:
            out.append(current)
            current = []
        letters = [*letters, atom] if atom.shape == "l" else []
        if atom.shape == "m":
            return out
    if current:
        out.append(current)
    return out


@dataclass(slots=True)
class _Judge:
    """Walks the events once; names stay in force until another name or an amount."""

    lowered: str
    findings: list[Finding] = field(default_factory=list)
    chain: _Chain | None = None
    named_at: Mention | None = None
    label: Mention | None = None
    unnamed: list[Group] = field(default_factory=list)
    unnamed_end: tuple[int, int] = (0, 0)

    # -- mentions -------------------------------------------------------------------------

    def mention(self, mention: Mention) -> None:
        name = mention.name
        if name is None:
            self.label = None
            if self.chain is not None and self.chain.atoms:
                self.settle()
                self.chain = None
            elif self.chain is not None and self.chain.topic is TAX_CODE:
                self.chain = None  # `VAT 20 %`: the tax, not its number
            return
        if name.topic is NEUTRAL:
            self.settle()
            self.settle_unnamed()
            self.chain = self.label = None
            return
        if not name.topic.is_private or self._is_other_code(name):
            self.label = mention
            return
        self.label = None
        if self.chain is not None and self.chain.topic is name.topic and not self.chain.is_full:
            self.named_at = mention
            return
        if name.topic.weak and self._keeps_topic(name.topic):
            return
        self.settle()
        self.chain = _Chain(name.topic)
        self.named_at = mention

    def _is_other_code(self, name: Name) -> bool:
        """`campaign code`: a word of its own says which code, and it is none of ours."""
        if self.lowered[name.start : name.end] not in ("code", "codes"):
            return False
        before = _WORD_BEFORE.search(self.lowered[max(0, name.start - 24) : name.start])
        return before is not None and before[1] not in _PLAIN_CODES

    def _keeps_topic(self, weak: Topic) -> bool:
        """`account` after `bank account ...` adds nothing."""
        return (
            self.chain is not None
            and self.chain.topic.label == weak.label
            and not self.chain.is_full
        )

    # -- groups ---------------------------------------------------------------------------

    def group(self, group: Group, following: Event | None) -> None:
        if group.loose:
            self._loose(group)
            return
        topic = self._said_after(group, following)
        if topic is not None:
            if topic.is_private:
                self._take_named_after(group, topic)
            else:
                self.sure_only(group)
            return
        if self._labelled(group):
            self.sure_only(group)
            return
        if self.chain is not None and self._in_force(self.chain, group) and self._take(group):
            return
        self.leave_unnamed(group)

    def _loose(self, group: Group) -> None:
        """A figure written like an amount belongs to a name only right behind it."""
        chain, named = self.chain, self.named_at
        if chain is None or named is None or chain.topic is CARD or self._labelled(group):
            return
        if not chain.atoms and group.word - named.word <= 2 and group.turn - named.turn <= 2:  # noqa: PLR2004 - `the code is`
            self._take(group)

    def _said_after(self, group: Group, following: Event | None) -> Topic | None:
        """`4421 ... is my card number`."""
        if not isinstance(following, Mention) or following.name is None:
            return None
        between = self.lowered[group.end : following.name.start]
        if len(between) > 40 or _SAYS_WHICH.fullmatch(between) is None:  # noqa: PLR2004 - `, that is the`
            return None
        if following.name.topic is CARD and group.size < _LONG:
            return None
        if not following.name.topic.is_private and (
            _ONLY_BELONGS.match(between) or self._just_named(group)
        ):
            return None
        return following.name.topic

    def _just_named(self, group: Group) -> bool:
        named = self.named_at
        return (
            self.chain is not None
            and not self.chain.atoms
            and named is not None
            and named.turn == group.turn
            and group.word - named.word <= 4  # noqa: PLR2004 - `the number on it is`
        )

    def _labelled(self, group: Group) -> bool:
        """Whether a name of something that stays speaks for this group."""
        label = self.label
        if label is None or label.name is None:
            return False
        near = group.word - label.word
        same_turn = group.turn == label.turn
        if label.name.topic is LAST_FOUR:
            self.label = None
            return near <= 4 and len(digits_of(group.atoms)) <= 4  # noqa: PLR2004 - the last four, so many words away
        if near > (3 if same_turn else 6) and not (group.alone and near <= 8):  # noqa: PLR2004 - words a person puts between
            return False
        if self._outranked(label, group):
            return False
        if label.name.topic is not AMOUNT:
            self.label = None
        return True

    def _outranked(self, label: Mention, group: Group) -> bool:
        """`my account number for the invoice is 4412...`: an open private name goes first."""
        if self.chain is None or self.named_at is None or self.chain.is_full:
            return False
        directly = group.word - label.word <= 1 and group.turn == label.turn
        return not directly and label.turn == self.named_at.turn and group.size >= _LEAST

    def _in_force(self, chain: _Chain, group: Group) -> bool:
        size = group.size
        if not chain.atoms:
            return self._answers(chain.topic, group)
        words = group.word - chain.last_word
        turns = group.turn - chain.last_turn
        if size >= 6:  # noqa: PLR2004 - read again, or echoed
            return words <= 120 and (
                chain.topic.kind is not Kind.CODE or not chain.is_full or words < 12
            )  # noqa: PLR2004
        if chain.topic.kind is Kind.CODE and chain.is_full:
            return (group.alone or turns <= 2) and size >= 3 and words <= 6 and turns > 0  # noqa: PLR2004
        between = self.lowered[chain.last_end : group.start]
        goes_on = len(between) < 200 and _GOES_ON.search(between) is not None  # noqa: PLR2004
        if not chain.is_full:
            if chain.topic.shape is not None and chain.size >= chain.topic.shortest:
                return group.alone and words <= 16  # noqa: PLR2004 - of a shape we do not know
            return words <= (16 if size >= 3 or goes_on else 4) or (group.alone and words <= 30)  # noqa: PLR2004
        if goes_on and size >= 2:  # noqa: PLR2004
            return words <= 12  # noqa: PLR2004
        if group.alone and words <= 4:  # noqa: PLR2004 - `mm-hmm`; echoes make it twice as long
            return chain.size + size <= 2 * chain.topic.longest
        near = words <= 2 and turns == 0  # noqa: PLR2004 - `yes,`
        return chain.size + size <= chain.topic.longest and (near or (group.alone and words <= 8))  # noqa: PLR2004 - an answer

    def _answers(self, topic: Topic, group: Group) -> bool:
        """Whether the first group after a name is near enough to be what it names."""
        named = self.named_at
        if named is None:
            return False
        words = group.word - named.word
        turns = group.turn - named.turn
        if topic.weak:
            return words <= 3 or (group.alone and turns <= 3 and words <= 6)  # noqa: PLR2004
        if topic is PIN and self._is_postal(named, group):
            return False
        if topic.kind is Kind.CODE:
            return group.size >= 3 and words <= (5 if turns == 0 else 14)  # noqa: PLR2004
        if group.size < 3 and not group.alone:  # noqa: PLR2004
            return words <= 1
        if words <= 8 or group.alone:  # noqa: PLR2004
            return words <= 60 and (group.size >= _LEAST or turns > 0 or words <= 6)  # noqa: PLR2004
        return words <= 60 and group.size >= topic.shortest - 1  # noqa: PLR2004

    def _is_postal(self, named: Mention, group: Group) -> bool:
        """An Indian PIN code is six figures of an address."""
        name = named.name
        return (
            name is not None
            and self.lowered[name.start : name.end].endswith("code")
            and [len(atom.chars) for atom in group.atoms] in ([6], [3, 3])
        )

    def _take(self, group: Group) -> bool:
        """Put the group's characters into the chain; False when it has none of that kind."""
        chain = self.chain
        if chain is None:
            return False
        takes_letters = chain.topic.shape is not None or chain.topic.kind is Kind.TAX_ID
        stretches = [_coded(group, begun=bool(chain.atoms))] if takes_letters else numeric(group)
        taken = [stretch for stretch in stretches if stretch]
        if not taken:
            return False
        if chain.size + sum(len(a.chars) for s in taken for a in s) > 64:  # noqa: PLR2004 - nothing is that long: start anew
            self.settle()
            chain = self.chain = _Chain(chain.topic)
        for stretch in taken:
            chain.atoms += stretch
            chain.size += sum(len(atom.chars) for atom in stretch)
        chain.last_word = group.word
        chain.last_turn = group.turn
        chain.last_end = group.end
        return True

    def _take_named_after(self, group: Group, topic: Topic) -> None:
        self.settle()
        self.chain = _Chain(topic)
        if not self._take(group):
            self.leave_unnamed(group)
        self.settle()
        self.chain = None

    # -- results --------------------------------------------------------------------------

    def settle(self) -> None:
        """Report what the chain holds."""
        chain = self.chain
        if chain is None or not chain.atoms:
            return
        atoms = _cut(chain.atoms, chain.topic)
        least = 3 if chain.topic.kind is Kind.CODE or chain.topic is EXPIRY else _LEAST
        if chain.topic is CARD:
            least = 7
        if sum(len(atom.chars) for atom in atoms) >= least:
            self.report(atoms, _narrowed(chain.topic, atoms))
        chain.atoms = []
        chain.size = 0

    def report(self, atoms: Sequence[Atom], topic: Topic) -> None:
        if topic.kind is None:
            return
        chars = "".join(atom.chars for atom in atoms)
        tail = chars[-4:].replace("O", "0") if topic.shown and len(chars) > 8 else ""  # noqa: PLR2004
        self.findings.append(Finding(topic.kind, topic.label, self._pieces(atoms), tail))

    def _pieces(self, atoms: Sequence[Atom]) -> tuple[tuple[int, int], ...]:
        """Neighbouring atoms make one piece; speech, names and turns between keep them apart."""
        pieces: list[tuple[int, int]] = []
        for atom in atoms:
            if pieces and _is_joint(self.lowered[pieces[-1][1] : atom.start]):
                pieces[-1] = (pieces[-1][0], atom.end)
            else:
                pieces.append((atom.start, atom.end))
        return tuple(pieces)

    def sure_only(self, group: Group) -> None:
        """A number named as something that stays: only what is a card beyond doubt goes."""
        for stretch in numeric(group):
            self._cards(stretch, is_surely_card)

    def leave_unnamed(self, group: Group) -> None:
        """Keep the group until it is known whether the next ones continue it."""
        word, turn = self.unnamed_end
        near = group.word - word <= 3 and (group.turn > turn or group.word == word)  # noqa: PLR2004 - `yes, go on`
        if self.unnamed and not near:
            self.settle_unnamed()
        self.unnamed.append(group)
        self.unnamed_end = (group.word, group.turn)

    def settle_unnamed(self) -> None:
        """No name: check digits decide, and what is as long as a card fails closed."""
        groups, self.unnamed = self.unnamed, []
        for group in groups:
            if group.size >= IBAN.shortest and (atoms := _iban_in(group.atoms)):
                self.report(atoms, IBAN)
                return
        stretches = [stretch for group in groups for stretch in numeric(group)]
        atoms = [atom for stretch in stretches for atom in stretch]
        if len(digits_of(atoms)) < _LONG:
            return
        holds_card = _holds_card(atoms)
        if not holds_card and len(atoms) == 1 and self._has_unknown_name(atoms[0]):
            return
        self.report(atoms, CARD if holds_card else _UNNAMED)

    def _has_unknown_name(self, atom: Atom) -> bool:
        """`dossier 77007676081675`: a noun right before a figure names it, whatever it means."""
        before = re.search(
            r"([a-z]+)[ :#.]{0,3}$", self.lowered[max(0, atom.start - 24) : atom.start]
        )
        return before is not None and before[1] not in _NO_NAMES

    def _cards(self, atoms: Sequence[Atom], accepts: object) -> bool:
        """Report the cards that begin and end at borders of atoms."""
        ok = accepts if callable(accepts) else is_card
        found = False
        start = 0
        while start < len(atoms):
            end = _card_end(atoms, start, ok)
            if end is None:
                start += 1
                continue
            self.report(atoms[start:end], CARD)
            found = True
            start = end
        return found


_UNNAMED: Final = Topic("number", Kind.PRIVATE_DOCUMENT, "", shown=True)
_NO_NAMES: Final = frozenset(
    "is was it its with to the a an and or use used using charge bill me my us on of in for from by at"
    " that this try tried then as i you say said give gave take here have has are be no not so".split()
)


def _holds_card(atoms: Sequence[Atom]) -> bool:
    return any(_card_end(atoms, start, is_card) is not None for start in range(len(atoms)))


def _card_end(atoms: Sequence[Atom], start: int, accepts: object) -> int | None:
    digits = ""
    for end in range(start, len(atoms)):
        digits += atoms[end].chars.translate(_AS_DIGITS)
        if len(digits) > 19:  # noqa: PLR2004 - ISO/IEC 7812
            return None
        if len(digits) >= _LONG and callable(accepts) and accepts(digits):
            return end + 1
    return None


def _iban_in(atoms: Sequence[Atom]) -> list[Atom]:
    """The first IBAN that begins and ends at borders of atoms and whose check digits are right."""
    for start, first in enumerate(atoms):
        if first.shape not in "lm" or not first.chars[0].isalpha():
            continue
        compact = "".join(atom.chars for atom in atoms[start : start + 40])
        length = iban_length(compact[:2])
        if length is None:
            continue
        candidate = compact[:2] + compact[2:4].translate(_AS_DIGITS) + compact[4:length]
        if is_iban(candidate) or is_iban(candidate[:4] + candidate[4:].replace("O", "0")):
            return _first_characters(atoms[start:], length)
    return []


def _first_characters(atoms: Sequence[Atom], length: int) -> list[Atom]:
    out: list[Atom] = []
    size = 0
    for atom in atoms:
        if size >= length:
            break
        out.append(atom)
        size += len(atom.chars)
    return out


def _coded(group: Group, *, begun: bool) -> list[Atom]:
    """The characters of a group for a kind with letters; nothing when it is a known id."""
    letters = ""
    for atom in group.atoms:
        if atom.shape != "l":
            break
        letters += atom.chars
    if letters in _ID_PREFIXES or not any(_DIGITS & set(a.chars) for a in group.atoms):
        goes_on = begun and group.alone
        is_short = group.size < _LEAST and not goes_on
        return [] if is_short or letters in _ID_PREFIXES else group.atoms
    return group.atoms


def _cut(atoms: Pieces, topic: Topic) -> Pieces:
    """For a kind of known shape the characters that make it; for others all that was read."""
    if topic.shape is None and topic.kind is not Kind.TAX_ID:
        return atoms
    shape = topic.shape or TAX_CODE.shape
    compact = "".join(atom.chars for atom in atoms)
    for start in range(min(len(atoms), 4)):
        skipped = sum(len(atom.chars) for atom in atoms[:start])
        if shape is not None and (match := shape.match(compact, skipped)):
            length = match.end() - skipped
            if topic is IBAN:
                length = iban_length(compact[skipped : skipped + 2]) or length
            return _first_characters(atoms[start:], length)
    return atoms


def _narrowed(topic: Topic, atoms: Sequence[Atom]) -> Topic:
    """A card number read where a code was asked for is still a card."""
    digits = digits_of(atoms)
    if topic.kind in (Kind.CODE, Kind.BANK) and is_card(digits):
        return CARD
    return topic


_JOINT: Final = re.compile(r"[^\n{}]{0,60}")
_OTHER_WORDS: Final = re.compile(r"[a-z]{2,}:|\[|\]")


def _is_joint(between: str) -> bool:
    return (
        _JOINT.fullmatch(between) is not None
        and _OTHER_WORDS.search(between) is None
        and len(between.split()) <= 7  # noqa: PLR2004 - fillers a speaker puts between digits
        and not re.search(r"[a-z][.?!] |\"", between)
    )


def judge(lowered: str, events: Sequence[Event]) -> list[Finding]:
    """Findings in the folded text's offsets."""
    court = _Judge(lowered)
    for event, following in _pairs(events):
        if isinstance(event, Mention):
            court.mention(event)
        else:
            court.group(event, following)
    court.settle()
    court.settle_unnamed()
    return court.findings


def _pairs(events: Sequence[Event]) -> Iterator[tuple[Event, Event | None]]:
    for index, event in enumerate(events):
        yield event, events[index + 1] if index + 1 < len(events) else None
