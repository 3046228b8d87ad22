"""Our own evaluation texts: made-up secrets in many voices, countries and systems.

`rows(seed, count, held_out=...)` yields objects of the shape of the development samples. The
held-out templates are never looked at while rules are written; they only give the figures.
"""

# ruff: noqa: E501, RUF001, SIM905 - a template reads best on its line; odd characters are the subject

import random
import string

DIGIT_WORDS = "zero one two three four five six seven eight nine".split()
TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()
HINDI = "shunya ek do teen char paanch chhe saat aath nau".split()
SPANISH = "cero uno dos tres cuatro cinco seis siete ocho nueve".split()
DEVANAGARI = "शून्य एक दो तीन चार पांच छह सात आठ नौ".split()
NATO = (
    "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar "
    "papa quebec romeo sierra tango uniform victor whiskey xray yankee zulu"
).split()
PLACES = {
    "A": "Agra", "B": "Bombay", "C": "Calcutta", "D": "Delhi", "E": "Egypt", "F": "France",
    "G": "Goa", "H": "Hyderabad", "I": "India", "J": "Jaipur", "K": "Kanpur", "L": "London",
    "M": "Madras", "N": "Nagpur", "O": "Orissa", "P": "Pune", "Q": "Queen", "R": "Rajkot",
    "S": "Surat", "T": "Tango", "U": "Umbrella", "V": "Vadodara", "W": "Whisky", "X": "Xmas",
    "Y": "Yemen", "Z": "Zebra",
}  # fmt: skip
FILLERS = ["um", "uh", "er", "okay", "you know", "let me see", "then", "and then", "like", "sorry"]
ACKS = [
    "Okay.",
    "Go ahead.",
    "Mm-hmm.",
    "Got it.",
    "Yes, continue.",
    "Right.",
    "And?",
    "Uh-huh.",
    "I'm listening.",
]
SPEAKERS = [
    ("Agent", "User"),
    ("Assistant", "Customer"),
    ("Rep", "Caller"),
    ("Bot", "Human"),
    ("Operator", "Client"),
]


# -- secrets ----------------------------------------------------------------------------------


def digits(rng, count):
    return "".join(rng.choices(string.digits, k=count))


def letters(rng, count):
    return "".join(rng.choices(string.ascii_uppercase, k=count))


def luhn_complete(body):
    total = 0
    for place, char in enumerate(reversed(body)):
        digit = int(char) * (2 if place % 2 == 0 else 1)
        total += digit - 9 if digit > 9 else digit
    return body + str(-total % 10)


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


# -- voices -----------------------------------------------------------------------------------


class Script:
    """Text under construction that remembers which stretch stands for which characters."""

    def __init__(self):
        self.text = ""
        self.parts = []

    def say(self, words):
        self.text += words

    def piece(self, words, chars):
        self.parts.append([len(self.text), len(self.text) + len(words), chars])
        self.text += words


def _chunks(rng, value, low=2, high=4):
    out, at = [], 0
    while at < len(value):
        size = rng.randint(low, high)
        out.append(value[at : at + size])
        at += size
    return out


def _fours(value):
    return [value[i : i + 4] for i in range(0, len(value), 4)]


def grouped(separator):
    def render(script, value, rng):
        for index, chunk in enumerate(_fours(value)):
            if index:
                script.say(separator)
            script.piece(chunk, chunk)

    return render


def plain(script, value, rng):
    script.piece(value, value)


def lower(script, value, rng):
    script.piece(value.lower(), value)


def odd(script, value, rng):
    for index, chunk in enumerate(_chunks(rng, value, 1, 5)):
        if index:
            script.say(rng.choice([" ", "-", "."]))
        script.piece(chunk, chunk)


def single(separator=" "):
    def render(script, value, rng):
        for index, char in enumerate(value):
            if index:
                script.say(separator)
            script.piece(char, char)

    return render


def spoken(
    table=DIGIT_WORDS,
    *,
    doubles=0.0,
    oh=0.0,
    filler=0.0,
    comma=0.15,
    mixed=0.0,
    pairs=0.0,
    nato=0.0,
    places=0.0,
    echo=0.0,
):
    """Words, with the habits of a voice as chances."""

    def render(script, value, rng):
        at = 0
        first = True
        while at < len(value):
            if not first:
                script.say(", " if rng.random() < comma else " ")
                if rng.random() < filler:
                    script.say(rng.choice(FILLERS) + rng.choice([" ", ", "]))
            first = False
            char = value[at]
            same = len(value[at:]) - len(value[at:].lstrip(char)) if char.isdigit() else 1
            if same >= 2 and rng.random() < doubles:
                times = 3 if same >= 3 and rng.random() < 0.6 else 2
                word = "oh" if char == "0" and rng.random() < 0.5 else table[int(char)]
                script.piece(
                    {2: "double ", 3: rng.choice(["triple ", "treble "])}[times] + word,
                    char * times,
                )
                at += times
                continue
            if (
                char.isdigit()
                and value[at : at + 2].isdigit()
                and len(value[at : at + 2]) == 2
                and char in "123456789"
                and rng.random() < pairs
            ):
                number = int(value[at : at + 2])
                script.piece(_two(number, rng), value[at : at + 2])
                at += 2
                continue
            script.piece(_one(char, table, rng, oh, mixed, nato, places), char)
            at += 1

    return render


