"""What is in force at a place of a text: the name, what was read under it, and what it claims."""

import re
from dataclasses import dataclass
from typing import Final

from bot.redaction.bank_kinds import ACCOUNT, ACCOUNT_WORD, IBAN
from bot.redaction.checksums import iban_length
from bot.redaction.events import Event, Group, Mention
from bot.redaction.finding import Kind
from bot.redaction.kept import AMOUNT, LAST_FOUR
from bot.redaction.kinds import CARD, CVV, PIN
from bot.redaction.links import links, only_belongs
from bot.redaction.mentions import Mentions
from bot.redaction.names import Name
from bot.redaction.reach import Chain, answers, continues, corrects, is_postal
from bot.redaction.stretches import LEAST, LONG, digits_of, is_reference, is_short_figure
from bot.redaction.tax_kinds import TAX_CODE, TAX_FORM
from bot.redaction.topics import Topic

_AND_THESE: Final = re.compile(
    r",? ?(?:(?:and|or|plus|&|to|with|into|by|of|linked|merged|replaced|replaces|duplicates?"
    r"|same as|not|related|also|the|a) ?){0,4}|\s?[,/;|&+]\s?"
)
_PHONE: Final = re.compile(r"(?:phone|mobile|cell|tel|call|ring|text|whatsapp|fax)(?!s)")
_LONGEST_PHONE: Final = 13
_CALLS: Final = re.compile(r"(?:call|ring|text|phone|give me a) ")
_ITS_NUMBER: Final = re.compile(r", (?:and |the |its )*(?:number|no\.?|digits)(?: is|:|,)? ?")
_ASKED_ABOUT: Final = re.compile(
    r"\b(?:for|on|about|against|regarding|with) (?:the |your )?(?:[a-z]+ ){0,2}$"
)
_IS_QUESTION: Final = re.compile(r"(?: (?!and\b|or\b)[a-z]{2,12}){0,2}\?")
_STATE_AND_PAN: Final = re.compile(r"\d\d[A-Z]{2,5}(?![A-Z])")
_OWN: Final = re.compile(
    r"(?: (?:is|no\.?|number))?[ :]{0,2}(?=[#a-z]{0,6}[-_]?\d)[\w#-]{3,}(?![\w-])"
)
_TWO_TAILS: Final = re.compile(r" ?(?:and|or|&|;) ?(?:in )?")
_KEY_ENDS: Final = re.compile(r"[\"']?\s?:")
_PLAN: Final = re.compile(r"\b(?:for|on) (?:(?:the|your|our|my) )?[a-z]{3,} $")
_PLAN_ON_FILE: Final = re.compile(
    r"\b(?:on file|you have|we have|saved|stored|used) for (?:(?:the|your|our|my) )?"
    r"(?:[a-z]{3,} ){1,2}$"
)
_CORRECTION: Final = 90
_LONG_ENOUGH: Final = 8  # figures, behind which letters begin something else
_NEXT: Final = 2  # words: `pin code is`
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


def _is_form(group: Group, topic: Topic) -> bool:
    """`1042-S for ITIN ...`: figures and letters, too few figures for a number of figures."""
    chars = "".join(atom.chars for atom in group.atoms)
    is_number = topic.kind is Kind.TAX_ID and topic.shape is None
    return is_number and not chars.isdigit() and sum(map(str.isdigit, chars)) < LEAST


def _is_list(group: Group) -> bool:
    """`22877540 and 85952298`: figures of their own, none as long as a card."""
    return all(atom.shape == "d" and LEAST <= len(atom.chars) < LONG for atom in group.atoms)


