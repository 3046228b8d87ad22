"""Texts written freely, one by one, without templates: `rows()` reads `free_*.txt`.

A text begins with its difficulty (e, m, h) on a line of its own and ends with `---`. Marks:
`{kind:as said}` a secret, `{+kind:as said}` more of the one before, `<words>` what stays.
"""

# ruff: noqa: SIM905, RUF001 - odd characters are the subject; words read better in a paragraph

import re
import unicodedata
from pathlib import Path

_TEXTS = sorted(Path(__file__).parent.glob("free_*.txt"))
_COUNTING = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
cero uno dos tres cuatro cinco seis siete ocho nueve
zéro un deux trois quatre cinq six sept huit neuf dix onze
nul een twee drie vier vijf zes zeven acht negen
null eins zwei drei vier fünf sechs sieben acht neun
zero um dois três quatro cinco seis sete oito nove dez onze
zero uno due tre quattro cinque sei sette otto nove
shunya ek do teen char paanch chhe saat aath nau
sifuri moja mbili tatu nne tano sita saba nane tisa
noll ett två tre fyra fem sex sju åtta nio
nol satu dua tiga empat lima enam tujuh delapan sembilan
sıfır bir iki üç dört beş altı yedi sekiz dokuz
"""
_WORDS = {"oh": "0", "nought": "0", "meia": "6", "dreizehn": "13", "neunzig": "90"} | {
    "één": "1", "zwo": "2", "chaar": "4", "panch": "5", "kosong": "0",
    "zweiundzwanzig": "22", "cinquante-trois": "53", "cinquante-deux": "52", "dix-huit": "18",
    "quarante": "40", "soixante-neuf": "69",
}  # fmt: skip
for _line in _COUNTING.strip().splitlines():
    for _number, _word in enumerate(_line.split()):
        _WORDS.setdefault(_word, str(_number))
_TENS = {
    word: str(number)
    for number, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), 2
    )
}
_TIMES = {"double": 2, "triple": 3}
_TOKEN = re.compile(r"[A-Za-zÀ-ÿ']+(?:-[A-Za-zÀ-ÿ]+)*|\d")
_MARK = re.compile(r"\{(\+?)([a-z_]+):([^{}\"]*)\}|<([^<>\n]{1,70})>")
_ENTITY = re.compile(r"&#\w+;")
_DIFFICULTY = {"e": "easy", "m": "medium", "h": "hard"}
_LITERAL = ("password", "api_key", "passport")
_NOTHING_STAYS = ("cvv", "otp", "pin", "password", "api_key")


def rows():
    """Objects of the shape of the development samples."""
    blocks = [block for path in _TEXTS for block in _blocks(path)]
    return [_row(block, f"free-{index:03d}") for index, block in enumerate(blocks)]


def _blocks(path):
    return path.read_text(encoding="utf-8").strip("\n").split("\n---\n")


def _row(block, name):
    difficulty, body = block.split("\n", 1)
    text, spans, keep, at = "", [], [], 0
    for mark in _MARK.finditer(body):
        more, kind, said, kept = mark.groups()
        text += body[at : mark.start()]
        at = mark.end()
        if kept is not None:
            keep.append(kept)
        elif more:
            _extend(spans, kind, said, len(text))
        else:
            spans.append(_span(kind, said, len(text)))
        text += kept or said
    return {
        "id": name,
        "kind": "multi" if len(spans) > 1 else spans[0]["kind"] if spans else "decoy",
        "difficulty": _DIFFICULTY[difficulty],
        "source": "written",
        "text": text + body[at:],
        "spans": spans,
        "keep": keep,
        "styles": [],
    }


def _span(kind, said, offset):
    parts = _parts(kind, said, offset)
    value = "".join(chars for _, _, chars in parts)
    mode = "digits" if value.isdigit() else "alnum"
    if kind in _LITERAL:
        mode = "tokens" if " " in said else "literal"
    tail = 0 if kind in _NOTHING_STAYS else 4
    return {"kind": kind, "value": value, "mode": mode, "tail": tail, "parts": parts}


def _extend(spans, kind, said, offset):
    span = next(span for span in reversed(spans) if span["kind"] == kind)
    parts = _parts(kind, said, offset)
    span["parts"] += parts
    span["value"] += "".join(chars for _, _, chars in parts)


def _parts(kind, said, offset):
    if kind in _LITERAL and " " not in said:
        return [[offset, offset + len(said), said]]
    if kind in _LITERAL:
        pieces = [(m.start(), m.end(), _number(m[0]) or m[0]) for m in re.finditer(r"[\w-]+", said)]
    else:
        pieces = _read(said)
    return [[offset + start, offset + end, chars] for start, end, chars in pieces]


def _character(char):
    return str(unicodedata.digit(char, char)).upper()


def _number(word):
    ten, _, unit = word.partition("-")
    if word in _WORDS:
        return _WORDS[word]
    if ten in _TENS:
        return _TENS[ten] + _WORDS.get(unit, "0")
    return None


def _read(said):
    said = _ENTITY.sub(lambda mark: " " * len(mark[0]), said)
    out, doubled, open_ten = [], None, False
    for token in _TOKEN.finditer(said):
        word, start, end = token[0].lower(), token.start(), token.end()
        if word in _TIMES:
            doubled = (start, _TIMES[word])
            continue
        chars = _character(word) if len(word) == 1 else _number(word)
        if chars is None and token[0].isupper():  # letters of an id, written in one
            out += [(start + place, start + place + 1, c) for place, c in enumerate(token[0])]
        if chars is None:
            continue
        if doubled is not None:
            start, chars, doubled = doubled[0], chars * doubled[1], None
        if open_ten and chars in "123456789" and said[out[-1][1] : start] == " ":
            out[-1] = (out[-1][0], end, out[-1][2][0] + chars)
        else:
            out.append((start, end, chars))
        open_ten = word in _TENS
    return out
