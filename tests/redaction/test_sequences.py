"""JSON lists that are talk or key presses, numbers gone on with, kinds asked onto a paper."""

# ruff: noqa: E501 - a row of a table reads best on its line

import json

import pytest

from bot.redaction import redact, redact_value

JSON_GOES = [
    ('{"items":[{"ai":"Could you say your bank verification number?"},{"caller":"two two eight five six"},{"ai":"ok, next"},{"caller":"six six eight four zero four"},{"ai":"noted for #045811"}]}', "two two eight;six six eight"),
    ('[{"robot":"Your account number, please?"},{"human":"783"},{"robot":"yes"},{"human":"188"},{"robot":"ok, next"},{"human":"9121"}]', '"783";"188";"9121"'),
    ('[{"sms":"here comes my social security number: two five two one"},{"sms":"remaining digits nine seven seven four, zero"},{"sms":"for SI-412254"}]', "two five;nine seven;four, zero"),
    ('{"log":[{"clerk":"And the sort code?"},{"visitor":"twenty"},{"clerk":"mm"},{"visitor":"eleven"},{"clerk":"mm"},{"visitor":"twenty-eight"}]}', "twenty;eleven"),
    ('[{"in":"my routing number starts 0210"},{"out":"thanks"},{"in":"00021 is the rest"}]', "0210;00021"),
    ('[{"them":"Aadhaar?"},{"us":"4991"},{"them":"go on"},{"us":"1886"},{"them":"and"},{"us":"5246"}]', '"4991";"1886"'),
    ('{"ai":"PIN for the card?"}\n{"caller":"nine two"}\n{"ai":"then?"}\n{"caller":"seven one"}', "nine two;seven one"),
    ('[{"t":1.5,"ivr":"Say the UTR."},{"t":3.0,"party":"21955"},{"t":4.5,"ivr":"Go on."},{"t":6,"party":"00431"}]', '"21955";"00431"'),
    ('[ {"wa": "card 4242 4242"}, {"wa": "wait"}, {"wa": "4242 4242 is the other half"} ]', "card 4242;4242 4242"),
    ('{"history":[{"ai":"Your account number?","conf":0.98},{"caller":"783","conf":0.91},{"ai":"ok","conf":0.9},{"caller":"1889121","conf":0.9}]}', '"783";1889121'),
    ('[{"bubble":"my NIN is 5512"},{"bubble":"then 8830"},{"bubble":"and last 417"}]', "5512;8830;417"),
    ('[{"speaker":"clerk","spoken":"Your card number, for order ORD-77120?"},{"speaker":"customer","spoken":"4242"},{"speaker":"clerk","spoken":"yes"},{"speaker":"customer","spoken":"4242 4242"},{"speaker":"customer","spoken":"4242"}]', '"4242";4242 4242'),
    ('[{"role":"ai","phrase":"And the BVN?"},{"role":"caller","phrase":"two two five"},{"role":"ai","phrase":"go on"},{"role":"caller","phrase":"nine nine one oh four six three eight"}]', "two two five;four six"),
]  # fmt: skip

