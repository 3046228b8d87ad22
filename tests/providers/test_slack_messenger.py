"""Posting, redrawing, finding again and telling, against local Slack and against a script."""

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.desk.deliver_directly import NOBODY
from bot.errors import ConfigurationError, OutcomeUnknown, Refused, Unavailable
from bot.ports import Mark, Message, Posted
from bot.settings import Settings
from handlers.sandbox.config import SandboxConfig
from handlers.sandbox.faults import Fault, Switchboard
from handlers.sandbox.slack_web import slack_routes
from handlers.sandbox.slack_workspace import Workspace
from providers.slack import build
from providers.slack.messenger import SlackMessenger
from providers.slack.scopes import NEEDED, SCOPES, missing
from providers.slack.wire import MOST_PAGES, SlackWire

TOKEN = SandboxConfig().bot_token
BILLING, VIP = "C0BILLING", "C0VIP"
MARK = Mark(handoff_id="ho_1", step_id="st_1")
CARD = Message("Refund of USD 490.00", [{"type": "divider"}])
SINCE = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)


@pytest.fixture
def workspace(clock):
    return Workspace(SandboxConfig(), now=clock)


@pytest.fixture
def faults():
    return Switchboard(hang_s=5, slow_s=5)


@pytest.fixture
async def messenger(house, workspace, faults, clock, sleep, waits_s):
    with house.open_to(Starlette(routes=slack_routes(workspace, faults))) as url:
        settings = Settings(
            slack_bot_token=SecretStr(TOKEN), slack_api_url=f"{url}/api/", vendor_timeout_s=waits_s
        )
        messenger = build(settings, index_hash=_hash, clock=clock)
        yield messenger
        await messenger.aclose()


@pytest.fixture
async def talker(scripted, clock, sleep):
    """A messenger whose Slack says what the script says."""
    wire = SlackWire(SecretStr(TOKEN), api_url=f"{scripted}/api/", read_timeout_s=2)
    messenger = SlackMessenger(wire, index_hash=_hash, clock=clock, sleep=sleep)
    yield messenger
    await messenger.aclose()


def _hash(kind, value):
    return f"{kind}#{value}"


def posts(workspace, channel=BILLING):
    return workspace.messages.top_level(channel)


# --- posting ---


async def test_a_card_is_posted_with_its_mark(messenger, workspace):
    posted = await messenger.post(BILLING, CARD, MARK)
    [message] = posts(workspace)
    assert posted == Posted(BILLING, message.ts)
    assert message.text == CARD.text
    assert message.metadata == {
        "event_type": "handoff_card",
        "event_payload": {"handoff_id": "ho_1", "step_id": "st_1"},
    }


async def test_a_reply_goes_into_the_thread(messenger, workspace):
    card = await messenger.post(BILLING, CARD, MARK)
    reply = await messenger.post(BILLING, Message("Done."), MARK, thread_ts=card.ts)
    assert [one.ts for one in workspace.messages.replies(BILLING, card.ts)] == [reply.ts]


async def test_an_update_keeps_text_blocks_and_mark_together(messenger, workspace):
    card = await messenger.post(BILLING, CARD, MARK)
    newer = Mark(handoff_id="ho_1", step_id="st_2")
    await messenger.update(card, Message("Approved", [{"type": "divider"}] * 2), newer)
    [message] = posts(workspace)
    assert (message.text, len(message.blocks)) == ("Approved", 2)
    assert message.metadata["event_payload"]["step_id"] == "st_2"


async def test_telling_one_person(messenger, workspace):
    await messenger.tell(BILLING, "U0ADA", Message("That card has moved on."))
    assert "That card has moved on." in workspace.requests[-1].body
    assert not posts(workspace)


async def test_the_direct_channel_is_the_same_each_time(messenger):
    first = await messenger.direct_channel("U0ADA")
    assert first == await messenger.direct_channel("U0ADA")
    assert first.startswith("D")


