"""Intuit's token endpoint: a refresh token against a new pair.

https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/faq.
"""

from __future__ import annotations

import asyncio
import base64
from http import HTTPStatus
from typing import Final

import httpx
from pydantic import SecretStr, ValidationError

from bot.errors import OutcomeUnknown, Refused, Unavailable, VendorFailure
from providers.answers import wait_s
from providers.http import (
    CONNECT_TIMEOUT_S,
    READ_TIMEOUT_S,
    Call,
    Sleep,
    VendorHttp,
    new_client,
    succeeded,
)
from providers.quickbooks.models import Granted

CONSENT_ENDED: Final = "invalid_grant"


class Grants:
    """Asks for tokens. Asking has no effect on the books: a lost answer is Unavailable."""

    def __init__(self, http: VendorHttp, path: str) -> None:
        self._http = http
        self._path = path

    async def renew(self, refresh_token: str) -> Granted:
        """Raises Refused (code `invalid_grant`: this token is dead for good) or Unavailable."""
        call = Call(
            method="POST",
            template=self._path,
            form=[("grant_type", "refresh_token"), ("refresh_token", refresh_token)],
            headers={"Accept": "application/json"},
        )
        try:
            response = await self._http.write(call)
        except OutcomeUnknown as failure:
            raise Unavailable(failure.reason, code=failure.code) from None
        return _granted(response)

    async def aclose(self) -> None:
        await self._http.aclose()


def _granted(response: httpx.Response) -> Granted:
    if not succeeded(response):
        raise _failure_of(response)
    try:
        return Granted.model_validate_json(response.content)
    except ValidationError:
        pass
    raise Unavailable("Intuit's answer about access cannot be read.", code="malformed_grant")


def _failure_of(response: httpx.Response) -> VendorFailure:
    said = _error(response)
    if said == CONSENT_ENDED:
        return consent_ended()
    if response.status_code in {HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED}:
        return Refused(
            "Intuit does not accept the configured client id and secret; nothing was done.",
            code=said or f"http_{response.status_code}",
            mendable=True,
        )
    return Unavailable(
        "Intuit did not renew the access to QuickBooks just now.",
        code=said or f"http_{response.status_code}",
        retry_after_s=wait_s(response.headers),
    )


def _error(response: httpx.Response) -> str:
    try:
        body = response.json()
    except ValueError:
        return ""
    error = body.get("error") if isinstance(body, dict) else None
    return error if isinstance(error, str) and error.isidentifier() else ""


def consent_ended() -> Refused:
    """Nothing but a person can mend that."""
    return Refused(
        "The consent to QuickBooks has ended. Somebody must connect the company again and set the "
        "new QUICKBOOKS_REFRESH_TOKEN.",
        code=CONSENT_ENDED,
        mendable=True,
    )


def connect_grants(
    token_url: str,
    *,
    client_id: str,
    client_secret: SecretStr,
    sleep: Sleep = asyncio.sleep,
    timeout_s: float = READ_TIMEOUT_S,
) -> Grants:
    """Open the line. Raises ConfigurationError for an address that is not safe."""
    url = httpx.URL(token_url)
    pair = f"{client_id}:{client_secret.get_secret_value()}".encode()
    client = new_client(
        str(url.copy_with(path="/", query=None)),
        headers={
            "Authorization": f"Basic {base64.b64encode(pair).decode()}",
            "x-include-refresh-token-hard-expires-in": "true",
        },
        read_timeout_s=timeout_s,
        request_id_header="intuit_tid",
    )
    http = VendorHttp("Intuit", client, deadline_s=CONNECT_TIMEOUT_S + timeout_s, sleep=sleep)
    return Grants(http, url.path)
