"""The Web API methods this workspace knows. A method answers without `ok`, or raises SlackError."""

from collections.abc import Callable
from typing import Any

from handlers.sandbox import slack_chat as chat
from handlers.sandbox import slack_modals as modals
from handlers.sandbox import slack_reads as reads
from handlers.sandbox import slack_socket_door as sockets
from handlers.sandbox.slack_args import Args
from handlers.sandbox.slack_workspace import Workspace

Method = Callable[[Workspace, Args], dict[str, Any]]

METHODS: dict[str, Method] = {
    "apps.connections.open": sockets.open_connection,
    "auth.test": reads.auth_test,
    "chat.delete": chat.delete,
    "chat.getPermalink": chat.get_permalink,
    "chat.postEphemeral": chat.post_ephemeral,
    "chat.postMessage": chat.post_message,
    "chat.update": chat.update,
    "conversations.history": reads.history,
    "conversations.info": reads.conversation_info,
    "conversations.list": reads.conversation_list,
    "conversations.members": reads.conversation_members,
    "conversations.open": reads.conversation_open,
    "conversations.replies": reads.replies,
    "usergroups.list": reads.group_list,
    "usergroups.users.list": reads.group_members,
    "users.info": reads.user_info,
    "users.list": reads.user_list,
    "users.lookupByEmail": reads.user_by_email,
    "views.open": modals.open_view,
    "views.publish": modals.publish_view,
    "views.push": modals.push_view,
    "views.update": modals.update_view,
}

APP_METHODS = frozenset({"apps.connections.open"})
"""Those that want the app's token instead of the bot's."""
