"""Private data goes in at every door and comes out nowhere: not in the database file, its log of
writes, the product's log, or any request that the local Slack and the local Stripe ever got.

The product runs as a process of its own, so that what is read is what a deployment would leave.
"""

from __future__ import annotations

import json
import re
from copy import deepcopy
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

import app
from bot.cards import names as ids
from handlers.sandbox import stripe_routes
from handlers.sandbox.calls import SampleCall, fresh, sample_calls, sign
from handlers.sandbox.stripe_errors import refused
from handlers.sandbox.stripe_seed import add_charge, add_customer
from tests.journeys.bad_days import SPEND, empty_house, plain_server
from tests.journeys.conftest import until
from tests.journeys.kept import everything_kept

SECRETS = {
    "card": "4539578763621486",
    "card of four and six and five": "379354508162306",
    "IBAN": "DE89370400440532013000",
    "tax id": "873649215",
    "VAT number": "DE136695976",
    "social security number": "536228741",
    "bank account": "2620772948",
    "password": "Kestrel!Moor42",
    "one-time code": "482915",
}
SHORT = {"security code": "7391", "expiry": "09/27", "expiry in words": "zero nine twenty-seven"}
"""Too short to be searched for among ids and times: looked for beside their names only."""

SENTENCES = (
    "My card is 4539 5787 6362 1486, expiry 09/27, security code 7391.",
    "It is four five three nine, five seven eight seven, six three six two, one four eight six.",
    "The card expires zero nine twenty-seven and the security code is seven three nine one.",
    "The other card is 3793 545081 62306.",
    "The IBAN is DE89 3704 0044 0532 0130 00.",
    "My tax id is 87-3649215, the VAT number is DE136695976.",
    "My social security number is 536-22-8741.",
    "The bank account is 2620772948 and the sort code 60-16-13.",
    "The password is Kestrel!Moor42 and the one-time code is 482915.",
)
HARMLESS = "gooseberry"
"""Said in the same breath and nothing private: where it is not seen, nothing was looked at."""
ALL = " ".join((f"I sell {HARMLESS} jam.", *SENTENCES))
STRUCTURE = frozenset({"event_type", "id", "status", "direction", "type", "initiated_at"})
"""What routes a delivery: with words in it, a body is no call at all (see the bad bodies)."""

DIGIT_WORDS = {
    word: str(digit)
    for digit, word in enumerate("zero one two three four five six seven eight nine".split())  # noqa: SIM905 - reads best
}


# --- ways in ----------------------------------------------------------------------------------


def _changed(value: Any, change: Any, name: str = "") -> Any:
    """The same shape, with `change` made to every text and number outside the structure."""
    if isinstance(value, dict):
        return {
            key: inner if key in STRUCTURE else _changed(inner, change, key)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_changed(one, change, name) for one in value]
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return change(value)
    return value


def _appended(value: Any) -> Any:
    return f"{value} {ALL}" if isinstance(value, str) else value


def _in_words(text: str) -> str:
    """A transcript that is JSON in a string stays one."""
    try:
        inner = json.loads(text)
    except ValueError:
        return _appended(text)
    return json.dumps(_changed(inner, _appended)) if isinstance(inner, list) else _appended(text)


def _poisoned(call: SampleCall, change: Any, n: int) -> SampleCall:
    return replace(fresh(call, n), body=_changed(deepcopy(fresh(call, n).body), change))


def _poisonings() -> list[SampleCall]:
    now = app.utc_now()
    bodies = []
    for call in sample_calls(now):
        bodies.append(_poisoned(call, lambda v: _in_words(v) if isinstance(v, str) else v, 1))
        bodies.append(_poisoned(call, lambda _: SECRETS["card"], 2))
        bodies.append(_poisoned(call, lambda _: int(SECRETS["card"]), 3))
        bodies.append(_with_more_facts(fresh(call, 4)))
    return bodies


