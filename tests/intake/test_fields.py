"""Each field of a billing call: where it is read from, and what counts as not known."""

from datetime import UTC, date, datetime

import pytest

from bot.handoff.words import Urgency


def test_the_fields_of_a_full_analysis(read_analysis):
    call = read_analysis(
        customer_name="Ines Okafor",
        company="Tern Books",
        customer_email="ines@ternbooks.example",
        invoice_number="TB-2026-501",
        payment_reference="ch_test_9Kd",
        subscription_id="SUB-77",
        order_number="ORD-9",
        tax_region="GB",
        amount=1250.5,
        currency="gbp",
        amount_due_date="2026-11-01",
        payment_status="paid",
        refund_reason="Cancelled in time",
        dispute_reason=None,
        credit_request="A credit note would do",
        approval_threshold="1,000",
        finance_owner="Nadia",
        escalation_reason="Third call",
        requested_next_step="Decide and reply by mail",
        follow_up_by="2026-11-24",
        callback_expected="yes",
        urgency="High",
        crm_url="https://crm.tern.example/contacts/5",
        email_verified=True,
        vip_customer="false",
        approval_required=True,
    )
    assert call.model_dump(exclude={"summary", "learned", "suppressed"}, exclude_none=True) == {
        "call_id": "call_test0001",
        "workflow": "refund_request",
        "workflow_confident": True,
        "customer": "Ines Okafor",
        "account": "Tern Books",
        "email": "ines@ternbooks.example",
        "phone": "+13125550147",
        "invoice_number": "TB-2026-501",
        "payment_id": "ch_test_9Kd",
        "subscription_id": "SUB-77",
        "order_ref": "ORD-9",
        "tax_region": "GB",
        "amount_minor": 125050,
        "currency": "GBP",
        "due_date": "2026-11-01",
        "payment_status": "paid",
        "refund_reason": "Cancelled in time",
        "credit_request": "A credit note would do",
        "approval_threshold": 100000,
        "finance_owner": "Nadia",
        "escalation_reason": "Third call",
        "promised_next_step": "Decide and reply by mail",
        "follow_up_deadline": "2026-11-24",
        "callback_expected": True,
        "urgency": "high",
        "transcript_ref": "call_test0001",
        "crm_url": "https://crm.tern.example/contacts/5",
        "email_verified": True,
        "vip_claimed": False,
        "approval_required": True,
        "agent_id": "agent_Test01",
        "direction": "inbound",
        "started_at": datetime(2026, 11, 20, 14, tzinfo=UTC),
        "duration_s": 61,
        "transferred": False,
        "unanalysed": False,
        "unsafe": False,
    }


@pytest.mark.parametrize(
    "key", ["invoice_number", "Invoice Number", "INVOICE-NUMBER", " invoice  number "]
)
def test_keys_are_read_however_they_are_written(key, read_analysis):
    call = read_analysis(**{key: "TB-1"})
    assert call.invoice_number == "TB-1"
    assert call.learned == ()


def test_an_analysis_may_be_a_list_of_fields(read_call):
    call = read_call(
        analysis=[
            {"field_name": "Request Type", "value": "invoice_resend"},
            {"field_name": "invoice_number", "value": "TB-1"},
            {"field_name": 5, "value": "x"},
            "stray",
        ]
    )
    assert (call.workflow, call.invoice_number) == ("invoice_resend", "TB-1")


@pytest.mark.parametrize(
    "name", ["post_call_analysis", "postcallanalysis", "extracted_data", "analysis"]
)
def test_an_analysis_is_found_under_each_of_its_names(name, read_call):
    call = read_call(**{"analysis": None, name: {"request_type": "receipt_request"}})
    assert call.workflow == "receipt_request"


def test_an_analysis_as_json_text_is_read(read_call):
    assert read_call(analysis='{"request_type": "receipt_request"}').workflow == "receipt_request"


@pytest.mark.parametrize(
    "nothing",
    [None, "", " ", "na", "N/A", "none", "null", "unclear", "Unknown", "not mentioned", [], {}],
)
@pytest.mark.parametrize(
    ("key", "field"),
    [
        ("invoice_number", "invoice_number"),
        ("customer_name", "customer"),
        ("amount", "amount_minor"),
        ("follow_up_by", "follow_up_deadline"),
        ("vip_customer", "vip_claimed"),
    ],
)
def test_words_for_nothing_are_nothing(key, field, nothing, read_analysis):
    call = read_analysis(currency="USD", **{key: nothing})
    assert getattr(call, field) is None
    assert call.learned == ()


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        (2490.0, "USD", 249000),
        (2490, "USD", 249000),
        ("2,490.00", "USD", 249000),
        ("$2,490", "USD", 249000),
        ("USD 2,490.00", None, 249000),
        ("₹12,50,000", None, 125000000),
        ("12,50,000", "INR", 125000000),
        ("1.234,56 €", None, 123456),
        ("12 000", "JPY", 12000),
        ("1.5", "KWD", 1500),
        ("around 300 dollars", "USD", 30000),
        ("349.00", "eur", 34900),
    ],
)
def test_amounts_become_minor_units(amount, currency, minor, read_analysis):
    assert read_analysis(amount=amount, currency=currency).amount_minor == minor


