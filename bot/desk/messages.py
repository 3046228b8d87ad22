"""Message steps: what is to be drawn or said in Slack, written in the causing transaction."""

from __future__ import annotations

import hashlib
from datetime import datetime

from bot.handoff.alert import Alert
from bot.handoff.handoff import Handoff
from bot.handoff.step import Facts, Step
from bot.handoff.words import StepKind
from bot.ports import Tx

SYNC_CARD = "slack.sync_card"
POST_IN_THREAD = "slack.post_in_thread"
SEND_DIRECT = "slack.send_direct"
TELL = "slack.tell"
WRITE_TO = "slack.write_to"
ANNOUNCE = "slack.announce"
REDRAW = "slack.redraw"
SYNC_ALERT = "slack.sync_alert"
POST_IN_ALERT = "slack.post_in_alert"

NUDGE = "nudge"
"""A purpose: dropped at sending time when somebody has decided meanwhile."""

CALL = "call"
"""A purpose: dropped at sending time when somebody has acknowledged the alert, or decided."""


def ordinal_of(*parts: object) -> int:
    """Number a message by what causes it, so that the same cause never says it twice."""
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:7])


def draw_card(tx: Tx, handoff: Handoff, now: datetime, *, again_for: str = "") -> None:
    """Bring the card up to this revision; `again_for` names a cause to redraw the same one."""
    ordinal = ordinal_of(handoff.revision, again_for) if again_for else handoff.revision
    _add(tx, handoff, SYNC_CARD, ordinal, now, {"again": bool(again_for)}, lane=_lane(handoff))


def say_in_thread(tx: Tx, handoff: Handoff, text: str, now: datetime, *, cause: str) -> None:
    """Add a line to the card's thread: the thread is the record."""
    args: Facts = {"text": text}
    ordinal = ordinal_of(POST_IN_THREAD, cause)
    _add(tx, handoff, POST_IN_THREAD, ordinal, now, args, lane=_lane(handoff))


def say_directly(
    tx: Tx, handoff: Handoff, user_id: str, text: str, now: datetime, *, cause: str
) -> None:
    """Write to one person in their direct conversation."""
    args: Facts = {"text": text, "user_id": user_id}
    ordinal = ordinal_of(SEND_DIRECT, cause, user_id)
    _add(tx, handoff, SEND_DIRECT, ordinal, now, args, lane=f"slack:{user_id}")


def tell(
    tx: Tx,
    handoff: Handoff,
    user_id: str,
    text: str,
    now: datetime,
    *,
    cause: str,
    channel: str | None = None,
) -> None:
    """Answer one person's click, visible to nobody else; by default where the card is."""
    args: Facts = {"text": text, "user_id": user_id}
    if channel is not None:
        args["channel"] = channel
    _add(tx, handoff, TELL, ordinal_of(TELL, cause, user_id), now, args, lane=None)


def nudge(tx: Tx, handoff: Handoff, text: str, now: datetime, *, cause: str) -> None:
    """Remind in the thread, and in a direct message when a person owns the handoff."""
    args: Facts = {"text": text, "purpose": NUDGE}
    ordinal = ordinal_of(POST_IN_THREAD, cause)
    _add(tx, handoff, POST_IN_THREAD, ordinal, now, args, lane=_lane(handoff))


def nudge_directly(
    tx: Tx, handoff: Handoff, user_id: str, text: str, now: datetime, *, cause: str
) -> None:
    """Remind one person directly."""
    args: Facts = {"text": text, "purpose": NUDGE, "user_id": user_id}
    ordinal = ordinal_of(SEND_DIRECT, cause, user_id)
    _add(tx, handoff, SEND_DIRECT, ordinal, now, args, lane=f"slack:{user_id}")


def draw_alert(tx: Tx, handoff: Handoff, alert: Alert, now: datetime) -> None:
    """Bring the alert's message up to this version; the first one posts it."""
    _add(tx, handoff, SYNC_ALERT, alert.version, now, {}, lane=f"slack:{alert.rule.channel_id}")


def call_in_alert(
    tx: Tx, handoff: Handoff, alert: Alert, text: str, now: datetime, *, cause: str
) -> None:
    """Call people below the alert's message: an edit of that message would reach nobody."""
    args: Facts = {"text": text, "purpose": CALL}
    ordinal, lane = ordinal_of(POST_IN_ALERT, cause), f"slack:{alert.rule.channel_id}"
    _add(tx, handoff, POST_IN_ALERT, ordinal, now, args, lane=lane)


def call_directly(
    tx: Tx, handoff: Handoff, user_id: str, text: str, now: datetime, *, cause: str
) -> None:
    """Call one person in their direct conversation."""
    args: Facts = {"text": text, "purpose": CALL, "user_id": user_id}
    ordinal = ordinal_of(SEND_DIRECT, cause, user_id)
    _add(tx, handoff, SEND_DIRECT, ordinal, now, args, lane=f"slack:{user_id}")


def announce(tx: Tx, chain: str, channel: str, text: str, now: datetime, *, cause: str) -> None:
    """Say something in a channel of the policy that belongs to no single handoff.

    In a lane of its own: where it has to wait for a channel, cards do not wait with it.
    """
    tx.steps.add(
        Step(
            id=tx.new_id("st"),
            handoff_id=chain,
            call_id=chain,
            operation=ANNOUNCE,
            ordinal=ordinal_of(ANNOUNCE, cause, channel),
            kind=StepKind.MESSAGE,
            args={"text": text, "channel": channel, "cause": cause},
            run_at=now,
            created_at=now,
            lane=f"slack:{channel}:said",
        )
    )


def write_to(tx: Tx, chain: str, user_id: str, text: str, now: datetime, *, cause: str) -> None:
    """Write to one person directly about what belongs to no single handoff."""
    tx.steps.add(
        Step(
            id=tx.new_id("st"),
            handoff_id=chain,
            call_id=chain,
            operation=WRITE_TO,
            ordinal=ordinal_of(WRITE_TO, cause, user_id),
            kind=StepKind.MESSAGE,
            args={"text": text, "user_id": user_id},
            run_at=now,
            created_at=now,
            lane=f"slack:{user_id}",
        )
    )


def _lane(handoff: Handoff) -> str:
    return f"slack:{handoff.ruling.channel_id}"


def _add(
    tx: Tx,
    handoff: Handoff,
    operation: str,
    ordinal: int,
    now: datetime,
    args: Facts,
    *,
    lane: str | None,
) -> None:
    tx.steps.add(
        Step(
            id=tx.new_id("st"),
            handoff_id=handoff.id,
            call_id=handoff.call_id,
            operation=operation,
            ordinal=ordinal,
            kind=StepKind.MESSAGE,
            args=args,
            run_at=now,
            created_at=now,
            lane=lane,
        )
    )
