"""ProAbono beyond the matrix: what it reports is read again, and its links are shown to nobody."""

from __future__ import annotations

import json

import pytest

from bot.cards import names
from tests.journeys.conftest import until
from tests.journeys.kept import everything_kept
from tests.journeys.workflows import Row, a_call, facts_of


def received(house, workflow, **facts):
    """A call about an invoice of ProAbono's, looked up; its id."""
    row = Row(workflow, "proabono", facts_of(workflow, currency="EUR", **facts), (), ())
    call = a_call(row, "proabono")
    assert house.deliver(call).status_code == 200
    until(lambda: house.case(call.call_id).handoff.looked_up)
    return call.call_id


def test_an_invoice_that_was_paid_is_seen_at_once(house):
    call_id = received(house, "promise_to_pay", invoice_number="F7.00000012")
    house.await_button(call_id, "approve")
    house.ui("reports", vendor="proabono", way="prompt")
    house.ui("proabono/invoices/3001/pay")
    house.await_card(call_id, "The invoice is paid: there is nothing open on it.")
    [report] = house.state()["reports"]["sent"]
    assert report["vendor"] == "proabono"
    until(lambda: house.state()["reports"]["sent"][0]["status"] == 200)


def test_a_forged_report_changes_nothing(house):
    call_id = received(house, "promise_to_pay", invoice_number="F7.00000012")
    house.await_button(call_id, "approve")
    house.ui("reports", vendor="proabono", way="forged")
    house.ui("proabono/invoices/3001/pay")
    until(lambda: house.state()["reports"]["sent"][0]["status"] == 401)
    assert "nothing open" not in house.card(call_id)["text"]


def test_a_document_is_not_sent_and_its_link_goes_nowhere(house):
    """The link opens the invoice for whoever has it: the card says who sends it instead."""
    call_id = received(house, "invoice_resend", invoice_number="F7.00000012", email_verified=True)
    house.await_card(call_id, "a person sends the document from ProAbono's BackOffice")
    house.await_button(call_id, "more")
    assert "handoff_resend" not in json.dumps(house.card(call_id))
    said = looked_up(house, call_id)
    assert "can be downloaded in ProAbono's BackOffice" in said
    assert "suspended: a payment is due" in said
    link = house.world.sandbox.proabono.invoices[3001]["Links"][0]["href"]
    assert link not in said + json.dumps(house.state()["channels"])
    assert link not in everything_kept(house.database)


@pytest.fixture
def mailing(open_house):
    """ProAbono, paired with a mailbox and a drive."""
    mapping = '[destination.mapping]\nobject = "invoice"\n'
    pairings = '[destination.pairings]\ngmail = "billing"\ndrive = "finance"\n\n'
    return open_house(**{mapping: pairings + mapping})


def test_paired_with_a_mailbox_the_document_is_mailed_once_and_its_link_goes_nowhere(mailing):
    """The answer to the sending is lost: the mail is looked for, and no second one goes out."""
    call_id = asked_for_again(mailing)
    mailing.fault("gmail", "lost_answer", only="POST /gmail/v1/users/{user}/drafts/send")
    mailing.click(call_id, "resend")
    mailing.submit()
    mailing.await_card(call_id, "Gmail took the mail with the document for the address on the")
    google = mailing.world.sandbox.google
    (mail,) = google.mailbox.mails
    assert mail.to == mailing.case(call_id).handoff.record.customer_email
    (paper,) = mail.attached
    assert (paper.name, paper.kind) == ("F7.00000012.pdf", "application/pdf")
    assert paper.content.startswith(b"%PDF-")
    until(lambda: google.drive.files)
    mailing.await_thread(call_id, "Google Drive holds a copy of the document")
    told = json.dumps(mailing.state()["channels"])
    for place in (told, everything_kept(mailing.database), mail.text):
        assert "portal-inv-pdf" not in place
        assert "drive.google.com" not in place


def test_a_document_that_is_not_there_is_said_and_can_be_sent_later(mailing):
    call_id = asked_for_again(mailing)
    invoice = mailing.world.sandbox.proabono.invoices[3001]
    links, invoice["Links"] = invoice["Links"], []
    mailing.click(call_id, "resend")
    mailing.submit()
    mailing.await_card(call_id, "not sent. ProAbono has made no document of this invoice yet.")
    assert mailing.world.sandbox.google.mailbox.sent == []
    invoice["Links"] = links
    mailing.click(call_id, "resend")
    mailing.submit()
    mailing.await_state(call_id, "succeeded")
    assert len(mailing.world.sandbox.google.mailbox.sent) == 1


def asked_for_again(house):
    call_id = received(house, "invoice_resend", invoice_number="F7.00000012", email_verified=True)
    house.await_card(call_id, "Send the document through Gmail to the address on ProAbono's record")
    house.await_button(call_id, "resend")
    assert house.world.sandbox.google.mailbox.mails == []
    return call_id


def looked_up(house, call_id, user="U0ADA"):
    """What the view says once everybody answered."""
    house.click(call_id, "more", user)
    more = until(lambda: house.open_view(user))
    elements = [one for block in more["blocks"] for one in block.get("elements", ())]
    value = next(one["value"] for one in elements if one.get("action_id") == names.LOOKUP)
    house.ui("click", user=user, view_id=more["id"], action_id=names.LOOKUP, value=value)
    return until(lambda: answered(house, user))


def answered(house, user):
    said = json.dumps(house.open_view(user).get("blocks", []))
    return said if "Nothing of it is kept" in said else None


def test_what_was_promised_is_filed_and_its_link_kept_nowhere(open_house):
    mapping = '[destination.mapping]\nobject = "invoice"\n'
    pairing = '[destination.pairings]\ndrive = "finance"\n\n'
    house = open_house(**{mapping: pairing + mapping})
    call_id = received(house, "promise_to_pay", invoice_number="F7.00000012")
    house.approve(call_id)
    house.await_state(call_id, "succeeded")
    drive = house.world.sandbox.google.drive
    until(lambda: drive.files)
    (file,) = drive.files.values()
    assert file.name == "F7.00000012.pdf"
    assert file.content.startswith(b"%PDF-")
    assert "portal-inv-pdf" not in everything_kept(house.database)
