"""Questions and answers, notes and payloads whose secrets are made up anew: `rows(seed, count)`.

The templates in `asked_*.txt` were written blind, scored once, and only then learned from. A text
begins with its difficulty (e, m, h, or a for any) on a line of its own and ends with `---`. Marks:
`{kind}` a secret, `{kind.3}` the first of three pieces and `{+}` the next one, `{=}` that piece
said again, `{#7}` seven digits that stay, `{password:words}`, `{key:prefix}`, `<words>` what stays.
"""

import itertools
import random
import re
from pathlib import Path

from .check_digits import verhoeff
from .language import DIGIT_WORDS, TENS
from .made_up import SECRETS, digits, key
from .voices import VOICES, Script

_TEXTS = sorted(Path(__file__).parent.glob("asked_*.txt"))
_MARK = re.compile(
    r"\{(?P<kind>[a-z_]+)(?:\.(?P<pieces>\d))?\}|(?P<more>\{\+\})|(?P<echo>\{=\})|\{#(?P<kept>\d+)\}"
    r"|\{(?P<written>password|key):(?P<said>[^{}]*)\}|<(?P<keep>[^<>\n]{1,60})>"
)
_DIFFICULTY = {"e": "easy", "m": "medium", "h": "hard"}
_ANY = "emmhh"
_NOTHING_STAYS = ("cvv", "otp", "pin", "password", "api_key")
_FIGURES_ONLY = ("hindi", "hinglish", "devanagari_words", "spanish", "homophones", "corrected")
_IN_PIECES = ("words", "oh", "double", "mixed", "plain", "hyphens")


def _aadhaar(rng):
    body = rng.choice("23456789") + digits(rng, 10)
    return body + verhoeff(body)


_MAKE = {kind: make for kind, (make, _, _) in SECRETS.items()} | {
    "au_account": lambda rng: digits(rng, rng.choice([8, 9])),
    "aadhaar": _aadhaar,
    "cvv": lambda rng: digits(rng, 3),
    "ng_tin": lambda rng: digits(rng, 8) + "0001",
}


def rows(seed, count):
    """`count` objects of the shape of the development samples, each template once a round."""
    rng = random.Random(seed)
    blocks = [
        block
        for path in _TEXTS
        for block in path.read_text(encoding="utf-8").strip("\n").split("\n---\n")
    ]
    order = []
    while len(order) < count:
        order += rng.sample(range(len(blocks)), len(blocks))
    for place, number in enumerate(order[:count]):
        yield _Row(rng, blocks[number]).row(f"asked-{number:03d}-{place:04d}")


class _Row:
    """One text under construction."""

    def __init__(self, rng, block):
        self.rng = rng
        letter, self.body = block.split("\n", 1)
        self.difficulty = _DIFFICULTY[rng.choice(_ANY) if letter == "a" else letter]
        self.script = Script()
        self.spans, self.keep, self.waiting = [], [], []
        self.last = ""
        self.voice = None

    def row(self, name):
        at = 0
        for mark in _MARK.finditer(self.body):
            self.script.say(self.body[at : mark.start()])
            at = mark.end()
            getattr(self, f"_{mark.lastgroup if mark['kind'] is None else 'kind'}")(mark)
        self.script.say(self.body[at:])
        for span in self.spans:
            span["value"] = "".join(chars for _, _, chars in span["parts"])
        return {
            "id": name,
            "kind": "multi" if len(self.spans) > 1 else "decoy",
            "difficulty": self.difficulty,
            "text": self.script.text,
            "spans": self.spans,
            "keep": self.keep,
            "styles": [],
        }

    def _open(self, kind, mode):
        tail = 0 if kind in _NOTHING_STAYS else 4
        self.script.parts = []
        self.spans.append({"kind": kind, "mode": mode, "tail": tail, "parts": self.script.parts})

    def _kind(self, mark):
        value = _MAKE[mark["kind"]](self.rng)
        self._open(mark["kind"], "digits" if value.isdigit() else "alnum")
        count = int(mark["pieces"] or 1)
        borders = sorted(self.rng.sample(range(2, len(value) - 1), count - 1)) if count > 1 else []
        ends = [0, *borders, len(value)]
        self.waiting = [value[a:b] for a, b in itertools.pairwise(ends)]
        self.voice = self._voice(value.isdigit(), in_pieces=count > 1)
        self._more(mark)

    def _voice(self, figures, *, in_pieces):
        voices = VOICES[self.difficulty]
        fitting = [
            name
            for name in sorted(voices)
            if (figures or name not in _FIGURES_ONLY) and (not in_pieces or name in _IN_PIECES)
        ]
        return voices[self.rng.choice(fitting)]

    def _more(self, _mark):
        self.last = self.waiting.pop(0)
        self.voice(self.script, self.last, self.rng)

    def _echo(self, _mark):
        said = (DIGIT_WORDS[int(char)] if char.isdigit() else char for char in self.last)
        self.script.say(" ".join(said))

    def _kept(self, mark):
        number = digits(self.rng, int(mark["kept"]))
        if self.difficulty == "hard" and self.rng.random() < 0.5:
            number = " ".join(DIGIT_WORDS[int(digit)] for digit in number)
        self.keep.append(number)
        self.script.say(number)

    def _said(self, mark):
        if mark["written"] == "key":
            self._open("api_key", "literal")
            self.script.say(mark["said"])
            value = key(self.rng)
            self.script.piece(value, value)
            return
        words = mark["said"].split(" ")
        self._open("password", "tokens" if len(words) > 1 else "literal")
        for place, word in enumerate(words):
            if place:
                self.script.say(" ")
            self.script.piece(word, _characters(word))

    def _keep(self, mark):
        self.keep.append(mark["keep"])
        self.script.say(mark["keep"])


def _characters(word):
    if word in TENS:
        return f"{TENS.index(word)}0"
    return str(DIGIT_WORDS.index(word)) if word in DIGIT_WORDS else word
