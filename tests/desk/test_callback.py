"""What a provider reports is never believed: it is a reason to look, once, and never lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.callbacks import Callback, CallbackKind, NotSigned
from bot.desk import callback
from bot.desk.callback import KEPT, Heard
from bot.errors import Refused, Unavailable
from bot.handoff.words import Choice, State, StepKind, StepOutcome
from bot.redaction import redact
from tests.desk.bench import CHARGE


@pytest.fixture
def report(bench):
    """Let the provider report something about the bench's payment."""
    numbers = iter(range(1000))

    def report(kind=CallbackKind.REFUND, *names, key=None, vendor="stripe"):
        made = Callback(vendor, key or f"evt_{next(numbers)}", kind, names or (CHARGE,))
        return bench.write(lambda tx: callback.take(tx, made, bench.now))

    return report


def said(bench, call_id="call_1"):
    return "\n".join(str(one.args.get("text", "")) for one in bench.messages(call_id))


def looks(bench):
    return [one for one in bench.case().steps if one.kind is StepKind.READ_AGAIN]


def paid_back(bench, word="ok"):
    """A refund that went out and was answered with `word`."""
    bench.call()
    bench.books.script.append(word)
    assert bench.approve().accepted
    bench.send()
    return bench.case().handoff.state


# --- refunds ---


def test_an_accepted_refund_settles_when_it_is_reported(bench, report):
    assert paid_back(bench, "pending") is State.SUBMITTED
    bench.books.refunds[0].status = "succeeded"
    report()
    bench.work()
    assert bench.case().handoff.state is State.SUCCEEDED


def test_a_report_alone_settles_nothing(bench, report):
    assert paid_back(bench, "pending") is State.SUBMITTED
    revision = bench.case().handoff.revision
    report()
    bench.work()
    assert bench.case().handoff.state is State.SUBMITTED
    assert bench.case().handoff.revision == revision, "no news leaves the card in peace"


def test_an_accepted_refund_that_failed_is_reversed(bench, report):
    paid_back(bench, "pending")
    bench.books.refunds[0].status = "failed"
    report()
    bench.work()
    assert bench.case().handoff.state is State.REVERSED
    assert "failed later" in said(bench)


def test_a_refund_that_was_done_and_came_back_is_reversed(bench, report):
    assert paid_back(bench) is State.SUCCEEDED
    bench.later(days=3)
    bench.books.refunds[0].status = "failed"
    report()
    bench.work()
    case = bench.case()
    assert case.handoff.state is State.REVERSED
    assert case.effects[0].was_accepted
    assert "failed later" in said(bench)
    assert bench.decide(Choice.RETRY).accepted, "people can take it up again"


def test_a_done_refund_is_looked_at_for_reports_about_refunds_alone(bench, report):
    paid_back(bench)
    report(CallbackKind.INVOICE)
    assert looks(bench) == []
    report(CallbackKind.REFUND)
    bench.work()
    assert [one.outcome for one in looks(bench)] == [StepOutcome.DONE]
    assert bench.case().handoff.state is State.SUCCEEDED


def test_many_reports_before_a_look_are_one_look(bench, report):
    paid_back(bench)
    for _ in range(5):
        report()
    assert len(looks(bench)) == 1
    bench.work()
    report()
    assert len(looks(bench)) == 2


def test_a_report_during_a_look_asks_for_another(bench, report):
    """The one under way may have read before the change."""
    paid_back(bench)
    report()
    [leased] = bench.claim()
    bench.books.refunds[0].status = "failed"
    report()
    bench.step(leased)
    bench.work()
    assert bench.case().handoff.state is State.REVERSED


def test_out_of_order_the_books_decide(bench, report):
    """The report that it settled comes after it has failed already."""
    paid_back(bench, "pending")
    bench.books.refunds[0].status = "failed"
    report(CallbackKind.REFUND, key="evt_failed")
    bench.work()
    report(CallbackKind.REFUND, key="evt_settled")
    bench.work()
    assert bench.case().handoff.state is State.REVERSED


def test_an_outcome_that_was_lost_is_looked_for_at_once(bench, report):
    assert paid_back(bench, "lost_after") is State.UNKNOWN
    bench.work()
    assert bench.case().handoff.state is State.UNKNOWN
    report()
    bench.work()
    assert bench.case().handoff.state is State.SUCCEEDED
    assert len(bench.books.orders) == 1


def test_while_the_provider_is_away_the_look_waits(bench, report):
    paid_back(bench)
    bench.books.refunds[0].status = "failed"
    bench.books.reads.extend([Unavailable("Down."), Unavailable("Down.")])
    report()
    for _ in range(4):
        bench.work()
        bench.later(minutes=5)
    bench.work()
    assert bench.case().handoff.state is State.REVERSED


def test_a_provider_that_says_no_to_the_look_changes_nothing(bench, report):
    paid_back(bench)
    bench.books.reads.append(Refused("The key is not accepted."))
    report()
    bench.work()
    assert bench.case().handoff.state is State.SUCCEEDED
    assert [one.outcome for one in looks(bench)] == [StepOutcome.DONE]


# --- once, and about us ---


def test_a_repetition_plans_nothing(bench, report):
    paid_back(bench)
    assert report(key="evt_same") is Heard.TAKEN
    bench.work()
    assert [report(key="evt_same") for _ in range(5)] == [Heard.REPEATED] * 5
    assert len(looks(bench)) == 1


def test_keys_are_kept_for_their_time_and_no_longer(bench, report):
    report(key="evt_old")
    bench.later(days=KEPT.days - 1)
    assert report(key="evt_old") is Heard.REPEATED
    bench.later(days=2)
    assert report(key="evt_old") is Heard.TAKEN