def _two(number, rng):
    if number < 20:
        return TEENS[number - 10]
    return TENS[number // 10] + (
        "" if number % 10 == 0 else rng.choice(["-", " "]) + DIGIT_WORDS[number % 10]
    )


def _one(char, table, rng, oh, mixed, nato, places):
    if char.isdigit():
        if rng.random() < mixed:
            return char
        if char == "0" and rng.random() < oh:
            return rng.choice(["oh", "o", "nought"])
        return table[int(char)]
    if rng.random() < nato:
        return NATO[ord(char) - 65]
    if rng.random() < places:
        return f"{char} for {PLACES[char]}"
    return char if rng.random() < 0.7 else char.lower()


def translated(zero):
    def render(script, value, rng):
        for index, chunk in enumerate(_fours(value)):
            if index:
                script.say(" ")
            script.piece("".join(chr(zero + int(c)) if c.isdigit() else c for c in chunk), chunk)

    return render


def sprinkled(mark):
    def render(script, value, rng):
        for char in value:
            script.piece(char + (mark if rng.random() < 0.5 else ""), char)

    return render


def escaped(form):
    def render(script, value, rng):
        for char in value:
            script.piece(form.format(ord(char)) if char.isdigit() else char, char)

    return render


def corrected(script, value, rng):
    """One digit is said wrongly and put right at once."""
    place = rng.randrange(1, len(value))
    spoken(oh=0.3)(script, value[:place], rng)
    wrong = str((int(value[place]) + 1) % 10) if value[place].isdigit() else value[place]
    script.say(f" {DIGIT_WORDS[int(wrong)] if wrong.isdigit() else wrong}, no, ")
    if value[place].isdigit():
        script.piece(DIGIT_WORDS[int(value[place])], value[place])
    else:
        script.piece(value[place], value[place])
    if place + 1 < len(value):
        script.say(" ")
        spoken(oh=0.3)(script, value[place + 1 :], rng)


def homophones(script, value, rng):
    swap = {"2": ["to", "too"], "4": ["for"], "8": ["ate"], "1": ["won"]}
    for index, char in enumerate(value):
        if index:
            script.say(" ")
        inner = (
            0 < index < len(value) - 1
            and value[index - 1] not in swap
            and value[index + 1 : index + 2] not in swap
        )
        word = (
            rng.choice(swap[char])
            if char in swap and inner and rng.random() < 0.5
            else _one(char, DIGIT_WORDS, rng, 0, 0, 0, 0)
        )
        script.piece(word, char)


EASY = {"plain": plain, "spaces": grouped(" "), "hyphens": grouped("-")}
MEDIUM = {
    "dots": grouped("."), "commas": grouped(", "), "endash": grouped("–"), "nbsp": grouped("\u00a0"), "underscore": grouped("_"),
    "odd": odd, "single": single(), "lower": lower, "words": spoken(), "oh": spoken(oh=0.7), "slashes": grouped("/"),
    "singlecomma": single(", "), "singledash": single("-"), "dotspace": grouped(". "),
}  # fmt: skip
HARD = {
    "double": spoken(doubles=0.9, oh=0.5), "filler": spoken(filler=0.25, doubles=0.4, oh=0.4), "mixed": spoken(mixed=0.5, pairs=0.3),
    "pairs": spoken(pairs=0.9), "hindi": spoken(HINDI, comma=0.1), "hinglish": spoken(HINDI, mixed=0.3, doubles=0.7),
    "devanagari_words": spoken(DEVANAGARI, comma=0.05), "spanish": spoken(SPANISH), "nato": spoken(nato=1.0), "places": spoken(places=0.9),
    "fullwidth": translated(0xFF10), "devanagari": translated(0x0966), "arabic": translated(0x0660), "persian": translated(0x06F0),
    "bengali": translated(0x09E6), "mathbold": translated(0x1D7CE), "zw": sprinkled("\u200b"), "joiner": sprinkled("\u2060"),
    "combining": sprinkled("\u0332"), "urlenc": escaped("%{:02X}"), "html": escaped("&#{};"), "jsonesc": escaped("\\u{:04x}"),
    "corrected": corrected, "homophones": homophones,
}  # fmt: skip
GERMAN = "null eins zwei drei vier fünf sechs sieben acht neun".split()
FRENCH = "zéro un deux trois quatre cinq six sept huit neuf".split()
SWAHILI = "sifuri moja mbili tatu nne tano sita saba nane tisa".split()
UNSEEN = {  # voices that only the held-out texts have
    "german": spoken(GERMAN), "french": spoken(FRENCH), "swahili": spoken(SWAHILI), "keycaps": sprinkled("\ufe0f\u20e3"), "thin": grouped("\u2009"),
    "parens": grouped(") ("), "tilde": grouped("~"), "tamil": translated(0x0BE6), "loud": spoken([w.upper() for w in DIGIT_WORDS]), "dashed": spoken(comma=0, filler=0.1),
}  # fmt: skip
VOICES = {"easy": EASY, "medium": MEDIUM, "hard": HARD}


# -- what stays -------------------------------------------------------------------------------

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


