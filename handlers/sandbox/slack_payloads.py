"""The payloads Slack sends, put together from the workspace.

https://docs.slack.dev/reference/interaction-payloads, https://docs.slack.dev/apis/events-api
"""

from typing import Any

from handlers.sandbox.slack_directory import APP_ID, BOT_USER_ID, TEAM_DOMAIN, Channel
from handlers.sandbox.slack_inputs import initial_values
from handlers.sandbox.slack_messages import Ephemeral, Message
from handlers.sandbox.slack_views import View
from handlers.sandbox.slack_workspace import Workspace

Payload = dict[str, Any]
VERIFICATION = "local-deprecated-token"
"""Slack still sends the deprecated `token`; nobody may trust it."""


def block_actions_on_message(
    ws: Workspace, user_id: str, shown: Message | Ephemeral, action: Payload, response_url: str
) -> Payload:
    """A click in a conversation; the message itself is left out where only one person sees it."""
    channel = ws.directory.channels[shown.channel]
    container = {
        "type": "message",
        "message_ts": shown.ts,
        "channel_id": shown.channel,
        "is_ephemeral": isinstance(shown, Ephemeral),
    }
    if shown.thread_ts:
        container["thread_ts"] = shown.thread_ts
    payload = _interaction(ws, "block_actions", user_id) | {
        "container": container,
        "channel": {"id": channel.id, "name": _channel_name(channel)},
        "state": {"values": initial_values(shown.blocks)},
        "response_url": response_url,
        "actions": [action],
    }
    return payload | ({} if isinstance(shown, Ephemeral) else {"message": _whole(ws, shown)})


def block_actions_on_view(ws: Workspace, view: View, user_id: str, action: Payload) -> Payload:
    return _interaction(ws, "block_actions", user_id, view) | {
        "container": {"type": "view", "view_id": view.id},
        "view": view.to_json(),
        "actions": [action],
    }


def view_submission(ws: Workspace, view: View) -> Payload:
    return _interaction(ws, "view_submission", view.user, view) | {
        "view": view.to_json(),
        "response_urls": [],
    }


def view_closed(ws: Workspace, view: View, *, is_cleared: bool) -> Payload:
    closed = _interaction(ws, "view_closed", view.user, view)
    del closed["trigger_id"]
    return closed | {"view": view.to_json(), "is_cleared": is_cleared}


def slash_command(
    ws: Workspace, user_id: str, channel: Channel, words: tuple[str, str], response_url: str
) -> dict[str, str]:
    """`words` is the command with its slash, and the rest."""
    user = ws.user(user_id)
    return {
        "token": VERIFICATION,
        "team_id": ws.config.team_id,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": _channel_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": words[0],
        "text": words[1],
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": ws.grants.new_trigger(user.id),
    }


def event_callback(ws: Workspace, event: Payload) -> Payload:
    """Any event in the Events API's wrapper."""
    moment = ws.timestamps.next()
    authorization = {
        "enterprise_id": None,
        "team_id": ws.config.team_id,
        "user_id": BOT_USER_ID,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": VERIFICATION,
        "team_id": ws.config.team_id,
        "context_team_id": ws.config.team_id,
        "context_enterprise_id": None,
        "api_app_id": APP_ID,
        "event": {"event_ts": moment, **event},
        "type": "event_callback",
        "event_id": ws.new_id("Ev"),
        "event_time": int(moment.partition(".")[0]),
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
        "event_context": f"4-local-{moment}",
    }


def app_home_opened(ws: Workspace, user_id: str) -> Payload:
    event = {
        "type": "app_home_opened",
        "user": user_id,
        "channel": ws.directory.direct_message(user_id).id,
        "tab": "home",
    }
    home = ws.views.homes.get(user_id)
    return event | ({"view": home.to_json()} if home is not None else {})


def _interaction(ws: Workspace, kind: str, user_id: str, view: View | None = None) -> Payload:
    user = ws.user(user_id)
    return {
        "type": kind,
        "user": {
            "id": user.id,
            "username": user.name,
            "name": user.name,
            "team_id": user.team_id,
        },
        "api_app_id": APP_ID,
        "token": VERIFICATION,
        "trigger_id": ws.grants.new_trigger(user.id, view.id if view else None),
        "team": {"id": ws.config.team_id, "domain": TEAM_DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _whole(ws: Workspace, message: Message) -> Payload:
    shown = ws.messages.with_thread_facts(message, ws.config.team_id)
    return shown | ({"metadata": message.metadata} if message.metadata else {})


def _channel_name(channel: Channel) -> str:
    """Payloads name neither private channels nor direct messages."""
    if channel.is_im:
        return "directmessage"
    return "privategroup" if channel.is_private else channel.name
