"""Every write at Stripe against local Stripe: what each fault means, and that it happens once."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.errors import OutcomeUnknown, Refused, Unavailable
from bot.handoff.operations import MONEY_OPERATIONS, RepeatSafety
from bot.redaction import redact
from bot.vendor_settings import StripeSettings
from bot.vendors import Order
from handlers.sandbox.faults import Fault, Switchboard
from handlers.sandbox.stripe_routes import stripe_routes
from handlers.sandbox.stripe_seed import seeded_books
from providers.stripe import build

KEY = "sk_test_local"


@dataclass(frozen=True)
class Case:
    """One operation: what is ordered, where it is written, and how often it shows in the books."""

    name: str
    write: str
    record_id: str
    amount_minor: int | None = None
    currency: str | None = None
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def order(self):
        step = f"call_1:{self.name}:1"
        return Order(
            step,
            f"{step}:1",
            self.record_id,
            self.amount_minor,
            self.currency,
            fields={name: redact(value) for name, value in self.fields},
            note=redact("Promised for Friday"),
        )


CASES = {
    "credit": Case(
        "stripe.create_credit_note", "POST /v1/credit_notes", "ch_3LocalBirkeSeats", 900, "EUR"
    ),
    "evidence": Case(
        "stripe.submit_evidence",
        "POST /v1/disputes/{dispute}",
        "ch_3LocalHarborShelf",
        fields=(("service_details", "Labels"), ("delivery_date", "2031-02-20")),
    ),
    "send": Case("stripe.send_invoice", "POST /v1/invoices/{invoice}/send", "in_1Local20467"),
    "pay": Case(
        "stripe.pay_invoice", "POST /v1/invoices/{invoice}/pay", "in_1Local20459", 118_000, "USD"
    ),
    "resume": Case(
        "stripe.resume_subscription",
        "POST /v1/subscriptions/{subscription}/resume",
        "sub_1LocalLanternStudio",
        4_500,
        "EUR",
    ),
    "address": Case(
        "stripe.update_customer",
        "POST /v1/customers/{customer}",
        "cus_LocalLindero",
        fields=(("line1", "Calle del Horno 8"), ("postal_code", "41003")),
    ),
    "note": Case("stripe.add_note", "POST /v1/invoices/{invoice}", "in_1Local20377"),
}


def effects_in(books, name):
    """How often the operation had its effect."""
    count = {
        "credit": lambda: len([n for n in books.every("credit_note") if n["amount"] == 900]),
        "evidence": lambda: books.every("dispute")[0]["evidence_details"]["submission_count"],
        "send": lambda: len([m for m in books.mails if m.kind == "invoice"]),
        "pay": lambda: paid_by(books, "cus_LocalCobalt"),
        "resume": lambda: paid_by(books, "cus_LocalLantern"),
        "address": lambda: int(
            books.get("customer", "cus_LocalLindero")["address"]["line1"] == "Calle del Horno 8"
        ),
        "note": lambda: len(books.get("invoice", "in_1Local20377")["metadata"]) // 2,
    }
    return count[name]()


def paid_by(books, customer):
    found = [charge for charge in books.every("charge") if charge["customer"] == customer]
    return len([charge for charge in found if charge["status"] == "succeeded"])


def writes(books):
    return [request for request in books.requests if request.method == "POST"]


@pytest.fixture
def books(clock):
    return seeded_books(api_key=KEY, now=clock)


@pytest.fixture
def faults():
    return Switchboard(hang_s=5, slow_s=5)


@pytest.fixture
async def vendor(house, books, faults, clock, sleep, waits_s):
    with house.open_to(Starlette(routes=stripe_routes(books, faults))) as url:
        settings = StripeSettings(api_key=SecretStr(KEY), base_url=url)
        vendor = build(settings, clock=clock, sleep=sleep, timeout_s=waits_s)
        yield vendor
        await vendor.aclose()


@pytest.fixture(params=sorted(CASES))
def name(request):
    return request.param


@pytest.fixture
def case(name):
    return CASES[name]


@pytest.fixture
def operation(vendor, case):
    return vendor.operations[case.name]


async def test_it_is_done_once_and_its_facts_hold_no_words(operation, books, case, name):
    effect = await operation.send(case.order)
    assert effect.status == "done"
    assert effects_in(books, name) == 1
    assert effect.facts["request_id"].startswith("req_")
    assert all(value is None or isinstance(value, str | int) for value in effect.facts.values())
    assert (effect.amount_minor, effect.currency) == (case.amount_minor, case.currency)
    assert {request.idempotency_key for request in writes(books)} <= {
        case.order.wire_key,
        f"{case.order.wire_key}:pay",
    }


async def test_the_same_wire_key_does_it_once(operation, books, case, name):
    first = await operation.send(case.order)
    if name != "resume":  # what is active is not resumed: the books are looked into before
        assert (await operation.send(case.order)).reference == first.reference
    assert effects_in(books, name) == 1


MEANS = {
    Fault.REFUSED: (Refused, False),
    Fault.AUTH: (Refused, False),
    Fault.RATE_LIMITED: (Unavailable, False),
    Fault.SERVER_ERROR: (OutcomeUnknown, False),
    Fault.LOST_ANSWER: (OutcomeUnknown, True),
    Fault.HANG: (OutcomeUnknown, False),
    Fault.SLOW: (OutcomeUnknown, True),
}


@pytest.mark.parametrize("fault", MEANS)
async def test_faults_of_the_write(operation, books, faults, name, fault):
    kind, happened = MEANS[fault]
    case = CASES[name]
    faults.set("stripe", fault, times=1, only=case.write)
    with pytest.raises(kind) as caught:
        await operation.send(case.order)
    assert effects_in(books, name) == (happened and name != "resume")  # nothing is charged yet
    assert len(writes(books)) == 1
    if kind is OutcomeUnknown:
        assert caught.value.answered is (fault is Fault.SERVER_ERROR)


@pytest.mark.parametrize("fault", [Fault.LOST_ANSWER, Fault.RATE_LIMITED, Fault.HANG])
async def test_after_a_fault_the_same_step_brings_it_to_its_end_once(
    operation, books, faults, case, name, fault
):
    faults.set("stripe", fault, times=1, only=case.write)
    with pytest.raises((OutcomeUnknown, Unavailable)):
        await operation.send(case.order)
    found = await operation.find_effect(case.order) if operation.facts.can_look_up else None
    effect = found or await operation.send(case.order)
    assert effect.status == "done"
    assert effects_in(books, name) == 1


async def test_a_stored_fault_is_gone_under_the_next_key(operation, books, faults, case, name):
    faults.set("stripe", Fault.SERVER_ERROR, times=1, only=case.write)
    for _ in range(2):
        with pytest.raises(OutcomeUnknown):
            await operation.send(case.order)
    again = replace(case.order, wire_key=f"{case.order.step_key}:2")
    assert (await operation.send(again)).status == "done"
    assert effects_in(books, name) == 1


async def test_what_is_not_in_the_books_is_not_found(operation, case):
    if not operation.facts.can_look_up:
        with pytest.raises(Unavailable, match="no list"):
            await operation.find_effect(case.order)
        return
    assert await operation.find_effect(case.order) is None


async def test_what_was_done_is_found_and_watched(operation, case):
    sent = await operation.send(case.order)
    if operation.facts.can_look_up:
        found = await operation.find_effect(case.order)
        assert (found.reference, found.status) == (sent.reference, "done")
    watched = await operation.watch(case.order, sent.reference)
    assert (watched.reference, watched.status) == (sent.reference, "done")


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.RATE_LIMITED, Fault.LOST_ANSWER])
async def test_a_look_that_fails_is_unavailable_never_nothing(operation, faults, case, fault):
    await operation.send(case.order)
    faults.set("stripe", fault)
    with pytest.raises(Unavailable):
        await operation.find_effect(case.order)


@pytest.mark.parametrize("record_id", ["re_1", "in_1/pay", "x", "in_nowhere", "cus_nowhere"])
async def test_other_ids_are_refused_and_nothing_is_done(operation, books, case, name, record_id):
    with pytest.raises(Refused):
        await operation.send(replace(case.order, record_id=record_id))
    assert effects_in(books, name) == 0


async def test_an_object_of_live_mode_is_refused_before_any_write(operation, books, case, name):
    kinds = {"send": "invoice", "pay": "invoice", "resume": "subscription", "address": "customer"}
    if name == "note":
        pytest.skip("a note is written without a look")
    kind = kinds.get(name, "charge")
    books.put(books.get(kind, case.record_id) | {"livemode": True})
    with pytest.raises(Refused, match="not of test mode"):
        await operation.send(case.order)
    assert not writes(books)


@pytest.mark.parametrize("body", ["{}", "[]", "<html>", '{"id": 7}', '{"error": "text"}'])
async def test_a_success_that_cannot_be_read_leaves_the_outcome_unknown(
    script, scripted, clock, sleep, case, body
):
    if case.name != "stripe.add_note":
        pytest.skip("one write without a look is enough for the shared reader")
    vendor = build(
        StripeSettings(api_key=SecretStr(KEY), base_url=scripted), clock=clock, sleep=sleep
    )
    script.say(raw=body)
    with pytest.raises(OutcomeUnknown):
        await vendor.operations[case.name].send(case.order)
    await vendor.aclose()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount_minor": None}, "no_amount"),
        ({"currency": None}, "no_amount"),
        ({"amount_minor": 0}, "no_amount"),
        ({"currency": "GBP"}, "other_currency"),
    ],
)
async def test_money_needs_its_sum_and_currency(operation, books, case, change, code):
    if case.amount_minor is None:
        pytest.skip("moves no money")
    with pytest.raises(Refused) as caught:
        await operation.send(replace(case.order, **change))
    assert caught.value.code == code
    assert not writes(books)


async def test_nothing_said_or_logged_holds_the_key_or_the_customer(
    operation, books, faults, case, logged
):
    said = [f"{(await operation.send(case.order)).said}"]
    for fault in (Fault.AUTH, Fault.REFUSED, Fault.SERVER_ERROR):
        books.reset()
        faults.set("stripe", fault, times=1, only=case.write)
        with pytest.raises((Refused, OutcomeUnknown)) as caught:
            await operation.send(replace(case.order, wire_key=f"{fault}"))
        said.append(caught.value.reason)
    text = logged() + " ".join(said)
    for secret in (KEY, "Bearer", ".example", "Lindero", "Horno", "Cobalt Freight", "Promised"):
        assert secret not in text


def test_the_facts(vendor):
    facts = {name: operation.facts for name, operation in vendor.operations.items()}
    assert set(facts) == {
        *(case.name for case in CASES.values()),
        "stripe.create_refund",
        "stripe.send_receipt",
    }
    assert all(one.name == name and one.writes for name, one in facts.items())
    moving = {name for name, one in facts.items() if one.moves_money}
    assert moving == {name for name in MONEY_OPERATIONS if name.startswith("stripe.")}
    for one in facts.values():
        assert one.key_window == timedelta(hours=24)
        assert one.repeat_safety in {RepeatSafety.NATIVE_KEY, RepeatSafety.NATURAL}
