"""Calls to Slack's Web API through slack_sdk, with nothing repeated, logged or raised unasked."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

import aiohttp
import structlog
from aiohttp.client_middlewares import ClientHandlerType
from pydantic import SecretStr, ValidationError
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from yarl import URL

from bot.errors import Unavailable, VendorFailure
from providers.http import (
    CONNECT_TIMEOUT_S,
    USER_AGENT,
    Sleep,
    checked_base,
    is_local,
    retry_after_s,
)
from providers.slack.errors import (
    ElsewhereError,
    Nature,
    failure_of,
    malformed,
    pointers,
    transport_failure,
)
from providers.slack.models import SlackAnswer

READ_TIMEOUT_S: Final = 20.0
MOST_PAGES: Final = 50
TRIES: Final = 3

A = TypeVar("A", bound=SlackAnswer)

_log = structlog.get_logger(__name__)
_REDIRECTS = range(300, 400)


def _mute() -> logging.Logger:
    """slack_sdk logs arguments and answers at DEBUG; its logger gets no such level."""
    logger = logging.getLogger("handoff.slack_sdk")
    logger.setLevel(logging.CRITICAL)
    return logger


@dataclass(frozen=True, slots=True)
class Got:
    """A positive answer."""

    data: Mapping[str, Any] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)


class SlackWire:
    """Raises Refused, Unavailable or, for posts alone, OutcomeUnknown."""

    def __init__(
        self, token: SecretStr, *, api_url: str, read_timeout_s: float = READ_TIMEOUT_S
    ) -> None:
        """Raise ConfigurationError when `api_url` is neither https nor on this machine."""
        self._token = token
        self._base = checked_base(api_url)
        self._read_timeout_s = read_timeout_s
        self._client: AsyncWebClient | None = None

    async def call(
        self, method: str, model: type[A], nature: Nature, arguments: Mapping[str, Any]
    ) -> A:
        """Call once and read the answer as `model`."""
        answer, _ = await self.call_with_headers(method, model, nature, arguments)
        return answer

    async def call_with_headers(
        self, method: str, model: type[A], nature: Nature, arguments: Mapping[str, Any]
    ) -> tuple[A, Mapping[str, str]]:
        """Do the same; the headers name the scopes that were granted."""
        got = await self._send(method, nature, arguments)
        answer = _parsed(got.data, model, nature)
        if isinstance(answer, VendorFailure):
            raise answer
        return answer, got.headers

    async def _send(self, method: str, nature: Nature, arguments: Mapping[str, Any]) -> Got:
        started = time.perf_counter()
        got = await self._attempt(method, nature, arguments)
        failure = got if isinstance(got, VendorFailure) else None
        _log.info(
            "slack_answered",
            method=method,
            ms=round((time.perf_counter() - started) * 1000),
            error=failure.code if failure else None,
        )
        if isinstance(got, Unavailable):
            got.method = method
        if isinstance(got, VendorFailure):
            raise got
        return got

    async def _attempt(
        self, method: str, nature: Nature, arguments: Mapping[str, Any]
    ) -> Got | VendorFailure:
        """Send a read as GET with a query, all else as POST with JSON.

        Failures are returned, so that they are raised without the SDK's exception in tow.
        """
        given = {name: value for name, value in arguments.items() if value is not None}
        try:
            if nature is Nature.READ:
                answer = await self._open().api_call(method, http_verb="GET", params=given)
            else:
                answer = await self._open().api_call(method, json=given)
        except SlackApiError as error:
            return _negative(method, error.response, nature)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return transport_failure(error, nature)
        except (SlackClientError, ValueError, AttributeError, TypeError):
            # The SDK trips over answers that are no JSON object in these ways.
            return malformed(nature)
        if not isinstance(answer.data, dict):
            return malformed(nature)
        return Got(answer.data, answer.headers)

    def _open(self) -> AsyncWebClient:
        """Open the session on first use: aiohttp wants a running loop."""
        if self._client is None:
            self._client = AsyncWebClient(
                token=self._token.get_secret_value(),
                base_url=str(self._base),
                session=self._session(),
                user_agent_prefix=USER_AGENT,
                logger=_mute(),
                retry_handlers=[],  # the SDK's own would post twice after a lost connection
            )
            if is_local(self._base):
                self._client.proxy = None
        return self._client

    def _session(self) -> aiohttp.ClientSession:
        timeout = aiohttp.ClientTimeout(
            total=2 * (CONNECT_TIMEOUT_S + self._read_timeout_s),
            connect=CONNECT_TIMEOUT_S,
            sock_read=self._read_timeout_s,
        )
        return aiohttp.ClientSession(
            timeout=timeout,
            connector=aiohttp.TCPConnector(limit=20),
            cookie_jar=aiohttp.DummyCookieJar(),
            middlewares=(_pin_to(URL(str(self._base)).origin()),),
        )

    async def aclose(self) -> None:
        """Close the session; the next call would open another."""
        client, self._client = self._client, None
        if client is not None and client.session is not None:
            await client.session.close()


def _pin_to(
    origin: URL,
) -> Callable[[aiohttp.ClientRequest, ClientHandlerType], Awaitable[aiohttp.ClientResponse]]:
    """Refuse to leave for another host, by a redirect too."""

    async def pin(
        request: aiohttp.ClientRequest, go_on: ClientHandlerType
    ) -> aiohttp.ClientResponse:
        if request.url.origin() != origin:
            raise ElsewhereError("another host than the configured one")
        response = await go_on(request)
        if response.status in _REDIRECTS:
            response.close()
            raise ElsewhereError("a redirect is not followed")
        return response

    return pin


def _negative(
    method: str, response: AsyncSlackResponse | aiohttp.ClientResponse | None, nature: Nature
) -> VendorFailure:
    if not isinstance(response, AsyncSlackResponse):  # the body was no JSON at all
        status = response.status if response is not None else 0
        return failure_of(status, None, nature) if status >= 400 else malformed(nature)  # noqa: PLR2004 - HTTP's classes
    data = response.data if isinstance(response.data, dict) else {}
    details = data.get("response_metadata")
    if places := pointers(details.get("messages") if isinstance(details, dict) else None):
        _log.warning("slack_found_mistakes", method=method, at=places)
    return failure_of(
        response.status_code,
        data.get("error"),
        nature,
        retry_after_s=retry_after_s(response.headers),
    )


def _parsed(data: Mapping[str, Any], model: type[A], nature: Nature) -> A | VendorFailure:
    try:
        return model.model_validate(data)
    except ValidationError:
        return malformed(nature)


class PoliteReader:
    """Reads that belong together: waits when asked to, within one budget of seconds."""

    def __init__(self, wire: SlackWire, *, budget_s: float, sleep: Sleep) -> None:
        self._wire = wire
        self._left_s = budget_s
        self._sleep = sleep

    async def read(self, method: str, model: type[A], **arguments: Any) -> A:
        """Raise Unavailable once patience is spent, Refused at once."""
        for tried in range(1, TRIES):
            try:
                return await self._wire.call(method, model, Nature.READ, arguments)
            except Unavailable as failure:
                pause_s = failure.retry_after_s or 0.5 * tried
                if pause_s > self._left_s:
                    raise
            self._left_s -= pause_s
            await self._sleep(pause_s)
        return await self._wire.call(method, model, Nature.READ, arguments)

    async def pages(self, method: str, model: type[A], **arguments: Any) -> AsyncIterator[A]:
        """Follow the cursor. Raises Unavailable when the pages do not end."""
        cursor: str | None = None
        for _ in range(MOST_PAGES):
            page = await self.read(method, model, **arguments, cursor=cursor)
            yield page
            cursor = page.next_cursor
            if not cursor:
                return
        raise Unavailable(f"Slack's pages of {method} do not end.", code="too_many_pages")
