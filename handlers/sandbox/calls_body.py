"""The V1 envelope and the transcript forms in which DialNexa delivers a call."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

AGENT_ID: Final = "agent_Qh4vLocalDesk1"
DESK_NUMBER: Final = "12025550190"
RECORDINGS: Final = "https://recordings.example.net/quillhaven"
WORDS_PER_S: Final = 2.6

Turns = Sequence[tuple[str, str]]
"""(role, words) in order; role is `agent` or `user`."""


@dataclass(frozen=True)
class Caller:
    """Where the call comes from and how long ago it was."""

    number: str
    ago_min: int
    direction: str = "inbound"


def envelope(
    name: str, now: datetime, caller: Caller, *, said: Any, facts: Mapping[str, Any], summary: str
) -> dict[str, Any]:
    """A `call_ended` of status `completed`: transcript, summary and analysis in one body."""
    call_id = f"call_{sha256(name.encode()).hexdigest()[:14]}"
    inbound = caller.direction == "inbound"
    call = {
        "id": call_id,
        "direction": caller.direction,
        "type": "phone_call",
        "from_number": caller.number if inbound else DESK_NUMBER,
        "to_number": DESK_NUMBER if inbound else caller.number,
        "status": "completed",
        "agent_id": AGENT_ID,
        "initiated_at": instant(now - timedelta(minutes=caller.ago_min)),
        "duration_in_seconds": 35 + len(str(said)) // 16,
        "transcript": said,
        "summary": summary,
        "recording_url": recording(call_id, now),
        "post_call_analysis": dict(facts),
        "hangup_reason": "user_disconnected",
    }
    return {"event_type": "call_ended", "payload": {"call": call}}


def recording(call_id: str, now: datetime) -> str:
    """A pre-signed link that ends in seven days; whoever holds it can listen."""
    ends = instant(now + timedelta(days=7)).replace(":", "%3A")
    return f"{RECORDINGS}/{call_id}.mp3?se={ends}&sp=r&sig=LOCAL-SAMPLE-NOT-A-SIGNATURE"


def instant(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds and a Z, as in deliveries."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def day(now: datetime, days: int) -> str:
    return f"{now + timedelta(days=days):%Y-%m-%d}"


def spoken_day(now: datetime, days: int) -> str:
    """`14 March`: how a caller says a date."""
    moment = now + timedelta(days=days)
    return f"{moment.day} {moment:%B}"


def timed(turns: Turns) -> list[dict[str, Any]]:
    """An array of turns with start and end in seconds."""
    result: list[dict[str, Any]] = []
    clock = 1.1
    for role, content in turns:
        end = round(clock + max(1.0, len(content.split()) / WORDS_PER_S), 2)
        speaker = "assistant" if role == "agent" else "user"
        result.append({"role": speaker, "content": content, "start": clock, "end": end})
        clock = round(end + 0.5, 2)
    return result


def as_json_text(turns: Turns) -> str:
    """The form seen most often: the array again as a string."""
    return json.dumps(timed(turns), ensure_ascii=False)


def as_speaker_array(turns: Turns) -> list[dict[str, str]]:
    """A real array with other key names."""
    return [{"speaker": role, "text": words} for role, words in turns]


def as_lines(turns: Turns) -> str:
    return "\n".join(f"{role.capitalize()}: {words}" for role, words in turns)


def as_roles(turns: Turns) -> dict[str, str]:
    """Keyed by role; the order of turns is lost."""
    return {
        role.capitalize(): " ".join(words for who, words in turns if who == role)
        for role in ("agent", "user")
    }
