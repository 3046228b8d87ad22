"""What stands before an operation (key, version, form) and how its answer leaves."""

import json
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import compare_digest
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from handlers.sandbox.stripe_books import StripeBooks
from handlers.sandbox.stripe_errors import StripeError, invalid, unauthorized
from handlers.sandbox.stripe_form import pairs
from handlers.sandbox.stripe_log import RecordedRequest
from handlers.sandbox.stripe_objects import API_VERSION

FORM: Final = "application/x-www-form-urlencoded"
Headers = Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    """Status and body as they leave; the body is bytes so that a replay is the same to the bit."""

    status: int
    body: bytes
    headers: Headers = field(default_factory=dict)


async def record(request: Request, books: StripeBooks) -> RecordedRequest:
    """Write the request down before anything is decided about it."""
    sent = RecordedRequest(
        at=books.now(),
        request_id=books.new_id("req", 14),
        method=request.method,
        path=request.url.path,
        query=request.url.query,
        body=(await request.body()).decode("utf-8", "replace"),
        idempotency_key=request.headers.get("idempotency-key"),
        version=request.headers.get("stripe-version"),
    )
    books.requests.append(sent)
    return sent


def check_key(header: str, api_key: str) -> None:
    """Bearer, or Basic with the key as user name; StripeError 401 for anything else."""
    scheme, _, value = header.partition(" ")
    given = _user_name(value) if scheme.lower() == "basic" else value
    if scheme.lower() not in ("bearer", "basic") or not given:
        raise unauthorized("No API key was given.")
    if not compare_digest(given.encode(), api_key.encode()):
        raise unauthorized("Invalid API key.")


def _user_name(value: str) -> str:
    try:
        return b64decode(value, validate=True).decode().partition(":")[0]
    except ValueError:
        return ""


def check_form(sent: RecordedRequest, content_type: str) -> None:
    """Refuse another API version than the one played here, and any body that is not a form."""
    if sent.version != API_VERSION:
        raise invalid(
            f"Stripe-Version is {sent.version or 'not sent'}; only {API_VERSION} is played here."
        )
    kind = content_type.partition(";")[0].strip().lower()
    if sent.method == "POST" and sent.body and kind != FORM:
        raise invalid(f"Send {FORM}, not {content_type or 'a body without a type'}.")


def form_text(sent: RecordedRequest) -> str:
    """All parameters as one form: Stripe reads the query of a POST as well."""
    return "&".join(part for part in (sent.query, sent.body) if part)


def fingerprint(sent: RecordedRequest) -> str:
    """What makes two requests under one key the same: endpoint and parameters, in any order."""
    asked = [sent.method, sent.path, sorted(pairs(form_text(sent)))]
    return sha256(json.dumps(asked).encode()).hexdigest()


def answer_of(result: Mapping[str, Any]) -> Answer:
    return Answer(200, json.dumps(result, indent=2, ensure_ascii=False).encode())


def refusal_of(error: StripeError, request_id: str, retry_after_s: int | None) -> Answer:
    """The error envelope with the headers that its status brings along."""
    body = json.dumps(error.body(request_id), indent=2, ensure_ascii=False).encode()
    headers: dict[str, str] = {}
    if error.status == 429:  # noqa: PLR2004 - too many requests
        headers["Stripe-Rate-Limited-Reason"] = "endpoint-rate"
        if retry_after_s is not None:
            headers["Retry-After"] = str(retry_after_s)
    if error.status == 409:  # noqa: PLR2004 - the key is in use
        headers["Stripe-Should-Retry"] = "true"
    return Answer(error.status, body, headers)


def response_of(answer: Answer, sent: RecordedRequest) -> Response:
    headers = {"Request-Id": sent.request_id, "Stripe-Version": API_VERSION, **answer.headers}
    if sent.idempotency_key is not None:
        headers["Idempotency-Key"] = sent.idempotency_key
    return Response(answer.body, answer.status, headers, media_type="application/json")