async def test_nobody_writes_to_somebody_deactivated(messenger):
    with pytest.raises(Refused, match="the person is deactivated") as refused:
        await messenger.direct_channel("U0GONE")
    assert refused.value.code in NOBODY


@pytest.mark.parametrize(
    ("channel", "why"),
    [("C0NOWHERE", "no such channel"), ("C0OLD", "archived"), ("C0BOARD", "no such channel")],
)
async def test_places_where_nothing_can_be_posted(messenger, channel, why):
    with pytest.raises(Refused, match=why):
        await messenger.post(channel, CARD, MARK)


async def test_a_person_outside_the_channel_cannot_be_told(messenger):
    with pytest.raises(Refused, match="not in the channel"):
        await messenger.tell(VIP, "U0OPS", Message("hello"))


@pytest.mark.parametrize(
    ("fault", "kind", "there"),
    [
        (Fault.AUTH, Refused, 0),
        (Fault.RATE_LIMITED, Unavailable, 0),
        (Fault.SERVER_ERROR, OutcomeUnknown, 0),
        (Fault.LOST_ANSWER, OutcomeUnknown, 1),
        (Fault.HANG, OutcomeUnknown, 0),  # timed out before the effect
        (Fault.SLOW, OutcomeUnknown, 1),  # timed out after it
    ],
)
async def test_faults_of_a_post(messenger, workspace, faults, fault, kind, there):
    faults.set("slack", fault, times=1, only="chat.postMessage")
    with pytest.raises(kind):
        await messenger.post(BILLING, CARD, MARK)
    assert len(posts(workspace)) == there
    found = await messenger.find_posted(BILLING, MARK, since=SINCE)
    assert (found is not None) == bool(there)


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.LOST_ANSWER, Fault.RATE_LIMITED])
async def test_what_may_be_repeated_is_only_unavailable(messenger, faults, fault):
    card = await messenger.post(BILLING, CARD, MARK)
    faults.set("slack", fault)
    for doing in (
        messenger.update(card, CARD, MARK),
        messenger.tell(BILLING, "U0ADA", CARD),
        messenger.direct_channel("U0ADA"),
        messenger.find_posted(BILLING, MARK, since=SINCE),
    ):
        with pytest.raises(Unavailable):
            await doing


# --- finding again ---


async def test_a_card_is_found_by_its_mark_alone(messenger):
    await messenger.post(BILLING, CARD, Mark(handoff_id="ho_1", step_id="st_0"))
    wanted = await messenger.post(BILLING, CARD, MARK)
    await messenger.post(BILLING, CARD, Mark(handoff_id="ho_2", step_id="st_1"))
    assert await messenger.find_posted(BILLING, MARK, since=SINCE) == wanted
    absent = Mark(handoff_id="ho_2", step_id="st_2")
    assert await messenger.find_posted(BILLING, absent, since=SINCE) is None


async def test_a_reply_is_found_in_its_thread_alone(messenger):
    card = await messenger.post(BILLING, CARD, Mark(handoff_id="ho_1", step_id="st_0"))
    reply = await messenger.post(BILLING, CARD, MARK, thread_ts=card.ts)
    found = await messenger.find_posted(BILLING, MARK, since=SINCE, thread_ts=card.ts)
    assert found == reply
    assert await messenger.find_posted(BILLING, MARK, since=SINCE) is None


async def test_a_direct_message_is_found_too(messenger):
    channel = await messenger.direct_channel("U0ADA")
    posted = await messenger.post(channel, CARD, MARK)
    assert await messenger.find_posted(channel, MARK, since=SINCE) == posted


MARKED = {
    "event_type": "handoff_card",
    "event_payload": {"handoff_id": "ho_1", "step_id": "st_1"},
}
WHO = {"ok": True, "team_id": "T0", "user_id": "U0BOT"}
HISTORY = "/api/conversations.history"


def message(ts="5.5", user="U0BOT", metadata=MARKED):
    return {"ts": ts, "user": user, "text": "?", "metadata": metadata}


