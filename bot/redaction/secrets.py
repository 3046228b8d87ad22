"""Passwords, keys, tokens and links that carry them: known by their form or their name."""

import re
import sys
from collections.abc import Iterator
from typing import Final

from bot.redaction.fields import PASSWORD, headings_in
from bot.redaction.finding import Finding, Kind
from bot.redaction.password_words import NOT_KEYS, STATES
from bot.redaction.passwords import NAME_PARTS, passwords_in
from bot.redaction.words import LEXICON

_PREFIXED: Final = re.compile(
    r"(?<![A-Za-z0-9_])(?P<prefix>(?:sk|rk|pk|mk|ak)_(?:live|test|prod|sandbox)_"
    r"|sk-(?:[a-z]{2,6}-)?(?:v1-|proj-|api03-)?"
    r"|gh[pousr]_|github_pat_|glpat-|shp(?:at|ca|pa|ss)_|xox[abeoprs]-|xapp-|whsec_|AKIA|ASIA"
    r"|AIza|ya29\.|GOCSPX-"
    r"|npm_|hf_|dop_v1_|doo_v1_|SG\.|sq0[a-z]{3}-|EAA[A-Z]|key-|pat-[a-z]{2}\d-|rzp_(?:live"
    r"|test)_|flw(?:seck|pubk)[_-](?:test-)?"
    r"|FLWSECK[_-](?:TEST-)?|pypi-|lin_api_|ntn_|secret_|figd_|dckr_pat_|tfp_|nvapi-|r8_|fly_"
    r"|hvs\.|atatt3x|sbp_|PMAK-|CCIPAT_"
    r"|access_token\$production\$|EZAK|EZTK|AC[a-f0-9]{32}:)"
    r"(?P<value>[A-Za-z0-9_\-./+=]{10,400})"
)
_KEYLIKE: Final = re.compile(
    r"(?<![A-Za-z0-9_])(?:[a-z]{2,12}_(?:live|test|prod|sandbox)_(?=[a-z]*[A-Z\d])"
    r"|(?:live|test|prod|sandbox|pat|key|api|apikey|access)_(?=[A-Za-z]*\d))"
    r"(?P<value>(?=\d*[A-Za-z])[A-Za-z0-9]{16,400})(?![A-Za-z0-9_])"
)
"""`key_live_...`: whoever made it, that is what keys are called."""
_JWT: Final = re.compile(r"\b(?P<value>eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]+){1,2}={0,2})")
_HEADER: Final = re.compile(
    r"(?i)\b(?:bearer|basic|digest|apikey"
    r"|negotiate)\s+(?P<value>(?=[A-Za-z0-9+/_.~-]*[\dA-Z+/=_])[A-Za-z0-9+/_.~:-]{8,}={0,2})"
)
_URL_LOGIN: Final = re.compile(
    r"(?i)\b[a-z][a-z0-9+.-]{1,20}://[^\s:/@\"']{0,64}:(?P<value>[^\s/\"']{1,128})@"
)
_PARAMETER: Final = re.compile(
    r"(?i)(?<![A-Za-z])(?:[a-z0-9]{1,30}[_-]){0,4}(?:api[_-]?key|apikey|secret|token"
    r"|(?<=_)key"
    r"|access[_-]?key|private[_-]?key|signature|sig|auth"
    r"|password|passwd|pwd|passphrase|credential|session[_-]?token|client[_-]secret"
    r"|refresh[_-]token|magic|x-amz-signature)"
    r"\\?[\"']?\s*(?:=|:=|=>|:)\s*\\?[\"']?(?P<value>[^\s\"'&,;<>\\)}\]\[{(]{4,400})"
)
_KEY_NAME: Final = re.compile(
    r"(?i)(?<!\[)\b(?:(?:api|secret|access|private|signing|webhook|encryption|license|live"
    r"|test|auth|bearer|refresh|session|client|publishable|server)"
    r"[ _-]?(?:keys?|tokens?|secrets?)|keys?|tokens?|secrets?|credentials?)\b(?:'s)?"
    r"(?:\W{1,3}(?:is|was|as|reads|of|named|called|value|the|it's|to"
    r"|here)\b){0,3}\W{1,4}(?P<value>[A-Za-z0-9][A-Za-z0-9_\-./+=]{11,400})"
)
_RANDOM: Final = re.compile(
    r"(?<![\w/.-])(?=[A-Za-z0-9_-]*[a-z])(?=[A-Za-z0-9_-]*[A-Z])(?=[A-Za-z0-9_-]*\d)(?P<value>(?![A-Z]{2}[0-9a-f]{32}\b|0x[0-9a-fA-F]{40,64}\b|[13][1-9A-HJ-NP-Za-km-z]{25,34}\b|T[1-9A-HJ-NP-Za-km-z]{33}\b)[A-Za-z0-9]{32,400})(?![\w-])"
)
_OF_CALL: Final = re.compile(
    r"(?i)(?<![a-z])(?:call|conversation|session|trace|span|request|correlation|message|event"
    r"|recording|contact|interaction|transcript|room|meeting|ticket)"
    r"[ _-]?(?:ids?|sid|uuid|guid|refs?|reference|number|no)\b"
    r"[\"']?(?: is| was|:|=|#|,)*\s{0,2}[\"'(]?$"
)
_AS_LONG: Final = 40
_LINK: Final = re.compile(
    r"(?i)\bhttps?://[^\s\"'<>]{0,300}?(?:[?&#](?:token|key|sig|signature|auth|code"
    r"|access_token|secret|t|otp|magic|session|x-amz-signature)=|/services/T\w+/B\w+/|/webhooks/\d+/"
    r"|/(?:reset|magic|invite|verify"
    r"|login|auth|s|k)/)"
    r"(?P<value>[A-Za-z0-9_\-.%=+~]{12,400})"
)
_OPTION: Final = re.compile(
    r"(?<![\w-])(?:-u|--user|--userpwd|--proxy-user)[ =]{1,3}[\"']?[^\s:\"']{1,64}:"
    r"(?P<value>[^\s\"'\[]{4,128})"
)
_SWITCH: Final = re.compile(
    r"(?<![\w-])(?:(?:-u|-U|--user(?:name)?|-h|--host)[ =]?[^\s-][^\s]{0,80}"
    r"|(?:mysql\w{0,8}|mariadb|sshpass|mongosh|psql)) (?:[^\n]{0,80}? )?"
    r"(?:-p|--password[ =]|-p (?=[^\s]*[A-Za-z])(?=[^\s]*[\d!@#$%^&*_]))"
    r"[\"']?(?P<value>[^\s\"'\[-][^\s\"'\[]{3,127})"
)
"""`mysql -u report -p...`: the password right behind the switch."""
_KEY_NEARBY: Final = re.compile(
    r"(?i)(?<!\[)\b(?:api|secret|access|private|signing|webhook|auth|bearer|session"
    r"|client|licen[cs]e|this|the|my|our)[ _-]?(?:key|token|secret)\b[^\n.;\[]{0,60}?[\s\"'(:=]"
    r"(?P<value>(?!(?:in|ch|cus|sub|re|pi|pm|we|evt|call|sess|acct|prod|price|txn|req|inv|ord|seti|src|tr|po|dp|du)[_-])"
    r"(?=[\w-]*[a-z])(?=(?:[A-Za-z_-]*\d){3})[\w-]{16,128})(?![\w-])"
)
_KEY_BEFORE: Final = re.compile(
    r"(?<![\w/.-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[A-Za-z_-]*\d)(?P<value>[\w-]{18,128})"
    r"[\"'\u201d)]?,? (?:(?:that's|that is|this is|it's|is|was|as|for|into|in|under) )"
    r"(?:(?:the|my|our|your|his|her|an?|new|old|live|test) ?){0,3}"
    r"(?:api |secret |access |auth |bearer )?(?:key|token|secret)\b"
)
_UUID_KEY: Final = re.compile(
    r"(?i)(?<![a-z])(?:api|secret|access|private|client|auth|signing|webhook|licen[cs]e|subscription"
    r"|bearer|refresh|integration|server)[ _-]?(?:key|token|secret)s?\\?[\"']?\s?"
    r"(?:is|was|=|:|:=|=>)?\s?\\?[\"']?(?P<value>[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})(?![\w-])"
)
"""`api key = 9c1d0256-...`: what is called so is one, though ids look alike."""
_UUID: Final = re.compile(r"(?i)[0-9a-f]{8}-[0-9a-f]{4}-|\d[\d-]+$")
_LONG_CODE: Final = 8
_TOKEN: Final = re.compile(r"(?i)(?:token|secret)\W{1,5}\d")
_BY_FORM: Final = re.compile(
    r"(?<![^\s\"'(:=/,])(?=[\w.!$&*^~@#-]{8,40}(?:[\s\"'),;]|$))"
    r"(?=[^\sa-z\"'),;]*[a-z][^\sa-z\"'),;]*[a-z])(?=[^\sA-Z\"'),;]*[A-Z])"
    r"(?P<value>(?:[A-Za-z0-9_.-]*(?:\d[!$&*^~@#]+(?=[A-Za-z0-9])|[A-Za-z][!&*^~@#]+(?=\d))"
    r"[A-Za-z0-9!$&*^~@#_.-]*|(?=[A-Za-z0-9]*[_.-])[A-Za-z0-9_.-]*\d[!$&*^~@#]))(?![\w%+=<>{}\[\]])"
)
_BY_FORM_MARK: Final = re.compile(r"[\dA-Za-z][!$&*^~@#]")
_NO_PASSWORD: Final = re.compile(
    r"(?i)[A-Za-z]{1,12}\.?[#*]+\d+[.,]?$|.*@[\w-]+\.[a-z]|[^@]+@\w*$|(?:us|au?|ca?|nz|hk|sg?)\$"
)
_FIELD_VALUE: Final = re.compile(r'\s{0,2}:\s*"(?P<value>[^"\s\[][^"\n\[]{2,199})"')
_MOST_WORDS: Final = 8
_KEY_WORDS: Final = ("key", "token", "secret", "credential")
_MARK: Final = re.compile(r"\[[a-zA-Z ]+\]")
_LONG: Final = 14
_LONG_TOKEN: Final = re.compile(r"\S{14,}")
_PARAMETER_WORDS: Final = (
    "key", "token", "secret", "sig", "auth", "pass", "pwd", "credential", "magic",
)  # fmt: skip


