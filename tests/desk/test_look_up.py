"""What a look-up found counts for the claim it was made for."""

from __future__ import annotations

from bot.handoff.words import StepKind
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
