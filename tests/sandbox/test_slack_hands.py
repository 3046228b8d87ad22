"""Clicks, submissions, commands and events: what the bot gets, and what its answer does."""

from dataclasses import replace
from urllib.parse import parse_qs

import httpx
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from starlette.responses import Response

from handlers.sandbox.slack_signing import signature

TEXT = {"type": "plain_text", "text": "Approve"}
BUTTON = {"type": "button", "action_id": "ok", "text": TEXT, "value": "h1.3", "style": "primary"}
CARD = [{"type": "actions", "block_id": "decide", "elements": [BUTTON]}]
OPTIONS = [
    {"text": {"type": "plain_text", "text": name.title()}, "value": name}
    for name in ("late", "wrong")
]
MODAL = {
    "type": "modal",
    "callback_id": "approve",
    "private_metadata": "h1.3",
    "title": {"type": "plain_text", "text": "Approve"},
    "submit": {"type": "plain_text", "text": "Approve"},
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "block_id": "amount",
            "label": {"type": "plain_text", "text": "Amount"},
            "element": {
                "type": "number_input",
                "action_id": "minor",
                "is_decimal_allowed": True,
                "initial_value": "12.50",
            },
        },
        {
            "type": "input",
            "block_id": "reason",
            "label": {"type": "plain_text", "text": "Reason"},
            "element": {"type": "static_select", "action_id": "why", "options": OPTIONS},
        },
    ],
}


@pytest.fixture
async def card(slack):
    return await slack.chat_postMessage(channel="C0BILLING", text="Approve?", blocks=CARD)


@pytest.fixture
def click(doors, card):
    async def press(user="U0ADA", **more):
        where = {"channel": "C0BILLING", "ts": card["ts"]} | more
        return await doors("click", **({"user": user, "action_id": "ok"} | where))

    return press


@pytest.fixture
async def modal(slack, click, bot):
    """A modal of Ada's, opened by her click."""
    await click()
    trigger_id = bot.last("block_actions")["trigger_id"]
    return (await slack.views_open(trigger_id=trigger_id, view=MODAL))["view"]


def test_the_signature_is_slacks_own():
    """Slack's published vector: https://docs.slack.dev/authentication/verifying-requests-from-slack"""
    secret = "8f742231b10e8888abcd99yyyzzz85a5"
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
        b"&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
        b"&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands"
        b"%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    expected = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    assert signature(secret, 1531420618, body) == expected
    verified = SignatureVerifier(secret).generate_signature(timestamp="1531420618", body=body)
    assert verified == expected


async def test_a_click_carries_message_button_and_person(bot, click, card):
    answer = await click()
    sent = bot.last("block_actions")
    assert answer["status"] == 200
    assert answer["body"] is None
    assert answer["latency_ms"] > 0
    assert bot.unverified == 0
    assert sent["container"] == {
        "type": "message",
        "message_ts": card["ts"],
        "channel_id": "C0BILLING",
        "is_ephemeral": False,
    }
    assert sent["message"]["blocks"] == card["message"]["blocks"]
    assert sent["user"]["team_id"] == sent["team"]["id"] == "T0LOCAL0001"
    action = sent["actions"][0]
    assert (action["action_id"], action["block_id"], action["value"]) == ("ok", "decide", "h1.3")


async def test_a_stranger_clicks_with_the_team_they_belong_to(bot, click):
    await click("U0EXT")
    sent = bot.last("block_actions")
    assert sent["user"]["team_id"] == "T0OTHER0001"
    assert sent["team"]["id"] == "T0LOCAL0001"


async def test_a_stale_client_sends_its_own_value_even_for_a_button_that_is_gone(
    bot, click, slack, card
):
    await click(value="h1.2")
    assert bot.last("block_actions")["actions"][0]["value"] == "h1.2"
    await slack.chat_update(channel="C0BILLING", ts=card["ts"], text="done")
    assert await click() == {"error": "action_not_found"}
    await click(value="h1.3")
    assert bot.last("block_actions")["actions"][0]["value"] == "h1.3"


async def test_a_repeated_click_delivers_identical_payloads_at_the_same_time(bot, click):
    answer = await click(repeat=5)
    bodies = {each.body for each in bot.received}
    assert len(bot.received) == len(answer["answers"]) == 5
    assert len(bodies) == 1