# -- templates: {s} the secret, {k} something that stays ----------------------------------------

TUNED = {
    "card": [
        "My Visa is {s}, charge {k} to it.",
        "{A}: Card number?\n{U}: {s}\n{A}: Thank you, {k} it is.",
        "Please use {s} for {k}.",
        "Customer insisted on reading the card over the phone: {s}. Case {k}.",
        "I want to pay with card {s} today, about {k}.",
        "{A}: Go ahead with the sixteen digits. {U}: {s}. {A}: And the amount is {k}, right?",
        "{s} is my Mastercard, for {k}.",
        "Debit card ka number hai {s}, {k} ke liye.",
        '{{"role":"user","content":"the card is {s}"}},{{"role":"assistant","content":"for {k}"}}',
        "Re: {k}. Card on file should be {s} from now on.",
    ],
    "misheard": [
        "{A}: Read me the card number please.\n{U}: {s}\n{A}: It says invalid, {k} is still open.",
        "my credit card number is {s}, {k}",
        "Card: {s} ({k})",
    ],
    "cvv": [
        "{A}: And the three digits on the back?\n{U}: {s}\n{A}: Thanks, {k}.",
        "CVV {s}. Then {k}.",
        "the security code is {s} and {k} is due",
        "cvc: {s}; {k}",
        "{A}: What's the CVV? {U}: It's {s}. {A}: Done, {k}.",
    ],
    "iban": [
        "IBAN: {s}, {k}",
        "{A}: Which IBAN shall we refund to?\n{U}: {s}\n{A}: Fine, {k}.",
        "Please wire {k} to {s}",
        "our iban is {s} by the way, see {k}",
        '{{"iban": "{s}", "note": "{k}"}}',
    ],
    "ssn": [
        "SSN {s} on file, {k}.",
        "{A}: Your social security number?\n{U}: {s}\n{A}: Okay, {k}.",
        "my social is {s}, about {k}",
        "Social Security: {s} / {k}",
    ],
    "itin": ["ITIN {s}, {k}", "his individual taxpayer identification number is {s}, {k}"],
    "ein": [
        "EIN {s} for {k}",
        "{A}: Federal tax ID?\n{U}: {s}\n{A}: Great, {k}",
        "the employer identification number is {s}, see {k}",
    ],
    "routing": [
        "routing number {s}, {k}",
        "{A}: ABA routing?\n{U}: {s}\n{A}: ok, {k}",
        "Wire routing: {s}. {k}",
    ],
    "us_account": [
        "checking account {s}, {k}",
        "{A}: Account number please.\n{U}: {s}\n{A}: I will note {k}.",
        "ACH to account number {s} for {k}",
        "my bank account is {s}, {k}",
    ],
    "uk_account": [
        "account number {s}, {k}",
        "{A}: And the account number? {U}: {s} {A}: Thanks, {k}.",
    ],
    "sort_code": [
        "sort code {s}, {k}",
        "{A}: Sort code?\n{U}: {s}\n{A}: And {k}?",
        "the sort code's {s}, {k}",
    ],
    "bsb": ["BSB {s}, {k}", "{A}: What's the BSB?\n{U}: {s}\n{A}: No worries, {k}."],
    "nuban": [
        "my GTBank account is {s}, {k}",
        "{A}: Your account number sir?\n{U}: {s}\n{A}: Noted, {k}.",
        "NUBAN {s}. {k}",
        "send am to my Opay account {s}, {k}",
    ],
    "in_account": [
        "account no. {s}, {k}",
        "mera account number hai {s}, {k}",
        "{A}: Savings account number?\n{U}: {s}\n{A}: Ji, {k}.",
    ],
    "ifsc": [
        "IFSC {s}, {k}",
        "{A}: IFSC code?\n{U}: {s}\n{A}: Thank you, {k}",
        "ifsc code is {s} for {k}",
    ],
    "gstin": [
        "GSTIN {s}, {k}",
        "{A}: GST number please?\n{U}: {s}\n{A}: Noted with {k}.",
        "update our GST to {s} on {k}",
    ],
    "in_pan": [
        "PAN {s}, {k}",
        "my PAN card number is {s}, {k}",
        "{A}: PAN?\n{U}: {s}\n{A}: thanks, {k}",
    ],
    "aadhaar": [
        "Aadhaar {s}, {k}",
        "{A}: Aadhaar number?\n{U}: {s}\n{A}: theek hai, {k}",
        "mera aadhar number {s} hai, {k}",
    ],
    "nino": ["NI number {s}, {k}", "{A}: National Insurance number?\n{U}: {s}\n{A}: Lovely, {k}."],
    "utr": ["UTR {s}, {k}", "my unique taxpayer reference is {s}, {k}"],
    "bvn": [
        "BVN {s}, {k}",
        "{A}: Your BVN please?\n{U}: {s}\n{A}: Okay, {k}.",
        "my bank verification number na {s}, {k}",
    ],
    "nin": ["NIN {s}, {k}", "{A}: National identification number?\n{U}: {s}\n{A}: Alright, {k}"],
    "ng_tin": ["TIN {s}, {k}", "company tax identification number {s}, {k}"],
    "vat": [
        "VAT number {s}, {k}",
        "{A}: VAT ID?\n{U}: {s}\n{A}: Will add to {k}",
        "our VAT registration number is {s}, {k}",
    ],
    "tfn": ["tax file number {s}, {k}", "TFN: {s} - {k}"],
    "sin": [
        "social insurance number {s}, {k}",
        "{A}: Your social insurance number?\n{U}: {s}\n{A}: Merci, {k}",
    ],
    "cpf": ["CPF {s}, {k}", "{A}: Seu CPF?\n{U}: {s}\n{A}: Obrigado, {k}"],
    "otp": [
        "the OTP is {s}, {k}",
        "{A}: Please read the code we just texted.\n{U}: {s}\n{A}: Perfect, {k}.",
        "one-time code {s} for {k}",
        "verification code: {s}. {k}",
    ],
    "pin": [
        "my PIN is {s}, {k}",
        "{A}: Enter your card PIN.\n{U}: {s}\n{A}: Thanks, {k}",
        "ATM pin {s} and {k}",
    ],
    "password": [
        "password: {s} and {k}",
        "my password is {s} - {k}",
        "pwd={s}&ref={k}",
        "the portal password was {s} ({k})",
    ],
    "api_key": [
        "use {p}{s} for {k}",
        "Authorization: Bearer {p}{s} / {k}",
        "export STRIPE_KEY={p}{s} # {k}",
        "api key {p}{s}, {k}",
    ],
}