def history(*messages, cursor=""):
    page = {"next_cursor": cursor}
    return {"ok": True, "messages": list(messages), "response_metadata": page}


@pytest.mark.parametrize(
    "stranger",
    [
        message(user="U0OTHER"),
        message(user=None),
        message(metadata={"event_type": "other_card", "event_payload": MARKED["event_payload"]}),
        message(metadata={"event_type": "handoff_card"}),
        message(metadata={"event_type": "handoff_card", "event_payload": ["ho_1", "st_1"]}),
        {"ts": "5.5", "user": "U0BOT"},
    ],
)
async def test_a_forged_or_partial_mark_is_not_ours(script, talker, stranger):
    script.say(WHO).at(HISTORY, history(stranger))
    assert await talker.find_posted("C0", MARK, since=SINCE) is None


async def test_the_search_starts_before_the_attempt_and_follows_the_pages(script, talker):
    script.say(WHO).at(HISTORY, history(message(user="U0X"), cursor="next"), history(message()))
    assert await talker.find_posted("C0", MARK, since=SINCE) == Posted("C0", "5.5")
    first, second = (dict(seen.query) for seen in script.seen if seen.path == HISTORY)
    assert float(first["oldest"]) == (SINCE - timedelta(minutes=5)).timestamp()
    assert first["include_all_metadata"] == "1"
    assert "cursor" not in first
    assert second == {**first, "cursor": "next"}


async def test_pages_without_an_end_are_unavailable_never_nothing(script, talker):
    script.say(WHO).at(HISTORY, history(cursor="again"))
    with pytest.raises(Unavailable, match="do not end"):
        await talker.find_posted("C0", MARK, since=SINCE)
    assert len(script.seen) == 1 + MOST_PAGES


async def test_a_page_that_cannot_be_read_is_unavailable_never_nothing(script, talker):
    script.say(WHO).at(HISTORY, {"ok": True, "messages": [{"user": "U0BOT"}]})
    with pytest.raises(Unavailable):
        await talker.find_posted("C0", MARK, since=SINCE)


async def test_a_search_does_not_wait_for_slack_itself(script, talker, pauses):
    script.say(WHO).at(HISTORY, {"ok": False, "error": "ratelimited"})
    with pytest.raises(Unavailable):
        await talker.find_posted("C0", MARK, since=SINCE)
    assert not pauses


# --- who we are ---


async def test_it_knows_itself_and_its_scopes(script, talker):
    script.say(WHO, headers={"X-OAuth-Scopes": "chat:write, im:write,users:read"})
    identity = await talker.identify()
    assert (identity.team_id, identity.bot_user_id) == ("T0", "U0BOT")
    assert identity.scopes == {"chat:write", "im:write", "users:read"}
    assert "groups:read" in missing(identity.scopes)
    assert not missing(NEEDED)


async def test_an_answer_that_does_not_say_who_is_unavailable(script, talker):
    script.say({"ok": True})
    with pytest.raises(Unavailable):
        await talker.identify()


def test_every_needed_scope_is_needed_by_a_method_and_every_method_can_be_called():
    asked = {scope for scopes in SCOPES.values() for scope in scopes}
    assert set(NEEDED) - asked == {"users:read.email"}  # a field, not a method
    assert all(not scopes or set(scopes) & set(NEEDED) for scopes in SCOPES.values())


async def test_closing_twice_is_fine_and_closes_the_session(talker, script):
    script.say(WHO)
    await talker.identify()
    await talker.aclose()
    await talker.aclose()


def test_without_a_token_there_is_no_messenger(clock, monkeypatch):
    monkeypatch.delenv("SLACK_BOT_TOKEN", raising=False)
    for token in (None, SecretStr("")):
        with pytest.raises(ConfigurationError, match="SLACK_BOT_TOKEN"):
            build(Settings(slack_bot_token=token), index_hash=_hash, clock=clock)
