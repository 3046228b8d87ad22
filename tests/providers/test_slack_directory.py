"""Who people are: whatever cannot be read or is not there has no rights."""

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.responses import JSONResponse

from bot.errors import Refused, Unavailable
from bot.handoff.people import Channel
from handlers.sandbox.config import SandboxConfig
from handlers.sandbox.faults import Fault, Switchboard
from handlers.sandbox.slack_web import slack_routes
from handlers.sandbox.slack_workspace import Workspace
from providers.slack.directory import ONE_BY_ONE
from providers.slack.messenger import SlackMessenger
from providers.slack.wire import SlackWire

TOKEN = SandboxConfig().bot_token
WHO = {"ok": True, "team_id": "T0", "user_id": "U0BOT"}
BUSY = {"ok": False, "error": "ratelimited"}


@pytest.fixture
def workspace(clock):
    return Workspace(SandboxConfig(), now=clock)


@pytest.fixture
def faults():
    return Switchboard()


def _hash(kind, value):
    return f"{kind}#{value}"


@pytest.fixture
async def messenger_at(clock, sleep):
    opened = []

    def open_at(url, **options):
        wire = SlackWire(SecretStr(TOKEN), api_url=f"{url}/api/", read_timeout_s=2)
        opened.append(SlackMessenger(wire, index_hash=_hash, clock=clock, sleep=sleep, **options))
        return opened[-1]

    yield open_at
    for one in opened:
        await one.aclose()


@pytest.fixture
def load(house, workspace, faults, messenger_at):
    """Load from local Slack."""
    with house.open_to(Starlette(routes=slack_routes(workspace, faults))) as url:
        messenger = messenger_at(url)

        async def load(users=(), groups=(), channels=()):
            return await messenger.load_directory(users=users, groups=groups, channels=channels)

        yield load


@pytest.fixture
def read(script, scripted, messenger_at):
    """Load from a script."""
    script.say(WHO)

    async def read(users=(), groups=(), channels=(), **options):
        messenger = messenger_at(scripted, **options)
        return await messenger.load_directory(users=users, groups=groups, channels=channels)

    return read


# --- people ---


async def test_people_as_they_are(load, clock):
    wanted = ("U0ADA", "U0GUEST", "U0EXT", "U0GONE", "U0HANDOFF")
    directory = await load(users=wanted)
    ada = directory.people["U0ADA"]
    assert (ada.team_id, ada.tz) == ("T0LOCAL0001", "Europe/Berlin")
    assert not any((ada.is_bot, ada.is_guest, ada.is_stranger, ada.is_deleted))
    assert directory.people["U0GUEST"].is_guest
    assert directory.people["U0EXT"].is_stranger
    assert directory.people["U0EXT"].team_id != ada.team_id
    assert directory.people["U0GONE"].is_deleted
    assert directory.people["U0HANDOFF"].is_bot
    assert directory.loaded_at == clock()


async def test_only_a_keyed_hash_of_the_address_is_kept(load):
    directory = await load(users=("U0ADA",))
    assert directory.people["U0ADA"].email_hash == "email#ada@finance.example"
    assert directory.people["U0ADA"].model_dump_json().count("finance.example") == 1


async def test_an_unknown_person_is_nobody(load):
    directory = await load(users=("U0NOBODY", "U0ADA", "not an id", ""))
    assert set(directory.people) == {"U0ADA"}


def user(user_id, **change):
    plain = {"id": user_id, "team_id": "T0", "is_restricted": False, "profile": {}}
    return plain | change


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({"is_restricted": True}, {"is_guest": True}),
        ({"is_ultra_restricted": True}, {"is_guest": True}),
        ({"is_stranger": True}, {"is_stranger": True}),
        ({"deleted": True}, {"is_deleted": True}),
        ({"is_bot": True}, {"is_bot": True}),
        ({"profile": {"email": " Ann@Acme.Example "}}, {"email_hash": "email#ann@acme.example"}),
        ({"profile": {"phone": "+49 (30) 12-34"}}, {"phone_hash": "phone#49301234"}),
        ({"profile": {"email": "", "phone": "n/a"}}, {"email_hash": None, "phone_hash": None}),
        ({"profile": {"display_name": "Zoë", "real_name": "Zoë B"}}, {"name": "Zoë"}),
        ({"profile": {"display_name": "", "real_name": "山田"}}, {"name": "山田"}),
        ({"name": "zoe", "brand_new": {"a": 1}}, {"name": "zoe"}),
    ],
    ids=str,
)
async def test_what_is_read_of_a_person(script, read, change, shown):
    script.at("/api/users.info", {"ok": True, "user": user("U0A", **change)})
    person = (await read(users=("U0A",))).people["U0A"]
    assert {name: getattr(person, name) for name in shown} == shown


