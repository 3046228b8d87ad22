"""Numbers known by their form or by where they stand: codes, forms of tax offices, pieces, labels."""

# ruff: noqa: E501 - a row of a table reads best on its line

import pytest

from bot.redaction import redact

CODES = [
    ("Print the GSTIN on our bill please, 27AAPFU0939F1ZV", "0939"),
    ("GST number in the portal is 29 AAGCB 7383 J 1 Z 4 for invoice INV-2211", "AAGCB;7383"),
    ("gst no as per the invoice: two seven A A P F U zero nine three nine F one Z V", "two seven;nine three"),
    ("order 27AAPFU0939F1ZV", "0939"),
    ("shipment 2\u200b7-AA\u200bP\u200bFU0939\u200bF-1Z\u200bV to Pune", "0939;1Z"),
    ("PAN in the order form: AAPFU0939F", "0939"),
    ("Deductor PAN AAPFU-0939-F, amount 500", "AAPFU;0939"),
    ("On the form it says NINO, AB 12 34 56 C", "12 34"),
    ("Rep: Tax number? Client: It is A A P F U Rep: A A P F U, good. Client: zero nine Rep: zero nine. Client: three nine F.", "A A P F U"),
    ("Me: take this down: 2 7 A A⏎You: ok⏎Me: P F U zero nine⏎You: ok⏎Me: 3 9 F⏎You: ok⏎Me: one Z V⏎You: fine", "P F U;zero nine;3 9 F;one Z V"),
    ("Me: note it. D E 8 9 three⏎You: Noted.⏎Me: 704 double zero⏎You: Noted.⏎Me: 44 0 five⏎You: Noted.⏎Me: 320 1 three oh⏎You: Noted.⏎Me: 00⏎You: bye", "D E 8;704;44 0;320 1"),
    ("Man: Our GSTIN is 2 seven A A P⏎Desk: Go on.⏎Man: F U zero nine three⏎Desk: Next?⏎Man: 9 F one Z V and the firm is Teal Mills.", "A A P;F U;9 F one"),
    ("PAN: A A P F U, 0 9 3 7, I mean 0 9 3 9, F, vendor Teal Mills", "A A P;0 9 3 7;0 9 3 9"),
    ("Desk: Spell the IBAN slowly.⏎Man: lima tango one two, one zero double zero, oh one one one, oh one double zero, one triple zero", "lima tango;one zero;oh one"),
    ("she gave IBAN NO-9-3-86011-1-1794-7 for INV-83039", "93;86011;1794"),
    ("our IBAN is DE89 · 3704 · 0044 · 0532 · 0130 · 00, unchanged", "3704;0130 · 00"),
    ("Desk: Your VAT number?⏎Man: NL \u2013 0044 \u2013 95445B01⏎Desk: Valid.", "0044;95445"),
    ("Desk: Just the first half of the IBAN?⏎Man: DE8937040044⏎Desk: It says 27,38 €, right?⏎Man: Yes. The other half is 0532013000", "8937;0044"),
    ("Man: Kindly put our GSTIN on the bill, 27AAP⏎Desk: Go on.⏎Man: FU09⏎Desk: ok⏎Man: 39F1⏎Desk: ok⏎Man: ZV.⏎Desk: done", "27AAP;FU09;39F1;ZV"),
    ("Deductor PAN AAPFU-0939 F, amount 500", "AAPFU;0939;F,"),
    ("vendor PAN AAPFU 0939 F, pay to account at month's end", "AAPFU;0939"),
    ("NINO AB 12 34 56 C, account on hold", "12 34;56 C"),
]  # fmt: skip

FORMS = [
    ("1042-S for ITIN 912 70 1234, case 88", "1042-S;case 88", "912 70"),
    ("1099-NEC for EIN 82 8722005", "1099-NEC", "8722005"),
    ("8804-W with the SSN 219 09 9999", "8804-W", "219 09"),
]  # fmt: skip

