"""A fuzz target: `PYTHONPATH=. python tests/redaction/fuzz.py [seconds]`, or `TestOneInput` for a fuzzer.

Any bytes must come through: no crash, nothing left to find, the last check content.
"""

# ruff: noqa: E501 - seeds read best on their line

import json
import random
import sys
import time

from bot.redaction import Turn, assert_clean, redact, redact_turns, redact_value

SEEDS = [
    "Agent: What's your password?\nUser: oh right, it's all lower case, otter willow", "PIN? no, sorry, 4 4 2 1, i mean 4421",
    "ICIC0000104 / 010401552218 Zenith", "a/c 20-00-00 acct nos: 12345678 (Kuda), 87654321; '4421' entered in the PIN field",
    "four four two one um four two sorry my dog four four nine nine right", "the API key in the chat, it's 9fK2mQx7Vb0LrT5z",
    "card four double two 4242 4242 4242", "Agent: code?\nUser: 4 4 2 1", '{"pan": [4, 2], "start": 1.5}', "IBAN DE89 3704 0044",
    "password is otter seventy two!", "₹1,25,000 on 3 May", "B for Bombay ४२ %34 &#52; \\u0034 [card ····4242]",
]  # fmt: skip


def TestOneInput(data):  # noqa: N802 - the name fuzzers call
    text = data.decode("utf-8", "surrogatepass") if isinstance(data, bytes) else data
    clean = redact(text)
    assert redact(clean) == clean
    assert_clean(clean)
    half = len(text) // 2
    for turn in redact_turns([Turn("User", text[:half]), Turn("Agent", text[half:])]):
        assert_clean(turn.text)
    assert_clean(
        json.dumps(redact_value({"text": text, "list": list(text[:40])}), ensure_ascii=False)
    )


def mutated(rng):
    text = list(" ".join(rng.choices(SEEDS, k=rng.randint(1, 3))))
    for _ in range(rng.randint(0, 12)):
        place = rng.randrange(len(text))
        text[place : place + rng.randint(0, 4)] = rng.choice(
            [" ", "\n", "4", "-", "oh ", chr(rng.randrange(32, 0x2FFF)), text[place]]
        )
        if not text:
            text = ["4"]
    return "".join(text)


if __name__ == "__main__":
    rng = random.Random(int(time.time()))
    until = time.monotonic() + float(sys.argv[1] if len(sys.argv) > 1 else 10)
    tried = 0
    while time.monotonic() < until:
        TestOneInput(mutated(rng))
        tried += 1
    sys.stdout.write(f"{tried} inputs, no complaint\n")
