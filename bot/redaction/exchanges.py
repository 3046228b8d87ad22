"""Numbers that nothing names, but that answer a question or say where money goes.

Whoever is asked and answers in figures gives something away, whatever it was called. What is
known to be harmless (how many, when, which order) is left alone; the rest fails closed.
"""

import re
from collections.abc import Sequence
from typing import Final

from bot.redaction.events import Group
from bot.redaction.kept import NEUTRAL
from bot.redaction.names import names_in

LEAST_CODE: Final = 3
"""No code is shorter."""
_LONG_ENOUGH: Final = 6
"""From here on any question will do; a shorter answer only to a question to read something off."""
_ACCOUNT: Final = 8

_REQUEST: Final = re.compile(
    r"\?|\b(?:please|pls|plz|send|share|provide|kindly|can i (?:get|have|take|grab)"
    r"|(?:could|can|would|may|will) (?:you|i|we)"
    r"|give me|tell me|read (?:me|it|that|them|out|us)|i(?:'ll| will)? (?:just )?need|i require"
    r"|let me have|go (?:ahead|on|for it)|ready|whenever|fire away|shoot|listening|all ears"
    r"|there(?:'ll| will| should) be|there's (?:a|an|also|another)|you(?:'ll|'ve| will| should)"
    r" (?:see|find|have|get|got|notice|receive)|(?:we|i)(?:'ve|'m| have| just| am){0,2} (?:sen[dt]"
    r"|texted|triggered|pinged|emailed|issued|pushed|messaged|sending|texting)|starts? with"
    r"|begin with|(?:first|second|third|fourth|next) (?:four|three|few|couple|bit|part|half|set)"
    r"|carry on|again|say (?:it|them|yours)|spell|confirm|verify|key in|type|enter|boliye|batai\w*"
    r"|likhiye|dime|diga|dites|bitte|dictez|allez-y|prego|por favor|s'il vous|alstublieft)\b"
)
_READ_OFF: Final = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|reads?|shows?|showing|showed|display\w*|come (?:through|in|up)"
    r"|came (?:through|in|up)|got (?:it|that|one|them)|arrived?|receiv\w+|popp?(?:ed|s)? up"
    r"|should (?:have|see|be)|on your (?:phone|screen|app|mobile|handset|device|end)"
    r"|sent (?:you|it)|texted|text|message|sms|whatsapp|e-?mail|app|screen|type|typed|key|keyed"
    r"|enter|punch|press"
    r"|digits?|numbers?|figures|verif\w+|security|secret|authori[sz]\w+|cash machine|atm"
    r"|(?:on|at|round) the (?:back|reverse|front|rear|flip side|other side)|signature|strip)\b"
)
_HARMLESS: Final = re.compile(
    r"\b(?:how (?:many|much|long|old|big|far|often)"
    r"|when (?:did|was|is|were|will|do|does|would|should|are)|when\s*\?"
    r"|(?:what|which|what's the|the) (?:year"
    r"|month|day|date|time|size|floor|version|model|extension|price|rate|percentage|quantity|aisle|gate)"
    r"|birth\w*|born|dob|d\.o\.b|birthday|reach (?:you|him|her|them)|contact (?:you|number)"
    r"|call (?:you|me|him|her|back)|ring (?:you|me)|callback|best number|good number|address|street"
    r"|house number|age|come to|cost|charged?|paid|pay (?:for|last)|price|amount|total|bill|seats?"
    r"|units?|copies|combien|cuant[oa]s?|quanto|wie viel\w*|kitn[aei]|wann|quand|cuando|quando"
    r"|kab)\b"
)
_WHICH: Final = re.compile(r"\bwhich\b")
_DATE: Final = re.compile(r"(?:0?[1-9]|[12]\d|3[01])(?:0?[1-9]|1[0-2])(?:19|20)\d\d")
_PAYS: Final = re.compile(
    r"\b(?:send|sent|pay|paid|transfer|transferred|credit|wire|wired|refund|refunded|deposit|remit"
    r"|move|put|push|drop|return|returned|reverse|settle|forward|goes?|going|payable"
    r"|payment|standing order|direct debit)\b"
    r"(?:[^.?!\n\"]|\.(?=\d)){0,30}\b(?:to|into|in|on|onto)(?: (?:my|the|this|our|his|her))?"
    r"(?: (?!customer|client|order|user|member|store|warehouse|unit|site)[a-z]{2,14}){0,2}[ :]+$"
    r"|\b(?:charge|debit|bill|use|run)(?: (?:it|this|that|to|on|this one|the one|instead))*[ ,:]+$"
)
_WORDS: Final = re.compile(r"[^\W\d_]+(?:'[a-z]+)?")
_TURN_END: Final = re.compile(r"[\n\"]|(?<=[.?!] )[a-z]{1,12}:|$")
_MOST_BEFORE: Final = 9
_MOST_BEHIND: Final = 5
_LOOK_BACK: Final = 240
_TAIL: Final = 60