PRESSED_GOES = [
    ('{"step":"collect_ssn","pressed":[{"d":"8"},{"d":"8"},{"d":"1"},{"d":"7"},{"d":"1"},{"d":"7"},{"d":"3"},{"d":"3"},{"d":"2"}],"for":"INV57602456"}', '"8"},{"d":"8"},{"d":"1"};"d":"7"'),
    ('{"pressed":[{"d":2},{"d":2},{"d":4},{"d":5},{"d":7},{"d":1},{"d":5},{"d":0},{"d":7},{"d":8},{"d":2}],"slot":"bvn"}', '{"d":4};{"d":5}'),
    ('{"state":"ask_pin","taps":[{"k":"4"},{"k":"4"},{"k":"1"},{"k":"7"}]}', '"k":"4";"k":"7"'),
    ('{"prompt":"card_number","signals":[{"sig":"4","ms":120},{"sig":"2","ms":90},{"sig":"4","ms":80},{"sig":"2","ms":95},{"sig":"4","ms":120},{"sig":"2","ms":90},{"sig":"4","ms":80},{"sig":"2","ms":95},{"sig":"4","ms":120},{"sig":"2","ms":90},{"sig":"4","ms":80},{"sig":"2","ms":95}]}', '"sig":"4"'),
    ('{"asked":"cvv","got":[{"c":"9"},{"c":"1"},{"c":"3"}]}', '"c":"9"'),
    ('{"topic":"sort code","stream":[{"n":"2"},{"n":"0"},{"n":"1"},{"n":"1"},{"n":"2"},{"n":"8"}]}', '"n":"2"},{"n":"0"'),
    ('{"ssn":[{"d":"8"},{"d":"8"},{"d":"1"},{"d":"7"},{"d":"1"},{"d":"7"},{"d":"3"},{"d":"3"},{"d":"2"}]}', '"d":"1"},{"d":"7"'),
    ('{"menu":"collect_account","dtmf_log":[{"tone":"7","dur":80},{"tone":"5","dur":90},{"tone":"9","dur":80},{"tone":"5","dur":80},{"tone":"8","dur":80},{"tone":"3","dur":80}]}', '"tone":"9"'),
    ('{"flow":"collect_ssn","seq":[{"at":1,"got":"2"},{"at":2,"got":"5"},{"at":3,"got":"2"},{"at":4,"got":"1"},{"at":5,"got":"9"},{"at":6,"got":"7"}]}', '"got":"5"'),
    ('{"ivr":{"node":"account_number","pad":[{"x":"7"},{"x":"8"},{"x":"3"},{"x":"1"},{"x":"8"},{"x":"8"},{"x":"9"},{"x":"1"}]}}', '"x":"8"},{"x":"3"'),
    ('{"purpose":"one-time code","buttons":[{"b":"6"},{"b":"1"},{"b":"0"},{"b":"8"},{"b":"5"},{"b":"2"}]}', '"b":"6"},{"b":"1"'),
    ('{"expecting":"ein","codes":[{"ch":"8"},{"ch":"2"},{"ch":"8"},{"ch":"7"},{"ch":"2"},{"ch":"2"},{"ch":"0"},{"ch":"0"},{"ch":"5"}]}', '"ch":"2"},{"ch":"8"'),
]  # fmt: skip

JSON_STAYS = [
    ('[{"role":"member","ssn":"219-09-9999"},{"role":"member","invoice":"77120934"},{"role":"guest","order_id":"5512098"}]', "77120934;5512098"),
    ('{"step":"collect_ssn","status":200,"usage":[{"d":"8"},{"d":"8"},{"d":"1"},{"d":"7"}],"retries":3}', '"usage":[{"d":"8"},{"d":"8"},{"d":"1"},{"d":"7"}];:200;:3'),
    ('[{"day":"12"},{"day":"13"},{"day":"14"},{"day":"15"},{"day":"16"},{"day":"17"}]', '"12";"15";"17"'),
    ('[{"seats":"4"},{"seats":"9"},{"seats":"6"},{"seats":"2"},{"seats":"5"},{"seats":"1"},{"seats":"8"},{"seats":"3"},{"seats":"7"}]', '"9"},{"seats":"6"'),
    ('{"slot":"pin","metrics":[{"value":12345},{"value":54321}],"epochs":[{"ts":1723125500},{"ts":1723125900}]}', "12345;54321;1723125500"),
    ('[{"sms":"invoice 88213345 is wrong"},{"sms":"the order is 44120987"},{"sms":"call 5 pm"}]', "88213345;44120987"),
    ('[{"bot":"How many seats?"},{"user":"120"},{"bot":"And from which year?"},{"user":"2024"}]', '"120";"2024"'),
    ('[{"ssn":"219-09-9999"},{"invoice":"77120934"},{"ticket":"5512098"}]', "77120934;5512098"),
    ('{"series":[{"y":3},{"y":1},{"y":4},{"y":1},{"y":5},{"y":9},{"y":2},{"y":6},{"y":5}]}', '{"y":3},{"y":1},{"y":4}'),
    ('[{"agent":"Your order?"},{"client":"PO-88123"},{"agent":"Total?"},{"client":"$1,204.50"}]', "PO-88123;$1,204.50"),
    ('{"field":"ssn","events":[{"at":"2026-11-02"},{"at":"2026-11-03"}],"n":4}', "2026-11-02;2026-11-03"),
]  # fmt: skip

