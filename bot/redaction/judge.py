"""Deciding what each number is: the name in force, its length, and its check digits."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from bot.redaction.bank_kinds import IBAN
from bot.redaction.checksums import iban_length, is_card
from bot.redaction.events import Atom, Event, Group, Mention
from bot.redaction.finding import Finding, Kind
from bot.redaction.kept import LAST_FOUR, NEUTRAL
from bot.redaction.kinds import CARD, CVV, EXPIRY
from bot.redaction.names import Name
from bot.redaction.pieces import card_in_pieces
from bot.redaction.reach import Chain
from bot.redaction.reports import HALF, Reports
from bot.redaction.stretches import (
    LEAST,
    LONG,
    LONG_SPOKEN,
    Pieces,
    begins_iban,
    behind_card,
    card_end,
    coded,
    cut,
    digits_of,
    has_shape,
    iban_in,
    numeric,
    to_the_pause,
)
from bot.redaction.tax_kinds import TAX_CODE
from bot.redaction.topics import Topic

_MOST_CARDS: Final = 40
_STARTS: Final = re.compile(r"^[^.?!]{0,24}\b(?:starts?|begins?)\b")
_OR_RATHER: Final = re.compile(
    r"\W*(?:(?:that's|thats|that|which|is|it's|the|your|my|so|i mean|meaning|those|i need|or|are"
    r"|i\.e|please|just|number|code)\W+){0,5}"
)


@dataclass(slots=True)
class _Judge(Reports):
    """Walks the events once; names stay in force until another name or an amount."""

    # -- mentions -------------------------------------------------------------------------

    def mention(self, mention: Mention) -> None:
        name = mention.name
        if name is None:
            self._amount()
        elif self.says_nothing(mention, name):
            return
        elif name.topic is NEUTRAL and self.is_asked(mention, name):
            return  # `which card shall we keep on file?`
        elif name.topic is NEUTRAL:
            self.settle()
            self.settle_unnamed()
            self.chain = self.label = None
            self.marked_end = name.end
        else:
            self._named(mention, name)

    def _amount(self) -> None:
        self.label = None
        if self.chain is not None and self.chain.atoms:
            self.settle()
            self.chain = None
        elif self.chain is not None and self.chain.topic is TAX_CODE:
            self.chain = None  # `VAT 20 %`: the tax, not its number

    def _named(self, mention: Mention, name: Name) -> None:
        self.saw_card = self.saw_card or name.topic in (CARD, CVV)
        if self.is_of_what(mention, name):
            return
        if name.topic is LAST_FOUR and self._is_end_of_it(mention):
            return
        if not name.topic.is_private or self.is_other_code(name):
            self.settle_unnamed()
            self.label = mention
            return
        self.kept_end = 0
        if not self.is_of_secret(mention):
            self.label = None
        if self.chain is not None and self.chain.topic is name.topic and not self.chain.is_full:
            self.named_at = mention
            return
        if name.topic.weak and self.keeps_topic(name.topic):
            return
        self.settle()
        self.chain = Chain(name.topic)
        self.named_at = mention

    def _is_end_of_it(self, mention: Mention) -> bool:
        """`and the last four?` of what is being read out; `the CVV, the last three digits`."""
        named = self.named_at
        is_cvv = self.chain is not None and self.chain.topic is CVV and not self.chain.atoms
        asked_at_once = named is not None and self._says_it_otherwise(named, mention)
        chain = self.chain
        if chain is not None and chain.topic is CARD and chain.pieces > 1 and not chain.is_full:
            return 0 < mention.turn - chain.last_turn <= 1  # twelve others were just read
        if chain is not None and chain.topic is not CARD and chain.atoms and named is not None:
            between = self.lowered[named.name.end if named.name else 0 : chain.atoms[0].start]
            if _STARTS.search(between) is not None:
                return True
        return (is_cvv and asked_at_once) or self.waiting.is_in_pieces(mention.turn)

    def _says_it_otherwise(self, named: Mention, mention: Mention) -> bool:
        """`the CVV, the last three digits`, but not `CVV mismatch, card ending 3715`."""
        if named.name is None or mention.name is None or named.turn != mention.turn:
            return False
        return _OR_RATHER.fullmatch(self.lowered, named.name.end, mention.name.start) is not None

    # -- groups ---------------------------------------------------------------------------

    def group(self, group: Group, following: Event | None) -> None:
        topic = self.said_after(group, following)
        if group.loose and (topic is None or topic.kind not in (Kind.CODE, Kind.TAX_ID)):
            if not self.is_asked_about(group):
                self._loose(group)
            return
        if topic is None and (self.is_asked_about(group) or self.is_postal(group)):
            self.sure_only(group)
            return
        if topic is not None:
            if topic.is_private:
                self._take_named_after(group, topic)
                self.used = following.name if isinstance(following, Mention) else None
            elif self.labelled(group):
                self.sure_only(group)
            else:
                self._last_is_kept(group)
            return
        if self.labelled(group):
            self._kept_to_the_pause(group, following)
            return
        if self.chain is not None and self.in_force(self.chain, group) and self._take(group):
            return
        self.leave_unnamed(group)

    def _last_is_kept(self, group: Group) -> None:
        """`..., then one oh oh nine, which is the check number`: only what follows the pause."""
        pauses = [place for place, atom in enumerate(group.atoms) if atom.after_comma and place]
        head = group.atoms[: pauses[-1]] if pauses else []
        if len(digits_of(head)) < LONG_SPOKEN:
            self.sure_only(group)
            return
        size = sum(len(atom.chars) for atom in head)
        self.leave_unnamed(Group(head, group.word, group.turn, opens=group.opens, size=size))
        self.settle_unnamed()

    def _kept_to_the_pause(self, group: Group, following: Event | None) -> None:
        """`code 05, 4111 1111 ...`: a short figure, and a number of its own behind the pause."""
        first, *others = group.atoms
        is_short = len(first.chars) < LEAST and first.shape == "d"
        is_short = is_short and card_end(group.atoms, 0, is_card) is None
        if not is_short or not others or not others[0].after_comma or group.size < LONG + 1:
            self.sure_only(group)
            return
        size = group.size - len(first.chars)
        rest = Group(others, group.word, group.turn, ends=group.ends, size=size)
        self.group(rest, following)

    def _loose(self, group: Group) -> None:
        """A figure written like an amount belongs to a name only right behind it."""
        chain, named = self.chain, self.named_at
        if chain is None or named is None or chain.topic is CARD or self.labelled(group):
            return
        in_pairs = group.size >= LONG_SPOKEN and {len(a.chars) for a in group.atoms} == {2}
        if named.name is not None and named.name.topic.weak and not in_pairs:
            return
        if chain.topic is IBAN and iban_length(group.atoms[0].chars[:2]) is None:
            return
        near = 5 if group.turn > named.turn or group.size >= 8 else 2  # noqa: PLR2004 - `the code we just texted`, `the code is`
        if not chain.atoms and group.word - named.word <= near and group.turn - named.turn <= 2:  # noqa: PLR2004 - a question and its answer
            self._take(group)

    def _take(self, group: Group) -> bool:
        """Put the group's characters into the chain; False when it has none of that kind."""
        chain = self.chain
        if chain is None:
            return False
        taken = [stretch for stretch in self._stretches(chain, group) if stretch]
        if not taken:
            return False
        if chain.size + sum(len(a.chars) for s in taken for a in s) > max(
            64, 2 * chain.topic.longest + 12
        ):  # said twice at most: start anew
            self.settle()
            chain = self.chain = Chain(chain.topic)
        atoms = [atom for stretch in taken for atom in stretch]
        chain.atoms += atoms
        chain.size += sum(len(atom.chars) for atom in atoms)
        chain.note(group, atoms)
        if chain.topic is CARD:
            self.carded.add(group.start)
        if chain.topic.label == "bank code" and chain.is_full and self.named_at is not None:
            self.rule(self.waiting.beside_bank_code(self.named_at.word))
        return True

    def _stretches(self, chain: Chain, group: Group) -> list[Pieces]:
        """The characters of a group that a kind can have."""
        takes_letters = chain.topic.shape is not None or chain.topic.kind is Kind.TAX_ID
        stretches = numeric(group, loosely=chain.topic is CARD)
        if group.size >= IBAN.shortest and (whole := iban_in(group.atoms)):
            stretches = [whole]
        elif chain.topic.kind is Kind.BANK and not chain.atoms and begins_iban(group):
            stretches = [group.atoms]
        elif takes_letters:
            begun = group.alone and (bool(chain.atoms) or self.answers_at_once(group))
            begun = begun or has_shape(group, chain.topic)
            stretches = [coded(group, begun=begun)]
        if chain.topic is CARD and not chain.atoms and (code := behind_card(group.atoms)):
            self.report(code, CVV)
            stretches = [group.atoms[: len(group.atoms) - len(code)]]
        if chain.topic.pause and not chain.atoms:
            stretches = [to_the_pause(stretch, chain.topic.pause) for stretch in stretches]
        return stretches

    def _take_named_after(self, group: Group, topic: Topic) -> None:
        same = self.chain is not None and self.chain.topic.label == topic.label
        if same and self.chain is not None and self._goes_on(self.chain) and self._take(group):
            return  # `account numbers: ... (Zenith), ...`
        self.settle()
        self.chain = Chain(topic)
        before = self.waiting.take(group) if topic.kind is not Kind.CODE else []
        self.chain.atoms += before
        self.chain.size = sum(len(atom.chars) for atom in before)
        if not self._take(group):
            self.leave_unnamed(group)
        self.settle()
        self.chain = None

    @staticmethod
    def _goes_on(chain: Chain) -> bool:
        """`I use 22` - `Do not say it!` - `06, that's my PIN`."""
        return not chain.atoms or (chain.topic.kind is Kind.CODE and chain.size < CVV.shortest)

    # -- results --------------------------------------------------------------------------

    def settle(self) -> None:
        """Report what the chain holds."""
        chain = self.chain
        if chain is None or not chain.atoms:
            return
        atoms = cut(chain.atoms, chain.topic) if chain.pieces == 1 else chain.atoms
        least = 3 if chain.topic.kind is Kind.CODE or chain.topic is EXPIRY else LEAST
        if chain.topic is CARD:
            least = 7
        if chain.topic is CVV and all(atom.shape in "wf" for atom in atoms):
            least = 2  # `ninety five` for 905
        said = sum(len(atom.chars) for atom in atoms)
        if chain.topic is CARD and said < LONG:
            said = len(chain.once)  # `on the Pro 5000 plan?` - `Yes, Pro 5000.`
        if said >= least:
            self.report(atoms, _narrowed(chain.topic, atoms))
        chain.atoms = []
        chain.size = chain.pieces = 0
        chain.once = chain.plain = ""


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
    found = card_in_pieces(lowered, events, frozenset(court.carded))
    for atoms, digits in islice(found, _MOST_CARDS):
        court.put_together(atoms, digits)
    if court.cards:
        court.say_again(one for one in events if isinstance(one, Group) and one.size >= HALF)
    if court.saw_card:
        return court.findings
    return [found for found in court.findings if found.label != EXPIRY.label]  # a contract's


def _pairs(events: Sequence[Event]) -> Iterator[tuple[Event, Event | None]]:
    for index, event in enumerate(events):
        yield event, events[index + 1] if index + 1 < len(events) else None
