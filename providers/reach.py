"""Whether a running Handoff answers at an address: its own health door, asked once."""

from __future__ import annotations

from http import HTTPStatus

import httpx

from bot.errors import ConfigurationError
from providers.http import new_client

TIMEOUT_S = 5.0
HEALTH = "healthz"


async def why_not_alive(base_url: str) -> str | None:
    """Say why nothing of ours answers at `<base_url>/healthz`; None when it does. Never raises."""
    try:
        async with new_client(f"{base_url.rstrip('/')}/", read_timeout_s=TIMEOUT_S) as client:
            answer = await client.get(HEALTH)
    except ConfigurationError as error:
        return str(error)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return f"no answer ({type(error).__name__})"
    if answer.status_code != HTTPStatus.OK:
        return f"something answers with status {answer.status_code}"
    return None if _is_ours(answer) else "something else answers there"


def _is_ours(answer: httpx.Response) -> bool:
    try:
        return bool(answer.json() == {"alive": True})
    except ValueError:
        return False