@dataclass(slots=True)
class InForce(Mentions):
    """The questions that are put to the walk about a group."""

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
        if topic.behind and _KEY_ENDS.match(self.lowered, following.name.end):
            return None  # `"ref": "SI/4471", "keypad": ...`: a key names its own value
        least = LONG if topic is CARD else LEAST if topic.kind in (Kind.BANK, Kind.TAX_ID) else 0
        if (
            group.size < least
            or _is_form(group, topic)
            or (is_reference(group) and topic.is_private and topic.shape is None)
        ):
            return None
        return None if self._names_another(group, topic, between) else topic

    def _names_another(self, group: Group, topic: Topic, between: str) -> bool:
        """`s/code 20 11 28 for acc no ...`, `4421 for the invoice`: it goes with it, no more."""
        if topic.is_private:
            return between.startswith(" for ") and self.just_named(group)
        return only_belongs(between) or self.just_named(group)

    def _is_at_bank(self, group: Group, following: Mention) -> bool:
        """`1471092283 UBA`: an account, and whose it is with."""
        name, label = following.name, self.label
        if name is None or name.topic is not ACCOUNT_WORD or not ACCOUNT.usual <= group.size < LONG:
            return False
        if not digits_of(group.atoms).isdigit():
            return False  # `PAN ... H, account`: letters are of another kind
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

    def is_asked_about(self, group: Group) -> bool:
        """`What is the sort code for 2026-38705?`: what it is for, in the question itself."""
        named = self.named_at
        if self.chain is None or self.chain.atoms or named is None or named.turn != group.turn:
            return False
        if _IS_QUESTION.match(self.lowered, group.end) is None or group.size >= LONG:
            return False
        return _ASKED_ABOUT.search(self.lowered[max(0, group.start - 36) : group.start]) is not None

    def is_postal(self, group: Group) -> bool:
        """An Indian PIN code, of an address."""
        chain, named = self.chain, self.named_at
        if chain is None or chain.topic is not PIN or chain.atoms or named is None:
            return False
        is_next = group.word - named.word <= _NEXT
        return is_next and is_postal(named, group, self.lowered)

    def labelled(self, group: Group) -> bool:
        """Whether a name of something that stays speaks for this group."""
        label = self.label
        if label is None or label.name is None:
            return self._is_kept_too(group)
        near = group.word - label.word
        same_turn = group.turn == label.turn
        if label.name.topic is LAST_FOUR:
            self.label = None
            is_tail = len(digits_of(group.atoms)) <= 4 or self._are_tails(group)  # noqa: PLR2004 - the last four
            return near <= 4 and is_tail  # noqa: PLR2004 - so many words away
        if self._is_too_long(label.name, group) or self._has_its_own(label.name, group):
            return False
        answers_it = (group.alone or group.opens) and not self.waiting.is_since(label.turn)
        if near > (3 if same_turn else 8) or not (same_turn or answers_it):
            return False
        if self.outranked(label, group):
            return False
        self.label_is_far = near > 1
        if label.name.topic is not AMOUNT:
            self.label = None
            self.kept_end = group.end
        return True

    def _are_tails(self, group: Group) -> bool:
        """`ending 4471 and 9020`: those of two cards."""
        first, *others = group.atoms
        if len(first.chars) != 4 or group.size >= LONG or not others:  # noqa: PLR2004 - the last four
            return False
        between = self.lowered[first.end : others[0].start]
        return group.size > 4 and _TWO_TAILS.fullmatch(between) is not None  # noqa: PLR2004 - the last four

    def _is_too_long(self, name: Name, group: Group) -> bool:
        """No amount, and no phone: `read it off her phone: 6252 ...`."""
        if name.topic is AMOUNT:
            return group.size >= LONG
        said = self.lowered[name.start : name.end]
        return group.size > _LONGEST_PHONE and _PHONE.search(said) is not None

    def _has_its_own(self, name: Name, group: Group) -> bool:
        """`invoice #2211, use 4000 0566 ...`: the name's own number stands before."""
        own = _OWN.match(self.lowered, name.end, group.start)
        return own is not None and group.size >= LONG

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
        if self.is_asked_onto(label) or self._begins_code(self.chain, group):
            self.label = None
            return True
        directly = group.word - label.word <= 1 and group.turn == label.turn
        name = label.name
        if name is not None and _ITS_NUMBER.fullmatch(self.lowered, name.end, group.start):
            directly = False  # `it'll say Castell on the statement, number 5061 ...`
        return not directly and label.turn == self.named_at.turn and group.size >= CVV.shortest

    @staticmethod
    def _begins_code(chain: Chain, group: Group) -> bool:
        """`our GSTIN on the bill, 27AAP`: nothing of a bill begins so."""
        chars = "".join(atom.chars for atom in group.atoms)
        return chain.topic is TAX_CODE and _STATE_AND_PAN.match(chars) is not None

    def in_force(self, chain: Chain, group: Group) -> bool:
        named = self.named_at
        directly = not chain.atoms and named is not None and group.word - named.word <= 2  # noqa: PLR2004 - `number is`
        if chain.topic is IBAN and not chain.atoms and is_short_figure(group):
            return False
        if chain.topic is TAX_FORM and not digits_of(group.atoms).isdigit():
            return False  # `for the 1099, settlement FT24...`
        if chain.topic is CARD and not chain.atoms and self._is_plan(group):
            return False
        if (
            is_reference(group)
            and not corrects(self.lowered[chain.last_end : group.start])
            and self.is_of_its_own(chain, group, directly=directly)
        ):
            return False
        if chain.atoms:
            return continues(chain, group, self.lowered)
        return self.named_at is not None and answers(chain.topic, self.named_at, group)

    def _is_plan(self, group: Group) -> bool:
        """`the card you have for Growth 500 has expired`: a name that ends in a figure."""
        is_short = len(group.atoms) == 1 and group.size < LEAST and group.atoms[0].shape == "d"
        before = self.lowered[max(0, group.start - 40) : group.start]
        plan = _PLAN_ON_FILE if group.ends else _PLAN
        return is_short and plan.search(before) is not None

    def is_of_its_own(self, chain: Chain, group: Group, *, directly: bool) -> bool:
        """Whether `P81863804` is no part of what is being read out."""
        shape = chain.topic.shape
        if chain.topic is IBAN and iban_length(group.atoms[0].chars[:2]) is not None:
            return bool(chain.atoms)
        if chain.atoms:
            is_later = group.turn > chain.last_turn and not group.opens
            is_whole = chain.is_full or (chain.plain.isdigit() and len(chain.plain) > _LONG_ENOUGH)
            return is_whole or shape is None or is_later
        if shape is None:
            return not directly
        same_turn = self.named_at is not None and self.named_at.turn == group.turn
        return same_turn and shape.match(group.atoms[0].chars) is None

    def answers_at_once(self, group: Group) -> bool:
        """All of the turn after the question, and nearly its first word."""
        named = self.named_at
        return named is not None and group.alone and 0 < group.turn - named.turn <= 2  # noqa: PLR2004 - `yes?`
