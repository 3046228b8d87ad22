"""What stands before Bolt: the signature, and that a body is one of Slack's shapes at all.

Bolt parses a body before it looks at the signature and takes the shape on trust, so that a broken
body would end as an unhandled error. https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import structlog
from pydantic import SecretStr
from slack_bolt.adapter.starlette.async_handler import (
    to_async_bolt_request,
    to_starlette_response,
)
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

STUMBLED = (AttributeError, LookupError, TypeError, ValueError)
"""What Bolt raises over a payload that only looks like one."""

log = structlog.get_logger(__name__)

NOT_SLACKS = "The body is not one of Slack's."


class Guard:
    """An ASGI application that lets through what Slack signed just now and what can be read."""

    def __init__(self, bolt: AsyncApp, signing_secret: SecretStr) -> None:
        self._bolt = bolt
        self._verifier = SignatureVerifier(signing_secret.get_secret_value())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await self._answer(Request(scope, receive))
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        raw = await request.body()
        if not self._is_signed(raw, request.headers):
            return _refuse(HTTPStatus.UNAUTHORIZED, "The signature is missing, wrong or too old.")
        read = _read(request, raw)
        if read is None:
            return _refuse(HTTPStatus.BAD_REQUEST, NOT_SLACKS)
        try:
            return to_starlette_response(await self._bolt.async_dispatch(read))
        except STUMBLED as error:
            # Listeners answer their own failures: this is Bolt on the way to one.
            log.warning("slack_request_not_understood", error=type(error).__name__)
            return _refuse(HTTPStatus.BAD_REQUEST, NOT_SLACKS)

    def _is_signed(self, raw: bytes, headers: Mapping[str, str]) -> bool:
        stamp = headers.get("x-slack-request-timestamp", "")
        signature = headers.get("x-slack-signature", "")
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 16 and signature.isascii()):  # noqa: PLR2004 - seconds since 1970, with room
            return False
        try:
            return self._verifier.is_valid(raw, stamp, signature)
        except UnicodeDecodeError:  # Slack signs and sends UTF-8 only
            return False


def _refuse(status: HTTPStatus, sentence: str) -> Response:
    log.warning("slack_request_refused", status=int(status))
    return JSONResponse({"error": sentence}, status_code=status)


def _read(request: Request, raw: bytes) -> AsyncBoltRequest | None:
    """The body as Bolt reads it; None where it is none of Slack's: those hold objects."""
    try:
        read = to_async_bolt_request(request, raw)
    except (*STUMBLED, RecursionError):
        return None
    return read if has_shape(read.body) else None


def has_shape(body: object) -> bool:
    """Tell whether a payload has objects where Slack's have them."""
    return isinstance(body, dict) and all(_fits(name, body) for name in _SHAPES)


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


_SHAPES: Mapping[str, Callable[[object], bool]] = {
    "actions": _is_list_of_objects,
    "authorizations": lambda value: value is None or isinstance(value, list),
    "event": _is_object,
    "view": _is_object,
}
"""What Bolt and the listeners take for granted of a field, where it is there."""


def _fits(name: str, body: Mapping[str, Any]) -> bool:
    return name not in body or _SHAPES[name](body[name])
