"""The face of the local Slack: `/slack/api/<method>`, `/slack/response/<id>`, `/slack/link/`."""

import asyncio
import hmac
import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from handlers.sandbox.faults import Fault, LostAnswer, Switchboard, hang
from handlers.sandbox.slack_args import Args, parse_args
from handlers.sandbox.slack_errors import RateLimited, SlackError
from handlers.sandbox.slack_methods import APP_METHODS, METHODS
from handlers.sandbox.slack_respond import respond
from handlers.sandbox.slack_socket_door import socket_route
from handlers.sandbox.slack_workspace import RecordedRequest, Workspace

VENDOR = "slack"
RESPONSE_URL = "response_url"
"""The name of posts to response URLs in the log and on the switchboard."""


def slack_routes(ws: Workspace, faults: Switchboard) -> list[BaseRoute]:
    """Routes below the mount `/slack`."""
    door = SlackDoor(ws, faults)
    return [
        Route("/api/{method}", door.api, methods=["GET", "POST"]),
        Route("/response/{url_id}", door.response_url, methods=["POST"]),
        socket_route(ws),
    ]


class SlackDoor:
    def __init__(self, ws: Workspace, faults: Switchboard) -> None:
        self.ws = ws
        self.faults = faults

    async def api(self, request: Request) -> Response:
        method = request.path_params["method"]
        values = await self._read(request, method)
        fault = self.faults.take(VENDOR, method)
        early = await self._before(request, fault)
        if early is None:
            early = self._answer(request, method, values)
        self._log(method, values, early)
        return await self._after(early, fault)

    async def response_url(self, request: Request) -> Response:
        values = await self._read(request, RESPONSE_URL)
        fault = self.faults.take(VENDOR, RESPONSE_URL)
        answer = await self._before(request, fault)
        if answer is None:
            answer = self._respond(request.path_params["url_id"], values)
        self._log(RESPONSE_URL, {}, answer)
        return await self._after(answer, fault)

    async def _read(self, request: Request, method: str) -> dict[str, Any] | SlackError:
        """The arguments, recorded whole, or why they cannot be read."""
        body = await request.body()
        try:
            values = parse_args(request.url.query, request.headers.get("content-type", ""), body)
        except SlackError as wrong:
            self._record(method, request.url.query + body.decode(errors="replace"))
            return wrong
        self._record(method, json.dumps(values, ensure_ascii=False))
        return values

    def _record(self, method: str, body: str) -> None:
        self.ws.requests.append(RecordedRequest(method, body))

    async def _before(self, request: Request, fault: Fault) -> Response | None:
        """Faults that leave no effect."""
        if fault is Fault.RATE_LIMITED:
            return _too_many()
        if fault is Fault.SERVER_ERROR:
            return JSONResponse({"ok": False, "error": "internal_error"}, 500)
        if fault is Fault.AUTH:
            return JSONResponse({"ok": False, "error": "invalid_auth"})
        if fault is Fault.HANG:
            await hang(request, self.faults.hang_s)
            return JSONResponse({"ok": False, "error": "request_timeout"}, 503)
        return None

    async def _after(self, answer: Response, fault: Fault) -> Response:
        """Faults that spoil the answer of what has happened."""
        if fault is Fault.SLOW:
            await asyncio.sleep(self.faults.slow_s)
        return LostAnswer() if fault is Fault.LOST_ANSWER else answer

    def _answer(
        self, request: Request, method: str, values: dict[str, Any] | SlackError
    ) -> Response:
        try:
            answer = self._call(request, method, values)
        except SlackError as refused:
            return JSONResponse(refused.to_json())
        except RateLimited:
            return _too_many()
        if "permalink" in answer:
            answer["permalink"] = f"{self.ws.config.base_url.rstrip('/')}{answer['permalink']}"
        return JSONResponse({"ok": True, **answer})

    def _call(
        self, request: Request, method: str, values: dict[str, Any] | SlackError
    ) -> dict[str, Any]:
        if method not in METHODS:
            raise SlackError("unknown_method")
        if isinstance(values, SlackError):
            raise values
        self._authorise(request, method, values)
        return METHODS[method](self.ws, Args(values))

    def _authorise(self, request: Request, method: str, values: dict[str, Any]) -> None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        given = token if scheme.lower() == "bearer" else str(values.get("token", ""))
        if not given:
            raise SlackError("not_authed")
        config = self.ws.config
        wanted, other = config.bot_token, config.app_token
        if method in APP_METHODS:
            wanted, other = other, wanted
        if hmac.compare_digest(given.encode(), other.encode()):
            raise SlackError("not_allowed_token_type")
        if not hmac.compare_digest(given.encode(), wanted.encode()):
            raise SlackError("invalid_auth")

    def _respond(self, url_id: str, values: dict[str, Any] | SlackError) -> Response:
        try:
            if isinstance(values, SlackError):
                raise values
            respond(self.ws, url_id, values)
        except SlackError as refused:
            status = 404 if refused.error.endswith("_url") else 500
            return PlainTextResponse(refused.error, status)
        return PlainTextResponse("ok")

    def _log(self, method: str, values: dict[str, Any] | SlackError, answer: Response) -> None:
        channel = values.get("channel") if isinstance(values, dict) else None
        self.ws.log(
            method, str(channel) if channel else None, answer.status_code, _error_of(answer)
        )


def _too_many() -> Response:
    return JSONResponse({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "1"})


def _error_of(answer: Response) -> str | None:
    if not isinstance(answer, JSONResponse):
        return None if answer.status_code < 400 else bytes(answer.body).decode()  # noqa: PLR2004 - HTTP
    error = json.loads(bytes(answer.body)).get("error")
    return str(error) if error else None
