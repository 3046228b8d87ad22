"""A filter that Paystack did not heed lists what is somebody else's: it counts for nothing here."""

from bot.handoff.record import RecordKind

PAYMENT = {
    "id": 7, "domain": "test", "status": "success", "reference": "ref_7", "amount": 90_000,
    "currency": "NGN", "paid_at": "2031-03-01T09:00:00.000Z", "customer": {"id": 5},
}  # fmt: skip


def refund(number, transaction, status):
    return {"id": number, "domain": "test", "status": status, "amount": 10_000, "currency": "NGN",
            "transaction": transaction}  # fmt: skip


async def test_refunds_and_disputes_of_other_payments_are_left_out(scripted_vendor, script):
    refunds = [
        refund(1, 8, "processed"),
        refund(2, {"id": 8}, "pending"),
        refund(3, 7, "processed"),
    ]
    dispute = {"id": 1, "domain": "test", "status": "pending", "resolution": None, "transaction": 8}
    script.at("/transaction/verify/ref_7", {"status": True, "data": PAYMENT})
    script.at("/refund", {"status": True, "data": refunds})
    script.at("/dispute", {"status": True, "data": [dispute]})
    script.at("/transaction", {"status": True, "data": [PAYMENT]})
    record = await scripted_vendor.observe(RecordKind.PAYMENT, "ref_7")
    assert (record.refunded_minor, record.pending_refund_minor) == (10_000, 0)
    assert not record.disputed
