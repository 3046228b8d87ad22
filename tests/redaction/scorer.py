"""How much of each secret a stubborn reader gets back, and which words were lost for nothing.

Independent of the redactor: it compares input and output character by character, and reads the
output once more on its own.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from difflib import SequenceMatcher

READABLE_KEY = 12
_WORDS = dict(
    zip(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
        "0123456789",
        strict=True,
    )
) | {"oh": "0", "o": "0"}
_TIMES = {"double": 2, "triple": 3}


@dataclass
class Score:
    secrets: int = 0
    leaked: int = 0
    keeps: int = 0
    lost: int = 0
    leaks: list = field(default_factory=list)
    losses: list = field(default_factory=list)

    @property
    def leak_rate(self):
        return self.leaked / self.secrets if self.secrets else 0.0

    @property
    def lost_rate(self):
        return self.lost / self.keeps if self.keeps else 0.0

    @property
    def passes(self):
        """The project's own bar: 1 % each, over a set that can be failed both ways."""
        return self.leak_rate <= 0.01 and self.lost_rate <= 0.01


def score(rows, redact):
    """Scores by difficulty, with `all` and `card` beside them."""
    scores = {}
    for row in rows:
        try:
            output = str(redact(row["text"]))
        except Exception as error:  # noqa: BLE001 - a crash is the worst result, not the end
            output = None
            scores.setdefault("crash", []).append((row["id"], repr(error)))
        groups = [scores.setdefault(name, Score()) for name in ("all", row["difficulty"])]
        for span in row["spans"]:
            leaks = output is None or leaked(row["text"], output, span)
            tallied = groups + (
                [scores.setdefault("card", Score())] if span["kind"] == "card" else []
            )
            for group in tallied:
                group.secrets += 1
                group.leaked += leaks
            if leaks:
                scores["all"].leaks.append(
                    (row["id"], span["kind"], span["value"], row["text"], output)
                )
        for keep in row["keep"]:
            lost = output is None or keep not in output
            for group in groups:
                group.keeps += 1
                group.lost += lost
            if lost:
                scores["all"].losses.append((row["id"], keep, row["text"], output))
    return scores


def leaked(text, output, span):
    readable = _surviving(text, output, span["parts"])
    if span["mode"] in ("literal", "tokens"):
        value = span["value"]
        longest = max(map(len, "".join(readable).split("\0")), default=0)
        return longest >= min(READABLE_KEY, max(4, len(value) / 2)) or value in output
    count = len("".join(readable).replace("\0", ""))
    tail = span["tail"]
    allowed = tail or len(span["value"]) // 2
    return count > allowed or _read_back(output, span["value"], allowed)


def _surviving(text, output, parts):
    """Per part the characters whose source still stands in the output; a NUL where it does not."""
    output = re.sub(r"\[[A-Za-z ]+", "[", output)  # a label's letters are not the secret's
    kept = set()
    for block in SequenceMatcher(None, text, output, autojunk=False).get_matching_blocks():
        kept.update(range(block.a, block.a + block.size))
    out = []
    for start, end, chars in parts:
        places = [i for i in range(start, end) if text[i].isalnum()]
        if len(places) == len(chars):
            out.append(
                "".join(c if i in kept else "\0" for i, c in zip(places, chars, strict=True))
            )
        else:
            whole = all(i in kept for i in places)
            out.append(chars if whole and places else "\0")
    return out


def _read_back(output, value, allowed):
    """Digits and number words of the output, glued together, contain too long a part."""
    plain = "".join(
        str(d) if (d := unicodedata.digit(c, None)) is not None else c
        for c in output
        if unicodedata.category(c) != "Cf"
    )
    digits = ""
    times = 1
    for token in re.findall(r"[A-Za-z]+|\d|\[[^\]]*\]", plain):
        if token.lower() in _TIMES:
            times = _TIMES[token.lower()]
            continue
        digits += _WORDS.get(token.lower(), token if token.isdigit() else "") * times
        times = 1
    target = "".join(c for c in value if c.isdigit())
    size = max(allowed + 4, 7)
    return any(target[i : i + size] in digits for i in range(len(target) - size + 1))
