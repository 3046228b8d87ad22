"""Questions to local Plisio that a card can ask; nothing found is an empty answer."""

import pytest

from bot.errors import Refused, Unavailable
from bot.handoff.billing_call import BillingCall
from bot.handoff.record import RecordKind
from bot.redaction import redact
from bot.vendors import Question
from handlers.sandbox.faults import Fault
from handlers.sandbox.plisio_seed import seed_id

LANTERN = "till@lanternhire.example"


def question(record=None, **call):
    told = {"email": None, "currency": None} | call
    told = {name: redact(value) if value else None for name, value in told.items()}
    return Question(call=BillingCall.model_construct(**told), record=record)


async def test_the_payers_invoices_are_told_with_their_page(vendor):
    look = vendor.looks["plisio.find_invoices"]
    asked = question(email=LANTERN)
    assert look.applies(asked)
    found = {(one.label, str(one.value), one.url) for one in await look.ask(asked)}
    page = "https://plisio.net/invoice/"
    assert found == {
        ("Invoice PLI-2003", "EUR 90.00, completed", f"{page}{seed_id('c003')}"),
        ("Invoice PLI-2002", "USD 1,150.00, expired", f"{page}{seed_id('c002')}"),
    }


async def test_an_address_on_record_goes_before_one_that_was_said(vendor):
    record = await vendor.observe(RecordKind.INVOICE, seed_id("c001"))
    look = vendor.looks["plisio.find_invoices"]
    [found] = await look.ask(question(record, email=LANTERN))
    assert found.label == "Invoice PLI-2001"


async def test_without_an_address_there_is_nothing_to_ask(vendor, books):
    assert not vendor.looks["plisio.find_invoices"].applies(question())
    assert books.requests == []


@pytest.mark.parametrize("name", ["read_balances", "read_rates"])
async def test_the_shop_itself_is_nobodys_business_elsewhere(vendor, name):
    look = vendor.looks[f"plisio.{name}"]
    record = await vendor.observe(RecordKind.INVOICE, seed_id("c001"))
    elsewhere = record.model_copy(update={"vendor": "stripe"})
    named = question(currency="EUR")
    named.call.__dict__["learned"] = (("billing_system", "Plisio"),)
    assert [look.applies(one) for one in (question(record), named)] == [True, True]
    assert not look.applies(question(elsewhere, currency="EUR"))
    assert not look.applies(question(currency="EUR"))


async def test_nobodys_invoices_are_an_empty_answer(vendor):
    assert await vendor.looks["plisio.find_invoices"].ask(question(email="no@there.example")) == []


async def test_balances_of_the_coins_that_are_taken(vendor, books):
    found = await vendor.looks["plisio.read_balances"].ask(question())
    assert [(one.label, str(one.value)) for one in found] == [
        ("Bitcoin", "0.00110995 BTC"),
        ("Litecoin", "0.00110995 LTC"),
        ("Tether TRC-20", "0.00110995 USDT"),
    ]


async def test_rates_in_the_currency_of_the_call(vendor):
    found = await vendor.looks["plisio.read_rates"].ask(question(currency="EUR"))
    assert str(found[0].value) == "1 BTC is about EUR 92,592.59"
    assert "Dogecoin" not in [one.label for one in found], "switched off in this shop"


@pytest.mark.parametrize(
    ("rate", "said"),
    [
        ("40000", "1 X is about USD 0.000025"),
        ("3", "1 X is about USD 0.3333"),
        ("0.00001", "1 X is about USD 100,000.00"),
        ("1e-40", "USD"),
        ("-1", "no rate is stated"),
        ("0", "no rate is stated"),
        ("", "no rate is stated"),
    ],
)
async def test_a_coin_of_little_worth_is_not_worth_nothing(scripted_vendor, script, rate, said):
    coin = {"name": "X", "cid": "X", "currency": "X", "fiat": "USD", "fiat_rate": rate}
    script.say({"status": "success", "data": [coin]})
    [found] = await scripted_vendor.looks["plisio.read_rates"].ask(question(currency="USD"))
    assert said in found.value
    assert "0.00." not in found.value


@pytest.mark.parametrize("name", ["find_invoices", "read_balances", "read_rates"])
@pytest.mark.parametrize(
    ("fault", "error"), [(Fault.AUTH, Refused), (Fault.SERVER_ERROR, Unavailable)]
)
async def test_what_cannot_be_read_is_said(vendor, faults, name, fault, error):
    faults.set("plisio", fault)
    with pytest.raises(error):
        await vendor.looks[f"plisio.{name}"].ask(question(email=LANTERN, currency="EUR"))
