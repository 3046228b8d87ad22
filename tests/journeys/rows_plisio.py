"""The cell of the matrix at Plisio: what is decided, what it is asked, and the card's words."""

from __future__ import annotations

from tests.journeys.workflows import Row, facts_of

PLISIO = (
    Row(
        "blocker",
        "plisio",
        facts_of(
            "payment_blocker",
            billing_system="plisio",
            customer_email="hello@newcomer.example",
            amount="85.00",
            currency="EUR",
        ),
        (("GET", "/api/v1/invoices/new", ()),),
        ("Blocked payment", "of EUR 85.00: made, not paid yet", "Plisio mails nobody"),
        form={"email": "hello@newcomer.example", "told": "yes"},
        state="submitted",
    ),
)
