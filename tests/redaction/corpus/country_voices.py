"""Ways of writing and saying one value: lists of (piece, characters) with what stands between them."""

# ruff: noqa: E501, RUF001, SIM905 - a template reads best on its line; odd characters are the subject

ONES = {
    "en": "zero one two three four five six seven eight nine".split(),
    "hi": "shunya ek do teen char paanch chhe saat aath nau".split(),
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve".split(),
    "fr": "zéro un deux trois quatre cinq six sept huit neuf".split(),
    "de": "null eins zwei drei vier fünf sechs sieben acht neun".split(),
    "it": "zero uno due tre quattro cinque sei sette otto nove".split(),
    "pt": "zero um dois três quatro cinco seis sete oito nove".split(),
    "nl": "nul een twee drie vier vijf zes zeven acht negen".split(),
}
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
NATO = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "Alpha Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar Papa Quebec Romeo Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu".split(),
        strict=False,
    )
)
FORS = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "apple Bombay cat Delhi elephant Frank Gujarat Hyderabad India Jaipur king London Mumbai Nagpur orange Patna queen Raj Singapore Tom umbrella Victor water xylophone yellow zebra".split(),
        strict=False,
    )
)
HOMO = {
    "4": ["for"],
    "2": ["to", "too"],
    "8": ["ate"],
    "1": ["won"],
    "3": ["tree"],
    "9": ["niner"],
    "5": ["fife"],
}
FILLERS = [
    "um,",
    "uh,",
    "er",
    "let me see,",
    "hang on,",
    "wait,",
    "then",
    "and then",
    "so",
    "you know,",
    "right,",
    "okay,",
    "hmm",
    "it's",
    "next is",
    "followed by",
    "sorry, bear with me,",
    "ah,",
    "like,",
    "next,",
]
FIX = [
    "no sorry,",
    "no,",
    "scratch that,",
    "I mean",
    "sorry,",
    "correction,",
    "my mistake,",
    "wait no,",
]


def group(r, value, sizes=None):
    if sizes is None:
        len(value)
        sizes = r.choice(
            [[4] * 5, [4] * 5, [3] * 7, [2] * 12, [4, 6, 5], [5] * 5, [3, 2, 4, 3, 4, 5]]
        )
    out = []
    i = 0
    for s in sizes:
        if i < len(value):
            out.append(value[i : i + s])
            i += s
    if i < len(value):
        out.append(value[i:])
    return out


def letter(r, c, how):
    if how == "nato":
        return NATO[c]
    if how == "for":
        return f"{c} for {FORS[c]}"
    if how == "asin":
        return f"{c} as in {FORS[c]}"
    return c if how == "up" else c.lower() if how == "low" else c


def word(r, c, lang="en", zero=None, how="up"):
    if c.isdigit():
        if c == "0" and lang == "en":
            return zero or r.choice(["zero", "zero", "oh", "o", "nought"])
        return ONES[lang][int(c)]
    return letter(r, c, how)


def chars(value, sep=""):
    """Every character its own piece."""
    out = []
    for i, c in enumerate(value):
        out.append((c, c if c.isalnum() else "", sep if i else ""))
    return out


def written(r, value, style):
    """[(text, characters, separator before)]"""
    if style == "plain":
        return chars(value)
    if style == "single":
        return chars(value, r.choice([" ", " ", "-", ". "]))
    sep = {
        "spaces": " ",
        "hyphens": "-",
        "dots": ".",
        "endash": "–",
        "nbsp": "\u00a0",
        "slash": "/",
        "commas": ", ",
        "thin": "\u2009",
        "under": "_",
        "wide": "  ",
        "spdash": " - ",
    }.get(style, " ")
    out = []
    for gi, g in enumerate(group(r, value)):
        for i, c in enumerate(g):
            out.append((c, c, sep if gi and not i else ""))
    return out


def unicode_digits(r, value):
    base = r.choice([0xFF10, 0x0966, 0x0660, 0x06F0, 0x09E6, 0x1D7CE])
    return [
        (chr(base + int(c)) if c.isdigit() else c, c, s)
        for c, _, s in written(r, value, r.choice(["plain", "spaces"]))
    ]


