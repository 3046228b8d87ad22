"""Sample calls: DialNexa bodies as they really look, and their signed delivery to the product.

All people and companies are invented. Dates are relative to the `now` given, so that the demo
never looks stale. What each refund call finds is seeded by `stripe_seed`
and `paystack_seed`.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

import httpx

from handlers.sandbox.calls_awkward import awkward_calls
from handlers.sandbox.calls_dues import due_calls
from handlers.sandbox.calls_naira import naira_calls
from handlers.sandbox.calls_refunds import refund_calls
from handlers.sandbox.calls_requests import request_calls
from handlers.sandbox.calls_systems import system_calls
from handlers.sandbox.config import SandboxConfig

SIGNATURE_HEADER: Final = "x-dialnexa-signature"
USER_AGENT: Final = "DialNexa-External-Webhook/1.0"
TIMEOUT_S: Final = 10.0
AT_PAYSTACK: Final = frozenset({"NGN", "GHS", "ZAR", "KES"})


@dataclass(frozen=True)
class SampleCall:
    """One delivery: `body` is the whole V1 envelope, ready to be serialised and signed."""

    name: str
    title: str
    body: Mapping[str, Any]

    @property
    def call_id(self) -> str:
        return str(self.body["payload"]["call"]["id"])

    @property
    def destination(self) -> str:
        """Where the record of the call is: as the voice agent says, else by the currency."""
        facts = self.body["payload"]["call"].get("post_call_analysis")
        told = facts if isinstance(facts, dict) else {}
        if "billing_system" in told:
            return str(told["billing_system"])
        return "paystack" if told.get("currency") in AT_PAYSTACK else "stripe"

    def encoded(self) -> bytes:
        return json.dumps(self.body, ensure_ascii=False).encode()


FIRST: Final = frozenset(
    {
        "refund_small",
        "invoice_resend",
        "receipt_request",
        "dispute_duplicate",
        "renewal_failure",
        "payment_blocker",
        "promise_to_pay",
        "tax_correction",
        "billing_question",
    }
)
"""One of each workflow, fed before all others."""


def sample_calls(now: datetime) -> tuple[SampleCall, ...]:
    """All samples in the order in which the demo feeds them; `now` is an aware instant."""
    made = (
        *refund_calls(now),
        *naira_calls(now),
        *awkward_calls(now),
        *request_calls(now),
        *due_calls(now),
        *system_calls(now),
    )
    calls = [SampleCall(name, title, body) for name, title, body in made]
    return tuple(sorted(calls, key=lambda call: call.name not in FIRST))


def sample_call(name: str, now: datetime) -> SampleCall:
    """One sample by name; KeyError when there is none."""
    return {call.name: call for call in sample_calls(now)}[name]


def fresh(call: SampleCall, n: int) -> SampleCall:
    """The same words under another call id, which depends only on the call and `n`."""
    call_id = f"call_{sha256(f'{call.call_id}/{n}'.encode()).hexdigest()[:14]}"
    text = json.dumps(call.body).replace(call.call_id, call_id)
    return replace(call, body=json.loads(text))


def unanalysed(call: SampleCall) -> SampleCall:
    """The same call as it is sent when its analysis is not made yet: neither that nor a summary."""
    body: dict[str, Any] = json.loads(json.dumps(call.body))
    for late in ("post_call_analysis", "summary"):
        body["payload"]["call"].pop(late, None)
    return replace(call, body=body)


def sign(body: bytes, secret: str) -> str:
    """Lower-case hex HMAC-SHA256 of the raw body, as DialNexa sends it."""
    return hmac.new(secret.encode(), body, sha256).hexdigest()


async def deliver(call: SampleCall, config: SandboxConfig, client: httpx.AsyncClient) -> int:
    """Post the signed bytes to the product; the HTTP status it answered.

    Raises httpx.TransportError when nobody answers.
    """
    body = call.encoded()
    headers = {
        "content-type": "application/json",
        "user-agent": USER_AGENT,
        SIGNATURE_HEADER: sign(body, config.dialnexa_secret),
    }
    answer = await client.post(
        config.dialnexa_webhook_url, content=body, headers=headers, timeout=TIMEOUT_S
    )
    return answer.status_code
