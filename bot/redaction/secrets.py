"""Passwords, keys, tokens and links that carry them: known by their form or their name."""

# ruff: noqa: SIM905, RUF001 - words read better in a paragraph; quotation marks are the subject

import re
from collections.abc import Iterator
from typing import Final

from bot.redaction.finding import Finding, Kind

_NAME: Final = (
    r"pass ?words?|passwd|pwd|pass ?phrases?|passcode word|kennwort|passwort|contrase[nñ]a"
    r"|mot de passe|senha"
    r"|secret (?:word|answer|phrase)|login pass|memorable word"
)
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
_JWT: Final = re.compile(r"\b(?P<value>eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]+){1,2}={0,2})")
_HEADER: Final = re.compile(
    r"(?i)\b(?:bearer|basic|digest|apikey"
    r"|negotiate)\s+(?P<value>(?=[A-Za-z0-9+/_.~-]*[\dA-Z+/=_])[A-Za-z0-9+/_.~:-]{8,}={0,2})"
)
_URL_LOGIN: Final = re.compile(
    r"(?i)\b[a-z][a-z0-9+.-]{1,20}://[^\s:/@\"']{0,64}:(?P<value>[^\s/@\"']{1,128})@"
)
_PARAMETER: Final = re.compile(
    r"(?i)(?<![A-Za-z])(?:[a-z0-9]{1,30}[_-]){0,4}(?:api[_-]?key|apikey|secret|token"
    r"|access[_-]?key|private[_-]?key|signature|sig|auth"
    r"|password|passwd|pwd|passphrase|credential|otp|session[_-]?token|client[_-]secret"
    r"|refresh[_-]token|magic|x-amz-signature)"
    r"\\?[\"']?\s*(?:=|:=|=>|:)\s*\\?[\"']?(?P<value>[^\s\"'&,;<>\\)}\]\[{(]{4,400})"
)
_KEY_NAME: Final = re.compile(
    r"(?i)(?<!\[)\b(?:(?:api|secret|access|private|signing|webhook|encryption|license|live"
    r"|test|auth|bearer|refresh|session|client|publishable|server)"
    r"[ _-]?(?:keys?|tokens?|secrets?)|keys?|tokens?|secrets?|credentials?)\b"
    r"(?:\W{1,3}(?:is|was|as|reads|of|named|called|value|the|it's|to"
    r"|here)\b){0,3}\W{1,4}(?P<value>[A-Za-z0-9][A-Za-z0-9_\-./+=]{11,400})"
)
_RANDOM: Final = re.compile(
    r"(?<![\w/.-])(?=[A-Za-z0-9_-]*[a-z])(?=[A-Za-z0-9_-]*[A-Z])(?=[A-Za-z0-9_-]*\d)(?P<value>(?!0x[0-9a-fA-F]{40,64}\b|[13][1-9A-HJ-NP-Za-km-z]{25,34}\b|T[1-9A-HJ-NP-Za-km-z]{33}\b)[A-Za-z0-9]{32,400})(?![\w-])"
)
_PASSWORD: Final = re.compile(
    rf"(?i)(?<![a-z\[])(?P<name>{_NAME})(?P<glue>(?:['’]s)?(?: (?:for|on|to) (?:the |my |our "
    rf"|your |his |her )?[a-z]+(?: [a-z]+)?(?= is| was|:))?[\"')]*"
    r"\s*\(?(?:(?:is|was|to|as|are|=|:|->|set to|reads|being|typed|ist|est|es)(?:\b"
    r"|(?<=[=:>]))[\s:\"'`“‘,-]*)*)"
)
_VALUE: Final = re.compile(r"[^\s\"'`”’<>]{3,200}")
_QUERY_VALUE: Final = re.compile(r"[^\s\"'`<>&]{1,200}")
_LINK: Final = re.compile(
    r"(?i)\bhttps?://[^\s\"'<>]{0,300}?(?:[?&#](?:token|key|sig|signature|auth|code"
    r"|access_token|secret|t|otp|magic|session|x-amz-signature)=|/(?:reset|magic|invite|verify"
    r"|login|auth|s|k)/)"
    r"(?P<value>[A-Za-z0-9_\-.%=+~]{12,400})"
)
_STATES: Final = frozenset(
    (
        "expired wrong correct incorrect reset resets resetting not being required invalid locked "
        "too case the still in on never about what which that this a an no needed requested "
        "request changed change was is works working fine ok okay unknown missing protected secure "
        "safe weak strong and or but for from with by at of to has had have will would should must "
        "can cannot can't doesn't didn't isn't wasn't field page policy manager link links email "
        "mail form rules screen prompt protection hint step recovery unaffected please again then "
        "so "
        "now when because after before until if my your our his her their it its same different "
        "sent there empty blank set always only forgotten forgot lost stolen leaked compromised "
        "exposed stored saved shared updated already also just really very currently rejected "
        "refused accepted denied blocked disabled enabled hidden encrypted hashed rotated issue "
        "issues problem reset-link"
    ).split()
)
_SENTENCE_END: Final = re.compile(
    r"[.?!](?=\s|$)|\n|[;\"{}]|\s(?:agent|user|caller|assistant|rep|client|customer|bot)\s*:",
    re.IGNORECASE,
)
_WORDY: Final = re.compile(r"[A-Za-z]+,?")
_LOOKS_SECRET: Final = re.compile(
    r"[A-Za-z]+(?:[-_.][a-z0-9]+){2,}|(?=.*\d)(?=.*[A-Za-z]).{5,}|(?=.*[!@#$%^*&+=]).{5,}"
    r"|(?=.*[a-z][A-Z]).{6,}|\d{4,}"
)
_SPOKEN_START: Final = re.compile(
    r"(?i)(?:(?:all )?(?:upper ?case|lower ?case|capital|caps|small|big|letter)\b)"
)
_NOT_KEYS: Final = re.compile(
    r"(?i)(?:inv|ord|so|po|tkt|case|cus|call|sub|in|ch|re|pi|cn"
    r"|ref)[-_]?[0-9a-z-]*\d[0-9a-z-]*$|\d{4}-\d\d|[a-z]{1,6}-\d+$|[0-9a-f]{8}-[0-9a-f]{4}-.*"
    r"|\d+$|\["
)
_PASSWORD_WORDS: Final = (
    "pass",
    "pwd",
    "kennwort",
    "contrase",
    "mot de passe",
    "senha",
    "memorable",
    "secret",
)
_KEY_WORDS: Final = ("key", "token", "secret", "credential")
_MARK: Final = re.compile(r"\[[a-zA-Z ]+\]")
_LONG_TOKEN: Final = 14


