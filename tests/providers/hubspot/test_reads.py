"""What HubSpot is asked: whose account it is, its renewals, and what each answer can mean."""

from datetime import timedelta

import pytest
from pydantic import SecretStr

from bot.errors import ConfigurationError, OutcomeUnknown, Refused, Unavailable
from bot.redaction import redact
from bot.vendor_settings import HubSpotSettings
from bot.vendors import Question
from handlers.sandbox.hubspot_seed import ADA, GONE, QUEUE
from providers.hubspot import build

COBALT = "payables@cobaltfreight.example"
NOTE = "hubspot.create_note"
CONTACT = {
    "id": 512,  # older answers have numbers
    "properties": {"email": "x@y.example", "hubspot_owner_id": None},
    "createdAt": "2031-01-01T00:00:00.000Z",
    "updatedAt": "2031-01-01T00:00:00.000Z",
    "archived": False,
    "brand_new": [1],
}


# --- whose account it is ---


async def test_the_companys_owner_goes_before_the_deals_and_the_contacts(vendor, books):
    assert await vendor.owners.owner_email(COBALT) == "cleo@finance.example"
    contact = books.get("contacts", COBALT, "email")
    [company] = books.tied("contacts", contact["id"], "companies")
    books.get("companies", company)["properties"]["hubspot_owner_id"] = None
    assert await vendor.owners.owner_email(COBALT) == "ada@finance.example"
    for deal in books.tied("contacts", contact["id"], "deals"):
        books.get("deals", deal)["properties"]["hubspot_owner_id"] = ""
    assert await vendor.owners.owner_email(COBALT) is None
    contact["properties"]["hubspot_owner_id"] = ADA
    assert await vendor.owners.owner_email(COBALT) == "ada@finance.example"


@pytest.mark.parametrize("owner", [GONE, QUEUE, "999", "9586504"])
async def test_a_queue_a_leaver_and_a_users_own_number_own_nothing(vendor, books, owner):
    contact = books.get("contacts", "till@harborlane.example", "email")
    contact["properties"]["hubspot_owner_id"] = owner
    assert await vendor.owners.owner_email("till@harborlane.example") is None


@pytest.mark.parametrize(
    "address", ["", "nobody", "nobody@house.example", "finanzen@hotelalpenrose.example"]
)
async def test_an_address_that_names_nobody_has_no_owner(vendor, address):
    assert await vendor.owners.owner_email(address) is None


async def test_one_of_several_other_addresses_names_the_contact(vendor, books):
    """They stand in one text; of what the search finds, only the very address counts."""
    ines = books.get("contacts", "ines@sundialyoga.example", "email")
    ines["properties"]["hs_additional_emails"] = "b@sundialyoga.example;hello@sundialyoga.example"
    assert await vendor.owners.owner_email("Hello@sundialyoga.example") == "ada@finance.example"
    ines["properties"]["hs_additional_emails"] = "hello@sundialyoga.example.evil.example"
    assert await vendor.owners.owner_email("hello@sundialyoga.example") is None


async def test_letters_are_compared_without_their_size(vendor):
    assert await vendor.owners.owner_email(COBALT.upper()) == "cleo@finance.example"


async def test_an_address_stands_in_the_path_as_one_part(scripted_vendor, script):
    script.say({"message": "no"}, 400)
    with pytest.raises(Refused):
        await scripted_vendor.owners.owner_email("a/../b?c#d@house.example")
    assert script.seen[0].path.endswith("/contacts/a%2F..%2Fb%3Fc%23d%40house.example")


# --- looks ---


async def test_the_owner_is_shown_and_whether_the_named_one_is_known(vendor, call, record):
    look = vendor.looks["hubspot.account_owner"]
    named = call.model_copy(update={"finance_owner": redact("Ada <ada@finance.example>.")})
    found = await look.ask(Question(named, record(COBALT)))
    assert [(one.label, one.value) for one in found] == [
        ("Account owner", "Cleo Chief cleo@finance.example"),
        ("Named in the call", "Ada Approver ada@finance.example"),
    ]
    assert await look.ask(Question(call, record("nobody@house.example"))) == ()


async def test_a_filter_that_was_not_heeded_names_no_other_owner(
    scripted_vendor, script, call, record
):
    owners = [{"id": str(n), "type": "PERSON", "email": f"{n}@finance.example"} for n in (1, 2)]
    script.at("/crm/objects/2026-03/contacts/accounts@orchardlane.example", CONTACT)
    script.at("/crm/owners/2026-03", {"results": owners})
    named = call.model_copy(update={"finance_owner": redact("2@finance.example")})
    look = scripted_vendor.looks["hubspot.account_owner"]
    assert [one.value for one in await look.ask(Question(named, record()))] == ["2@finance.example"]


async def test_only_open_deals_of_the_renewal_pipeline_are_shown(vendor, books, call, record):
    look = vendor.looks["hubspot.renewal_deals"]
    [found] = await look.ask(Question(call, record(COBALT)))
    assert found.label == "Cobalt Freight fleet renewal"
    assert found.value == "14160 USD, closes 2031-04-14, stage contractsent"
    for deal in books.every("deals"):
        deal["properties"]["hs_is_closed"] = "true"
    assert await look.ask(Question(call, record(COBALT))) == ()


def test_deals_are_called_renewals_only_where_their_pipeline_is_known(vendor, scripted_vendor):
    titles = [one.looks["hubspot.renewal_deals"].facts.title for one in (vendor, scripted_vendor)]
    assert titles == ["Renewal deals at HubSpot", "Open deals at HubSpot"]


