"""`skyfire.create_kya_token` against local Skyfire and its seller: a secret that is never shown."""

import json

import pytest

from bot.errors import ConfigurationError, OutcomeUnknown, Refused, Unavailable
from bot.handoff.operations import RepeatSafety
from handlers.sandbox.faults import Fault
from handlers.sandbox.skyfire_books import PENDING_SERVICE, SELLER, SERVICE
from providers.skyfire.create_kya_token import FACTS

STEP = "call_1:skyfire.create_kya_token:1"
CREATE = "POST /api/v1/tokens"
INTROSPECT = "POST /api/v1/tokens/introspect"


def asked(books, path="/tokens"):
    return [one for one in books.requests if one.path.endswith(path)]


def test_what_it_declares():
    assert FACTS.repeat_safety is RepeatSafety.NONE
    assert not FACTS.can_look_up
    assert not FACTS.moves_money


# --- what is made, and where it goes ---


async def test_one_token_is_made_checked_and_handed_to_the_seller(create, books, order, clock):
    effect = await create.send(order)
    [(token_id, claims)] = books.tokens.items()
    [handed] = books.handed_over
    assert (handed.token_id, handed.is_valid) == (token_id, True)
    assert (effect.status, effect.reference) == ("done", token_id)
    assert effect.facts == {"expires_at": claims["exp"], "audience": SELLER}
    assert claims["exp"] == int(clock().timestamp()) + 300
    assert [one.path.rpartition("/")[2] for one in books.requests] == ["tokens", "introspect"]


async def test_it_asks_for_the_least_and_for_no_money(create, books, order):
    await create.send(order)
    [sent] = asked(books)
    assert json.loads(sent.body) == {
        "type": "kya",
        "sellerServiceId": SERVICE,
        "buyerTag": STEP,
        "expiresAt": books.tokens[books.handed_over[0].token_id]["exp"],
    }
    assert str(books.wallet["available"]) == "12.316285"


async def test_the_token_is_in_no_effect_error_or_log(create, books, faults, order, logged):
    secrets = []
    make = books.make
    books.make = lambda given: secrets.append(make(given)) or secrets[-1]
    shown = [repr(await create.send(order))]
    faults.set("seller", Fault.REFUSED, 1)
    faults.set("skyfire", Fault.NONE)
    for switch in (("seller", Fault.SERVER_ERROR), ("skyfire", Fault.SERVER_ERROR)):
        with pytest.raises((Refused, OutcomeUnknown)) as error:
            await create.send(order)
        shown += [repr(error.value), str(error.value.reason), repr(error.value.__cause__)]
        faults.set(*switch, 1, INTROSPECT if switch[0] == "skyfire" else None)
    everything = " ".join([*shown, logged()])
    assert len(secrets) == 3
    for secret in secrets:
        assert not any(part in everything for part in secret.split("."))


async def test_an_answer_that_repeats_a_token_is_told_without_it(script, scripted, opened, order):
    token = "eyJhbGciOiJFUzI1NiJ9.eyJqdGkiOiJ4In0.c2lnbmF0dXJl"
    details = {"token": {"message": f"{token} is used"}}
    script.say({"code": "CONFLICT", "message": f"Have {token}", "details": details}, status=409)
    with pytest.raises(Refused) as refused:
        await opened(base_url=scripted).operations["skyfire.create_kya_token"].send(order)
    assert refused.value.reason == "Skyfire said no: Have [token] token: [token] is used"


async def test_without_a_seller_nothing_is_made(opened, books, order):
    for missing in ("seller_service_id", "receiver_url"):
        vendor = opened(**{missing: None})
        with pytest.raises(Refused, match="No seller is set up"):
            await vendor.operations["skyfire.create_kya_token"].send(order)
    assert books.requests == []


@pytest.mark.parametrize(
    "url",
    [
        "http://seller.example/kya",
        "https://seller.example/kya?key=1",
        "https://someone:secret@seller.example/kya",
    ],
)
async def test_a_seller_is_an_https_address_and_nothing_more(opened, url):
    with pytest.raises(ConfigurationError):
        opened(receiver_url=url)


# --- what is not handed on ---


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"environment": "production"}, "of another environment"),
        ({"service_in_token": PENDING_SERVICE}, "for another seller"),
    ],
)
async def test_another_token_than_asked_for_goes_nowhere(create, books, order, change, why):
    for name, value in change.items():
        setattr(books, name, value)
    with pytest.raises(Refused, match=why):
        await create.send(order)
    assert books.handed_over == []


async def test_one_that_was_made_for_another_step_goes_nowhere(create, books, order):
    make = books.make
    books.make = lambda given: make(given | {"buyerTag": f"{STEP}0"})
    with pytest.raises(Refused, match="another reference"):
        await create.send(order)
    assert books.handed_over == []


