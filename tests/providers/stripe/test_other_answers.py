"""What Stripe answers about something else is never taken for the refund that was asked for."""

import pytest
from pydantic import SecretStr

from bot.errors import OutcomeUnknown
from bot.vendor_settings import StripeSettings
from bot.vendors import Order
from providers.stripe import build
from tests.providers.stripe.asking import KEY

STEP = "call_1:stripe.create_refund:1"
ORDER = Order(STEP, f"{STEP}:1", "ch_1", amount_minor=500, currency="USD")
CHARGE = {
    "id": "ch_1", "amount": 900, "amount_captured": 900, "amount_refunded": 0, "captured": True,
    "disputed": False, "livemode": False, "currency": "usd", "status": "succeeded", "created": 1,
}  # fmt: skip
REFUND = {
    "id": "re_1", "amount": 500, "currency": "usd", "created": 2, "status": "succeeded",
    "metadata": {"handoff_step": STEP}, "brand_new": [1],
}  # fmt: skip


@pytest.fixture
async def refund(scripted, script, clock, sleep):
    script.at("/v1/charges/ch_1", CHARGE)
    settings = StripeSettings(api_key=SecretStr(KEY), base_url=scripted)
    vendor = build(settings, clock=clock, sleep=sleep, timeout_s=2)
    yield vendor.operations["stripe.create_refund"]
    await vendor.aclose()


async def test_the_refund_that_was_asked_for_is_taken(refund, script):
    script.at("/v1/refunds", REFUND)
    assert (await refund.send(ORDER)).reference == "re_1"


@pytest.mark.parametrize(
    "change",
    [{"amount": 900}, {"metadata": {"handoff_step": "call_2:stripe.create_refund:1"}},
     {"metadata": None}],
    ids=str,
)  # fmt: skip
async def test_another_refund_is_of_unknown_outcome(refund, script, change):
    script.at("/v1/refunds", REFUND | change)
    with pytest.raises(OutcomeUnknown, match="another refund"):
        await refund.send(ORDER)
    assert len([one for one in script.seen if one.method == "POST"]) == 1
