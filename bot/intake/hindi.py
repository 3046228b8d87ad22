"""What a summary or a caller says in Hindi, in Latin letters (Hinglish) or in Devanagari.

Latin spellings vary, so vowels are loose: `paisa`, `paise`, `paisay`. Case is folded before.
"""

from __future__ import annotations

from bot.handoff.words import Workflow

_MONEY = r"(?:pais[aey]+|rakam|rupa[iy]+[ey]*|पैस[ाेों]+|रकम|रुप[एय]+े?)"
_BACK = r"(?:[wv][ao]+p[ai]?s[ie]?|लौटा\w*|वापस|वापिस)"
_TWICE = r"(?:\bdo baa?r\b|\bdob[ao]+ra\b|\b2 baa?r\b|दो बार|दुबारा|दोबारा)"
_TAKEN = r"(?:\bk[au]t\w*|charge\w*|debit\w*|कट\w*|चार्ज)"
_PAPER = r"(?:invoice|bill|statement|इनवॉइस|इन्वॉइस|बिल|स्टेटमेंट)"
_SEND = r"(?:bh[ae]+j\w*|भेज\w*)"
_RECEIPT = r"(?:ra?see?d|receipt|रसीद)"
_RENEWAL = r"(?:renew\w*|रिन्यू\w*|नवीनीकरण)"
_FAILED = r"(?:fail\w*|na[hi]+n? hu[ai]\w*|फेल|नहीं हु\w*)"
_PAYMENT = r"(?:payment|bhugtaa?n|पेमेंट|भुगतान)"
_STUCK = r"(?:na[hi]+n? ho (?:ra?h[aei]+|pa\w*)|at[ao]k\w*|नहीं हो (?:रहा|रही|पा)\w*|अटक\w*)"
_WILL_PAY = (
    r"(?:pay|payment|bhugtaa?n|पेमेंट|भुगतान|pais[ae]|पैसे)\W+(?:\w+\W+){0,2}?"
    r"(?:kar ?d?u+ng[ai]|de d?u+ng[ai]|kar denge|कर(?: दूं| दू|ूं|ू)\w*|दे (?:दूं|दू)\w*|करेंगे)"
)
_ADDRESS = r"(?:address|pata|पता|gst(?:in)?|जीएसटी)"
_CHANGE = r"(?:ba?dal\w*|galat|theek|thik|sahi|बदल\w*|गलत|ठीक|सही)"

HINDI_RULES: tuple[tuple[Workflow, str], ...] = (
    (Workflow.CHARGE_DISPUTE, rf"{_TWICE}.{{0,40}}{_TAKEN}|{_TAKEN}.{{0,40}}{_TWICE}"),
    (Workflow.REFUND_REQUEST, rf"{_MONEY}.{{0,40}}{_BACK}|रिफ[ंन]्?ड|रिफंड"),
    (Workflow.PROMISE_TO_PAY, _WILL_PAY),
    (Workflow.RENEWAL_FAILURE, rf"{_RENEWAL}.{{0,40}}{_FAILED}"),
    (
        Workflow.TAX_OR_ADDRESS_CORRECTION,
        rf"(?:billing|bill|बिल\w*|invoice|इनवॉइस).{{0,30}}{_ADDRESS}.{{0,40}}{_CHANGE}",
    ),
    (Workflow.RECEIPT_REQUEST, rf"{_RECEIPT}.{{0,40}}{_SEND}|रसीद"),
    (Workflow.INVOICE_RESEND, rf"{_PAPER}.{{0,40}}{_SEND}"),
    (Workflow.PAYMENT_BLOCKER, rf"{_PAYMENT}.{{0,40}}{_STUCK}"),
)
"""In the order of the English rules: most telling first."""

HINDI_MONEY = rf"{_MONEY}|bhugtaa?n\b|भुगतान|पेमेंट|बिल\b|इनवॉइस|रसीद|रिफंड"
