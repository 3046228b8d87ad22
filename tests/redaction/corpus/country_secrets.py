"""Made-up secrets of sixteen countries, with right check digits."""

# ruff: noqa: E501, SIM905 - a template reads best on its line; odd characters are the subject

import re
import string

from .check_digits import ALPHANUMERIC, luhn, mod_97, verhoeff

D = string.digits
U = string.ascii_uppercase


def digs(r, n, first=D):
    return r.choice(first) + "".join(r.choice(D) for _ in range(n - 1))


def ups(r, n):
    return "".join(r.choice(U) for _ in range(n))


NETS = [
    ("4", 16),
    ("4", 16),
    ("51", 16),
    ("53", 16),
    ("55", 16),
    ("2223", 16),
    ("2471", 16),
    ("34", 15),
    ("37", 15),
    ("6011", 16),
    ("65", 16),
    ("36", 14),
    ("38", 14),
    ("3530", 16),
    ("62", 16),
    ("62", 19),
    ("5018", 12),
    ("6304", 13),
    ("6759", 16),
    ("5061", 16),
    ("5060", 19),
    ("6521", 16),
    ("6071", 16),
    ("4026", 16),
    ("5067", 16),
]


def card(r):
    p, n = r.choice(NETS)
    body = p + "".join(r.choice(D) for _ in range(n - len(p) - 1))
    return body + luhn(body)


def misheard(r):
    c = card(r)
    i = r.randrange(4, len(c) - 4)
    return c[:i] + str((int(c[i]) + 1) % 10) + c[i + 1 :]


IB = {
    "DE": "n18",
    "FR": "n10a11n2",
    "ES": "n20",
    "IT": "a1n10c12",
    "NL": "a4n10",
    "IE": "a4n14",
    "GB": "a4n14",
    "AE": "n19",
    "BE": "n12",
    "AT": "n16",
    "CH": "n17",
    "PT": "n21",
    "PL": "n24",
    "BR": "n23a1c1",
    "SE": "n20",
    "NO": "n11",
    "DK": "n14",
    "FI": "n14",
    "SA": "n20",
}


def iban(r):
    cc = r.choice(list(IB))
    b = ""
    for t, size in re.findall(r"([nac])(\d+)", IB[cc]):
        n = int(size)
        b += digs(r, n) if t == "n" else (ups(r, n) if t == "a" and n < 11 else digs(r, n))
    return cc + mod_97(b + cc) + b


def routing(r):
    b = r.choice(["0", "1", "2", "3"]) + r.choice("12") + digs(r, 6)
    s = sum(int(x) * w for x, w in zip(b, (3, 7, 1) * 3, strict=False))
    return b + str(-s % 10)


def ssn(r):
    return f"{r.choice([a for a in range(100, 770) if a != 666]):03d}{r.randint(10, 99)}{r.randint(1000, 9999)}"


def itin(r):
    return f"9{r.randint(10, 99)}{r.randint(70, 88)}{r.randint(1000, 9999)}"


def ein(r):
    return r.choice(["12", "27", "36", "45", "81", "84", "92"]) + digs(r, 7)


def gstin(r):
    b = f"{r.randint(1, 36):02d}" + pan(r) + "1Z"
    return b + luhn(b, ALPHANUMERIC)


def pan(r):
    return ups(r, 3) + r.choice("PCHFAT") + ups(r, 1) + digs(r, 4, "123456789") + ups(r, 1)


def aadhaar(r):
    b = digs(r, 11, "23456789")
    return b + verhoeff(b)


def nino(r):
    return (
        r.choice("ABCEGHJKLMNPRSTWXYZ")
        + r.choice("ABCEGHJKLMPRSTWXYZ")
        + digs(r, 6)
        + r.choice("ABCD")
    )


def utr(r):
    b = digs(r, 9)
    return (
        "21987654321"[
            sum(int(x) * w for x, w in zip(b, (6, 7, 8, 9, 10, 5, 4, 3, 2), strict=False)) % 11
        ]
        + b
    )


