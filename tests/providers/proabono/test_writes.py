"""What each write at local ProAbono changes, and what it leaves alone."""

import json

import pytest

from bot.errors import OutcomeUnknown, Refused
from bot.redaction import redact
from providers.proabono.create_customer import reference_of
from tests.providers.proabono.orders import (
    ADDRESS,
    CREATE,
    NEWCOMER,
    NOTE,
    SETTINGS,
    UPDATE,
    fields,
    sent,
    truth,
    writes,
)


async def test_only_what_was_filled_in_changes(vendor, books, order):
    before = dict(books.addresses["glycine-42"])
    await vendor.operations[UPDATE].send(order(UPDATE, fields=fields(line1="8 quai Perrache")))
    assert books.addresses["glycine-42"] == before | {"AddressLine1": "8 quai Perrache"}
    assert sent(books) == [{"AddressLine1": "8 quai Perrache"}]


async def test_a_country_is_sent_in_capitals(vendor, books, order):
    await vendor.operations[UPDATE].send(order(UPDATE))
    assert books.addresses["glycine-42"]["Country"] == "FR"
    assert books.addresses["glycine-42"]["TaxInformation"] == "kept here alone"


@pytest.mark.parametrize(
    "wrong",
    [{}, {"line1": "  "}, {"country": "France"}, {"country": "ß1"}, {"line1": "[card ····4242]"}],
    ids=str,
)
async def test_an_address_that_cannot_be_kept_is_refused(vendor, books, order, wrong):
    with pytest.raises(Refused):
        await vendor.operations[UPDATE].send(order(UPDATE, fields=fields(**wrong)))
    assert writes(books) == []


@pytest.mark.parametrize("name", [UPDATE, SETTINGS])
async def test_who_was_suspended_is_left_alone(vendor, books, order, name):
    with pytest.raises(Refused, match="suspended"):
        await vendor.operations[name].send(order(name, record_id="customer:ombre-9"))
    assert writes(books) == []


async def test_settings_are_those_of_the_buyer(vendor, books, order):
    """The holder of a subscription has rights; the buyer pays."""
    held = order(SETTINGS, record_id="subscription:2003@atelier%20sud")
    await vendor.operations[SETTINGS].send(held)
    assert books.settings["atelier-nord"]["TypePayment"] == "ExternalBank"
    assert books.settings["atelier sud"]["TypePayment"] == "Card"


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"payment_method": "card"},
        {"next_billing_on": "2031-04-01"},  # still a card: it would be charged on that day
        {"payment_method": "bank", "next_billing_on": "2031-03-05"},
        {"payment_method": "bank", "next_billing_on": "soon"},
        {"invoice_note": "[secret]"},
    ],
    ids=str,
)
async def test_settings_that_could_move_money_are_refused(vendor, books, order, wrong):
    with pytest.raises(Refused):
        await vendor.operations[SETTINGS].send(order(SETTINGS, fields=fields(**wrong)))
    assert writes(books) == []


async def test_an_answer_that_does_not_show_it_is_of_unknown_outcome(
    scripted_vendor, script, order
):
    script.at("/v1/Customer", {"Id": 1, "ReferenceCustomer": "a", "Status": "Enabled"})
    script.say({"City": "Elsewhere"})
    with pytest.raises(OutcomeUnknown):
        await scripted_vendor.operations[UPDATE].send(order(UPDATE, record_id="customer:a"))


async def test_a_note_leaves_the_rest_of_the_metadata(vendor, books, order):
    books.customers["glycine-42"]["Metadata"] = {"crm": "4711", "vip": True}
    before = books.customers["glycine-42"]["Email"]
    await vendor.operations[NOTE].send(order(NOTE, record_id="invoice:3001"))
    kept = books.customers["glycine-42"]
    assert kept["Metadata"] == {"crm": "4711", "vip": True, "handoff_note": "Asked when it is due."}
    assert (kept["Email"], set(sent(books)[0])) == (
        before,
        {"ReferenceCustomer", "ReferenceSegment", "Metadata"},
    )


