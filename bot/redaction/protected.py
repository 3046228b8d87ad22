"""Written things that are never part of a secret number: amounts, dates, ids, our own marks."""

# ruff: noqa: SIM905 - a paragraph of words reads better than a list of strings

import re
from typing import Final, NamedTuple

from bot.redaction.fields import names_a_secret
from bot.redaction.names import trie_pattern

_MONEY_CODES: Final = (
    "usd|eur|gbp|ngn|inr|cad|aud|nzd|jpy|cny|chf|zar|kes|ghs|aed|sar|brl|mxn|sek|nok|dkk|pln|czk"
    "|huf|ron|ils|sgd|hkd|thb|myr|idr|php|krw|try|egp|tzs|ugx|rwf|xof|xaf|pkr|bdt|lkr|qar|kwd|vnd"
    "|ars|clp|cop|pen|uah|rub|rsd|bgn|isk|mad|tnd|dzd|jod|omr|bhd|lbp|etb|zmw|bwp|mur|uzs|kzt|gel"
    "|azn|amd|mdl|twd|usdt|usdc|btc|eth"
)
_MONEY_CODE: Final = trie_pattern(_MONEY_CODES.split("|"))
_ALSO_WORDS: Final = frozenset(
    word for code in ("try", "pen", "cop", "mad", "gel") for word in (code, code.title())
)
_LETTERS_OF: Final = re.compile(r"[A-Za-z]+")
_SYMBOL: Final = r"\$|[€£₦₹¥₩₽₺₫₱₴₵₪฿₨]"
_WORDS: Final = (
    "dollars?|cents?|euros?|pounds?|quid|pence|naira|kobo|rupees?|paise|dirhams?|riyals?|yen"
    "|rand(?! (?:merchant )?bank)"
    "|yuan|francs?|pesos?|reais|kron[aeo]r?|zloty|cedis?|shillings?|bucks?|lakhs?|crores?|million"
    "|thousand|billion|percent|per cent|bob|birr|ringgit|baht|rupiah|forint|lei|leu|dinars?|pula"
    "|kwacha|taka|sterling(?! bank)|lira|liras|soles|colones|kuna|shekels?"
)
_NUMBER: Final = (
    r"(?:\d{1,3}(?:[,.' ]\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}|\d{1,12})(?:[.,]\d{1,3})?(?![\d])"
)
_MONTH: Final = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)

_IDS: Final = (
    "inv|invoice|ord|order|so|po|pr|tkt|ticket|case|cus|sub|call|agent|ref|txn|trx|pay|pi|ch|re|in"
    "|cn|dn|qt|quo|est|rma|job|wo|crm|deal|case|inc|req|chg|sess|ws|batch|lot|sku|bk|res|lead|opp"
    "|acct|cli|cust|mem|mbr|evt|msg|bill|rcpt|rec|pmt|dp|du|dsp|pr|prod|price|plan|seti|pm|src|tr"
    "|prj|proj|proc|shp|trk|awb|pkg|doc|fac|re|rg|kd|kdnr|f|gr|grn|jv|voucher|vch|stmt|crn|hc"
)
_ID: Final = trie_pattern(_IDS.split("|"))


class Protected(NamedTuple):
    """A stretch that stays as it is.

    `sort` is `amount`, `loose` (a figure that may be an amount: it goes when a name claims it),
    `coded` (`G-448120`: an id, or a code right behind its name), `mark` (ours),
    `field` (a JSON key of another matter) or `other`.
    """

    start: int
    end: int
    sort: str


