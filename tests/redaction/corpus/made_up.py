"""Secrets that belong to nobody, with right check digits."""

# ruff: noqa: E501, SIM905 - a template reads best on its line; odd characters are the subject

import string

from .check_digits import luhn


def digits(rng, count):
    return "".join(rng.choices(string.digits, k=count))


def letters(rng, count):
    return "".join(rng.choices(string.ascii_uppercase, k=count))


def luhn_complete(body):
    return body + luhn(body)


CARD_RANGES = [
    ("4", 16), ("51", 16), ("55", 16), ("2221", 16), ("2650", 16), ("34", 15), ("37", 15), ("6011", 16),
    ("65", 16), ("62", 16), ("62", 19), ("5061", 19), ("5061", 16), ("5018", 16), ("6759", 18), ("3056", 14),
    ("3530", 16), ("6073", 16), ("5085", 16), ("6521", 16), ("8171", 16), ("4", 19),
]  # fmt: skip


def card(rng):
    prefix, length = rng.choice(CARD_RANGES)
    return luhn_complete(prefix + digits(rng, length - 1 - len(prefix)))


def misheard_card(rng):
    right = card(rng)
    place = rng.randrange(6, len(right))
    return right[:place] + str((int(right[place]) + rng.randint(1, 9)) % 10) + right[place + 1 :]


IBANS = {"DE": 18, "FR": 23, "GB": "A18", "NL": "A14", "ES": 20, "IT": 23, "IE": "A18", "PT": 21,
         "AT": 16, "CH": 17, "PL": 24, "SE": 20, "NO": 11, "BE": 12, "AE": 19, "SA": 20}  # fmt: skip


def iban(rng):
    country = rng.choice(sorted(IBANS))
    shape = IBANS[country]
    bban = (
        letters(rng, 4) + digits(rng, int(shape[1:]) - 4)
        if isinstance(shape, str)
        else digits(rng, shape)
    )
    number = int("".join(str(int(c, 36)) for c in bban + country + "00"))
    return f"{country}{98 - number % 97:02d}{bban}"


def ssn(rng):
    return f"{rng.randint(100, 665)}{rng.randint(10, 99)}{rng.randint(1000, 9999)}"


def gstin(rng):
    return (
        f"{rng.randint(1, 37):02d}{pan(rng)}1Z{rng.choice(string.ascii_uppercase + string.digits)}"
    )


def pan(rng):
    return letters(rng, 3) + rng.choice("PCHF") + letters(rng, 1) + digits(rng, 4) + letters(rng, 1)


def nino(rng):
    return rng.choice(["AB", "CE", "JG", "PX", "WK"]) + digits(rng, 6) + rng.choice("ABCD")


def vat(rng):
    return rng.choice(["DE" + digits(rng, 9), "GB" + digits(rng, 9), "PL" + digits(rng, 10), "IT" + digits(rng, 11),
                       "NL" + digits(rng, 9) + "B" + digits(rng, 2), "ATU" + digits(rng, 8), "FR" + digits(rng, 11)])  # fmt: skip


def plain_number(first, count):
    return lambda rng: rng.choice(first) + digits(rng, count - 1)


KEY_PREFIXES = [
    "sk_test_",
    "rk_test_",
    "ghp_",
    "glpat-",
    "whsec_",
    "npm_",
    "hf_",
    "rzp_test_",
    "SG.",
]


def key(rng):
    return "".join(rng.choices(string.ascii_letters + string.digits, k=rng.choice([24, 32, 36])))


PASS_WORDS = (
    "otter maple cactus violet saffron pebble mango thunder basil copper lagoon meadow".split()
)


def password(rng):
    return rng.choice([
        f"{rng.choice(PASS_WORDS).title()}{digits(rng, 4)}!",
        "-".join(rng.sample(PASS_WORDS, 3)),
        f"{rng.choice(PASS_WORDS)}@{digits(rng, 3)}{rng.choice(PASS_WORDS).upper()}",
        f"P{digits(rng, 2)}${rng.choice(PASS_WORDS)}#{digits(rng, 2)}",
    ])  # fmt: skip


SECRETS = {
    "card": (card, "digits", 4), "misheard": (misheard_card, "digits", 4), "cvv": (lambda r: digits(r, r.choice([3, 3, 4])), "digits", 0),
    "iban": (iban, "alnum", 4), "ssn": (ssn, "digits", 4), "itin": (lambda r: "9" + digits(r, 8), "digits", 4),
    "ein": (plain_number("1234568", 9), "digits", 4), "routing": (plain_number("0123", 9), "digits", 4),
    "us_account": (lambda r: digits(r, r.choice([9, 10, 12])), "digits", 4), "uk_account": (plain_number("123456789", 8), "digits", 4),
    "sort_code": (plain_number("0123456789", 6), "digits", 4), "bsb": (plain_number("0", 6), "digits", 4),
    "nuban": (plain_number("0123", 10), "digits", 4), "in_account": (lambda r: digits(r, r.choice([11, 12, 14])), "digits", 4),
    "ifsc": (lambda r: r.choice(["HDFC", "SBIN", "ICIC", "UTIB"]) + "0" + digits(r, 6), "alnum", 4),
    "gstin": (gstin, "alnum", 4), "in_pan": (pan, "alnum", 4), "aadhaar": (plain_number("23456789", 12), "digits", 4),
    "nino": (nino, "alnum", 4), "utr": (plain_number("123456789", 10), "digits", 4), "bvn": (lambda r: "22" + digits(r, 9), "digits", 4),
    "nin": (plain_number("123456789", 11), "digits", 4), "ng_tin": (plain_number("12", 10), "digits", 4), "vat": (vat, "alnum", 4),
    "tfn": (plain_number("123456789", 9), "digits", 4), "sin": (plain_number("1234567", 9), "digits", 4),
    "cpf": (lambda r: digits(r, 11), "digits", 4), "otp": (lambda r: digits(r, r.choice([4, 6, 6, 8])), "digits", 0),
    "pin": (lambda r: digits(r, r.choice([4, 4, 6])), "digits", 0), "password": (password, "literal", 0), "api_key": (key, "literal", 0),
}  # fmt: skip