def _with_more_facts(call: SampleCall) -> SampleCall:
    """Facts and keys that nobody configured, and names that say what their value is."""
    body = deepcopy(call.body)
    facts = body["payload"]["call"].get("post_call_analysis")
    if isinstance(facts, dict):
        facts |= {name.replace(" ", "_"): value for name, value in SECRETS.items()}
        facts |= {"cvv": 7391, "card_expiry": "09/27", f"note {SECRETS['card']}": "yes"}
        facts |= {"nested": {"deep": [ALL, {"card_number": SECRETS["card"]}]}}
    body["payload"]["call"]["something_new"] = ALL
    body[f"unknown {SECRETS['IBAN']}"] = ALL
    return replace(call, body=body)


def _bad_deliveries(house) -> None:
    """Bodies that are turned away: unsigned, broken, of the wrong shape, with words for an id."""
    url = f"{house.bot_url}/dialnexa/webhook"
    secret = house.config.dialnexa_secret
    house.http.post(url, content=ALL.encode())
    house.http.post(f"{url}?q={SECRETS['card']}", content=ALL.encode(), headers={"x-note": "n"})
    call = next(iter(sample_calls(app.utc_now())))
    as_id = deepcopy(call.body)
    as_id["payload"]["call"]["id"] = ALL
    as_status = deepcopy(call.body)
    as_status["payload"]["call"]["status"] = SECRETS["card"]
    as_type = {**deepcopy(call.body), "event_type": ALL}
    card_id = deepcopy(call.body)
    card_id["payload"]["call"]["id"] = SECRETS["card"]
    broken = (ALL, json.dumps(ALL), json.dumps([ALL]), json.dumps({ALL: ALL}), "{" + ALL)
    for raw in (*broken, *map(json.dumps, (as_id, as_status, as_type, card_id))):
        signature = sign(raw.encode(), secret)
        house.http.post(url, content=raw.encode(), headers={"x-dialnexa-signature": signature})


def _people_type_it(house) -> None:
    """Reasons, amounts, commands, button values, payloads without a handoff."""
    payment, call_id = house.take("Typed")
    house.await_button(call_id, "approve")
    house.click(call_id, "approve")
    house.submit(amount=SECRETS["card"], reason=ALL)
    _close(house)
    house.click(call_id, "escalate")
    house.submit(target="finance_lead", reason=ALL)
    _close(house)
    until(lambda: house.case(call_id).handoff.owner_role == "finance_lead")
    house.click(call_id, "approve", value=ALL)
    house.click(call_id, "cancel", value=f"{SECRETS['card']}.1")
    house.click(call_id, "pick", value=ALL, selected={"selected_option": {"value": ALL}})
    for text in (ALL, SECRETS["card"], SECRETS["IBAN"], f"{SECRETS['password']} {ALL}"):
        house.ui("command", user="U0ADA", channel="C0BILLING", command="/handoff", text=text)
    house.ui("event", event={"type": "message", "channel": "C0BILLING", "text": ALL})
    house.await_button(call_id, "more")
    house.click(call_id, "more")
    house.submit(reason=ALL)
    house.await_state(call_id, "rejected")
    assert payment.charge


def _close(house) -> None:
    for view in house.state()["views"].get("U0ADA", []):
        house.ui("close", user="U0ADA", view_id=view["id"])


def _stripe_says_it(house, monkeypatch) -> None:
    """A refusal of Stripe's that repeats what it was told, and records with words in them."""
    monkeypatch.setattr(stripe_routes, "_refused_now", lambda _method: refused(ALL))
    _, call_id = house.take("Echo")
    house.await_button(call_id, "approve")
    house.trouble("stripe", "refused", SPEND)
    house.approve(call_id)
    house.await_state(call_id, "failed")
    _, found = house.take("Record")
    house.approve(found)
    house.await_state(found, "succeeded")
    house.trouble("stripe", "refused", "GET /v1/charges/{charge}", times=None)
    _, unseen = house.take("Unseen")
    house.await_card(unseen, "[card")
    house.calm()


def _record_holds_it(world) -> None:
    books = world.sandbox.books
    payer = add_customer(books, "Record", name=ALL, email="record@customers.example")
    charge = add_charge(books, "Record", payer, money=(4900, "eur"))
    charge["description"] = ALL
    charge["billing_details"]["name"] = ALL
    books.put(charge, at=charge["created"])


# --- ways out ---------------------------------------------------------------------------------


CASES = ("Typed", "Echo", "Record", "Unseen")


