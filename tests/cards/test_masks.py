"""Contacts are recognisable and useless; dates, amounts and references stay readable."""

from __future__ import annotations

import pytest

from bot.cards.masks import mask_contacts, mask_email, mask_phone


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("dana@larkspur.example", "d•••@larkspur.example"),
        (" d@x.example ", "d•••@x.example"),
        ("no address", "•••"),
        ("@x.example", "•••"),
        ("", "•••"),
    ],
)
def test_mask_email(address, shown):
    assert mask_email(address) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [("+1 202 555 0143", "•••0143"), ("12025550143", "•••0143"), ("0143", "•••"), ("", "•••")],
)
def test_mask_phone(number, shown):
    assert mask_phone(number) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Write to dana@larkspur.example.", "Write to d•••@larkspur.example."),
        ("dana.w+x@a.b.example, thanks", "d•••@a.b.example, thanks"),
        ("it is dana at larkspur dot example", "it is •••@•••"),
        ("mary dot jones at mail dot example dot org", "•••@•••"),
        ("Call +1 202 555 0143 today", "Call •••0143 today"),
        ("Call (202) 555-0143-99", "Call •••4399"),
        ("on 98765 43210 please", "on •••3210 please"),
        ("00 44 20 7946 0117", "•••0117"),
    ],
)
def test_contacts_inside_a_text_are_masked(text, shown):
    assert mask_contacts(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Invoice INV-2026-10482 of 15 November 2026",
        "charged 2026-11-15 and 15-11-2026, again 2026-11-15 14:03",
        "USD 2,490.00 or INR 12,50,000 or 1 250 000.00 kr",
        "invoice 4471200981, order no. 5550001234, ref: 9000012345",
        "payment pi_3Qk2Lz0011223344 and ch_3QzK1x",
        "we meet at noon, look at page two",
        "+10 % on 3 seats",
        "",
    ],
)
def test_everything_else_stays(text):
    assert mask_contacts(text) == text


def test_masking_is_linear_on_long_texts():
    for token in ("1 ", "a@", "at dot ", "(", "+1", "a.", "x dot "):
        mask_contacts(token * 20_000)
