"""`chat.*`: posting, updating, private notices, permalinks."""

import json
from datetime import timedelta
from typing import Any

from handlers.sandbox.slack_args import Args
from handlers.sandbox.slack_blocks import message_problems
from handlers.sandbox.slack_directory import Channel
from handlers.sandbox.slack_errors import RateLimited, SlackError
from handlers.sandbox.slack_fill import filled
from handlers.sandbox.slack_messages import Message
from handlers.sandbox.slack_workspace import Workspace

TEXT_CUT = 40_000
UPDATE_TEXT = 4_000
METADATA_BYTES = 4_096
"""Slack publishes no limit for metadata; the design keeps it under 1 kB."""
POST_PACE = timedelta(seconds=1)


def post_message(ws: Workspace, args: Args) -> dict[str, Any]:
    channel = _target(ws, args)
    blocks = checked_blocks(args)
    text = _text(args, blocks)
    metadata = _metadata(args)
    thread_ts = _thread(ws, channel, args)
    _pace(ws, channel)
    message = ws.post(
        channel,
        text[:TEXT_CUT],
        blocks=blocks or [],
        thread_ts=thread_ts,
        metadata=metadata or None,
        broadcast=thread_ts is not None and args.flag("reply_broadcast"),
    )
    return _answer(ws, message)


def update(ws: Workspace, args: Args) -> dict[str, Any]:
    """Text alone removes the blocks; blocks leave no mark of editing; `{}` removes metadata."""
    channel = ws.channel(args.needed("channel", "channel_not_found"))
    message = ws.message(channel.id, args.needed("ts", "message_not_found"))
    if not message.from_bot:
        raise SlackError("cant_update_message")
    blocks = checked_blocks(args)
    text = _text(args, blocks)
    if len(text) > UPDATE_TEXT:
        raise SlackError("msg_too_long")
    metadata = _metadata(args)
    rewrite(ws, message, text, blocks)
    if metadata is not None:
        message.metadata = metadata or None
    return _answer(ws, message) | {"text": message.text}


def rewrite(
    ws: Workspace, message: Message, text: str, blocks: list[dict[str, Any]] | None
) -> None:
    message.text, message.blocks = text, blocks or []
    message.edits += 1
    if not blocks:
        message.edited = {"user": message.user, "ts": ws.timestamps.next()}


def delete(ws: Workspace, args: Args) -> dict[str, Any]:
    channel = ws.channel(args.needed("channel", "channel_not_found"))
    message = ws.message(channel.id, args.needed("ts", "message_not_found"))
    if not message.from_bot:
        raise SlackError("cant_delete_message")
    ws.messages.remove(message)
    return {"channel": channel.id, "ts": message.ts}


def post_ephemeral(ws: Workspace, args: Args) -> dict[str, Any]:
    channel = _target(ws, args)
    user = args.needed("user", "user_not_in_channel")
    blocks = checked_blocks(args)
    text = _text(args, blocks)
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    if len(text) > TEXT_CUT:
        raise SlackError("msg_too_long")
    thread_ts = _thread(ws, channel, args)
    notice = ws.whisper(channel.id, user, text, blocks=blocks or [], thread_ts=thread_ts)
    return {"message_ts": notice.ts}


def get_permalink(ws: Workspace, args: Args) -> dict[str, Any]:
    """The path is Slack's; the host is the page's, added by the door."""
    channel = ws.channel(args.needed("channel", "channel_not_found"))
    message = ws.message(channel.id, args.needed("message_ts", "message_not_found"))
    path = f"/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        path += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": path}


def checked_blocks(args: Args) -> list[dict[str, Any]] | None:
    """The blocks as stored, None when none were sent; raises `invalid_blocks` with pointers."""
    blocks = args.json("blocks")
    if blocks is None:
        return None
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    if problems := message_problems(blocks):
        raise SlackError("invalid_blocks", messages=problems)
    return filled(blocks)


def _target(ws: Workspace, args: Args) -> Channel:
    """Where to post: a conversation the bot is in, or a member's id for the direct message."""
    wanted = args.needed("channel", "channel_not_found")
    if wanted in ws.directory.users and not ws.user(wanted).is_bot:
        return ws.directory.direct_message(wanted)
    channel = ws.joined(wanted)
    if channel.is_archived:
        raise SlackError("is_archived")
    return channel


def _text(args: Args, blocks: list[dict[str, Any]] | None) -> str:
    text = args.text("text") or ""
    if not text and not blocks:
        raise SlackError("no_text")
    return text


def _thread(ws: Workspace, channel: Channel, args: Args) -> str | None:
    thread_ts = args.text("thread_ts")
    if thread_ts is not None and ws.messages.find(channel.id, thread_ts) is None:
        raise SlackError("cannot_reply_to_message")
    return thread_ts


def _metadata(args: Args) -> dict[str, Any] | None:
    """None: not sent. `{}`: to be removed."""
    metadata = args.json("metadata")
    if not metadata:
        return None if metadata is None else {}
    if not isinstance(metadata, dict) or set(metadata) - {"event_type", "event_payload"}:
        raise SlackError("invalid_metadata_format")
    kind, payload = metadata.get("event_type"), metadata.get("event_payload")
    if not isinstance(kind, str) or not kind or not isinstance(payload, dict):
        raise SlackError("invalid_metadata_format")
    if not all(_flat(value) or _one_level(value) for value in payload.values()):
        raise SlackError("invalid_metadata_schema")
    if len(json.dumps(metadata).encode()) > METADATA_BYTES:
        raise SlackError("metadata_too_large")
    return metadata


def _flat(value: Any) -> bool:
    return isinstance(value, str | int | float | bool)


def _one_level(value: Any) -> bool:
    """An object of plain values, or an array of such objects or values."""
    if isinstance(value, dict):
        return all(_flat(each) for each in value.values())
    if isinstance(value, list):
        return all(_flat(v) or (isinstance(v, dict) and _one_level(v)) for v in value)
    return False


def _pace(ws: Workspace, channel: Channel) -> None:
    """One message a second a channel, where the configuration asks for it."""
    last, now = ws.last_post_at.get(channel.id), ws.now()
    if ws.config.post_rate_limit and last is not None and now - last < POST_PACE:
        raise RateLimited
    ws.last_post_at[channel.id] = now


def _answer(ws: Workspace, message: Message) -> dict[str, Any]:
    shown = message.to_json(ws.config.team_id)
    if message.metadata:
        shown["metadata"] = message.metadata
    return {"channel": message.channel, "ts": message.ts, "message": shown}