async def test_two_clicks_differ_in_action_ts_and_trigger(bot, click):
    await click()
    await click()
    first, second = (each.payload for each in bot.received)
    assert first["actions"][0]["action_ts"] < second["actions"][0]["action_ts"]
    assert first["trigger_id"] != second["trigger_id"]


async def test_a_late_answer_is_told_to_the_person_who_clicked(bot, click, state):
    bot.replies["block_actions"] = lambda _: Held()
    answer = await click()
    assert (answer["status"], answer["error"]) == (None, "operation_timeout")
    notice = state()["ephemerals"]["U0ADA"][0]
    assert notice["sender"] == "slackbot"
    assert notice["text"].startswith("Operation timed out")


class Held(Response):
    """Never answers while anyone listens."""

    async def __call__(self, scope, receive, send):
        while (await receive())["type"] != "http.disconnect":
            pass


async def test_a_trigger_opens_one_modal_within_three_seconds(slack, bot, click, clock):
    await click()
    trigger_id = bot.last("block_actions")["trigger_id"]
    await slack.views_open(trigger_id=trigger_id, view=MODAL)
    assert await view_error(slack, trigger_id) == "exchanged_trigger_id"
    await click()
    trigger_id = bot.last("block_actions")["trigger_id"]
    clock.skip(seconds=3.5)
    assert await view_error(slack, trigger_id) == "expired_trigger_id"
    assert await view_error(slack, "1.2.x") == "invalid_trigger_id"


async def view_error(slack, trigger_id):
    with pytest.raises(SlackApiError) as refused:
        await slack.views_open(trigger_id=trigger_id, view=MODAL)
    return refused.value.response["error"]


async def test_a_submission_takes_initial_values_for_what_was_left(bot, doors, modal, state):
    values = {"reason": {"why": {"selected_option": {"value": "late"}}}}
    answer = await doors("submit", user="U0ADA", view_id=modal["id"], values=values)
    sent = bot.last("view_submission")["view"]
    assert answer["status"] == 200
    assert (sent["private_metadata"], sent["callback_id"]) == ("h1.3", "approve")
    assert sent["state"]["values"]["amount"]["minor"] == {"type": "number_input", "value": "12.50"}
    chosen = sent["state"]["values"]["reason"]["why"]["selected_option"]
    assert chosen["text"]["text"] == "Late"
    assert state()["views"]["U0ADA"] == []


async def test_errors_keep_the_modal_open_with_a_sentence_below_the_input(bot, doors, modal, state):
    bot.answers("view_submission", {"response_action": "errors", "errors": {"amount": "Too much"}})
    await doors("submit", user="U0ADA", view_id=modal["id"])
    assert state()["views"]["U0ADA"][0]["errors"] == {"amount": "Too much"}


async def test_a_failed_submission_keeps_the_modal_open(bot, doors, modal, state):
    bot.answers("view_submission", status=500)
    answer = await doors("submit", user="U0ADA", view_id=modal["id"])
    assert answer["status"] == 500
    assert "HTTP 500" in state()["views"]["U0ADA"][0]["errors"][""]


async def test_update_push_and_clear_as_answers(bot, doors, modal, state):
    changed = MODAL | {"title": {"type": "plain_text", "text": "Sure?"}}
    bot.answers("view_submission", {"response_action": "update", "view": changed})
    await doors("submit", user="U0ADA", view_id=modal["id"])
    assert [v["title"]["text"] for v in state()["views"]["U0ADA"]] == ["Sure?"]
    bot.answers("view_submission", {"response_action": "push", "view": MODAL})
    await doors("submit", user="U0ADA", view_id=modal["id"])
    below, top = state()["views"]["U0ADA"]
    assert (top["previous_view_id"], top["root_view_id"]) == (below["id"], below["id"])
    bot.answers("view_submission", {"response_action": "clear"})
    await doors("submit", user="U0ADA", view_id=top["id"])
    assert "U0ADA" not in state()["views"]


async def test_a_bad_view_in_an_answer_is_reported_on_the_modal(bot, doors, modal, state):
    bot.answers("view_submission", {"response_action": "update", "view": {"type": "modal"}})
    await doors("submit", user="U0ADA", view_id=modal["id"])
    assert "missing required field" in state()["views"]["U0ADA"][0]["errors"][""]