ALSO_TUNED = {
    "card": [
        "Hiya, so the long number on the front is {s}, and it's {k} I need paying.",
        "{A}: How will you settle it?\n{U}: Amex. {s}.\n{A}: That covers {k}.",
        "SMS in: pls debit {s} asap, re {k}",
        "Her husband's card, {s}, was declined against {k}.",
        "Oga, my Verve card na {s}. Abeg sort {k}.",
        "{k} / card: {s} / declined",
        "{U}: you can take it from {s}, that's my credit card, and send {k}.",
        '{{"event":"dtmf","cardNumber":"{s}","for":"{k}"}}',
        "Agent note: caller volunteered PAN of card {s} before I could stop them; {k}.",
        "Meri card ki details: {s}. Bill {k} ka hai.",
    ],
    "misheard": [
        "{U}: okay the number on the card, {s}\n{A}: I heard it but {k} didn't go through.",
        "tried Visa {s} twice for {k}",
        "Mastercard no. {s} rejected; {k}",
    ],
    "cvv": [
        "{A}: flip it over for me, what are the last three digits on the back?\n{U}: {s}\n{A}: ta, {k}",
        "it's CVV2 {s}, {k}",
        "security digits {s} given for {k}",
        '"cvc":"{s}","id":"{k}"',
    ],
    "iban": [
        "transfer back to this IBAN please -> {s}. It concerns {k}.",
        "{U}: IBAN starts now: {s}\n{A}: regarding {k}, yes?",
        "Rückzahlung auf IBAN {s}, {k}",
        "payee iban {s} for {k}",
    ],
    "ssn": [
        "Verified with SSN: {s}; discussed {k}",
        "{A}: For verification, full social?\n{U}: Sure, {s}.\n{A}: I see {k}.",
        "W-9 lists social security no. {s} ({k})",
    ],
    "itin": ["he has no SSN, only an ITIN, {s}, see {k}", "Form W-7 ITIN: {s} - {k}"],
    "ein": ["our EIN's {s}, put it on {k}", "Fed tax id no {s}; {k}"],
    "routing": [
        "{A}: I need routing and account.\n{U}: routing is {s}\n{A}: and it is {k}",
        "bank routing no. {s} | {k}",
    ],
    "us_account": [
        "Please debit savings account {s} for {k}",
        "{A}: which acct?\n{U}: acct number {s}\n{A}: ok {k}",
        "direct deposit into acct # {s}, {k}",
    ],
    "uk_account": ["refund to my Monzo, account number {s}, {k}", "Acc no: {s} // {k}"],
    "sort_code": ["it's sort code {s}, love, for {k}", "Sort-code: {s} // {k}"],
    "bsb": ["mate the BSB's {s}, chuck {k} in", "BSB number {s} ({k})"],
    "nuban": [
        "pay into Zenith account {s}, {k}",
        "{U}: acct number na {s}\n{A}: I don hear, {k}",
        "beneficiary account {s} - {k}",
    ],
    "in_account": [
        "NEFT kar do, a/c no {s}, {k}",
        "{U}: account number likhiye, {s}\n{A}: ho gaya, {k}",
    ],
    "ifsc": ["branch IFSC: {s}; {k}", "IFSC is {s} sir, {k}"],
    "gstin": [
        "our correct GSTIN is {s}, revise {k}",
        "{U}: GST no. likh lijiye {s}\n{A}: okay {k}",
    ],
    "in_pan": ["TDS under PAN {s} for {k}", "PAN number: {s} / {k}"],
    "aadhaar": ["KYC Aadhaar no {s}, {k}", "aadhaar: {s}; {k}"],
    "nino": ["NINO {s}; {k}", "his national insurance no is {s}, {k}"],
    "utr": ["HMRC UTR: {s}, {k}", "self-assessment UTR number {s} for {k}"],
    "bvn": ["dem ask for my BVN, e be {s}, {k}", "BVN: {s} | {k}"],
    "nin": ["NIN slip shows {s}, {k}", "NIN number {s}; {k}"],
    "ng_tin": ["FIRS TIN: {s}, {k}", "tin no {s} / {k}"],
    "vat": ["VAT reg no {s} must appear on {k}", "USt-IdNr. {s}, {k}", "VAT: {s} ; {k}"],
    "tfn": ["his TFN is {s}, {k}", "Tax File No. {s}; {k}"],
    "sin": ["SIN number {s}, {k}", "Canadian social insurance no. {s}; {k}"],
    "cpf": ["o CPF dela é {s}, {k}", "CPF nº {s}; {k}"],
    "otp": [
        "got a text, passcode {s}, is it for {k}?",
        "{A}: what's the six-digit code you received?\n{U}: {s}\n{A}: confirmed {k}",
        "2FA code {s}; {k}",
        "OTP batao: {s}. {k}",
    ],
    "pin": ["he shouted his card pin, {s}, over the line; {k}", "UPI PIN {s}, {k}"],
    "password": [
        "Login works with password {s} now, {k}",
        '"password":"{s}","ref":"{k}"',
        "passwd {s} was typed instead of {k}",
        "Password for the portal is {s}. {k}",
    ],
    "api_key": [
        "leaked credential {p}{s} in {k}",
        "secret key: {p}{s}; {k}",
        'headers {{"Authorization": "Bearer {p}{s}"}} {k}',
    ],
}