CARDS = [
    ("Man: the first digits of the card number are 4000056⏎Desk: ok⏎Man: last digits are 655665556⏎Desk: fine", "4000056;65566"),
    ("The digits of his account number are 55779911, he says", "5577"),
    ("I forgot which, but try 4242 4242 4242 4242.", "4242 4242"),
    ("the other pen 5555 5555 5555 4444", "5555 5555"),
    ("my PIN is 4471 try it", "4471"),
    ("Man: My old card is gone, I have another one with me right now and so on. Shall I? 4000⏎Desk: yes⏎Man: 0566⏎Desk: go⏎Man: 5566⏎Desk: mm⏎Man: 5556", "4000;0566;5566"),
    ("Desk: Go ahead.⏎Man: the first eight are 4000 0566⏎Desk: thanks⏎Man: and the other eight are 5566 5556", "4000;0566;5566"),
    ("desk> Key or say it. / man> first eight digits are 4 0 0 0 0 5 6 6 / desk> mm / man> last eight are 55665556 / desk> done", "5 6 6;55665556"),
    ("Desk: The card digits please⏎Man: 4000⏎Desk: Next lot?⏎Man: 0 five six six⏎Desk: Last batch?⏎Man: 5566 5556", "4000;five six;5566"),
    ("refused with code 14, 4000 0566 5566 5556 went through", "0566;5566"),
    ("gate 12, 6011 0009 9013 9424 was paid", "0009;9013"),
    ("It's the firm's card, it will say Otter Tools on the statement, number 5061040411631514096.", "5061"),
    ("My card prints as Heron Mills on the receipt, number four zero zero zero, zero five six six, double five six six, triple five six.", "four zero;double five"),
    ("The POS terminal charged five oh six one, oh four oh four, one one six three, one five one four, oh nine six 4 times, 1,000 naira each", "five oh six;one one six"),
    ("row;field;value⏎1;card_a;5061⏎2;card_b;0404⏎3;card_c;1163⏎4;card_d;1 5 1 4⏎5;order;PO-70172", "5061;0404;1163;1 5 1 4"),
    ("Man: 4 0 0 0, 0566⏎Desk: Did you say 0 5 6 6?⏎Man: Yes. 5566, 5 5 5 6.⏎Desk: fine", "4 0 0 0;0566;0 5 6 6;5566;5 5 5 6"),
    ("Desk: Read me the card in groups of four. Man: 4000 Desk: Bo here, go on. Man: 0566 Desk: Mm-hm. Man: 5566 Desk: Last four? Man: 5 5 5 6 Desk: Thanks", "4000;0566;5566;5 5 5 6"),
    ('{"fields":{"card_number":{"part1":"3568","part2":"0493","part3":"4165","part4":"1904"}},"doc":"CN-605712"}', '3568;0493;4165;"1904"'),
    ("Two tried: the first declined code 05, 6446 1234 0987 1232 approved", "6446;1234"),
]  # fmt: skip