async def test_closing_tells_the_app_only_when_it_asked(bot, doors, modal, slack, click):
    await doors("close", user="U0ADA", view_id=modal["id"])
    assert bot.last("view_closed")["is_cleared"] is False
    await click()
    quiet = {name: value for name, value in MODAL.items() if name != "notify_on_close"}
    trigger_id = bot.last("block_actions")["trigger_id"]
    view = (await slack.views_open(trigger_id=trigger_id, view=quiet))["view"]
    answer = await doors("close", user="U0ADA", view_id=view["id"])
    assert answer["status"] is None
    assert len([each for each in bot.received if each.kind == "view_closed"]) == 1


async def test_an_update_with_an_old_hash_is_refused(slack, modal):
    fresh = await slack.views_update(view_id=modal["id"], hash=modal["hash"], view=MODAL)
    assert fresh["view"]["hash"] != modal["hash"]
    with pytest.raises(SlackApiError) as refused:
        await slack.views_update(view_id=modal["id"], hash=modal["hash"], view=MODAL)
    assert refused.value.response["error"] == "hash_conflict"


async def test_at_most_three_modals_stack(slack, bot, doors, modal, state):
    menu = {
        "type": "actions",
        "block_id": "more",
        "elements": [{"type": "button", "action_id": "deeper", "text": TEXT}],
    }
    await slack.views_update(view_id=modal["id"], view=MODAL | {"blocks": [menu]})
    for outcome in ("ok", "ok", "push_limit_reached"):
        top = state()["views"]["U0ADA"][-1]
        await doors("click", user="U0ADA", view_id=top["id"], action_id="deeper")
        sent = bot.last("block_actions")
        assert sent["container"] == {"type": "view", "view_id": top["id"]}
        assert "response_url" not in sent
        push = slack.views_push(trigger_id=sent["trigger_id"], view=MODAL | {"blocks": [menu]})
        assert await outcome_of(push) == outcome


async def outcome_of(call):
    try:
        await call
    except SlackApiError as refused:
        return refused.response["error"]
    return "ok"


async def test_a_choice_in_a_view_is_sent_and_remembered(slack, bot, doors, modal):
    menu = MODAL["blocks"][1] | {"dispatch_action": True}
    await slack.views_update(view_id=modal["id"], view=MODAL | {"blocks": [menu]})
    selected = {"selected_option": {"value": "wrong"}}
    await doors("click", user="U0ADA", view_id=modal["id"], action_id="why", selected=selected)
    sent = bot.last("block_actions")
    assert sent["actions"][0]["selected_option"]["text"]["text"] == "Wrong"
    kept = sent["view"]["state"]["values"]["reason"]["why"]["selected_option"]["value"]
    await doors("submit", user="U0ADA", view_id=modal["id"])
    sent = bot.last("view_submission")["view"]["state"]["values"]["reason"]["why"]
    assert kept == sent["selected_option"]["value"] == "wrong"


async def test_a_command_is_a_form_and_its_answer_is_private(bot, doors, state):
    bot.answers("command", {"response_type": "ephemeral", "text": "Nothing waits for you."})
    words = {"command": "/handoff", "text": "mine & more"}
    await doors("command", user="U0BEN", channel="C0BILLING", **words)
    form = bot.last("command")
    assert (form["command"], form["text"]) == ("/handoff", "mine & more")
    assert (form["channel_name"], form["user_id"]) == ("privategroup", "U0BEN")
    assert form["trigger_id"]
    assert state()["ephemerals"]["U0BEN"][0]["text"] == "Nothing waits for you."


async def test_a_command_without_an_answer_names_the_failure(bot, doors, state):
    bot.answers("command", status=503)
    await doors("command", user="U0BEN", channel="C0BILLING", command="/handoff")
    assert "dispatch_failed" in state()["ephemerals"]["U0BEN"][0]["text"]


async def test_a_response_url_takes_five_posts_within_half_an_hour(bot, click, clock, doors):
    await click()
    url = bot.last("block_actions")["response_url"]
    statuses = [(await doors.client.post(url, json={"text": "hi"})).status_code for _ in range(6)]
    assert statuses == [200] * 5 + [404]
    await click()
    clock.skip(minutes=31)
    late = await doors.client.post(bot.last("block_actions")["response_url"], json={"text": "hi"})
    assert late.text == "expired_url"


