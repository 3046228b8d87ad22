"""What stays, as sixteen countries write it: amounts, dates, references, phones."""

# ruff: noqa: E501, SIM905 - a template reads best on its line; lists of words read better in a paragraph

import string
import uuid

from .country_secrets import D, U, digs, rnd
from .country_voices import ONES, TEENS, TENS, word

FIRST = "Amara Chidi Priya Rahul Siobhan Declan Lars Greta Inès Mateo Giulia João Mei Thandi Omar Zoë Harriet Desmond Kwame Ingrid".split()
LAST = "Okafor Bauer Sharma Byrne de Vries Rossi Fernández Lefèvre Almeida Tan Naidoo Haddad Whitlock Patel Achebe Lindqvist".split()
MON = (
    "January February March April May June July August September October November December".split()
)


def below100(n):
    return (
        ONES["en"][n]
        if n < 10
        else TEENS[n - 10]
        if n < 20
        else TENS[n // 10] + ("-" + ONES["en"][n % 10] if n % 10 else "")
    )


def num(n):
    if n < 100:
        return below100(n)
    if n < 1000:
        return ONES["en"][n // 100] + " hundred" + (" and " + below100(n % 100) if n % 100 else "")
    return num(n // 1000) + " thousand" + (" " + num(n % 1000) if n % 1000 else "")


def indian(n):
    s = str(n)
    h, t = s[:-3], s[-3:]
    g = []
    while len(h) > 2:
        g.insert(0, h[-2:])
        h = h[:-2]
    if h:
        g.insert(0, h)
    return ",".join([*g, t])


def keep(r, k):
    def d(n):
        return digs(r, n, "123456789")

    amount = r.choice(
        [r.randint(5, 99), r.randint(100, 999), r.randint(1000, 99999), r.randint(100000, 3999999)]
    )
    f = {
        "name": lambda: f"{r.choice(FIRST)} {r.choice(LAST)}",
        "inv": lambda: r.choice(
            [
                "INV-" + d(5),
                "#" + d(6),
                "INV" + d(8),
                "INV/2026/" + d(4),
                "2026-" + d(4),
                "RE-" + d(7),
                "F" + d(6),
                "SI-" + d(9),
            ]
        ),
        "ord": lambda: r.choice(
            [
                "PO-" + d(5),
                "SO" + d(6),
                "ORD-" + d(7),
                "order " + d(9),
                "purchase order " + d(8),
                "W" + d(7),
                f"{d(3)}-{d(7)}-{d(7)}" if r.random() < 0.3 else "ORD" + d(6),
            ]
        ),
        "ordraw": lambda: d(9),
        "tkt": lambda: r.choice(
            [
                "TKT-" + d(6),
                "CASE-" + d(5),
                "ZD" + d(6),
                "#" + d(5),
                "HELP-" + d(4),
                "SR " + d(7),
                "ticket " + d(7),
            ]
        ),
        "trk": lambda: r.choice(
            [
                "1Z999AA1" + d(10),
                "JD0" + d(15),
                "RR" + d(9) + "DE",
                "9400 1000 0000 " + d(4) + " " + d(4) + " " + d(2),
                "TBA" + d(12),
            ]
        ),
        "call": lambda: (
            r.choice(["call_", "dx-call-", "CA"]) + rnd(r, 12, string.ascii_lowercase + D)
        ),
        "uuid": lambda: str(uuid.UUID(int=r.getrandbits(128), version=4)),
        "stripe": lambda: (
            r.choice(["ch_", "pi_", "in_", "cus_", "re_", "txn_", "dp_"]) + rnd(r, 14)
        ),
        "sub": lambda: r.choice(["sub_" + rnd(r, 14), "SUB-" + d(6), d(9)]),
        "pct": lambda: r.choice(
            [
                f"{r.randint(1, 99)}%",
                f"{r.randint(1, 20)}.{r.randint(1, 9)} %",
                f"{r.randint(2, 40)} percent",
            ]
        ),
        "pctw": lambda: num(r.randint(2, 60)) + " percent",
        "count": lambda: str(r.randint(2, 480)),
        "date": lambda: r.choice(
            [
                f"{r.randint(1, 28)} {r.choice(MON)} 2026",
                f"2026-{r.randint(1, 12):02d}-{r.randint(1, 28):02d}",
                f"{r.randint(1, 28):02d}/{r.randint(1, 12):02d}/2026",
                f"{r.choice(MON)[:3]} {r.randint(1, 28)}, 2026",
                f"{r.randint(1, 28)}.{r.randint(1, 12)}.2026",
                f"{r.choice(MON)} {r.randint(2, 28)}th",
            ]
        ),
        "datew": lambda: r.choice(
            [
                f"the {r.choice('first second third fourth fifth sixth eighth tenth twelfth fifteenth twentieth'.split())} of {r.choice(MON)}",
                f"{r.choice(MON)} {r.choice('third fifth ninth tenth eleventh twenty-first'.split())} twenty twenty-six",
                f"{r.choice(MON)} the {r.choice('second fourth seventh'.split())}",
            ]
        ),
        "time": lambda: r.choice(
            [
                f"{r.randint(8, 19)}:{r.randint(10, 59)}",
                f"{r.randint(1, 12)}:{r.randint(10, 59)} pm",
                f"{r.randint(8, 18)}h{r.randint(10, 59)}",
            ]
        ),
        "phone": lambda: r.choice(
            [
                "+44 20 7946 0" + d(3),
                "+1 (415) 555-0" + d(3),
                "+91 98200 " + d(5),
                "0803 555 " + d(4),
                "+49 30 901820-" + d(2),
                "+61 2 5550 " + d(4),
                "(212) 555-01" + d(2),
                "07700 900" + d(3),
            ]
        ),
        "last4": lambda: d(4),
        "last4w": lambda: " ".join(ONES["en"][int(c)] for c in d(4)),
        "mask": lambda: (
            r.choice(
                [
                    "**** **** **** ",
                    "xxxx-xxxx-xxxx-",
                    "•••• ",
                    "XXXXXXXXXXXX",
                    "411111******",
                    "************",
                ]
            )
            + d(4)
        ),
        "ver": lambda: f"{r.randint(1, 12)}.{r.randint(0, 40)}.{r.randint(0, 99)}",
        "zip": lambda: r.choice(
            [
                "postcode SW1A 2AA",
                "zip " + d(5),
                "PLZ " + d(5),
                "Eircode D02 X285",
                "pin code 5600" + d(2),
                "postcode M5 3RT",
                "ZIP code 9" + d(4),
                "postal code K1A 0B1",
            ]
        ),
        "serial": lambda: r.choice(
            ["SN-" + d(8), "C02" + rnd(r, 9, U + D).upper(), "VX" + d(9), "S/N " + d(8)]
        ),
        "policy": lambda: r.choice(["POL-" + d(7), "P" + d(8)]),
        "claim": lambda: r.choice(["CLM-" + d(8), "C/" + d(6), "CB-" + d(7)]),
        "acctid": lambda: r.choice(["acct_" + rnd(r, 14), "ACC-" + d(5)]),
        "custno": lambda: d(r.choice([6, 7, 8])),
        "contract": lambda: r.choice(["CTR-" + d(6), "MSA-2026-" + d(3), "C" + d(7)]),
        "batch": lambda: d(r.choice([7, 8, 9, 10])),
        "bare": lambda: d(r.choice([3, 4, 5, 6])),
        "rate": lambda: f"1.{d(4)}",
        "booking": lambda: rnd(r, 6, U + D).upper(),
        "sha": lambda: f"{r.getrandbits(28):07x}",
        "ip": lambda: f"10.{r.randint(0, 255)}.{r.randint(0, 255)}.{r.randint(1, 254)}",
        "epoch": lambda: str(1760000000 + r.randint(0, 9999999)),
        "d": lambda: r.choice("123456789"),
        "amt": lambda: r.choice(
            [
                f"${amount:,}.{r.randint(0, 99):02d}",
                f"£{amount:,}",
                f"{amount:,} euros",
                "€" + f"{amount:,}.50".replace(",", " ").replace(".", ","),
                f"USD {amount}.00",
                f"₦{amount:,}",
                f"₹{indian(max(amount, 1000))}",
                f"{amount} EUR",
                f"CA${amount:,}.10",
                f"A${amount}",
                f"R{amount:,}".replace(",", " "),
                f"AED {amount:,}",
                f"R$ {amount:,}".replace(",", ".") + ",90",
                f"CHF {amount}.\u2013",
                f"{amount:,} dollars",
                "€" + f"{amount:,}".replace(",", ".") + ",00",
                f"{amount / 1000:.1f}k USD",
                f"S${amount:,}",
            ]
        ),
        "amtw": lambda: (
            num(amount % 100000)
            + r.choice(
                [
                    " dollars",
                    " pounds",
                    " euros",
                    " naira",
                    " rupees",
                    " dollars and " + num(r.randint(2, 99)) + " cents",
                    " bucks",
                    " rand",
                    " dirhams",
                    " quid",
                ]
            )
        ),
        "plainamt": lambda: r.choice(
            [f"{amount:,}", f"{amount}.{r.randint(10, 99)}", f"{amount:,}.00"]
        ),
        "lakh": lambda: r.choice(
            [
                indian(r.randint(100000, 99999999)),
                f"{r.randint(1, 90)}.{r.randint(1, 9)} lakh",
                f"{r.randint(2, 9)} crore",
            ]
        ),
        "lakhw": lambda: f"{num(r.randint(2, 60))} lakh {num(r.randint(2, 90))} thousand rupees",
        "ordw": lambda: "S O " + " ".join(ONES["en"][int(c)] for c in d(5)),
        "spokeninv": lambda: " ".join(word(r, c, zero="oh") for c in d(r.choice([5, 6, 7]))),
    }
    return f[k]()
