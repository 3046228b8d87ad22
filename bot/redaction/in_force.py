"""What is in force at a place of a text: the name, what was read under it, and what it claims."""

# ruff: noqa: SIM905 - a paragraph of words reads better than a list of strings

import re
from dataclasses import dataclass, field
from typing import Final

from bot.redaction.bank_kinds import ACCOUNT, ACCOUNT_WORD, IBAN
from bot.redaction.checksums import iban_length
from bot.redaction.events import Event, Group, Mention
from bot.redaction.finding import Finding, Kind
from bot.redaction.kept import AMOUNT, LAST_FOUR, NEUTRAL, REFERENCE
from bot.redaction.kinds import CARD, CVV
from bot.redaction.links import links, only_belongs
from bot.redaction.names import Name
from bot.redaction.reach import Chain, answers, continues, corrects
from bot.redaction.stretches import LEAST, LONG, digits_of, is_reference, is_short_figure
from bot.redaction.topics import Topic
from bot.redaction.unnamed import Waiting

_WHERE: Final = re.compile(
    r"\b(?:on|of|from|behind|for) (?:the|my|your|his|her|this|that) (?:[a-z]{2,12} )?$"
    r"|\b(?:de la|de|del|della|da|do|du|der|des|van de|van)(?: mi| ma| meine[rn]?| seine[rn]?)? $"
)
_OF_WHAT: Final = re.compile(
    r" (?:on|of|from|behind|for|to|in|at|with) (?:the|my|your|his|her|our|their|this|that|new|old"
    r"|an?)(?: [a-z]{1,12})? "
)
_ONTO: Final = re.compile(
    r"(?: (?:printed|listed|included|added|put|mentioned|stated|written|reflected|displayed|shown"
    r"|to (?:appear|show|be|go)|number|id|up|as well)){0,3}"
    r" (?:on|onto|in|into|to|at|for) (?:(?:the|my|your|his|her|our|their|this|that|these|those|an?"
    r"|every|each|all)\b ?)?(?:[a-z]{1,12} ){0,2}"
)
_ASKED_ONTO: Final = re.compile(
    r"(?: (?:too|again|now|as well|for me|for us|from now on))?,?(?: (?:please|pls|thanks))?"
    r"(?:\s?[?:]|[.!;] | [-\u2013] |,? (?:here )?(?:it's|it is|that's|that is|this is|is)\b"
    r"|(?<=please)|(?<=pls))"
)
_ON_PAPER: Final = re.compile(r" (?:on|in|from|per|off) (?:file|form|record|statement|letter)")
_READS: Final = re.compile(r"reading (?:it|that|this|them|off|from|out)\b")
_THEN: Final = re.compile(r"\s?(?:[:=]|is\b|was\b|reads?\b)")
_FETCHES: Final = re.compile(
    r"\b(?:find|get|grab|fetch|look(?:ing)? (?:for|at)|where(?:'s| is)|turn|open|hold|pull out|see"
    r"|read|check) (?:out |up |over )?(?:the|my|that|this|her|his) $"
)
_AND_THESE: Final = re.compile(
    r",? ?(?:(?:and|or|plus|&|to|with|into|by|of|linked|merged|replaced|replaces|duplicates?"
    r"|same as|not|related|also|the|a) ?){0,4}|\s?[,/;|&+]\s?"
)
_NEXT: Final = 4  # words from a name to what it is for
_PHONE: Final = re.compile(r"(?:phone|mobile|cell|tel|call|ring|text|whatsapp|fax)(?!s)")
_LONGEST_PHONE: Final = 13
_CALLS: Final = re.compile(r"(?:call|ring|text|phone|give me a) ")
_CORRECTION: Final = 90
_WITH: Final = (
    "",
    "at",
    "with",
    "na",
    "is with",
    "that's with",
    "from",
    "for",
    "it's with",
    "bank is",
)
_COUNT: Final = re.compile(
    r"(?:three|four|five|six|seven|eight|nine|ten|sixteen|\d{1,2})[ -](?:digits?|numbers?)"
)
_WORD_BEFORE: Final = re.compile(r"([a-z]{3,}) $")
_OTHER_CODES: Final = frozenset(
    (
        "campaign promo promotion promotional discount coupon voucher offer status error reason "
        "response decline result product item colour color size style area dial dialling country "
        "currency language region postal eir dress source project department cost vendor supplier "
        "store tracking booking reservation airport airline flight gift referral affiliate order "
        "invoice ticket case job service billing procedure diagnosis icd cpt hsn tariff tax ledger "
        "activity industry naics sic merchant category mcc bar short ussd biller building room "
        "batch lot model part serial plan rate class fare cabin coach parking permit event meeting "
        "conference zoom webinar course module subject record section exit return stock material "
        "charge fee payment adjustment tariff unit site location zone customer client member "
        "company partner agent dealer rep hash git open unicode ascii morse http exit colour paint "
        "key postcode zip fault alarm engine expense trip incident resolution disposition wrap "
        "drug dosage nace iata icao budget fund funding grant programme program scheme catalogue "
        "catalog shade fabric shelf bin approval accounting nominal analysis "
    ).split()
)


