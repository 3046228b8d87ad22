"""What is sent: signed calls as DialNexa sends them, signed clicks as Slack does."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import quote

from bench.client import post
from bot.cards import names
from bot.handoff.words import Choice
from handlers.sandbox.calls import SIGNATURE_HEADER, SampleCall, fresh, sample_call, sign
from handlers.sandbox.config import SandboxConfig
from handlers.sandbox.slack_signing import signed_headers

CONFIG = SandboxConfig()
"""The invented secrets that client and product share."""

_BY_ADA = {
    "user": {"id": "U0ADA", "team_id": CONFIG.team_id, "username": "ada"},
    "team": {"id": CONFIG.team_id, "domain": "northwind-local"},
}

CALL = "refund_small"
INVOICE, MAILBOX = "INV-20431", "rechnung@"


def calls(many: int, *, first: int = 0) -> Iterator[SampleCall]:
    """One refund call under many call ids, each about an invoice and a customer of its own.

    Otherwise all would be linked to each other, which no real day brings.
    """
    call = sample_call(CALL, datetime.now(UTC))
    for n in range(first, first + many):
        one = fresh(call, n)
        text = json.dumps(one.body, ensure_ascii=False)
        text = text.replace(INVOICE, f"INV-{100_000 + n}").replace(MAILBOX, f"rechnung{n}@")
        yield replace(one, body=json.loads(text))


def webhooks(many: int, *, first: int = 0) -> list[bytes]:
    """Signed deliveries, ready to be written to a socket."""
    return [_webhook(call.encoded()) for call in calls(many, first=first)]


def _webhook(body: bytes) -> bytes:
    signature = sign(body, CONFIG.dialnexa_secret)
    headers = {"content-type": "application/json", SIGNATURE_HEADER: signature}
    return post("/dialnexa/webhook", body, headers)


def clicks(values: Sequence[str], *, action_id: str = names.RETRY) -> list[bytes]:
    """Signed presses of one button, each with a moment of its own so that each counts."""
    now = time.time()
    return [_click(f"{now + n / 1000:.6f}", value, action_id) for n, value in enumerate(values)]


def _click(moment: str, value: str, action_id: str) -> bytes:
    pressed = {
        "type": "block_actions",
        **_BY_ADA,
        "channel": {"id": "C0BILLING", "name": "billing-approvals"},
        "container": {"type": "message", "message_ts": "1.000001", "channel_id": "C0BILLING"},
        "message": {"type": "message", "ts": "1.000001", "text": "x" * 2000, "blocks": []},
        "trigger_id": "1.2.local",
        "actions": [
            {
                "type": "button",
                "action_id": action_id,
                "block_id": "row",
                "value": value,
                "action_ts": moment,
            }
        ],
    }
    return _signed(pressed)


def claims(values: Sequence[str]) -> list[bytes]:
    """Signed submissions of the view behind More: *I take care of it*, each on its handoff."""
    return [_claim(value) for value in values]


def _claim(value: str) -> bytes:
    chosen = {"type": "radio_buttons", "selected_option": {"value": names.act_value(Choice.CLAIM)}}
    view = {
        "type": "modal",
        "id": f"V{value}",
        "callback_id": names.MORE_SUBMIT,
        "private_metadata": value,
        "state": {"values": {names.ACT_BLOCK: {names.ACT_INPUT: chosen}}},
    }
    return _signed({"type": "view_submission", **_BY_ADA, "view": view})


def _signed(payload: Mapping[str, object]) -> bytes:
    body = f"payload={quote(json.dumps(payload))}".encode()
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        **signed_headers(CONFIG.signing_secret, int(time.time()), body),
    }
    return post("/slack/events", body, headers)
