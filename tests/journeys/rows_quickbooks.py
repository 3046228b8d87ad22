"""The cells of the matrix at QuickBooks: what is decided and asked, and the card's words."""

from __future__ import annotations

from tests.journeys.workflows import ADDRESS, Row, facts_of

SEND = (("POST", "/v3/company/{id}/invoice/{id}/send", ()),)
SENT = "QuickBooks took the invoice to be mailed to the address on its record"
NOTE = "/v3/company/{id}/customer"

QUICKBOOKS = (
    Row(
        "credit",
        "quickbooks",
        facts_of("refund_request", invoice_number="QB-1042", amount="480.00", currency="USD"),
        (("POST", "/v3/company/{id}/creditmemo", ('"Amount": 480.0', '"ItemRef"')),),
        ("Refund request · Done", "it touches no invoice until somebody applies it"),
    ),
    Row(
        "invoice",
        "quickbooks",
        facts_of("invoice_resend", invoice_number="QB-1043"),
        SEND,
        ("Invoice wanted again", SENT),
        do="resend",
    ),
    Row(
        "receipt",
        "quickbooks",
        facts_of("receipt_request", invoice_number="QB-1045"),
        SEND,
        ("Receipt wanted", SENT),
        do="resend",
    ),
    Row(
        "renewal",
        "quickbooks",
        facts_of("renewal_failure", invoice_number="QB-1044", currency="USD"),
        SEND,
        ("Failed renewal", SENT),
        do="resend",
    ),
    Row(
        "blocker",
        "quickbooks",
        facts_of("payment_blocker", invoice_number="QB-1043", currency="USD"),
        SEND,
        ("Blocked payment", SENT),
        do="resend",
    ),
    Row(
        "promise",
        "quickbooks",
        facts_of("promise_to_pay", invoice_number="QB-1044", currency="USD"),
        (("POST", NOTE, ("promise to pay", "QB-1044: USD 75.50 of USD 300.00 is open")),),
        ("Promise to pay · Done", "QuickBooks shows the note as done"),
    ),
    Row(
        "address",
        "quickbooks",
        facts_of("tax_or_address_correction", invoice_number="QB-1042"),
        (("POST", NOTE, ("Harbour Street 8", '"sparse": true', "Unit 3")),),
        ("Tax or address correction · Done", "the new billing address"),
        form=ADDRESS,
    ),
    Row(
        "question",
        "quickbooks",
        facts_of("other_billing", invoice_number="QB-1042", currency="USD"),
        (("POST", NOTE, ("QB-1042 over USD 480.00 is paid",)),),
        ("Billing question · Done", "QuickBooks shows the note as done"),
    ),
)
