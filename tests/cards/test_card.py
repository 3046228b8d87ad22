"""What a card says and offers in each state."""

from __future__ import annotations

import pytest

from bot.cards import draw_card, kit, names
from bot.handoff.billing_call import BillingCall
from bot.handoff.states import LEGAL, is_legal, offers_approval
from bot.handoff.words import Choice, State, StepOutcome, Workflow

CHOICE = {
    names.APPROVE: Choice.APPROVE,
    names.ESCALATE: Choice.ESCALATE,
    names.RESEND: Choice.RESEND,
    names.CANCEL: Choice.CANCEL,
    names.RETRY: Choice.RETRY,
    names.PICK: Choice.PICK,
}


def elements(drawn):
    rows = [block["elements"] for block in drawn["blocks"] if block["type"] == "actions"]
    return [element for row in rows for element in row]


def pressed(drawn):
    return {one["action_id"]: one for one in elements(drawn)}


def test_every_state_and_every_workflow_has_a_scene(make):
    assert {make.STATES[name]().handoff.state for name in make.STATES} == set(State)
    scenes = {**make.STATES, **make.SITUATIONS}.values()
    assert {scene().handoff.workflow for scene in scenes} == set(Workflow)


def test_what_can_be_pressed_is_known_legal_and_bound_to_the_revision(make, card_name):
    drawn = make.drawn(card_name)
    case = {**make.STATES, **make.SITUATIONS, "stopped": make.STATES["scheduled"]}[card_name]()
    for element in elements(drawn):
        assert element["action_id"] in names.ACTION_IDS
        choice = CHOICE.get(element["action_id"])
        assert choice is None or is_legal(case.handoff.state, choice)
        if element["type"] == "button":
            assert element["value"] == f"{case.handoff.id}.{case.handoff.revision}"
            assert element["accessibility_label"]


def test_the_text_says_what_the_blocks_say(make, card_name):
    drawn = make.drawn(card_name)
    for block in drawn["blocks"]:
        for one in (block.get("text"), *block.get("elements", ())):
            assert not one or "action_id" in one or one["text"] in drawn["text"]
        for one in block.get("fields", ()):
            assert one["text"].replace("*\n", ":* ", 1) in drawn["text"]
    for element in elements(drawn):
        label = element.get("text") or element["placeholder"]
        assert label["text"] in drawn["text"]


def test_at_most_fifteen_blocks_and_one_primary_button(make, card_name):
    drawn = make.drawn(card_name)
    assert len(drawn["blocks"]) <= 15
    assert sum(one.get("style") == "primary" for one in elements(drawn)) <= 1


def test_approve_stands_exactly_where_an_approval_is_possible(make, card_name):
    case = {**make.STATES, **make.SITUATIONS, "stopped": make.STATES["scheduled"]}[card_name]()
    offered = Choice.APPROVE in LEGAL[case.handoff.state] and offers_approval(case)
    assert (names.APPROVE in pressed(make.drawn(card_name))) is offered


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("failed_refused_by_stripe", "Try again"),
        ("failed_stripe_down", "Try again"),
        ("partly_done", "Try again"),
        ("unknown", "Check again"),
        ("reversed", "Re-open"),
        ("rejected", "Re-open"),
        ("expired", "Re-open"),
        ("cancelled", "Re-open"),
        ("needs_review_no_match", "Look again"),
    ],
)
def test_retry_says_what_it_does(make, name, label):
    assert pressed(make.drawn(name))[names.RETRY]["text"]["text"] == label


@pytest.mark.parametrize(
    ("name", "says", "never"),
    [
        ("failed_refused_by_stripe", "no money was moved", "may have"),
        ("failed_stripe_down", "no money was moved", "may have"),
        ("failed_at_last_check", "Nothing was sent to Stripe", "may have"),
        ("unknown", "money may have moved", "Nothing happened"),
        ("expired", "Too late", "refused"),
        ("refused_by_policy", "Refused by policy", "Stripe"),
        ("submitted", "not settled yet", "done"),
        ("scheduled", "due to go to Stripe", "done"),
        ("executing", "no answer yet", "done"),
        ("reversed", "failed later", "done"),
    ],
)
def test_outcomes_are_kept_apart(make, name, says, never):
    drawn = make.drawn(name)
    standing = drawn["blocks"][1]["text"]["text"]
    assert says in standing
    assert never not in standing


def test_success_names_who_when_how_much_and_the_refund(make):
    said = make.drawn("succeeded")["blocks"][1]["text"]["text"]
    for part in ("<@U0ADA>", "<!date^", "USD 1,250.00", "re_3PqOak", "Stripe"):
        assert part in said


def test_the_amount_shown_as_done_is_the_providers(make):
    step = make.step(
        StepOutcome.DONE, reference="re_1", facts={"amount_minor": 90000, "currency": "USD"}
    )
    case = make.case(decisions=(make.decision(),), steps=(step,))
    assert "USD 900.00" in make.draw(case)["blocks"][1]["text"]["text"]


def test_policy_refusal_shows_no_action(make):
    assert elements(make.drawn("refused_by_policy")) == []


def test_claim_and_record_stand_side_by_side(make):
    fields = make.drawn("awaiting_approval")["blocks"][2]["fields"]
    assert [one["text"] for one in fields[:2]] == [
        "*Caller says*\n*USD 1,250.00*",
        "*On record*\n*USD 1,250.00*",
    ]