THIRD_TUNED = {
    "card": [
        "Niaje, nataka kulipa na kadi yangu {s}, ni ya {k}.",
        "Subject: payment failure\n\nHi team, our corporate Amex {s} got refused when settling {k}. Kindly retry.",
        "<b>Note</b>: cardholder read {s} into the recording ({k})",
        "{A}: Grand, and what's the number on the front of it?\n{U}: Right so, {s}\n{A}: That's gone through for {k}, thanks a million.",
        "id;type;value;memo\n7;card;{s};{k}",
        "{A}: Can lah, your credit card number? {U}: {s} {A}: Okay can, {k}.",
        '{{"caller_input": {{"pan": "{s}"}}, "memo": "{k}"}}',
        "[10:02:11] {U}: alright here's the Mastercard, {s}\n[10:02:40] {A}: perfect, and that was about {k}.",
        "He texted us his debit card ({s}) to clear {k}.",
        "C'est ma carte de crédit: {s}, pour {k}.",
        "{s} <- that is the card I want removed; keep {k}",
        "Is card {s} the one you billed for {k}?",
    ],
    "misheard": [
        "transcript: so my card number should be {s}. then they discussed {k}.",
        "{A}: Card number when you're ready.\n{U}: {s}\n{A}: Hmm, that didn't validate, {k}.",
        "visa card {s} failed twice ({k})",
    ],
    "cvv": [
        "{A}: And the CVC, please?\n{U}: {s}\n{A}: Merci, {k}.",
        "cvv2={s}; memo={k}",
        "she also gave the card's security code, {s}, before {k} came up",
        "{A}: Last thing, the three digit security code. {U}: that's {s} {A}: super, {k}.",
    ],
    "iban": [
        "Bitte erstatten Sie auf {s} (IBAN), Betreff {k}.",
        "The refund of {k} goes to IBAN number {s}",
        "{A}: Could you give me your IBAN slowly?\n{U}: {s}\n{A}: Go raibh maith agat. {k}.",
        "bank: N26 / iban: {s} / {k}",
    ],
    "ssn": [
        "employee SSN# {s}, see {k}",
        "{A}: Ma'am, I'll need your social security number to continue.\n{U}: Uh sure, it is {s}.\n{A}: Thank you, I've got {k} here.",
        "social security number on the W-2 was {s}; {k}",
    ],
    "itin": ["Taxpayer ITIN is {s}. {k}.", "ITIN number {s} - {k}"],
    "ein": [
        "EIN number: {s}. {k}",
        "{A}: What's the company's EIN?\n{U}: It's {s}.\n{A}: And {k}.",
    ],
    "routing": [
        "ABA number {s} / {k}",
        "{A}: Bank routing number?\n{U}: sure thing {s}\n{A}: ok so {k}",
    ],
    "us_account": [
        "checking acct number {s}, {k}",
        "{A}: Now the bank account number.\n{U}: okay {s}\n{A}: I'll set up {k}.",
        "the account no. is {s}; {k}",
    ],
    "uk_account": ["current account number {s}; {k}", "Barclays acct no {s}, {k}"],
    "sort_code": [
        "Sort code is {s}, cheers. {k}",
        "{A}: Sort code first?\n{U}: {s}\n{A}: Brilliant, {k}.",
    ],
    "bsb": ["branch BSB {s} / {k}", "the BSB number is {s}, {k}"],
    "nuban": [
        "transfer to Access bank account {s}, {k}",
        "{A}: Wetin be your account number?\n{U}: na {s}\n{A}: Oya, {k}.",
        "account number: {s} (Kuda), {k}",
    ],
    "in_account": [
        "RTGS to a/c number {s}, {k}",
        "{A}: Aapka bank account number?\n{U}: haan {s}\n{A}: dhanyavaad, {k}",
    ],
    "ifsc": ["IFSC code: {s}, {k}", "{A}: aur IFSC?\n{U}: {s}\n{A}: theek, {k}"],
    "gstin": [
        "Supplier GST number {s} vs {k}",
        "{A}: Could you confirm the GSTIN?\n{U}: yes, {s}\n{A}: ok {k}",
    ],
    "in_pan": ["deductee PAN: {s}; {k}", "{A}: PAN number bataiye.\n{U}: {s}\n{A}: ji {k}"],
    "aadhaar": ["Aadhaar card number {s} / {k}", "{A}: UIDAI Aadhaar?\n{U}: {s}\n{A}: {k} noted"],
    "nino": ["National Insurance no. {s}, {k}", "NI No: {s}; {k}"],
    "utr": [
        "UTR number {s} / {k}",
        "{A}: What's your Unique Taxpayer Reference?\n{U}: {s}\n{A}: Right, {k}.",
    ],
    "bvn": [
        "customer's BVN ({s}) and {k}",
        "{A}: Confirm your Bank Verification Number.\n{U}: {s}\n{A}: Thank you sir, {k}.",
    ],
    "nin": ["National ID number {s}, {k}", "my NIN is {s} please, {k}"],
    "ng_tin": ["Tax Identification Number: {s}; {k}", "{A}: TIN?\n{U}: {s}\n{A}: {k} recorded"],
    "vat": [
        "VAT registration {s}; {k}",
        "{A}: And your VAT number?\n{U}: {s}\n{A}: Dank u, {k}.",
        "BTW-nummer {s}, {k}",
    ],
    "tfn": ["Tax file number is {s}, {k}", "{A}: TFN?\n{U}: {s}\n{A}: Ta, {k}."],
    "sin": ["SIN: {s}, {k}", "my social insurance no is {s}, {k}"],
    "cpf": ["meu CPF: {s}, {k}", "CPF do cliente {s} - {k}"],
    "otp": [
        "code from the text is {s}. {k}.",
        "{A}: You should have a one-time passcode now.\n{U}: yep {s}\n{A}: That worked, {k}.",
        "login code {s}, {k}",
        "Seu código é {s} / {k}",
    ],
    "pin": [
        "the card's PIN is {s} by the way. {k}",
        "{A}: Sir please never share your PIN.\n{U}: It's {s}!\n{A}: Let's move on to {k}.",
        "M-Pesa PIN {s}, {k}",
    ],
    "password": [
        "her password is {s}, {k}",
        "user=ops password={s} # {k}",
        "Passwort: {s}, {k}",
        "He said his new password was {s} and then {k}.",
    ],
    "api_key": [
        "secret={p}{s} {k}",
        "the webhook signing secret is {p}{s} ({k})",
        "token {p}{s} pasted under {k}",
        'config: {{"api_key": "{p}{s}"}} {k}',
    ],
}

