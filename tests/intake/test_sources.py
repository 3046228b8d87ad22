"""Each field is filled from where its page says, drawn and written; and the page is up to date."""

import importlib.util
import sys
from pathlib import Path

import pytest

from bot.handoff.billing_call import BillingCall
from bot.handoff.words import Workflow
from bot.intake import fields
from bot.intake.sources import ANALYSIS, ELSEWHERE, source_of

ROOT = Path(__file__).parents[2]
SAID = {
    "email": "dana@ternbooks.example",
    "phone": "+13125550147",
    "amount_minor": 249,
    "approval_threshold": 1000,
    "currency": "USD 249.00",
    "due_date": "2026-11-30",
    "follow_up_deadline": "2026-11-30",
    "urgency": "critical",
    "workflow": "promise_to_pay",
    "invoice_number": "TB-501",
    **dict.fromkeys(fields.TRUTHS, True),
    **dict.fromkeys(fields.LINKS, "https://acme.zendesk.com/1"),
}
BESIDE = {"amount_minor": {"currency": "USD"}, "approval_threshold": {"currency": "USD"}}
SPECIAL = {
    **dict.fromkeys(fields.CURRENCY, "USD"),
    **dict.fromkeys(fields.CALLBACK, True),
    **dict.fromkeys(fields.CALLBACK_BY, "2026-11-30"),
    **dict.fromkeys(fields.THREATS, True),
}
UNFILLED = {"urgency": "normal", "workflow": Workflow.REFUND_REQUEST}


@pytest.fixture(scope="module")
def table():
    """The program that writes the page."""
    path = ROOT / "docs" / "tables" / "fields.py"
    spec = importlib.util.spec_from_file_location("fields_page", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up there
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def rows(table):
    return {one.name: one for one in table.rows()}


def test_the_page_is_what_the_code_does(table):
    assert table.PAGE.read_text(encoding="utf-8") == table.page(), "run `make docs`"


def test_every_field_is_on_the_page(rows):
    assert rows.keys() == BillingCall.model_fields.keys()


def test_every_field_has_a_source(rows):
    assert [name for name, row in rows.items() if not row.source] == []


def test_every_field_that_is_asked_for_is_drawn_and_written(table, rows):
    for name in table.DESIGNED:
        assert rows[name].drawn, f"{name} is drawn nowhere"
        assert "the handoff" in rows[name].written, name
        assert rows[name].seen != "nobody", name


def test_no_field_is_there_for_nothing(rows):
    assert [name for name, row in rows.items() if not row.drawn and not row.decides] == []


def test_contacts_are_masked(rows):
    masked = {name for name, row in rows.items() if row.seen.startswith("masked")}
    assert masked >= {"email", "phone"}


def test_no_words_are_kept_of_a_call_that_could_not_be_made_safe(rows):
    words = {*fields.NAMES, *fields.REASONS, *fields.REFERENCES, "email", "phone", "summary"}
    assert [name for name in words if rows[name].is_kept] == []


@pytest.mark.parametrize(
    ("name", "key"), [(name, key) for name, keys in ANALYSIS.items() for key in keys]
)
def test_each_key_fills_its_field(name, key, read, wrap, make_call):
    said = SPECIAL.get(key, SAID.get(name, f"the {name}"))
    analysis = {"request_type": "refund_request", **BESIDE.get(name, {})}
    if name == "workflow":
        analysis = {}
    call = make_call(analysis={**analysis, key: said}, from_number=..., direction=...)
    found = read(wrap(call)).call
    assert getattr(found, name) not in {None, UNFILLED.get(name)}


@pytest.mark.parametrize(
    ("name", "key"), [(name, key) for name, keys in fields.ON_CALL.items() for key in keys]
)
def test_each_key_of_the_call_fills_its_field(name, key, read, wrap, make_call):
    said = {
        "phone": "13125550147",
        "transcript_ref": "User: Hello.",
        "recording_ref": "https://recordings.example/x",
        "direction": "inbound",
        "started_at": "2026-11-20T14:00:00Z",
        "duration_s": 61,
    }.get(name, f"the_{name}")
    bare = {one: ... for keys in fields.ON_CALL.values() for one in keys}
    side = {"direction": "outbound"} if key.startswith("to_") else {}
    call = make_call(**{**bare, **side, key: said})
    assert getattr(read(wrap(call)).call, name) is not None


def test_nothing_is_named_that_no_call_has():
    named = {*ANALYSIS, *fields.ON_CALL, *ELSEWHERE}
    assert named <= BillingCall.model_fields.keys()
    assert source_of("nothing of the kind") == ""


@pytest.mark.parametrize(
    "key",
    [
        "invoice_number",
        "Invoice Number",
        "invoice-number",
        "INVOICE_NUMBER",
        "invoiceNumber",
        "InvoiceNumber",
        "invoice.number",
        " Invoice  number? ",
        "invoice_number:",
    ],
)
def test_a_key_may_be_spelt_in_any_way(key, read_analysis):
    assert read_analysis(**{key: "TB-501"}).invoice_number == "TB-501"


@pytest.mark.parametrize("key", ["VIP Customer", "VIPCustomer", "vipCustomer", "vip customer?"])
def test_capitals_that_stand_together_are_one_word(key, read_analysis):
    assert read_analysis(**{key: "yes"}).vip_claimed is True
