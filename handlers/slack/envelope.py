"""What Slack says over a socket, and an envelope's way through the same listeners as over HTTP.

Envelopes carry no signature: the socket itself was opened with the app's token. What else stands
before Bolt over HTTP stands before it here.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

import structlog
from pydantic import BaseModel, Field, ValidationError
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.request import SocketModeRequest

from handlers.slack.guard import STUMBLED, has_shape

HELLO: Final = "hello"
DISCONNECT: Final = "disconnect"
ENVELOPES: Final = frozenset({"events_api", "interactive", "slash_commands"})

log = structlog.get_logger(__name__)


class Frame(BaseModel):
    """One message: `hello`, `disconnect` with its `reason`, or an envelope."""

    type: str
    reason: str | None = None
    envelope_id: str | None = Field(default=None, min_length=1, max_length=255)
    payload: dict[str, Any] | None = None
    accepts_response_payload: bool = False
    retry_attempt: int | None = None
    retry_reason: str | None = None

    @property
    def is_envelope(self) -> bool:
        return self.type in ENVELOPES and bool(self.envelope_id) and self.payload is not None


def read_frame(data: object) -> Frame | None:
    """None for what is no message of Slack's; it is neither kept nor logged."""
    try:
        return Frame.model_validate_json(data) if isinstance(data, str) else None
    except ValidationError:
        return None


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What goes back under an envelope's id, as Slack takes it over HTTP in the body of a 200."""

    payload: Mapping[str, Any] | None = None

    def to_json(self, envelope_id: str) -> dict[str, Any]:
        said = {"envelope_id": envelope_id}
        return said if self.payload is None else said | {"payload": self.payload}


Answer = Callable[[Frame], Awaitable[Acknowledgement | None]]
"""None: not acknowledged, which is for Slack what a fault is over HTTP. It repeats an event and
shows whoever clicked that it did not work."""


def answering(bolt: AsyncApp) -> Answer:
    """Hand envelopes to the listeners; the answer goes out when the listener has ended."""

    async def answer(envelope: Frame) -> Acknowledgement | None:
        if not has_shape(envelope.payload):
            log.warning("slack_envelope_refused", type=envelope.type)
            return None
        try:
            response = await run_async_bolt_app(bolt, _request(envelope))
        except STUMBLED as error:
            # Listeners answer their own failures: this is Bolt on the way to one.
            log.warning("slack_envelope_not_understood", error=type(error).__name__)
            return None
        if response.status != HTTPStatus.OK:
            return None
        return Acknowledgement(_body(response) if envelope.accepts_response_payload else None)

    return answer


def _request(envelope: Frame) -> SocketModeRequest:
    return SocketModeRequest(
        type=envelope.type,
        envelope_id=envelope.envelope_id or "",
        payload=envelope.payload or {},
        accepts_response_payload=envelope.accepts_response_payload,
        retry_attempt=envelope.retry_attempt,
        retry_reason=envelope.retry_reason,
    )


def _body(response: BoltResponse) -> Mapping[str, Any] | None:
    if not response.body:
        return None
    if str(response.first_headers().get("content-type", "")).startswith("application/json"):
        body: Mapping[str, Any] = json.loads(response.body)
        return body
    return {"text": response.body}
