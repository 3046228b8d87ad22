"""The workspace as the page and the tests read it from `GET /ui/state`."""

from dataclasses import asdict
from typing import Any

from handlers.sandbox.slack_directory import APP_ID, BOT_ID, BOT_USER_ID, TEAM_NAME, Channel
from handlers.sandbox.slack_messages import Message
from handlers.sandbox.slack_views import View
from handlers.sandbox.slack_workspace import Workspace

LOG_SHOWN = 200


def state_of(ws: Workspace) -> dict[str, Any]:
    """Everything, oldest first; the same state gives the same bytes."""
    return {
        "team": {"id": ws.config.team_id, "name": TEAM_NAME},
        "app": {"app_id": APP_ID, "bot_id": BOT_ID, "user_id": BOT_USER_ID},
        "users": [_user(ws, user_id) for user_id in ws.directory.users],
        "groups": [asdict(group) for group in ws.directory.groups.values()],
        "channels": [_channel(ws, channel) for channel in ws.directory.channels.values()],
        "ephemerals": _ephemerals(ws),
        "sockets": {"is_on": ws.config.socket_mode, "open": len(ws.sockets.open_lines)},
        "views": {user: [_view(v) for v in stack] for user, stack in ws.views.stacks.items()},
        "homes": {user: _view(view) for user, view in ws.views.homes.items()},
        "api_log": ws.log_json(LOG_SHOWN),
    }


def _user(ws: Workspace, user_id: str) -> dict[str, Any]:
    user = ws.directory.users[user_id]
    return {**asdict(user), "display_name": user.display_name}


def _channel(ws: Workspace, channel: Channel) -> dict[str, Any]:
    messages = [_message(message) for message in ws.messages.all(channel.id)]
    return {**asdict(channel), "is_im": channel.is_im, "messages": messages}


def _message(message: Message) -> dict[str, Any]:
    return {**asdict(message), "is_reply": message.is_reply, "from_bot": message.from_bot}


def _ephemerals(ws: Workspace) -> dict[str, list[dict[str, Any]]]:
    by_user: dict[str, list[dict[str, Any]]] = {}
    for notice in ws.messages.ephemerals:
        by_user.setdefault(notice.user, []).append(asdict(notice))
    return by_user


def _view(view: View) -> dict[str, Any]:
    return view.to_json() | {"values": view.values, "errors": view.errors}
