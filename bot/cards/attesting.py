"""The form in which a person says what came of a step of which its vendor does not tell."""

from __future__ import annotations

from typing import Any

from bot.cards import names
from bot.cards.kit import (
    context,
    join,
    modal,
    option,
    plain,
    reason_input,
    say,
    section,
    select,
    select_input,
)
from bot.cards.more import bound_to, notice_modal
from bot.cards.steps import books_go_first
from bot.cards.steps import left_to_people as facts_of
from bot.cards.words import thing_of, vendor_of
from bot.handoff.handoff import Case
from bot.handoff.states import left_to_people
from bot.handoff.step import Step

TITLE = "Say what happened"
_AS_A_WORD = say(
    "It is recorded as your word, not the provider's. Only what did not happen can be tried again."
)
_BOOKS_FIRST = say(
    "Before that the provider's books are read once more, and nothing is sent until that works."
)
_SAYINGS = ((names.HAPPENED, "It happened"), (names.DID_NOT, "It did not happen"))


def attest_modal(case: Case) -> dict[str, Any]:
    """The facts of every such step, and one list with both answers for each; none is preset."""
    steps = left_to_people(case)
    if not steps:
        return notice_modal(TITLE, "There is nothing left that only a person can tell.")
    before = _BOOKS_FIRST if any(map(books_go_first, steps)) else None
    options = [made for step in steps for made in _options(step)]
    return modal(
        TITLE,
        [
            *(section(facts_of(step)) for step in steps),
            select_input(
                names.TARGET_BLOCK,
                "What happened?",
                select(names.TARGET_INPUT, "Choose", options),
            ),
            reason_input(
                names.REASON_BLOCK,
                names.REASON_INPUT,
                "How do you know?",
                required=True,
                hint="Where you looked, or who told you. It stands on the card.",
            ),
            context(join(" ", (_AS_A_WORD, before))),
        ],
        callback_id=names.ATTEST_SUBMIT,
        private_metadata=bound_to(case),
        submit="Record it",
        close="Not now",
    )


def _options(step: Step) -> list[dict[str, Any]]:
    what = plain(f"{thing_of(step.operation)} at {vendor_of(step.operation)}", 50)
    made = (option(f"{said}: {what}", names.attest_value(word, step.id)) for word, said in _SAYINGS)
    return [one for one in made if one]
