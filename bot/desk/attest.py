"""Attest: somebody says what came of a step about which its vendor cannot be asked or is silent.

It is written down as that person's word, with how they know, and never as the vendor's. Once it is
said that nothing happened the step counts as refused, so that Retry is offered, under the rule for
refusals: whoever retries is a maker, and nobody repeats alone what they approved alone. Where the
vendor keeps books they are read once more before anything is sent again; as long as they do not
answer nothing is. A look that is under way goes first: what the books show is more than a word.
"""

from __future__ import annotations

from bot.cards import names, notices
from bot.desk.change import change
from bot.desk.choices import REASON, TARGET
from bot.desk.command import Answer, Situation
from bot.desk.messages import say_in_thread
from bot.handoff.states import left_to_people
from bot.handoff.step import Step
from bot.handoff.unanswered import Unanswered
from bot.handoff.words import StepOutcome
from bot.ports import Tx

CHANGED = "This is not open any more: somebody said it already, or the provider's answer came."
BEING_ASKED = (
    "The provider is being asked about this just now, and its answer goes first. "
    "Nothing was recorded: send this once more in a minute."
)


def attest(situation: Situation) -> Answer:
    """Take a person's word for what happened, and go on from there."""
    command, tx = situation.command, situation.tx
    found = names.parse_attest_value(command.target or "")
    happened, step_id = found or (False, "")
    before = next((one for one in left_to_people(situation.case) if one.id == step_id), None)
    if found is None or before is None:
        return Answer.no("Say of which step, and whether it happened.", field=TARGET)
    if not command.reason:
        return Answer.no("Say how you know, so that others can rely on it.", field=REASON)
    step = before.attested(
        StepOutcome.DONE if happened else StepOutcome.REFUSED,
        actor=command.actor.user_id,
        reason=command.reason,
        at=situation.now,
    )
    if not tx.steps.update(step, expected=StepOutcome.UNKNOWN):
        return _held(tx, step)
    situation.record_decision(target=command.target)
    return _follow(situation, before, step)


def _held(tx: Tx, step: Step) -> Answer:
    """Say why nobody's word is taken now; the form stays open where it will be in a moment."""
    now = tx.steps.get(step.id)
    if now is not None and now.is_unknown:
        return Answer.no(BEING_ASKED, field=TARGET)
    return Answer.no(CHANGED)


def _asked(unanswered: Unanswered | None) -> dict[str, str | None]:
    """What was known of the vendor's books when somebody's word was taken instead."""
    if unanswered is None:
        return {}
    return {
        "books_shut_since": unanswered.since.isoformat(),
        "books_asked_at": unanswered.at.isoformat(),
        "books_said": unanswered.said,
    }


def _follow(situation: Situation, before: Step, step: Step) -> Answer:
    happened = step.outcome is StepOutcome.DONE
    case = change(
        situation.tx,
        situation.handoff,
        now=situation.now,
        actor=situation.command.actor.user_id,
        action="attested_done" if happened else "attested_not_done",
        details={
            "step": step.key,
            "attempt": step.attempt,
            "reason": situation.command.reason,
            "vendor_said": before.said,
            **_asked(before.unanswered),
        },
    )
    cause = f"attested:{step.id}:{step.attempt}"
    say_in_thread(situation.tx, case.handoff, notices.outcome(step), situation.now, cause=cause)
    return Answer.yes(case.handoff)