LABELS = [
    ("- [OPR]: Where shall it go?⏎- [CUS]: IBAN D E 8 9 3 7 0 4 0 0 4 4 0 5 3 2 0 1 3 0 0 0⏎- [OPR]: one hundred and six euros and five cents, fine.", "[OPR]: one hundred and six euros and five cents;[CUS]:", "8 9 3 7"),
    ("- [OPR]: IBAN?⏎- [CUS]: D E eight nine three seven oh four double zero four four zero five three two zero one three zero zero zero⏎- [OPR]: So that is DE89, 3704, 0044, 0532, 0130, 00, yes?⏎- [CUS]: Yes.⏎- [OPR]: seven thousand five hundred euros then", "[CUS]: Yes;[OPR]: seven thousand five hundred euros", "D E eight;three seven;3704"),
    ("- [BOT]: IBAN please?⏎- [MAN]: DE89 3704 0044⏎- [BOT]: go on⏎- [MAN]: 0532 0130 00⏎- [BOT]: Right.⏎- [MAN]: Yes, forty euros.", "[BOT]: Right;[MAN]: Yes, forty euros", "3704;0532"),
    ("**Mia** 00:12⏎Your sort code?⏎**Lou** 00:14⏎778014⏎**Mia** 00:15⏎Thanks, nine pounds", "00:14;00:15;nine pounds", "778014"),
    ("Bea: Your account number?⏎Joe:⏎99836502⏎Bea: great", "Bea: great", "99836502"),
    ("09:01→D→Your BVN?⏎09:02→M→222 forty-five⏎09:03→D→go on⏎09:04→M→678 nine oh one⏎09:05→D→thanks, order 88213", "→M→;09:04;88213", "222;678"),
    ("Rep: Your GSTIN, please? Client: two seven Rep: two seven, okay. Client: A A P F Rep: A A P F, okay. Client: U zero nine Rep: U zero nine. Client: three nine F Rep: three nine F, okay. Client: one Z V. Rep: Thanks.", "Rep: Thanks", "A P F;nine F;one Z V"),
    ("speaker 1> Account number?⏎speaker 2> four nine four⏎speaker 1> four nine four, okay.⏎speaker 2> four one zero⏎speaker 1> four one zero, okay.⏎speaker 2> nine nine⏎speaker 1> Thanks", "speaker 1> ;speaker 1> Thanks", "four nine;four one;nine nine"),
    ("Speaker 1 — Bank account?⏎Speaker 2 — twenty-seven twenty-six⏎Speaker 1 — ji⏎Speaker 2 — 309⏎Speaker 1 — ji⏎Speaker 2 — 31 nine, thanks", "Speaker 1 — ji", "twenty-seven;309;31 nine"),
    ("00:01:40 DESK GSTIN please.⏎00:01:45 GUEST GSTIN is 27⏎00:01:53 DESK Got that.⏎00:02:00 GUEST AAPF⏎00:02:08 DESK Go on.⏎00:02:16 GUEST U09⏎00:02:21 DESK Yes.⏎00:02:29 GUEST 39F⏎00:02:34 DESK And?⏎00:02:43 GUEST 1ZV.⏎00:02:47 DESK Thanks, CN-302292.", "00:02:47 DESK Thanks, CN-302292", "is 27;AAPF;U09;39F;1ZV"),
    ("Bo: PIN? I use 22 Ann (desk): No, stop, do not! Bo: 06, that's my PIN Ann (desk): Change it.", "Ann (desk): No;Ann (desk): Change", "22;06"),
    ("00:03:03 DESK Your account number?⏎00:03:12 CUSTOMER Account number is five two nine eight four five seven two, four zero one.⏎00:03:21 DESK Thanks⏎00:03:27 CUSTOMER IFSC KK BK 000 8 52 6⏎00:03:35 DESK Fine", "CUSTOMER IFSC", "five two nine;zero one"),
    ("00:03:03 DESK And where to?⏎00:03:12 CUSTOMER Account number is five two nine eight four.⏎00:03:21 DESK Thanks⏎00:03:27 CUSTOMER Bye, order 88213", "CUSTOMER Bye, order 88213", "five two nine"),
]  # fmt: skip

PASSWORDS = [
    ("Man: Will you keep my new password? It's small heron lantern five one, exclamation mark.", "heron;lantern;five one"),
    ("Note 1: the password, first half: amber falcon⏎Note 2: the password, second half: six two nine⏎Note 3: bill 88", "falcon;six two"),
    ("SMS: password second part five five zero, eight", "five five;eight"),
    ("password part one is Harbor", "Harbor"),
    ("mysql -h db1 -u root -phunterRabbit99 shop", "hunter"),
    ("mysqldump -pOrchard_boat9 shop > x.sql", "Orchard"),
    ("sshpass -p 'Green!boat7' ssh host", "Green"),
    ("mongo -u app -p s3cret-Boat db", "s3cret"),
    ("psql -h db -U admin --password=Travel_lamp", "Travel"),
    ("Desk: Password for the wallet? Man: e be silver kettle then forty two", "silver;kettle;forty"),
    ("The portal password eighty nine seventeen kettle heron hai, please check.", "eighty;kettle"),
    ("My password is eighty-one thirteen kettle heron, all lower case.", "eighty;thirteen;kettle"),
]  # fmt: skip

