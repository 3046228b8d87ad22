"""Each sample call finds its record in local Stripe, and what its playbook writes goes through."""

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.handoff.matching import claim_of, match
from bot.handoff.playbooks import playbook_for
from bot.handoff.preconditions import obstacles
from bot.handoff.words import Workflow
from bot.intake.read import read_event
from bot.redaction import redact
from bot.vendor_settings import StripeSettings
from bot.vendors import Order
from handlers.sandbox.calls import sample_call
from handlers.sandbox.faults import Switchboard
from handlers.sandbox.stripe_routes import stripe_routes
from handlers.sandbox.stripe_seed import seeded_books
from providers.stripe import build

KEY = "sk_test_local"
FOUND = {
    "refund_small": (Workflow.REFUND_REQUEST, ["ch_3LocalBirkeSeats"], True),
    "refund_disputed": (Workflow.REFUND_REQUEST, ["ch_3LocalHarborShelf"], True),
    "dispute_duplicate": (
        Workflow.CHARGE_DISPUTE,
        ["ch_3LocalFernFirst", "ch_3LocalFernSecond"],
        False,
    ),
    "invoice_resend": (Workflow.INVOICE_RESEND, ["in_1Local20467"], True),
    "receipt_request": (Workflow.RECEIPT_REQUEST, ["ch_3LocalTidewaterYear"], True),
    "renewal_failure": (Workflow.RENEWAL_FAILURE, ["in_1Local20459"], True),
    "payment_blocker": (Workflow.PAYMENT_BLOCKER, ["in_1Local20472"], True),
    "promise_to_pay": (Workflow.PROMISE_TO_PAY, ["in_1Local20377"], True),
    "tax_correction": (Workflow.TAX_OR_ADDRESS_CORRECTION, ["cus_LocalLindero"], False),
    "billing_question": (Workflow.OTHER_BILLING, ["in_1Local20478"], False),
}
WRITES = {
    "invoice_resend": ("stripe.send_invoice", "in_1Local20467", {}),
    "receipt_request": ("stripe.send_receipt", "ch_3LocalTidewaterYear", {}),
    "renewal_failure": ("stripe.pay_invoice", "in_1Local20459", {}),
    "payment_blocker": ("stripe.pay_invoice", "in_1Local20472", {}),
    "promise_to_pay": ("stripe.add_note", "in_1Local20377", {}),
    "tax_correction": ("stripe.update_customer", "cus_LocalLindero", {"line1": "Calle 8"}),
    "billing_question": ("stripe.add_note", "in_1Local20478", {}),
    "dispute_duplicate": ("stripe.create_refund", "ch_3LocalFernSecond", {}),
    "refund_small": ("stripe.create_credit_note", "ch_3LocalBirkeSeats", {}),
    "refund_disputed": ("stripe.submit_evidence", "ch_3LocalHarborShelf", {"service_details": "A"}),
}


@pytest.fixture
def books(clock):
    return seeded_books(api_key=KEY, now=clock)


@pytest.fixture
async def vendor(house, books, clock, sleep):
    with house.open_to(Starlette(routes=stripe_routes(books, Switchboard()))) as url:
        settings = StripeSettings(api_key=SecretStr(KEY), base_url=url)
        vendor = build(settings, clock=clock, sleep=sleep)
        yield vendor
        await vendor.aclose()


async def looked_up(vendor, call):
    for kind in playbook_for(call.workflow, "stripe").records:
        found = await vendor.find_records(claim_of(call), kind)
        if found:
            return found
    return ()


@pytest.mark.parametrize("name", FOUND)
async def test_each_sample_call_finds_its_record(vendor, clock, name):
    call = read_event(sample_call(name, clock()).encoded(), now=clock()).call
    workflow, record_ids, is_clear = FOUND[name]
    assert call.workflow is workflow
    found = await looked_up(vendor, call)
    assert [record.record_id for record in found] == record_ids
    assert (match(call, found).record is not None) is is_clear


@pytest.mark.parametrize("name", WRITES)
async def test_what_its_playbook_does_goes_through(vendor, clock, name):
    call = read_event(sample_call(name, clock()).encoded(), now=clock()).call
    operation, record_id, fields = WRITES[name]
    found = await looked_up(vendor, call)
    record = next(one for one in found if one.record_id == record_id)
    order = Order(
        "call:step:1",
        "call:step:1:1",
        record_id,
        record.remaining_minor if record.kind == "invoice" else record.refundable_minor,
        record.currency,
        fields={key: redact(value) for key, value in fields.items()},
        note=redact("Noted"),
    )
    assert (await vendor.operations[operation].send(order)).status == "done"


@pytest.mark.parametrize("workflow", Workflow)
def test_every_operation_of_stripes_playbooks_exists(vendor, workflow):
    playbook = playbook_for(workflow, "stripe")
    named = {name for plan in playbook.plans for name in plan.operations} | {*playbook.resend}
    assert named <= set(vendor.operations)


async def test_the_second_of_the_twins_may_be_refunded_as_a_duplicate(vendor, clock):
    call = read_event(sample_call("dispute_duplicate", clock()).encoded(), now=clock()).call
    first, second = await looked_up(vendor, call)
    needs = playbook_for(call.workflow, "stripe").plans[-1].needs
    assert obstacles(needs, second, "CAD") == ()
    assert len(obstacles(needs, first, "CAD")) == 1
