"""What a bot reads: itself, conversations, people, user groups."""

from typing import Any

from handlers.sandbox.slack_args import Args
from handlers.sandbox.slack_directory import (
    APP_ID,
    BOT_ID,
    BOT_USER_ID,
    TEAM_DOMAIN,
    TEAM_NAME,
    Channel,
)
from handlers.sandbox.slack_errors import SlackError
from handlers.sandbox.slack_messages import TS, Message
from handlers.sandbox.slack_workspace import Workspace

Answer = dict[str, Any]


def auth_test(ws: Workspace, args: Args) -> Answer:
    del args  # every method has the same signature
    return {
        "url": f"https://{TEAM_DOMAIN}.slack.example/",
        "team": TEAM_NAME,
        "user": ws.user(BOT_USER_ID).name,
        "team_id": ws.config.team_id,
        "user_id": BOT_USER_ID,
        "bot_id": BOT_ID,
        "app_id": APP_ID,
        "is_enterprise_install": False,
    }


def history(ws: Workspace, args: Args) -> Answer:
    """Newest first, without replies; `oldest` and `latest` are exclusive unless `inclusive`."""
    channel = ws.joined(args.needed("channel", "channel_not_found"))
    found = [m for m in ws.messages.top_level(channel.id) if _in_window(m, args)]
    page, cursor = args.page(found[::-1], 100)
    return _messages(ws, page, args) | {"pin_count": 0} | _more(cursor)


def replies(ws: Workspace, args: Args) -> Answer:
    """The parent, then its replies, oldest first; raises `thread_not_found`."""
    channel = ws.joined(args.needed("channel", "channel_not_found"))
    start = ws.messages.find(channel.id, args.needed("ts", "thread_not_found"))
    parent_ts = start.thread_ts or start.ts if start else None
    parent = ws.messages.find(channel.id, parent_ts) if parent_ts else None
    if parent is None:
        raise SlackError("thread_not_found")
    below = [m for m in ws.messages.replies(channel.id, parent.ts) if _in_window(m, args)]
    page, cursor = args.page([parent, *below], 1000)
    return _messages(ws, page, args) | _more(cursor)


def conversation_info(ws: Workspace, args: Args) -> Answer:
    channel = ws.channel(args.needed("channel", "channel_not_found"))
    answer = channel.to_json(ws.config.team_id)
    if args.flag("include_num_members"):
        answer["num_members"] = len(channel.members)
    return {"channel": answer}


def conversation_members(ws: Workspace, args: Args) -> Answer:
    channel = ws.channel(args.needed("channel", "channel_not_found"))
    page, cursor = args.page(channel.members, 100)
    return {"members": page} | _next(cursor)


def conversation_list(ws: Workspace, args: Args) -> Answer:
    wanted = set((args.text("types") or "public_channel").replace(" ", "").split(","))
    visible = [c for c in ws.directory.channels.values() if _visible(c, wanted, args)]
    page, cursor = args.page(visible, 100)
    return {"channels": [c.to_json(ws.config.team_id) for c in page]} | _next(cursor)


def conversation_open(ws: Workspace, args: Args) -> Answer:
    """A direct message with one member; again gives the same conversation."""
    if (channel_id := args.text("channel")) is not None:
        channel = ws.channel(channel_id)
        if not channel.is_im:
            raise SlackError("method_not_supported_for_channel_type")
        return _opened(ws, channel, args, already=True)
    users = [user for user in (args.text("users") or "").split(",") if user]
    if not users:
        raise SlackError("users_list_not_supplied")
    if len(users) > 1:
        raise SlackError("too_many_users")
    user = ws.user(users[0])
    if user.deleted:
        raise SlackError("user_disabled")
    already = f"D{user.id[1:]}" in ws.directory.channels
    return _opened(ws, ws.directory.direct_message(user.id), args, already=already)


def user_info(ws: Workspace, args: Args) -> Answer:
    user = ws.user(args.needed("user", "user_not_found"))
    return {"user": user.to_json(ws.now())}


def user_list(ws: Workspace, args: Args) -> Answer:
    page, cursor = args.page(list(ws.directory.users.values()), 200)
    members = [user.to_json(ws.now()) for user in page]
    return {"members": members, "cache_ts": int(ws.now().timestamp())} | _next(cursor)


def user_by_email(ws: Workspace, args: Args) -> Answer:
    user = ws.directory.by_email(args.needed("email", "users_not_found"))
    if user is None:
        raise SlackError("users_not_found")
    return {"user": user.to_json(ws.now())}


def group_list(ws: Workspace, args: Args) -> Answer:
    groups = ws.directory.groups.values()
    with_users = args.flag("include_users")
    return {"usergroups": [g.to_json(ws.config.team_id, with_users=with_users) for g in groups]}


def group_members(ws: Workspace, args: Args) -> Answer:
    group = ws.directory.groups.get(args.needed("usergroup", "no_such_subteam"))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": list(group.users)}


def _visible(channel: Channel, wanted: set[str], args: Args) -> bool:
    if channel.is_archived and args.flag("exclude_archived"):
        return False
    known = BOT_USER_ID in channel.members or not channel.is_private
    return known and channel.kind in wanted


def _opened(ws: Workspace, channel: Channel, args: Args, *, already: bool) -> Answer:
    brief = {"id": channel.id}
    shown = channel.to_json(ws.config.team_id) if args.flag("return_im") else brief
    repeated = {"no_op": True, "already_open": True} if already else {}
    return {**repeated, "channel": shown}


def _in_window(message: Message, args: Args) -> bool:
    oldest, latest = _bound(args, "oldest"), _bound(args, "latest")
    if args.flag("inclusive") and message.ts in {oldest, latest}:
        return True
    return (oldest is None or message.ts > oldest) and (latest is None or message.ts < latest)


def _bound(args: Args, name: str) -> str | None:
    """A `ts` with all its digits; Slack takes `0`, `1700000000` and `1700000000.5` as well."""
    value = args.text(name)
    if value is None or TS.fullmatch(value):
        return value
    whole, _, part = value.partition(".")
    if not whole.isdecimal() or not (part or "0").isdecimal():
        raise SlackError(f"invalid_ts_{name}")
    return f"{int(whole):010d}.{part:0<6}"


def _messages(ws: Workspace, page: list[Message], args: Args) -> Answer:
    whole = args.flag("include_all_metadata")
    return {"messages": [_shown(ws, message, whole=whole) for message in page]}


def _shown(ws: Workspace, message: Message, *, whole: bool) -> Answer:
    answer = ws.messages.with_thread_facts(message, ws.config.team_id)
    if not message.metadata:
        return answer
    brief = {"event_type": message.metadata["event_type"]}
    return answer | {"metadata": message.metadata if whole else brief}


def _more(cursor: str) -> Answer:
    return {"has_more": bool(cursor)} | (_next(cursor) if cursor else {})


def _next(cursor: str) -> Answer:
    return {"response_metadata": {"next_cursor": cursor}}