CODES_ASKED = [
    ("Desk: Card ke piche teen digit hai na, boliye⏎Man: do chaar saat", "do chaar"),
    ("Desk: Card ke peeche wala number?⏎Man: nau paanch ek⏎Desk: thanks", "paanch"),
    ("Desk: Account number?⏎Man: 0123⏎Desk: yes⏎Man: 998, oh wait I'm reading the old one, it's 456789", "0123;998;456789"),
    ("CVV, the last three digits on the back: 417", "417"),
    ("My card pin code is five six zero zero one two", "five six"),
    ("The PIN of the phone portal: 7483, set in May", "7483"),
    ("PIN for the phone system is seven four eight three, account of Otter Tools", "four eight"),
    ("Desk: PIN not seen here. What is it?⏎Man: 4471", "4471"),
    ("CVV shared by the customer on call: do three aath. Amount 88", "do three;aath"),
    ("Desk: Read me the code from the text.⏎Man: 655 5, I mean 289⏎Desk: 655 289, thanks.", "655;289"),
    ("We bank at Barclays. Sort code two oh, one one, two eight, account 55.77.99.11.", "55.77;99.11"),
    ("s/code two oh one one two eight for acc no fifty-five, seventy seven nine nine one one, pls", "two oh one;fifty-five;seven nine"),
    ("Desk: And the three digits on the back, please. Man: nine four, sorry, my glasses, four Desk: Thanks", "nine four;glasses, four"),
    ("[AAT]: Routing number? [BEE]: 0210 0002 1 [AAT]: And the account number? [BEE]: 4238 3303 574 [AAT]: seventy-five dollars", "0210;4238"),
    ("my bank account number starts six five three three⏎and ends two one eight nine", "six five;two one"),
]  # fmt: skip

