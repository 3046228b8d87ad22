"""Words around passwords: what states something of one, what leads in, what no password holds."""

# ruff: noqa: SIM905 - words read better in a paragraph

import re
from typing import Final

STATES: Final = frozenset(
    (
        "expired wrong correct incorrect reset resets resetting not being required invalid locked "
        "too case the still in on never about what which that this a an no needed requested "
        "request changed change was is works working fine ok okay unknown missing protected secure "
        "safe weak strong and or but for from with by at of to has had have will would should must "
        "can cannot can't doesn't didn't isn't wasn't field page policy manager link links email "
        "mail form rules screen prompt protection hint step recovery unaffected please again then "
        "so now when because after before until if my your our his her their it its same different "
        "sent there empty blank set always only forgotten forgot lost stolen leaked compromised "
        "exposed stored saved shared updated already also just really very currently rejected "
        "refused accepted denied blocked disabled enabled hidden encrypted hashed rotated issue "
        "issues problem reset-link"
    ).split()
)
COMMON: Final = STATES | frozenset(
    (
        "i i'm i'll i've i'd you we they he she me us them him who where how why yes yeah no nope "
        "thanks thank great good lovely perfect done moment second sounds thing go ahead going "
        "give gave tell hear hold hang wait see let know think got get need want anything else "
        "nothing something invoice order ticket call card account case refund reference number "
        "code is are was be been do does did don't there's here here's that's it's what's sorry "
        "could one's than as up down out over under more less any some all none both hello hi bye "
        "cheers fine right alright check checking matches matched approved noted correct wrong"
    ).split()
)
COULD_BE: Final = frozenset(
    (
        "correct wrong strong weak safe secure lost hidden good great lovely perfect thing order "
        "call card case second moment fine right under over empty"
    ).split()
)
"""Common words that a password of several words may hold all the same."""
LEADING: Final = frozenset(
    (
        "sure yes yeah yep ok okay erm um uh well so right ready it it's its is the that's i "
        "i've do got use one moment please and sí si é oui ja here here's goes hmm ah oh alright "
        "quoted typed gave read he she they goes na my"
    ).split()
)
SYMBOL_WORDS: Final = frozenset(
    (
        "exclamation hash hashtag underscore dash hyphen dot asterisk ampersand dollar capital "
        "caps uppercase lowercase upper lower star percent slash "
        "symbol camel question"
    ).split()
)
NOT_KEYS: Final = re.compile(
    r"(?i)(?:inv|ord|so|po|tkt|case|cus|call|sub|in|ch|re|pi|cn"
    r"|ref)(?:[-_][0-9a-z-]*\d[0-9a-z-]*|[-_]?[0-9-]+)$|\d{4}-\d\d|(?-i:[A-Z]{1,6}|[a-z]{1,3})-\d+$|[0-9a-f]{8}-[0-9a-f]{4}-.*"
    r"|\d+$|\[|(?-i:[A-Z]{2}[0-9a-f]{32}$)|(?-i:(?:[a-z]{2,4}|price|event|agent|order|invoice|ticket"
    r"|charge|refund|payout|customer|dispute)_)[a-z0-9]+$|1z[0-9a-z]{10,}$|#|(?-i:[A-Z]{1,6})[#/]\d[\d/-]*$"
)
"""What numbers something: `INV-4471`, `2026-11`, `9c1d0256-...`."""
