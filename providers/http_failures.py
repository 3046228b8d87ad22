"""What an httpx exception says of a request: never sent, surely without effect, or nobody knows.

The tree of exceptions: https://www.python-httpx.org/exceptions/.
"""

from __future__ import annotations

from typing import Final

import httpx

from bot.errors import OutcomeUnknown, Refused, Unavailable, VendorFailure


class WrongHost(httpx.RequestError):
    """A request was about to leave for another host than the configured one."""


_NOT_SENDABLE = (
    WrongHost,
    httpx.InvalidURL,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
)
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_ANSWERED = (httpx.DecodingError, httpx.TooManyRedirects)
HTTPX_FAILURES: Final = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, TimeoutError)
HARMLESS: Final = frozenset({"ConnectError", "ConnectTimeout", "ReadError", "RemoteProtocolError"})
"""Codes after which a read is worth another try at once."""


def failure_from(error: Exception, vendor: str, *, writes: bool) -> VendorFailure:
    """Translate an httpx exception: never sent, surely no effect, or nobody knows."""
    code = type(error).__name__
    if isinstance(error, _NOT_SENDABLE):
        return Refused(f"The request to {vendor} could not be made; nothing was sent.", code=code)
    if isinstance(error, _NEVER_SENT):
        return Unavailable(f"{vendor} could not be reached; nothing was sent.", code=code)
    if not writes:
        return Unavailable(f"{vendor} did not answer in full.", code=code)
    return OutcomeUnknown(
        f"No complete answer came from {vendor}, so it may or may not have acted.",
        code=code,
        answered=isinstance(error, _ANSWERED),
    )
