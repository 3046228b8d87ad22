"""A document behind a bearer link: only at the vendor's hosts, only so much, and never in a log."""

import httpx
import pytest
from starlette.responses import RedirectResponse, Response

from bot.errors import Refused, Unavailable
from providers.papers import MOST_BYTES, Link

LINK = "https://pay.vendor.example/i/secret-part/pdf?s=ap"
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def link(scripted):
    return Link("Vendor", scripted, (".vendor.example",), timeout_s=2)


async def test_what_lies_behind_the_link_is_read_without_a_key(link, script, logged):
    script.words.append(Response(PDF, media_type="application/pdf"))
    assert await link.fetch(LINK) == PDF
    (seen,) = script.seen
    assert seen.path == "/i/secret-part/pdf"
    assert dict(seen.query) == {"s": "ap"}
    assert "authorization" not in seen.headers
    text = logged()
    assert "secret-part" not in text
    assert "/{paper}" in text


@pytest.mark.parametrize(
    "address",
    [
        "http://pay.vendor.example/a",
        "https://vendor.example.elsewhere.example/a",
        "https://elsewhere.example/a",
        "https://user:word@pay.vendor.example/a",
        "https://evilvendor.example/a",
        "file:///etc/passwd",
        "",
        "https://[",
    ],
)
async def test_another_address_is_not_asked(address):
    link = Link("Vendor", "https://api.vendor.example", (".vendor.example",))
    with pytest.raises(Refused, match="not asked") as caught:
        await link.fetch(address)
    assert "elsewhere" not in str(caught.value)


@pytest.mark.parametrize(
    ("location", "allowed"),
    [
        ("https://files.vendor.example/b?signed=1", True),
        ("/elsewhere/on/the/same/host", True),
        ("https://elsewhere.example/b", False),
        ("http://files.vendor.example/b", False),
        ("", True),
    ],
)
def test_a_redirect_is_followed_within_the_vendors_hosts(location, allowed):
    link = Link("Vendor", "https://api.vendor.example", (".vendor.example",))
    answer = httpx.Response(302, headers={"Location": location})
    here = httpx.URL(LINK)
    if allowed:
        assert link._next(here, answer).host.endswith(".vendor.example")
    else:
        with pytest.raises(Refused, match="not asked"):
            link._next(here, answer)


async def test_a_redirect_on_this_machine_leads_nowhere(link, script):
    script.words.append(RedirectResponse("https://pay.vendor.example/b"))
    with pytest.raises(Refused, match="elsewhere"):
        await link.fetch(LINK)
    assert len(script.seen) == 1


@pytest.mark.parametrize(
    ("status", "raised"), [(403, Refused), (404, Refused), (429, Unavailable), (500, Unavailable)]
)
async def test_what_is_not_handed_out_is_said_without_the_link(link, script, status, raised):
    script.words.append(Response("secret-part", status))
    with pytest.raises(raised) as caught:
        await link.fetch(LINK)
    assert "secret-part" not in str(caught.value)


async def test_no_more_is_read_than_may_be_kept(link, script):
    script.words.append(Response(b"%PDF-" + b"x" * (MOST_BYTES + 1)))
    with pytest.raises(Refused, match="above 5 MB"):
        await link.fetch(LINK)


async def test_a_line_that_breaks_is_for_another_time(misbehave):
    async with misbehave("stops midway") as url:
        with pytest.raises(Unavailable):
            await Link("Vendor", url, (".vendor.example",), timeout_s=1).fetch(LINK)
