"""`stripe.send_receipt`: to the address on Stripe's record, whatever the call said."""

from dataclasses import replace

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.errors import OutcomeUnknown, Refused, Unavailable
from bot.vendor_settings import StripeSettings
from bot.vendors import Order
from handlers.sandbox.faults import Fault, Switchboard
from handlers.sandbox.stripe_routes import stripe_routes
from handlers.sandbox.stripe_seed import add_charge, add_customer, seeded_books
from providers.stripe import build
from providers.stripe.receipts import masked

KEY = "sk_test_local"
EXPORT = "ch_3LocalOrchardExport"
STEP = "call_1:stripe.send_receipt:1"
ORDER = Order(STEP, f"{STEP}:1", EXPORT)


@pytest.fixture
def books(clock):
    return seeded_books(api_key=KEY, now=clock)


@pytest.fixture
def faults():
    return Switchboard()


@pytest.fixture
async def receipt(house, books, faults, clock, sleep):
    with house.open_to(Starlette(routes=stripe_routes(books, faults))) as url:
        settings = StripeSettings(api_key=SecretStr(KEY), base_url=url)
        vendor = build(settings, clock=clock, sleep=sleep)
        yield vendor.operations["stripe.send_receipt"]
        await vendor.aclose()


def receipts(books):
    return [mail.to for mail in books.mails if mail.about == EXPORT]


async def test_the_receipt_goes_to_the_address_on_record(receipt, books):
    effect = await receipt.send(ORDER)
    assert receipts(books) == ["accounts@orchardlane.example"]
    assert (effect.status, effect.reference) == ("done", EXPORT)
    assert effect.facts["address"] == "a…@orchardlane.example"
    assert effect.facts["request_id"].startswith("req_")
    assert "accounts@" not in f"{effect}"


async def test_the_address_is_read_at_the_moment_of_sending(receipt, books):
    books.put(books.get("customer", "cus_LocalOrchard") | {"email": "new@orchardlane.example"})
    await receipt.send(ORDER)
    assert receipts(books) == ["new@orchardlane.example"]


async def test_a_payment_named_by_its_intent_sends_the_charges_receipt(receipt, books):
    intent = books.get("charge", EXPORT)["payment_intent"]
    await receipt.send(replace(ORDER, record_id=intent))
    assert len(receipts(books)) == 1


async def test_the_same_wire_key_mails_once(receipt, books):
    await receipt.send(ORDER)
    await receipt.send(ORDER)
    assert len(receipts(books)) == 1


async def test_no_address_on_record_is_refused(receipt, books):
    payer = add_customer(books, "Silent", name="Silent Ltd", email=None)
    charge = add_charge(books, "Silent", payer, money=(100, "eur"))
    with pytest.raises(Refused, match="no e-mail address"):
        await receipt.send(replace(ORDER, record_id=charge["id"]))


async def test_a_deleted_customer_is_refused(receipt, books):
    books.delete_customer("cus_LocalOrchard")
    with pytest.raises(Refused, match="no customer record"):
        await receipt.send(ORDER)
    assert not receipts(books)


async def test_a_guest_is_refused_even_when_an_address_was_typed(receipt, books):
    typed = {"email": "typed@acme.example", "name": None}
    books.put(books.get("charge", EXPORT) | {"customer": None, "billing_details": typed})
    with pytest.raises(Refused, match="no customer record"):
        await receipt.send(ORDER)
    assert not receipts(books)


@pytest.mark.parametrize(
    ("fault", "kind", "mails"),
    [
        (Fault.REFUSED, Refused, 0),
        (Fault.RATE_LIMITED, Unavailable, 0),
        (Fault.SERVER_ERROR, OutcomeUnknown, 0),
        (Fault.LOST_ANSWER, OutcomeUnknown, 1),
    ],
)
async def test_faults(receipt, books, faults, fault, kind, mails):
    faults.set("stripe", fault, times=1, only="POST /v1/charges/{charge}")
    with pytest.raises(kind):
        await receipt.send(ORDER)
    assert len(receipts(books)) == mails


async def test_a_mail_cannot_be_looked_up(receipt):
    assert not receipt.facts.can_look_up
    with pytest.raises(Unavailable, match="no list"):
        await receipt.find_effect(ORDER)


async def test_watching_reads_the_charge_again(receipt):
    assert (await receipt.watch(ORDER, EXPORT)).status == "accepted"
    await receipt.send(ORDER)
    assert (await receipt.watch(ORDER, EXPORT)).status == "done"


@pytest.mark.parametrize(
    ("email", "shown"),
    [("ann@acme.example", "a…@acme.example"), ("@acme.example", "…@acme.example"), ("ann", "a…@")],
)
def test_masks(email, shown):
    assert masked(email) == shown


async def test_nothing_logged_holds_the_address(receipt, logged):
    await receipt.send(ORDER)
    assert "orchardlane" not in logged()
