"""Keys pressed after their names, codes asked for by where they stand, and what carriers number."""

# ruff: noqa: E501 - a row of a table reads best on its line

import pytest

from bot.redaction import redact

KEYED = [
    ('{"dtmf":"card#6280950363921150#","step":"collect"}', "6280950363921150"),
    ('{"dtmf":"card#62\u00ad80-950-36\u00ad3-9211-50#"}', "950-36;9211"),
    ("pressed pan#4000056655665557#, which fails its check", "4000056655665557"),
    ("pan*4000056655665556*", "4000056655665556"),
    ("card_4000056655665556 in the row", "4000056655665556"),
    ('{"ivr":"1#card#4000056655665556#exp#1227#cvv#827#"}', "4000056655665556;1227;827"),
    ('{"keypad":"sort#200415#acct#31926819#"}', "200415;31926819"),
    ('{"dtmf":"ssn#219099999#"}', "219099999"),
    ('{"dtmf":"otp#448120#"}', "448120"),
    ("pin_4471 was keyed", "4471"),
    ('{"dtmf":"card#4000#0566#5566#5557#"}', "4000;0566;5566"),
    ('{"dtmf":"card_number#4000056655665557#"}', "4000056655665557"),
    ("card:##4000056655665557##", "4000056655665557"),
    ("security code#827#, account no #31926819, EIN #12-3456789", "827;31926819;3456"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "gone"), KEYED)
def test_keys_pressed_after_a_name_go(text: str, gone: str) -> None:
    clean = redact(text)
    assert not [figures for figures in gone.split(";") if figures in clean]


@pytest.mark.parametrize(
    "text",
    [
        "order#4000056655665557",
        "card #4471 was lost, PR#4471",
        "card_1NxYz8827 declined",
        "ticket #448120, item#331",
    ],
)
def test_what_systems_number_with_a_hash_stays(text: str) -> None:
    assert redact(text) == text


@pytest.mark.parametrize(
    "said",
    [
        "sixty-five hundred, six four five one, two one nine seven, four oh seven nine",
        "65 hundred, six four five one, two one nine seven, four oh seven nine",
        "sixty-five hundred. Six four five one. Two one nine seven. Four oh seven nine.",
        "sixty hundred - six four five one - two one nine seven - four oh seven nine",
        "sixty-five hundred\nBot: Yes.\nCaller: six four five one, two one nine seven, four oh seven nine",
        "six four five one, fifty-one hundred, two one nine seven, four oh seven nine",
        "six four five one, two one nine seven, four oh seven nine, fifty-one hundred",
    ],
)
def test_hundreds_are_four_digits_of_a_card(said: str) -> None:
    clean = redact(f"Bot: The card number?\nCaller: {said}\nBot: Thanks.")
    assert "hundred" not in clean
    assert "six four" not in clean.lower()


def test_hundreds_beside_a_reference_stay() -> None:
    text = "We charged sixty-five hundred, invoice six four five one"
    assert redact(text) == text


@pytest.mark.parametrize(
    "asked",
    [
        "The code on the front, above the number, for Amex?",
        "And the code on the reverse?",
        "The code next to the signature?",
        "And the digits off the back?",
        "Code behind the card?",
        "The four digits above the number, please?",
        "Amex? Then the four digit one on the front.",
        "CVV, since it's an Amex?",
    ],
)
@pytest.mark.parametrize("said", ["9220", "nine two two", "five, next one three eight"])
def test_a_code_asked_for_by_its_place_goes(asked: str, said: str) -> None:
    clean = redact(f"Ava: {asked}\nCaller: {said}\nAva: Thirty Canadian dollars received.")
    assert said not in clean
    assert "three eight" not in clean
    assert clean.endswith("Thirty Canadian dollars received.")


CAPTIONS = (
    "00:02:32.941 --> 00:02:36.279\n<v Agent>{0}\n00:02:36.777 --> 00:02:42.117\n<v Caller>{1}\n"
    "00:02:42.713 --> 00:02:46.288\n<v Agent>{2}\n00:02:46.698 --> 00:02:52.433\n<v Caller>{3}"
)


