"""Fetching a document behind a link that opens for whoever holds it: never logged, never kept.

The link comes from the vendor's own answer. It is asked without any credential of ours, over https,
at hosts of the vendor and of where the vendor keeps its files, and nothing more than a PDF is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urljoin

import httpx

from bot.errors import Refused, Unavailable, VendorFailure
from providers.http import READ_TIMEOUT_S, is_local, new_client, succeeded
from providers.http_failures import HTTPX_FAILURES, failure_from

MOST_BYTES: Final = 5_000_000
MOST_HOPS: Final = 3
LOGGED_AS: Final = "/{paper}"
"""What a log shows of the link."""


@dataclass(frozen=True, slots=True)
class Link:
    """Where documents of one vendor lie. `hosts` are suffixes, each with its dot in front.

    A vendor on this machine serves them at its own `base_url`, under the path of the link.
    """

    vendor: str
    base_url: str
    hosts: tuple[str, ...]
    timeout_s: float = READ_TIMEOUT_S

    async def fetch(self, link: str) -> bytes:
        """Read the document. Raises Refused or Unavailable; neither says the link."""
        url = self._first(link)
        for _ in range(MOST_HOPS):
            answer = await self._asked(url)
            if not answer.is_redirect:
                return self._content(answer)
            url = self._next(url, answer)
        raise Refused(f"{self.vendor}'s document lies behind too many addresses.", code="hops")

    def _first(self, link: str) -> httpx.URL:
        base = httpx.URL(self.base_url)
        if is_local(base):
            path = httpx.URL(link).raw_path.decode("ascii")
            return httpx.URL(f"{self.base_url.rstrip('/')}{path}")
        return self._checked(link)

    def _next(self, url: httpx.URL, answer: httpx.Response) -> httpx.URL:
        if is_local(url):
            raise Refused(f"{self.vendor}'s document lies elsewhere.", code="redirect")
        return self._checked(urljoin(str(url), answer.headers.get("Location", "")))

    def _checked(self, link: str) -> httpx.URL:
        try:
            url = httpx.URL(link)
        except httpx.InvalidURL:
            url = httpx.URL("")
        if url.scheme != "https" or url.userinfo or not url.host.endswith(self.hosts):
            raise Refused(
                f"{self.vendor}'s document is at an address that is not asked.", code="other_host"
            )
        return url

    async def _asked(self, url: httpx.URL) -> httpx.Response:
        """One hop, over a line of its own that knows no credential."""
        origin = str(url.copy_with(raw_path=b"/"))
        async with new_client(origin, read_timeout_s=self.timeout_s) as client:
            answer = await self._sent(client, url)
        if isinstance(answer, VendorFailure):
            raise answer
        return answer

    async def _sent(
        self, client: httpx.AsyncClient, url: httpx.URL
    ) -> httpx.Response | VendorFailure:
        request = client.build_request("GET", url, extensions={"template": LOGGED_AS})
        try:
            answer = await client.send(request, stream=True)
            try:
                return await self._read(answer)
            finally:
                await answer.aclose()
        except HTTPX_FAILURES as error:
            return failure_from(error, self.vendor, writes=False)

    async def _read(self, answer: httpx.Response) -> httpx.Response:
        """Read the body as far as it may go."""
        content = b""
        async for part in answer.aiter_bytes():
            content += part
            if len(content) > MOST_BYTES:
                break
        return httpx.Response(
            answer.status_code, headers=_plain(answer), content=content, request=answer.request
        )

    def _content(self, answer: httpx.Response) -> bytes:
        if succeeded(answer):
            if len(answer.content) > MOST_BYTES:
                raise Refused(f"{self.vendor}'s document is above 5 MB.", code="too_large")
            return answer.content
        code = f"paper_{answer.status_code}"
        gone = answer.is_client_error and answer.status_code != HTTPStatus.TOO_MANY_REQUESTS
        kind = Refused if gone else Unavailable
        raise kind(f"{self.vendor} did not hand out the document.", code=code)


def _plain(answer: httpx.Response) -> dict[str, str]:
    """The body is decoded by now: what told how it was encoded is left out."""
    return {"Location": answer.headers["Location"]} if "Location" in answer.headers else {}
