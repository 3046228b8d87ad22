"""Deciding what each number is: the name in force, its length, and its check digits."""

# ruff: noqa: SIM905 - a paragraph of words reads better than a list of strings

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.redaction.checksums import is_card, is_surely_card
from bot.redaction.events import Atom, Event, Group, Mention
from bot.redaction.finding import Finding, Kind
from bot.redaction.kept import AMOUNT, LAST_FOUR, NEUTRAL
from bot.redaction.kinds import CARD, CVV, EXPIRY, IBAN, TAX_CODE
from bot.redaction.links import is_joint, links, only_belongs
from bot.redaction.names import Name
from bot.redaction.reach import Chain, answers, continues
from bot.redaction.stretches import (
    LEAST,
    LONG,
    card_end,
    coded,
    cut,
    digits_of,
    holds_card,
    iban_in,
    is_reference,
    is_short_figure,
    numeric,
    shortest_unnamed,
    to_the_pause,
)
from bot.redaction.topics import Topic

_WHERE: Final = re.compile(r"\b(?:on|of|from|behind) (?:the|my|your) $")
_WORD_BEFORE: Final = re.compile(r"([a-z]{3,}) $")
_PLAIN_CODES: Final = frozenset(
    (
        "the this that your his her our their what which and enter read sent got new right wrong "
        "secret bank text sms email login digit safe entry door lock first second same old correct "
        "current numeric mera apna from with has for was were are used give tell said says say "
        "received passed valid authorization authorisation short long app validation identity "
        "transaction payment banking card"
    ).split()
)


