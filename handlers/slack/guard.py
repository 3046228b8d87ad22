"""What stands before Bolt: the signature, and that a body is one of Slack's shapes at all.

Bolt parses a body before it looks at the signature and takes the shape on trust, so that a broken
body would end as an unhandled error. https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

import structlog
from pydantic import SecretStr
from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

JSON_TYPE = "application/json"

STUMBLED = (AttributeError, LookupError, TypeError, ValueError)
"""What Bolt raises over a payload that only looks like one."""

Handle = Callable[[Request], Awaitable[Response]]

log = structlog.get_logger(__name__)


class Guard:
    """An ASGI application that lets through what Slack signed just now and what can be read."""

    def __init__(self, handle: Handle, signing_secret: SecretStr) -> None:
        self._handle = handle
        self._verifier = SignatureVerifier(signing_secret.get_secret_value())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await self._answer(Request(scope, receive))
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        raw = await request.body()
        if not self._is_signed(raw, request.headers):
            return _refuse(HTTPStatus.UNAUTHORIZED, "The signature is missing, wrong or too old.")
        if not is_readable(raw, request.headers.get("content-type", "")):
            return _refuse(HTTPStatus.BAD_REQUEST, "The body is not one of Slack's.")
        try:
            return await self._handle(request)
        except STUMBLED as error:
            # Listeners answer their own failures: this is Bolt on the way to one.
            log.warning("slack_request_not_understood", error=type(error).__name__)
            return _refuse(HTTPStatus.BAD_REQUEST, "The body is not one of Slack's.")

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


def is_readable(raw: bytes, content_type: str) -> bool:
    """Tell whether a body has the outer shape of one of Slack's: objects where those have them."""
    try:
        body = _parsed(raw.decode("utf-8"), content_type)
    except (ValueError, RecursionError):
        return False
    return has_shape(body)


def has_shape(body: object) -> bool:
    """Tell whether a payload has objects where Slack's have them."""
    return isinstance(body, dict) and all(_fits(name, body) for name in _SHAPES)


def _parsed(text: str, content_type: str) -> Any:
    if content_type.startswith(JSON_TYPE) or text.startswith("{"):
        return json.loads(text)
    form = {name: values[-1] for name, values in parse_qs(text, keep_blank_values=True).items()}
    return json.loads(form["payload"]) if "payload" in form else form


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