@pytest.mark.parametrize("kept", [None, {}, {"handoff_note": "An older one."}], ids=str)
async def test_a_note_that_the_answer_does_not_show_is_of_unknown_outcome(
    scripted_vendor, script, order, kept
):
    person = {"Id": 1001, "ReferenceCustomer": "glycine-42", "Status": "Enabled"}
    script.say(person | ({} if kept is None else {"Metadata": kept}))
    with pytest.raises(OutcomeUnknown):
        await scripted_vendor.operations[NOTE].send(order(NOTE))


async def test_a_long_note_is_cut_and_a_full_place_is_refused(vendor, books, order):
    operation, long = vendor.operations[NOTE], redact("word " * 200)
    await operation.send(order(NOTE, note=long))
    assert len(books.customers["glycine-42"]["Metadata"]["handoff_note"]) == 450
    assert (await operation.find_effect(order(NOTE, note=long))).status == "done"
    books.customers["glycine-42"]["Metadata"] = dict.fromkeys("abcde", 1)
    for note in (redact("One more."), None):
        with pytest.raises(Refused):
            await operation.send(order(NOTE, note=note))


async def test_a_customer_is_made_once_whatever_their_name(vendor, books, order):
    await vendor.operations[CREATE].send(order(CREATE))
    made = books.customers[reference_of(order(CREATE).step_key)]
    assert (made["Email"], made["Name"]) == ("new@house.example", "Zoë Ó Briain")
    assert made["ReferenceCustomer"].isascii()
    assert len(made["ReferenceCustomer"]) <= 50


async def test_who_is_known_by_that_address_is_not_made_again(vendor, books, order):
    asked = order(CREATE, fields=fields(**(NEWCOMER | {"email": "COMPTA@glycine.example"})))
    before = truth(books)
    effect = await vendor.operations[CREATE].send(asked)
    assert (effect.reference, truth(books)) == ("1001", before)
    assert effect.said == "ProAbono had this customer already, as number 1001: none was made."
    assert (await vendor.operations[CREATE].watch(asked, "1001")).reference == "1001"


async def test_several_things_wrong_come_as_a_list_and_are_said(vendor, order, logged):
    asked = order(CREATE, fields=fields(**(NEWCOMER | {"email": "one@two@three.example"})))
    with pytest.raises(Refused, match=r"Invalid value \(Email\)") as refused:
        await vendor.operations[CREATE].send(asked)
    assert refused.value.code == "Local.Validation"
    assert "three.example" not in f"{refused.value.reason}{logged()}"


async def test_who_was_made_by_an_earlier_attempt_was_made(vendor, order):
    """The answer was lost and the record not there yet when it was looked for."""
    first = await vendor.operations[CREATE].send(order(CREATE))
    again = await vendor.operations[CREATE].send(order(CREATE))
    assert (again.reference, again.said) == (first.reference, first.said)
    assert "made customer" in again.said


@pytest.mark.parametrize("email", ["", "nobody", "a@b", "a b@c.example"])
async def test_without_an_address_nobody_is_made(vendor, books, order, email):
    with pytest.raises(Refused):
        await vendor.operations[CREATE].send(order(CREATE, fields=fields(email=email)))
    assert writes(books) == []


async def test_what_is_invalid_there_is_said_without_what_was_sent(vendor, order, books, logged):
    """A 422 is a list of errors."""
    asked = order(UPDATE, fields=fields(**ADDRESS))
    books.customers["glycine-42"]["ReferenceSegment"] = "other"
    note = order(NOTE)
    with pytest.raises(Refused, match="Segment not accessible"):
        await vendor.operations[NOTE].send(note)
    assert "Asked when" not in logged()
    assert (await vendor.operations[UPDATE].send(asked)).status == "done"
    assert json.loads(writes(books)[-1].body)["City"] == "Lyon"
    assert "Perrache" not in logged()
