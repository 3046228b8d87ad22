"""JSON in a text: members that name one another, keys above, figures of other matters."""

# ruff: noqa: E501 - a row of a table reads best on its line

import json

import pytest

from bot.redaction import redact, redact_value

GOES = [
    ('{"field":"cardNumber","old":null,"new":"3530-1113-3330-0000"}', "1113"),
    ('{"name":"pin","value":"4471","ok":true}', "4471"),
    ('{"value":"4471","name":"pin","ok":true}', "4471"),
    ('{"label":"Sort code","content":"20-11-28"}', "20-11"),
    ('{"key":"ssn","val":"219 09 9999"}', "219 09"),
    ('{"question":"What is your PIN?","answer":"4471"}', "4471"),
    ('{"title":"IBAN","data":{"raw":"DE89 3704 0044 0532 0130 00","score":0.98}}', "3704 0044"),
    ('{"card":{"number":{"input":"6304 1234 5678 90"}}}', "1234"),
    ('{"iban":{"value":"DE89370400440532013001","valid":false}}', "0044"),
    ('{"bank":{"account":{"digits":["1","2","3","4","5","6","7","8"]}}}', '"3"'),
    ('{"cardNumber_part1":"65000212","cardNumber_part2":"72062611"}', "65000212"),
    ('{"nuban_part1":"268711","nuban_part2":"0812","order":"CN-717488"}', "268711"),
    ('{"intent":"give_cvv","entities":["4", "5","1"],"invoice":"INV-43840"}', '"4", "5"'),
    ('{"entities":[{"type":"CREDIT_CARD","value":"6235 6406 7839 8571 5"}]}', "6406"),
    ('{"changes":[{"path":"/customer/ssn","from":"219-09-9998","to":"219-09-9999"}]}', "09-9998"),
    ('{"slot":"nino","heard":"A B one two three four five six C"}', "two three"),
    ('{"step":"collect_card","input":"6304-1234-5678-90","next":"collect_cvv"}', "1234"),
    ('{"data":{"type":"bank_account","attributes":{"number":"0765723415"}}}', "07657"),
    ('{"diff":{"password":{"old":"maple-otter-91","new":"Otter!maple77"}}}', "maple-otter"),
    ('{"slots":[{"name":"pwd","value":"orbit491"},{"name":"order","value":"INV-22"}]}', "orbit491"),
    ('{"type":"password","data":"hunter2hunter"}', "hunter2"),
    ('{"name":"passphrase","value":"tiger candle velvet mango"}', "candle"),
    ('{"key":"api_token","val":"1a4ee516e7d8351adf2cc6e6"}', "1a4ee516"),
]  # fmt: skip

STAYS = [
    ('{"ts":1723125500961,"latency":[12,44,31,29,18,22],"cpu":[101,222,333,401]}', "1723125500961;12,44,31,29,18,22;101,222,333,401"),
    ('{"created":1723125500961123,"spans":[120345,220345,320345]}', "1723125500961123;120345,220345,320345"),
    ('{"call_id":"x1","duration_sec":412,"card":{"brand":"visa","last4":"8842"}}', ":412;8842"),
    ('{"otp_ttl_seconds":300,"pin_length":6,"card":{"exp_month":12}}', ":300;:6"),
    ('{"key":"ssn","val":"219 09 9999"},{"key":"seats","val":"12500"}', "12500"),
    ('{"entity":"account_number","start":12,"end":22,"text":"0765723415"}', ":12,"),
    ('{"type":"INVOICE","value":"88213345"}', "88213345"),
    ('{"account":{"created":"20240101","visits":12345,"plan":"Pro 500"}}', "20240101;12345"),
    ('{"order":{"number":"123456789","lines":[101,102]},"card":{"last4":"4242"}}', "123456789;101,102"),
    ('{"field":"password","error":"too short","ticket":"TKT-1234"}', "too short;TKT-1234"),
    ('{"field":"password","message":"Password must be 12 characters","code":"weak_password"}', "weak_password"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "secret"), GOES)
def test_what_other_members_name_goes(text, secret):
    clean = redact(text)
    assert secret not in clean
    assert set(json.loads(clean)) == set(json.loads(text))  # keys stay


@pytest.mark.parametrize(("text", "secret"), GOES)
def test_the_same_as_a_value(text, secret):
    assert secret not in json.dumps(redact_value(json.loads(text)), ensure_ascii=False)


@pytest.mark.parametrize(("text", "kept"), STAYS)
def test_other_members_stay(text, kept):
    assert [part for part in kept.split(";") if part not in redact(text)] == []


def test_the_end_of_a_number_may_be_named_by_a_key():
    text = '{"iban":{"country":"DE","tail":"3000"},"total":"EUR 12.00"}'
    assert redact(text) == text