@pytest.mark.parametrize(
    ("minor", "currency", "shown"),
    [(12000, "JPY", "JPY 12,000"), (125000, "USD", "USD 1,250.00"), (12500, "KWD", "KWD 12.500")],
)
def test_money_has_the_decimals_of_its_currency(make, minor, currency, shown):
    record = make.record(amount_minor=minor, currency=currency)
    call = make.call(amount_minor=minor, currency=currency)
    case = make.case(make.handoff(call, record=record, amount_minor=minor, currency=currency))
    assert make.draw(case)["text"].count(shown) == 3


def test_contacts_are_masked_unless_the_policy_shows_them(make):
    call = make.call(summary=make.words("Write to mira@oakfern.example or +1 202 555 0188."))
    hidden = make.draw(make.case(make.handoff(call)))["text"]
    shown = make.draw(make.case(make.handoff(call, make.ruling(show_contacts=True))))["text"]
    assert "mira@" not in hidden
    assert "555" not in hidden
    assert shown.count("mira@oakfern.example") == 2


def test_an_unsafe_call_shows_ids_amounts_and_dates_alone(make):
    text = make.drawn("not_made_safe")["text"]
    assert "could not be made safe" in text
    assert "OF-2041" in text
    assert "USD 1,250.00" in text
    for word in ("Mira", "Oakfern Studio", "oakfern.example", "0188", "Cancelled before"):
        assert word not in text


def test_removed_words_are_counted_by_kind(make):
    assert "Removed for safety: 1 card number, 2 security codes" in make.drawn("received")["text"]


@pytest.mark.parametrize("name", ["awaiting_approval", "scheduled", "executing", "unknown"])
def test_a_stop_is_said_where_money_could_still_be_sent(make, name):
    case = make.STATES[name]()
    for vendor in ("stripe", None):
        assert "*Money is stopped*" in make.draw(case, stops=[make.stop_for(vendor)])["text"]
    assert "stopped" not in make.draw(case, stops=[make.stop_for("paystack")])["text"]


@pytest.mark.parametrize("name", ["succeeded", "rejected"])
def test_a_stop_is_not_said_where_nothing_can_be_sent(make, name):
    assert "stopped" not in make.draw(make.STATES[name](), stops=[make.stop_for(None)])["text"]


def test_escalation_is_not_offered_to_nobody(make):
    case = make.case(make.handoff(ruling=make.ruling(escalation=())))
    assert names.ESCALATE not in pressed(make.draw(case))


def test_the_escalation_stays_on_the_card_while_it_is_open(make):
    decision = make.decision(Choice.ESCALATE, target="finance_lead", reason=make.words("Too big"))
    text = make.draw(make.case(decisions=(decision,)))["text"]
    assert "*Escalated* to Finance lead by <@U0ADA>" in text
    assert "Reason: Too big." in text


def test_an_approval_that_was_taken_back_is_explained(make):
    text = make.draw(make.case(decisions=(make.decision(voided_by="amount_changed"),)))["text"]
    assert (
        "The approval by <@U0ADA> does not count any more: what was approved was changed." in text
    )


def test_a_document_under_way_cannot_be_sent_twice(make):
    case = make.case(steps=(make.resend(StepOutcome.LEASED),))
    assert names.RESEND not in pressed(make.draw(case))


def test_candidates_can_be_told_apart(make):
    pick = pressed(make.drawn("needs_review_pick"))[names.PICK]
    first = pick["options"][0]
    assert first["text"]["text"] == "USD 1,250.00 · 15 Nov 2026 · e-mail and amount match"
    assert names.parse_pick_value(first["value"]) == ("ho_01oakfern", 3, "ch_3PqOakfern")
    assert all(len(one["text"]["text"]) <= 75 for one in pick["options"])


def test_a_candidate_whose_id_does_not_fit_is_not_offered(make):
    record = make.record(record_id="ch_" + "x" * 200)
    case = make.case(make.handoff(record=None, candidates=(record,)))
    assert names.PICK not in pressed(make.draw(case))


def test_every_field_of_a_call_has_a_place(make):
    """Set to something recognisable, each shows on the card or under More."""
    told = {
        name: make.words(f"mark{at}x")
        for at, (name, field) in enumerate(BillingCall.model_fields.items())
        if "Redacted" in str(field.annotation) and name not in {"learned", "payment_status"}
    }
    case = make.case(make.handoff(make.call(**told, transcript_ref="tr_1", recording_ref="rec_1")))
    seen = make.draw(case)["text"] + str(make.more(case))
    masked = {"email", "phone"}
    assert [name for name, value in told.items() if value not in seen and name not in masked] == []
    assert "tr_1" in seen
    assert "rec_1" in seen


def test_the_callers_payment_status_shows_without_a_record(make):
    call = make.call(payment_status=make.words("charged twice"))
    text = make.draw(make.case(make.handoff(call, record=None)))["text"]
    assert "charged twice (the caller says)" in text


def test_a_call_that_says_nothing_still_draws(make):
    call = BillingCall(call_id="call_empty", workflow=Workflow.OTHER_BILLING)
    ruling = make.ruling(vendor=None, owner=None, owner_role=None, escalation=())
    case = make.case(
        make.handoff(call, ruling, record=None, amount_minor=None, currency=None, due_at=None)
    )
    drawn = make.draw(case)
    assert "Billing question" in drawn["text"]
    assert all(block.get("fields") != [] for block in drawn["blocks"])


def test_fields_side_by_side_need_at_least_one(make):
    assert len(kit.fields([("A", kit.say("b"))])["fields"]) == 1


def test_drawing_is_pure(make):
    case = make.STATES["awaiting_approval"]()
    assert draw_card(case, now=make.NOW) == draw_card(case, now=make.NOW)
