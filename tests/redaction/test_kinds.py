"""Truth tables: what goes, by kind and by voice, and what stays."""

# ruff: noqa: E501, RUF001 - a row of a table reads best on its line; odd characters are the subject

import pytest

from bot.redaction import redact, redact_counted

CARD = "4242 4242 4242 4242"

GOES = {
    "card": [
        ("debit card is 6264) (7496) (9296) (0727) (226", "debit card is [card ····7226]"),
        ("JCB? 501.895.206.207", "JCB? [card ····6207]"),
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
        ("**Caller** 4242 4242 4242 4242", "**Caller** [card ····4242]"),  # no mask
        ("they typed 4242424242424243 into the card field", "they typed [card ····4243] into the card field"),
        ("/pay?card_number=4242424242424242&invoice=2026-5073&retry=1", "/pay?card_number=[card ····4242]&invoice=2026-5073&retry=1"),
        ("well four two four two four two four two four two four two four two four two", "well [card ····4242]"),
    ],
    "code": [
        ("they typed 4471 into the PIN pad", "they typed [code] into the PIN pad"),
        ("'2671' entered in the code from the text field", "'[code]' entered in the code from the text field"),
        ("Agent: Type the 6 numbers from our SMS.\nUser: three oh, three oh, nine nine", "Agent: Type the 6 numbers from our SMS.\nUser: [code]"),
        ("Duo bypass code 771 440 218", "Duo bypass code [code]"),
        ("code secret de la carte: 9917", "code secret de la carte: [code]"),
        ("Your verification code: G-448120", "Your verification code: G-[code]"),
        ("CVV 123", "CVV [code]"),
        ("the security code is one two three", "the security code is [code]"),
        ("OTP 4 9 1 0 2 2", "OTP [code]"),
        ("my PIN is four four two one", "my PIN is [code]"),
        ("Agent: And the code?\nUser: double four nine", "Agent: And the code?\nUser: [code]"),
        ("last three on the back of the card: 069", "last three on the back of the card: [code]"),
        ("It's 487 87 0, the login code I mean.", "It's [code], the login code I mean."),
        ("three one nine four (the code you sent)", "[code] (the code you sent)"),
        ("security code ... 816 ... and that's it", "security code ... [code] ... and that's it"),
        ("Bestätigungscode 657218", "Bestätigungscode [code]"),
        ("le cryptogramme: 386", "le cryptogramme: [code]"),
        ("Agent: security code?\nUser: four five eight ate", "Agent: security code?\nUser: [code]"),
        ("security digits do 0 7 given", "security digits [code] given"),
    ],
    "bank": [
        ("ICIC0000104 / 010401552218", "[bank code] / [account ····2218]"),
        ("Pay to: 1471092283 UBA", "Pay to: [account ····2283] UBA"),
        ("acct nos: 2209184471 (Zenith), 0088127743 (Union)", "acct nos: [account ····7743] (Union)"),
        ("User: its 0 1 4 4 7 2 8 8 3 1\nAgent: Is that the account number?", "User: its [account ····8831]\nAgent: Is that the account number?"),
        ("IBAN DE89 3704 0044 0532 0130 00", "IBAN [IBAN ····3000]"),
        ("wire it to DE89370400440532013000", "wire it to [IBAN ····3000]"),
        ("account number 000123456789", "account number [account ····6789]"),
        ("sort code 20-00-00", "sort code [bank code]"),
        ("routing zero two one zero zero zero zero two one", "routing [bank code]"),
        ("IFSC HDFC0001234", "IFSC [bank code]"),
        ("my GTBank account na 0123456789", "my GTBank account na [account ····6789]"),
        ("BSB 062-000", "BSB [bank code]"),
        ("the sort code's on the card, two three, six nine, seven two", "the sort code's on the card, [bank code]"),
        ("s/c 20-00-00 a/c 73499054", "s/c [bank code] a/c [account]"),
        ("the SC's 67–70–21", "the SC's [bank code]"),
        ("account number? 244.386.317.47", "account number? [account ····1747]"),
        ("60-83-71 <- sorting code", "[bank code] <- sorting code"),
        ("pay it to GTB 0123984417", "pay it to GTB [account ····4417]"),
        ("Priya: account?\nMr Bauer: nine six five one nine\nPriya: go on\nMr Bauer: six four one", "Priya: account?\nMr Bauer: [account …]\nPriya: go on\nMr Bauer: [account]"),
    ],
    "tax id": [
        ("it is AFZPK7190K", "it is [tax id]"),
        ("fødselsnummer er 01 12 90 33 445", "fødselsnummer er [tax id]"),
        ("N.I.F. ES12345678Z", "N.I.F. [tax id]"),
        ("my ID, South African, eight oh oh one, oh one five, oh oh nine, oh eight seven", "my ID, South African, [tax id]"),
        ("SSN 219-09-9999", "SSN [tax id]"),
        ("GSTIN 29ABCDE1234F1ZW", "GSTIN [tax id]"),
        ("PAN is A B C D E one two three four F", "PAN is [tax id]"),
        ("PAN alpha bravo charlie delta echo one two three four foxtrot", "PAN [tax id]"),
        ("PAN B for Bombay C for Calcutta D E F 1234 G", "PAN [tax id]"),
        ("NI number QQ 12 34 56 C", "NI number [tax id]"),
        ("Aadhaar 2345 6789 0124", "Aadhaar [tax id]"),
        ("VAT number DE 123 456 789", "VAT number [tax id]"),
        ("BVN 22212345678", "BVN [tax id]"),
        ("the NI one: A B, one two, three four, five six, C", "the NI [tax id]"),
        ("PAN VEBC, N962, 6R", "PAN [tax id]"),  # no naira
        ("CPF 111.444.777-35", "CPF [tax id]"),
        ("PPSN 6433435F", "PPSN [tax id]"),
        ("codice fisc. LAPHPU17E08Y802O", "codice fisc. [tax id]"),
        ("burgerservicenummer 759391944", "burgerservicenummer [tax id]"),
        ("SIN: 962 497 384", "SIN: [tax id]"),
        ("Emirates ID seven eight four one nine eight eight. four four one seven two oh three six", "Emirates ID [tax id]"),
        ('"sin":"2839, 3781, 1"', '"sin":"[tax id]"'),
        ("759391944 (BSN-nummer)", "[tax id] (BSN-nummer)"),
        ("Can you put 54337.0557 down as the TFN?", "Can you put [tax id] down as the TFN?"),
        ("GST number o five T Y W H T six eight three one I one Z L", "GST number [tax id]"),
        ("Steuer-ID sechsundachtzig null fünf sieben vier zwei sieben eins neun", "Steuer-ID [tax id]"),
    ],
    "password": [
        ("Agent: What's the password on the account?\nCaller: purple elephant", "Agent: What's the password on the account?\nCaller: [password]"),
        ("Security word? oh right it's Ballymena. And", "Security word? oh right it's [password]. And"),
        ("curl -u admin:Hx72kkQp90 https://billing.example", "curl -u admin:[password] https://billing.example"),
        ("password: Maple7712!", "password: [password]"),
        ("my password is otter maple seventy two, exclamation mark. Next", "my password is [password]. Next"),
        ("Agent: And the passphrase?\nUser: Sure, otter maple seventy two", "Agent: And the passphrase?\nUser: Sure, [password]"),
        ("Agent: what's the pwd now?\nUser: Maple7712!x", "Agent: what's the pwd now?\nUser: [password]"),
        ("They typed Maple@7712 into the login pw field", "They typed [password] into the login pw field"),
        ("otter maple seventy-two is the password", "[password] is the password"),
        ("Got the passphrase. It's P0H1glCHeM0.", "Got the passphrase. It's [password]."),
        ("login Cactus8199# / pin 7747", "login [password] / pin [code]"),
        ("wachtwoord: otter-maple-harbour", "wachtwoord: [password]"),
        ('{"user_password":"otter maple seventy hash"}', '{"user_password":"[password]"}'),
        ("export LEDGER_KEY=HKyAfrGs4yZVH6wTV15IlMJM", "export LEDGER_KEY=[key]"),
        ("postgres://app:s3cretpass@db.example/x", "postgres://app:[key]@db.example/x"),
        ("Authorization: Bearer abc123def456ghi789", "Authorization: Bearer [key]"),
        ("https://pay.example/reset?token=abc123def456ghi789", "https://pay.example/reset?token=[key]"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "[key]"),
    ],
    "private document": [
        ("my passport is P4471882 hmm no that's the old one, it's N8812044", "my passport is [private document]"),
        ("passport number N1234567", "passport number [private document]"),
        ("dossier 998877665544332", "dossier 998877665544332"),  # a noun names it, whatever it means
        ("well 998877665544332 then", "well [number ····4332] then"),
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
    "SI-886539676", "246-7444770-7971396", "policy P81863804", "password reset mail for TKT-123456", "R$ 99.953,90", "1931.8k USD",
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


NOT_THE_REST = [
    ("EIN 81-7159461. Policy P81863804 unaffected.", "EIN [tax id]. Policy P81863804 unaffected."),
    ("IBAN missing on F412144; asked for it", "IBAN missing on F412144; asked for it"),
    ("759391944 is the BSN. Please action W2947771.", "[tax id] is the BSN. Please action W2947771."),
    ("we changed the bank account to 41277068. it was eighty-nine ninety five", "we changed the bank account to [account]. it was eighty-nine ninety five"),
    ("We never ask for a password. Refund ₹12,09,507 agreed.", "We never ask for a password. Refund ₹12,09,507 agreed."),
    ("he said ZD745559", "he said ZD745559"),
    ("IBAN check failed for supplier 40018827", "IBAN check failed for supplier 40018827"),
    ("my number's oh seven seven double oh nine hundred one two three", "my number's oh seven seven double oh nine hundred one two three"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "clean"), NOT_THE_REST)
def test_what_follows_a_secret_is_not_its_rest(text, clean):
    assert redact(text) == clean
