"""Every id that a card and a handler share. A bare string anywhere else is a bug waiting."""

from __future__ import annotations

import re

from bot.handoff.words import Choice

EVENT_TYPE = "handoff_card"
"""The `event_type` of the metadata on everything that Handoff posts."""

APPROVE = "handoff_approve"
ESCALATE = "handoff_escalate"
RESEND = "handoff_resend"
MORE = "handoff_more"
CANCEL = "handoff_cancel"
RETRY = "handoff_retry"
ACK = "handoff_ack"
PICK = "handoff_pick"
LOOKUP = "handoff_lookup"
ATTEST = "handoff_attest"

ACTION_IDS = frozenset({APPROVE, ESCALATE, RESEND, MORE, CANCEL, RETRY, ACK, PICK, LOOKUP, ATTEST})

APPROVE_SUBMIT = "handoff_approve_submit"
ESCALATE_SUBMIT = "handoff_escalate_submit"
RESEND_SUBMIT = "handoff_resend_submit"
MORE_SUBMIT = "handoff_more_submit"
"""Submitting the More view does what is chosen there; where nothing is to choose, it rejects."""
ATTEST_SUBMIT = "handoff_attest_submit"
NOTICE = "handoff_notice"
"""A view that only says something; it has no submit button."""

CALLBACK_IDS = frozenset(
    {APPROVE_SUBMIT, ESCALATE_SUBMIT, RESEND_SUBMIT, MORE_SUBMIT, ATTEST_SUBMIT, NOTICE}
)

AMOUNT_BLOCK, AMOUNT_INPUT = "amount_block", "amount_input"
REASON_BLOCK, REASON_INPUT = "reason_block", "reason_input"
TARGET_BLOCK, TARGET_INPUT = "target_block", "target_input"
ACT_BLOCK, ACT_INPUT = "act_block", "act_input"

ACTS = (Choice.REJECT, Choice.CLAIM, Choice.SNOOZE, Choice.REASSIGN)
"""What can be chosen in the More view, in its order."""

FORM_INPUT = "form_input"
_FORM_BLOCK = "form_block_"

INPUT_IDS = frozenset({AMOUNT_INPUT, REASON_INPUT, TARGET_INPUT, ACT_INPUT, FORM_INPUT})

HAPPENED, DID_NOT = "happened", "did_not"

_VALUE = re.compile(r"([A-Za-z0-9_-]{1,100})\.([1-9][0-9]{0,8})", re.ASCII)
_ACT = re.compile(r"([a-z]{1,20})(?::([A-Za-z0-9]{1,40}))?", re.ASCII)
_ATTEST = re.compile(rf"({HAPPENED}|{DID_NOT}):([A-Za-z0-9_]{{1,100}})", re.ASCII)
_PICK = re.compile(rf"({_VALUE.pattern})\.(\S{{1,120}})", re.ASCII)


def form_block(field: str) -> str:
    """The block that holds one field of a plan's form."""
    return f"{_FORM_BLOCK}{field}"


def parse_form_block(block_id: str) -> str | None:
    """The field that a block holds; None for any other block."""
    return block_id.removeprefix(_FORM_BLOCK) if block_id.startswith(_FORM_BLOCK) else None


def button_value(handoff_id: str, revision: int) -> str:
    """Say what a button or a view is bound to: `<handoff id>.<revision>`."""
    return f"{handoff_id}.{revision}"


def parse_button_value(text: str) -> tuple[str, int] | None:
    """Read a button's value or a view's private metadata; None for anything else."""
    found = _VALUE.fullmatch(text)
    return (found[1], int(found[2])) if found else None


def pick_value(handoff_id: str, revision: int, record_id: str) -> str:
    """Say which payment an option stands for: `<handoff id>.<revision>.<payment id>`."""
    return f"{button_value(handoff_id, revision)}.{record_id}"


def parse_pick_value(text: str) -> tuple[str, int, str] | None:
    """Read the value of a chosen option; None for anything else."""
    found = _PICK.fullmatch(text)
    return (found[2], int(found[3]), found[4]) if found else None


def act_value(choice: Choice, target: str = "") -> str:
    """Say what an option of the More view does: `<choice>` or `<choice>:<target>`."""
    return f"{choice.value}:{target}" if target else choice.value


def parse_act_value(text: str) -> tuple[Choice, str | None] | None:
    """Read what was chosen in the More view; None for anything else."""
    found = _ACT.fullmatch(text)
    if found is None or found[1] not in set(Choice):
        return None
    return Choice(found[1]), found[2]


def attest_value(said: str, step_id: str) -> str:
    """Say what an option of the view behind Attest states: `happened:<step id>`."""
    return f"{said}:{step_id}"


def parse_attest_value(text: str) -> tuple[bool, str] | None:
    """Read whether it happened, and which step; None for anything else."""
    found = _ATTEST.fullmatch(text)
    return (found[1] == HAPPENED, found[2]) if found else None
