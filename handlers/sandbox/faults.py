"""The switchboard on which a person or a test makes a local vendor misbehave.

A vendor asks `take(vendor, operation)` once per request and then acts the answer out, with the help
of `hang` and `LostAnswer` below.
"""

import asyncio
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send


class Fault(StrEnum):
    """One way for a vendor to fail; the value is what the doors and the page speak."""

    NONE = "none"
    """Works."""
    RATE_LIMITED = "rate_limited"
    """429 with `Retry-After: 1`, before any effect."""
    SERVER_ERROR = "server_error"
    """500 before any effect."""
    HANG = "hang"
    """No answer for `hang_s`, before any effect."""
    LOST_ANSWER = "lost_answer"
    """The effect happens, then the connection breaks inside the answer."""
    SLOW = "slow"
    """The effect, then the answer after `slow_s`."""
    AUTH = "auth"
    """The credential is refused."""
    INSUFFICIENT_BALANCE = "insufficient_balance"
    """Stripe: a refund is created `pending`, a charge for an invoice is declined."""
    REFUSED = "refused"
    """A vendor's definite refusal from execution."""
    DROPPED = "dropped"
    """A socket: the connection breaks behind the envelope, which comes again over another one."""
    REFRESH = "refresh"
    """A socket: the connection is told to go, brings one more envelope, and ends."""
    GARBLED = "garbled"
    """A socket: frames that nobody can read come before the envelope."""
    REPEATED = "repeated"
    """A socket: the same envelope comes five times."""
    MALFORMED = "malformed"
    """200 with a body that breaks off."""


_EVERYWHERE = (
    Fault.NONE,
    Fault.RATE_LIMITED,
    Fault.SERVER_ERROR,
    Fault.HANG,
    Fault.LOST_ANSWER,
    Fault.SLOW,
    Fault.AUTH,
)
CHOICES: dict[str, tuple[Fault, ...]] = {
    "slack": _EVERYWHERE,
    "stripe": (*_EVERYWHERE, Fault.INSUFFICIENT_BALANCE, Fault.REFUSED),
    "paystack": (*_EVERYWHERE, Fault.REFUSED),
    "quickbooks": (*_EVERYWHERE, Fault.REFUSED, Fault.MALFORMED),
    "plisio": (*_EVERYWHERE, Fault.REFUSED, Fault.MALFORMED),
    "skyfire": (*_EVERYWHERE, Fault.REFUSED, Fault.MALFORMED),
    "seller": (*_EVERYWHERE, Fault.REFUSED),
    "proabono": (*_EVERYWHERE, Fault.REFUSED, Fault.MALFORMED),
    "polygon": (*_EVERYWHERE, Fault.REFUSED, Fault.MALFORMED),
    "hubspot": (*_EVERYWHERE, Fault.REFUSED, Fault.MALFORMED),
    "zendesk": (*_EVERYWHERE, Fault.REFUSED, Fault.MALFORMED),
    "socket": (
        Fault.NONE,
        Fault.HANG,
        Fault.LOST_ANSWER,
        Fault.DROPPED,
        Fault.REFRESH,
        Fault.GARBLED,
        Fault.REPEATED,
    ),
    "dialnexa": (*_EVERYWHERE, Fault.MALFORMED),
    "google": (*_EVERYWHERE, Fault.MALFORMED),
    "drive": (*_EVERYWHERE, Fault.REFUSED, Fault.MALFORMED),
    "sheets": (*_EVERYWHERE, Fault.REFUSED, Fault.MALFORMED),
    "gmail": (*_EVERYWHERE, Fault.REFUSED, Fault.MALFORMED),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """`times` None lasts until switched off; `only` None means every operation of the vendor."""

    fault: Fault
    times: int | None = None
    only: str | None = None


class Switchboard:
    """At most one rule per (vendor, `only`); an exact operation goes before the general rule."""

    def __init__(self, *, hang_s: float = 30.0, slow_s: float = 1.5) -> None:
        self.hang_s = hang_s
        self.slow_s = slow_s
        self._rules: dict[str, dict[str | None, Rule]] = {vendor: {} for vendor in CHOICES}

    def set(
        self, vendor: str, fault: Fault, times: int | None = None, only: str | None = None
    ) -> None:
        """Switch a fault on. `Fault.NONE` removes that rule; without `only`, all of the vendor's.

        Raises ValueError for an unknown vendor, a fault it cannot have, or `times` below 1.
        """
        if vendor not in CHOICES or fault not in CHOICES[vendor]:
            raise ValueError(f"{vendor!r} has no fault {fault!r}")
        if times is not None and times < 1:
            raise ValueError("times must be at least 1, or absent for 'until switched off'")
        if fault is not Fault.NONE:
            self._rules[vendor][only] = Rule(fault, times, only)
        elif only is None:
            self._rules[vendor].clear()
        else:
            self._rules[vendor].pop(only, None)

    def take(self, vendor: str, operation: str) -> Fault:
        """Return the fault of this request and use up one of its `times`."""
        rules = self._rules[vendor]
        key = operation if operation in rules else None
        rule = rules.get(key)
        if rule is None:
            return Fault.NONE
        if rule.times == 1:
            del rules[key]
        elif rule.times is not None:
            rules[key] = Rule(rule.fault, rule.times - 1, rule.only)
        return rule.fault

    def clear(self) -> None:
        for rules in self._rules.values():
            rules.clear()

    def state(self) -> dict[str, Any]:
        """`{vendor: {"rules": [{fault, times, only}], "choices": [fault]}}`."""
        return {
            vendor: {
                "rules": [asdict(rule) for rule in rules.values()],
                "choices": list(CHOICES[vendor]),
            }
            for vendor, rules in self._rules.items()
        }


async def hang(request: Request, seconds: float) -> None:
    """Wait, but no longer than the client does; the request's body must have been read before."""
    try:
        async with asyncio.timeout(seconds):
            while (await request.receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        return


class LostAnswer(Response):
    """Promises more bytes than it sends, so the server breaks the connection at once.

    httpx sees `RemoteProtocolError`, aiohttp `ClientPayloadError`.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del scope, receive  # ASGI's signature; only the way out matters
        headers = [(b"content-type", b"application/json"), (b"content-length", b"4096")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"{", "more_body": True})
