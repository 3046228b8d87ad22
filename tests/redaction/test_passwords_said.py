"""Passwords read out, spelled, pasted behind a colon; and talk of passwords that holds none."""

# ruff: noqa: E501 - a row of a table reads best on its line

import pytest

from bot.redaction import redact

SAID = [
    ("She typed her portal password in the subject line: Harbor_mango_77 and hit send, TKT-1234", "mango_77"),
    ("Password visible on the screenshot they attached: velvet-tiger-mango-orbit (INV-2211).", "velvet"),
    ("the passphrase he left on the voicemail = silver.window.9911; case ZD-55120", "silver"),
    ("Her former passphrase 'window pigeon 54' was on a sticky note, CASE-1144", "pigeon"),
    ("AGENT: And the password?\nCUSTOMER: It is m e a d o w two eight, and I pay the rest.", "m e a;two eight"),
    ("Support: Passphrase?\nVisitor: L E M O N three three\nSupport: Thanks, five thousand dollars.", "L E M;three three"),
    ("Client: I keep typing F-A-L-C-O-N-one-nine as the password and nothing happens.", "F-A-L;one-nine"),
    ("Caller: I'm putting in uppercase cobalt twenty three as the password, no luck.", "cobalt;twenty"),
    ("Agent: There's a memorable password on the account, what is it?\nCaller: Should be willow harbour then forty one.", "willow;forty"),
    ("Caller: I log in with my mail and the password all lower case canyon, ninety-nine question mark.", "canyon;ninety"),
    ("Operator: What password are you trying?\nCaller: It's kettle four four dollar sign.\nOperator: expired", "kettle"),
    ("User: my passphrase, I'll spell it, is v, e, l, v, e, t, two, two. Okay?", "e, l, v;two, two"),
    ("Bot: Please state your security word. Guest: m i k e l seven. Bot: Matches.", "m i k e"),
    ("Caller: it says wrong password but I put in otter lamp nineteen underscore every time", "otter;nineteen"),
    ("Caller: I set the password to S U N D A Y one two.\nRep: Fine, order SO-2211.", "S U N D"),
    ("Agent: And the login password? Caller: capital M a n g o nine nine. Agent: thanks, PO-2211.", "a n g o;nine nine"),
    ("They posted a live key: key_live_" + "q7Zk2mNx9RtB4vLw8HsD" + " so I revoked it", "q7Zk2mNx9"),
    ("token pat_" + "51c0ffee77aa90bb21de43aa", "51c0ffee"),
    ("postgres://ledger:@mQ7!rope33z@db.example:5432/x", "mQ7!rope"),
]  # fmt: skip

TALK = [
    "The password has been reset two times, see TKT-1234.",
    "Agent: Did you forget the password?\nUser: Yes, twice this week.\nAgent: The link went out on March 3.",
    "Agent: New password must have twelve characters. User: Okay, thanks, and my order SO-2211?",
    "Password reset mail sent to billing team, invoice INV-2211 for two hundred euros.",
    "Agent: your password?\nUser: I do not have it, my order is PO 4471\nAgent: fine",
    "Caller locked out, password attempts five, ticket ZD-1.",
    "User: I changed the password and now the invoice for five seats is gone.\nBot: Found INV-4.",
    "Customer pasted the password into chat, asked to change it, REQ-463402.",
    "Call CA" + "0a1b2c3d4e5f60718293a4b5c6d7e8f9" + " lasted four minutes.",
]  # fmt: skip


@pytest.mark.parametrize(("text", "pieces"), SAID)
def test_a_password_goes(text, pieces):
    assert [piece for piece in pieces.split(";") if piece in redact(text)] == []


@pytest.mark.parametrize("text", TALK)
def test_talk_of_passwords_stays(text):
    assert redact(text) == text