def test_captions_without_empty_lines_keep_questions_and_answers_apart() -> None:
    clean = redact(CAPTIONS.format("The card?", "Visa 4000056655665556.", "CVV?", "827"))
    assert "[card ····5556]" in clean
    assert clean.endswith("<v Caller>[code]")
    said = "It's lowercase maple copper six seven."
    clean = redact(CAPTIONS.format("What password did you set?", said, "Thanks.", "Bye."))
    assert "maple" not in clean


@pytest.mark.parametrize(
    "text",
    [
        "card 4000 0566 5566 5556, 123",
        "card 4000056655665556 123",
        "The CVV for card 4000 0566 5566 5556 is 123",
    ],
)
def test_a_code_behind_its_card_is_none_of_its_digits(text: str) -> None:
    clean = redact(text)
    assert "[card ····5556]" in clean
    assert clean.endswith("[code]")


@pytest.mark.parametrize("sign", "#*")
def test_what_is_keyed_behind_a_card_is_none_of_its_last_four(sign: str) -> None:
    keyed = sign.join(("4000056655665556", "1227", "827", ""))
    assert redact(f'{{"dtmf":"{keyed}"}}') == f'{{"dtmf":"[card ····5556]{sign}"}}'


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("The IBAN?\nUser: F R 2 537 2074 8 571 39 27 60 80127 45", "537;2074"),
        ("customer's GSTIN to for N S, O P, H two six, seven tree X, won Z C, paid", "to for;won"),
        ("the IFSC code is HDFC, 30, scratch that, 00, 689, 98.", "HDFC;689"),
    ],
)
def test_first_letters_and_homophones_go_with_the_rest(text: str, gone: str) -> None:
    clean = redact(text)
    assert not [said for said in gone.split(";") if said in clean]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("USPS 9400 1946 7773 4224 0571 20 came back, resend", "9400 1946 7773 4224 0571 20"),
        ("India Post 940019467773422405 is late", "940019467773422405"),
        ("Please remit to PO Box 30215, attention lockbox 774120", "lockbox 774120"),
        ('{"notes":["card number 4000.0566.5566.5556","wants Scale 56"]}', "Scale 56"),
        ("Old card: …4096\nNew: 4000056655665556", "…4096"),
        ("the card you have on file for Voice Plus 1000.\nA: The new one?\nB: 4000056655665556", "Plus 1000"),
        ("Account number 31926819\nAgent: Thank you, done in five to seven days.", "five to seven days"),
        ("Caller: our VAT number?\nRep: That's N3,520.25 in all.", "N3,520.25"),
    ],
)  # fmt: skip
def test_what_carriers_number_and_plans_stay(text: str, kept: str) -> None:
    assert kept in redact(text)


def test_a_card_of_the_same_carrier_goes() -> None:
    assert "0566" not in redact("UPS card 4000 0566 5566 5556, DHL paid with 4000056655665556")


@pytest.mark.parametrize("sign", ["DTMF", "Keypad", "digit", "Pressed"])
@pytest.mark.parametrize("name", ["UTR", "SSN", "card"])
def test_one_key_a_line_is_a_number_and_the_word_before_it_no_letters(name: str, sign: str) -> None:
    lines = [f"IVR log, {name}, INV-6517", *(f"{sign} {key}" for key in "163804604"), f"{sign} #"]
    out = redact("\n".join(lines)).splitlines()
    assert [line.startswith(f"{sign} [") for line in out[1:-1]] == [True] * 9
    assert (out[0], out[-1]) == (lines[0], lines[-1])


def test_a_code_in_a_member_of_its_own_is_none_of_the_cards_last_four() -> None:
    """Both together may have a check digit that fits, by chance."""
    cards = ["5060 4955 1631 1881", "4000 0566 5566 5556", "6759 6498 2643 8453"]
    for card in cards:
        for code in range(200, 300):
            out = redact(f'{{"card":{{"number":"{card}","cvc":"{code}"}},"plan":"Team"}}')
            assert f'"[card ····{card[-4:]}]","cvc":"[code]"' in out


@pytest.mark.parametrize("said", ["RS 67 17 91 A", "RS671791A", "rs 67 17 91 a"])
def test_a_national_insurance_number_that_begins_like_rupees_goes(said: str) -> None:
    out = redact(f"My NI number is {said}.\nCheers, Rs 67,179 and Rs. 17 91 paid.")
    assert "67 17" not in out
    assert "671791" not in out
    assert "Rs 67,179" in out
