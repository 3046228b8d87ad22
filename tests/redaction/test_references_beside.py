"""References, amounts and dates beside a secret, and figures that only look like one."""

import pytest

from bot.redaction import redact


@pytest.mark.parametrize(
    "kept",
    ["RB-2025/4410", "QI/318/2204", "DEL/4410/26", "M24-30117", "run 20250317-04", "R 41,220.75"],
)
@pytest.mark.parametrize(
    "secret", ["SSN 219-09-9999", "tax number 27 1191 4426", "EIN 27-1191442", "PAN ABCPK7712L"]
)
@pytest.mark.parametrize("between", [" on ", ". Agent: ", ". Thanks, it is for "])
def test_a_reference_behind_a_tax_number_is_none(secret: str, between: str, kept: str) -> None:
    clean = redact(f"{secret}{between}{kept} as agreed")
    assert kept in clean
    assert "[tax id" in clean


@pytest.mark.parametrize(
    "text",
    [
        "HTTP 503 at 1771448210337, retried",
        "Job card 44718820 for the lift, parts EUR 310",
        "Refused to give card number, pays by transfer against QI/318/2204.",
        "GST of 18% on QI/318/2204 is due",
        "account 25000000 NGN was debited",
    ],
)
def test_what_only_looks_like_a_secret_stays(text: str) -> None:
    assert redact(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "acct num 6130442719 sterling bank",
        "acct nbr 6130442719 naira",
        "account number 6130442719 NGN",
        "a/c no is 6130442719 rand account",
    ],
)
def test_a_currency_behind_an_account_makes_it_no_amount(text: str) -> None:
    assert "613044" not in redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "14/10/26 / 3318 / 2207 (sort code / account number) did not match",
        "sort code / account number: 14/10/26 / 33182207",
        "NSC 141026, account no 3318 2207",
        "NSC: 14-10-26 and account 33182207",
        "IFSC UTIB/0442/718 for account number 33182207",
    ],
)
def test_bank_codes_that_look_like_dates_or_have_other_names_go(text: str) -> None:
    clean = redact(text)
    for written in ("14/10/26", "141026", "14-10-26", "33182207", "0442"):
        assert written not in clean


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("SSN 219-09-9999 was taken for the 1099, settlement FT24118QKB07", "FT24118QKB07"),
        ("The card for Starter 300 has lapsed, the new one is 4000 0566 5566 5556.", "Starter 300"),
        ("They forgot the password, reset mail sent, TK#44718.", "TK#44718"),
        ("GSTIN 27 A A P F U 0939 F one Z capital V to be added on QTX318220", "QTX318220"),
    ],
)
def test_what_has_a_name_of_its_own_stays(text: str, kept: str) -> None:
    clean = redact(text)
    assert kept in clean
    assert "5566" not in clean
    assert "0939" not in clean
