"""Sixteen countries, names by the dozen, any sentence around them: `rows(seed, size)`."""

# ruff: noqa: SIM905 - a template reads best on its line; lists of words read better in a paragraph

import random

from .country_names import COUNTRY, LANG, NAMES
from .country_script import Script
from .country_shapes import AFTER, ASK, BEFORE, CLOSE, DECOYS, LABELS, MDIAL, MULTI, OPEN, SHAPES

JKEYS = {
    "card": "card_number cardNumber pan cc number".split(),
    "cvv": "cvv cvc security_code card_cvv".split(),
    "iban": ["iban", "payout_iban"],
    "us_account": "account_number accountNumber acct".split(),
    "routing": "routing_number aba routingNumber".split(),
    "uk_account": "account_number accNo".split(),
    "sort_code": "sort_code sortCode".split(),
    "nuban": "nuban account_number".split(),
    "in_account": "account_number bank_ac".split(),
    "ifsc": "ifsc ifsc_code".split(),
    "ssn": "ssn social_security_number".split(),
    "itin": ["itin"],
    "ein": "ein tax_id federal_tax_id".split(),
    "vat": "vat_number vatId vat".split(),
    "gstin": "gstin gst_number".split(),
    "in_pan": "pan pan_number panCard".split(),
    "nino": "nino ni_number".split(),
    "utr": ["utr"],
    "bvn": ["bvn"],
    "ng_tin": "tin tax_id".split(),
    "nin": ["nin"],
    "otp": "otp one_time_code verificationCode".split(),
    "pin": "pin card_pin".split(),
    "password": "password passwd user_password".split(),
    "aadhaar": "aadhaar aadhaar_number".split(),
    "sin": ["sin"],
    "tfn": ["tfn"],
    "cpf": ["cpf"],
    "steuer": ["steuer_id", "tax_id"],
    "nif": ["nif", "dni"],
    "codice": ["codice_fiscale"],
    "bsn": ["bsn"],
    "ppsn": ["ppsn"],
    "nir": ["nir"],
    "said": ["id_number"],
    "nric": ["nric"],
    "emirates": ["emirates_id"],
    "bsb": ["bsb"],
    "au_account": ["account_number"],
    "transit": ["transit_number"],
    "ca_account": ["account_number"],
}

API_KEY_TEXTS = [
    "{api_key}",
    "they pasted {api_key} in the chat",
    "Developer's key: {api_key} , see <tkt>",
    "<name> sent {api_key}\nplease rotate",
    "curl -H '{api_key}' https://api.example/v1/<stripe>",
    "log line {api_key} status=<count>",
    "config has {api_key} hardcoded, <tkt>",
    "> {api_key}\nDid you mean to share this? <inv>",
    "Use {api_key} for the sandbox, then refund <amt>.",
]
JSON_ENDS = [('{"messages":[', '"}]}'), ('{"call_id":"abc","turns":[', '"}]}'), ("[", '"}]')]
CYCLE = (
    ["card"] * 9
    + ["misheard"]
    + ["cvv"] * 2
    + ["cid"]
    + ["otp"] * 3
    + ["pin"] * 2
    + ["password"] * 3
    + ["api_key"] * 4
    + ["iban"] * 2
    + ["vat"] * 2
    + ["multi"] * 8
    + ["@US"] * 5
    + ["@UK"] * 4
    + ["@IN"] * 5
    + ["@NG"] * 4
    + ["@AU"] * 2
    + ["@CA"] * 2
    + "@DE @FR @ES @IT @NL @IE @ZA @SG @BR @AE".split()
)


