"""Views: filled in, bound to what was seen, and asking only for what policy asks."""

from __future__ import annotations

import pytest

from bot import cards
from bot.cards import names
from bot.handoff.approvals import Verdict
from bot.handoff.plans import plan_of
from bot.handoff.states import is_legal
from bot.handoff.words import Choice, State
from bot.money import read_typed


def inputs(view):
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def said(view):
    return "\n".join(
        text["text"]
        for block in view["blocks"]
        for text in (block.get("text"), *block.get("fields", ()), *block.get("elements", ()))
        if text and isinstance(text.get("text"), str)
    )


def test_a_view_is_bound_and_known(make, view_name):
    view = make.view(view_name)
    assert view["callback_id"] in names.CALLBACK_IDS
    if view["callback_id"] != names.NOTICE:
        assert names.parse_button_value(view["private_metadata"]) == ("ho_01oakfern", 3)
    assert ("submit" in view) or not inputs(view)
    assert {one["element"]["action_id"] for one in inputs(view).values()} <= names.INPUT_IDS
    for title in (view["title"], view.get("submit"), view["close"]):
        assert title is None or 1 <= len(title["text"]) <= 24


@pytest.mark.parametrize(
    ("scene", "initial", "decimals"),
    [("awaiting_approval", "1250.00", True), ("yen", "12000", False), ("dinar", "12.500", True)],
)
def test_the_amount_is_prefilled_and_read_back_exactly(make, scene, initial, decimals):
    case = {**make.STATES, **make.SITUATIONS}[scene]()
    element = inputs(make.approve_view(case))[names.AMOUNT_BLOCK]["element"]
    assert element["initial_value"] == element["max_value"] == initial
    assert element["is_decimal_allowed"] is decimals
    assert read_typed(initial, case.handoff.record.currency) == case.handoff.record.amount_minor


def test_the_ceiling_bounds_the_amount(make):
    case = make.STATES["awaiting_approval"]()
    view = cards.approve_modal(
        case,
        plan=plan_of(case.handoff),
        verdict=Verdict(role="x"),
        amount_minor=999_999,
        ceiling_minor=5_000,
        now=make.NOW,
    )
    block = inputs(view)[names.AMOUNT_BLOCK]
    assert block["element"]["initial_value"] == "50.00"
    assert block["element"]["min_value"] == "0.01"
    assert "At most USD 50.00" in block["hint"]["text"]


def test_both_amounts_stand_side_by_side(make):
    fields = make.view("view_approve")["blocks"][0]["fields"]
    assert [one["text"].split("\n")[0] for one in fields[:2]] == ["*Caller says*", "*On record*"]


def test_it_says_what_will_happen_in_order(make):
    text = said(make.view("view_approve"))
    steps = ("1. For 30 seconds", "2. The payment is read once more", "3. Stripe is asked", "4. ")
    assert [text.index(step) for step in steps] == sorted(text.index(step) for step in steps)


def test_a_second_approver_is_announced(make):
    assert "second approver is needed:* Finance lead" in said(
        make.view("view_approve_second_approver")
    )
    assert "second approver" not in said(make.view("view_approve"))


def test_a_larger_amount_that_needs_more_people_is_announced(make):
    record = make.record(amount_minor=300_000)
    view = make.approve_view(make.case(make.handoff(record=record)), 125_000)
    assert "Above USD 2,000.00 Finance lead has to approve too." in said(view)


@pytest.mark.parametrize(
    ("required", "linked_state", "asked"),
    [
        (False, None, False),
        (True, None, True),
        (False, State.SUCCEEDED, True),
        (False, State.UNKNOWN, True),
        (False, State.REJECTED, False),
    ],
)
def test_a_reason_is_required_only_where_policy_or_linked_money_asks(
    make, required, linked_state, asked
):
    linked = (make.other_call(state=linked_state),) if linked_state else ()
    handoff = make.handoff(ruling=make.ruling(reason_required=required))
    view = make.approve_view(make.case(handoff, linked=linked))
    assert inputs(view)[names.REASON_BLOCK]["optional"] is not asked


def test_no_right_is_a_sentence_without_a_submit_button(make):
    view = make.view("view_approve_above_limit")
    assert "submit" not in view
    assert "above the USD 500.00 limit" in said(view)


def test_nothing_left_is_a_sentence(make):
    case = make.STATES["awaiting_approval"]()
    view = cards.approve_modal(
        case,
        plan=plan_of(case.handoff),
        verdict=Verdict(role="x"),
        amount_minor=1,
        ceiling_minor=0,
        now=make.NOW,
    )
    assert "submit" not in view


def test_escalation_is_filled_in_as_far_as_it_can_be(make):
    call = make.call(escalation_reason=make.words("Asked for a <manager> & more"))
    found = inputs(cards.escalate_modal(make.case(make.handoff(call))))
    assert found[names.TARGET_BLOCK]["element"]["initial_option"]["value"] == "finance_lead"
    reason = found[names.REASON_BLOCK]
    assert reason["element"]["initial_value"] == "Asked for a ‹manager› & more"  # noqa: RUF001 - look-alikes on purpose
    assert reason["optional"] is False


def test_escalation_to_nobody_is_a_sentence(make):
    case = make.case(make.handoff(ruling=make.ruling(escalation=())))
    assert "submit" not in cards.escalate_modal(case)


def test_resend_masks_the_recipient_and_asks_again(make):
    first, again = make.view("view_resend"), make.view("view_resend_again")
    assert "m•••@oakfern.example" in said(first)
    assert "mira@" not in said(first)
    assert first["submit"]["text"] == "Send"
    assert again["submit"]["text"] == "Send again"
    assert "It was sent before" in said(again)


def test_resend_without_an_address_or_a_document_is_a_sentence(make):
    case = make.STATES["succeeded"]()
    assert "submit" not in cards.resend_modal(case, recipient=None, sent_before=())
    plain = make.SITUATIONS["other_billing"]()
    assert "submit" not in cards.resend_modal(plain, recipient="a@x.example", sent_before=())


def test_reject_stands_first_exactly_where_it_is_legal(make):
    for scene in make.STATES.values():
        case = scene()
        view = make.more(case)
        legal = is_legal(case.handoff.state, Choice.REJECT)
        assert (view["blocks"][0]["type"] == "input") is legal
        assert ("submit" in view) is legal


def test_history_is_newest_first_and_capped(make):
    view = cards.more_modal(make.STATES["succeeded"](), history=make.history() * 100, now=make.NOW)
    text = said(view)
    assert text.index("approved") < text.index("the call came in")
    assert "260 older entries are not shown." in text
    assert len(view["blocks"]) <= 100


def test_a_notice_shows_mentions_of_ours_and_nothing_else(make):
    text = said(cards.notice_modal("No", "<@U0ADA> was faster <!channel> <https://evil.example|x>"))
    assert text == "<@U0ADA> was faster &lt;!channel&gt; &lt;https://evil.example|x&gt;"
