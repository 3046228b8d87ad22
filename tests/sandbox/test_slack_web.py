"""The local Web API, driven by Slack's own asynchronous client."""

import aiohttp
import httpx
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.client import WebClient

from handlers.sandbox.config import SandboxConfig
from handlers.sandbox.faults import Fault
from handlers.sandbox.server import run_sandbox

SECTION = {"type": "section", "block_id": "facts", "text": {"type": "mrkdwn", "text": "Facts"}}
METADATA = {"event_type": "handoff_card", "event_payload": {"handoff_id": "h1", "step_id": "s1"}}


async def error_of(call):
    with pytest.raises(SlackApiError) as refused:
        await call
    return refused.value.response["error"]


async def test_the_bot_learns_who_it_is(slack):
    answer = await slack.auth_test()
    assert (answer["user_id"], answer["bot_id"]) == ("U0HANDOFF", "B0HANDOFF")


async def test_a_posted_card_is_read_back_with_its_metadata(slack):
    posted = await slack.chat_postMessage(
        channel="C0BILLING", text="Facts", blocks=[SECTION], metadata=METADATA
    )
    whole = await slack.conversations_history(channel="C0BILLING", include_all_metadata=True)
    brief = await slack.conversations_history(channel="C0BILLING")
    assert whole["messages"][0]["ts"] == posted["ts"]
    assert whole["messages"][0]["metadata"] == METADATA
    assert brief["messages"][0]["metadata"] == {"event_type": "handoff_card"}


async def test_timestamps_are_unique_and_rise(slack):
    posted = [await slack.chat_postMessage(channel="C0BILLING", text=str(n)) for n in range(5)]
    stamps = [answer["ts"] for answer in posted]
    assert stamps == sorted(set(stamps))


async def test_history_shows_newest_first_in_pages_without_replies(slack):
    first = await slack.chat_postMessage(channel="C0BILLING", text="first")
    await slack.chat_postMessage(channel="C0BILLING", text="reply", thread_ts=first["ts"])
    await slack.chat_postMessage(channel="C0BILLING", text="second")
    page = await slack.conversations_history(channel="C0BILLING", limit=1)
    rest = await slack.conversations_history(
        channel="C0BILLING", limit=1, cursor=page["response_metadata"]["next_cursor"]
    )
    assert [page["messages"][0]["text"], rest["messages"][0]["text"]] == ["second", "first"]
    assert rest["messages"][0]["reply_count"] == 1
    assert (page["has_more"], rest["has_more"]) == (True, False)


async def test_oldest_is_exclusive_unless_inclusive(slack):
    first = await slack.chat_postMessage(channel="C0BILLING", text="first")
    after = await slack.conversations_history(channel="C0BILLING", oldest=first["ts"])
    since = await slack.conversations_history(
        channel="C0BILLING", oldest=first["ts"], inclusive=True
    )
    early = await slack.conversations_history(channel="C0BILLING", oldest="0")
    assert [len(a["messages"]) for a in (after, since, early)] == [0, 1, 1]


async def test_a_thread_is_read_from_its_parent_on(slack):
    parent = await slack.chat_postMessage(channel="C0BILLING", text="parent")
    reply = await slack.chat_postMessage(channel="C0BILLING", text="reply", thread_ts=parent["ts"])
    await slack.chat_postMessage(channel="C0BILLING", text="deeper", thread_ts=reply["ts"])
    thread = await slack.conversations_replies(channel="C0BILLING", ts=parent["ts"])
    assert [m["text"] for m in thread["messages"]] == ["parent", "reply", "deeper"]
    missing = slack.conversations_replies(channel="C0BILLING", ts="1.000001")
    assert await error_of(missing) == "thread_not_found"


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C0GENERAL", "not_in_channel"),
        ("C0BOARD", "channel_not_found"),
        ("C0NOWHERE", "channel_not_found"),
        ("C0OLD", "is_archived"),
    ],
)
async def test_posting_where_the_bot_may_not(slack, channel, error):
    assert await error_of(slack.chat_postMessage(channel=channel, text="x")) == error


async def test_a_members_id_stands_for_the_direct_message(slack):
    opened = await slack.conversations_open(users="U0ADA")
    again = await slack.conversations_open(users=["U0ADA"])
    posted = await slack.chat_postMessage(channel="U0ADA", text="psst")
    assert opened["channel"]["id"] == again["channel"]["id"] == posted["channel"] == "D0ADA"


@pytest.mark.parametrize(
    ("metadata", "error"),
    [
        ({"event_type": "x"}, "invalid_metadata_format"),
        ({"event_type": 1, "event_payload": {}}, "invalid_metadata_format"),
        ({"event_type": "x", "event_payload": {"a": {"b": {"c": 1}}}}, "invalid_metadata_schema"),
        ({"event_type": "x", "event_payload": {"a": "b" * 5000}}, "metadata_too_large"),
    ],
)
async def test_metadata_has_a_shape(slack, metadata, error):
    posted = slack.chat_postMessage(channel="C0BILLING", text="x", metadata=metadata)
    assert await error_of(posted) == error