def vat(r):
    return r.choice(
        [
            lambda: "DE" + digs(r, 9, "123456789"),
            lambda: "GB" + digs(r, 9, "123456789"),
            lambda: "FR" + digs(r, 11),
            lambda: "IT" + digs(r, 11),
            lambda: "NL" + digs(r, 9) + "B" + digs(r, 2),
            lambda: "IE" + digs(r, 7) + ups(r, 2),
            lambda: "ESB" + digs(r, 8),
            lambda: "ATU" + digs(r, 8),
            lambda: "BE0" + digs(r, 9, "123456789"),
        ]
    )()


def sin(r):
    b = digs(r, 8, "12345679")
    return b + luhn(b)


def tfn(r):
    while True:
        n = digs(r, 9, "123456789")
        if sum(int(x) * w for x, w in zip(n, (1, 4, 3, 7, 5, 8, 6, 9, 10), strict=False)) % 11 == 0:
            return n


def cpf(r):
    b = digs(r, 9)
    for _ in range(2):
        s = sum(int(x) * w for x, w in zip(b, range(len(b) + 1, 1, -1), strict=False))
        b += str(0 if s % 11 < 2 else 11 - s % 11)
    return b


def steuer(r):
    return digs(r, 11, "123456789")


def nif(r):
    n = digs(r, 8)
    return n + "TRWAGMYFPDXBNJZSQVHLCKE"[int(n) % 23]


def codice(r):
    return (
        ups(r, 6)
        + digs(r, 2)
        + r.choice("ABCDEHLMPRST")
        + f"{r.randint(1, 31):02d}"
        + ups(r, 1)
        + digs(r, 3)
        + ups(r, 1)
    )


def bsn(r):
    while True:
        n = digs(r, 9, "123456789")
        if (
            sum(int(x) * w for x, w in zip(n, (9, 8, 7, 6, 5, 4, 3, 2), strict=False)) - int(n[8])
        ) % 11 == 0:
            return n


def ppsn(r):
    return digs(r, 7) + ups(r, 2)


def nir(r):
    b = (
        r.choice("12")
        + f"{r.randint(50, 99)}{r.randint(1, 12):02d}{r.randint(10, 95)}{r.randint(100, 999)}{r.randint(100, 999)}"
    )
    return b + f"{97 - int(b) % 97:02d}"


def said(r):
    b = f"{r.randint(60, 99)}{r.randint(1, 12):02d}{r.randint(1, 28):02d}{digs(r, 4)}08"
    return b + luhn(b)


def nric(r):
    return r.choice("STFG") + digs(r, 7) + ups(r, 1)


def emirates(r):
    return "784" + str(r.randint(1960, 2004)) + digs(r, 8)


def ifsc(r):
    return r.choice(["HDFC", "SBIN", "ICIC", "UTIB", "KKBK", "PUNB"]) + "0" + digs(r, 6)


WORDS_PW = "marble tiger lantern copper willow saffron rocket pelican anchor velvet harbour cactus falcon maple orchid".split()


def password(r):
    return r.choice(
        [
            lambda: r.choice(WORDS_PW).title() + digs(r, 4) + r.choice("!#$?"),
            lambda: "".join(r.choice(string.ascii_letters + D) for _ in range(10)) + digs(r, 1),
            lambda: "-".join(r.sample(WORDS_PW, 3)),
            lambda: r.choice(WORDS_PW).title() + "@" + digs(r, 3),
            lambda: "P@" + "".join(r.choice(string.ascii_lowercase) for _ in range(6)) + digs(r, 2),
        ]
    )()


SECRETS = {
    "card": card,
    "misheard": misheard,
    "cvv": lambda r: digs(r, 3),
    "cid": lambda r: digs(r, 4),
    "iban": iban,
    "us_account": lambda r: digs(r, r.choice([8, 9, 10, 11, 12]), "123456789"),
    "routing": routing,
    "uk_account": lambda r: digs(r, 8),
    "sort_code": lambda r: digs(r, 6),
    "nuban": lambda r: digs(r, 10),
    "in_account": lambda r: digs(r, r.choice([11, 12, 14, 15])),
    "ifsc": ifsc,
    "ssn": ssn,
    "itin": itin,
    "ein": ein,
    "vat": vat,
    "gstin": gstin,
    "in_pan": pan,
    "nino": nino,
    "utr": utr,
    "bvn": lambda r: "22" + digs(r, 9),
    "ng_tin": lambda r: digs(r, 8) + "0001",
    "nin": lambda r: digs(r, 11, "123456789"),
    "otp": lambda r: digs(r, r.choice([4, 6, 6, 6, 5])),
    "pin": lambda r: digs(r, r.choice([4, 4, 4, 6])),
    "password": password,
    "aadhaar": aadhaar,
    "sin": sin,
    "tfn": tfn,
    "cpf": cpf,
    "steuer": steuer,
    "nif": nif,
    "codice": codice,
    "bsn": bsn,
    "ppsn": ppsn,
    "nir": nir,
    "said": said,
    "nric": nric,
    "emirates": emirates,
    "bsb": lambda r: digs(r, 6),
    "au_account": lambda r: digs(r, r.choice([8, 9])),
    "transit": lambda r: digs(r, 5),
    "ca_account": lambda r: digs(r, r.choice([7, 8, 10])),
}
ZERO_TAIL = {"cvv", "cid", "otp", "pin", "password", "api_key"}
KEY_ALNUM = string.ascii_letters + D


