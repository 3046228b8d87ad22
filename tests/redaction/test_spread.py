"""JSON whose keys are the secret, or whose members are its figures one by one."""

import json

import pytest

from bot.redaction import redact, redact_value

GOES = [
    ({"by_account_number": {"44718820": "paid"}}, "44718820"),
    ({"account_numbers": {"44718820": {"n": 1}, "61304427": {"n": 2}}}, "61304427"),
    ({"refused_ssn": {"219 09 9999": "no_match"}}, "219 09"),
    ({"otp_by_user": {"448120": "mo"}}, "448120"),
    ({"gstin": {"27AAPFU0939F1ZV": {"state": "MH"}}}, "AAPFU"),
    ({"pin": {"a": "7", "b": "4", "c": "1", "d": "9"}}, '"7"'),
    ({"otp": {"a": 7, "b": 4, "c": 1, "d": 9, "e": 2, "f": 8}, "n": "x"}, "9"),
    ({"cvv": {"first": "7", "second": "4", "third": "1"}}, '"4"'),
    ({"account": {"i": "447", "ii": "188", "iii": "20"}}, "188"),
    ({"card_digits": {"p1": "4000", "p2": "0566", "p3": "5566", "p4": "5556"}}, "0566"),
]
STAYS = [
    {"by_account_id": {"44718820": "paid"}},
    {"card_counts": {"2024": "12", "2025": "13"}},
    {"accounts": {"2024-05-01": "12", "2024-06-01": "13"}},
    {"pin": {"length": "4", "tries": "3", "left": "2"}},
    {"seats": {"a": "7", "b": "4", "c": "1", "d": "9"}},
]


@pytest.mark.parametrize(("value", "gone"), GOES)
def test_it_goes_as_text_and_as_value(value: dict[str, object], gone: str) -> None:
    assert gone not in redact(json.dumps(value))
    assert gone not in json.dumps(redact_value(value))


@pytest.mark.parametrize("value", STAYS)
def test_other_keys_and_figures_stay(value: dict[str, object]) -> None:
    assert redact(json.dumps(value)) == json.dumps(value)
