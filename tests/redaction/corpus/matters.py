"""What stays: names, amounts, dates, references."""

# ruff: noqa: E501, SIM905 - a template reads best on its line; odd characters are the subject

import string

from .language import DIGIT_WORDS, TENS
from .made_up import digits

NAMES = [
    "Okonkwo Traders",
    "Lindqvist AB",
    "Fernando & Sons",
    "Mbeki Logistics",
    "Dana Whitfield",
    "Van der Merwe",
    "Hargreaves Ltd",
]


def amount(rng):
    value = rng.randint(5, 250000)
    return rng.choice([
        f"${value:,}.{rng.randint(0, 99):02d}", f"EUR {value:,}", f"₹{_indian(value * 7)}", f"{value} naira", f"£{value}", f"KES {value:,}",
        f"{value:,}.00 USD", f"ZAR {value}", f"Rs {_indian(value)}", f"{value // 100},{value % 100:02d} €",
        f"{TENS[rng.randint(2, 9)]}-{DIGIT_WORDS[rng.randint(1, 9)]} dollars", f"{DIGIT_WORDS[rng.randint(1, 9)]} thousand two hundred rupees",
        f"{DIGIT_WORDS[rng.randint(2, 9)]} lakh rupees", f"{DIGIT_WORDS[rng.randint(1, 9)]} hundred and {TENS[rng.randint(2, 9)]} pounds",
        f"A${value}.{rng.randint(10, 99)}", f"CHF {value}", f"{rng.randint(2, 99)}%",
    ])  # fmt: skip


def _indian(value):
    text = str(value)
    if len(text) <= 3:
        return text
    head, tail = text[:-3], text[-3:]
    pairs = []
    while head:
        pairs.insert(0, head[-2:])
        head = head[:-2]
    return ",".join([*pairs, tail])


def date(rng):
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(2023, 2028)
    names = "January February March April May June July August September October November December".split()
    return rng.choice([
        f"{year}-{month:02d}-{day:02d}", f"{day}/{month}/{year}", f"{day:02d}.{month:02d}.{year}", f"{day} {names[month - 1]}", f"{names[month - 1]} {day}, {year}",
        f"the {['first', 'third', 'ninth', 'twelfth', 'twentieth'][day % 5]} of {names[month - 1]}", f"{names[month - 1][:3]} {day}", f"{day}th {names[month - 1]} {year}",
        f"{rng.randint(1, 12)}:{rng.randint(10, 59)} pm", f"{year}-{month:02d}-{day:02d}T{rng.randint(10, 23)}:15:00Z",
    ])  # fmt: skip


def reference(rng):
    alnum = string.ascii_lowercase + string.digits
    mixed = string.ascii_letters + string.digits
    return rng.choice([
        f"INV-{rng.randint(2023, 2027)}-{digits(rng, 5)}", f"INV{digits(rng, 7)}", f"#{digits(rng, 6)}", f"PO-{digits(rng, 6)}",
        f"call_{''.join(rng.choices(alnum, k=14))}", f"ch_{''.join(rng.choices(mixed, k=24))}", f"in_1{''.join(rng.choices(mixed, k=20))}",
        f"sub_{''.join(rng.choices(mixed, k=14))}1", f"ZD-{digits(rng, 5)}", f"HC-{digits(rng, 5)}", f"{rng.randbytes(4).hex()}-{rng.randbytes(2).hex()}-4{rng.randbytes(1).hex()}0-a{rng.randbytes(1).hex()}1-{rng.randbytes(6).hex()}",
        f"invoice {digits(rng, 5)}", f"order number {digits(rng, 8)}", f"ticket {digits(rng, 7)}", f"case {digits(rng, 6)}", f"reference {digits(rng, 9)}",
        f"re_{''.join(rng.choices(mixed, k=23))}9", f"SO{digits(rng, 6)}", f"transaction {digits(rng, 11)}",
        f"order {' '.join(DIGIT_WORDS[int(d)] for d in digits(rng, 5))}", f"invoice number {' '.join(DIGIT_WORDS[int(d)] for d in digits(rng, 6))}",
    ])  # fmt: skip


def benign(rng):
    return rng.choice([
        f"tracking number {digits(rng, 12)}", f"phone +44 20 7946 {digits(rng, 4)}", f"the card ending {digits(rng, 4)}", f"card ending in {digits(rng, 4)}",
        f"IMEI 35{digits(rng, 13)}", f"zip code {digits(rng, 5)}", f"PIN code {digits(rng, 6)}", f"{rng.randint(2, 90)} seats", f"{rng.randint(2, 12)} months",
        f"batch {digits(rng, 8)}", f"error code {digits(rng, 4)}", f"booking {digits(rng, 9)}", f"claim number {digits(rng, 8)}", f"promo code SAVE{digits(rng, 2)}",
        f"flight BA{digits(rng, 3)}", f"room {digits(rng, 3)}", f"employee id {digits(rng, 6)}", f"version {rng.randint(1, 9)}.{rng.randint(0, 20)}.{rng.randint(0, 9)}",
        f"serial number {digits(rng, 10)}", f"policy number {digits(rng, 9)}", f"**** {digits(rng, 4)}", f"last four {digits(rng, 4)}", f"cheque number {digits(rng, 6)}",
        f"meter reading {digits(rng, 6)}", f"ISBN 978{digits(rng, 10)}", f"SKU {digits(rng, 8)}", f"Docket {digits(rng, 10)}", f"folio {digits(rng, 9)}",
    ])  # fmt: skip