# Text is lower-cased before it is read here; the two forms that need their case come last.
_SYMBOLS: Final = (
    r"(?P<mark>\[(?:card|iban|account|bank code|tax id|code|expiry|password|key|number"
    r"|private document)(?: …| ····[a-z0-9]{1,4})?\])"
    r"|(?P<mask>(?:[*•·#]{2,}[ -]?|[.…]{2,}(?=[\d*•·x])|(?<!\d)(?<!\d )…(?=\d{4}\b))"
    r"(?:[*•·.…#x]{2,}[ -]?){0,3}\d{2,4}(?![\da-z]|[ -]\d))"
    r"|(?P<parameter>[?&][a-z][\w.-]{0,30}=(?:\d{1,25}(?=[&\s\"'#]|$))?)"
    rf"|(?P<amount_by_sign>(?:{_SYMBOL})\s?-?{_NUMBER}(?:\s?(?:k|m|bn|{_WORDS})\b)?)"
    r'|(?P<field>"[\w .-]{1,40}"\s?:(?:\s?'
    r"(?:-?(?:\d{1,11}(?:\.\d{1,9})?|1\d{12}(?:\d{3}){0,2})(?=\s?[,}\]])"
    r'|"(?!\d{4}-\d\d-\d\d")-?\d[\d-]{0,24}(?:\.\d{1,9})?"))?)'
    r"|(?P<sign>\[(?:msg|turn|line|#)? ?\d{1,4}(?:\.\d{1,3})? ?s?\]"
    r"|\+\d[\d ().-]{6,18}\d(?!\d)"
    r"|\(\d{3}\) ?\d{3}[ -.]\d{4}(?!\d)"
    r"|#[a-z]{0,4}-?\d[\w-]*)"
)
_FIGURES: Final = (
    rf"(?P<amount>(?<![\w.,-])(?<!\d ){_NUMBER}(?:k|m|bn)?[ -]?(?:(?:{_MONEY_CODE})\b(?! ?\d)"
    rf"|(?:{_WORDS})\b|(?<=[ -])(?:z[lł]|kr|kc|ft|tl|nis)\b(?! ?[a-z\d]{{3,4}}\b)"
    r"|%|[€£₹₦$](?! ?\d)))"
    r"|(?P<loose>(?<![\w.,])\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,2})?(?![\w,]|\.\d)"
    r"|(?<![\w.,])\d{1,2}(?:,\d{2}){1,3},\d{3}(?:\.\d{1,2})?(?![\w,]|\.\d)"
    r"|(?<![\w.,])(?<!\d[ -])\d{1,8}\.\d{2}(?![\w,-]|[. ]\d)"
    r"|(?<![\w.,/-])(?<!\d )20[2-3]\d[-/]\d{4,6}(?![\w-]| \d|\.\d))"
    r"|(?P<loose_comma>(?<![\w.,])(?<!\d[ -])\d{1,3}(?:[. ]\d{3}){0,3},\d{2}(?![\w,-]|[. ]\d))"
    r"|(?P<epoch>(?<==)1[5-9]\d{8}(?:\d{3}){1,3}(?!\d)|(?<![\w-])\d{6,8}-[a-z]{2,3}(?![\w-]))"
    r"|(?P<moment>(?<=\b(?:at|ts) )1[5-9]\d{11}(?!\d)|(?<![\w/.-])"
    r"20[12]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-\d{2,3}(?![\w-]))"
    r"|(?P<row>(?<=\n)\d{1,3}(?=[;|\t][a-z\"]))"
    r"|(?P<fiscal>(?<![\w/.-])(?:1[5-9]-(?:1[6-9]|20)|2\d-(?:2\d|30))/\d{3,6}(?![\w/-]))"
    r"|(?P<dots_date>(?<![\w/.-])[0-3]?\d\. [01]?\d\. 20[1-3]\d(?!\d))"
    r"|(?P<csv>(?<=,)\d{1,8}\.\d{2}(?=[\n,;\"]|$))"
    r"|(?P<decimal>(?<![\w.,/-])(?<!\d )-?\d{1,3}\.\d{3,9}(?![\w.,]\d|\w|[. -]{1,3}\d))"
    r"|(?P<loose_dots>(?<![\w.,-])(?<!\d )"
    r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\b(?![ .-]{1,3}\d)"
    r"|(?<![\w.,-])(?<!\d )\d{1,2}\.\d{1,2}\.\d{1,3}\b(?![ .-]{0,3}\d))"
    r"|(?P<trace>\b\d\d-[\da-f]{32}-[\da-f]{16}-\d\d\b|(?<=\+\+\+)\d{3}/\d{4}/\d{5}(?=\+\+\+)"
    r"|(?<![\w/.-])[0-3]?\d[/.][01]?\d[/.]? ?- ?[0-3]?\d[/.][01]?\d(?:[/.](?:20)?\d\d)?(?![\w/-]))"
    r"|(?P<long_order>(?<![\w.,/-])(?<!\d )\d{3}-\d{7}-\d{7}(?![\w-]))"
    r"|(?P<short_date>(?<![\w/.-])(?:(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])"
    r"|(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01]))/\d\d(?![\w/]))"
    r"|(?P<figure>\b\d{4}-\d\d-\d\d[t ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:z|[+-]\d\d:?\d\d)?"
    r"|(?<![\w-])(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])(?![\w]|-\d)"
    r"|(?<![\w/.-])(?:0?[1-9]|[12]\d|3[01])(?P<s>[/.-])(?:0?[1-9]|1[0-2])(?P=s)(?:19"
    r"|20)\d\d(?![\w]|-\d)"
    r"|(?<![\w/.-])(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])/(?:19|20)\d\d(?![\w/])"
    rf"|(?<![\w/.,-])(?<!\d )(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?:\. ?"
    rf"|[ -])?(?:of )?(?:{_MONTH})\b\.?(?:,?[ -](?:19|20)\d\d(?! ?\d))?"
    r"|(?<!\d:)\b\d{1,2}:[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?(?!:?\d)(?: ?[ap]\.?m\b)?"
    r"|\b\d{1,2} ?[ap]\.?m\b"
    r"|\b1z[0-9a-z]{12,18}\b"
    r"|\b1[5-9]\d{8}(?:\d{3})?\.\d{1,6}\b)"
)
_LETTERS: Final = (
    rf"(?P<amount_by_code>(?<!\d[a-z] )(?<!\d[a-z]{{2}} )(?<![\s:\"][b-hj-z] )"
    rf"(?:{_MONEY_CODE}|rs\.?(?! ?\d\d ?\d\d ?\d\d ?[a-d]\b)|(?:us|au?|ca?|nz|hk|sg?|r|mx)\$"
    rf"|n(?=\d{{1,3}},\d)|r(?= ?\d{{1,3}}(?:(?: \d{{3}})+|(?:[ ,]\d{{3}})*[.,]\d\d)\b)"
    rf"|kshs?|dhs?|tsh|ush|rm|rp|gh¢)[ \u00a0]?-?{_NUMBER}(?!-\d|[a-d]\b)"
    rf"(?:\s?(?:k|m|bn|{_WORDS})\b)?)"
    rf"|(?P<letter>(?:{_MONTH})\.? (?:the )?(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd"
    rf"|th)?(?:,? (?:19|20)\d\d)?(?![\w]| \d)"
    rf"|(?:{_MONTH})\.?,? (?:19|20)\d\d(?![\w]| ?\d)"
    rf"|(?![a-z]{{2}}-\d\d-(?:[0-9a-z]{{2}}-){{3}}|(?:[a-z\d]-){{5}}"
    rf"|(?:[a-z]{{1,4}}-){{1,4}}(?:\d{{1,2}}-){{2}})"
    rf"(?<![a-z\d]-)(?:[a-z]{{1,8}}-)?(?:{_ID})[-_#][a-z0-9_-]*\d[a-z0-9_-]*"
    r"|(?:inv|ord|so|po|tkt|case|tt|rma|cn|qt|wo|jb|sku|bill|req|est|quo|rcpt|rec|pmt|txn|trx"
    r"|sub|cust|doc|fac|batch|lot|mem|evt|ref|job|prj)\d{3,}\b"
    r"|x{2,}[ -]?(?:x{2,}[ -]?){0,3}\d{2,4}(?!\d)"
    r"|(?:in|since|by|until|till|during|from|year|fy|before|after|of|for|and) (?:19"
    r"|20)\d\d\b(?![ .,/-]?\d)"
    r"|v\d{1,2}(?:\.\d{1,3}){1,3}\b)"
)
_HEX: Final = (
    r"(?P<hex>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    r"|(?=[0-9]*[a-f])(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})\b)"
    r"|(?P<short_hex>(?=[0-9]*[a-f][0-9a-f]*\d)[0-9a-f]{7,8}\b(?![ -]\d))"
)
_MAIL: Final = r"(?P<mail>[\w.+-]{1,64}@[\w-]+\.[\w.-]+)"
_PATTERN: Final = re.compile(
    # Letters only where a word begins that has a figure in it or right behind it.
    rf"(?<![a-z0-9_])(?:(?=[a-z_]++(?:[-_.,#$][a-z_]*+){{0,4}}+\s?(?:the )?-?[\d$]){_LETTERS}"
    rf"|(?=[\da-f]{{7}})(?:{_HEX})|(?=[\w.+-]{{1,64}}@){_MAIL})"
    rf"|(?=\d)(?:{_FIGURES})|(?=[^\w\s])(?:{_SYMBOLS})"
)
_BOLD: Final = re.compile(r"\*\*[ \w:-]{2,26}\*\*$")  # `**CVV** 802` masks nothing
_STATUS: Final = re.compile(r":\s?[1-5]\d\d$")
_SPOKEN: Final = frozenset(
    ("text content message body said value transcript digits input dtmf speech").split()
)
_TALK: Final = _SPOKEN | frozenset(
    (
        "text content message body said value transcript digits input dtmf from to role "
        "speaker messages turns utterance name who msg say speech line lines words segments "
        "alternatives user agent caller customer assistant rep client bot items turn note "
        "notes chat conversation dialog dialogue number num no data info detail details "
        "description summary comment memo reason subject start end ts timestamp time "
        "start_time end_time offset duration confidence seq index id lang language channel "
        "speaker_id is_final final t r u a q s w txt utt utterance prompt answer question reply "
        "response sentiment intent language_code start_ms end_ms words_count spk spkr sp side "
        "party leg menu field step slot label kind node state stage asked expected"
    ).split()
)
_TYPED: Final = re.compile(r"(?i)dtmf|keypad|keypress|keyed|typed|pressed|tones|entered|input")
_STREETS: Final = (
    "Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Way|Place|Pl|Square|Sq"
    "|Terrace|Close|Crescent|Highway|Hwy|Parkway|Mews|Row|Walk|Marg|Nagar|Estate"
)
_CASED: Final = re.compile(
    r"(?=[A-Z\d])(?:(?<![\w-])[A-Z]{1,6}-(?:19|20)\d\d-\d{2,8}(?![\w-]|[ .]\d)"
    r"|(?<![\w/-])[A-Z]{2,6}/(?:20)?[1-3]\d(?:-(?:20)?\d\d)?/\d{3,8}(?![\w/-])"
    r"|(?<![\w/-])[A-Z]{2,6}/\d{2,8}/20\d\d(?![\w/-])"
    r"|(?<![\w-])(?!(?:BE|BG|CZ|DE|EE|EL|FR|GB|HR|IT|LT|LV|PL|PT|RO|SE|SK|XI|CHE)-)"
    r"[A-Z]{1,6}-\d{9,12}(?![\w-]|[ .]\d)"
    r"|(?P<slashed>(?<![\w/-])[A-Z]{1,6}(?:-\d{1,6}/\d{2,8}|/\d{1,6}[-/]\d{1,8}(?:[-/]\d{1,6})?)"
    r"(?![\w/-]|[ .]\d))"
    r"|(?P<coded>(?<![\w-])[A-Z]-\d{5,8}(?![\w-]|[ .]\d))"
    r"|(?P<shaped>(?<![\w-])(?:[A-Z]{1,6}-\d{3,8}|[A-Z]{1,2}\d\d-\d{4,6}|[A-Z]\d[A-Z]-\d{4,8}"
    r"|[A-Z]{3,6}-\d\d-\d{4,6})(?![\w-]|[ .]\d))"
    rf"|(?<![\w-])\d{{1,5}} (?:[A-Z][a-z]+\.? ){{1,3}}(?:{_STREETS})\b"
    r"|\b[A-Z]{2} \d{5}(?:-\d{4})?(?![\w-]| ?\d)"
    r"|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b)"
)
_UNDERSCORED: Final = re.compile(r"\b[a-z]{2,8}_(?=[A-Za-z_]*\d)[A-Za-z0-9_]{4,}")
_KEYED: Final = re.compile(
    r"(?i)(?:(?<![a-z])(?:card|pan|cc|ccn|visa|mastercard|amex|verve|rupay|debit|credit|cvv2?|cvc2?"
    r"|csc|cvn|acct|acc|account|iban|pin|otp|ssn|itin|ein|tin|sin|nino|utr|bvn|nin|bsn|vat|sort"
    r"|sortcode|routing|aba|bsb|ifsc|exp|expiry|passcode|(?:security|sort|access|bank) code)"
    r"(?:[ _-]?(?:numbers?|no|num))?[ :]{0,2}#?|\d)#[\d-]"
)
"""`card#4242...#cvv#123#`: keys pressed, each after its name."""
_KEYED_ID: Final = re.compile(
    r"(?:card|pan|cc|ccn)_\d{12,19}|(?:cvv2?|cvc2?|csc|pin|otp|ssn|itin|ein|iban|passcode)_\d{3,19}"
)
_AMOUNTS: Final = frozenset({"amount", "amount_by_sign", "amount_by_code"})


