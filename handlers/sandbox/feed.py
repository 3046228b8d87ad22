"""Sample calls, one after another, as a day of DialNexa would bring them."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx

from handlers.sandbox.calls import sample_calls
from handlers.sandbox.slack_delivery import new_client
from handlers.sandbox.slack_messages import Clock
from handlers.sandbox.slack_workspace import utc_now

LATE_CALL = "receipt_request"
"""Sent once more before its analysis is made; that appears a little later, by REST alone."""
LOST_CALL = "invoice_resend"
"""Made once more without any webhook: only DialNexa's own list knows it."""
ANALYSIS_TAKES = timedelta(seconds=20)


async def feed(
    base_url: str,
    *,
    every_s: float,
    analysis_takes: timedelta = ANALYSIS_TAKES,
    now: Clock = utc_now,
) -> None:
    """Make every sample call once, `every_s` apart, through the doors of the world at `base_url`.

    At the end come one whose webhook is too early for its analysis and one whose webhook is lost.
    A bot that is away is not waited for.
    """
    async with new_client() as client:
        try:
            for call in sample_calls(now()):
                await _make(client, base_url, name=call.name)
                await asyncio.sleep(every_s)
            await _make(client, base_url, name=LOST_CALL, as_new=True, withhold=True)
            late = await _make(client, base_url, name=LATE_CALL, as_new=True, without_analysis=True)
            await asyncio.sleep(analysis_takes.total_seconds())
            await client.post(f"{base_url}/ui/dialnexa/calls/{late}/analyse")
        except httpx.TransportError:
            return


async def _make(client: httpx.AsyncClient, base_url: str, **act: Any) -> str:
    """Make one call; its id."""
    answer = await client.post(f"{base_url}/ui/calls", json=act, timeout=15)
    answer.raise_for_status()
    return str(answer.json()["call_id"])