async def test_an_open_deal_behind_many_closed_ones_is_found(vendor, books, call, record, clock):
    """A list that is cut would say that there is none."""
    contact = books.get("contacts", COBALT, "email")
    closed = {"pipeline": "renewals", "hs_is_closed": "true", "closedate": "2039-01-01T00:00:00Z"}
    for _ in range(210):
        deal = books.add("deals", closed, at=clock() - timedelta(days=1))
        books.tie("contacts", contact["id"], "deals", deal["id"])
    [found] = await vendor.looks["hubspot.renewal_deals"].ask(Question(call, record(COBALT)))
    assert found.label == "Cobalt Freight fleet renewal"


async def test_a_search_without_an_end_is_not_believed(scripted_vendor, script, call, record):
    script.at("/crm/objects/2026-03/contacts/accounts@orchardlane.example", CONTACT)
    script.say({"results": [], "paging": {"next": {"after": "200"}}})
    with pytest.raises(Unavailable, match="too long"):
        await scripted_vendor.looks["hubspot.renewal_deals"].ask(Question(call, record()))


def test_without_an_address_there_is_nothing_to_ask_with(vendor, call, record):
    for look in vendor.looks.values():
        assert not look.applies(Question(call, record(None)))
        assert look.applies(Question(call.model_copy(update={"email": redact("a@b.example")})))


# --- what an answer can mean ---


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        (400, Refused),
        (401, Refused),
        (403, Refused),
        (409, Refused),
        (414, Refused),
        (423, Unavailable),
        (429, Unavailable),
        (477, Unavailable),
        (500, OutcomeUnknown),
        (502, OutcomeUnknown),
        (503, OutcomeUnknown),
        (504, OutcomeUnknown),
        (521, OutcomeUnknown),
        (526, OutcomeUnknown),
    ],
)
async def test_each_status_of_a_create(scripted_vendor, script, order, status, meaning):
    _until_the_create(script)
    script.say({"status": "error", "message": "Because."}, status)
    with pytest.raises(meaning):
        await scripted_vendor.operations[NOTE].send(order())
    assert script.seen[-1].path.endswith("/notes")
    assert len([one for one in script.seen if one.path.endswith("/2026-03/notes")]) == 1


@pytest.mark.parametrize("status", [401, 403])
async def test_a_token_can_be_mended(scripted_vendor, script, order, status):
    script.say({"category": "MISSING_SCOPES"}, status)
    with pytest.raises(Refused) as caught:
        await scripted_vendor.operations[NOTE].send(order())
    assert caught.value.mendable


@pytest.mark.parametrize(
    ("status", "headers", "wait_s"),
    [(423, {}, 2.0), (477, {"Retry-After": "86400"}, 86400.0), (477, {}, None)],
)
async def test_how_long_a_lock_and_a_move_last(
    scripted_vendor, script, order, status, headers, wait_s
):
    _until_the_create(script)
    script.say({"message": "Wait."}, status, headers)
    with pytest.raises(Unavailable) as caught:
        await scripted_vendor.operations[NOTE].send(order())
    assert caught.value.retry_after_s == wait_s


@pytest.mark.parametrize("said", [None, [], {}, {"id": "5"}, {**CONTACT, "properties": 5}], ids=str)
async def test_a_create_that_cannot_be_read_is_of_unknown_outcome(
    scripted_vendor, script, order, said
):
    _until_the_create(script)
    script.say(said, 201)
    with pytest.raises(OutcomeUnknown):
        await scripted_vendor.operations[NOTE].send(order())


async def test_unknown_fields_and_numbers_for_ids_are_read(scripted_vendor, script, order):
    _until_the_create(script)
    script.say({**CONTACT, "id": 33001}, 201)
    assert (await scripted_vendor.operations[NOTE].send(order())).reference == "33001"


@pytest.mark.parametrize(("policy", "tries"), [("SECONDLY", 3), ("TEN_SECONDLY_ROLLING", 1)])
async def test_a_read_is_repeated_only_where_waiting_is_short(
    scripted_vendor, script, pauses, policy, tries
):
    script.say({"message": "limit", "policyName": policy}, 429)
    with pytest.raises(Unavailable):
        await scripted_vendor.owners.owner_email("x@y.example")
    assert (len(script.seen), len(pauses)) == (tries, tries - 1)


async def test_a_list_without_an_end_is_not_believed(scripted_vendor, script, order):
    script.at("/crm/objects/2026-03/contacts/accounts@orchardlane.example", CONTACT)
    line = {"toObjectId": 7, "associationTypes": []}
    script.say({"results": [line], "paging": {"next": {"after": "1"}}})
    with pytest.raises(Unavailable, match="too long"):
        await scripted_vendor.operations[NOTE].send(order())


def test_without_a_token_hubspot_is_off_and_an_unsafe_address_is_refused():
    assert build(HubSpotSettings(access_token=None)) is None
    with pytest.raises(ConfigurationError, match="https"):
        build(HubSpotSettings(access_token=SecretStr("x"), base_url="http://api.hubapi.com"))


def _until_the_create(script):
    """The contact is there and has no notes; what is said next answers the create."""
    script.at("/crm/objects/2026-03/contacts/accounts@orchardlane.example", CONTACT)
    script.at("/crm/objects/2026-03/contacts/512/associations/notes", {"results": []})
    script.at("/crm/objects/2026-03/notes/search", {"total": 0, "results": []})
