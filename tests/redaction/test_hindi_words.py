"""Hindi number words in English letters, many of which are words of another tongue as well."""

import pytest

from bot.redaction import redact


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("CVV teen do sat", "teen"),
        ("OTP hai char che do sat", "char"),
        ("my PIN is do char che sat ok", "che"),
        ("And the CVV?\nCustomer: tin double do.", "double"),
        ("The code on the back?\nUser: che, char, do", "char"),
        ("card no char do sat che char do sat che char do sat che char do sat che", "do"),
        ("with card paanch tin do... six char ek tin... aat nau five che... do tin ek saat", "ek"),
        ("tin number is nau ek do teen char paanch che saat", "nau"),
    ],
)
def test_words_that_are_numbers_only_in_company_go_together(text: str, gone: str) -> None:
    clean = redact(text)
    assert gone not in clean.split("[", 1)[1].split("]", 1)[1]
    assert gone not in clean.split("[", 1)[0]


def test_a_card_over_turns_is_no_matter_of_what_was_named_before() -> None:
    clean = redact(
        "Rep: The order is late.\nCust: so take char teen char sat\nRep: Next?\n"
        "Cust: aat char aat teen\nRep: Next?\nCust: and char do do teen\nRep: Sure.\n"
        "Cust: then char aat aat teen, that's a company card.\nRep: Thanks."
    )
    assert "char" not in clean
    assert "that's a company card" in clean


@pytest.mark.parametrize(
    "text", ["I sat in a tin with two teen girls", "we did one tin and two cans, do sat by"]
)
def test_plain_words_stay(text: str) -> None:
    assert redact(text) == text
