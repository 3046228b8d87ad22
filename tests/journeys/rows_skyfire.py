"""The cell of the matrix at Skyfire: what is decided, what it is asked, and the card's words."""

from __future__ import annotations

from tests.journeys.workflows import Row, facts_of

SKYFIRE = (
    Row(
        "blocker",
        "skyfire",
        facts_of("payment_blocker", billing_system="skyfire", amount="20.00", currency="USD"),
        (
            ("POST", "/api/v1/tokens", ('"type": "kya"', "sellerServiceId")),
            ("POST", "/api/v1/tokens/introspect", ("[token]",)),
        ),
        ("Blocked payment · Done", "The seller's address took a token that tells who we are"),
        form={"wanted": "yes"},
    ),
)
