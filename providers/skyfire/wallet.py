"""The wallet of our agent: a record to read before a token is made, and a question of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.errors import Refused
from bot.handoff.operations import reading
from bot.handoff.record import FoundBy, Record, RecordClaim, RecordKind, RecordStatus
from bot.ports import Clock
from bot.redaction import redact
from bot.vendors import Finding, Question
from providers.questions import concerns
from providers.skyfire.client import VENDOR, SkyfireClient
from providers.skyfire.models import Balance

RECORD_ID: Final = "wallet"
"""A key has one wallet, and Skyfire gives it no name."""

FACTS: Final = reading(
    "skyfire.read_balance",
    "Wallet balance at Skyfire",
    "What Skyfire shows as the wallet's balance, now.",
)


class Wallet:
    """Raises Refused or Unavailable. `has_seller` tells whether a token could go anywhere."""

    facts = FACTS

    def __init__(self, client: SkyfireClient, clock: Clock, *, has_seller: bool) -> None:
        self._client = client
        self._clock = clock
        self._has_seller = has_seller

    async def find(self, claim: RecordClaim) -> Sequence[Record]:  # noqa: ARG002 - whatever is asked for, there is one wallet
        return [await self.observe(RECORD_ID)]

    async def observe(self, record_id: str) -> Record:
        if record_id != RECORD_ID:
            raise Refused("That is no wallet of Skyfire's.", code="not_a_wallet")
        balance = await self._client.balance()
        return Record(
            vendor=VENDOR,
            kind=RecordKind.WALLET,
            record_id=RECORD_ID,
            found_by=FoundBy.REFERENCE,
            description=redact(
                f"Our wallet: USD {balance.available} available, {balance.held} held."
            ),
            status=RecordStatus.ACTIVE if balance.available > 0 else RecordStatus.EMPTY,
            livemode=self._client.mode == "live",
            mailable=self._has_seller,
            observed_at=self._clock(),
        )


class WalletBalance:
    """Implements `bot.vendors.Look`."""

    facts = FACTS

    def __init__(self, client: SkyfireClient) -> None:
        self._client = client

    def applies(self, question: Question) -> bool:
        return concerns(question, VENDOR)

    async def ask(self, question: Question) -> Sequence[Finding]:  # noqa: ARG002 - the port's: it needs nothing
        """The four sums of the wallet. Raises Refused or Unavailable."""
        return _told(await self._client.balance())


def _told(balance: Balance) -> list[Finding]:
    sums = {
        "Available": balance.available,
        "Held by live tokens": balance.held,
        "Charged, not settled": balance.pending_charges,
        "On its way in": balance.pending_deposits,
    }
    return [Finding(label, redact(f"USD {one}")) for label, one in sums.items()]
