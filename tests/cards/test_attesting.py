"""What is promised where somebody's word is taken, and who is told that nothing else is known."""

from __future__ import annotations

import pytest

from bot import cards
from bot.cards.steps import step_sentence
from bot.handoff.states import offers_approval
from bot.handoff.step import ATTESTED_BY, RESTS_ON
from bot.handoff.words import Choice, State, StepKind, StepOutcome
from tests.cards.scenes_attested import LOST, SHUT
from tests.cards.values import BEN, a_case, a_decision, a_step

RESEND = {"kind": StepKind.RESEND, "operation": "quickbooks.send_invoice", "resource": None}


@pytest.mark.parametrize(("kind", "promised"), [({}, True), (RESEND, False)])
def test_books_go_first_only_where_the_same_step_is_tried_again(kind, promised):
    """A document is sent again by a step of its own, which looks for itself alone."""
    view = cards.attest_modal(a_case(steps=(a_step(StepOutcome.UNKNOWN, **LOST, **kind),)))
    assert ("nothing is sent until that works" in str(view)) is promised
    assert ("at once by Check again" in str(view)) is promised
    word = a_step(StepOutcome.REFUSED, facts={ATTESTED_BY: BEN}, **SHUT, **kind)
    assert "books failed" in step_sentence(word)
    assert ("read before it is tried again" in step_sentence(word)) is promised


@pytest.mark.parametrize(
    ("state", "choice"),
    [
        (State.AWAITING_APPROVAL, None),
        (State.AWAITING_NEXT, Choice.APPROVE),
        (State.WAITING_FOR_INFO, Choice.ASK),
    ],
)
def test_whoever_may_approve_reads_that_a_word_is_all_there_is(make, state, choice):
    decided = (a_decision(choice=choice),) if choice else ()
    rests = a_step(StepOutcome.SKIPPED, attempt=2, facts={RESTS_ON: BEN})
    case = a_case(decisions=decided, steps=(rests,))
    assert (case.handoff.state, offers_approval(case)) == (state, True)
    assert f"is the word of <@{BEN}>" in make.draw(case)["text"]
