"""The cells of the matrix at ProAbono: what is decided, what it is asked, and the card's words."""

from __future__ import annotations

from tests.journeys.workflows import ADDRESS, NEWCOMER, Row, facts_of

BY_BANK = {"payment_method": "bank transfer", "automatic_ends": "yes"}

PROABONO = (
    Row(
        "renewal",
        "proabono",
        facts_of("renewal_failure", invoice_number="F7.00000012", currency="EUR"),
        (("POST", "/v1/CustomerSettingsPayment", ("ExternalBank",)),),
        ("Failed renewal · Done", "ProAbono shows the new payment settings as done"),
        form=BY_BANK,
    ),
    Row(
        "blocker",
        "proabono",
        facts_of("payment_blocker", invoice_number="S-7.00001673", currency="EUR"),
        (("POST", "/v1/CustomerSettingsPayment", ("ExternalBank",)),),
        ("Blocked payment · Done", "new payment settings"),
        form=BY_BANK,
    ),
    Row(
        "promise",
        "proabono",
        facts_of("promise_to_pay", invoice_number="F7.00000012", currency="EUR"),
        (("POST", "/v1/Customer", ("handoff_note", "promise to pay")),),
        ("Promise to pay · Done", "ProAbono shows the note as done"),
    ),
    Row(
        "address",
        "proabono",
        facts_of(
            "tax_or_address_correction",
            invoice_number="F7.00000021",
            customer_email="bureau@moulindespres.example",
        ),
        (
            (
                "POST",
                "/v1/CustomerAddressBilling",
                ("Harbour Street 8", "100001", "Moulin SARL", "33 4 00 00 00 00"),
            ),
        ),
        ("Tax or address correction · Done", "the new billing address"),
        form={"company": "Moulin SARL", **ADDRESS, "phone": "+33 4 00 00 00 00"},
    ),
    Row(
        "newcomer",
        "proabono",
        facts_of(
            "other_billing",
            billing_system="proabono",
            customer_email="hello@newcomer.example",
            currency="EUR",
        ),
        (("POST", "/v1/Customer", ("hello@newcomer.example",)),),
        ("Billing question · Done", "the new customer record"),
        form=NEWCOMER,
    ),
)
