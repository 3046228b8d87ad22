"""Google beside a destination: what needs a look is listed, what was refunded is written about."""

from __future__ import annotations

import pytest

from handlers.sandbox.google_books import SPREADSHEET_ID, TAB
from tests.journeys.conftest import until
from tests.journeys.workflows import Row, a_call

PAIRED = {
    '\n[destination.mapping]\nobject = "charge"\n': """
[destination.pairings]
sheets = "queue"
gmail = "billing"
drive = "finance"

[destination.mapping]
object = "charge"
"""
}


@pytest.fixture
def house(open_house):
    return open_house(**PAIRED)


def receive(house, name, **facts):
    row = Row(name, "stripe", {"request_type": "refund_request", **facts}, (), ())
    call = a_call(row, "google")
    assert house.deliver(call).status_code == 200
    until(lambda: house.case(call.call_id).handoff.looked_up)
    return call.call_id


def queue(house):
    return house.world.sandbox.google.sheets[SPREADSHEET_ID][TAB]


def test_what_needs_a_look_is_one_row_once_google_takes_it(house):
    house.fault("sheets", "rate_limited", 1)
    call_id = receive(house, "stray", payment_reference="ch_3LocalNobody", amount="20.00")
    house.await_state(call_id, "needs_review")
    until(lambda: len(queue(house)) == 2)
    header, row = queue(house)
    shown = dict(zip(header, row, strict=True))
    assert shown["Call"] == call_id
    assert shown["Handoff"] == house.handoff_id(call_id)
    assert shown["Named reference"] == "ch_3LocalNobody"
    until(lambda: [one.outcome for one in house.steps(call_id) if one.kind == "note"] == ["done"])


def test_a_refund_that_worked_is_written_about_once(house):
    call_id = receive(
        house,
        "proofs",
        payment_reference="ch_3LocalGullwingProofs",
        amount="31.50",
        currency="USD",
        customer_email="somebody@elsewhere.example",
    )
    house.approve(call_id)
    house.await_state(call_id, "succeeded")
    house.await_card(call_id, "Gmail took the follow-up mail for the address on the record")
    (mail,) = house.world.sandbox.google.mailbox.sent
    assert mail.to == house.case(call_id).handoff.record.customer_email
    assert "We have submitted USD 31.50" in mail.text
    assert house.read(lambda tx: tx.audit.verify()) == ()


def test_the_credit_note_is_filed_as_stripe_drew_it_once_drive_takes_it(house):
    house.fault("drive", "server_error", 1, "POST /upload/drive/v3/files")
    call_id = receive(
        house,
        "boards",
        payment_reference="ch_3LocalLarkfieldBoards",
        credit_request="A credit for the warped boards",
        amount="245.00",
        currency="USD",
    )
    house.approve(call_id)
    house.await_state(call_id, "succeeded")
    house.await_card(call_id, "Google Drive holds a copy of the document")
    (file,) = house.world.sandbox.google.drive.files.values()
    filed = next(one for one in house.case(call_id).effects if one.operation.startswith("drive."))
    assert filed.facts["made_id"] == filed.reference == file.id
    made = house.case(call_id).effects[0].reference
    notes = house.world.sandbox.books.view()["credit_notes"]
    assert file.name in {f"{one['number']}.pdf" for one in notes if one["id"] == made}
    assert file.content.startswith(b"%PDF-")
    (mail,) = house.world.sandbox.google.mailbox.sent
    assert "We have issued a credit of USD 245.00" in mail.text


def test_mail_that_google_refuses_leaves_the_refund_as_it_is(house):
    house.fault("gmail", "refused", None)
    call_id = receive(
        house, "proofs", payment_reference="ch_3LocalGullwingProofs", amount="31.50", currency="USD"
    )
    house.approve(call_id)
    house.await_state(call_id, "partly_done")
    assert len(house.new_refunds("ch_3LocalGullwingProofs")) == 1
    house.fault("gmail", "none", None)
    house.await_button(call_id, "retry")
    house.click(call_id, "retry")
    house.await_state(call_id, "succeeded")
    assert len(house.new_refunds("ch_3LocalGullwingProofs")) == 1
    assert len(house.world.sandbox.google.mailbox.sent) == 1
