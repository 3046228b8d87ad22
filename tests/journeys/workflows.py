"""The matrix: each workflow at each destination, what is decided, what the vendor is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from handlers.sandbox.calls import SampleCall
from handlers.sandbox.calls_body import Caller, as_lines, envelope

LEAD, APPROVER, OTHER = "U0CFO", "U0ADA", "U0BEN"
EVIDENCE = {
    "service_details": "Shelf delivered and signed for.",
    "delivery_date": "2026-11-02",
    "final": "yes",
}
ON_FILE = {**EVIDENCE, "declined_there": "yes"}
del ON_FILE["final"]
ADDRESS = {"line1": "Harbour Street 8", "city": "Lagos", "postal_code": "100001", "country": "NG"}
PROMISE = dict.fromkeys(("recipient", "consent", "channel", "purpose", "follow_up"), "yes")
NEWCOMER = {"email": "hello@newcomer.example", "first_name": "Ngozi", "matched": "yes"}


@dataclass(frozen=True)
class Row:
    """One cell: `writes` are (method, path pattern, words of the body) in the books' order."""

    name: str
    vendor: str
    facts: Mapping[str, Any]
    writes: tuple[tuple[str, str, tuple[str, ...]], ...]
    says: tuple[str, ...]
    do: str = "approve"  # or "resend"
    by: tuple[str, ...] = (APPROVER,)
    form: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""  # where the policy asks for one
    state: str = "succeeded"

    @property
    def workflow(self) -> str:
        return str(self.facts["request_type"])


def a_call(row: Row, decision: str) -> SampleCall:
    """A fresh call with the row's facts; its id tells row and decision."""
    said = as_lines((("agent", "Billing, hello."), ("user", "I call about our account.")))
    body = envelope(
        f"matrix:{row.name}:{decision}",
        datetime.now(UTC),
        Caller("12025550170", 12),
        said=said,
        facts={"email_verified": True, "sensitive_data_spoken": False, **row.facts},
        summary="The caller asks about the account.",
    )
    return SampleCall(row.name, row.name, body)


def facts_of(workflow: str, **facts: Any) -> dict[str, Any]:
    return {"request_type": workflow, **facts}


STRIPE = (
    Row(
        "refund",
        "stripe",
        facts_of(
            "refund_request",
            payment_reference="ch_3LocalGullwingProofs",
            amount="31.50",
            currency="USD",
        ),
        (("POST", "/v1/refunds", ("charge=ch_3LocalGullwingProofs", "amount=3150")),),
        ("Refund request · Done", "Stripe shows the refund of *USD 31.50* as done"),
    ),
    Row(
        "credit",
        "stripe",
        facts_of(
            "refund_request",
            payment_reference="ch_3LocalLarkfieldBoards",
            credit_request="A credit for the warped boards",
            amount="245.00",
            currency="USD",
        ),
        (("POST", "/v1/credit_notes", ("invoice=in_1Local20402",)),),
        ("Refund request · Done", "Stripe shows the credit note of *USD"),
    ),
    Row(
        "duplicate",
        "stripe",
        facts_of(
            "charge_dispute",
            payment_reference="ch_3LocalFernSecond",
            amount="64.50",
            currency="CAD",
        ),
        (("POST", "/v1/refunds", ("charge=ch_3LocalFernSecond", "amount=6450")),),
        ("Disputed charge · Done", "Stripe shows the refund of *CAD 64.50* as done"),
        by=(APPROVER, LEAD),  # the policy knows no rate for CAD: above every limit
        reason="One order, charged twice.",
    ),
    Row(
        "evidence",
        "stripe",
        facts_of(
            "charge_dispute",
            payment_reference="ch_3LocalHarborShelf",
            amount="64.00",
            currency="USD",
        ),
        (("POST", "/v1/disputes/{id}", ("evidence", "Shelf+delivered")),),
        ("Disputed charge", "the answer to the dispute"),
        form=EVIDENCE,
        state="succeeded",
    ),
    Row(
        "invoice",
        "stripe",
        facts_of("invoice_resend", invoice_number="INV-20467"),
        (("POST", "/v1/invoices/{id}/send", ()),),
        ("Invoice wanted again", "sent the invoice to the address on its record"),
        do="resend",
    ),
    Row(
        "receipt",
        "stripe",
        facts_of("receipt_request", payment_reference="ch_3LocalTidewaterYear"),
        (("POST", "/v1/charges/{id}", ("receipt_email=office",)),),
        ("Receipt wanted", "the receipt"),
        do="resend",
    ),
    Row(
        "renewal",
        "stripe",
        facts_of("renewal_failure", invoice_number="INV-20459", currency="USD"),
        (("POST", "/v1/invoices/{id}/pay", ()),),
        ("Failed renewal · Done", "the invoice payment of *USD 1,180.00*"),
        by=(APPROVER, LEAD),
    ),
    Row(
        "restart",
        "stripe",
        facts_of("renewal_failure", subscription_id="sub_1LocalLanternStudio", currency="EUR"),
        (("POST", "/v1/subscriptions/{id}/resume", ()), ("POST", "/v1/invoices/{id}/pay", ())),
        ("Failed renewal", "the subscription restart"),
    ),
    Row(
        "blocker",
        "stripe",
        facts_of("payment_blocker", invoice_number="INV-20472", currency="USD"),
        (("POST", "/v1/invoices/{id}/send", ()),),
        ("Blocked payment", "sent the invoice to the address on its record"),
        do="resend",
    ),
    Row(
        "promise",
        "stripe",
        facts_of("promise_to_pay", invoice_number="INV-20377", currency="EUR"),
        (("POST", "/v1/invoices/{id}", ("handoff_note", "promise+to+pay")),),
        ("Promise to pay · Done", "Stripe shows the note as done"),
    ),
    Row(
        "address",
        "stripe",
        facts_of(
            "tax_or_address_correction",
            invoice_number="INV-20455",
            customer_email="admin@azulejoslindero.example",
        ),
        (("POST", "/v1/customers/{id}", ("Harbour+Street+8", "100001")),),
        ("Tax or address correction · Done", "the change of the customer's record"),
        form=ADDRESS,
    ),
    Row(
        "question",
        "stripe",
        facts_of("other_billing", invoice_number="INV-20478"),
        (("POST", "/v1/invoices/{id}", ("handoff_note",)),),
        ("Billing question · Done", "Stripe shows the note as done"),
    ),
)

