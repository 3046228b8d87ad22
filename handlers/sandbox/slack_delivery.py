"""What a bot is sent, and signed HTTP as one way: three seconds to answer, events tried again."""

import asyncio
import json
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol
from urllib.parse import urlencode

import httpx

from handlers.sandbox.config import SandboxConfig
from handlers.sandbox.slack_messages import Clock
from handlers.sandbox.slack_signing import signed_headers

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
USER_AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"
TIMED_OUT = "operation_timeout"
UNREACHABLE = "connection_failed"
_RETRY_REASONS = {TIMED_OUT: "http_timeout", UNREACHABLE: "connection_failed"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot said. `status` None: it never did, and `error` says why.

    `body` is parsed JSON, else the text, else None. `attempts` counts deliveries of an event.
    """

    status: int | None
    body: Any
    latency_ms: float
    error: str | None = None
    attempts: int = 1
    stop_retries: bool = False

    @property
    def ok(self) -> bool:
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004 - HTTP's own

    def to_json(self) -> dict[str, Any]:
        answer = {"status": self.status, "body": self.body, "latency_ms": self.latency_ms}
        return answer | ({"error": self.error} if self.error else {})


def new_client() -> httpx.AsyncClient:
    """No proxies, no redirects: loopback only, whatever the environment says."""
    unread = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # nothing here is spoken over TLS
    return httpx.AsyncClient(trust_env=False, follow_redirects=False, verify=unread)


class Courier(Protocol):
    """One way to the bot: over HTTP, or over its socket."""

    async def interaction(self, payload: dict[str, Any]) -> Answer: ...

    async def command(self, form: dict[str, str]) -> Answer: ...

    async def event(self, wrapped: dict[str, Any]) -> Answer:
        """The last answer; a failed delivery is repeated up to three times, as Slack does."""


class HttpCourier:
    """Delivers to `config.slack_events_url`; `now` stamps the signatures."""

    def __init__(self, config: SandboxConfig, now: Clock, client: httpx.AsyncClient) -> None:
        self._config = config
        self._now = now
        self._client = client

    async def interaction(self, payload: dict[str, Any]) -> Answer:
        body = urlencode({"payload": json.dumps(payload, separators=(",", ":"))})
        return await self._send(FORM, body.encode(), {})

    async def command(self, form: dict[str, str]) -> Answer:
        return await self._send(FORM, urlencode(form).encode(), {})

    async def event(self, wrapped: dict[str, Any]) -> Answer:
        """The last answer; a failed delivery is repeated up to three times, as Slack does."""
        body = json.dumps(wrapped, separators=(",", ":")).encode()
        answer = await self._send(JSON, body, {})
        for attempt, delay_s in enumerate(self._config.event_retry_delays_s, start=2):
            if answer.ok or answer.stop_retries:
                break
            await asyncio.sleep(delay_s)
            answer = await self._send(JSON, body, _retry_headers(attempt - 1, answer))
            answer = replace(answer, attempts=attempt)
        return answer

    async def _send(self, kind: str, body: bytes, extra: dict[str, str]) -> Answer:
        started = time.perf_counter()
        stamp = int(self._now().timestamp())
        headers = {"content-type": kind, "user-agent": USER_AGENT, **extra}
        headers |= signed_headers(self._config.signing_secret, stamp, body)
        try:
            async with asyncio.timeout(self._config.ack_timeout_s):
                response = await self._client.post(
                    self._config.slack_events_url, content=body, headers=headers, timeout=None
                )
        except TimeoutError:
            return Answer(None, None, _since(started), TIMED_OUT)
        except httpx.TransportError:
            return Answer(None, None, _since(started), UNREACHABLE)
        return _answer_of(response, _since(started))


def _retry_headers(number: int, failed: Answer) -> dict[str, str]:
    reason = _RETRY_REASONS.get(failed.error or "", "http_error")
    return {"x-slack-retry-num": str(number), "x-slack-retry-reason": reason}


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)


def _answer_of(response: httpx.Response, latency_ms: float) -> Answer:
    stop = response.headers.get("x-slack-no-retry") == "1"
    body = next(_readings(response))
    return Answer(response.status_code, body, latency_ms, stop_retries=stop)


def _readings(response: httpx.Response) -> Iterator[Any]:
    if not response.content:
        yield None
    try:
        yield response.json()
    except ValueError:
        yield response.text