async def test_text_alone_removes_the_blocks_and_marks_the_edit(slack, state):
    posted = await slack.chat_postMessage(
        channel="C0BILLING", text="x", blocks=[SECTION], metadata=METADATA
    )
    updated = await slack.chat_update(channel="C0BILLING", ts=posted["ts"], text="plain")
    assert "blocks" not in updated["message"]
    assert updated["message"]["edited"]["user"] == "U0HANDOFF"
    assert updated["message"]["metadata"] == METADATA


async def test_an_update_with_blocks_leaves_no_mark_and_empty_metadata_removes_it(slack, state):
    posted = await slack.chat_postMessage(channel="C0BILLING", text="x", metadata=METADATA)
    updated = await slack.chat_update(
        channel="C0BILLING", ts=posted["ts"], text="x", blocks=[SECTION], metadata={}
    )
    assert "edited" not in updated["message"]
    assert "metadata" not in updated["message"]
    channel = next(c for c in state()["channels"] if c["id"] == "C0BILLING")
    assert channel["messages"][0]["edits"] == 1


async def test_only_the_bots_own_messages_can_be_updated(slack, doors):
    said = await doors("say", user="U0ADA", channel="C0BILLING", text="hello")
    update = slack.chat_update(channel="C0BILLING", ts=said["ts"], text="x")
    assert await error_of(update) == "cant_update_message"
    gone = slack.chat_update(channel="C0BILLING", ts="1.000001", text="x")
    assert await error_of(gone) == "message_not_found"


async def test_an_update_takes_no_text_above_four_thousand(slack):
    posted = await slack.chat_postMessage(channel="C0BILLING", text="x")
    long = slack.chat_update(channel="C0BILLING", ts=posted["ts"], text="x" * 4001)
    assert await error_of(long) == "msg_too_long"


async def test_a_private_notice_reaches_a_member_only(slack, state):
    await slack.chat_postEphemeral(channel="C0BILLING", user="U0ADA", text="for you")
    assert state()["ephemerals"]["U0ADA"][0]["text"] == "for you"
    outside = slack.chat_postEphemeral(channel="C0BILLING", user="U0EXT", text="x")
    assert await error_of(outside) == "user_not_in_channel"


async def test_a_permalink_leads_to_the_page(slack, world, doors):
    posted = await slack.chat_postMessage(channel="C0BILLING", text="x")
    link = await slack.chat_getPermalink(channel="C0BILLING", message_ts=posted["ts"])
    assert link["permalink"].startswith(f"{world.base_url}/archives/C0BILLING/p")
    assert (await doors.client.get(link["permalink"])).status_code == 200


async def test_blocks_beyond_a_limit_are_refused_with_a_pointer(slack):
    header = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}
    with pytest.raises(SlackApiError) as refused:
        await slack.chat_postMessage(channel="C0BILLING", text="x", blocks=[header])
    answer = refused.value.response
    assert answer["error"] == "invalid_blocks"
    assert answer["errors"] == [
        "must be less than 151 characters [json-pointer:/blocks/0/text/text]"
    ]


async def test_the_directory_tells_guests_strangers_bots_and_the_departed_apart(slack):
    ids = ("U0GUEST", "U0EXT", "U0HANDOFF", "U0GONE")
    users = [(await slack.users_info(user=user_id))["user"] for user_id in ids]
    guest, stranger, bot, gone = users
    assert guest["is_restricted"]
    assert stranger["is_stranger"]
    assert stranger["team_id"] != guest["team_id"]
    assert bot["is_bot"]
    assert gone["deleted"]
    assert "tz" not in gone


async def test_people_are_found_by_mail_unless_they_left(slack):
    found = await slack.users_lookupByEmail(email="ada@finance.example")
    assert found["user"]["id"] == "U0ADA"
    gone = slack.users_lookupByEmail(email="dora@finance.example")
    assert await error_of(gone) == "users_not_found"


async def test_user_groups_and_channel_members_are_listed(slack):
    groups = await slack.usergroups_list(include_users=True)
    members = {group["handle"]: group["users"] for group in groups["usergroups"]}
    assert members["finance-approvers"] == ["U0ADA", "U0BEN"]
    assert members["empty"] == []
    leads = await slack.usergroups_users_list(usergroup="S0LEADS")
    assert leads["users"] == ["U0CFO"]
    assert await error_of(slack.usergroups_users_list(usergroup="S0X")) == "no_such_subteam"
    billing = await slack.conversations_members(channel="C0BILLING")
    assert "U0HANDOFF" in billing["members"]


async def test_lists_come_in_pages(slack):
    first = await slack.users_list(limit=3)
    pages = [first["members"]]
    cursor = first["response_metadata"]["next_cursor"]
    while cursor:
        page = await slack.users_list(limit=3, cursor=cursor)
        pages.append(page["members"])
        cursor = page["response_metadata"]["next_cursor"]
    assert [len(page) for page in pages] == [3, 3, 2]
    assert await error_of(slack.users_list(cursor="???")) == "invalid_cursor"


