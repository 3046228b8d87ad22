"""Local Google behind its own doors, without a port, and whoever signs claims for it."""

import base64
import json
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from google.auth import crypt, jwt
from starlette.applications import Starlette

from handlers.sandbox.faults import Switchboard
from handlers.sandbox.google_account import EMAIL, key_file
from handlers.sandbox.google_books import GoogleBooks
from handlers.sandbox.google_routes import google_routes
from handlers.sandbox.google_tokens import AUDIENCE, MAILBOX, Token

NOW = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)
BASE = "https://www.googleapis.com/auth/"


@pytest.fixture
def books():
    return GoogleBooks(lambda: NOW)


@pytest.fixture
async def google(books):
    app = Starlette(routes=google_routes(books, Switchboard(hang_s=0.01, slow_s=0.01)))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://google") as client:
        yield client


@pytest.fixture
def bearer(books):
    """The header of somebody with these scopes."""

    def made(*scopes, subject=None):
        name = f"ya29.{'-'.join(scopes)}"
        until = NOW + timedelta(hours=1)
        books.tokens.given[name] = Token(frozenset(BASE + one for one in scopes), subject, until)
        return {"authorization": f"Bearer {name}"}

    return made


@pytest.fixture
def clerk(bearer):
    return bearer("spreadsheets")


@pytest.fixture
def writer(bearer):
    return bearer("gmail.compose", "gmail.readonly", subject=MAILBOX)


@pytest.fixture
def filer(bearer):
    return bearer("drive")


@pytest.fixture
def signed():
    """A claim as the library of the field signs it."""
    signer = crypt.RSASigner.from_service_account_info(key_file())

    def made(**change):
        issued = int(NOW.timestamp())
        claims = {
            "iss": EMAIL,
            "scope": f"{BASE}spreadsheets",
            "aud": AUDIENCE,
            "iat": issued,
            "exp": issued + 3600,
        }
        whole = {name: value for name, value in (claims | change).items() if value is not None}
        return jwt.encode(signer, whole).decode()

    return made


@pytest.fixture
def raw():
    """A message as Gmail takes it."""

    def made(text, encode=base64.urlsafe_b64encode):
        return {"message": {"raw": encode(text.encode()).decode()}}

    return made


@pytest.fixture
def related():
    """A file as Drive takes it."""

    def made(metadata, content=b"%PDF-1\r\n--x"):
        body = b"\r\n".join(
            (
                b"--bound",
                b"Content-Type: application/json; charset=UTF-8",
                b"",
                json.dumps(metadata).encode(),
                b"--bound",
                b"Content-Type: application/pdf",
                b"",
                content,
                b"--bound--",
            )
        )
        return {"content": body, "headers": {"content-type": "multipart/related; boundary=bound"}}

    return made
