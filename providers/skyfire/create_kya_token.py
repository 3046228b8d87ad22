"""`skyfire.create_kya_token`: tell the seller who we are. No money is bound or moved by it.

A token is a secret. It goes from Skyfire's answer to the seller's address within one call and is
kept nowhere; what is kept is its id, when it runs out and whom it is for. A repeat makes a second
one and Skyfire lists none, so after a time-out a person goes on:
https://docs.skyfire.xyz/reference/create-token.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from pydantic import SecretStr

from bot.errors import OutcomeUnknown, Refused, Unavailable
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.ports import Clock
from bot.redaction import literal
from bot.vendors import Effect, Order
from providers.skyfire.client import SkyfireClient
from providers.skyfire.introspection import Introspection
from providers.skyfire.models import Claims
from providers.skyfire.seller import Seller
from providers.skyfire.tokens import audience_of, claims_of, why_another

LASTS: Final = timedelta(minutes=5)
"""From 10 seconds to a day is allowed; one that got lost should be gone soon."""

FACTS: Final = OperationFacts(
    name="skyfire.create_kya_token",
    writes=True,
    moves_money=False,
    requires=("record_id",),
    repeat_safety=RepeatSafety.NONE,
    title="Identity token (KYA) at Skyfire",
    card_may_say="The seller's address took a token that tells who we are; it runs out in minutes.",
)


class CreateKyaToken:
    """Implements `bot.vendors.Operation`. Without a seller in the settings it refuses unasked."""

    facts = FACTS

    def __init__(
        self,
        client: SkyfireClient,
        introspection: Introspection,
        clock: Clock,
        *,
        service_id: str,
        seller: Seller | None,
    ) -> None:
        self._client = client
        self._introspection = introspection
        self._clock = clock
        self._service_id = service_id
        self._seller = seller

    async def send(self, order: Order) -> Effect:
        """Make one token, see that it holds, hand it over. Each is done once."""
        if self._seller is None:
            raise Refused(
                "No seller is set up here that a token could go to; nothing was made.",
                code="no_seller",
                mendable=True,
            )
        token = await self._made(order)
        claims = self._checked(token, order)
        await self._introspection.hold_good(token)
        await self._seller.hand_over(token)
        return _effect(claims)

    async def find_effect(self, order: Order) -> Effect | None:  # noqa: ARG002 - the port names it
        """Skyfire lists no tokens, so it cannot tell. Raises Unavailable."""
        raise Unavailable("Skyfire does not list what tokens were made.", code="no_look_up")

    async def watch(self, order: Order, reference: str) -> Effect:  # noqa: ARG002 - the port names it
        """A token that was taken is done; there is nothing to look at. Raises Unavailable."""
        raise Unavailable("Skyfire does not list what tokens were made.", code="no_look_up")

    async def _made(self, order: Order) -> SecretStr:
        """Ask for a token that says as little of us as one can: no identity field by name."""
        expires_at = self._clock() + LASTS
        answer = await self._client.create_token(
            {
                "type": "kya",
                "sellerServiceId": self._service_id,
                "buyerTag": order.step_key,
                "expiresAt": int(expires_at.timestamp()),
            }
        )
        return answer.token

    def _checked(self, token: SecretStr, order: Order) -> Claims:
        claims = claims_of(token)
        if claims is None:
            raise OutcomeUnknown(
                "Skyfire answered with something that is no identity token; it was not handed on.",
                code="no_token",
                answered=True,
            )
        why = why_another(
            claims,
            mode=self._client.mode,
            tag=order.step_key,
            service_id=self._service_id,
            now_s=int(self._clock().timestamp()),
            until_s=int((self._clock() + LASTS).timestamp()),
        )
        if why is not None:
            raise Refused(
                f"Skyfire answered with another token than the one asked for ({why}); it was not "
                "handed on.",
                code="other_token",
            )
        return claims


def _effect(claims: Claims) -> Effect:
    return Effect(
        status="done",
        reference=claims.jti,
        said=literal(
            "The seller's address took a token that tells who we are. It runs out within minutes "
            "and moves no money."
        ),
        facts={"expires_at": claims.exp, "audience": audience_of(claims)},
    )
