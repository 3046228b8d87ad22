"""What the local vendors report to the product of their own accord: signed, and as badly as told.

https://docs.stripe.com/webhooks and https://paystack.com/docs/payments/webhooks/.
"""

import asyncio
import hmac
import json
from collections import deque
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import partial
from hashlib import sha256, sha512
from itertools import count
from typing import Any, Final

import httpx

from handlers.sandbox import quickbooks_notices
from handlers.sandbox.config import SandboxConfig
from handlers.sandbox.plisio_shapes import signed
from handlers.sandbox.proabono_notices import notification, sender_headers
from handlers.sandbox.quickbooks_seed import REALM_ID
from handlers.sandbox.stripe_objects import API_VERSION
from handlers.sandbox.telling import Tell

VENDORS: Final = ("stripe", "paystack", "proabono", "plisio", "quickbooks")
RETRIES_S: Final = (0.2, 1.0)
"""Both try for three days; the local ones are quicker and give up sooner."""
TIMEOUT_S: Final = 10.0
SHOWN: Final = 40


class Way(StrEnum):
    """How reports come; the value is what the door and the page speak."""

    PROMPT = "prompt"
    """At once."""
    LATE = "late"
    """After `late_s`, with the object as it was when it happened."""
    TWICE = "twice"
    """The same event two times."""
    SWAPPED = "out_of_order"
    """The second before the first; one that stays alone comes late."""
    FORGED = "forged"
    """Signed with another secret."""
    NEVER = "never"
    """Not at all."""


@dataclass(slots=True)
class Report:
    """One event; `status` is what the product answered last, None while or when it did not."""

    vendor: str
    kind: str
    body: bytes = field(repr=False)
    at: datetime
    way: str
    status: int | None = None


class Reporter:
    """Sends what the books tell, from the sandbox's own event loop; without one it says nothing."""

    def __init__(self, config: SandboxConfig, now: Callable[[], datetime]) -> None:
        self.late_s = 5.0
        self.sent: deque[Report] = deque(maxlen=SHOWN)
        self._config = config
        self._now = now
        self._numbers = count(1)
        self._held: dict[str, Report] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._client: httpx.AsyncClient | None = None
        self.reset()

    def start(self, client: httpx.AsyncClient) -> None:
        """Send from this event loop from now on."""
        self._loop, self._client = asyncio.get_running_loop(), client

    async def stop(self) -> None:
        """Send nothing more."""
        self._loop = None
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def reset(self) -> None:
        """Come as configured, forget what was sent."""
        self.ways = dict.fromkeys(VENDORS, Way(self._config.reports))
        self.sent.clear()
        self._held.clear()

    def state(self) -> dict[str, Any]:
        """For the page: newest first, without bodies."""
        sent = [asdict(one) | {"at": one.at.isoformat()} for one in reversed(self.sent)]
        for one in sent:
            del one["body"]
        return {"ways": self.ways, "choices": list(Way), "late_s": self.late_s, "sent": sent}

    def tell_of(self, vendor: str) -> Tell:
        """What the books of a vendor call."""
        return partial(self._tell, vendor)

    def _tell(self, vendor: str, kind: str, about: Mapping[str, Any]) -> None:
        way = self.ways[vendor]
        if way is Way.NEVER or self._loop is None:
            return
        report = Report(vendor, kind, self._body(vendor, kind, about), self._now(), way)
        self.sent.append(report)
        self._loop.call_soon_threadsafe(self._begin, report)

    def _body(self, vendor: str, kind: str, about: Mapping[str, Any]) -> bytes:
        if vendor == "paystack":
            return json.dumps({"event": kind, "data": about}).encode()
        if vendor == "quickbooks":
            key = f"event-local-{next(self._numbers)}"
            return quickbooks_notices.notification(REALM_ID, key, kind, self._now(), about)
        if vendor == "plisio":
            wrong = "-forged" if self.ways[vendor] is Way.FORGED else ""
            return signed(about, f"{self._config.plisio_api_key}{wrong}")
        if vendor == "proabono":
            return notification(f"trg_local{next(self._numbers)}", kind, self._now(), about)
        event = {
            "id": f"evt_Local{next(self._numbers):06d}{int(self._now().timestamp() * 1000)}",
            "object": "event",
            "api_version": API_VERSION,
            "created": int(self._now().timestamp()),
            "type": kind,
            "livemode": False,
            "pending_webhooks": 1,
            "request": {"id": None, "idempotency_key": None},
            "data": {"object": about},
        }
        return json.dumps(event).encode()

    # --- on the event loop ---

    def _begin(self, report: Report) -> None:
        if report.way == Way.SWAPPED:
            self._swap(report)
        elif report.way == Way.LATE:
            self._spawn(self._send_late(report))
        elif report.way == Way.TWICE:
            self._spawn(self._send_all(report, report))
        else:
            self._spawn(self._send(report))

    def _swap(self, report: Report) -> None:
        first = self._held.pop(report.vendor, None)
        if first is not None:
            self._spawn(self._send_all(report, first))
            return
        self._held[report.vendor] = report
        self._spawn(self._send_if_alone(report))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send_late(self, report: Report) -> None:
        await asyncio.sleep(self.late_s)
        await self._send(report)

    async def _send_if_alone(self, report: Report) -> None:
        await asyncio.sleep(self.late_s)
        if self._held.get(report.vendor) is report:
            del self._held[report.vendor]
            await self._send(report)

    async def _send_all(self, *reports: Report) -> None:
        for report in reports:
            await self._send(report)

    async def _send(self, report: Report) -> None:
        """Until it is answered with 2xx, as often as vendors here do; forgers try once."""
        for pause_s in (0.0, *RETRIES_S):
            await asyncio.sleep(pause_s)
            report.status = await self._post(report)
            answered = report.status is not None and 200 <= report.status < 300  # noqa: PLR2004 - HTTP's own
            if answered or report.way == Way.FORGED:
                return

    async def _post(self, report: Report) -> int | None:
        if self._client is None:
            return None
        headers = {"content-type": "application/json", **self._signed(report)}
        url = f"{self._config.bot_url.rstrip('/')}/webhooks/{report.vendor}"
        try:
            answer = await self._client.post(
                url, content=report.body, headers=headers, timeout=TIMEOUT_S
            )
        except httpx.TransportError:
            return None
        return answer.status_code

    def _signed(self, report: Report) -> dict[str, str]:
        """A signature of this moment: Stripe signs each delivery anew."""
        wrong = "-forged" if report.way == Way.FORGED else ""
        if report.vendor == "paystack":
            key = f"{self._config.paystack_secret_key}{wrong}".encode()
            return {"x-paystack-signature": hmac.new(key, report.body, sha512).hexdigest()}
        if report.vendor == "proabono":
            named, secret = self._config.proabono_webhook_key, self._config.proabono_webhook_secret
            return sender_headers(named, f"{secret}{wrong}")
        if report.vendor == "quickbooks":
            verifier = self._config.quickbooks_webhook_verifier
            return quickbooks_notices.signed(report.body, f"{verifier}{wrong}")
        if report.vendor == "plisio":
            return {}  # signed inside
        key = f"{self._config.stripe_webhook_secret}{wrong}".encode()
        stamp = int(self._now().timestamp())
        made = hmac.new(key, f"{stamp}.".encode() + report.body, sha256).hexdigest()
        return {"stripe-signature": f"t={stamp},v1={made}"}