def zero_width(r, value):
    zw = r.choice(["\u200b", "\u200d", "\u2060", "\u00ad", "\ufeff"])
    return [
        (c, ch, s + (zw if i and r.random() < 0.7 else ""))
        for i, (c, ch, s) in enumerate(written(r, value, r.choice(["plain", "spaces"])))
    ]


def spoken(r, value, style):
    lang = style[:2] if style[:2] in ONES and style[2:3] == ":" else "en"
    zero = r.choice(["zero", "oh", "o", "nought", None])
    how = r.choice(["up", "up", "low", "nato", "for", "asin"]) if lang == "en" else "up"
    out = []
    for gi, g in enumerate(group(r, value)):
        i = 0
        lead = (
            (r.choice([" ", ", ", " ", " - ", "... ", ". "]) if style != "run" else " ")
            if gi
            else ""
        )
        if style == "filler" and gi and r.random() < 0.7:
            lead = ", " + r.choice(FILLERS) + " "
        while i < len(g):
            c = g[i]
            sep = lead if i == 0 else " "
            nxt = g[i + 1 : i + 2]
            if (
                style in ("double", "hi:double", "filler", "fix")
                and c.isdigit()
                and g[i : i + 3] == c * 3
                and r.random() < 0.7
            ):
                out.append(
                    (f"{r.choice(['triple', 'treble'])} {word(r, c, lang, zero)}", c * 3, sep)
                )
                i += 3
                continue
            if style in ("double", "hi:double", "filler", "fix") and c.isdigit() and nxt == c:
                out.append((f"double {word(r, c, lang, zero)}", c * 2, sep))
                i += 2
                continue
            if style == "pairs" and c.isdigit() and nxt.isdigit() and c != "0" and nxt:
                v = int(c + nxt)
                w = (
                    TEENS[v - 10]
                    if v < 20
                    else TENS[v // 10]
                    + (r.choice(["-", " "]) + ONES["en"][v % 10] if v % 10 else "")
                )
                out.append((w, c + nxt, sep))
                i += 2
                continue
            if style == "mixed" and r.random() < 0.45:
                out.append((c, c, sep))
                i += 1
                continue
            if style == "homo" and c in HOMO and out and i and r.random() < 0.4:
                out.append((r.choice(HOMO[c]), c, sep))
                i += 1
                continue
            if style == "fix" and c.isdigit() and out and r.random() < 0.12:
                wrong = str((int(c) + r.randint(1, 8)) % 10)
                out.append(
                    (
                        word(r, c, lang, zero),
                        c,
                        sep + word(r, wrong, lang, zero) + ", " + r.choice(FIX) + " ",
                    )
                )
                i += 1
                continue
            out.append((word(r, c, lang, zero, how), c, sep))
            i += 1
    return out


EASY = ["plain", "plain", "plain", "spaces", "spaces", "hyphens"]
MEDIUM = [
    "words",
    "run",
    "words",
    "single",
    "dots",
    "endash",
    "nbsp",
    "commas",
    "slash",
    "spdash",
    "thin",
    "words",
]
HARD = [
    "double",
    "filler",
    "pairs",
    "mixed",
    "homo",
    "fix",
    "uni",
    "zw",
    "split",
    "split",
    "echo",
    "double",
    "pairs",
    "mixed",
    "lang",
    "run",
]


def render(r, value, difficulty, lang, *, splittable):
    style = r.choice({"easy": EASY, "medium": MEDIUM, "hard": HARD}[difficulty])
    if style == "lang":
        style = (lang + ":words") if lang in ONES and lang != "en" else "double"
    if style in ("split", "echo") and (not splittable or len(value) < 6):
        style = r.choice(["double", "filler", "pairs"])
    if len(value) <= 4 and style in (
        "slash",
        "dots",
        "endash",
        "spdash",
        "commas",
        "hyphens",
        "spaces",
        "nbsp",
        "thin",
    ):
        style = "plain" if difficulty == "easy" else "words"
    if style == "uni":
        return style, unicode_digits(r, value)
    if style == "zw":
        return style, zero_width(r, value)
    if (
        style in ("words", "run", "double", "filler", "pairs", "mixed", "homo", "fix")
        or ":" in style
    ):
        return style, spoken(r, value, style)
    if style in ("split", "echo"):
        return style, None
    return style, written(r, value, style)