async def test_private_channels_are_listed_on_request_and_only_the_bots_own(slack):
    listed = await slack.conversations_list(types="private_channel,public_channel")
    names = {channel["name"] for channel in listed["channels"]}
    assert {"billing-approvals", "general"} <= names
    assert "board" not in names
    info = await slack.conversations_info(channel="C0BILLING", include_num_members=True)
    assert info["channel"]["is_private"]


async def test_unknown_methods_and_wrong_tokens_are_refused(slack, doors):
    assert await error_of(slack.api_call("no.such")) == "unknown_method"
    stranger = AsyncWebClient("xoxb-other", base_url=slack.base_url)
    assert await error_of(stranger.auth_test()) == "invalid_auth"
    answer = await doors.client.post("/slack/api/auth.test")
    assert answer.json()["error"] == "not_authed"


def test_the_synchronous_client_posts_forms_to_the_same_doors(world):
    client = WebClient("xoxb-local-handoff", base_url=f"{world.base_url}/slack/api/")
    posted = client.chat_postMessage(channel="C0BILLING", text="x", blocks=[SECTION])
    read = client.conversations_history(channel="C0BILLING", inclusive=True, oldest=posted["ts"])
    assert read["messages"][0]["blocks"][0]["block_id"] == "facts"


@pytest.mark.parametrize(
    ("content_type", "body", "error"),
    [
        ("application/json", b"{", "invalid_json"),
        ("application/json", b"[]", "json_not_object"),
        ("application/json", b"\xff", "invalid_charset"),
        ("image/png", b"x", "invalid_post_type"),
        ("", b"x", "missing_post_type"),
    ],
)
def test_bodies_that_cannot_be_read(world, content_type, body, error):
    headers = {"authorization": "Bearer xoxb-local-handoff", "content-type": content_type}
    url = f"{world.base_url}/slack/api/chat.postMessage"
    answer = httpx.post(url, content=body, headers=headers, trust_env=False)
    assert answer.json()["error"] == error


async def test_every_request_is_kept_readably(slack, workspace):
    await slack.chat_postMessage(channel="C0BILLING", text="Zażółć <&>", blocks=[SECTION])
    await slack.conversations_history(channel="C0BILLING", oldest="17.5")
    assert [each.method for each in workspace.requests] == [
        "chat.postMessage",
        "conversations.history",
    ]
    assert "Zażółć <&>" in workspace.requests[0].body
    assert '"oldest": "17.5"' in workspace.requests[1].body


async def test_a_rate_limit_says_when_to_come_back(slack, world, workspace):
    world.sandbox.faults.set("slack", Fault.RATE_LIMITED, times=1, only="chat.postMessage")
    await slack.auth_test()
    with pytest.raises(SlackApiError) as refused:
        await slack.chat_postMessage(channel="C0BILLING", text="x")
    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "1"
    assert refused.value.response["error"] == "ratelimited"
    assert workspace.messages.all("C0BILLING") == []
    await slack.chat_postMessage(channel="C0BILLING", text="x")


async def test_a_server_error_leaves_no_message(slack, world, workspace):
    world.sandbox.faults.set("slack", Fault.SERVER_ERROR)
    with pytest.raises(SlackApiError) as refused:
        await slack.chat_postMessage(channel="C0BILLING", text="x")
    assert refused.value.response.status_code == 500
    assert workspace.messages.all("C0BILLING") == []


async def test_a_lost_answer_leaves_the_message(slack, world, workspace):
    world.sandbox.faults.set("slack", Fault.LOST_ANSWER, times=1)
    with pytest.raises(aiohttp.ClientPayloadError):
        await slack.chat_postMessage(channel="C0BILLING", text="x")
    assert len(workspace.messages.all("C0BILLING")) == 1


async def test_a_hanging_slack_outlasts_the_client_and_does_nothing(world, workspace):
    world.sandbox.faults.set("slack", Fault.HANG, times=1)
    slack = AsyncWebClient(
        "xoxb-local-handoff",
        base_url=f"{world.base_url}/slack/api/",
        timeout=0.1,
        retry_handlers=[],
    )
    with pytest.raises(TimeoutError):
        await slack.chat_postMessage(channel="C0BILLING", text="x")
    assert workspace.messages.all("C0BILLING") == []


async def test_one_message_a_second_a_channel_when_asked_for():
    with run_sandbox(SandboxConfig(post_rate_limit=True)) as running:
        slack = AsyncWebClient("xoxb-local-handoff", base_url=f"{running.base_url}/slack/api/")
        await slack.chat_postMessage(channel="C0BILLING", text="first")
        await slack.chat_postMessage(channel="C0VIP", text="elsewhere")
        second = slack.chat_postMessage(channel="C0BILLING", text="second")
        assert await error_of(second) == "ratelimited"
