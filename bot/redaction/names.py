"""Which words name a number."""
import re
_SECRET = re.compile(r"card|cvv|cvc|iban|account|ssn|tax|pin|otp|password|secret|token|routing|sort", re.I)
def names_a_secret(key: str) -> bool:
    """Whether a JSON key announces a secret as its value."""
    return bool(_SECRET.search(key))
