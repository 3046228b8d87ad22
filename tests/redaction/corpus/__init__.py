"""Our own evaluation texts: made-up secrets in many voices, countries and systems.

`rows(seed, count, held_out=...)` yields objects of the shape of the development samples. The
held-out templates are never looked at while rules are written; they only give the figures.
`countries.rows`, `free.rows` and `asked.rows` are more sets, read blind once.
"""

# ruff: noqa: E501, SIM905 - a template reads best on its line; odd characters are the subject

import random

from . import asked, countries, free
from .held_out import DECOYS, HELD_OUT, HELD_OUT_DECOYS, TEMPLATES
from .language import ACKS, DIGIT_WORDS, SPEAKERS
from .made_up import KEY_PREFIXES, SECRETS
from .matters import amount, benign, date, reference
from .voices import MEDIUM, UNSEEN, VOICES, Script, _chunks, spoken

__all__ = ["asked", "calls", "countries", "free", "rows"]


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
