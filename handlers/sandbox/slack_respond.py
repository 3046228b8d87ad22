"""What a bot sends to a `response_url`, or in the answer to a slash command."""

from typing import Any

from handlers.sandbox.slack_args import Args
from handlers.sandbox.slack_chat import checked_blocks, rewrite
from handlers.sandbox.slack_errors import SlackError
from handlers.sandbox.slack_grants import ResponseUrl
from handlers.sandbox.slack_messages import Message
from handlers.sandbox.slack_workspace import Workspace


def respond(ws: Workspace, url_id: str, values: dict[str, Any]) -> None:
    """One of the five posts; ephemeral unless `in_channel`, `replace_` or `delete_original`."""
    grant = ws.grants.use_response_url(url_id)
    args = Args(values)
    if args.flag("delete_original"):
        _delete_original(ws, grant)
    elif args.flag("replace_original"):
        _replace_original(ws, grant, args)
    else:
        say(ws, grant, args)


def say(ws: Workspace, grant: ResponseUrl, args: Args) -> None:
    """Show an answer: to the person alone, or to everybody when it says `in_channel`."""
    blocks, text = checked_blocks(args), args.text("text") or ""
    if not text and not blocks:
        raise SlackError("no_text")
    thread_ts = args.text("thread_ts") or grant.thread_ts
    if args.text("response_type") == "in_channel":
        channel = ws.directory.channels[grant.channel]
        ws.post(channel, text, blocks=blocks or [], thread_ts=thread_ts)
    else:
        ws.whisper(grant.channel, grant.user, text, blocks=blocks or [], thread_ts=thread_ts)


def _original(ws: Workspace, grant: ResponseUrl) -> Message | None:
    return ws.messages.find(grant.channel, grant.message_ts) if grant.message_ts else None


def _replace_original(ws: Workspace, grant: ResponseUrl, args: Args) -> None:
    blocks, text = checked_blocks(args), args.text("text") or ""
    message = _original(ws, grant)
    notice = ws.messages.ephemeral(grant.channel, grant.message_ts or "")
    if message is not None:
        rewrite(ws, message, text, blocks)
    elif notice is not None:
        notice.text, notice.blocks = text, blocks or []
    else:
        say(ws, grant, args)


def _delete_original(ws: Workspace, grant: ResponseUrl) -> None:
    message = _original(ws, grant)
    notice = ws.messages.ephemeral(grant.channel, grant.message_ts or "")
    if message is not None:
        ws.messages.remove(message)
    elif notice is not None:
        ws.messages.ephemerals.remove(notice)
