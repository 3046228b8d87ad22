"""`DialNexaBooks`: every call local DialNexa has made or taken, as its REST interface tells it.

What a webhook carries and what REST shows differ on purpose: REST names fields otherwise, has no
transcript, and may know an analysis that no webhook brought.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, TypeAlias

from handlers.sandbox.calls_body import recording

Clock: TypeAlias = Callable[[], datetime]
Record: TypeAlias = dict[str, Any]

STATUSES: Final = {"completed": "completed", "hangup": "did_not_pick"}
"""A webhook's word for how a call ended, and the REST interface's."""


@dataclass
class RecordedRequest:
    """One request as it came; `Authorization` is not kept."""

    method: str
    path: str
    query: str
    status: int | None = None


@dataclass
class DialNexaBooks:
    """One workspace. `now` gives aware UTC datetimes."""

    api_key: str
    now: Clock
    calls: dict[str, Record] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    """Calls whose analysis has not been made yet."""
    requests: list[RecordedRequest] = field(default_factory=list)

    def keep(self, body: Mapping[str, Any], *, analysed: bool = True) -> None:
        """Enter the call that a webhook is about, whether or not that webhook is ever sent."""
        call = body["payload"].get("call")
        if call is None:
            return
        self.calls[call["id"]] = _record_of(call)
        (self.unread.discard if analysed else self.unread.add)(call["id"])

    def analyse(self, call_id: str) -> Record | None:
        """Bring the analysis of a call to its end; None when there is no such call."""
        self.unread.discard(call_id)
        return self.one(call_id)

    def one(self, call_id: str) -> Record | None:
        """A call as it is shown now: each reading makes another recording link."""
        record = self.calls.get(call_id)
        if record is None:
            return None
        hidden = {"summary", "postcallanalysis"} if call_id in self.unread else set[str]()
        shown = {name: None if name in hidden else value for name, value in record.items()}
        return shown | {"recording_sas_url": recording(call_id, self.now())}

    def between(self, begin: datetime | None, end: datetime | None) -> list[Record]:
        """The calls begun in this span, newest first, as the list shows them."""
        found = [self.one(call_id) for call_id in self.calls]
        records = [one for one in found if one is not None and _is_within(one, begin, end)]
        return sorted(records, key=lambda one: str(one["createdAt"]), reverse=True)

    def reset(self) -> None:
        self.calls.clear()
        self.unread.clear()
        self.requests.clear()

    def view(self) -> dict[str, Any]:
        """What the page and the tests may see."""
        calls = [
            {"id": call_id, "status": record["status"], "analysed": call_id not in self.unread}
            for call_id, record in self.calls.items()
        ]
        return {"calls": calls, "requests": len(self.requests)}


def _record_of(call: Mapping[str, Any]) -> Record:
    return {
        "id": call["id"],
        "agent_id": call.get("agent_id"),
        "to_number": f"+{call.get('to_number')}",
        "from_number": f"+{call.get('from_number')}",
        "type": "phone",
        "call_direction": call.get("direction"),
        "status": STATUSES.get(str(call.get("status")), "initiated"),
        "createdAt": call.get("initiated_at"),
        "duration": call.get("duration_in_seconds"),
        "end_reason": call.get("hangup_reason"),
        "summary": call.get("summary"),
        "postcallanalysis": call.get("post_call_analysis"),
    }


def _is_within(record: Record, begin: datetime | None, end: datetime | None) -> bool:
    at = datetime.fromisoformat(str(record["createdAt"]))
    return (begin is None or begin <= at) and (end is None or at <= end)