STAYS = [
    ("Ship to flat 9, MG Road, Bengaluru, pin code five six zero zero zero one, order 88", "five six zero zero zero one"),
    ("Warehouse pin location A-12-07-9, please", "A-12-07-9"),
    ("What's the mobile number on the account? It's two one two, five five five, oh one nine nine.", "two one two;oh one nine nine"),
    ("chart MRN 2047122, copay 20", "2047122"),
    ("Desk: Chart number?⏎Man: 2047122", "2047122"),
    ("E-way bill 488470717065 was rejected", "488470717065"),
    ("order 20269958105659, PAN field left empty", "20269958105659"),
    ("CVV was not asked, card ending 3715, fine", "3715"),
    ("PIN not taken, CVV not taken, only ending 3715 seen", "3715"),
    ("CVV mismatch on the card last 4 4276", "4276"),
    ("Card 4000 0566 5566 5556 declined code 05, retry", "code 05"),
    ("Desk: Enrolment number?⏎Man: two zero four four stroke twenty twenty-four.", "two zero four four stroke twenty twenty-four"),
    ("Desk: What is the sort code for 2026-38705?⏎Man: 60-83-71", "2026-38705"),
    ("Desk: Which card was used for 25-26/6762?⏎Man: 4000 0566 5566 5556", "25-26/6762"),
    ("Man: My card is 4000 0566 5566 5556, name as on card is mine.⏎Desk: This is for the Ultra Pro 7000, yes?⏎Man: Yes, Ultra Pro 7000.", "Ultra Pro 7000, yes;Yes, Ultra Pro 7000"),
    ("caller 020 7946 0018, sort code 60-83-71, account 12345678", "020 7946 0018"),
    ("nightly upload of 77008619505130.csv", "77008619505130.csv"),
    ("password on the command line, in call CA0a1b2c3d4e5f60718293a4b5c6d7e8f9", "CA0a1b2c3d4e5f60718293a4b5c6d7e8f9"),
    ("IBAN DE89 3704 0044 0532 0130 00, BIC unchanged.⏎Remittance for FV/5663/2026 and RE8384794 follows", "FV/5663/2026;RE8384794"),
    ("that is TRY 4,392 on order 88", "TRY 4,392"),
    ("I paid 4392 TRY for it, card on file", "4392 TRY"),
    ("order AAPFU0939F shipped", "AAPFU0939F"),
    ("docker run -u app -p 8080:80 image; ssh -p 2222 -u deploy host", "8080:80;2222"),
    ("The last part of it, order 88213, ships", "88213"),
    ("last batch 33124835 is on its way", "33124835"),
    ("caller had no case no.; offered social 219 09 9999 instead. Found INC1162921, paid.", "INC1162921"),
    ("caller had no case no.; offered social 219-09-9999 instead. Found 00308655, paid.", "00308655"),
    ("VAT number IT 0431 6738717, please add it on WEB934379943", "WEB934379943"),
    ("rent $334 pw from 03-Nov-2023, bond held", "03-Nov-2023"),
    ("Desk: Did you get the one-time code?⏎Man: No, nothing since five thirty in the morning.", "five thirty in the morning"),
    ("Serial number 9152 6792 3716 8951 of the router", "9152 6792 3716 8951"),
    ("Card 4000 0566 5566 5556, bill FV/2773/2026", "FV/2773/2026"),
    ("pls send bill 25-26/1169 to me", "25-26/1169"),
    ("the 99 GST credit on 25-26/3817 adjusted, call me", "25-26/3817"),
    ("IBAN is missing on INV-1; resend it by 25. 6. 2027.", "25. 6. 2027"),
    ("Desk: Did you get the one-time code?⏎Man: No, nothing since two thirty a.m.", "two thirty a.m."),
    ("account number 752 032 9549; plan Voice Plus 3; due", "Voice Plus 3"),
    ("[AAT]: Routing number? [BEE]: 0210 0002 1 [AAT]: And the account number? [BEE]: 4238 3303 574 [AAT]: three thousand and seventy-five dollars", "[AAT]: three thousand and seventy-five dollars"),
    ("Desk: What's the card number for the Business 500 plan?⏎Man: 4000 0566 5566 5556", "Business 500 plan"),
    ("refund to IBAN DE89370400440532013000 instead; Dhs 3,193, mobile", "Dhs 3,193"),
    ("CVV failed for the card ending 3715, asked again", "3715"),
    ("IBAN is missing on the bill; we asked them to resend by 25. 6. 2025.", "25. 6. 2025"),
]  # fmt: skip


def plain(text):
    return text.replace("⏎", "\n").replace("→", "\t")


@pytest.mark.parametrize(("text", "pieces"), CODES + CARDS + PASSWORDS + CODES_ASKED)
def test_every_piece_goes(text, pieces):
    clean = redact(plain(text))
    assert [piece for piece in pieces.split(";") if piece in clean] == []


@pytest.mark.parametrize(("text", "kept", "pieces"), FORMS + LABELS)
def test_labels_and_forms_stay_beside_what_goes(text, kept, pieces):
    clean = redact(plain(text))
    assert [piece for piece in plain(kept).split(";") if piece not in clean] == []
    assert [piece for piece in pieces.split(";") if piece in clean] == []


@pytest.mark.parametrize(("text", "kept"), STAYS)
def test_what_names_nothing_private_stays(text, kept):
    clean = redact(plain(text))
    assert [piece for piece in plain(kept).split(";") if piece not in clean] == []
