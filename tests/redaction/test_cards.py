"""Cards in every piece and guise: halves apart, slips, letters for figures; and what stays."""

# ruff: noqa: E501 - a row of a table reads best on its line

import pytest

from bot.redaction import redact

GOES = [
    # letters that look like figures
    ("number given by phone: 4OO0 0566 5S66 5556", "4OO0;0566;5S66"),
    ("try 4000 OS66 SS66 5556 once more", "OS66;SS66"),
    ("Desk: Card?⏎Man: 4000⏎Desk: ok⏎Man: OS66⏎Desk: ok⏎Man: S566⏎Desk: ok⏎Man: 5556", "4000;OS6;S566"),
    ("use Z221 OOO0 0000 0009 for it", "Z221;OOO0"),
    # an amount, a date, an invoice amid the halves
    ("Desk: Your card?⏎Man: four zero zero zero oh five six six⏎Desk: That is $84.10 in all, keep going⏎Man: five five six six five five five six", "four zero;five five"),
    ("Desk: Your card?⏎Man: 4000 0577⏎Desk: That is $84.10 in all, keep going⏎Man: 5566 5556", "4000;0577;5566"),
    ("Desk: ready⏎Man: 4000 0566⏎Desk: first, it is for invoice 7731, yes?⏎Man: yes. 5566 5556⏎Desk: fine", "4000;0566;5566"),
    ("Desk: Which card?⏎Man: 4000⏎Desk: and due on 4 May 2026?⏎Man: Yes⏎Man: 0566⏎Desk: ticket 4471, right?⏎Man: yeah 5566⏎Desk: and?⏎Man: 5556", "4000;0566;5566"),
    # first six, the rest, the last four
    ("The first six are 400005 and the rest is 6655665556, for seat 12", "400005;6655"),
    ("Man: 4000 0566 5566 and the last four are 5556, thanks", "0566;5566"),
    ("Man: The last four are 5556 and the rest before it is 4000 0566 5566", "0566;5566"),
    ('{"slot":"cc_number","raw":"40000566","rest":"55665556"}', "40000566;55665556"),
    ("Desk: I only got 4000 0566. Man: Right, after that 5566 5556. The front of it was 4000 0566.", "4000;0566;5566"),
    # which block comes
    ("Man: block one 4000 block two 0566 block three 5566 block four 5556", "4000;0566;5566"),
    ("Man: first block four, zero, zero, zero, second block zero five six six, third block five five six six, last block five five five six", "four, zero;zero five;five five"),
    ("Man: top row four zero zero zero oh five six six, bottom row five five six six five five five six", "four zero;five five"),
    ('{"bin":"400005","mid":"665566","last4":"5556"}', "400005;665566"),
    ("number;4000;0566;5566;5556", "4000;0566;5566"),
    # put right midway
    ("Man: use four zero zero zero, strike that, four zero zero zero, oh five six six, five five six six, excuse me, five five six six, five five five six", "four zero;five six;five five"),
    ("Man: card 4000, 0565, that's not right, 0566, 5566, 5556 for $12.00", "4000;0565;0566;5566"),
    ("Man: my card is 4000 0566 let me start that bit again 0566 5566 5556", "4000;0566;5566"),
    ("Man: The Maestro. 5893 1234 56⏎Desk: mm-hmm⏎Man: 7890 1, you with me, 2344, done", "5893;1234 ;7890"),
    ("Man: 4 0 0 0 0 5 6 6. Are you getting this? 5 5 6 6 5 5 5 6. Right?", "4 0 0;5 5 6 6"),
    # a group that has a name of its own
    ("my card is 4306 8060 0664 1099 thanks", "4306;8060;0664"),
    ("- number: 4306.8060.0664.1099", "4306;8060;0664"),
    # the code beside it
    ("The number on the front is 4000 0566 5566 5556; on the back 097", "097"),
    # a word of another matter
    ("Guest: hold the room with four zero zero zero oh five six six five five six six five five five six", "four zero;five six"),
    ("The card on case 81405104 was 4000 0566 5566 5556; remove it", "0566;5566"),
    ("10/30 expiry, number six oh one one, oh oh oh nine, nine oh one three, nine four two four", "six oh;oh nine;nine oh"),
    ("about invoice #0865, use 6011 0009 9013 9424, bye", "0009;9013"),
    ("**CVV** 802 **Card** 4000056655665556", "802;400005"),
    ("CC#: 6011_0009_9013_9424 / 03/29 / 070", "0009;9013;070"),
]  # fmt: skip

STAYS = [
    ("Card ending 4471; tickets 88213311, 55120099", "4471;88213311;55120099"),
    ('{"order":"40000566","ticket":"55665556"}', "40000566;55665556"),
    ("Desk: which order?⏎Man: 40000566⏎Desk: and the other one?⏎Man: 4471", "40000566;4471"),
    ("the top row 12 and the bottom row 14 of 2026", "top row 12;bottom row 14"),
    ("lot 7, section 3 of block 9, 4471 pieces", "lot 7;section 3;block 9;4471"),
    ('{"seats":"4471","calls":"8820","rooms":"1193"}', "4471;8820;1193"),
    ("Desk: I have ending 4036 on file⏎Man: that is gone, take 4000 0566 5566 5556", "ending 4036"),
    ("4000 0566 5566 5556; sign on the back, 3 copies, 212 seats", "212 seats;3 copies"),
    ("Two cards: one ending 6194, the other 4000 0566 5566 5556.", "ending 6194"),
    ("Serial number 9152 6792 3716 8951 of the router", "9152 6792 3716 8951"),
    ("cards ending 4471 and 9020; 12 seats, block 7, section 4", "4471;9020;12 seats;block 7;section 4"),
    ("invoices 22877540 and 85952298, then 4412", "22877540;85952298;4412"),
    ("part number SO13 OB44 SOIL 5566", "SO13 OB44 SOIL 5566"),
    ("Desk: Amex today?⏎Man: 3782 822463 10005⏎Desk: approved at half past two", "half past two"),
    ("**Invoice** 4471 ** paid", "4471"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "pieces"), GOES)
def test_every_piece_of_a_card_goes(text, pieces):
    out = redact(text.replace("⏎", "\n"))
    assert [piece for piece in pieces.split(";") if piece in out] == []


@pytest.mark.parametrize(("text", "kept"), STAYS)
def test_what_only_looks_like_a_piece_stays(text, kept):
    out = redact(text.replace("⏎", "\n"))
    assert [piece for piece in kept.split(";") if piece not in out] == []


def test_the_end_that_is_shown_is_the_cards_own():
    assert redact("CC: 6011_0009_9013_9424 / 03/29 / 070") == "CC: [card ····9424]"
