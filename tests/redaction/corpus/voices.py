"""Ways to write or say a value, remembering which stretch stands for which characters."""

# ruff: noqa: E501, RUF001, SIM905 - a template reads best on its line; odd characters are the subject

from .language import DEVANAGARI, DIGIT_WORDS, FILLERS, HINDI, NATO, PLACES, SPANISH, TEENS, TENS


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
