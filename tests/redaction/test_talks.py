"""Calls as systems export them, under any keys: what was said goes, what stands beside it stays."""

# ruff: noqa: E501 - a row of a table reads best on its line

import csv
import io
import json

import pytest

from bot.redaction import Turn, redact, redact_turns, redact_value

AGENT, CALLER = range(2)

CALLS = [
    (
        [
            (AGENT, "Could I have your account number please?"),
            (CALLER, "7835"),
            (AGENT, "mm-hm"),
            (CALLER, "1889"),
            (AGENT, "go on"),
            (CALLER, "1219"),
            (AGENT, "Thanks, for invoice INV-88213 over $1,204.50"),
        ],
        ["7835", "1889"],
        ["INV-88213", "$1,204.50"],
    ),
    (
        [
            (AGENT, "How many?"),
            (CALLER, "120 seats"),
            (AGENT, "And the card number?"),
            (CALLER, "four two four two"),
            (AGENT, "okay"),
            (CALLER, "four two four two"),
            (AGENT, "next"),
            (CALLER, "four two four two"),
            (CALLER, "four two four two"),
            (AGENT, "Your order is PO-60943, due 12 May 2026"),
        ],
        ["four two four two"],
        ["120 seats", "PO-60943", "12 May 2026"],
    ),
    (
        [
            (AGENT, "I need the PIN you chose"),
            (CALLER, "seven one"),
            (AGENT, "uh huh"),
            (CALLER, "nine six"),
            (AGENT, "Good. Ticket TKT-4412 is closed, call +44 20 7946 0018"),
        ],
        ["seven one", "nine six"],
        ["TKT-4412", "+44 20 7946 0018"],
    ),
    (
        [(AGENT, "Your password?"), (CALLER, "maple-otter-91"), (AGENT, "Thanks, it is for 4412 units")],
        ["maple-otter-91"],
        ["4412 units"],
    ),
    (
        [
            (AGENT, "The invoice number?"),
            (CALLER, "88213345"),
            (AGENT, "How many units?"),
            (CALLER, "4412"),
            (AGENT, "Since when?"),
            (CALLER, "2026-11-02"),
            (AGENT, "bye"),
        ],
        [],
        ["88213345", "4412", "2026-11-02"],
    ),
]  # fmt: skip


def at(place):
    return round(12.37 + 1.9 * place, 2)


def iso(place):
    return f"2026-11-02T09:{10 + place}:05Z"


def rows(call, make):
    return [make(place, who, said) for place, (who, said) in enumerate(call)]