@pytest.mark.parametrize("later_s", [400, 24 * 3600])
async def test_one_that_lasts_longer_than_asked_for_goes_nowhere(create, books, order, later_s):
    """The card says that it runs out within minutes."""
    make = books.make
    books.make = lambda given: make(given | {"expiresAt": given["expiresAt"] - 300 + later_s})
    with pytest.raises(Refused, match="lasts longer"):
        await create.send(order)
    assert books.handed_over == []


async def test_whom_a_token_is_for_is_kept_only_as_an_id(create, books, order, monkeypatch):
    monkeypatch.setattr("handlers.sandbox.skyfire_books.SELLER", "ana@seller.example")
    effect = await create.send(order)
    assert effect.facts["audience"] is None


async def test_one_that_skyfire_does_not_take_for_valid_goes_nowhere(create, books, order):
    make = books.make

    def revoked(given):
        token = make(given)
        books.revoked |= set(books.tokens)
        return token

    books.make = revoked
    with pytest.raises(Refused, match="does not take its own new token"):
        await create.send(order)
    assert books.handed_over == []


async def test_one_that_cannot_be_checked_goes_nowhere(create, books, faults, order):
    faults.set("skyfire", Fault.SERVER_ERROR, None, INTROSPECT)
    with pytest.raises(Refused, match="could not be checked"):
        await create.send(order)
    assert books.handed_over == []


async def test_what_is_no_token_goes_nowhere(create, books, order):
    books.make = lambda _given: "abc.def.ghi"
    with pytest.raises(OutcomeUnknown, match="no identity token") as unknown:
        await create.send(order)
    assert unknown.value.answered
    assert books.handed_over == []


# --- when it fails ---


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.AUTH, Refused),
        (Fault.REFUSED, Refused),
        (Fault.RATE_LIMITED, Unavailable),
        (Fault.SERVER_ERROR, OutcomeUnknown),
        (Fault.MALFORMED, OutcomeUnknown),
        (Fault.HANG, OutcomeUnknown),
        (Fault.SLOW, OutcomeUnknown),
        (Fault.LOST_ANSWER, OutcomeUnknown),
    ],
)
async def test_what_each_fault_of_the_create_means(create, books, faults, order, fault, error):
    faults.set("skyfire", fault, None, CREATE)
    with pytest.raises(error):
        await create.send(order)
    assert len(asked(books)) == 1, "a repeat would make a second token"
    assert books.handed_over == []


@pytest.mark.parametrize(
    ("fault", "error", "words"),
    [
        (Fault.REFUSED, Refused, "turned the token away"),
        (Fault.RATE_LIMITED, Refused, "turned the token away"),
        (Fault.SERVER_ERROR, OutcomeUnknown, "may or may not have taken"),
        (Fault.HANG, OutcomeUnknown, "No complete answer"),
        (Fault.SLOW, OutcomeUnknown, "No complete answer"),
        (Fault.LOST_ANSWER, OutcomeUnknown, "No complete answer"),
    ],
)
async def test_what_each_fault_of_the_seller_means(create, faults, order, fault, error, words):
    faults.set("seller", fault, 1)
    with pytest.raises(error, match=words):
        await create.send(order)


async def test_a_seller_that_is_not_there_has_no_token(opened, nobody_there, order):
    vendor = opened(receiver_url=f"{nobody_there}/kya")
    with pytest.raises(Refused, match="nobody has the token"):
        await vendor.operations["skyfire.create_kya_token"].send(order)


@pytest.mark.parametrize(
    ("service", "said"),
    [
        (PENDING_SERVICE, "not approved"),
        (SERVICE[:-1] + "0", "Not Found"),
        ("no-uuid", "sellerServiceId: must be a UUID"),
    ],
)
async def test_a_service_that_takes_none_is_said(opened, order, service, said):
    vendor = opened(seller_service_id=service)
    with pytest.raises(Refused, match=said):
        await vendor.operations["skyfire.create_kya_token"].send(order)


async def test_a_stated_wait_is_handed_on(create, books, faults, order):
    for stated, wait_s in ((7, 7.0), (None, None)):
        books.retry_after_s = stated
        faults.set("skyfire", Fault.RATE_LIMITED, 1, CREATE)
        with pytest.raises(Unavailable) as later:
            await create.send(order)
        assert later.value.retry_after_s == wait_s


async def test_the_books_cannot_be_asked_for_it(create, order):
    for asking in (create.find_effect(order), create.watch(order, "7c08c6fe")):
        with pytest.raises(Unavailable, match="does not list"):
            await asking