def rnd(r, n, a=KEY_ALNUM):
    return "".join(r.choice(a) for _ in range(n - 2)) + r.choice(D) + r.choice("bcdfghkmn")


# (before, n, alphabet, after): the value is the middle
B64 = string.ascii_letters + D + "-_"
KEYS = [
    ("sk-", 40, KEY_ALNUM, ""),
    ("sk-proj-", 44, KEY_ALNUM, ""),
    ("sk_test_", 24, KEY_ALNUM, ""),
    ("rk_test_", 24, KEY_ALNUM, ""),
    ("whsec_", 32, KEY_ALNUM, ""),
    ("ghp_", 36, KEY_ALNUM, ""),
    ("glpat-", 20, KEY_ALNUM, ""),
    ("AKIA", 16, U + D, ""),
    ("AIza", 35, B64, ""),
    ("shpat_", 32, "0123456789abcdef", ""),
    ("SG.", 22, B64, ""),
    ("Bearer ", 40, KEY_ALNUM, ""),
    ("Authorization: Bearer ", 36, B64, ""),
    ("authorization: Token ", 40, "0123456789abcdef", ""),
    ("Authorization: Basic ", 28, KEY_ALNUM, "=="),
    ("x-api-key: ", 32, "0123456789abcdef", ""),
    ("X-Auth-Token=", 30, KEY_ALNUM, ""),
    ("https://svc:", 14, KEY_ALNUM, "@ledger.example/export"),
    ("mongodb+srv://billing:", 16, KEY_ALNUM, "@db.example/pay"),
    ("redis://:", 18, KEY_ALNUM, "@cache.example:6379/0"),
    ("https://files.example/d/inv.pdf?sig=", 43, KEY_ALNUM, ""),
    ("https://pay.example/r?access_token=", 40, KEY_ALNUM, ""),
    ("https://app.example/reset?token=", 32, KEY_ALNUM, ""),
    ("client_secret=", 32, KEY_ALNUM, ""),
    ("FLWSECK_TEST-", 32, "0123456789abcdef", "-X"),
    ("npm_", 36, KEY_ALNUM, ""),
    ("hf_", 34, KEY_ALNUM, ""),
    ("rzp secret ", 24, KEY_ALNUM, ""),
    ("api key = ", 32, "0123456789abcdef", ""),
    ("apikey:", 26, KEY_ALNUM, ""),
    ("secret key ", 28, KEY_ALNUM, ""),
    ("export STRIPE_KEY=", 30, KEY_ALNUM, ""),
    ("password=", 12, KEY_ALNUM, ""),
    ("refresh token ", 36, KEY_ALNUM, ""),
    ("session id cookie: sid=", 32, KEY_ALNUM, ""),
    ("the webhook signing secret is ", 32, KEY_ALNUM, ""),
    ("eyJhbGciOiJIUzI1NiJ9.eyJz", 24, KEY_ALNUM, ""),
    ("xapp-1-A", 30, U + D, ""),
    ("pypi-", 40, B64, ""),
    ("github_pat_", 40, KEY_ALNUM, ""),
    ("dop_v1_", 64, "0123456789abcdef", ""),
]


def api_key(r, i):
    b, n, a, z = KEYS[i % len(KEYS)]
    v = rnd(r, n, a)
    if b.startswith("eyJ"):
        z = "." + rnd(r, 43, B64)
    return b, v, z