async def test_somebody_without_a_guest_flag_counts_as_a_guest(script, read):
    script.at("/api/users.info", {"ok": True, "user": {"id": "U0A"}})
    person = (await read(users=("U0A",))).people["U0A"]
    assert (person.is_guest, person.team_id) == (True, "")


async def test_slackbot_is_a_bot_whatever_it_says(script, read):
    script.at("/api/users.info", {"ok": True, "user": user("USLACKBOT")})
    assert (await read(users=("USLACKBOT",))).people["USLACKBOT"].is_bot


async def test_many_people_are_read_by_pages(script, read):
    wanted = [f"U{number:03}" for number in range(ONE_BY_ONE + 1)]
    first = {"members": [user(one) for one in wanted[:10]] + [user("U0OTHER")]}
    rest = {"members": [user(one) for one in wanted[10:]]}
    more = {"response_metadata": {"next_cursor": "next"}}
    script.at("/api/users.list", {"ok": True, **first, **more}, {"ok": True, **rest})
    directory = await read(users=wanted)
    assert set(directory.people) == set(wanted)
    assert not [seen for seen in script.seen if seen.path == "/api/users.info"]


# --- groups ---


@pytest.mark.parametrize(
    "asked", ["S0APPROVERS", "finance-approvers", "@finance-approvers", "Finance Approvers"]
)
async def test_a_group_by_id_handle_or_name_with_its_people(load, asked):
    directory = await load(groups=(asked,))
    assert directory.groups[asked] == directory.groups["S0APPROVERS"] == ("U0ADA", "U0BEN")
    assert set(directory.people) == {"U0ADA", "U0BEN"}


@pytest.mark.parametrize("asked", ["S0NOBODY", "finance", "", "@", "S0EMPTY", "empty"])
async def test_a_missing_or_empty_group_has_nobody(load, asked):
    directory = await load(groups=(asked,))
    assert directory.groups[asked] == ()
    assert not directory.people


GROUPS, MEMBERS = "/api/usergroups.list", "/api/usergroups.users.list"


def group(**change):
    return {"id": "S0A", "handle": "approvers", "name": "Approvers", "date_delete": 0} | change


async def test_a_plan_without_groups_has_empty_ones(script, read):
    script.at(GROUPS, {"ok": False, "error": "plan_upgrade_required"})
    assert (await read(groups=("S0A", "b"))).groups == {"S0A": (), "b": ()}


async def test_a_disabled_group_has_nobody(script, read):
    disabled = group(date_delete=1, users=["U0A"])
    script.at(GROUPS, {"ok": True, "usergroups": [disabled]})
    assert (await read(groups=("S0A",))).groups == {"S0A": ()}


async def test_two_groups_of_one_name_are_neither(script, read):
    twins = [group(handle="one", users=["U0A"]), group(id="S0B", handle="two", users=["U0B"])]
    script.at(GROUPS, {"ok": True, "usergroups": twins})
    assert (await read(groups=("Approvers",))).groups == {"Approvers": ()}


async def test_members_that_the_list_leaves_out_are_asked_for(script, read):
    script.at(GROUPS, {"ok": True, "usergroups": [group()]})
    script.at(MEMBERS, {"ok": True, "users": ["U0A"]})
    script.at("/api/users.info", {"ok": True, "user": user("U0A")})
    directory = await read(groups=("S0A",))
    assert directory.groups == {"S0A": ("U0A",)}


async def test_a_group_that_vanished_meanwhile_has_nobody(script, read):
    script.at(GROUPS, {"ok": True, "usergroups": [group()]})
    script.at(MEMBERS, {"ok": False, "error": "no_such_subteam"})
    assert (await read(groups=("S0A",))).groups == {"S0A": ()}