def rows(seed=3, size=1500):
    """`size` texts; every sixth holds no secret."""
    rng = random.Random(seed)
    decoys, several, cycle = DECOYS * 5, (MULTI + MDIAL) * 6, []
    rng.shuffle(decoys)
    rng.shuffle(several)
    out = []
    for index in range(size):
        difficulty = rng.choice(["easy", "medium", "medium", "hard", "hard"])
        if index % 6 == 5:
            script = Script(rng, difficulty, "en", index)
            _decoy(rng, script, decoys.pop())
            out.append(_row(index, "decoy", difficulty, script))
            continue
        if not cycle:
            cycle = CYCLE[:]
            rng.shuffle(cycle)
        kind = cycle.pop()
        language = rng.choice([*LANG.values(), *["en"] * 4])
        if kind[0] == "@":
            language = LANG.get(kind[1:], "en")
            kind = rng.choice(COUNTRY[kind[1:]].split())
        script = Script(rng, difficulty, language, index // 7 + index)
        if kind == "multi":
            _several(rng, script, several.pop())
        elif kind == "api_key":
            script.run(rng.choice(API_KEY_TEXTS))
        else:
            _one(rng, script, kind, index)
        out.append(_row(index, kind, difficulty, script))
    return out


def _row(index, kind, difficulty, script):
    return {
        "id": f"countries-{index:04d}",
        "kind": kind,
        "difficulty": difficulty,
        "source": "synthetic",
        "text": script.text,
        "spans": script.spans,
        "keep": list(dict.fromkeys(script.kept)),
        "styles": script.styles,
    }


def _decoy(rng, script, template):
    script.run(template)
    if script.text[0] not in "{[/?>" and rng.random() < 0.4:
        script.run(" " + rng.choice(AFTER))


def _several(rng, script, template):
    if "~" not in template:
        script.run(template)
        return
    lines = _turns(template)
    if rng.random() < 0.4:
        lines = _turns(rng.choice(OPEN)) + lines
    _dialogue(rng, script, lines)


def _one(rng, script, kind, index):
    name = rng.choice(NAMES[kind])
    form = rng.random()
    if form < 0.40:
        lines = _turns(_filled(ASK[index % len(ASK)], name, kind))
        if rng.random() < 0.6:
            lines = _turns(rng.choice(OPEN)) + lines
        if rng.random() < 0.7:
            lines += _turns(rng.choice(CLOSE))
        _dialogue(rng, script, lines)
    elif form < (0.45 if script.difficulty == "hard" else 0.50):
        _payload(rng, script, kind)
    else:
        _sentence(rng, script, _filled(SHAPES[index % len(SHAPES)], name, kind))


def _filled(shape, name, kind):
    return shape.replace("X", "\0").replace("N", name, 1).replace("\0", "{" + kind + "}")


def _payload(rng, script, kind):
    key = rng.choice(JKEYS[{"misheard": "card", "cid": "cvv"}.get(kind, kind)])
    value = "{" + kind + "}"
    form = rng.randrange(4)
    if form == 0:
        script.run(f'{{"customer":"<name>","{key}":"{value}","amount":"<amt>"}}')
    elif form == 1 and script.difficulty == "easy":
        script.run(f"/pay?{key}={value}&invoice=<inv>&retry=1")
    elif form == 2:
        pair = f'{{"key":"{key}","value":"{value}"}},{{"key":"order","value":"<ord>"}}'
        script.run(f'{{"id":"<uuid>","data":{{"fields":[{pair}]}}}}')
    else:
        script.run(f"{key}: {value}\ninvoice: <inv>\ntotal: <amt>\n")


def _sentence(rng, script, core):
    before, after = rng.random(), rng.random()
    gap = rng.choice([" ", " ", "\n", "\n\n"])
    if before < 0.5:
        core = rng.choice(BEFORE) + gap + core
    if after < 0.6:
        core += (" " if core[-1] in '.?!"' else ". ") + rng.choice(AFTER)
    if rng.random() < 0.08:
        core = "\n".join("> " + line for line in core.split("\n")) + "\n\nNoted, thanks."
    script.run(core)


def _turns(lines):
    return [(line[0], line[2:]) for line in lines.split("~")]


def _dialogue(rng, script, lines):
    """Turns in one of many dressings."""
    a, c = rng.choice(LABELS)
    dress = rng.choice(["nl", "nl", "ts", "ts2", "inline", "json", "vtt", "md", "iso", "paren"])
    clock = [rng.randint(5, 500)]

    def label(who):
        clock[0] += rng.randint(1, 9)
        n = a if who == "A" else c
        t = clock[0]
        mm = f"{t // 60:02d}:{t % 60:02d}"
        return {
            "nl": f"{n}: ",
            "ts": f"[{mm}] {n}: ",
            "ts2": f"{mm} {n}: ",
            "inline": f"{n}: ",
            "json": f'{{"role":"{n.lower()}","content":"',
            "vtt": f"00:{mm}.480 --> 00:{mm}.990\n<v {n}>",
            "md": f"**{n}** ",
            "iso": f"2026-03-0{rng.randint(1, 9)}T10:{mm}Z {n}: ",
            "paren": f"{n} ({mm}): ",
        }[dress]

    end = {"json": '"},', "inline": " ", "vtt": "\n\n", "md": "  \n"}.get(dress, "\n")
    script.glue = lambda ack: end + label("A") + ack + end + label("C")
    opening, closing = rng.choice(JSON_ENDS) if dress == "json" else ("", "")
    script.text += opening
    for number, (who, line) in enumerate(lines):
        script.text += (end if number else "") + label(who)
        script.run(line)
    script.text += closing
    script.glue = None
