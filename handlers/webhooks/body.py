"""Reading a request body up to a limit, before anything looks at it."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class TooLargeError(Exception):
    """The body is larger than the door takes."""


THROWN_AWAY = 4
"""So many times the limit is read and dropped, so that a sender in full flow hears the answer."""


Cover = Callable[[int], None]
"""Told how large a body is so far, before more of it is kept; may raise."""


async def read_body(request: Request, limit_bytes: int, cover: Cover = lambda _size: None) -> bytes:
    """Return the raw body; raises TooLargeError and keeps nothing, whatever the headers claim."""
    parts: list[bytes] = []
    size, too_large = 0, stated_length(request) > limit_bytes
    async for part in request.stream():
        size += len(part)
        too_large = too_large or size > limit_bytes
        if size > THROWN_AWAY * limit_bytes:
            break
        if too_large:
            parts.clear()
        else:
            cover(size)
            parts.append(part)
    if too_large:
        raise TooLargeError
    return b"".join(parts)


async def throw_away(request: Request, limit_bytes: int) -> None:
    """Read and keep nothing, within bounds, so that a sender in full flow hears the answer."""
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > limit_bytes:
            break


def stated_length(request: Request) -> int:
    """The length that the headers claim; 0 when they claim none."""
    stated = request.headers.get("content-length", "")
    return int(stated) if stated.isdecimal() else 0


def refuse(status: int, sentence: str, **headers: str) -> Response:
    """An answer that says what was wrong and what to do, and nothing of what was sent."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return JSONResponse({"error": sentence}, status_code=status, headers=named)


class LimitedBody:
    """ASGI guard for doors that read the body themselves: answers 413 above the limit."""

    def __init__(self, app: ASGIApp, limit_bytes: int) -> None:
        self._app = app
        self._limit_bytes = limit_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            raw = await read_body(Request(scope, receive), self._limit_bytes)
        except TooLargeError:
            await refuse(413, f"The body is above {self._limit_bytes} bytes.")(scope, receive, send)
            return
        except ClientDisconnect:
            return
        await self._app(scope, _replay(raw, receive), send)


def _replay(raw: bytes, receive: Receive) -> Receive:
    """Hand the body on as one message; afterwards only a disconnect can come."""
    pending: list[Message] = [{"type": "http.request", "body": raw, "more_body": False}]

    async def again() -> Message:
        return pending.pop() if pending else await receive()

    return again