@pytest.mark.parametrize(
    ("names", "vendor"), [(("ch_other",), "stripe"), ((CHARGE,), "paystack"), ((), "stripe")]
)
def test_what_is_about_nothing_of_ours_is_remembered_alone(bench, report, names, vendor):
    paid_back(bench)
    steps = len(bench.case().steps)
    assert report(CallbackKind.REFUND, *(names or ("in_other",)), vendor=vendor) is Heard.TAKEN
    assert len(bench.case().steps) == steps


async def test_a_report_that_is_not_signed_reaches_nothing(bench):
    class Nobody:
        def read(self, *_given):
            raise NotSigned("No.")

    office = replace(bench.office, readers={"stripe": Nobody()})
    with pytest.raises(NotSigned):
        await callback.hear(office, "stripe", b"{}", {})


# --- what is not decided yet ---


def test_a_dispute_shows_before_anybody_approves(bench, report):
    bench.call()
    assert bench.case().handoff.state is State.AWAITING_APPROVAL
    bench.books.disputed = True
    report(CallbackKind.DISPUTE)
    bench.work()
    handoff = bench.case().handoff
    assert handoff.state is State.NEEDS_REVIEW
    assert handoff.record.disputed
    assert "A dispute is open on this payment at Stripe." in said(bench)
    assert not bench.approve().accepted


def test_money_that_went_back_elsewhere_is_not_offered_any_more(bench, report):
    bench.call()
    bench.books.charged = 1900
    report(CallbackKind.REFUND)
    bench.work()
    assert bench.case().handoff.amount_minor == 1900
    assert "USD 19.00 of it can still be refunded now" in said(bench).replace("\u00a0", " ")


def test_a_look_that_shows_nothing_new_leaves_the_card_alone(bench, report):
    handoff = bench.call()
    report(CallbackKind.DISPUTE)
    bench.later(seconds=5)
    bench.work()
    assert bench.case().handoff == handoff
    assert bench.approve(revision=handoff.revision).accepted


def test_an_approval_given_before_stands_only_while_it_could_be_done(bench, report):
    bench.books.charged = 400_000
    bench.call(amount_minor=400_000)
    assert bench.approve(amount="2,600.00", reason=redact("Half of it was used.")).accepted
    assert bench.case().handoff.state is State.AWAITING_NEXT
    bench.books.charged = 300_000
    report(CallbackKind.REFUND)
    bench.work()
    case = bench.case()
    assert (case.handoff.state, case.handoff.amount_minor) == (State.AWAITING_NEXT, 260_000)
    assert len(case.approvals) == 1

    bench.books.charged = 100_000
    report(CallbackKind.REFUND)
    bench.work()
    case = bench.case()
    assert (case.handoff.state, case.handoff.amount_minor) == (State.AWAITING_APPROVAL, 100_000)
    assert case.approvals == ()
    assert case.decisions[0].voided_by == "record_changed"


def test_a_picked_record_stays_picked(bench, report):
    handoff = bench.call()
    picked = handoff.record.model_copy(
        update={"found_by": "picked", "invoice_number": redact("F-1")}
    )
    changed = handoff.model_copy(update={"record": picked, "revision": handoff.revision + 1})
    bench.write(lambda tx: tx.handoffs.save(changed, expected_revision=handoff.revision))
    bench.books.disputed = True
    report(CallbackKind.DISPUTE)
    bench.work()
    record = bench.case().handoff.record
    assert record.disputed
    assert (record.found_by, record.invoice_number) == ("picked", "F-1")


def test_a_record_that_is_gone_cannot_be_approved(bench, report):
    bench.call()
    bench.books.reads.append(Refused("There is no such payment."))
    report(CallbackKind.INVOICE)
    bench.work()
    handoff = bench.case().handoff
    assert handoff.state is State.NEEDS_REVIEW
    assert "There is no such payment." in handoff.notes


def test_what_was_not_found_is_looked_for_again(bench, report):
    async def nothing(*_asked):
        return []

    found, bench.books.find_records = bench.books.find_records, nothing
    bench.call()
    assert bench.case().handoff.record is None
    bench.books.find_records = found
    report(CallbackKind.INVOICE)
    bench.work()
    assert bench.case().handoff.state is State.AWAITING_APPROVAL


# --- what is decided already ---


def test_a_dispute_after_the_money_went_is_noted_and_said_once(bench, report):
    paid_back(bench)
    bench.books.disputed = True
    for _ in range(3):
        report(CallbackKind.DISPUTE)
        bench.work()
    case = bench.case()
    assert case.handoff.state is State.SUCCEEDED
    assert case.handoff.notes == ("A dispute is open on this payment at Stripe.",)
    assert said(bench).count("A dispute is open") == 1
    assert not case.handoff.record.disputed, "what was approved stays as it was seen"

    bench.books.disputed = False
    report(CallbackKind.DISPUTE)
    bench.work()
    assert bench.case().handoff.notes[1:] == ("The dispute on this payment at Stripe is over.",)


def test_a_dispute_in_the_cancel_window_stops_the_money(bench, report):
    bench.call()
    assert bench.approve().accepted
    bench.books.disputed = True
    report(CallbackKind.DISPUTE)
    bench.send()
    case = bench.case()
    assert case.handoff.state is State.FAILED
    assert bench.books.orders == []


def test_what_was_rejected_is_left_alone(bench, report):
    bench.call()
    assert bench.decide(Choice.REJECT, reason=redact("Not a customer.")).accepted
    before = bench.case().handoff
    bench.books.disputed = True
    report(CallbackKind.DISPUTE)
    bench.work()
    assert bench.case().handoff == before
