"""Drafts and sent mail of the one mailbox, found again by Message-ID or by the subject's reference.

https://developers.google.com/workspace/gmail/api/guides/drafts. Searching may lag by seconds, and
Gmail may give a message another Message-ID: so two things are searched for, and the draft itself,
which is read by its id, says whether anything went out.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from email.message import EmailMessage
from typing import Final

from bot.errors import Refused
from bot.vendors import Order
from providers.google.client import GoogleClient, Wire
from providers.google.errors import NOT_FOUND
from providers.google.follow_up import message_id_of, reference_of
from providers.http import Call

_ME: Final = "/gmail/v1/users/me"


class MessageRef(Wire):
    id: str


class DraftRef(Wire):
    id: str


class Messages(Wire):
    messages: tuple[MessageRef, ...] = ()


class Drafts(Wire):
    drafts: tuple[DraftRef, ...] = ()


class Mailbox:
    """What lies in the mailbox, and what is put there."""

    def __init__(self, client: GoogleClient, sender: str) -> None:
        self._client = client
        self._sender = sender

    async def sent(self, order: Order) -> str | None:
        """The id of this step's message, once it went out."""
        for query in self._queries(order):
            found = await self._client.get(
                f"{_ME}/messages", Messages, query=(("q", f"in:sent {query}"),)
            )
            if found.messages:
                return found.messages[0].id
        return None

    async def draft(self, order: Order) -> str | None:
        """The id of this step's draft, while it waits."""
        for query in self._queries(order):
            found = await self._client.get(f"{_ME}/drafts", Drafts, query=(("q", query),))
            if found.drafts:
                return found.drafts[0].id
        return None

    async def holds(self, draft_id: str) -> bool:
        """Tell whether this draft lies there still; no search stands between."""
        try:
            await self._client.get(f"{_ME}/drafts/{{id}}", DraftRef, ids={"id": draft_id})
        except Refused as refusal:
            if refusal.code != NOT_FOUND:
                raise
            return False
        return True

    async def put_draft(self, message: EmailMessage) -> str:
        """Lay the message down without sending it."""
        call = Call(
            method="POST", template=f"{_ME}/drafts", json={"message": {"raw": _raw(message)}}
        )
        return (await self._client.write(call, DraftRef)).id

    async def send_draft(self, draft_id: str, message: EmailMessage) -> str:
        """Send what was laid down, with these words; the draft is gone with it.

        Returns the message's id.
        """
        draft = {"id": draft_id, "message": {"raw": _raw(message)}}
        call = Call(method="POST", template=f"{_ME}/drafts/send", json=draft)
        return (await self._client.write(call, MessageRef)).id

    def _queries(self, order: Order) -> Sequence[str]:
        message_id = message_id_of(order, self._sender)
        return (f"rfc822msgid:{message_id}", f"subject:{reference_of(order)}")


def _raw(message: EmailMessage) -> str:
    """As Gmail takes it: base64 with the letters that addresses allow."""
    return base64.urlsafe_b64encode(message.as_bytes()).decode("ascii")