_SAYS_CODE: Final = re.compile(
    r"\b(?:texts?|sms|messages?|e-?mails?|app|phone|screen|fob|token|whatsapp|authenticator)\b"
    r"[^.?!\n]{0,40}\b(?:says?|said|saying|reads?|shows?|showing|goes)[ ,:]+$"
)
_USES: Final = re.compile(r"(?:^|[\n.!:\"] ?|\b(?:use|enter|type|input|key in|quote) )$")
_SIGNS_IN: Final = re.compile(
    r"\W{0,3}(?:is your|to (?:sign|log) ?(?:in|on)|to (?:verify|authenticate|authori[sz]e|unlock"
    r"|reset|continue|confirm|complete|finish|access|proceed|approve))\b"
)


def gives_away(lowered: str, groups: Sequence[Group], digits: str) -> bool:
    """Whether a number without a name goes all the same: by where it stands in the talk."""
    first, last = groups[0], groups[-1]
    if len(digits) < LEAST_CODE:
        return False
    lead = lowered[max(first.turn_at, first.start - _LOOK_BACK) : first.start]
    if len(digits) >= _ACCOUNT and _PAYS.search(lead[-60:]) is not None:
        return _named_last(lead) is not False
    if len(digits) > LEAST_CODE and _is_code(lowered, last.end, lead):
        return True
    question = lowered[max(first.asked_at, first.turn_at - _LOOK_BACK) : first.turn_at]
    named = _named_last(question + lead)
    if named is False or not _asks(question, lead, is_private=bool(named)):
        return False
    return _answers(lowered, last, question, digits)


def _is_code(lowered: str, end: int, lead: str) -> bool:
    """`use 4471 to sign in`, `the newer text says 4471`."""
    if _SIGNS_IN.match(lowered, end) and _USES.search(lead):
        return True
    return _SAYS_CODE.search(lead) is not None and _named_last(lead) is not False


def _answers(lowered: str, last: Group, question: str, digits: str) -> bool:
    """A short answer is all of its turn; a vague question asks to read something off."""
    if len(digits) >= _LONG_ENOUGH:
        return _DATE.fullmatch(digits) is None
    is_vague = len(digits) == LEAST_CODE or _WHICH.search(question) is not None
    return _is_all(lowered, last) and (not is_vague or _READ_OFF.search(question) is not None)


def _asks(question: str, lead: str, *, is_private: bool) -> bool:
    return (
        len(_WORDS.findall(lead)) <= _MOST_BEFORE
        and question.strip() != ""
        and _REQUEST.search(question) is not None
        and (is_private or _HARMLESS.search(question + lead) is None)
    )


def _named_last(said: str) -> bool | None:
    """Whether the last thing that was named is private; None when nothing was."""
    names = [name for name in names_in(said, 0, len(said)) if name.topic is not NEUTRAL]
    return names[-1].topic.is_private if names else None


def _is_all(lowered: str, last: Group) -> bool:
    """Whether hardly a word comes behind the number in its turn."""
    end = _TURN_END.search(lowered, last.end, last.end + _TAIL)
    return end is not None and len(_WORDS.findall(lowered, last.end, end.start())) <= _MOST_BEHIND