def protected_in(folded: str, lowered: str, start: int, end: int) -> list[Protected]:
    """Protected stretches by position; two may overlap, the earlier one counts."""
    found = [
        Protected(match.start(), match.end(), _sort(match))
        for match in _PATTERN.finditer(lowered, start, end)
        if _is_mark(match, folded)
    ]
    found += [
        Protected(match.start(), match.end(), match.lastgroup or "other")
        for pattern in ((_CASED, _UNDERSCORED) if "_" in folded else (_CASED,))
        for match in pattern.finditer(folded, start, end)
        if match.lastgroup != "slashed" or not names_a_secret(_LETTERS_OF.findall(match[0])[0])
        if pattern is not _UNDERSCORED or _KEYED_ID.fullmatch(match[0]) is None
    ]
    return found


def _is_mark(match: re.Match[str], folded: str) -> bool:
    if match.lastgroup in ("amount", "amount_by_code"):
        return not _is_word(folded[slice(*match.span())])
    if match.lastgroup == "parameter":
        return not names_a_secret(match[0].split("=")[0])
    if match.lastgroup in ("sign", "letter") and "#" in match[0]:
        return _KEYED.search(folded, max(0, match.start() - 20), match.end()) is None
    if match.lastgroup == "mask":
        return _BOLD.search(folded, max(0, match.start() - 30), match.start() + 2) is None
    return match.lastgroup != "field" or _is_field(folded[slice(*match.span())])


def _is_word(amount: str) -> bool:
    """`try 4392 5451 ...`: no currency, unless written large."""
    return any(code in _ALSO_WORDS for code in _LETTERS_OF.findall(amount))


def _is_field(field: str) -> bool:
    """A JSON key that names nothing private, with its number if it has one."""
    key = field[1 : field.index('"', 1)]
    if key == "code" and _STATUS.search(field):
        return True
    if is_talk(key):
        is_said = key.lower() in _SPOKEN or _TYPED.search(key) is not None
        return not is_said and field[-1].isdigit()
    return not names_a_secret(key)


def is_talk(key: str) -> bool:
    """Whether a JSON key only says that someone speaks, so that a number may run on past it."""
    return key.lower() in _TALK or _TYPED.search(key) is not None


def _sort(match: re.Match[str]) -> str:
    group = match.lastgroup
    if group == "field":
        return "other" if is_talk(match[0].split('"')[1]) else "field"
    if group == "parameter":
        return "field"
    if group in _AMOUNTS:
        return "amount"
    if group in ("short_hex", "loose_dots", "loose_comma", "decimal", "csv", "epoch"):
        return "loose"
    return group if group in ("mark", "loose", "short_date") else "other"
