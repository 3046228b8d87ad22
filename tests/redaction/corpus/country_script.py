"""A text under construction: template slots become secrets with their pieces, and kept words."""

# ruff: noqa: E501 - a template reads best on its line; lists of words read better in a paragraph

import re

from .country_matters import below100, keep
from .country_secrets import SECRETS, WORDS_PW, ZERO_TAIL, api_key
from .country_shapes import ACKS
from .country_voices import group, render, spoken, written

_SLOT = re.compile(r"(\{[a-z_]+\}|<[a-z0-9_]+>)")
_ALIASES = {"misheard": "card", "cid": "cvv"}


class Script:
    """`glue` makes the other side's turn between two pieces of a number; None outside a dialogue."""

    def __init__(self, rng, difficulty, language, key_number):
        self.rng, self.difficulty, self.language = rng, difficulty, language
        self.key_number = key_number
        self.text, self.spans, self.kept, self.styles = "", [], [], []
        self.glue = None

    def run(self, template):
        for piece in _SLOT.split(template):
            if not _SLOT.fullmatch(piece):
                self.text += piece
            elif piece[0] == "{":
                self.secret(piece[1:-1])
            else:
                self.keep(piece[1:-1])

    def keep(self, name):
        words = keep(self.rng, name)
        self.text += words
        if len(words) > 2:
            self.kept.append(words)

    def secret(self, kind):
        if kind == "api_key":
            before, value, after = api_key(self.rng, self.key_number)
            self.text += before
            self._literal(kind, value)
            self.text += after
        elif kind == "password" and self.difficulty == "hard":
            self._password_in_words()
        elif kind == "password":
            self._literal(kind, SECRETS[kind](self.rng))
        else:
            self._number(kind, SECRETS[kind](self.rng))

    def _number(self, kind, value):
        style, pieces = render(
            self.rng, value, self.difficulty, self.language, splittable=self.glue is not None
        )
        parts = []
        if pieces is None:
            self._in_turns(value, parts, echoes=style == "echo")
        else:
            self._say(pieces, parts)
        mode = "alnum" if any(map(str.isalpha, value)) else "digits"
        tail = 0 if kind in ZERO_TAIL else 4
        self._note(_ALIASES.get(kind, kind), value, mode, tail, parts, style)

    def _in_turns(self, value, parts, *, echoes):
        rng = self.rng
        voice = rng.choice(["words", "mixed", "plain", "double", "pairs"])
        sizes = rng.choice([[4] * 6, [3] * 8, [6, 6, 6, 6], [5] * 6])
        said = ""
        for index, chunk in enumerate(group(rng, value, sizes)):
            if index:
                self.text += self.glue((said + ", " if echoes else "") + rng.choice(ACKS))
            pieces = written(rng, chunk, "plain") if voice == "plain" else spoken(rng, chunk, voice)
            first, *rest = pieces
            pieces = [(first[0], first[1], ""), *rest]
            self._say(pieces, parts)
            said = "".join(gap + words for words, _, gap in pieces)

    def _say(self, pieces, parts):
        for words, chars, gap in pieces:
            self.text += gap
            start = len(self.text)
            self.text += words
            if chars:
                parts.append([start, len(self.text), chars])

    def _literal(self, kind, value):
        parts = []
        self._say([(value, value, "")], parts)
        self._note(kind, value, "literal", 0, parts, "literal")

    def _password_in_words(self):
        rng = self.rng
        first, second, number = rng.choice(WORDS_PW), rng.choice(WORDS_PW), rng.randint(21, 99)
        parts = []
        self._say(
            [(first, first, ""), (second, second, " "), (below100(number), str(number), " ")], parts
        )
        self.text += rng.choice(["", " exclamation mark", ", all lower case", " hash"])
        self._note("password", f"{first}{second}{number}", "tokens", 0, parts, "spoken")

    def _note(self, kind, value, mode, tail, parts, style):
        self.spans.append(
            {"kind": kind, "value": value, "mode": mode, "tail": tail, "parts": parts}
        )
        self.styles.append(style)