PAYSTACK = (
    Row(
        "refund",
        "paystack",
        facts_of(
            "refund_request",
            payment_reference="PSK-LocalAccraProofs",
            amount="480.00",
            currency="GHS",
        ),
        (("POST", "/refund", ("PSK-LocalAccraProofs", "48000")),),
        ("Refund request", "Paystack has accepted the refund of *GHS 480.00*"),
        state="submitted",
    ),
    Row(
        "duplicate",
        "paystack",
        facts_of(
            "charge_dispute",
            payment_reference="PSK-LocalIbadanSecond",
            amount="7,500.00",
            currency="NGN",
        ),
        (("POST", "/refund", ("PSK-LocalIbadanSecond", "750000")),),
        ("Disputed charge", "Paystack has accepted the refund of *NGN 7,500.00*"),
        state="submitted",
    ),
    Row(
        "evidence",
        "paystack",
        facts_of(
            "charge_dispute",
            payment_reference="PSK-LocalIbadanShelf",
            amount="64,000.00",
            currency="NGN",
        ),
        (("POST", "/dispute/{id}/evidence", ("Shelf delivered",)),),
        ("Disputed charge", "must still be declined in Paystack's dashboard"),
        form=ON_FILE,
        state="submitted",
    ),
    Row(
        "invoice",
        "paystack",
        facts_of(
            "invoice_resend",
            payment_reference="PRQ_localaccra",
            customer_email="desk@accraprint.example",
            currency="GHS",
        ),
        (("POST", "/paymentrequest/notify/{id}", ()),),
        ("Invoice wanted again", "the payment request"),
        do="resend",
    ),
    Row(
        "renewal",
        "paystack",
        facts_of("renewal_failure", subscription_id="SUB_localjosplan", currency="NGN"),
        (("POST", "/subscription/{id}/manage/email", ()),),
        ("Failed renewal", "the link to update the card"),
        state="",
    ),
    Row(
        "blocker",
        "paystack",
        facts_of(
            "payment_blocker",
            customer_email="office@beninbronze.example",
            amount="85,000.00",
            currency="NGN",
        ),
        (("POST", "/paymentrequest", ("8500000",)),),
        ("Blocked payment", "the new payment request of *NGN 85,000.00*"),
        state="",
    ),
    Row(
        "draft",
        "paystack",
        facts_of(
            "payment_blocker",
            payment_reference="PRQ_localenuguseed",
            customer_email="ledger@enuguharvest.example",
            currency="NGN",
        ),
        (("POST", "/paymentrequest/finalize/{id}", ()),),
        ("Blocked payment · Done", "Paystack shows payment request PRQ_localenuguseed as issued"),
    ),
    Row(
        "promise",
        "paystack",
        facts_of(
            "promise_to_pay",
            payment_reference="PRQ_localkano",
            customer_email="books@kanostudios.example",
            currency="NGN",
        ),
        (("POST", "/paymentrequest/notify/{id}", ()),),
        ("Promise to pay", "the payment request"),
        form=PROMISE,
    ),
    Row(
        "address",
        "paystack",
        facts_of(
            "tax_or_address_correction", customer_email="office@beninbronze.example", currency="NGN"
        ),
        (("PUT", "/customer/{id}", ("Harbour Street 8",)),),
        ("Tax or address correction · Done", "the change of the customer's record"),
        form=ADDRESS,
    ),
    Row(
        "question",
        "paystack",
        facts_of(
            "other_billing",
            payment_reference="PRQ_localcape",
            customer_email="info@capeframes.example",
            currency="ZAR",
        ),
        (("PUT", "/customer/{id}", ("handoff_note",)),),
        ("Billing question · Done", "Paystack shows the note as done"),
    ),
    Row(
        "newcomer",
        "paystack",
        facts_of("other_billing", customer_email="hello@newcomer.example", currency="NGN"),
        (("POST", "/customer", ("hello@newcomer.example",)),),
        ("Billing question · Done", "the new customer record"),
        form=NEWCOMER,
    ),
)
