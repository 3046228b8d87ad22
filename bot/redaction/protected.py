"""Written things that are never part of a secret number: amounts, dates, ids, masks, our own marks."""

import re
from typing import Final, NamedTuple

_MONEY_CODES: Final = (
    "USD|EUR|GBP|NGN|INR|CAD|AUD|NZD|JPY|CNY|CHF|ZAR|KES|GHS|AED|SAR|BRL|MXN|SEK|NOK|DKK|PLN|CZK"
    "|HUF|RON|ILS|SGD|HKD|THB|MYR|IDR|PHP|KRW|TRY|EGP|TZS|UGX|RWF|XOF|XAF|PKR|BDT|LKR|QAR|KWD|VND"
    "|ARS|CLP|COP|PEN|USDT|USDC|BTC|ETH"
)
_SYMBOL: Final = r"(?:US|AU?|CA?|NZ|HK|SG?|R|MX)?\$|[€£₦₹¥₩₽₺₫₱₴₵₪฿₨]"
_WORDS: Final = (
    "dollars?|cents?|euros?|pounds?|quid|pence|naira|kobo|rupees?|paise|rand|dirhams?|riyals?|yen"
    "|yuan|francs?|pesos?|reais|kron[aeo]r?|zloty|cedis?|shillings?|bucks?|lakhs?|crores?|million"
    "|thousand|billion|percent|per cent"
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


class Protected(NamedTuple):
    """A stretch that stays as it is. `sort` is `amount`, `loose` (a figure that
    may be an amount: it goes when a name claims it), `mark` (ours), `mask` or `other`."""

    start: int
    end: int
    sort: str


_PATTERN: Final = re.compile(
    r"(?P<mark>\[(?:card|IBAN|account|bank code|tax id|code|expiry|password|key|number"
    r"|private document|link)(?: …| ····[A-Z0-9]{1,4})?\])"
    r"|(?P<mask>(?<![\w])(?:[*xX•·.…#]{2,}[ -]?){1,4}\d{2,4}(?!\d))"
    rf"|(?P<amount>(?:{_SYMBOL})\s?-?{_NUMBER}(?:\s?(?:k|m|bn|{_WORDS})\b)?"
    rf"|\b(?:{_MONEY_CODES}|rs\.?|n(?=\d{{1,3}},))[ \u00a0]?-?{_NUMBER}(?:\s?(?:k|m|bn|{_WORDS})\b)?"
    rf"|(?<![\w.,-])(?<!\d ){_NUMBER}[ -]?(?:(?:{_MONEY_CODES})\b(?! ?\d)|(?:{_WORDS})\b|%|[€£₹₦$](?! ?\d))"
    r")|(?P<loose>(?<![\w.,])\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,2})?(?![\w,]|\.\d)"
    r"|(?<![\w.,])\d{1,2}(?:,\d{2}){1,3},\d{3}(?:\.\d{1,2})?(?![\w,]|\.\d)"
    r"|(?<![\w.,])\d{1,8}\.\d{2}(?![\w,-]|[. ]\d))"
    r"|(?P<other>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    r"|\b\d{4}-\d\d-\d\d[t ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:z|[+-]\d\d:?\d\d)?"
    r"|(?<![\w-])(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])(?![\w]|-\d)"
    r"|(?<![\w/.-])(?:0?[1-9]|[12]\d|3[01])(?P<s>[/.-])(?:0?[1-9]|1[0-2])(?P=s)(?:19|20)\d\d(?![\w]|-\d)"
    r"|(?<![\w/.-])(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])/(?:(?:19|20)\d\d|\d\d)(?![\w/])"
    r"|(?<![\w/.-])(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])/\d\d(?![\w/])"
    rf"|(?<![\w])(?<!\d )(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?[ .-]{{0,2}}(?:of )?(?:{_MONTH})\b\.?(?:,?[ -](?:19|20)\d\d(?! ?\d))?"
    rf"|\b(?:{_MONTH})\.? (?:the )?(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?:,? (?:19|20)\d\d)?(?![\w]| \d)"
    rf"|\b(?:{_MONTH})\.?,? (?:19|20)\d\d(?![\w]| ?\d)"
    r"|\b\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?[ap]\.?m\b)?"
    r"|\b\d{1,2} ?[ap]\.?m\b"
    r"|\[(?:msg|turn|line|#)? ?\d{1,4}\]"
    r"|\+\d[\d ().-]{6,18}\d(?!\d)"
    r"|\(\d{3}\) ?\d{3}[ -.]\d{4}(?!\d)"
    r"|[\w.+-]+@[\w-]+\.[\w.-]+"
    r"|#[a-z]{0,4}-?\d[\w-]*"
    rf"|(?<![a-z0-9])(?:[a-z]{{1,8}}-)?(?:{_IDS})[-_#][a-z0-9_-]*\d[a-z0-9_-]*"
    rf"|(?<![a-z0-9])(?:inv|ord|so|po|tkt|case|tt|rma|cn|qt|wo|jb|sku)\d{{3,}}\b"
    r"|\b(?-i:[a-z]{2,8})_(?=[a-z_]*\d)[a-z0-9_]{4,}"
    r"|\b1z[0-9a-z]{12,18}\b"
    r"|\b1[5-9]\d{8}(?:\d{3})?\.\d{1,6}\b"
    r"|\b(?=[0-9]*[a-f][0-9a-f]*\d)[0-9a-f]{7,8}\b(?![ -]\d)"
    r"|\b(?=[0-9]*[a-f])(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})\b"
    r"|(?-i:(?<![\w-])[A-Z]{1,6})-\d{3,8}(?![\w-]|[ .]\d)"
    r"|(?<![\w.,-])(?<!\d )\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b(?![ .-]\d)"
    r"|(?<![\w.,-])(?<!\d )v?\d{1,2}\.\d{1,2}\.\d{1,3}\b(?![ .-]?\d)"
    r")",
    re.IGNORECASE,
)


def protected_in(folded: str, start: int, end: int) -> list[Protected]:
    """Protected stretches, left to right, disjoint."""
    return [
        Protected(match.start(), match.end(), match.lastgroup or "other")
        for match in _PATTERN.finditer(folded, start, end)
    ]