async def test_a_response_url_replaces_and_deletes_the_original(bot, click, doors, workspace):
    await click()
    url = bot.last("block_actions")["response_url"]
    await doors.client.post(url, json={"replace_original": True, "text": "Approved"})
    assert workspace.messages.all("C0BILLING")[0].text == "Approved"
    await doors.client.post(url, json={"delete_original": True})
    assert workspace.messages.all("C0BILLING") == []


async def test_a_button_in_a_private_notice_can_be_pressed(bot, click, doors, state):
    await click()
    url = bot.last("block_actions")["response_url"]
    await doors.client.post(url, json={"text": "Again?", "blocks": CARD})
    notice = state()["ephemerals"]["U0ADA"][0]
    await click(ts=notice["ts"])
    sent = bot.last("block_actions")
    assert sent["container"]["is_ephemeral"]
    assert "message" not in sent
    await doors.client.post(sent["response_url"], json={"replace_original": True, "text": "Done"})
    assert state()["ephemerals"]["U0ADA"][0]["text"] == "Done"


async def test_opening_home_sends_an_event_and_shows_what_is_published(bot, doors, slack, state):
    await doors("home", user="U0CFO")
    event = bot.last("app_home_opened")
    assert event["event"]["tab"] == "home"
    assert event["authorizations"][0]["user_id"] == "U0HANDOFF"
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    await slack.views_publish(user_id="U0CFO", view=home)
    assert state()["homes"]["U0CFO"]["type"] == "home"
    await doors("home", user="U0CFO")
    assert bot.last("app_home_opened")["event"]["view"]["type"] == "home"


async def test_a_failed_event_is_delivered_again_with_its_reason(bot, doors):
    bot.answers("user_change", status=500)
    answer = await doors("event", event={"type": "user_change"})
    retries = [each.headers.get("x-slack-retry-num") for each in bot.received]
    assert answer["attempts"] == 4
    assert retries == [None, "1", "2", "3"]
    assert bot.received[1].headers["x-slack-retry-reason"] == "http_error"
    assert len({each.payload["event_id"] for each in bot.received}) == 1


async def test_an_app_can_stop_the_retries(bot, doors):
    stop = Response(status_code=500, headers={"x-slack-no-retry": "1"})
    bot.replies["user_change"] = lambda _: stop
    assert (await doors("event", event={"type": "user_change"}))["attempts"] == 1


async def test_a_change_of_a_group_is_told_to_the_bot(bot, doors, slack):
    await doors("group", group="S0LEADS", users=["U0ADA"])
    event = bot.last("subteam_members_changed")["event"]
    assert (event["added_users"], event["removed_users"]) == (["U0ADA"], ["U0CFO"])
    assert (await slack.usergroups_users_list(usergroup="S0LEADS"))["users"] == ["U0ADA"]


async def test_a_bot_that_is_not_there_is_named(world, doors, card, monkeypatch):
    courier = world.sandbox.hands._courier
    monkeypatch.setattr(courier, "_config", replace(courier._config, bot_url="http://127.0.0.1:1"))
    answer = await doors("click", user="U0ADA", channel="C0BILLING", ts=card["ts"], action_id="ok")
    assert (answer["status"], answer["error"]) == (None, "connection_failed")


@pytest.mark.parametrize(
    ("door", "body", "status"),
    [
        ("click", {"user": "U0ADA"}, 400),
        ("click", {"user": "U0ADA", "action_id": "x", "unknown": 1}, 400),
        ("click", {"user": "U0ADA", "action_id": "x", "channel": "C0BILLING", "ts": "1.1"}, 404),
        ("submit", {"user": "U0ADA", "view_id": "V1"}, 404),
        ("command", {"user": "U0ADA", "channel": "C0BILLING", "command": "handoff"}, 400),
        ("faults", {"vendor": "nobody", "fault": "none"}, 404),
        ("calls", {"name": "no such call"}, 404),
    ],
)
def test_bad_acts_are_refused_with_a_sentence(world, door, body, status):
    answer = httpx.post(f"{world.base_url}/ui/{door}", json=body, trust_env=False)
    assert answer.status_code == status
    assert answer.json()["error"]


async def test_the_deprecated_token_is_still_sent_in_forms(bot, doors):
    await doors("command", user="U0BEN", channel="C0BILLING", command="/handoff")
    form = parse_qs(bot.received[-1].body.decode())
    assert form["token"]