@dataclass(slots=True)
class _Judge:
    """Walks the events once; names stay in force until another name or an amount."""

    lowered: str
    findings: list[Finding] = field(default_factory=list)
    chain: Chain | None = None
    named_at: Mention | None = None
    label: Mention | None = None
    unnamed: list[Group] = field(default_factory=list)
    unnamed_end: tuple[int, int] = (0, 0)
    used: Name | None = None
    marked_end: int = 0
    saw_card: bool = False

    # -- mentions -------------------------------------------------------------------------

    def mention(self, mention: Mention) -> None:
        name = mention.name
        if (name is not None and name is self.used) or self._says_nothing(mention):
            return
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
            self.marked_end = name.end
            return
        self.saw_card = self.saw_card or name.topic in (CARD, CVV)
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
        self.chain = Chain(name.topic)
        self.named_at = mention

    def _says_nothing(self, mention: Mention) -> bool:
        """`[tax id] is my number`: the number went before. `the sort code on the card`."""
        name = mention.name
        if name is None or name.topic is NEUTRAL:
            return False
        if self.marked_end and links(self.lowered, self.marked_end, name):
            return True
        return name.topic is CARD and self._is_where(mention, name)

    def _is_where(self, mention: Mention, name: Name) -> bool:
        chain, named = self.chain, self.named_at
        if chain is None or chain.atoms or named is None:
            return False
        before = self.lowered[max(0, name.start - 12) : name.start]
        return named.turn == mention.turn and _WHERE.search(before) is not None

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
        topic = self._said_after(group, following)
        if group.loose and (topic is None or topic.kind not in (Kind.CODE, Kind.TAX_ID)):
            self._loose(group)
            return
        if topic is not None:
            if topic.is_private:
                self._take_named_after(group, topic)
                self.used = following.name if isinstance(following, Mention) else None
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
        if chain.topic is IBAN:
            return
        near = 5 if group.turn > named.turn or group.size >= 8 else 2  # noqa: PLR2004 - `the code we just texted`, `the code is`
        if not chain.atoms and group.word - named.word <= near and group.turn - named.turn <= 2:  # noqa: PLR2004 - a question and its answer
            self._take(group)

    def _said_after(self, group: Group, following: Event | None) -> Topic | None:
        """`4421 ... is my card number`."""
        if not isinstance(following, Mention) or following.name is None:
            return None
        if not links(self.lowered, group.end, following.name):
            return None
        between = self.lowered[group.end : following.name.start]
        if following.name.topic is CARD and group.size < LONG:
            return None
        if not following.name.topic.is_private and (
            only_belongs(between) or self._just_named(group)
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
        if label.name.topic is AMOUNT and group.size >= LONG:
            return False
        answers_it = group.alone or group.opens
        if near > (3 if same_turn else 8) or not (same_turn or answers_it):
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
        return not directly and label.turn == self.named_at.turn and group.size >= CVV.shortest

    def _in_force(self, chain: Chain, group: Group) -> bool:
        named = self.named_at
        directly = not chain.atoms and named is not None and group.word - named.word <= 2  # noqa: PLR2004 - `number is`
        if chain.topic is IBAN and not chain.atoms and is_short_figure(group):
            return False
        if is_reference(group) and self._is_of_its_own(chain, group, directly=directly):
            return False
        if chain.atoms:
            return continues(chain, group, self.lowered)
        return self.named_at is not None and answers(
            chain.topic, self.named_at, group, self.lowered
        )

    def _is_of_its_own(self, chain: Chain, group: Group, *, directly: bool) -> bool:
        """Whether `P81863804` is no part of what is being read out."""
        shape = chain.topic.shape
        if chain.atoms:
            return chain.is_full or shape is None
        if shape is None:
            return not directly
        same_turn = self.named_at is not None and self.named_at.turn == group.turn
        return same_turn and shape.match(group.atoms[0].chars) is None

    def _take(self, group: Group) -> bool:
        """Put the group's characters into the chain; False when it has none of that kind."""
        chain = self.chain
        if chain is None:
            return False
        takes_letters = chain.topic.shape is not None or chain.topic.kind is Kind.TAX_ID
        stretches = numeric(group)
        if takes_letters:
            begun = bool(chain.atoms) or self._answers_at_once(group)
            stretches = [coded(group, begun=begun)]
        if chain.topic.pause and not chain.atoms:
            stretches = [to_the_pause(stretch, chain.topic.pause) for stretch in stretches]
        taken = [stretch for stretch in stretches if stretch]
        if not taken:
            return False
        if chain.size + sum(len(a.chars) for s in taken for a in s) > max(
            64, 2 * chain.topic.longest + 12
        ):  # said twice at most: start anew
            self.settle()
            chain = self.chain = Chain(chain.topic)
        for stretch in taken:
            chain.atoms += stretch
            chain.size += sum(len(atom.chars) for atom in stretch)
        chain.last_word = group.word
        chain.last_turn = group.turn
        chain.last_end = group.end
        return True

    def _answers_at_once(self, group: Group) -> bool:
        """All of the turn after the question, and nearly its first word."""
        named = self.named_at
        return named is not None and group.alone and 0 < group.turn - named.turn <= 2  # noqa: PLR2004 - `yes?`

    def _take_named_after(self, group: Group, topic: Topic) -> None:
        self.settle()
        self.chain = Chain(topic)
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
        atoms = cut(chain.atoms, chain.topic)
        least = 3 if chain.topic.kind is Kind.CODE or chain.topic is EXPIRY else LEAST
        if chain.topic is CARD:
            least = 7
        if sum(len(atom.chars) for atom in atoms) >= least:
            self.report(atoms, _narrowed(chain.topic, atoms))
        chain.atoms = []
        chain.size = 0

    def report(self, atoms: Sequence[Atom], topic: Topic) -> None:
        if topic.kind is None:
            return
        self.saw_card = self.saw_card or topic is CARD
        chars = "".join(atom.chars for atom in atoms)
        tail = chars[-4:].replace("O", "0") if topic.shown and len(chars) > 8 else ""  # noqa: PLR2004 - four of eight are half of it
        self.findings.append(Finding(topic.kind, topic.label, self._pieces(atoms), tail))

    def _pieces(self, atoms: Sequence[Atom]) -> tuple[tuple[int, int], ...]:
        """Neighbouring atoms make one piece; speech, names and turns between keep them apart."""
        pieces: list[tuple[int, int]] = []
        for atom in atoms:
            if pieces and is_joint(self.lowered[pieces[-1][1] : atom.start]):
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
            if group.size >= IBAN.shortest and (atoms := iban_in(group.atoms)):
                self.report(atoms, IBAN)
                return
        stretches = [stretch for group in groups for stretch in numeric(group)]
        atoms = [atom for stretch in stretches for atom in stretch]
        if len(digits_of(atoms)) < shortest_unnamed(atoms):
            return
        has_card = holds_card(atoms)
        if not has_card and len(atoms) == 1 and self._has_unknown_name(atoms[0]):
            return
        self.report(atoms, CARD if has_card else _UNNAMED)

    def _has_unknown_name(self, atom: Atom) -> bool:
        """`dossier 77007676081675`: a noun right before a figure names it, whatever it means."""
        before = re.search(
            r"([a-z]+)[ :#.]{0,3}$", self.lowered[max(0, atom.start - 24) : atom.start]
        )
        return before is not None and before[1] not in _NO_NAMES

    def _cards(self, atoms: Sequence[Atom], accepts: Callable[[str], bool]) -> bool:
        """Report the cards that begin and end at borders of atoms."""
        found = False
        start = 0
        while start < len(atoms):
            end = card_end(atoms, start, accepts)
            if end is None:
                start += 1
                continue
            self.report(atoms[start:end], CARD)
            found = True
            start = end
        return found


_UNNAMED: Final = Topic("number", Kind.PRIVATE_DOCUMENT, "", shown=True)
_NO_NAMES: Final = frozenset(
    (
        "is was it its with to the a an and or use used using charge bill me my us on of in for "
        "from by at that this try tried then as i you say said give gave take here have has are be "
        "no not so"
    ).split()
)


def _narrowed(topic: Topic, atoms: Sequence[Atom]) -> Topic:
    """A card number read where a code was asked for is still a card."""
    digits = digits_of(atoms)
    if topic.kind in (Kind.CODE, Kind.BANK) and is_card(digits):
        return CARD
    return topic


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
    if court.saw_card:
        return court.findings
    return [found for found in court.findings if found.label != EXPIRY.label]  # a contract's


def _pairs(events: Sequence[Event]) -> Iterator[tuple[Event, Event | None]]:
    for index, event in enumerate(events):
        yield event, events[index + 1] if index + 1 < len(events) else None
