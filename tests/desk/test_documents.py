"""A document that a paired mailbox sends where the destination mails none: once, as shown."""

from __future__ import annotations

from collections import deque

import pytest

from bot.handoff.operations import RepeatSafety
from bot.handoff.playbooks import SEND_DOCUMENT
from bot.handoff.record import RecordKind, RecordStatus
from bot.handoff.words import Choice, Workflow
from bot.redaction import redact
from bot.vendors import Effect
from tests.desk.bench import BEN
from tests.desk.shelf import Act, Shelf, record

NUMBER = "F7.00000012"
INVOICE = record(
    "proabono",
    "invoice-3001",
    RecordKind.INVOICE,
    currency="EUR",
    invoice_number=redact(NUMBER),
    mailable=False,
)


class Post(Act):
    """A mailbox that keeps what went out, and finds it again."""

    def __init__(self, orders):
        super().__init__(SEND_DOCUMENT, orders, RepeatSafety.LOOK_UP)
        self.sent = {}
        self.dies = False

    @property
    def facts(self):
        return super().facts.model_copy(update={"can_look_up": True})

    async def send(self, order):
        if not self.script or self.script[0] == "lost":
            self.sent[order.step_key] = order.matter.record.customer_email
        if self.dies:
            raise KeyboardInterrupt
        return await super().send(order)

    async def find_effect(self, order):
        found = order.step_key in self.sent
        return Effect(status="done", reference="m1") if found else None


@pytest.fixture
def post(bench, pair):
    """ProAbono, paired with a mailbox; a caller wants an invoice again."""
    pair("invoice", gmail="billing")
    bench.office.vendors["proabono"] = bench.shelf = Shelf("proabono", INVOICE)
    mailbox = bench.office.vendors["gmail"]
    made = mailbox.operations[SEND_DOCUMENT] = Post(mailbox.orders)
    bench.call(
        workflow=Workflow.INVOICE_RESEND,
        payment_id=None,
        invoice_number=redact(NUMBER),
        amount_minor=None,
        currency="EUR",
        email_verified=True,
    )
    return made


def resend(bench):
    assert bench.decide(Choice.RESEND).accepted


def test_it_is_offered_and_mailed_to_the_address_on_the_record(bench, post):
    assert bench.state() == "awaiting_approval"
    assert post.sent == {}
    resend(bench)
    bench.work()
    assert bench.state() == "succeeded"
    assert post.sent == {"call_1:resend:1": INVOICE.customer_email}
    (order,) = post.orders
    assert (order.record_id, order.matter.record.record_id) == ("invoice-3001", "invoice-3001")


def test_two_clicks_at_once_are_one_mail(bench, post):
    resend(bench)
    assert not bench.decide(Choice.RESEND, BEN).accepted
    bench.work()
    assert len(post.sent) == 1


def test_a_lost_answer_is_looked_for_and_not_repeated(bench, post):
    post.script = deque(("lost",))
    resend(bench)
    bench.work()
    assert bench.state() == "unknown"
    bench.later(minutes=5)
    bench.work()
    assert bench.state() == "succeeded"
    assert len(post.orders) == 1


def test_a_process_that_is_killed_after_the_mail_sends_no_second_one(bench, post):
    resend(bench)
    post.dies = True
    with pytest.raises(KeyboardInterrupt):
        bench.work()
    post.dies = False
    bench.restart()
    bench.later(minutes=5)
    bench.work()
    assert bench.state() == "succeeded"
    assert post.orders == []
    assert len(post.sent) == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (
            {"customer_email": redact("somebody.else@orchard.example")},
            "changed since this was decided",
        ),
        ({"customer_email": None}, "changed since this was decided"),
        ({"customer_id": "customer_2"}, "belongs to another customer"),
        ({"status": RecordStatus.VOID}, "is void: there is nothing to send"),
    ],
)
def test_what_changed_since_it_was_asked_for_is_not_mailed(bench, post, change, why):
    resend(bench)
    bench.shelf.now_shows(**change)
    bench.work()
    assert post.orders == []
    assert bench.state() == "failed"
    assert why in bench.lines()
    assert "Nothing was sent" in bench.lines()


def test_after_a_refusal_the_record_is_read_anew_before_it_can_be_sent(bench, post):
    resend(bench)
    bench.shelf.now_shows(customer_email=redact("new@orchard.example"))
    bench.work()
    assert bench.decide(Choice.RETRY).accepted
    bench.work()
    assert bench.state() == "awaiting_approval"
    resend(bench)
    bench.work()
    assert list(post.sent.values()) == ["new@orchard.example"]


@pytest.mark.parametrize(
    "change", [{"customer_email": None}, {"status": RecordStatus.DRAFT}], ids=["nobody", "draft"]
)
def test_it_is_not_offered_where_it_could_not_be_sent(bench, post, change):
    bench.shelf.now_shows(**change)
    bench.call(
        "call_2",
        workflow=Workflow.INVOICE_RESEND,
        payment_id=None,
        invoice_number=redact(NUMBER),
        currency="EUR",
        email_verified=True,
    )
    assert bench.state("call_2") == "needs_review"
    assert not bench.decide(Choice.RESEND, call_id="call_2").accepted


# --- what an approval makes -------------------------------------------------------------------

MEMO = "quickbooks.create_credit_memo"
PAID = record(
    "quickbooks",
    "invoice-1044",
    RecordKind.PAYMENT,
    currency="USD",
    status=RecordStatus.PAID,
    invoice_number=redact("QB-1044"),
)


@pytest.fixture
def credited(bench, post, pair):
    """QuickBooks, paired with the mailbox and a drive; a caller wants money back."""
    pair("Invoice", gmail="billing", drive="finance")
    bench.office.vendors["quickbooks"] = bench.shelf = Shelf("quickbooks", PAID)
    bench.call(
        "call_memo",
        payment_id=None,
        invoice_number=redact("QB-1044"),
        amount_minor=4900,
        currency="USD",
    )
    return post


def test_a_credit_memo_is_mailed_once_it_was_made_and_filed_once(bench, credited):
    assert not bench.decide(Choice.RESEND, call_id="call_memo").accepted, "there is none yet"
    assert bench.approve(call_id="call_memo", amount="49.00").accepted
    bench.send()
    made = next(one for one in bench.case("call_memo").effects if one.operation == MEMO)
    assert made.outcome == "done"
    assert bench.decide(Choice.RESEND, call_id="call_memo").accepted
    bench.work()
    assert list(credited.sent) == ["call_memo:resend:1"]
    order = credited.orders[-1]
    assert (order.matter.done.operation, order.matter.done.reference) == (MEMO, made.reference)
    assert order.matter.record.customer_email == PAID.customer_email
    assert len(bench.office.vendors["drive"].orders) == 1, "the approval had it filed"
