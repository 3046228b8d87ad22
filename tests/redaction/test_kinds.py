"""Truth tables: what goes, by kind and by voice, and what stays."""

# ruff: noqa: E501, RUF001 - a row of a table reads best on its line; odd characters are the subject

import pytest

from bot.redaction import redact, redact_counted

CARD = "4242 4242 4242 4242"

GOES = {
    "card": [
        ("my card is 4242 4242 4242 4242", "my card is [card ····4242]"),
        ("4242-4242-4242-4242", "[card ····4242]"),
        ("4242.4242.4242.4242 please", "[card ····4242] please"),
        ("Amex 3782 822463 10005", "Amex [card ····0005]"),
        ("2223 0031 2200 3222 is my card number", "[card ····3222] is my card number"),
        ("RuPay 6521 5278 8888 8880 1", "RuPay [card ····8801]"),
        ("card: four two double four", "card: four two double four"),
        ("card four two four two four two four two four two four two four two four two", "card [card ····4242]"),
        ("card forty-two forty-two forty-two forty-two forty-two forty-two forty-two forty-two", "card [card ····4242]"),
        ("card chaar do chaar do chaar do chaar do chaar do chaar do chaar do chaar do", "card [card ····4242]"),
        ("card ４２４２ ４２４２ ４２４２ ４２４２", "card [card ····4242]"),
        ("card ४२४२ ४२४२ ४२४२ ४२४२", "card [card ····4242]"),
        ("card 4242\u200b4242\u200b4242\u200b4242", "card [card ····4242]"),
        ("card %34%32%34%32%34%32%34%32%34%32%34%32%34%32%34%32", "card [card ····4242]"),
        ("card &#52;242 4242 4242 4242", "card [card ····4242]"),
        ("my card, 4242 4242 4242 4243, misheard", "my card, [card ····4243], misheard"),
        ("card 4242 4242 4242 4242 expiry 12/27", "card [card ····4242] expiry [expiry]"),
    ],
    "code": [
        ("CVV 123", "CVV [code]"),
        ("the security code is one two three", "the security code is [code]"),
        ("OTP 4 9 1 0 2 2", "OTP [code]"),
        ("my PIN is four four two one", "my PIN is [code]"),
        ("Agent: And the code?\nUser: double four nine", "Agent: And the code?\nUser: [code]"),
    ],
    "bank": [
        ("IBAN DE89 3704 0044 0532 0130 00", "IBAN [IBAN ····3000]"),
        ("wire it to DE89370400440532013000", "wire it to [IBAN ····3000]"),
        ("account number 000123456789", "account number [account ····6789]"),
        ("sort code 20-00-00", "sort code [bank code]"),
        ("routing zero two one zero zero zero zero two one", "routing [bank code]"),
        ("IFSC HDFC0001234", "IFSC [bank code]"),
        ("my GTBank account na 0123456789", "my GTBank account na [account ····6789]"),
        ("BSB 062-000", "BSB [bank code]"),
    ],
    "tax id": [
        ("SSN 219-09-9999", "SSN [tax id]"),
        ("GSTIN 29ABCDE1234F1ZW", "GSTIN [tax id]"),
        ("PAN is A B C D E one two three four F", "PAN is [tax id]"),
        ("PAN alpha bravo charlie delta echo one two three four foxtrot", "PAN [tax id]"),
        ("PAN B for Bombay C for Calcutta D E F 1234 G", "PAN [tax id]"),
        ("NI number QQ 12 34 56 C", "NI number [tax id]"),
        ("Aadhaar 2345 6789 0124", "Aadhaar [tax id]"),
        ("VAT number DE 123 456 789", "VAT number [tax id]"),
        ("BVN 22212345678", "BVN [tax id]"),
        ("CPF 111.444.777-35", "CPF [tax id]"),
    ],
    "password": [
        ("password: Maple7712!", "password: [password]"),
        ("my password is otter maple seventy two, exclamation mark. Next", "my password is [password]. Next"),
        ("postgres://app:s3cretpass@db.example/x", "postgres://app:[key]@db.example/x"),
        ("Authorization: Bearer abc123def456ghi789", "Authorization: Bearer [key]"),
        ("https://pay.example/reset?token=abc123def456ghi789", "https://pay.example/reset?token=[key]"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "[key]"),
    ],
    "private document": [
        ("passport number N1234567", "passport number [private document]"),
        ("well 998877665544332 then", "well 998877665544332 then"),
        ("it was 9988 7766 5544 3322", "it was [number ····3322]"),
    ],
}  # fmt: skip

STAYS = [
    "USD 2,490.00", "₹12,50,000", "two thousand four hundred ninety dollars", "twelve lakh fifty thousand rupees", "€1.234,56",
    "1 250 000 naira", "18%", "on 2026-11-20", "on the twentieth of November", "at 10:30 am", "3 May 2026", "12/11/2026",
    "invoice INV-2026-10482", "invoice four four two one nine", "order number 20261104423", "ticket TKT-00412", "#771976", "PO-88213",
    "call_r4k9x2m7qz1tbw", "ch_3Pabc123DEF456ghi789JKLm", "in_1PxYz2LkdIwHu7ixABCDEF12", "re_3PabcXYZ1234567890abcdef",
    "9c1d0256-6772-4c81-af15-a9cbcbf3bde6", "+1 (415) 555-2441", "call me on 020 7946 0958", "card ending in 4242", "**** 4242",
    "last four digits are eight zero six one", "12 seats", "twenty two users", "the Growth plan", "postal code 560103", "PIN code 560103",
    "tracking number 940010000000", "New password requested", "OTP never arrived", "my account manager", "error code 4012", "v1.12.3",
    "batch at 1778357976.385423", "one of the two invoices", "trace f46d174b433991ca79a703c9aafa929ed0820cff",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "clean"), [pair for pairs in GOES.values() for pair in pairs], ids=lambda t: t[:40]
)
def test_goes(text, clean):
    assert redact(text) == clean


@pytest.mark.parametrize("text", STAYS)
def test_stays_alone(text):
    assert redact(text) == text


@pytest.mark.parametrize("text", STAYS)
def test_stays_after_a_card(text):
    """A card read out before takes nothing else with it."""
    assert redact(f"My card is {CARD}. Then we spoke about {text}.") == (
        f"My card is [card ····4242]. Then we spoke about {text}."
    )


@pytest.mark.parametrize("kind", [k for k in GOES if k != "private document"])
def test_kinds_are_counted(kind):
    text = GOES[kind][-1][0]
    assert set(redact_counted(text)[1]) == {kind}


def test_a_number_said_over_turns_goes_with_its_echo():
    call = (
        "Agent: Card number?\nUser: four two four two\nAgent: four two four two, yes\n"
        "User: four two four two um four two four two\nAgent: mm-hmm\nUser: four two four two"
    )
    clean = redact(call)
    assert clean.count("four") == 0
    assert clean.endswith("User: [card ····4242]")


def test_a_correction_does_not_save_the_number():
    clean = redact(
        "card four two four two, no, four three four two four two four two four two four two four two"
    )
    assert clean.startswith("card [card")
    assert "four" not in clean
