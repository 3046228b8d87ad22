"""Deliveries seen, and the redacted transcripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import bindparam, func, select

from bot.ports import Delivery, EventSeen
from bot.redaction import Redacted, RedactedTurn, assert_clean, restore
from storage.tables import EVENTS, TRANSCRIPTS
from storage.work import Work

_KEY = ("call_id", "event_type", "status", "body_hash")

_SEEN_BEFORE_ROTATION = (
    select(func.count())
    .select_from(EVENTS)
    .where(*(EVENTS.c[name] == bindparam(name) for name in _KEY[:3]))
    .where(EVENTS.c.body_hash.in_(bindparam("older", expanding=True)))
)
_TURNS = select(TRANSCRIPTS.c.turns).where(TRANSCRIPTS.c.call_id == bindparam("call_id"))


class EventRepository:
    """Implements `bot.ports.Events`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def record(self, event: EventSeen) -> Delivery:
        """Remember a delivery, and tell whether this body was seen before."""
        values = {name: value for name, value in asdict(event).items() if name in EVENTS.c}
        if self._known_under_old_key(event, values):
            return "duplicate"
        return "new" if self._work.add_new(EVENTS, values, unless=_KEY) else "duplicate"

    def _known_under_old_key(self, event: EventSeen, values: dict[str, object]) -> bool:
        older = getattr(event, "older_hashes", ())
        return (
            bool(older) and self._work.value(_SEEN_BEFORE_ROTATION, {**values, "older": older}) > 0
        )

    def keep_transcript(self, call_id: str, turns: Sequence[RedactedTurn]) -> None:
        """Keep the redacted transcript of a call, replacing an earlier one."""
        assert_clean("\n".join(f"{turn.speaker}: {turn.text}" for turn in turns))
        document = [[_text(turn.speaker), _text(turn.text)] for turn in turns]
        self._work.put(TRANSCRIPTS, {"call_id": call_id, "turns": document}, key="call_id")

    def transcript(self, call_id: str) -> Sequence[RedactedTurn]:
        """The kept transcript; empty when there is none."""
        turns = self._work.value(_TURNS, {"call_id": call_id}) or ()
        return tuple(RedactedTurn(restore(speaker), restore(text)) for speaker, text in turns)


def _text(text: Redacted) -> str:
    """A turn alone may look like what only the call around it explains: the call was checked."""
    if not isinstance(text, Redacted):
        raise TypeError("only redacted text is stored")
    return str(text)