TEMPLATES = {kind: TUNED[kind] + ALSO_TUNED[kind] + THIRD_TUNED[kind] for kind in TUNED}

HELD_OUT = {
    "card": [
        "Voicemail 14: yeah hi, calling about {k}. You can just run it on {s}, thanks, bye.",
        "{A}: Alright love, pop the card details over.\n{U}: Here we go then: {s}\n{A}: Lovely stuff. {k}, was it?",
        "CRM memo // caller's new debit card is {s} // re {k}",
        "From: ops\nTo: billing\nPlease stop using the Visa {s}; {k} should go to the new one.",
        "{U}: Jeez, it's the same Mastercard as always, {s}.\n{A}: And for {k}?",
        '{{"speaker":"customer","utterance":"so the card number is {s} yeah"}},{{"speaker":"agent","utterance":"and {k}"}}',
        "Bhaiya card number note karo {s} aur {k} clear kar do",
        "WhatsApp 09:12 - my card: {s} - for {k} please",
        "We could not charge {s} for {k}.",
        "Kreditkarte {s}, Betrag {k}",
    ],
    "misheard": [
        "{A}: I need your credit card number.\n{U}: Sure, that'd be {s}\n{A}: One digit seems off. {k}.",
        "Customer gave card number {s} (invalid), see {k}",
        "debit card {s} would not go through, {k}",
    ],
    "cvv": [
        "{A}: CVV for me?\n{U}: {s}, got it?\n{A}: Yes. {k}.",
        "Caller disclosed CVC {s}. Matter: {k}.",
        "three-digit security code {s} / {k}",
        "card verification code was {s}, {k}",
    ],
    "iban": [
        "Please change our payout IBAN to {s}. Background: {k}.",
        "{A}: IBAN?\n{U}: so, {s}\n{A}: Tak, {k}.",
        "Überweisung an {s}, {k}",
        "International bank account number {s}; {k}",
    ],
    "ssn": [
        "{U}: my social's {s}\n{A}: Appreciate it, {k}.",
        "Background check lists SSN as {s}, {k}",
        "the caller's full social security number, {s}, was spoken; {k}",
    ],
    "itin": ["filed with ITIN {s}; {k}", "her ITIN? It's {s}. {k}"],
    "ein": ["W-9: EIN {s}; {k}", "federal employer identification number {s}, {k}"],
    "routing": ["set up ACH with routing number {s}; {k}", "{A}: routing?\n{U}: {s}\n{A}: mm, {k}"],
    "us_account": [
        "savings account number {s} / {k}",
        "{U}: my checking account number is {s}\n{A}: okay {k}",
        "Deposit to account # {s}, {k}",
    ],
    "uk_account": ["pay my current account, number {s}, {k}", "acc number {s}, {k}"],
    "sort_code": ["using sort code {s}; {k}", "{A}: sort code mate?\n{U}: {s}\n{A}: cool, {k}"],
    "bsb": ["BSB is {s}; {k}", "our BSB: {s}, {k}"],
    "nuban": [
        "please credit GTB account {s}; {k}",
        "{U}: account number is {s}, First Bank\n{A}: noted, {k}",
        "NUBAN account {s} - {k}",
    ],
    "in_account": ["bank a/c {s}, {k}", "account number {s} hai, SBI, {k}"],
    "ifsc": ["IFSC no. {s}, {k}", "bank ka IFSC code {s} hai, {k}"],
    "gstin": ["GST registration no {s}; {k}", "GSTIN wrong, should read {s}, {k}"],
    "in_pan": ["PAN no. {s}; {k}", "hamara PAN {s} hai, {k}"],
    "aadhaar": ["Aadhaar ID {s}; {k}", "{U}: aadhaar hai {s}\n{A}: ok ji {k}"],
    "nino": [
        "insurance: national insurance number {s}; {k}",
        "NINO is {s}, {k}",
    ],
    "utr": ["tax return under UTR {s}; {k}", "their UTR? {s}. {k}"],
    "bvn": ["BVN is {s} oga, {k}", "{A}: BVN?\n{U}: {s}\n{A}: {k} pending"],
    "nin": ["NIN: {s}; {k}", "national identity number is {s}, {k}"],
    "ng_tin": ["TIN number is {s}; {k}", "taxpayer identification number {s}, {k}"],
    "vat": ["our VAT ID is {s}; {k}", "VAT registration no. {s}, {k}", "TVA: {s}, {k}"],
    "tfn": ["TFN is {s}; {k}", "tax file number, {s}, {k}"],
    "sin": ["her SIN is {s}; {k}", "social insurance: {s}; {k}"],
    "cpf": ["CPF {s}; {k}", "{A}: qual é o CPF?\n{U}: {s}\n{A}: certo, {k}"],
    "otp": [
        "{A}: Read me the verification code.\n{U}: It says {s}\n{A}: Thanks! {k}",
        "my one time password is {s}; {k}",
        "SMS code: {s}, {k}",
        "passcode {s} entered, {k}",
    ],
    "pin": [
        "debit PIN: {s}; {k}",
        "his PIN number was {s}, {k}",
        "{A}: PIN?\n{U}: {s}\n{A}: ok {k}",
    ],
    "password": [
        "the old password ({s}) no longer works, {k}",
        "Password = {s}; {k}",
        "portal password {s}, {k}",
        "my password's {s}, {k}",
    ],
    "api_key": [
        "Api-Key: {p}{s} {k}",
        "live secret key {p}{s}; {k}",
        "TOKEN={p}{s} make call # {k}",
        "they mailed an access token, {p}{s}, with {k}",
    ],
}

