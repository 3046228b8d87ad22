"""Questions whose answer comes a sentence later, or begins before the name that says what it is."""

# ruff: noqa: E501 - a row of a table reads best on its line

import pytest

from bot.redaction import redact

GOES = [
    ("A: What is a CVC?\nB: The little number on the back, madam.\nA: Oh, forty-one seven.", "forty"),
    ("A: CVV?\nB: The small code behind the card.\nA: Right, thirty-two sixty.", "thirty"),
    (
        ("A: Which card do you want to keep on file?\nB: The fleet one, 40 00\nA: Yes.\n"
        "B: oh five double six\nA: Mm-hm.\nB: 55 66\nA: Next.\nB: 5556.\nA: Saved."),
        "40 00",
    ),
    (
        ("A: Your PAN?\nB: PAN number hotel lima uniform papa kilo\nA: Sure.\n"
        "B: okay seven seven one two\nA: Sure.\nB: lima.\nA: Thanks."),
        "uniform",
    ),
    (
        ("A: Where shall it go?\nB: To my account, alpha tango six one one nine oh four\nA: Go on.\n"
        "B: then three oh oh two three four five\nA: Mm-hm.\nB: then seven three two oh one, "
        "that's the IBAN.\nA: Done."),
        "tango",
    ),
    ("sftp: user mo_files pass harbour-lantern-quay-31, from Monday", "lantern"),
    ("login mo_files, password: harbour", "harbour"),
    ("api key = 3f1c9a02-77be-4c1d-9a55-0b6d2e81f7aa ; request id r_1", "77be"),
    ("X-Api-Key: 3f1c9a02-77be-4c1d-9a55-0b6d2e81f7aa", "77be"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "gone"), GOES)
def test_the_first_piece_goes_too(text: str, gone: str) -> None:
    assert gone not in redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "user mo_files forgot pass yesterday",
        "idempotency key: 3f1c9a02-77be-4c1d-9a55-0b6d2e81f7aa",
        "a boarding pass AMS-LHR-22 and a user guide",
    ],
)
def test_other_passes_and_keys_stay(text: str) -> None:
    assert redact(text) == text


def test_many_short_numbers_in_a_row_are_read_to_the_end() -> None:
    assert redact("E2 80 " * 4000)
