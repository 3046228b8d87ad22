"""The Bolt app: authorised without a call, answered after one commit.

Signed requests only; envelopes from a socket carry no signature and are taken as they are.
"""

from __future__ import annotations

import logging
from uuid import uuid4

import structlog
from pydantic import SecretStr
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack import actions, alerts, commands, events, views
from handlers.slack.uses import Uses

log = structlog.get_logger(__name__)


def build(
    uses: Uses,
    *,
    client: AsyncWebClient,
    bot_token: SecretStr,
    signing_secret: SecretStr | None,
) -> AsyncApp:
    """Wire every listener. With `process_before_response` an answer goes out after the commit."""
    token = bot_token.get_secret_value()

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, bot_token=token, bot_user_id=None
        )

    app = AsyncApp(
        name="handoff",  # else Bolt looks for one in the call stack, which takes 40 ms
        # Bolt gives a logger of its own the level of the root; this one keeps what was set for it.
        logger=logging.getLogger("slack_bolt.AsyncApp"),
        client=client,
        signing_secret=signing_secret.get_secret_value() if signing_secret else None,
        authorize=authorize,
        process_before_response=True,
        raise_error_for_unhandled_request=False,
    )
    app.error(_say_that_it_failed)
    for room in (actions, views, alerts, commands, events):
        room.register(app, uses)
    return app


async def _say_that_it_failed(error: Exception) -> BoltResponse:
    """Answer with a fault, so that Slack shows one: nothing was recorded. The body stays unsaid."""
    reference = uuid4().hex[:8]
    log.error("slack_listener_failed", reference=reference, error=type(error).__name__)
    return BoltResponse(status=500, body=f"Nothing was recorded (reference {reference}).")
