"""Numbers in pieces, in small letters, in forms; and references beside them that stay."""

# ruff: noqa: E501 - a row of a table reads best on its line

import pytest

from bot.redaction import redact

GOES = [
    ("Agent: And the PIN?\nUser: My PIN is four four\nAgent: Mhm.\nUser: one nine, is that fine?", "four four;one nine"),
    ("Bot: I sent a code, what is it?\nGuest: It reads six one\nBot: Yes?\nGuest: oh eight", "six one;oh eight"),
    ("Guest: The CVV is scratched but I think it is, five five\nBot: Carry on.\nGuest: two.", "five five;two."),
    ("rep> Sort code?\nclient> It should be um oh nine\nrep> Go on.\nclient> let me look, one two\nrep> Yes?\nclient> eight eight.", "oh nine;one two;eight eight"),
    ("agent> Your NI number?\ncaller> J K\nagent> Carry on please.\ncaller> two two\nagent> Okay.\ncaller> three one\nagent> And then?\ncaller> seven seven\nagent> Next.\ncaller> B\nagent> Thank you.", "J K;two two;seven seven;B\n"),
    ("Rep: What ITIN is it?\nMan: nine one two\nRep: nine one two...\nMan: seven oh three\nRep: seven oh three, got it.\nMan: four four six\nRep: four four six...", "nine one;oh three;four six"),
    ("user> pay it to account 771\nagent> 771, got it.\nuser> 204\nagent> 204, okay.\nuser> 9963.\nagent> 9963, right.", "771;204"),
    ("Refund into fi21 1234 5600 0007 85 (old account).", "1234 5600"),
    ("IBAN number FI-211-234-5-60-00-0785 and nothing else", "234-5"),
    ("Bank account: 12345678\nIFSC code: SBIN-0011223", "0011223"),
    ("Mandate: sort code 10/11/12, from June.", "10/11"),
    ("NINO - SR 12 34 56 A, please.", "12 34"),
    ("no;who;said\n1;agent;the card number, please\n2;caller;4000\n3;agent;Okay.\n4;caller;0566\n5;agent;Go on.\n6;caller;5566\n7;agent;Okay.\n8;caller;5556", "4000;0566;5566"),
    ("SSN on form 219099999 approved", "219099999"),
    ("Form, field 'EIN', box a line:\nbox a: 8362\nbox b: 075\nbox c: 49", "8362;075"),
    ("/pay?invoice=F1&panA=4242&panB=4242&panC=4242&panD=4242", "A=4242;D=4242"),
    ("Member: my IBAN is F I two one // Rep: Carry on. // Member: one two three four // Rep: Yes. // Member: five six oh oh // Rep: Next? // Member: oh oh oh seven // Rep: And? // Member: eight five.", "two one;one two;five six;oh seven;eight five"),
    ('{"prompt":"account number","events":[{"key":"4","t":2.9}, {"key":"7","t":3.1}, {"key":"1","t":3.3}, {"key":"2","t":4.2}, {"key":"8","t":5.7}, {"key":"9","t":6.2}]}', '"7";"8"'),
]  # fmt: skip

STAYS = [
    ("Agent: Which card should I put on BILL204417?\nUser: 4242 4242 4242 4242", "BILL204417"),
    ("The caller would not give a card number, so REQ204417 stays open.", "REQ204417"),
    ("Agent: Your EIN, it is for B2B-54117.\nUser: 12-3456789", "B2B-54117"),
    ("Grant code 204417 and shade code 3309, for $20.00", "204417;3309"),
    ("Agent: the BVN?\nUser: 22212345678\nAgent: Due the fifth of May two thousand twenty-six.", "fifth of May two thousand twenty-six"),
    ("VAT no. DE123456789, back-dated to third of November twenty twenty-six.", "third of November twenty twenty-six"),
    ("paid by card 4242 4242 4242 4242, moved to Growth 2024, prorated", "Growth 2024"),
    ("GET /v2/orders?order_id=6239472365&after=1736528026 200 111ms", "6239472365;1736528026"),
    ("worker=3 start=1775984546417 end=1784519648056 ok", "1775984546417;1784519648056"),
    ("Card 4242 4242 4242 4242 for SI/25-26/0916", "SI/25-26/0916"),
    ('{"orderIds":[5135699103, 8377993369],"usage":[8, 8, 1, 1, 2, 1, 7, 2, 5, 7, 4, 1, 8]}', "5135699103, 8377993369;8, 8, 1, 1, 2, 1"),
    ("NI number LB 28 34 34 D and my bill BIL-26-3042 is wrong", "BIL-26-3042"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "pieces"), GOES)
def test_every_piece_goes(text, pieces):
    assert [piece for piece in pieces.split(";") if piece in redact(text)] == []


@pytest.mark.parametrize(("text", "kept"), STAYS)
def test_what_stands_beside_stays(text, kept):
    assert [piece for piece in kept.split(";") if piece not in redact(text)] == []


def test_a_card_shows_its_own_end_and_not_its_code():
    text = "sent: 4242424242424242 / 01/29 / 917 - removed"
    assert redact(text) == "sent: [card ····4242] - removed"