@pytest.mark.parametrize(
    "amount",
    [0, -5, "-12", "free", "10 or 20", 10.001, 1e300, 10**30, True, "9" * 39, [5], {"a": 5}],
)
def test_an_absurd_amount_is_not_known(amount, read_analysis):
    assert read_analysis(amount=amount, currency="USD").amount_minor is None


@pytest.mark.parametrize(
    ("said", "code"),
    [("usd", "USD"), (" EUR ", "EUR"), ("€", "EUR"), ("us$", "USD"), ("Naira", "NGN")],
)
def test_currencies_are_iso_codes(said, code, read_analysis):
    assert read_analysis(currency=said).currency == code


@pytest.mark.parametrize("said", ["$", "dollars", "rupees", "ZZZ", "USDT", "U", 840, "pounds"])
def test_a_currency_that_could_be_several_is_not_known(said, read_analysis):
    call = read_analysis(amount=10, currency=said)
    assert (call.currency, call.amount_minor) == (None, None)


def test_a_claim_that_could_not_be_read_is_still_shown(read_analysis):
    call = read_analysis(amount="10 or 20", follow_up_by="next Friday", currency="dollars")
    assert dict(call.learned) == {
        "amount": "10 or 20",
        "follow_up_by": "next Friday",
        "currency": "dollars",
    }


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("2026-11-24", date(2026, 11, 24)),
        (" 2026-11-24 ", date(2026, 11, 24)),
        ("2026-11-24T10:00:00Z", datetime(2026, 11, 24, 10, tzinfo=UTC)),
        ("2026-11-24T10:00:00+05:30", datetime(2026, 11, 24, 4, 30, tzinfo=UTC)),
        ("2026-11-24 10:00+00:00", datetime(2026, 11, 24, 10, tzinfo=UTC)),
    ],
)
def test_a_day_stays_a_day_and_an_instant_becomes_utc(said, moment, read_analysis):
    call = read_analysis(follow_up_by=said)
    assert call.follow_up_deadline == moment
    assert type(call.follow_up_deadline) is type(moment)


@pytest.mark.parametrize(
    "said",
    [
        "2026-11-24T10:00:00",  # whose ten o'clock?
        "24/11/2026",
        "2026-02-30",
        "tomorrow",
        "0001-01-01",
        "9999-12-31",
        "2026-11-18",  # before the call
        "2028-01-01",  # more than a year ahead
        20261124,
        "2026-11-24T99:00:00Z",
    ],
)
def test_a_deadline_that_cannot_be_meant_is_not_known(said, read_analysis):
    assert read_analysis(follow_up_by=said).follow_up_deadline is None


@pytest.mark.parametrize(
    "key", ["follow_up_by", "deadline", "Callback By", "respond_by", "promise_to_pay_date"]
)
def test_deadlines_go_by_several_names(key, read_analysis):
    assert read_analysis(**{key: "2026-11-28"}).follow_up_deadline == date(2026, 11, 28)


def test_who_names_a_time_for_a_callback_expects_one(read_analysis):
    assert read_analysis(callback_by="2026-11-23T10:00:00Z").callback_expected is True
    assert read_analysis(deadline="2026-11-23").callback_expected is None
    assert (
        read_analysis(callback_by="2026-11-23T10:00:00Z", callback_expected=False).callback_expected
        is False
    )


@pytest.mark.parametrize(
    ("said", "truth"),
    [
        (True, True),
        ("Yes", True),
        ("TRUE", True),
        (1, True),
        ("no", False),
        (0, False),
        (False, False),
        ("unknown", None),
        ("maybe", None),
        (None, None),
        (2, None),
        ([], None),
    ],
)
def test_truth_has_three_values(said, truth, read_analysis):
    assert read_analysis(vip_customer=said).vip_claimed is truth