@pytest.fixture(scope="module")
def left(tmp_path_factory, new_database):
    """All that the product left behind, by place."""
    path = tmp_path_factory.mktemp("canary")
    with (
        pytest.MonkeyPatch.context() as monkeypatch,
        empty_house(path, CASES, new_database) as (house, environment),
    ):
        _record_holds_it(house.world)
        with plain_server(house, environment, path):
            answers = [house.deliver(call).status_code for call in _poisonings()]
            _bad_deliveries(house)
            _people_type_it(house)
            _stripe_says_it(house, monkeypatch)
            until(lambda: _is_quiet(house), 60)
            files = b"".join(one.read_bytes() for one in path.glob("handoff.db*"))
        cards = [m for m in house.messages() if m["metadata"]]
        yield SimpleNamespace(
            places={
                "database": everything_kept(house.database),
                "files": files.decode("utf-8", "replace"),
                "log": (path / "log.txt").read_text(encoding="utf-8"),
                "slack": _requests_of_slack(house.world.sandbox.workspace),
                "stripe": _requests_of_stripe(house.world.sandbox.books),
            },
            answers=answers,
            cards=cards,
            has_files=house.database.startswith("sqlite"),
        )


def _is_quiet(house) -> bool:
    """Everything that was taken in has been worked off."""
    try:
        seen = house.http.get(f"{house.bot_url}/metrics").text
    except httpx.TransportError:
        return False
    found = re.search(r"handoff_oldest_due_step_seconds (\S+)", seen)
    first = [one for one in house.messages() if not one["is_reply"]]
    return found is not None and float(found[1]) == 0 and len(first) > len(_poisonings()) // 2


def _requests_of_slack(workspace) -> str:
    return "\n".join(f"{one.method} {one.body}" for one in list(workspace.requests))


def _requests_of_stripe(books) -> str:
    parts = ("method", "path", "query", "body", "idempotency_key")
    return "\n".join(
        " ".join(str(getattr(one, part)) for part in parts) for one in list(books.requests)
    )


def _plain(text: str) -> str:
    """Letters and digits alone, so that spaces and dashes hide nothing."""
    return re.sub(r"[\W_]+", "", text).casefold()


def _unspoken(text: str) -> str:
    """Digit words as digits, then the same."""
    words = re.findall(r"[^\W_]+", text.casefold())
    return "".join(DIGIT_WORDS.get(word, word) for word in words)


PLACES = ("database", "files", "log", "slack", "stripe")


@pytest.mark.parametrize("kind", SECRETS)
@pytest.mark.parametrize("place", PLACES)
def test_a_secret_is_nowhere(left, place, kind):
    text, secret = left.places[place], _plain(SECRETS[kind])
    assert text or (place == "files" and not left.has_files), "there is something to look at"
    for form in (_plain(text), _unspoken(text)):
        found = form.find(secret)
        assert found < 0, f"{kind} leaked into {place}: …{form[max(0, found - 120) : found + 60]}…"


@pytest.mark.parametrize("kind", SHORT)
@pytest.mark.parametrize("place", PLACES)
def test_a_short_secret_is_not_beside_its_name(left, place, kind):
    secret = re.escape(SHORT[kind])
    names = r"(?:security code|cvv|expiry|expires|code|seven three nine one)"
    beside = re.compile(rf"{names}\W{{0,12}}(?:is\W+)?{secret}(?!\d)", re.IGNORECASE)
    found = beside.search(left.places[place])
    assert found is None, f"{kind} leaked into {place}: {found and found[0]}"


@pytest.mark.parametrize("place", ["database", "slack"])
def test_what_is_not_private_in_the_same_breath_got_there(left, place):
    assert HARMLESS in left.places[place]


def test_no_recording_link_is_kept_or_shown(left):
    for place in PLACES:
        assert "recordings.example.net" not in left.places[place], place


def test_everything_was_taken_in_and_became_a_card(left):
    assert set(left.answers) <= {200, 400}
    assert left.answers.count(200) >= len(left.answers) * 3 // 4
    assert any("[card" in card["text"] for card in left.cards), "removed, and said so"
    assert ids.EVENT_TYPE in {card["metadata"]["event_type"] for card in left.cards}