def secrets_in(folded: str, lowered: str) -> list[Finding]:
    """Passwords, keys and tokens of a folded text; the fixed beginning of a key stays readable."""
    found: list[Finding] = []
    if "bearer " in lowered or "basic " in lowered or "authorization" in lowered:
        found += _spans("key", _HEADER, folded)
    if any(word in lowered for word in _PARAMETER_WORDS):
        found += _parameters(folded)
    if any(word in lowered for word in _KEY_WORDS):
        found += _keys_by_name(folded)
        found += _keys_nearby(folded)
        found += _spans("key", _UUID_KEY, folded)
    if '":' in folded and any(word in lowered for word in _PARAMETER_WORDS):
        found += _under_headings(folded)
    if "-u" in folded:
        found += _spans("password", _OPTION, folded)
    if " -p" in folded or " --password" in folded:
        found += _spans("password", _SWITCH, folded)
    if any(sign in folded for sign in "!$&*^~@#") and _BY_FORM_MARK.search(folded) is not None:
        found += _passwords_by_form(folded)
    if any(word in lowered for word in NAME_PARTS):
        found += [_finding("password", span) for span in passwords_in(folded)]
    return found


def _spans(
    label: str, pattern: re.Pattern[str], folded: str, start: int = 0, end: int = sys.maxsize
) -> Iterator[Finding]:
    for match in pattern.finditer(folded, start, end):
        if not _MARK.match(match["value"]):
            yield _finding(label, match.span("value"))