@pytest.mark.parametrize(
    ("said", "urgency"),
    [
        ("critical", Urgency.CRITICAL),
        ("ASAP", Urgency.CRITICAL),
        ("Urgent", Urgency.HIGH),
        ("very-urgent", Urgency.CRITICAL),
        ("medium", Urgency.NORMAL),
        ("low", Urgency.LOW),
        ("whenever", Urgency.NORMAL),
        (None, Urgency.NORMAL),
        (3, Urgency.NORMAL),
    ],
)
def test_urgency_is_one_of_four_steps(said, urgency, read_analysis):
    assert read_analysis(urgency=said).urgency is urgency


@pytest.mark.parametrize("threat", ["chargeback_threat", "legal_threat"])
def test_a_threat_is_urgent_whatever_else_was_said(threat, read_analysis):
    assert read_analysis(**{threat: True, "urgency": "low"}).urgency is Urgency.HIGH
    assert read_analysis(**{threat: True, "urgency": "critical"}).urgency is Urgency.CRITICAL
    assert read_analysis(**{threat: False}).urgency is Urgency.NORMAL


@pytest.mark.parametrize(
    ("direction", "phone"),
    [("inbound", "+13125550147"), ("outbound", "+13125550100"), (..., "+13125550147")],
)
def test_the_customers_number_depends_on_who_called(direction, phone, read_call):
    assert read_call(direction=direction).phone == phone


@pytest.mark.parametrize(
    "said", ["13125550147", "+13125550147", "+1 (312) 555-0147", "0013125550147"]
)
def test_numbers_are_written_one_way(said, read_call):
    assert read_call(from_number=said).phone == "+13125550147"


@pytest.mark.parametrize(
    "said", ["anonymous", "", None, "12", "4242424242424242", "378282246310005", 13125550147]
)
def test_what_is_no_telephone_number_is_not_kept(said, read_call):
    assert read_call(from_number=said).phone is None


@pytest.mark.parametrize(
    "link",
    [
        "http://crm.tern.example/1",
        "javascript:alert(1)",
        "https://user:word@crm.tern.example/1",
        "https://",
        "https://localhost/1",
        "https://crm.tern.example/a b",
        "https://crm.tern.example/|<!channel>",
        "https://[::1",
        "https://crm.tern.example/" + "a" * 3000,
        7,
    ],
)
def test_only_plain_https_links_are_kept(link, read_analysis):
    call = read_analysis(crm_url=link)
    assert call.crm_url is None
    assert call.learned == ()


@pytest.mark.parametrize(
    "email", ["ines at tern dot example", "x", "@", "a@b", "<!channel>@tern.example", 5]
)
def test_what_is_no_address_is_no_email(email, read_analysis):
    assert read_analysis(customer_email=email).email is None


def test_several_references_in_one_field_stay_together(read_analysis):
    assert read_analysis(payment_reference="pay_A1, pay_B2").payment_id == "pay_A1, pay_B2"


def test_a_reference_may_come_as_a_number(read_analysis):
    assert read_analysis(invoice_number=10517).invoice_number == "10517"


@pytest.mark.parametrize(
    ("key", "value", "seconds"),
    [
        ("duration_in_seconds", 57, 57),
        ("duration", "57", 57),
        ("duration_seconds", 57.9, 57),
        ("duration", -1, None),
        ("duration", 10**9, None),
        ("duration", "long", None),
    ],
)
def test_durations_are_whole_seconds(key, value, seconds, read_call):
    assert read_call(**{"duration_in_seconds": ..., key: value}).duration_s == seconds


def test_what_has_no_field_is_learned_in_order(read_analysis):
    call = read_analysis(
        **{"Plan Name": "Pro", "seats": 12, "resolved": True, "tags": ["a", "b"], "empty": None}
    )
    assert call.learned == (
        ("Plan Name", "Pro"),
        ("seats", "12"),
        ("resolved", "yes"),
        ("tags", '["a", "b"]'),
    )


def test_learned_is_bounded_in_count_and_length(read_analysis):
    names = (one + other for one in "abcdefghi" for other in "abcdefghij")
    call = read_analysis(**{f"{name} " + "words " * 20: "many words " * 99 for name in names})
    assert len(call.learned) == 30
    assert all(len(key) <= 60 and len(value) <= 300 for key, value in call.learned)


def test_an_unknown_request_type_is_shown(read_analysis):
    call = read_analysis(request_type="loyalty points", invoice_number="TB-1")
    assert ("request_type", "loyalty points") in call.learned


def test_long_texts_are_cut(read_call):
    call = read_call(
        summary="word " * 5000, analysis={"request_type": "refund", "refund_reason": "why " * 900}
    )
    assert len(call.summary) <= 3000
    assert call.summary.endswith("…")
    assert len(call.refund_reason) <= 600
