"""The wallet at local Skyfire: a record, a precondition, a question; never through a float."""

import pytest

from bot.errors import Refused, Unavailable
from bot.handoff.billing_call import BillingCall
from bot.handoff.playbooks.shape import Need
from bot.handoff.preconditions import obstacles
from bot.handoff.record import FoundBy, RecordClaim, RecordKind, RecordStatus
from bot.vendor_settings import SkyfireSettings
from bot.vendors import Question
from handlers.sandbox.faults import Fault
from providers.skyfire import build

WALLET = RecordKind.WALLET


async def test_there_is_one_wallet_whatever_was_said(vendor):
    [record] = await vendor.find_records(RecordClaim(email="nobody@there.example"), WALLET)
    assert (record.record_id, record.found_by) == ("wallet", FoundBy.REFERENCE)
    assert (record.status, record.livemode) == (RecordStatus.ACTIVE, False)
    assert record.description == "Our wallet: USD 12.316285 available, 2.500000 held."
    assert record.amount_minor is None
    assert record.shared is None


@pytest.mark.parametrize("kind", set(RecordKind) - {WALLET})
async def test_it_holds_nothing_else(vendor, books, kind):
    assert await vendor.find_records(RecordClaim(email="nobody@there.example"), kind) == []
    assert books.requests == []


async def test_what_is_no_wallet_is_refused_unasked(vendor, books):
    with pytest.raises(Refused):
        await vendor.observe(WALLET, "another")
    assert books.requests == []


async def test_an_empty_wallet_stands_against_a_token(vendor, books):
    books.set_available("0.000000")
    record = await vendor.observe(WALLET, "wallet")
    assert obstacles((Need.FUNDED,), record, None) == (
        "The wallet is empty: it has to be topped up first.",
    )


async def test_so_does_a_missing_seller(opened):
    record = await opened(receiver_url=None).observe(WALLET, "wallet")
    assert obstacles((Need.SELLER_SET,), record, None) == (
        "No seller is set up here that a token could go to.",
    )


async def test_the_question_shows_all_four_sums_as_they_are_written(vendor):
    look = vendor.looks["skyfire.read_balance"]
    [record] = await vendor.find_records(RecordClaim(), WALLET)
    elsewhere = record.model_copy(update={"vendor": "stripe"})
    call = BillingCall.model_construct()
    assert [look.applies(Question(call, one)) for one in (record, elsewhere, None)] == [
        True,
        False,
        False,
    ]
    found = await look.ask(Question(call, record))
    assert [(one.label, str(one.value)) for one in found] == [
        ("Available", "USD 12.316285"),
        ("Held by live tokens", "USD 2.500000"),
        ("Charged, not settled", "USD 0.020000"),
        ("On its way in", "USD 0"),
    ]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.AUTH, Refused),
        (Fault.REFUSED, Refused),
        (Fault.RATE_LIMITED, Unavailable),
        (Fault.SERVER_ERROR, Unavailable),
        (Fault.MALFORMED, Unavailable),
        (Fault.LOST_ANSWER, Unavailable),
        (Fault.HANG, Unavailable),
    ],
)
async def test_a_wallet_that_cannot_be_read_is_never_an_empty_one(vendor, faults, fault, error):
    faults.set("skyfire", fault)
    with pytest.raises(error):
        await vendor.find_records(RecordClaim(), WALLET)


@pytest.mark.parametrize(
    "sums",
    [
        {"available": 12.3},
        {"available": "-1"},
        {"available": "NaN"},
        {},
    ],
)
async def test_sums_that_are_no_decimal_text_are_not_read(script, scripted, opened, sums):
    rest = dict.fromkeys(("heldAmount", "pendingCharges", "pendingDeposits"), "0")
    script.say({**rest, **sums})
    with pytest.raises(Unavailable, match="cannot be read"):
        await opened(base_url=scripted).observe(WALLET, "wallet")


async def test_unknown_fields_are_tolerated(script, scripted, opened):
    names = ("available", "heldAmount", "pendingCharges", "pendingDeposits", "somethingNew")
    script.say(dict.fromkeys(names, "1.5"))
    record = await opened(base_url=scripted).observe(WALLET, "wallet")
    assert record.status is RecordStatus.ACTIVE


async def test_a_mode_that_the_address_has_not_is_refused_unasked(opened, books):
    for change in ({"mode": "live"}, {"base_url": "https://api.skyfire.xyz"}):
        with pytest.raises(Refused, match="SKYFIRE_MODE"):
            await opened(**change).observe(WALLET, "wallet")
    assert books.requests == []


async def test_a_key_of_the_wrong_role_is_said(script, scripted, opened):
    script.say({"code": "BAD_REQUEST", "message": "Buyer key needed"}, status=400)
    with pytest.raises(Refused, match="Buyer key needed"):
        await opened(base_url=scripted).observe(WALLET, "wallet")


def test_without_a_key_it_is_off():
    assert build(SkyfireSettings()) is None