def keys_by_form(folded: str) -> Iterator[Finding]:
    """Keys and tokens whose form alone gives them away."""
    if max(map(len, folded.split()), default=0) < _LONG:
        return
    for token in _LONG_TOKEN.finditer(folded):
        for pattern in (_PREFIXED, _KEYLIKE, _JWT):
            yield from _spans("key", pattern, folded, *token.span())
        for match in _RANDOM.finditer(folded, *token.span()):
            before = max(0, match.start() - _AS_LONG)
            if _OF_CALL.search(folded, before, match.start()) is None:
                yield _finding("key", match.span("value"))
    if "://" in folded:
        yield from _spans("key", _URL_LOGIN, folded)
        yield from _spans("key", _LINK, folded)


def _parameters(folded: str) -> Iterator[Finding]:
    for match in _PARAMETER.finditer(folded):
        value = match["value"]
        digits = value.isdigit() and len(value) >= _LONG_CODE and _TOKEN.search(match[0])
        if (digits or not NOT_KEYS.match(value)) and value.lower().rstrip(".,") not in STATES:
            name = match[0][: match.start("value") - match.start()].lower()
            if value.lower().split("-")[0] in LEXICON and value.replace("-", "").isalpha():
                continue  # number words, read elsewhere
            is_password = "pass" in name or "pwd" in name
            if is_password and match["value"].isalpha() and not match["value"].isupper():
                continue  # maybe the first of several words
            start, end = match.span("value")
            if is_password and (quote := folded[start - 1]) in "\"'":
                closed = folded.find(quote, end, end + 200)
                end = closed if closed >= 0 else end
            yield _finding("password" if is_password else "key", (start, end))


def _under_headings(folded: str) -> Iterator[Finding]:
    """`{"field": "password", "new": "..."}`: what a member of another name holds."""
    for heading in headings_in(folded, 0, len(folded)):
        if heading.topic is not PASSWORD:
            continue
        value = _FIELD_VALUE.match(folded, heading.end)
        words = value["value"].split() if value else []
        if value and len(words) <= _MOST_WORDS and words[0].lower() not in STATES:
            yield _finding("password", value.span("value"))


def _keys_by_name(folded: str) -> Iterator[Finding]:
    for match in _KEY_NAME.finditer(folded):
        if not NOT_KEYS.match(match["value"]) and _is_mixed(match["value"]):
            yield _finding("key", match.span("value"))


def _keys_nearby(folded: str) -> Iterator[Finding]:
    """`the API key in the chat, it's 9fK2...`."""
    for match in _KEY_NEARBY.finditer(folded):
        if not _UUID.match(match["value"]):
            yield _finding("key", match.span("value"))
    for match in _KEY_BEFORE.finditer(folded):
        if not NOT_KEYS.match(match["value"]) and not _UUID.match(match["value"]):
            yield _finding("key", match.span("value"))


def _passwords_by_form(folded: str) -> Iterator[Finding]:
    """`Marigold!77`: capitals, small letters, figures and a sign in one; nobody writes so else."""
    for match in _BY_FORM.finditer(folded):
        if not _NO_PASSWORD.match(match["value"]):
            yield _finding("password", match.span("value"))


def _is_mixed(value: str) -> bool:
    return any(map(str.isdigit, value)) and any(map(str.isalpha, value))


def _finding(label: str, span: tuple[int, int]) -> Finding:
    return Finding(Kind.PASSWORD, label, (span,))