def _is_list(group: Group) -> bool:
    """`22877540 and 85952298`: figures of their own, none as long as a card."""
    return all(atom.shape == "d" and LEAST <= len(atom.chars) < LONG for atom in group.atoms)


@dataclass(slots=True)
class InForce:
    """The state of one walk over the events, and the questions that are put to it."""

    lowered: str
    findings: list[Finding] = field(default_factory=list)
    chain: Chain | None = None
    named_at: Mention | None = None
    label: Mention | None = None
    waiting: Waiting = field(init=False)
    used: Name | None = None
    marked_end: int = 0
    kept_end: int = 0
    label_is_far: bool = False
    saw_card: bool = False

    def __post_init__(self) -> None:
        self.waiting = Waiting(self.lowered)

    def is_of_secret(self, mention: Mention) -> bool:
        """`last four of the social`: still the last four."""
        label = self.label
        return (
            label is not None
            and label.name is not None
            and mention.name is not None
            and label.name.topic is LAST_FOUR
            and mention.word - label.word <= 2  # noqa: PLR2004 - `of my`
            and self.lowered[label.name.end : mention.name.start].strip()
            in ("", "of", "of the", "of my", "of your", "of his", "of her", "of their", "on the")
        )

    def counts_digits(self, mention: Mention) -> bool:
        """`the customer number's six digits, ...`: says how long it is, not what."""
        name, last = mention.name, self.label or self.named_at
        return (
            name is not None
            and last is not None
            and last.turn == mention.turn
            and mention.word - last.word <= 2  # noqa: PLR2004 - `number has`
            and (self.label is not None or (self.chain is not None and not self.chain.atoms))
            and _COUNT.fullmatch(self.lowered, name.start, name.end) is not None
        )

    def says_nothing(self, mention: Mention, name: Name) -> bool:
        """`[tax id] is my number`: the number went before. `the sort code on the card`."""
        if name is self.used or name.topic.behind or self._is_on_paper(mention, name):
            return True
        if name.topic is NEUTRAL:
            return False
        if self.counts_digits(mention) or _READS.match(self.lowered, name.start):
            return True
        went_before = self.marked_end and links(self.lowered, self.marked_end, name)
        if went_before or (name.topic is CARD and self._is_fetched(name)):
            return True
        return (name.topic is CARD or name.topic.weak) and self.is_where(mention, name)

    def _is_on_paper(self, mention: Mention, name: Name) -> bool:
        """`SSN on form 219099999`: where it stands."""
        named = self.named_at
        if self.chain is None or self.chain.atoms or named is None or named.name is None:
            return False
        between = self.lowered[named.name.end : name.end]
        return named.turn == mention.turn and _ON_PAPER.fullmatch(between) is not None

    def _is_fetched(self, name: Name) -> bool:
        """`my social is five nine six, uh, let me find the card, okay, ...`."""
        chain = self.chain
        if chain is None or not chain.atoms or chain.is_full or chain.topic is CARD:
            return False
        return _FETCHES.search(self.lowered[max(0, name.start - 40) : name.start]) is not None

    def is_where(self, mention: Mention, name: Name) -> bool:
        """`the PIN for the account`: what it is for says nothing of it."""
        chain, named = self.chain, self.named_at
        if chain is None or chain.atoms or named is None or named.turn != mention.turn:
            return False
        if name.topic is CARD:
            before = self.lowered[max(0, name.start - 28) : name.start]
            return _WHERE.search(before) is not None
        is_next = named.name is not None and mention.word - named.word <= _NEXT
        between = self.lowered[named.name.end : name.start] if is_next and named.name else ""
        return _OF_WHAT.fullmatch(between) is not None

    def is_of_what(self, mention: Mention, name: Name) -> bool:
        """`Social on the garnishment order: 596...`: the order has it, its number is another."""
        chain, named = self.chain, self.named_at
        if chain is None or chain.atoms or named is None or named.turn != mention.turn:
            return False
        if named.name is None or mention.word - named.word > _NEXT:
            return False
        return (
            name.topic is REFERENCE
            and _OF_WHAT.fullmatch(self.lowered, named.name.end, name.start) is not None
            and _THEN.match(self.lowered, name.end) is not None
        )

    def is_other_code(self, name: Name) -> bool:
        """`campaign code`: a word of its own says which code, and it is none of ours."""
        if self.lowered[name.start : name.end] not in ("code", "codes"):
            return False
        before = _WORD_BEFORE.search(self.lowered[max(0, name.start - 24) : name.start])
        return before is not None and before[1] in _OTHER_CODES

    def keeps_topic(self, weak: Topic) -> bool:
        """`account` after `bank account ...` adds nothing."""
        return (
            self.chain is not None
            and self.chain.topic.label == weak.label
            and not self.chain.is_full
        )

    def said_after(self, group: Group, following: Event | None) -> Topic | None:
        """`4421 ... is my card number`."""
        if not isinstance(following, Mention) or following.name is None:
            return None
        if self._is_at_bank(group, following) or self._asks_to_call(group, following.name):
            return following.name.topic
        if not links(self.lowered, group.end, following.name):
            return None
        between = self.lowered[group.end : following.name.start]
        topic = following.name.topic
        least = LONG if topic is CARD else LEAST if topic.kind in (Kind.BANK, Kind.TAX_ID) else 0
        if group.size < least or (is_reference(group) and topic.is_private and topic.shape is None):
            return None
        if not topic.is_private and (only_belongs(between) or self.just_named(group)):
            return None
        return topic

    def _is_at_bank(self, group: Group, following: Mention) -> bool:
        """`1471092283 UBA`: an account, and whose it is with."""
        name, label = following.name, self.label
        if name is None or name.topic is not ACCOUNT_WORD or not ACCOUNT.usual <= group.size < LONG:
            return False
        is_labelled = label is not None and group.word - label.word <= 1
        between = self.lowered[group.end : name.start]
        return not is_labelled and between.strip(" ,-(@;/|") in _WITH and "\n" not in between

    def _asks_to_call(self, group: Group, name: Name) -> bool:
        """`two one two, five five five, oh one four seven, call after five`."""
        between = self.lowered[group.end : name.start]
        said = self.lowered[name.start : name.end]
        no_chain = self.chain is None or self.chain.is_full
        return no_chain and between.strip(" ,.") == "" and _CALLS.match(said) is not None

    def just_named(self, group: Group) -> bool:
        named = self.named_at
        return (
            self.chain is not None
            and not self.chain.atoms
            and named is not None
            and named.turn == group.turn
            and group.word - named.word <= 4  # noqa: PLR2004 - `the number on it is`
        )

    def labelled(self, group: Group) -> bool:
        """Whether a name of something that stays speaks for this group."""
        label = self.label
        if label is None or label.name is None:
            return self._is_kept_too(group)
        near = group.word - label.word
        same_turn = group.turn == label.turn
        if label.name.topic is LAST_FOUR:
            self.label = None
            return near <= 4 and len(digits_of(group.atoms)) <= 4  # noqa: PLR2004 - the last four, so many words away
        if self._is_too_long(label.name, group):
            return False
        answers_it = group.alone or group.opens
        if near > (3 if same_turn else 8) or not (same_turn or answers_it):
            return False
        if self.outranked(label, group):
            return False
        self.label_is_far = near > 1
        if label.name.topic is not AMOUNT:
            self.label = None
            self.kept_end = group.end
        return True

    def _is_asked_onto(self, label: Mention) -> bool:
        """`Can you put our EIN on the receipt? 82-8722005`: the receipt's number is another."""
        chain, named = self.chain, self.named_at
        if chain is None or chain.atoms or named is None or named.turn != label.turn:
            return False
        if named.name is None or label.name is None or label.name.topic is not REFERENCE:
            return False
        onto = _ONTO.match(self.lowered, named.name.end, label.name.end)
        is_onto = onto is not None and onto.end() >= label.name.start
        return is_onto and _ASKED_ONTO.match(self.lowered, label.name.end) is not None

    def _is_too_long(self, name: Name, group: Group) -> bool:
        """No amount, and no phone: `read it off her phone: 6252 ...`."""
        if name.topic is AMOUNT:
            return group.size >= LONG
        said = self.lowered[name.start : name.end]
        return group.size > _LONGEST_PHONE and _PHONE.search(said) is not None

    def _is_kept_too(self, group: Group) -> bool:
        """`case 5692 - No, the other, 8776`: put right, and still a case."""
        is_near = bool(self.kept_end) and group.start - self.kept_end < _CORRECTION
        if not is_near or (group.size >= LONG and not _is_list(group)):
            return False
        between = self.lowered[self.kept_end : group.start]
        if not corrects(between) and _AND_THESE.fullmatch(between) is None:
            return False
        self.kept_end = group.end
        return True

    def outranked(self, label: Mention, group: Group) -> bool:
        """`my account number for the invoice is 4412...`: an open private name goes first."""
        if self.chain is None or self.named_at is None or self.chain.is_full:
            return False
        if self._is_asked_onto(label):
            self.label = None
            return True
        directly = group.word - label.word <= 1 and group.turn == label.turn
        return not directly and label.turn == self.named_at.turn and group.size >= CVV.shortest

    def in_force(self, chain: Chain, group: Group) -> bool:
        named = self.named_at
        directly = not chain.atoms and named is not None and group.word - named.word <= 2  # noqa: PLR2004 - `number is`
        if chain.topic is IBAN and not chain.atoms and is_short_figure(group):
            return False
        if (
            is_reference(group)
            and not corrects(self.lowered[chain.last_end : group.start])
            and self.is_of_its_own(chain, group, directly=directly)
        ):
            return False
        if chain.atoms:
            return continues(chain, group, self.lowered)
        return self.named_at is not None and answers(
            chain.topic, self.named_at, group, self.lowered
        )

    def is_of_its_own(self, chain: Chain, group: Group, *, directly: bool) -> bool:
        """Whether `P81863804` is no part of what is being read out."""
        shape = chain.topic.shape
        if chain.topic is IBAN and iban_length(group.atoms[0].chars[:2]) is not None:
            return bool(chain.atoms)
        if chain.atoms:
            is_later = group.turn > chain.last_turn and not group.opens
            return chain.is_full or shape is None or is_later
        if shape is None:
            return not directly
        same_turn = self.named_at is not None and self.named_at.turn == group.turn
        return same_turn and shape.match(group.atoms[0].chars) is None

    def answers_at_once(self, group: Group) -> bool:
        """All of the turn after the question, and nearly its first word."""
        named = self.named_at
        return named is not None and group.alone and 0 < group.turn - named.turn <= 2  # noqa: PLR2004 - `yes?`