TUNED_DECOYS = [
    "Please refund {k} on {r}.",
    "{A}: Which invoice?\n{U}: {r}\n{A}: Thanks, {k} by {d}.",
    "{b} and {r} were mentioned, total {k}.",
    "The card was declined on {d}; {r} stays open for {k}.",
    "She will reset her password; {r}.",
    "My account manager said {k} by {d}, {b}.",
    "{U}: I paid {k} on {d}.\n{A}: I can see {r}.",
    "OTP did not arrive on {d}, {r}.",
    "No card number was taken. {b}. {r}.",
]
ALSO_TUNED_DECOYS = [
    "Caller wants {r} resent and disputes {k} from {d}.",
    "{A}: Reference?\n{U}: It's {r}.\n{A}: Due {d}, {k}.",
    "We shipped under {b}; {k} outstanding since {d}.",
    "Pin down {r} before {d}. {k} at stake.",
    "Tax invoice {r} shows {k}.",
    "card payment of {k} for {r} bounced on {d}",
    "The security team reviewed {b} on {d}.",
    "bank says {k} left our account on {d}, {r}",
    "key account {r}, {b}, value {k}",
]
THIRD_TUNED_DECOYS = [
    "Subject: {r}\n\nHello, we still owe {k} since {d}. Regards",
    "{A}: So you're calling on {r}?\n{U}: Yes, {k} was taken on {d}.\n{A}: I see {b} as well.",
    "Note to self: {b}, {r}, {k}, {d}.",
    "Her bank returned {k} for {r} on {d}.",
    "The account is past due: {k} ({r}), {b}.",
    "{U}: my card never arrived, but {r} was billed {k}.\n{A}: Noted, {d}.",
    "ref={r}; due={d}; total={k}",
    "Security deposit of {k} under {r}, returned {d}.",
    "We verified the caller by email. {b}. They want {k} back by {d}.",
    "{A}: Is the code on the parcel {b}?\n{U}: It says {r}.",
]
DECOYS = TUNED_DECOYS + ALSO_TUNED_DECOYS + THIRD_TUNED_DECOYS
HELD_OUT_DECOYS = [
    "Hello finance, {r} for {k} was settled on {d}, kindly confirm.",
    "{A}: What was charged?\n{U}: {k}, on {d}.\n{A}: That matches {r}.",
    "Logistics: {b}. Finance: {k}. Reference: {r}.",
    "Bank details unchanged; {r} ({k}) due {d}.",
    "The caller would not give a card. {r}, {k}.",
    "She asked why her account shows {k} on {d} and mentioned {b}.",
    "{b} / {r} / {d}",
    "VAT on {r} was {k}, booked {d}.",
    "{U}: I changed my PIN on {d}, is {r} still open?\n{A}: Yes, {k}.",
    "Tax office letter of {d} about {r}: {k}.",
]


