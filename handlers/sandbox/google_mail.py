"""The mailbox behind local Gmail: drafts that sending uses up, and a search that can lag.

https://developers.google.com/workspace/gmail/api/guides/drafts
"""

import base64
import email
import email.policy
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.message import EmailMessage
from itertools import count
from typing import Any, Final

from handlers.sandbox.google_errors import invalid, missing
from handlers.sandbox.slack_messages import Clock

_RAW: Final = re.compile(r"[A-Za-z0-9_-]+={0,2}")


@dataclass(frozen=True, slots=True)
class Attached:
    """One file that goes with a message."""

    name: str
    kind: str
    content: bytes


@dataclass(slots=True)
class Mail:
    """One message; `draft_id` while it was not sent."""

    id: str
    thread_id: str
    to: str
    sender: str
    subject: str
    message_id: str
    text: str
    at: datetime
    draft_id: str | None = None
    attached: tuple[Attached, ...] = ()

    @property
    def reference(self) -> dict[str, str]:
        return {"id": self.id, "threadId": self.thread_id}

    @property
    def shown(self) -> dict[str, Any]:
        """As `messages.get` with `format=metadata`."""
        headers = {"Subject": self.subject, "Message-ID": self.message_id, "To": self.to}
        payload = {"headers": [{"name": one, "value": two} for one, two in headers.items()]}
        labels = ["DRAFT" if self.draft_id else "SENT"]
        return self.reference | {"labelIds": labels, "payload": payload}

    @property
    def as_draft(self) -> dict[str, Any]:
        return {"id": self.draft_id, "message": self.reference | {"labelIds": ["DRAFT"]}}


@dataclass(slots=True)
class LocalMailbox:
    """One user's mail. `replaces_ids`: sent messages get a Message-ID of Gmail's own.

    `search_lags`: what happened is not found by searching yet.
    """

    now: Clock
    address: str
    replaces_ids: bool = False
    search_lags: bool = False
    mails: list[Mail] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def draft(self, raw: object) -> Mail:
        """Lay down a message, base64url as RFC 4648 has it; GoogleError 400 for anything else."""
        mail = self._written(raw)
        mail.draft_id = self._id("r-")
        self.mails.append(mail)
        return mail

    def _written(self, raw: object) -> Mail:
        message = _parsed(raw)
        to = message.get("To")
        if not to:
            raise invalid("Recipient address required")
        return Mail(
            id=self._id("m"),
            thread_id=self._id("t"),
            to=str(to),
            sender=self.address,  # another From is rewritten
            subject=str(message.get("Subject", "")),
            message_id=str(message.get("Message-ID", "")).strip("<>"),
            text=_text_of(message),
            at=self.now(),
            attached=_attached_to(message),
        )

    def send(self, draft_id: object, raw: object = None) -> Mail:
        """Send a draft, with other words where they come along; it is gone, the message is new."""
        draft = next((one for one in self.drafts if one.draft_id == draft_id), None)
        if draft is None:
            raise missing()
        mail = replace(draft, id=self._id("m"), draft_id=None, at=self.now())
        if raw is not None:
            mail = replace(self._written(raw), thread_id=draft.thread_id)
        if self.replaces_ids:
            mail.message_id = f"{mail.id}@mail.local.example"
        self.mails[self.mails.index(draft)] = mail
        return mail

    @property
    def drafts(self) -> list[Mail]:
        return [one for one in self.mails if one.draft_id]

    @property
    def sent(self) -> list[Mail]:
        return [one for one in self.mails if not one.draft_id]

    def search(self, mails: list[Mail], query: str) -> list[Mail]:
        """Those that fit every word of a query; GoogleError 400 for words not known here."""
        fits = [_word(one) for one in query.split()]
        found = [mail for mail in mails if all(fit(mail) for fit in fits)]
        return [] if self.search_lags else found[::-1]

    def _id(self, prefix: str) -> str:
        return f"{prefix}18c2local{next(self._numbers):04d}"


def _parsed(raw: object) -> EmailMessage:
    if not isinstance(raw, str) or not _RAW.fullmatch(raw):
        raise invalid("Invalid value at 'message.raw' (TYPE_BYTES), Base64 decoding failed")
    content = base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4))
    return email.message_from_bytes(content, policy=email.policy.default)


def _attached_to(message: EmailMessage) -> tuple[Attached, ...]:
    return tuple(
        Attached(one.get_filename() or "", one.get_content_type(), one.get_content())
        for one in message.iter_attachments()
    )


def _text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    return str(body.get_content()) if body else ""


def _word(word: str) -> Callable[[Mail], bool]:
    name, _, value = word.partition(":")
    if name == "in" and value in ("sent", "drafts"):
        return lambda mail: bool(mail.draft_id) is (value == "drafts")
    if name == "rfc822msgid":
        return lambda mail: mail.message_id == value
    if name == "subject":
        return lambda mail: value.casefold() in re.findall(r"\w+", mail.subject.casefold())
    raise invalid(f"not searched for here: {word}")
