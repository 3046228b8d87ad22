"""Finding secrets in one text."""
import re
from bot.redaction.finding import Finding, Kind
_DIGITS = re.compile(r"(?<![\w])\d(?:[ -]?\d){11,18}(?!\w)")
_NAMED = re.compile(r"(?i)\b(?:cvv|cvc|pin|otp|ssn|iban|account (?:no|number))\W{0,3}(?:is )?((?:\d[ -]?){3,})\b")
def find(text: str) -> list[Finding]:
    """Every secret in `text`."""
    out = [Finding(Kind.CARD, "card", (m.span(),), m[0].replace(" ","").replace("-","")[-4:]) for m in _DIGITS.finditer(text)]
    out += [Finding(Kind.CODE, "code", (m.span(1),)) for m in _NAMED.finditer(text)]
    return out
