"""What holds for any input: secrets go in every rendering, clean text stays, time is linear."""

# ruff: noqa: E501, RUF001 - a row of a table reads best on its line; odd characters are the subject

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.redaction import Turn, assert_clean, redact, redact_turns, redact_value
from bot.redaction.characters import fold

WORDS = [
    "card",
    "number",
    "is",
    "my",
    "the",
    "account",
    "invoice",
    "4",
    "42",
    "4242",
    "four",
    "double",
    "triple",
    "oh",
    "twenty",
    "two",
    "hundred",
    "thousand",
    "dollars",
    "cvv",
    "code",
    "pin",
    "otp",
    "password",
    "token",
    "key",
    "Agent:",
    "User:",
    "\n",
    ",",
    ".",
    "-",
    "/",
    ":",
    "[card",
    "····4242]",
    "[code]",
    "IBAN",
    "DE89",
    "3704",
    "0044",
    "0532",
    "0130",
    "00",
    "INV-2026-1",
    "12/27",
    "$5.00",
    "99%",
    "may",
    "third",
    "for",
    "to",
    "no",
    "not",
    "um",
    "rest",
    "ending",
    "last",
    "sk_test_abc123def456ghi789",
    "https://a.example/x?token=abcdefgh12345",
    "B",
    "for",
    "Bombay",
    "%",
    "&#52;",
    "\u200b",
    "４",
    "दो",
    "तीन",
    '{"a":',
    "4,",
    "₹1,25,000",
    "A",
    "B",
    "C",
    "x",
    "'",
]
SOUP = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)
TEXTS = st.one_of(
    st.text(max_size=200), SOUP, st.text(alphabet="0123456789 -.,[]·ab\n", max_size=120)
)


@settings(deadline=None, max_examples=300)
@given(TEXTS)
def test_redacting_twice_changes_nothing(text):
    clean = redact(text)
    assert redact(clean) == clean


@settings(deadline=None, max_examples=300)
@given(TEXTS)
def test_the_last_check_never_refuses_redacted_text(text):
    assert_clean(redact(text))


@settings(deadline=None, max_examples=150)
@given(st.lists(SOUP, max_size=5))
def test_the_last_check_never_refuses_a_redacted_turn_or_value(texts):
    for turn in redact_turns([Turn("User", text) for text in texts]):
        assert_clean(turn.text)
    for text in redact_value(texts):
        assert_clean(text)


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=200))
def test_folding_keeps_the_way_back(text):
    folded = fold(text)
    for place in range(len(folded.text)):
        start, end = folded.original(place, place + 1)
        assert 0 <= start <= end <= len(text)
    assert (
        folded.original(0, len(folded.text))
        in ((0, len(text)), (len(text) - len(text.lstrip("\u200b")), len(text)))
        or folded.offsets
    )


@settings(deadline=None, max_examples=200)
@given(SOUP, SOUP)
def test_text_without_digits_or_secrets_stays(before, after):
    """Everything outside the placeholders is the input, in order."""
    clean = redact(f"{before}\n{after}")
    rest = f"{before}\n{after}"
    for piece in clean.replace("[", "\0[").replace("]", "]\0").split("\0"):
        if not piece.startswith("["):
            assert piece in rest
            rest = rest[rest.index(piece) + len(piece) :]


@settings(deadline=None, max_examples=200)
@given(st.integers(0, 10**9))
def test_a_secret_in_any_voice_leaves_no_more_than_its_last_four(seed):
    from tests_corpus import corpus, scorer  # noqa: PLC0415 - put there by the fixture below

    rng = random.Random(seed)
    row = corpus._secret(rng, "property", held_out=False)
    clean = str(redact(row["text"]))
    for span in row["spans"]:
        assert not scorer.leaked(row["text"], clean, span), (row["text"], clean)


@pytest.fixture(autouse=True, scope="module")
def _corpus_module(corpus, scorer):
    import sys  # noqa: PLC0415 - only here
    import types  # noqa: PLC0415 - only here

    module = types.ModuleType("tests_corpus")
    module.corpus, module.scorer = corpus, scorer
    sys.modules["tests_corpus"] = module
    yield
    del sys.modules["tests_corpus"]


HOSTILE = [
    "1", "4 ", "four ", "double ", "hundred ", "a", "A ", "- ", "\n", "card 4 ", "password is x ", "key: ", "token=", "://", "a@", "xx ",
    "$1", "1,000,", "1.1.", "(555) ", "+1 ", "[card ····4242] ", '{"a":', '"4", ', "%34", "&#52;", "\\u0034", "é", "\u200b", "दो ",
    "B for Bombay ", "eyJaaaaaaaa.", "sk_live_", "https://a?token=", "DE82 ", "one to ", "may 4 ", "4111 1111 1111 1111 ", "ending 4 ",
    "password ", "the password, ", "login ab cd ", "Ann Bo: 4 ", "\n1:1 a", "4 is the ", "&a=4", "bear with me 4 ",
    "four um ", "twenty, for ", "password?\n", "what's the password? a ", "code we sent ", "my key 1 ", "acct 1 (a), ",
    "12345678 ", "four dog ", "A\n", "I C ", "no, 4 ", "ABCPD1234F ", "-u a:b", "1|2", "deadbeef", "one hundred and ", "\ud800", "4\u200b",
]  # fmt: skip


@pytest.mark.parametrize("unit", ["four ", "card 4 ", "12345678 ", "password?\n", "A\n"], ids=repr)
def test_time_is_linear(unit):
    """Eight times the text takes about eight times as long; a square would take 64 times."""

    def best_s(size):
        text = (unit * (size // len(unit) + 1))[:size]
        times = []
        for _ in range(3):
            started = time.thread_time()
            redact(text)
            times.append(time.thread_time() - started)
        return min(times)

    assert best_s(80_000) < 24 * max(best_s(10_000), 0.002)


@pytest.mark.parametrize("unit", HOSTILE, ids=repr)
def test_forty_kilobytes_of_anything_come_through(unit):
    text = (unit * (40_000 // len(unit) + 1))[:40_000]
    clean = redact(text)
    assert redact(clean) == clean


def test_the_fuzz_target_has_no_complaint(fuzz):
    rng = random.Random(20260611)
    for _ in range(150):
        fuzz.TestOneInput(fuzz.mutated(rng))
