"""A token for a seller, from the call to the seller's address; nothing of it stays anywhere."""

from __future__ import annotations

from typing import Any

from bot.cards import names
from tests.journeys.conftest import buttons, until
from tests.journeys.kept import everything_kept
from tests.journeys.workflows import APPROVER, Row, a_call

NAME = "skyfire.create_kya_token"


def settled(house, **facts: Any):
    named = {"billing_system": "skyfire", "request_type": "payment_blocker", **facts}
    call = a_call(Row("skyfire", "skyfire", named, (), ()), "approve")
    assert house.deliver(call).status_code == 200
    until(lambda: house.case(call.call_id).handoff.looked_up)
    return call.call_id


def approve(house, call_id):
    house.await_state(call_id, house.case(call_id).handoff.state)
    house.await_button(call_id, "approve")
    house.click(call_id, "approve", APPROVER)
    answer = house.submit(APPROVER, form={"wanted": "yes"})
    assert not answer.get("errors"), answer


def books(house):
    return house.world.sandbox.skyfire


def test_the_token_is_in_no_row_card_message_or_log(house, capfd, caplog):
    secrets: list[str] = []
    make = books(house).make
    books(house).make = lambda given: secrets.append(make(given)) or secrets[-1]
    call_id = settled(house)
    house.await_card(call_id, "USD 12.316285 available")
    approve(house, call_id)
    house.await_state(call_id, "succeeded")
    [secret], [handed] = secrets, books(house).handed_over
    assert handed.is_valid
    house.await_card(call_id, "The seller's address took a token")
    [step] = [one for one in house.steps(call_id) if one.operation == NAME]
    claims = books(house).tokens[handed.token_id]
    assert step.reference == handed.token_id, "its id, its end and whom it is for are kept"
    assert (step.facts["expires_at"], step.facts["audience"]) == (claims["exp"], claims["aud"])
    kept = (everything_kept(house.database), repr(house.case(call_id)), repr(step))
    shown = (str(house.state()), *capfd.readouterr(), caplog.text)
    everything = " ".join((*kept, *shown))
    assert not any(part in everything for part in secret.split("."))


def test_an_empty_wallet_is_said_and_nothing_is_offered(house):
    house.ui("skyfire/wallet", available="0")
    call_id = settled(house)
    card = house.await_card(call_id, "it has to be topped up first")
    assert "handoff_approve" not in buttons(card)


def test_a_wallet_that_was_emptied_meanwhile_stops_the_token(house):
    call_id = settled(house)
    house.await_button(call_id, "approve")
    house.ui("skyfire/wallet", available="0")
    approve(house, call_id)
    house.await_card(call_id, "Stopped by the last check", "topped up")
    assert books(house).tokens == {}


def test_a_lost_answer_of_the_seller_goes_to_a_person_and_is_not_repeated(house):
    house.fault("seller", "lost_answer")
    call_id = settled(house)
    approve(house, call_id)
    house.await_state(call_id, "unknown")
    assert len(books(house).tokens) == 1
    house.await_button(call_id, "attest")
    house.await_card(call_id, "Skyfire did not confirm", "then say what happened")
    house.click(call_id, "attest", "U0BEN")
    [step] = [one for one in house.steps(call_id) if one.operation == NAME]
    said = names.attest_value(names.HAPPENED, step.id)
    told = {"target": said, "reason": "The seller logged our token."}
    until(lambda: house.submit("U0BEN", **told)["body"] is None)  # no: it is being looked at
    house.await_state(call_id, "succeeded")
    card = house.await_card(
        call_id, "<@U0BEN> says", "went through", "The seller logged our token."
    )
    assert "took a token" not in card["text"], "the seller itself confirmed nothing"
    assert "handoff_attest" not in buttons(card)
    house.await_thread(call_id, "<@U0BEN> says")
    assert len(books(house).tokens) == 1


def test_the_wallet_is_shown_to_whoever_looks_it_up(house):
    call_id = settled(house, request_type="other_billing")
    house.await_card(call_id, "Skyfire keeps no invoices")
    house.await_button(call_id, "more")
    house.click(call_id, "more")
    more = until(house.open_view)
    elements = [one for block in more["blocks"] for one in block.get("elements", ())]
    button = next(one for one in elements if one.get("action_id") == names.LOOKUP)
    house.ui(
        "click",
        user="U0ADA",
        view_id=more["id"],
        action_id=names.LOOKUP,
        value=button["value"],
    )
    until(lambda: "Held by live tokens" in str(house.open_view()))
