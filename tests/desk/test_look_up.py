"""What a look-up found counts for the claim it was made for."""

from __future__ import annotations

from bot.handoff.words import ReviewReason, State, StepKind, Workflow
from bot.redaction import redact


def test_a_look_up_that_was_overtaken_by_an_edit_is_not_taken_for_the_new_one(bench):
    bench.receive("call_1", payment_id=redact("ch_old"))
    old = next(one for one in bench.claim() if one.kind is StepKind.LOOK_UP)
    bench.receive("call_1", payment_id=redact("ch_new"))
    asked = []

    async def find(claim, _kind):
        asked.append(claim.payment_ids)
        return [bench.books.record("ch_new" if "ch_new" in claim.payment_ids else "ch_old")]

    bench.books.find_records = find
    # The old one read its claim before the edit came in.
    bench.office.database.read, read = _claims_of_before(bench, old), bench.office.database.read
    bench.step(old)
    bench.office.database.read = read
    bench.work()
    assert bench.case().handoff.record.record_id == "ch_new"


def _claims_of_before(bench, step):
    handoff = bench.case().handoff
    call = handoff.call.model_copy(update={"payment_id": redact("ch_old")})

    async def read(_work):
        return handoff.model_copy(update={"call": call})

    return read


def test_nothing_is_offered_on_a_guess_at_what_is_asked_for(bench):
    doubted = bench.call("call_1", workflow_confident=False)
    assert doubted.state is State.NEEDS_REVIEW
    assert doubted.record is None
    assert len(doubted.candidates) == 1, "it was named, and is for a person to pick"
    assert ReviewReason.LOW_CONFIDENCE_MATCH in doubted.review_reasons
    assert bench.call("call_2").state is State.AWAITING_APPROVAL


def test_with_nobody_on_record_a_sum_that_nobody_named_is_not_offered(at):
    bench = at(
        Workflow.PAYMENT_BLOCKER,
        vendor="plisio",
        payment_id=redact("PLI-none"),
        amount_minor=None,
        currency="EUR",
    )
    assert bench.state() == "needs_review"
    assert bench.case().handoff.unmet == (
        "The caller named no amount, so there is none to approve.",
    )
