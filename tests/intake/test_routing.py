"""What becomes of each kind of event, in every envelope it comes in."""

import pytest

from bot.handoff.words import Workflow
from bot.intake import (
    AwaitingAnalysis,
    BadBody,
    Billing,
    Ignored,
    Verification,
    is_verification_body,
)

FLAT = {
    "call_id": "call_flat01",
    "status": "completed",
    "summary": "The caller wants a refund for invoice TB-777.",
    "transcript": "Agent: Hello.\nUser: A refund, please.",
    "extracted_data": {"request_type": "refund_request", "amount": 35, "currency": "USD"},
    "duration": 40,
    "agent_id": "agent_Test01",
    "recording_url": "https://recordings.tern.example/flat01.mp3?sig=x",
    "metadata": {"crm_contact_id": "c-1"},
}


@pytest.mark.parametrize(
    "body",
    [
        {"event_type": "verification", "payload": {"message": "hello", "timestamp": "t"}},
        {"event_type": "verification", "message": "hello", "timestamp": "t"},
        {"event": "verification"},
        {"message": "Webhook URL verification request", "timestamp": "2026-11-16T08:00:00Z"},
    ],
)
def test_a_verification_is_answered_and_nothing_else(body, read):
    assert read(body) == Verification()


def test_a_verification_that_names_a_call_is_none(read, wrap, make_call):
    assert read(wrap(make_call(), event_type="verification")) == Ignored(
        "call_test0001", "verification", "completed", "Only a completed call has content."
    )


def test_only_a_verification_may_come_unsigned():
    assert is_verification_body(b'{"event_type": "verification", "payload": {}}')
    assert not is_verification_body(b'{"event_type": "call_ended", "payload": {"call": {}}}')
    with pytest.raises(BadBody):
        is_verification_body(b"no json")


@pytest.mark.parametrize(
    ("event_type", "status"),
    [
        ("call_initiated", "initiated"),
        ("call_ended", "hangup"),
        ("call_ended", "failed"),
        ("transfer_completed", "completed"),
        ("campaign_completed", "completed"),
    ],
)
def test_events_without_content_are_acknowledged(event_type, status, read, wrap, make_call):
    event = read(wrap(make_call(status=status), event_type=event_type))
    assert isinstance(event, Ignored)
    assert (event.call_id, event.event_type, event.status) == ("call_test0001", event_type, status)


def test_an_unknown_event_without_a_call_is_acknowledged(read):
    event = read({"event_type": "credits_low", "payload": {"balance": 3}})
    assert event == Ignored(None, "credits_low", "unknown", "The event is about no call.")


@pytest.mark.parametrize("event", ["call.analysis_ready", "call.ended", "alert.triggered"])
def test_the_older_monitoring_events_are_acknowledged(event, read):
    body = {"event": event, "workspace_id": "ws_1", "session_id": "sess_1", "analysis": {}}
    assert isinstance(read(body), Ignored)


@pytest.mark.parametrize(
    "word", ["4242 4242 4242 4242", "x4242424242424242", "<!channel>", "a" * 80]
)
def test_an_event_type_is_kept_only_when_it_is_a_plain_word(word, read):
    assert read({"event_type": word, "payload": {}}).event_type == "unknown"


def test_a_hangup_with_only_the_old_reason_is_acknowledged(read):
    call = {"id": "call_h1", "status": "hangup", "disconnection_reason": "invalid_phone_number"}
    assert isinstance(read({"event_type": "call_ended", "payload": {"call": call}}), Ignored)


@pytest.mark.parametrize("analysis", [None, {}, [], ..., {"request_type": None}])
@pytest.mark.parametrize("summary", [None, "", "  ", ...])
def test_a_call_without_analysis_and_summary_waits(analysis, summary, read, wrap, make_call):
    event = read(wrap(make_call(analysis=analysis, summary=summary, transcript="User: Hello?")))
    assert isinstance(event, AwaitingAnalysis)
    assert event.call_id == "call_test0001"
    assert [turn.text for turn in event.transcript] == ["Hello?"]
    assert event.draft is None, "nothing in it is about money"


@pytest.mark.parametrize(
    ("said", "workflow"),
    [
        ("I want a refund for invoice TB-501, please.", Workflow.REFUND_REQUEST),
        ("You charged me twice and I will file a chargeback.", Workflow.CHARGE_DISPUTE),
        ("There is something wrong with my bill.", Workflow.OTHER_BILLING),
    ],
)
def test_what_waits_keeps_what_its_words_are_about(said, workflow, read, wrap, make_call):
    spoken = f"Agent: How can I help?\nUser: {said}"
    draft = read(wrap(make_call(analysis=None, summary=None, transcript=spoken))).draft
    assert (draft.workflow, draft.workflow_confident, draft.unanalysed) == (workflow, False, True)
    assert (draft.phone, draft.transcript_ref) == ("+13125550147", "call_test0001")


def test_what_the_agent_says_makes_no_request_but_tells_what_it_is_about(read, wrap, make_call):
    spoken = "Agent: Is it about a refund?\nUser: The kit went back, I want two hundred dollars."
    draft = read(wrap(make_call(analysis=None, summary=None, transcript=spoken))).draft
    assert draft.workflow is Workflow.OTHER_BILLING


def test_a_summary_alone_is_enough(read, wrap, make_call):
    event = read(wrap(make_call(analysis=None)))
    assert event.call.workflow is Workflow.REFUND_REQUEST
    assert event.call.unanalysed, "so it is read again when DialNexa has more"


def test_a_call_that_is_not_about_money_is_acknowledged(read, wrap, make_call):
    event = read(
        wrap(
            make_call(
                analysis={"request_type": "product_question", "issue_resolved": True},
                summary="The caller could not find the dark theme; the agent showed the switch.",
            )
        )
    )
    assert event == Ignored(
        "call_test0001", "call_ended", "completed", "The call was not about money.", settled=True
    )


def test_a_transferred_call_is_a_billing_call_that_says_so(read, wrap, make_call):
    event = read(wrap(make_call(), call_transfer={"destination": "1312", "status": "completed"}))
    assert isinstance(event, Billing)
    assert event.call.transferred


def test_the_flat_body_is_read_the_same(read):
    event = read(FLAT)
    assert (event.event_type, event.status) == ("call.completed", "completed")
    assert event.call.call_id == "call_flat01"
    assert (event.call.amount_minor, event.call.currency) == (3500, "USD")
    assert event.call.duration_s == 40
    assert len(event.transcript) == 2


def test_a_flat_body_may_name_its_event_instead_of_a_status(read):
    event = read({**FLAT, "event": "call.completed", "status": None})
    assert (event.event_type, event.status) == ("call.completed", "completed")


@pytest.mark.parametrize("event", ["call.failed", "call.no_answer", "campaign.paused"])
def test_a_flat_event_without_content_is_acknowledged(event, read):
    assert isinstance(read({"event": event, "call_id": "call_1", "status": "failed"}), Ignored)


def test_a_call_read_by_rest_is_a_flat_body_with_an_id(read):
    body = {key: value for key, value in FLAT.items() if key not in ("call_id", "extracted_data")}
    body |= {
        "id": "call_rest1",
        "postcallanalysis": FLAT["extracted_data"],
        "call_direction": "outbound",
    }
    body |= {"to_phone_number": "+13125550147", "createdAt": "2026-11-20T14:00:00Z"}
    call = read(body).call
    assert (call.call_id, call.direction, call.phone) == ("call_rest1", "outbound", "+13125550147")