GOES = [
    ("here comes my bank account number: 93099\nremaining digits 559257", "93099;559257"),
    ("My SSN is 252 19.\nThe rest is 7740.", "252 19;7740"),
    ("BVN two two five seven two, last part one eight four six five five", "two five seven;eight four six"),
    ("Caller: account number 7595\nAgent: Yes?\nCaller: what is left is 83259008", "7595;83259008"),
    ("Sort code two oh one one. Final two digits: two eight.", "two oh;two eight"),
    ("User: EIN 82-8\nBot: Right.\nUser: the remainder, 722005.", "82-8;722005"),
    ("card 4111 1111, remaining eight 1111 1111", "4111 1111;1111 1111"),
    ("Agent: SSN?\nMan: it begins 736 6\nAgent: ok\nMan: and it ends 89037", "736 6;89037"),
    ("NUBAN first half 78318; other half 89121.", "78318;89121"),
    ("My TFN is 459 and the other digits are 599 230", "459;599 230"),
    ("Can you put our EIN on the receipt? 82-8722005", "8722005"),
    ("Human: Can you put our EIN on the receipt? three double five two, one, okay, two seven one five.\nBot: Sure.", "double five;seven one five"),
    ("Lead: Can you put our EIN on the receipt? seven five oh seven, eight Advisor: Keep going. Lead: zero nine four four. Advisor: Sure.", "seven five;nine four"),
    ("Could you add my VAT number to the invoice? GB 123 4567 82.", "123 4567"),
    ("Please print the GSTIN on the bill: 27 AAPFU 0939 F 1Z V.", "AAPFU"),
    ("Would you show our tax id on every invoice? It's 82 872 2005.", "872 2005"),
    ("We need the UTR on that statement, please. 21955 00431", "21955;00431"),
    ("Add the company EIN to our order? eight two, eight seven two two, oh oh five", "eight two;eight seven"),
    ("Guest: Will you write my SSN on the claim?\nClerk: Yes.\nGuest: 736 68 9037", "736 68"),
    ("Can we have the ABN on the quote? 51 824 753 556, thanks", "824 753"),
    ("Could you have our VAT ID printed on the PDF invoice? DE 123 456 788", "123 456"),
    ("Please get our EIN onto the receipt - 82-8722005", "8722005"),
    ("Can I have my PAN shown on the invoice? It is ABCPE1234F", "ABCPE"),
    ("Put our GST number on the bill please 27AAPFU0939F1ZV", "AAPFU"),
    ("Hi, we need our ABN to appear on the tax invoice. It is 51 824 753 556.", "824 753"),
    ("Payee details: s/c o forty-four forty five four a/c no. 86883121", "forty-four;five four;86883121"),
    ("S/C twenty eleven twenty-eight", "twenty;eleven"),
    ("s.c. oh four double four five four", "double four;five four"),
    ("a/c 86883121 s/c o four, forty-four, fifty-four", "86883121;forty-four;fifty-four"),
    ("s/code forty forty-six fifty-three", "forty-six;fifty-three"),
    ("Pay them: sc: twenty oh one nineteen, acc: 55779911", "twenty oh;nineteen;55779911"),
    ("sort o nine oh one two eight", "nine oh;two eight"),
    ("sort cd o nine, oh one, twenty eight", "nine;twenty eight"),
    ("S/c. o forty four - forty five - four", "forty four;forty five"),
    ("bank s/c is thirty, ninety, ninety-six", "thirty, ninety"),
]  # fmt: skip

STAYS = [
    ("Can you put our EIN on the receipt? Receipt 88213345.", "88213345"),
    ("Is my SSN on invoice 88213345?", "88213345"),
    ("Can you put our EIN on the invoice 4412098, please?", "4412098"),
    ("We want the VAT number on the order, PO-88213, for $410.00", "PO-88213;$410.00"),
    ("The remaining 45 seats go to invoice 88213345.", "remaining 45;88213345"),
    ("The rest is $420.50, due 12 May 2026.", "$420.50;12 May 2026"),
    ("o forty four seats on order 4412098", "4412098"),
    ("Last part of order 88213 ships in week 45", "88213;45"),
    ("Our EIN is on the invoice 4412098 and on order 771209.", "4412098;771209"),
    ('[{"ai":"Which order?","pin_ok":true,"n":4},{"caller":"88213345","n":5},{"ai":"thanks","n":6}]', '88213345;"n":5'),
    ("Put the EIN on the receipt for order 7712093.", "7712093"),
    ("Can you add the PO to the invoice? 4412098", "4412098"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "pieces"), JSON_GOES + PRESSED_GOES + GOES)
def test_every_piece_goes(text, pieces):
    assert [piece for piece in pieces.split(";") if piece in redact(text)] == []


@pytest.mark.parametrize(("text", "pieces"), JSON_GOES + PRESSED_GOES)
def test_the_same_as_a_value(text, pieces):
    values = [json.loads(text)] if "}\n{" not in text else list(map(json.loads, text.split("\n")))
    clean = json.dumps(redact_value(values), separators=(",", ":"))
    assert [piece for piece in pieces.split(";") if piece in clean] == []


@pytest.mark.parametrize(("text", "kept"), JSON_STAYS + STAYS)
def test_what_names_nothing_private_stays(text, kept):
    assert [piece for piece in kept.split(";") if piece not in redact(text)] == []