async def test_a_missing_scope_is_told_not_taken_for_an_empty_group(script, read):
    script.at(GROUPS, {"ok": False, "error": "missing_scope"})
    with pytest.raises(Refused, match="lacks a scope"):
        await read(groups=("S0A",))


# --- channels ---


@pytest.mark.parametrize("asked", ["C0BILLING", "#billing-approvals", "billing-approvals"])
async def test_a_channel_by_id_or_name(load, asked):
    directory = await load(channels=(asked,))
    billing = Channel(
        channel_id="C0BILLING", name="billing-approvals", is_private=True, has_bot=True
    )
    assert directory.channels[asked] == directory.channels["C0BILLING"] == billing


async def test_what_is_wrong_with_a_channel_shows(load):
    directory = await load(channels=("C0GENERAL", "C0OLD", "C0BOARD", "#nowhere", "C0NOWHERE"))
    assert not directory.channels["C0GENERAL"].is_private
    assert directory.channels["C0OLD"].is_archived
    assert set(directory.channels) == {"C0GENERAL", "C0OLD"}


@pytest.mark.parametrize("flag", ["is_ext_shared", "is_pending_ext_shared"])
async def test_a_channel_shared_with_another_company_is_not_private(script, read, flag):
    shared = {"id": "C0A", "name": "a", "is_private": True, "is_member": True, flag: True}
    script.at("/api/conversations.info", {"ok": True, "channel": shared})
    assert not (await read(channels=("C0A",))).channels["C0A"].is_private


async def test_a_channel_that_says_little_is_trusted_little(script, read):
    script.at("/api/conversations.info", {"ok": True, "channel": {"id": "C0A"}})
    assert (await read(channels=("C0A",))).channels["C0A"] == Channel(channel_id="C0A")


# --- patience ---


async def test_a_busy_slack_is_waited_for(script, scripted, read, pauses):
    busy = JSONResponse(BUSY, 429, {"Retry-After": "20"})
    script.at("/api/users.info", busy, busy, {"ok": True, "user": user("U0A")})
    assert set((await read(users=("U0A",))).people) == {"U0A"}
    assert pauses == [20, 20]


async def test_patience_ends(script, read, pauses):
    script.at("/api/users.info", JSONResponse(BUSY, 429, {"Retry-After": "50"}))
    with pytest.raises(Unavailable) as caught:
        await read(users=("U0A",))
    assert caught.value.retry_after_s == 50
    assert pauses == [50]


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.LOST_ANSWER])
async def test_an_outage_is_unavailable_never_an_empty_directory(load, faults, fault):
    faults.set("slack", fault)
    with pytest.raises(Unavailable):
        await load(users=("U0ADA",), groups=("S0APPROVERS",), channels=("C0BILLING",))


async def test_a_refused_token_is_refused_never_an_empty_directory(load, faults):
    faults.set("slack", Fault.AUTH)
    with pytest.raises(Refused, match="token is not valid"):
        await load(users=("U0ADA",), groups=("S0APPROVERS",))


async def test_one_hiccup_is_forgiven(load, faults):
    faults.set("slack", Fault.SERVER_ERROR, times=1, only="users.info")
    assert set((await load(users=("U0ADA",))).people) == {"U0ADA"}


# --- a whole organisation ---


async def test_an_org_wide_token_lists_each_of_its_workspaces(script, read):
    script.words.clear()
    script.say({**WHO, "is_enterprise_install": True})
    script.at(
        GROUPS,
        {"ok": True, "usergroups": [group(users=["U0A"])]},
        {"ok": True, "usergroups": [group(id="S0B", handle="b", name="B", users=[])]},
    )
    script.at("/api/users.info", {"ok": True, "user": user("U0A")})
    directory = await read(groups=("approvers", "b"), team_ids=("T0A", "T0B"))
    assert directory.groups == {"approvers": ("U0A",), "S0A": ("U0A",), "b": (), "S0B": ()}
    asked = [dict(seen.query)["team_id"] for seen in script.seen if seen.path == GROUPS]
    assert asked == ["T0A", "T0B"]


async def test_nothing_logged_holds_token_or_address(load, logged):
    await load(groups=("S0APPROVERS",), channels=("#billing-approvals",))
    for secret in (TOKEN, "finance.example", "Ada"):
        assert secret not in logged()
