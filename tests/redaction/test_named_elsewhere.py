"""Names that stand in a header, in an object beside, or say that a random id is a call's."""

# ruff: noqa: E501 - a row of a table reads best on its line

import pytest

from bot.redaction import redact

GOES = [
    ("bank_account_1,bank_account_2,bank_account_3,total⏎428,820,16604,5927.31", "428;820;16604"),
    ("no;us_account_1;us_account_2;_3;who⏎7;4471;8820;1193;Bo⏎8;5512;9930;4417;Al", "4471;8820;5512;9930"),
    ("card_1: 4000⏎card_2: 0566⏎card_3: 5566⏎card_4: 5556", "4000;0566;5566"),
    ("card no 1: 4000⏎card no 2: 0566⏎card no 3: 5566⏎card no 4: 5556", "4000;0566;5566"),
    ('{"fields":[{"name":"card_1","value":"4000"},{"name":"card_2","value":"0566"},{"name":"card_3","value":"5566"},{"name":"card_4","value":"5556"}]}', "4000;0566;5566"),
    ('[{"label":"Account 1","v":"4471"},{"label":"Account 2","v":"8820"},{"label":"Account 3","v":"1193"}]', "4471;8820"),
    ('{"slot":{"name":"pin"},"result":{"x":"4471"}}', "4471"),
    ('{"q":{"ask":"account number"},"a":{"v":"44718820"}}', "44718820"),
    ("order for 27 A A P F U zero nine three seven, sorry, zero nine three nine F 1 Z V", "zero nine;A A P"),
    ("Print it on the bill: 27AAPFU 0937 no 0939 F1ZV", "0937;0939;AAPFU"),
    ("pay into DE89 3704 0044 0533, no 0532, 0130 00", "3704;0533;0532"),
    ("send it to D E eight nine, three seven oh four, double oh four four, oh five three three, sorry, oh five three two, oh one three oh, double oh", "three seven;oh five"),
]  # fmt: skip

STAYS = [
    ('{"ref":"SI/88313","keypad":{"field":"bank verification number","keys":["2","2"]}}', "SI/88313"),
    ('{"call_id":"9f8E7d6cQb4a39281706f5e4d3c2b1ZZ"}', "9f8E7d6cQb4a39281706f5e4d3c2b1ZZ"),
    ("Conversation ID: Qx7LmZ93kTaP0vRb6NdYw2HsJcEfU8gi, closed", "Qx7LmZ93kTaP0vRb6NdYw2HsJcEfU8gi"),
    ("trace id Qx7LmZ93kTaP0vRb6NdYw2HsJcEfU8gi", "Qx7LmZ93kTaP0vRb6NdYw2HsJcEfU8gi"),
    ("seats_1,seats_2,_3⏎44,88,11", "44,88,11"),
    ('[{"name":"order_1","value":"5554"},{"name":"order_2","value":"9303"}]', "order_1;5554;9303"),
    ('[{"name":"card_1","value":"4000"},{"name":"total","value":"9303"},{"name":"card_2","value":"0566"}]', "9303"),
    ('{"plan":{"name":"card reader"},"result":{"x":"4471"}}', "4471"),
    ("order 4471, sorry, 4417, for 12 seats", "12 seats"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "pieces"), GOES)
def test_what_a_name_elsewhere_announces_goes(text, pieces):
    out = redact(text.replace("⏎", "\n"))
    assert [piece for piece in pieces.split(";") if piece in out] == []


@pytest.mark.parametrize(("text", "kept"), STAYS)
def test_what_is_named_otherwise_stays(text, kept):
    out = redact(text.replace("⏎", "\n"))
    assert [piece for piece in kept.split(";") if piece not in out] == []


def test_a_random_code_that_nothing_calls_an_id_goes():
    assert "Qx7Lm" not in redact("it is Qx7LmZ93kTaP0vRb6NdYw2HsJcEfU8gi for now")
