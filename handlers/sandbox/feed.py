"""Sample calls, one after another, as a day of DialNexa would bring them."""

import asyncio

import httpx

from handlers.sandbox.calls import deliver, sample_calls
from handlers.sandbox.config import SandboxConfig
from handlers.sandbox.slack_delivery import new_client
from handlers.sandbox.slack_messages import Clock
from handlers.sandbox.slack_workspace import utc_now


async def feed(config: SandboxConfig, *, every_s: float, now: Clock = utc_now) -> None:
    """Deliver every sample call once, `every_s` apart; a bot that is away is not waited for."""
    async with new_client() as client:
        for call in sample_calls(now()):
            try:
                await deliver(call, config, client)
            except httpx.TransportError:
                return
            await asyncio.sleep(every_s)