def secrets_in(folded: str, lowered: str) -> list[Finding]:
    """Passwords, keys and tokens of a folded text; the fixed beginning of a key stays readable."""
    found: list[Finding] = []
    if "bearer " in lowered or "basic " in lowered or "authorization" in lowered:
        found += _spans("key", _HEADER, folded)
    if "=" in folded or ":" in folded:
        found += _parameters(folded)
    if any(word in lowered for word in _KEY_WORDS):
        found += _keys_by_name(folded)
    if any(word in lowered for word in _PASSWORD_WORDS):
        found += _passwords(folded)
    return found


def _spans(label: str, pattern: re.Pattern[str], folded: str) -> Iterator[Finding]:
    for match in pattern.finditer(folded):
        if not _MARK.match(match["value"]):
            yield _finding(label, match.span("value"))


def keys_by_form(folded: str) -> Iterator[Finding]:
    """Keys and tokens whose form alone gives them away."""
    if max(map(len, folded.split()), default=0) < _LONG_TOKEN:
        return
    for pattern in (_PREFIXED, _JWT, _RANDOM):
        yield from _spans("key", pattern, folded)
    if "://" in folded:
        yield from _spans("key", _URL_LOGIN, folded)
        yield from _spans("key", _LINK, folded)


def _parameters(folded: str) -> Iterator[Finding]:
    for match in _PARAMETER.finditer(folded):
        value = match["value"]
        if not _NOT_KEYS.match(value) and value.lower().rstrip(".,") not in _STATES:
            name = match[0][: match.start("value") - match.start()].lower()
            is_password = "pass" in name or "pwd" in name
            yield _finding("password" if is_password else "key", match.span("value"))


def _keys_by_name(folded: str) -> Iterator[Finding]:
    for match in _KEY_NAME.finditer(folded):
        if not _NOT_KEYS.match(match["value"]) and _is_mixed(match["value"]):
            yield _finding("key", match.span("value"))


def _is_mixed(value: str) -> bool:
    return any(map(str.isdigit, value)) and any(map(str.isalpha, value))


def _finding(label: str, span: tuple[int, int]) -> Finding:
    return Finding(Kind.PASSWORD, label, (span,))


def _passwords(folded: str) -> Iterator[Finding]:
    at = 0
    for match in _PASSWORD.finditer(folded):
        if match.start() < at:
            continue
        span = _password_after(folded, match)
        if span is not None:
            at = span[1]
            yield _finding("password", span)


def _password_after(folded: str, match: re.Match[str]) -> tuple[int, int] | None:
    said = match["glue"].strip(" \"'") != ""
    value = _VALUE.match(folded, match.end())
    if value is None or value[0].startswith("["):
        return None
    start = value.start()
    if match["glue"].rstrip(" \"'").endswith("="):
        value = _QUERY_VALUE.match(folded, start) or value
    word = value[0].rstrip(".,;:!?)]}")
    if not said:
        return (start, start + len(word)) if _is_written_password(word) else None
    if word.lower() in _STATES:
        return None
    if _WORDY.fullmatch(value[0]) and not word.isupper():
        return _spoken(folded, start)
    ended = value[0].rstrip(',;)]}"')
    return start, start + len(ended.rstrip(".") if ended.endswith(".") else ended)


def _is_written_password(word: str) -> bool:
    return _LOOKS_SECRET.fullmatch(word) is not None and not _NOT_KEYS.match(word)


def _spoken(folded: str, start: int) -> tuple[int, int] | None:
    """A password said word by word goes up to the end of the sentence."""
    limit = min(len(folded), start + 200)
    end = _SENTENCE_END.search(folded, start, limit)
    stop = end.start() if end else limit
    while stop > start and folded[stop - 1] in " ,":
        stop -= 1
    return (start, stop) if stop > start else None
