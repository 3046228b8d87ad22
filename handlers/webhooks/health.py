"""Health, readiness and metrics."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Mapping

from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

Readiness = Callable[[], Awaitable[Mapping[str, str]]]
"""What is not ready, by name, each with a sentence; empty when all is."""

Warnings = Callable[[], Awaitable[Mapping[str, str]]]
"""What people have to mend while it works, by name, each with a sentence."""

Counts = Callable[[], Awaitable[Mapping[str, float]]]


class HealthDoor:
    """The doors that operations people and load balancers knock at."""

    def __init__(
        self,
        *,
        readiness: Readiness,
        warnings: Warnings,
        counts: Counts,
        token: SecretStr | None,
    ) -> None:
        self._readiness = readiness
        self._warnings = warnings
        self._counts = counts
        self._token = token

    def routes(self) -> list[Route]:
        return [
            Route("/healthz", self._alive, methods=["GET"]),
            Route("/readyz", self._ready, methods=["GET"]),
            Route("/metrics", self._metrics, methods=["GET"]),
        ]

    async def _alive(self, _request: Request) -> Response:
        return JSONResponse({"alive": True})

    async def _ready(self, _request: Request) -> Response:
        missing = await self._readiness()
        warnings = {} if "database" in missing else await self._warnings()
        told = {"ready": not missing, "missing": dict(missing), "warnings": dict(warnings)}
        return JSONResponse(told, status_code=503 if missing else 200)

    async def _metrics(self, request: Request) -> Response:
        if not self._may_read(request):
            return PlainTextResponse("Only from this machine, or with METRICS_TOKEN.\n", 403)
        counts = await self._counts()
        lines = [f"handoff_{name} {value:g}" for name, value in sorted(counts.items())]
        return PlainTextResponse("\n".join(lines) + "\n", media_type="text/plain; version=0.0.4")

    def _may_read(self, request: Request) -> bool:
        if self._token is not None:
            given = request.headers.get("authorization", "").removeprefix("Bearer ")
            return hmac.compare_digest(given.encode(), self._token.get_secret_value().encode())
        return request.client is not None and request.client.host in {"127.0.0.1", "::1"}