JSON_SHAPES = {
    "channels": lambda call: {"segments": rows(call, lambda i, w, s: {"ch": "LR"[w], "transcript": s})},
    "pairs": lambda call: {"lines": rows(call, lambda i, w, s: [("op", "cu")[w], s])},
    "pairs turned": lambda call: rows(call, lambda i, w, s: [s, ("op", "cu")[w]]),
    "triples": lambda call: {"rows": rows(call, lambda i, w, s: [at(i), w, s])},
    "unknown keys": lambda call: rows(call, lambda i, w, s: {"idx": i, "zz": f"x{w}", "p": 0.93, "qq": s, "dur_ms": 1200 + i}),
    "epochs": lambda call: {"call": {"id": "call_8f3a"}, "log": {"m": rows(call, lambda i, w, s: {"who": ("bot", "user")[w], "m": s, "t": 1723125500961 + i})}},
    "words beside": lambda call: {"t": rows(call, lambda i, w, s: {"r": "LR"[w], "c": s, "w": [{"word": one, "start": at(i)} for one in s.split()]})},
    "nested": lambda call: {"u": rows(call, lambda i, w, s: {"speaker": {"id": w, "name": ("Ivy", "Omar")[w]}, "payload": {"speech": {"best": s}}})},
    "parts": lambda call: {"x": rows(call, lambda i, w, s: {"r": ("model", "user")[w], "parts": [{"type": "t", "v": s}]})},
    "hearings": lambda call: {"results": rows(call, lambda i, w, s: {"end": f"{at(i)}s", "alternatives": [{"hyp": s, "conf": 0.91}, {"hyp": s, "conf": 0.4}]})},
    "keyed by speaker": lambda call: rows(call, lambda i, w, s: {"t": at(i), ("near", "far")[w]: s}),
    "by time": lambda call: {str(at(i)): {"w": "AB"[w], "m": s} for i, (w, s) in enumerate(call)},
    "numbered": lambda call: {f"{('ag', 'cl')[w]}_{i}": s for i, (w, s) in enumerate(call)},
    "plain list": lambda call: {"utts": rows(call, lambda i, w, s: s)},
    "side by side": lambda call: {"who": rows(call, lambda i, w, s: "AB"[w]), "txt": rows(call, lambda i, w, s: s), "at": rows(call, lambda i, w, s: at(i))},
    "events": lambda call: {"events": rows(call, lambda i, w, s: {"seq": i, "kind": ("tts", "asr")[w], ("out", "hypothesis")[w]: s})},
    "cues": lambda call: {"cues": rows(call, lambda i, w, s: {"from": f"00:00:{10 + i}.120", "to": f"00:00:{11 + i}.900", "payload": s, "voice": f"v{w}"})},
    "several calls": lambda call: {"calls": [{"id": "a1", "log": [["x", "Which order?"], ["y", "order 99120934"]]}, {"id": "b2", "log": rows(call, lambda i, w, s: ["xy"[w], s])}]},
    "quoted": lambda call: {"event": "ended", "payload": json.dumps({"turns": rows(call, lambda i, w, s: {"ch": "LR"[w], "tx": s})})},
    "growing": lambda call: {"ev": [{"fin": end == len(s), "ch": "LR"[w], "x": s[:end]} for w, s in call for end in sorted({4 + len(s) // 2, len(s)}) if end <= len(s)]},
}  # fmt: skip


def cells(call):
    out = io.StringIO()
    csv.writer(out).writerows(rows(call, lambda i, w, s: [at(i), w, s]))
    return "start,channel,text\n" + out.getvalue()


TEXT_SHAPES = {
    "lines of JSON": lambda call: "\n".join(rows(call, lambda i, w, s: json.dumps({"n": i, "sd": ("in", "out")[w], "z": s}))),
    "log": lambda call: "\n".join(rows(call, lambda i, w, s: f"{iso(i)} INFO asr " + json.dumps({"leg": "AB"[w], "hyp": s}))),
    "server events": lambda call: "\n\n".join(rows(call, lambda i, w, s: "event: turn\ndata: " + json.dumps({"k": "AB"[w], "delta": s}))),
    "amid prose": lambda call: "The export, as asked:\n```\n" + json.dumps(rows(call, lambda i, w, s: {"c": "LR"[w], "v": s}), indent=2) + "\n```\nSee invoice 5512.",
    "Python": lambda call: "turns=" + repr(rows(call, lambda i, w, s: {"side": "LR"[w], "heard_": s})),
    "Python pairs": lambda call: "turns=" + repr(rows(call, lambda i, w, s: ("LR"[w], s))),
    "JS": lambda call: "const t = [" + ", ".join(rows(call, lambda i, w, s: f"{{c: '{'LR'[w]}', x: {json.dumps(s)}}}")) + "];",
    "cells": cells,
    "tabs": lambda call: "i\tch\tutt\n" + "\n".join(rows(call, lambda i, w, s: f"{i}\t{'LR'[w]}\t{s}")),
    "semicolons": lambda call: "\n".join(rows(call, lambda i, w, s: f"{iso(i)};{'xy'[w]};0.94;{s}")),
    "bars": lambda call: "| # | ch | text |\n|---|---|---|\n" + "\n".join(rows(call, lambda i, w, s: f"| {i} | {'LR'[w]} | {s} |")),
    "YAML": lambda call: "turns:\n" + "\n".join(rows(call, lambda i, w, s: f"  - ch: {'LR'[w]}\n    at: {at(i)}\n    tx: {s}")),
    "tags": lambda call: "<call>" + "".join(rows(call, lambda i, w, s: f'<u ch="{"LR"[w]}" t="{at(i)}">{s}</u>')) + "</call>",
    "captions": lambda call: "\n\n".join(rows(call, lambda i, w, s: f"{i + 1}\n00:00:{10 + i},120 --> 00:00:{11 + i},900\n{s}")),
    "voices": lambda call: "WEBVTT\n\n" + "\n\n".join(rows(call, lambda i, w, s: f"00:00:{10 + i}.120 --> 00:00:{11 + i}.900\n<v {('Ivy', 'Omar')[w]}>{s}</v>")),
    "flat": lambda call: "\n".join(rows(call, lambda i, w, s: f'ts={iso(i)} ch={"LR"[w]} conf=0.93 text="{s}"')),
}  # fmt: skip


def left(pieces, clean):
    return [piece for piece in pieces if piece in clean]


def gone(pieces, text, clean):
    return [piece for piece in pieces if piece in text and piece not in clean]


@pytest.mark.parametrize(("call", "secrets", "kept"), CALLS, ids=range(len(CALLS)))
@pytest.mark.parametrize("shape", JSON_SHAPES)
def test_a_call_told_by_objects(shape, call, secrets, kept):
    value = JSON_SHAPES[shape](call)
    text = json.dumps(value)
    for clean in (
        redact(text),
        redact_turns([Turn("tool", text)])[0].text,
        json.dumps(redact_value(value), ensure_ascii=False),
    ):
        assert left(secrets, clean) == []
        assert gone(kept, text, clean) == []
        assert gone([str(at(place)) for place in range(len(call))], text, clean) == []


@pytest.mark.parametrize(("call", "secrets", "kept"), CALLS, ids=range(len(CALLS)))
@pytest.mark.parametrize("shape", TEXT_SHAPES)
def test_a_call_told_by_rows_of_text(shape, call, secrets, kept):
    text = TEXT_SHAPES[shape](call)
    clean = redact(text)
    assert left(secrets, clean) == []
    assert gone(kept, text, clean) == []
    assert (
        gone(
            [stamp(place) for place in range(len(call)) for stamp in (iso, lambda i: str(at(i)))],
            text,
            clean,
        )
        == []
    )


ODD_GOES = [
    ('{"turns":[{"c":"L","x":"Your account number?"},{"c":"R","x":7835},{"c":"L","x":"ok"},{"c":"R","x":1889},{"c":"L","x":"last?"},{"c":"R","x":1219}]}', "7835;1889"),
    ('[["L","Your account number?"],["R",7835],["L","yes"],["R",1889],["L","bye"]]', "7835;1889"),
    ('{"turns":[{"c":"L","x":"Key in your PIN"},{"ev":"key","d":"4"},{"ev":"key","d":"4"},{"ev":"key","d":"7"},{"ev":"key","d":"1"},{"c":"L","x":"Thanks"}]}', '"d":"7"'),
    ('{"ask":"Could you read me the code we sent?","got":["44","81","20"]}', '"81"'),
    ('{"q":"Your PIN?","reply":{"words":[{"w":"four","t":1.2},{"w":"four","t":1.4},{"w":"seven","t":1.9},{"w":"one","t":2.2}]}}', '"w":"seven"'),
    ('{"exchange":[{"ask":{"text":"Your account number?"},"reply":{"text":"7835"}},{"ask":{"text":"go on"},"reply":{"text":"1889"}},{"ask":{"text":"last?"},"reply":{"text":"1219"}}]}', "7835;1889"),
    ('{"a":{"L":"Your account number?","R":"7835"},"b":{"L":"go on","R":"1889"},"c":{"L":"thanks","R":"bye"}}', "7835;1889"),
    ('{"entity":"sort_code","parts":[[2,0],[1,1],[2,8]]}', "[1,1];[2,8]"),
    ('{"words":[{"word":"account","p":"Account"},{"word":"number","p":"number,"},{"word":"four","p":"Four"},{"word":"five","p":"five,"},{"word":"nine","p":"nine"},{"word":"two","p":"two"},{"word":"three","p":"three."}]}', '"nine";"five,"'),
    ('Turn(ch="L", text="Your account number?"), Turn(ch="R", text="7835"), Turn(ch="L", text="go on"), Turn(ch="R", text="1889 12")', "7835;1889"),
    ("turn: 1\nch: L\ntext: Your account number?\n---\nturn: 2\nch: R\ntext: 7835\n---\nturn: 3\nch: L\ntext: go on\n---\nturn: 4\nch: R\ntext: 1889 12", "7835;1889"),
    ("<turn><who>L</who><said>Your account number?</said></turn><turn><who>R</who><said>7835</said></turn><turn><who>L</who><said>go on</said></turn><turn><who>R</who><said>1889 12</said></turn>", "7835;1889"),
    ('L,"Your account number, please?"\nR,"7835, then"\nL,"go on"\nR,"1889, that is all"', "7835;1889"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "pieces"), ODD_GOES)
def test_talk_in_odd_shapes_goes(text, pieces):
    assert left(pieces.split(";"), redact(text)) == []
    if text[0] in "[{":
        values = json.dumps(redact_value(json.loads(text)), separators=(",", ":"))
        assert left(pieces.split(";"), values) == []


NO_TALK = [
    ('[{"k":"u_0001x","m":"Do you have a VAT ID?"},{"k":"u_0002x","m":"Yes, GB 123 4567 82"},{"k":"u_0003x","m":"bye"}]', "u_0001x;u_0002x;u_0003x"),
    ('[{"n":1723125500961,"m":"CVV for me?"},{"n":1723125501861,"m":"441"},{"n":1723125502761,"m":"bye"}]', "1723125500961;1723125501861"),
    ('[["A","Sort code?",1723125500961,1200,"u_0000x"],["B","29 95 74",1723125501861,1852,"u_0001x"],["A","thanks",1723125502761,2496,"u_0002x"]]', "1723125501861;1852;u_0001x"),
    ('[{"sku":"44120","desc":"Pro plan, yearly","qty":"12"},{"sku":"44121","desc":"Can we add storage?","qty":"4412"},{"sku":"44122","desc":"Seats for all","qty":"5"}]', "44120;4412;44122"),
    ('{"tickets":[{"subject":"PIN was blocked","queue":"4412"},{"subject":"Card declined twice","queue":"4413"}]}', "4412;4413"),
    ('{"rows":[["invoice","amount","due"],["88213345","1204.50","2026-11-02"],["88213346","99.00","2026-11-03"]]}', "88213345;88213346;1204.50"),
    ('{"steps":[{"id":"ask_pin","prompt":"Please enter your PIN","timeout":"4500"},{"id":"check","prompt":"One moment","timeout":"9900"}]}', "4500;9900"),
    ('{"prompts":[{"name":"collect_card","text":"Please tell me your card number","timeout_ms":12000},{"name":"collect_cvv","text":"And the three digits on the back","timeout_ms":9000}]}', "12000;9000"),
    ('[{"msg":"pin check passed","ms":412},{"msg":"card updated","ms":12345},{"msg":"retry 3 of 5","ms":88213}]', "412;12345;88213"),
    ('{"items":[{"label":"Seats","value":"4412"},{"label":"Invoice","value":"88213345"},{"label":"Phone","value":"+1 415 555 0132"}]}', "4412;88213345;+1 415 555 0132"),
    ('{"utterances":[{"sp":"A","tx":"Your phone number?"},{"sp":"B","tx":"415 555"},{"sp":"A","tx":"yes"},{"sp":"B","tx":"0132"}]}', "415 555;0132"),
    ('{"history":[{"event":"invoice.paid","ref":"88213345"},{"event":"card.updated","ref":"88213346"},{"event":"pin.reset","ref":"88213347"}]}', "88213345;88213346;88213347"),
    ("id;name;seats;note\n88213345;Harlow Tile;4412;asked about the card\n88213346;Omar Ltd;5512;wants an invoice\n88213347;Ivy Ltd;120;PIN reset done", "88213345;88213346;4412;5512"),
    ("orders:\n  - ref: 77120934\n    seats: 4412\n    note: paid by card\n  - ref: 77120935\n    seats: 5512\n    note: wants PIN reset", "77120934;4412;77120935;5512"),
    ('<order id="77120934"><seats>4412</seats><note>paid by card</note></order><order id="77120935"><seats>5512</seats><note>pin reset</note></order>', "77120934;4412;5512"),
    ('ts=2026-11-02T09:10:05Z msg="card saved" invoice=88213345 ms=4412\nts=2026-11-02T09:10:06Z msg="pin ok" invoice=88213346 ms=5512', "88213345;88213346;4412"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kept"), NO_TALK)
def test_rows_that_are_no_talk_stay(text, kept):
    assert gone(kept.split(";"), text, redact(text)) == []
    if text[0] in "[{":
        values = json.dumps(redact_value(json.loads(text)), ensure_ascii=False)
        assert gone(kept.split(";"), text, values) == []


BESIDE_GOES = [
    ('{"slots":[{"name":"account","tokens":[1, 8, 6, 5, 6, 3, 1, 9, 8]},{"name":"amount","value":"US$34,415.01"}]}', "1, 8, 6;8, 6, 5", "US$34,415.01"),
    ('{"name":"bvn","tokens":[2, 2, 6, 0, 1, 4, 3, 4, 0, 4, 9]}', "2, 2, 6;6, 0, 1", ""),
    ('{"field":"card","value":["4","2","4","2","4","2","4","2","4","2","4","2","4","2","4","2"]}', '"4","2";"4", "2"', ""),
    ('{"label":"cvv","digits":[4, 4, 1]}', "4, 4, 1", ""),
    ('{"w":"account number","x":[7, 5, 9, 5, 8, 3, 2, 5]}', "7, 5, 9", ""),
    ('{"slot":"pin","utter":"four four seven one","order":"5512"}', "four four", '"order":"5512"'),
    ('{"slot":"pin","x":4471,"latency_ms":212}', "4471", "212"),
    ('{"ask":"collect_otp","zz":"448 120","seat":"4412"}', "448 120", "4412"),
    ('["cvv",[4, 4, 1]]', "4, 4, 1", ""),
    ('{"name":"account","heard":[7595, 8325, 9008],"tries":3}', "7595;8325", ""),
    ('{"what":"sort code","bits":["twenty","eleven","twenty eight"]}', "twenty;eleven", ""),
    ('{"ref":"INV-88213","bvn":{"d1":"2","d2":"2","d3":"6","d4":"0","d5":"1","d6":"4"}}', '"d3":"6";"d4":"0";"d5":"1"', '"ref":"INV-88213"'),
    ('{"cvv":{"0":4,"1":4,"2":1},"seat":"4412"}', '"0":4;"1":4;"2":1;"0": 4;"1": 4;"2": 1', '"seat":"4412"'),
    ('{"iban number":{"group 1":"8937","group 2":"0400","group 3":"4405"}}', "8937;0400;4405", ""),
]  # fmt: skip

BESIDE_STAYS = [
    ('{"name":"seats","tokens":[1, 8, 6, 5]}', "1, 8, 6, 5"),
    ('{"seats":{"d1":"4","d2":"4","d3":"1","d4":"2"}}', "4;1;2"),
    ('{"account":{"tier":"4","seats":"4412"}}', "4412"),
    ('{"name":"amount","value":[4, 4, 1, 0]}', "4, 4, 1, 0"),
    ('[{"seats":["4412","4413","4414"]},{"seats":["5512","5513","5514"]}]', "4412;4413;5514"),
    ('{"type":"card","brand":"visa","last4":"8842","order":"77120934"}', "visa;8842;77120934"),
    ('{"slot":"pin","attempt":3,"ttl_ms":4500,"call":"call_99120"}', "3;4500;call_99120"),
    ('{"slot":"pin","latency":[12, 44, 31],"status":"ok"}', "12, 44, 31"),
    ('{"subject":"Lost card","zone":"4412098"}', "4412098"),
    ('[{"desc":"Pro plan, yearly","qty":"4412"},{"desc":"More storage for it","qty":"5512"}]', "4412;5512"),
    ('[{"title":"First invoice we sent","number":"88213345"},{"title":"Second one, in May","number":"99120934"}]', "88213345;99120934"),
    ('[["INV-88213","2026-11-02","120 seats"],["INV-88214","2026-11-03","44 seats"]]', "INV-88213;120 seats;44 seats;2026-11-03"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "pieces", "kept"), BESIDE_GOES)
def test_what_a_value_beside_it_names_goes(text, pieces, kept):
    values = json.dumps(redact_value(json.loads(text)), ensure_ascii=False)
    for clean in (redact(text), redact_turns([Turn("tool", text)])[0].text, values):
        assert left(pieces.split(";"), clean) == []
    assert kept in redact(text)


@pytest.mark.parametrize(("text", "kept"), BESIDE_STAYS)
def test_what_a_value_beside_it_does_not_name_stays(text, kept):
    values = json.dumps(redact_value(json.loads(text)), ensure_ascii=False)
    assert gone(kept.split(";"), text, redact(text)) == []
    assert gone(kept.split(";"), text, values) == []
