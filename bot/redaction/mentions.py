"""What a name says at its place: that a number comes, what it is for, or nothing at all."""

# ruff: noqa: SIM905 - a paragraph of words reads better than a list of strings

import re
from dataclasses import dataclass, field
from typing import Final

from bot.redaction.events import Mention
from bot.redaction.finding import Finding
from bot.redaction.kept import LAST_FOUR, NEUTRAL, REFERENCE
from bot.redaction.kinds import CARD, CVV
from bot.redaction.links import links
from bot.redaction.names import Name
from bot.redaction.reach import Chain
from bot.redaction.topics import Topic
from bot.redaction.unnamed import Waiting

_WHERE: Final = re.compile(
    r"\b(?:on|of|from|behind|for) (?:the|my|your|his|her|this|that) (?:[a-z]{2,12} )?$"
    r"|\b(?:de la|de|del|della|da|do|du|der|des|van de|van)(?: mi| ma| meine[rn]?| seine[rn]?)? $"
)
_IF_IT_IS: Final = re.compile(
    r"\b(?:for|on|with|above|(?:if|since|as|because) (?:it's|it is|that's|this is|you have|you use"
    r"|you've got))(?: an?)? $"
)
"""`the code on the front, for Amex?`: which card, but its code was asked."""
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
_NOTHING_OF_IT: Final = re.compile(
    r"(?: (?:is|was|were|are))?(?: (?:not (?:asked|requested|needed|required|taken|given|provided"
    r"|collected|stored|captured)|unchanged(?=[.;\n]|$)|mismatch|never (?:asked|taken|given)"
    r"|(?:field )?(?:left )?(?:empty|blank)))\b"
)
_PHONE: Final = re.compile(r"(?:tele)?phone|mobile|cell|contact number|callback number|whatsapp")
_READS: Final = re.compile(
    r"reading (?:it|that|this|them|off|from|out|the (?:wrong|old|other|back|front))\b"
)
_THEN: Final = re.compile(r"\s?(?:[:=]|is\b|was\b|reads?\b)")
_FETCHES: Final = re.compile(
    r"\b(?:find|get|grab|fetch|look(?:ing)? (?:for|at)|where(?:'s| is)|turn|open|hold|pull out|see"
    r"|read|check) (?:out |up |over )?(?:the|my|that|this|her|his) $"
)
_ASKS_ON: Final = re.compile(r"[^.?!\n\"]{0,60}\?")
_NEXT: Final = 4  # words from a name to what it is for
_COUNT: Final = re.compile(
    r"(?:three|four|five|six|seven|eight|nine|ten|sixteen|\d{1,2})[ -](?:digits?|numbers?)"
)
_WORD_BEFORE: Final = re.compile(r"([a-z]{3,}) $")
_OTHER_CODES: Final = frozenset(
    (
        "declined rejected refused failed campaign promo promotion promotional discount coupon "
        "voucher offer status error reason "
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


@dataclass(slots=True)
class Mentions:
    """The state of one walk over the events, and the questions that are put to it of a name."""

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
    carded: set[int] = field(default_factory=set)
    cards: list[str] = field(default_factory=list)

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
        if name.topic.is_private and _NOTHING_OF_IT.match(self.lowered, name.end):
            return True
        if (
            self._is_of_phone(mention, name)
            or self.counts_digits(mention)
            or _READS.match(self.lowered, name.start)
        ):
            return True
        went_before = self.marked_end and links(self.lowered, self.marked_end, name)
        if went_before or (name.topic is CARD and self._is_fetched(name)):
            return True
        return (name.topic is CARD or name.topic.weak) and self.is_where(mention, name)

    def _is_of_phone(self, mention: Mention, name: Name) -> bool:
        """`your phone number on the account?`: what it belongs to."""
        label = self.label
        if label is None or label.name is None or label.turn != mention.turn:
            return False
        if _PHONE.match(self.lowered, label.name.start) is None or not name.topic.is_private:
            return False
        between = self.lowered[label.name.end : name.start]
        asked = self.lowered[name.end : name.end + 1] in ("?", ".", ",")
        return asked and _OF_WHAT.fullmatch(between) is not None

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
            return _WHERE.search(before) is not None or (
                chain.topic is CVV
                and self.lowered[name.end : name.end + 1] in ("?", ",", ".", "\n")
                and _IF_IT_IS.search(before) is not None
            )
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

    def is_asked(self, mention: Mention, name: Name) -> bool:
        """Whether a question named something private and has not ended yet."""
        chain, named = self.chain, self.named_at
        if chain is None or chain.atoms or named is None or named.turn != mention.turn:
            return False
        return _ASKS_ON.match(self.lowered, name.end) is not None

    def keeps_topic(self, weak: Topic) -> bool:
        """`account` after `bank account ...` adds nothing."""
        return (
            self.chain is not None
            and self.chain.topic.label == weak.label
            and not self.chain.is_full
        )

    def is_asked_onto(self, label: Mention) -> bool:
        """`Can you put our EIN on the receipt? 82-8722005`: the receipt's number is another."""
        chain, named = self.chain, self.named_at
        if chain is None or chain.atoms or named is None or named.turn != label.turn:
            return False
        if named.name is None or label.name is None or label.name.topic is not REFERENCE:
            return False
        onto = _ONTO.match(self.lowered, named.name.end, label.name.end)
        is_onto = onto is not None and onto.end() >= label.name.start
        return is_onto and _ASKED_ONTO.match(self.lowered, label.name.end) is not None
