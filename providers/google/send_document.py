"""`gmail.send_document`: the destination's document to the customer, where that mails none itself.

The document is read from its vendor just before, and goes into the mail alone: neither it nor the
link that it was read through is kept or shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.ports import Clock
from bot.vendors import Effect, Order, Papers
from providers.google.cover import compose, without_document
from providers.google.keys import matter_of
from providers.google.mailbox import Mailbox
from providers.google.outbox import MailedOnce, laid, send_once
from providers.google.paper import read_paper, source_of

FACTS: Final = OperationFacts(
    name="gmail.send_document",
    writes=True,
    moves_money=False,
    requires=("record_id", "customer_email"),
    repeat_safety=RepeatSafety.NATURAL,
    can_look_up=True,
    title="Document by mail through Gmail",
    card_may_say="Gmail took the mail with the document for the address on the record.",
)

MOST_BYTES: Final = 2_500_000
"""As a request of 5 MB holds it, encoded twice: for the mail, and for Gmail's JSON."""


class SendDocument(MailedOnce):
    """Implements `bot.vendors.Operation`. `papers` are the vendors that hand out documents."""

    facts = FACTS

    def __init__(
        self, mailbox: Mailbox, sender: str, clock: Clock, papers: Mapping[str, Papers]
    ) -> None:
        super().__init__(mailbox, sender, clock)
        self._papers = papers

    async def make_id(self, order: Order) -> str:
        """Lay a draft down: its id is the step's key, and nothing is sent by it."""
        source_of(self._papers, matter_of(order))
        draft = without_document(order, self._sender, self._clock())
        return await laid(self._mailbox, order, draft)

    async def send(self, order: Order) -> Effect:
        """Send it, unless the mailbox shows that this step's mail went out."""
        papers, matter = source_of(self._papers, matter_of(order)), matter_of(order)
        without_document(order, self._sender, self._clock())  # nobody to write to: ask nobody
        sent = await self._mailbox.sent(order)
        if sent is not None:
            return self._effect_of(sent)
        paper = await read_paper(papers, matter, most_bytes=MOST_BYTES)
        message = compose(order, paper, self._sender, self._clock())
        draft = order.made_id or await self.make_id(order)
        return self._effect_of(await send_once(self._mailbox, order, draft, message))
