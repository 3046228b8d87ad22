"""What is left of a call when its text could not be made safe."""

from __future__ import annotations

from bot.handoff.billing_call import BillingCall
from bot.handoff.words import Workflow
from bot.intake import AwaitingAnalysis, Billing, without_words
from bot.redaction import RedactedTurn, redact


def test_no_word_survives_and_nothing_else_is_lost():
    spoken = redact("spoken")
    words = {
        name: spoken
        for name, field in BillingCall.model_fields.items()
        if "Redacted" in str(field.annotation) and name != "learned"
    }
    call = BillingCall(
        call_id="call_1",
        workflow=Workflow.REFUND_REQUEST,
        amount_minor=4900,
        currency="EUR",
        suppressed={"card": 1},
        learned=((spoken, spoken),),
        **words,
    )
    event = Billing(call, (RedactedTurn(spoken, spoken),), "call_ended", "completed")

    left = without_words(event)

    assert "spoken" not in repr(left)
    assert left.call.unsafe
    assert (left.call.call_id, left.call.amount_minor, left.call.currency) == (
        "call_1",
        4900,
        "EUR",
    )
    assert left.call.suppressed == {"card": 1}


def test_a_call_that_waits_for_its_analysis_loses_its_words_too():
    spoken = redact("spoken")
    draft = BillingCall(
        call_id="call_1",
        workflow=Workflow.OTHER_BILLING,
        workflow_confident=False,
        phone=spoken,
        unanalysed=True,
    )
    turns = (RedactedTurn(spoken, spoken),)
    left = without_words(AwaitingAnalysis("call_1", "call_ended", "completed", turns, draft))
    assert "spoken" not in repr(left)
    assert (left.draft.unsafe, left.draft.unanalysed) == (True, True)
    assert without_words(AwaitingAnalysis("call_1", "call_ended", "completed")).draft is None
