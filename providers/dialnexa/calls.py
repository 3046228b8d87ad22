"""DialNexa's calls, read by REST: one of them, those of a time span, a fresh recording link.

`GET /v1/calls` and `GET /v1/calls/{id}`: https://dialnexa.com/docs/api-reference/openapi.json. The
list is a bare array without any count; legacy routes without `/v1` are gone.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import httpx
import structlog
from pydantic import SecretStr

from bot.calls import ListedCall
from bot.errors import Refused, Unavailable, VendorFailure
from bot.handoff.operations import reading
from providers.dialnexa.errors import failure_of, malformed
from providers.http import (
    CONNECT_TIMEOUT_S,
    READ_TIMEOUT_S,
    Call,
    Sleep,
    VendorHttp,
    new_client,
    succeeded,
)

VENDOR: Final = "DialNexa"
PAGE_SIZE: Final = 200
"""The most that one page may hold."""
SMALLEST_FULL_PAGE: Final = 20
"""The default size: a page below it is the last, whatever became of the size asked for."""
MOST_PAGES: Final = 100
COMPLETED: Final = "completed"

_RECORDINGS = ("recording_sas_url", "recording_url")
_BEGINNINGS = ("createdAt", "created_at", "called_time")
_LENGTHS = ("duration", "duration_seconds", "duration_sec")
_WRAPPED = ("data", "calls", "callLogs")
"""Under which names other families of DialNexa's answers put what they hold."""

log = structlog.get_logger(__name__)


READS: Final = (
    reading(
        "dialnexa.read_call",
        "One call at DialNexa",
        "The call, taken in as if it had been delivered.",
        by=("call_id",),
    ),
    reading(
        "dialnexa.list_calls",
        "Completed calls at DialNexa",
        "Nothing: calls that were never delivered are read one by one.",
        by=("time_span",),
    ),
    reading(
        "dialnexa.read_recording",
        "Recording of a call at DialNexa",
        "A link, shown to the one who asks for it and kept nowhere.",
        by=("call_id",),
    ),
)


class DialNexaCalls:
    """Implements `bot.calls.Calls`. Everything raises Refused or Unavailable."""

    def __init__(self, http: VendorHttp) -> None:
        self._http = http

    async def read_call(self, call_id: str) -> bytes:
        """One call as DialNexa's own JSON object; Refused when there is none of this id."""
        response = await self._get("/v1/calls/{id}", ids={"id": call_id})
        body = _json(response)
        call = _unwrapped(body)
        if not isinstance(call, dict):
            raise malformed("it is no call")
        if call.get("id", call.get("call_id")) != call_id:
            raise Refused("DialNexa answered with another call than was asked for.", code="other")
        return response.content if call is body else json.dumps(call).encode()

    async def list_completed(self, since: datetime, until: datetime) -> Sequence[ListedCall]:
        """All completed calls begun in this span, oldest first, each once."""
        found: dict[str, dict[str, Any]] = {}
        for page in range(1, MOST_PAGES + 1):
            calls = await self._page(since, until, page)
            known = len(found)
            found |= {one["id"]: one for one in _named(calls)}
            if len(calls) < SMALLEST_FULL_PAGE or len(found) == known:
                return _completed(found.values())
        raise Unavailable("DialNexa's list is too long to be read.", code="list_too_long")

    async def recording_link(self, call_id: str) -> str | None:
        """A link that lets whoever holds it listen for some days: show it to one, never keep it."""
        call = json.loads(await self.read_call(call_id))
        links = (call.get(name) for name in _RECORDINGS)
        return next((one for one in links if isinstance(one, str) and _is_link(one)), None)

    async def why_unreadable(self, now: datetime) -> str | None:
        """Why the list cannot be read now, in a sentence; None: it can."""
        try:
            await self.list_completed(now - timedelta(minutes=1), now)
        except VendorFailure as failure:
            return failure.reason
        return None

    async def aclose(self) -> None:
        await self._http.aclose()

    async def _page(self, since: datetime, until: datetime, page: int) -> list[Any]:
        asked = {
            "status": COMPLETED,
            "start_date": since.isoformat(),
            "end_date": until.isoformat(),
            "created_at": "asc",
            "limit": str(PAGE_SIZE),
            "page": str(page),
        }
        calls = _unwrapped(_json(await self._get("/v1/calls", query=asked)))
        if not isinstance(calls, list):
            raise malformed("it is no list")
        return calls

    async def _get(
        self,
        template: str,
        *,
        ids: dict[str, str] | None = None,
        query: dict[str, str] | None = None,
    ) -> httpx.Response:
        call = Call(
            method="GET", template=template, ids=ids or {}, query=list((query or {}).items())
        )
        response = await self._http.read(call)
        if not succeeded(response):
            raise failure_of(response)
        return response


def _json(response: httpx.Response) -> Any:
    """Parse; the parser's own exception would carry the body along."""
    try:
        return response.json()
    except ValueError:
        pass
    raise malformed("it is not JSON")


def _unwrapped(body: Any) -> Any:
    """What is inside, where an answer has an envelope after all."""
    if not isinstance(body, dict) or "id" in body:
        return body
    return next((body[name] for name in _WRAPPED if name in body), body)


def _named(calls: list[Any]) -> list[dict[str, Any]]:
    """Those that can be told apart, whatever became of them."""
    named = [one for one in calls if isinstance(one, dict) and isinstance(one.get("id"), str)]
    if len(named) < len(calls):
        log.warning("listed_without_id", count=len(calls) - len(named))
    return named


def _completed(calls: Iterable[dict[str, Any]]) -> tuple[ListedCall, ...]:
    """Those that are; the filter that was asked for is not relied on."""
    return tuple(
        ListedCall(call_id=one["id"], ended_at=_ended_at(one))
        for one in calls
        if one.get("status") in {COMPLETED, None}
    )


def _ended_at(call: dict[str, Any]) -> datetime | None:
    """Begin and length; no end is stated. Lengths are in seconds, unlike the list's own filters."""
    began = next((call[name] for name in _BEGINNINGS if name in call), None)
    length = next((call[name] for name in _LENGTHS if name in call), None)
    try:
        ended = datetime.fromisoformat(str(began)) + timedelta(seconds=float(str(length)))
    except (ValueError, OverflowError):
        return None
    return ended if ended.tzinfo else None


def _is_link(text: str) -> bool:
    return text.lower().startswith("https://") and text.isprintable()


def build(
    api_key: SecretStr | None,
    *,
    base_url: str,
    sleep: Sleep = asyncio.sleep,
    timeout_s: float = READ_TIMEOUT_S,
) -> DialNexaCalls | None:
    """Open DialNexa's REST interface; None without a key (`<key id>:<secret>`, sent whole).

    Raises ConfigurationError when the base address is not safe.
    """
    if api_key is None or not api_key.get_secret_value():
        return None
    client = new_client(
        base_url,
        headers={"Authorization": f"Bearer {api_key.get_secret_value()}"},
        read_timeout_s=timeout_s,
        request_id_header="x-request-id",
    )
    deadline_s = 2 * (CONNECT_TIMEOUT_S + timeout_s)
    return DialNexaCalls(VendorHttp(VENDOR, client, deadline_s=deadline_s, sleep=sleep))