def _slots(rng):
    agent, user = rng.choice(SPEAKERS)
    return agent, user


_SPOKEN = frozenset(
    "words oh double filler mixed pairs hindi hinglish devanagari_words spanish nato places corrected homophones single".split()
)
_DIGITS_ONLY = frozenset(
    "hindi hinglish devanagari_words spanish homophones corrected singlecomma singledash".split()
)


def rows(seed, count, *, held_out=False):
    """`count` texts; a sixth holds no secret."""
    rng = random.Random(seed)
    for index in range(count):
        name = f"{'held' if held_out else 'own'}-{index:04d}"
        yield _decoy(rng, name, held_out) if index % 6 == 5 else _secret(rng, name, held_out)


def _decoy(rng, name, held_out):
    template = rng.choice(HELD_OUT_DECOYS if held_out else DECOYS)
    agent, user = _slots(rng)
    fields = {"k": amount(rng), "r": reference(rng), "d": date(rng), "b": benign(rng)}
    used = [value for key, value in fields.items() if "{" + key + "}" in template]
    text = template.format(A=agent, U=user, **fields)
    return {
        "id": name,
        "kind": "decoy",
        "difficulty": "hard",
        "text": text,
        "spans": [],
        "keep": used,
        "styles": [],
    }


def _secret(rng, name, held_out):
    kind = rng.choice(list(SECRETS) + ["card"] * 8)
    make, mode, tail = SECRETS[kind]
    value = make(rng)
    difficulty = "easy" if mode == "literal" else rng.choice(["easy", "medium", "hard"])
    voices = VOICES[difficulty] | (UNSEEN if held_out and difficulty == "hard" else {})
    style = rng.choice(sorted(voices)) if mode != "literal" else "plain"
    if mode == "alnum" and style in _DIGITS_ONLY:
        difficulty, style = "medium", "words"
        voices = MEDIUM
    template = rng.choice((HELD_OUT if held_out else TEMPLATES)[kind])
    agent, user = _slots(rng)
    keep = rng.choice([amount, date, reference])(rng)
    prefix = rng.choice(KEY_PREFIXES) if kind == "api_key" else ""
    before, after = template.format(s="\0", k=keep, A=agent, U=user, p=prefix).split("\0")
    script = Script()
    script.say(before)
    if (
        difficulty == "hard"
        and style in _SPOKEN
        and "\n" in template
        and len(value) >= 8
        and rng.random() < 0.5
    ):
        style = f"turns_{style}"
        _in_turns(script, value, rng, agent, user)
    else:
        voices[style](script, value, rng)
    script.say(after)
    span = {
        "kind": "card" if kind == "misheard" else kind,
        "value": value,
        "mode": mode,
        "tail": tail,
        "parts": script.parts,
    }
    return {
        "id": name,
        "kind": kind,
        "difficulty": difficulty,
        "text": script.text,
        "spans": [span],
        "keep": [keep],
        "styles": [style],
    }


def _in_turns(script, value, rng, agent, user):
    voice = spoken(doubles=0.4, oh=0.4, mixed=0.2)
    previous = ""
    for index, chunk in enumerate(_chunks(rng, value, 2, 5)):
        if index:
            script.say(f"\n{agent}: ")
            if rng.random() < 0.2 and previous.isdigit():
                script.say(" ".join(DIGIT_WORDS[int(d)] for d in previous) + ", yes.")
            else:
                script.say(rng.choice(ACKS))
            script.say(f"\n{user}: ")
        voice(script, chunk, rng)
        previous = chunk


def calls(seed, count, *, held_out=False, length=5):
    """Whole conversations: several rows in one text, each with its own matter."""
    rng = random.Random(seed)
    pool = list(rows(seed, count * length, held_out=held_out))
    rng.shuffle(pool)
    for index in range(count):
        text, spans, keep = "", [], []
        for row in pool[index * length : (index + 1) * length]:
            spans += [
                {**span, "parts": [[s + len(text), e + len(text), c] for s, e, c in span["parts"]]}
                for span in row["spans"]
            ]
            keep += row["keep"]
            text += row["text"] + "\n"
        yield {
            "id": f"call-{index:04d}",
            "kind": "multi",
            "difficulty": "hard",
            "text": text,
            "spans": spans,
            "keep": keep,
            "styles": [],
        }
