"""Numbers and keys that a form, a mail or a log wrote in another way than they were said."""

import pytest

from bot.redaction import redact


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("?card=4000%E2%80%910566%E2%80%915566%E2%80%915556&n=2", "?card=[card ····5556]&n=2"),
        ("?card=4000%C2%A00566%C2%A05566%C2%A05556", "?card=[card ····5556]"),
        ("?card=4000%252D0566%252D5566%252D5556", "?card=[card ····5556]"),
        ("?card=4000%u20110566%u20115566%u20115556", "?card=[card ····5556]"),
        ("card 4000=E2=80=910566=E2=80=915566=E2=80=915556", "card [card ····5556]"),
        ("?cvv=8%E2%80%8B0%E2%80%8B2", "?cvv=[code]"),
        (
            "b=card_number%3D4000%25200566%25205566%25205556%26x",
            "b=card_number%3D[card ····5556]%26x",
        ),
        ("card 4000 0566 55=\n66 5556 ok", "card [card ····5556] ok"),
        ("key: whsec_QzLpTmWvKrBnHd=\nYcXsGfJa7 ok", "key: [key] ok"),
    ],
)
def test_encoded_separators_and_broken_lines_part_nothing(text: str, expected: str) -> None:
    assert redact(text) == expected


@pytest.mark.parametrize("text", ["tax is 20%25 of it", "100%E9 wool", "caf=C3=A9, 12 seats"])
def test_other_escapes_stay(text: str) -> None:
    assert redact(text) == text
