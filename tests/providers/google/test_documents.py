"""The document by mail: the vendor's PDF, once, to the address on the record alone."""

from dataclasses import replace

import pytest

from bot.errors import OutcomeUnknown, Refused, Unavailable
from bot.redaction import redact
from bot.vendors import Paper
from handlers.sandbox.faults import Fault

NAME = "gmail.send_document"
SEND = "POST /gmail/v1/users/{user}/drafts/send"


@pytest.fixture
def document(gmail):
    return gmail.operations[NAME]


@pytest.fixture
def mailbox(books):
    return books.mailbox


@pytest.fixture
def asked(order, record):
    """An order for the document of this record."""

    def made(**change):
        matter = replace(
            order(NAME).matter, record=record.model_copy(update=change) if change else record
        )
        return order(NAME, matter=matter)

    return made


async def test_one_mail_with_one_pdf_goes_to_the_address_on_the_record(
    document, asked, mailbox, press
):
    effect = await document.send(asked(invoice_number=redact("INV-1042")))
    (mail,) = mailbox.sent
    assert (effect.status, effect.reference) == ("done", mail.id)
    assert mail.to == "zoe@harbour.example"
    assert mail.subject.startswith("Your document (ref. ")
    assert "Hello Zoë Müller," in mail.text
    assert "Reference: INV-1042" in mail.text
    (paper,) = mail.attached
    assert (paper.kind, paper.content) == ("application/pdf", press.now.content)
    assert paper.name == "INV-1042 Müller_Söhne.pdf"
    assert mailbox.drafts == []


async def test_nothing_of_what_the_caller_said_is_in_it(document, asked, call, mailbox):
    loud = call.model_copy(update={"customer": redact("Mallory"), "email": redact("m@e.example")})
    order = asked()
    await document.send(replace(order, matter=replace(order.matter, call=loud)))
    (mail,) = mailbox.sent
    assert mail.to == "zoe@harbour.example"
    assert "mallory" not in (mail.text + mail.subject).casefold()


async def test_the_same_step_is_one_mail_and_the_document_is_read_once(
    document, asked, mailbox, press
):
    assert await document.send(asked()) == await document.send(asked())
    assert (len(mailbox.sent), len(press.asked)) == (1, 1)


@pytest.mark.parametrize("replaces", [False, True])
async def test_after_a_lost_answer_the_mail_is_found(document, asked, faults, mailbox, replaces):
    mailbox.replaces_ids = replaces
    faults.set("gmail", Fault.LOST_ANSWER, 1, SEND)
    with pytest.raises(OutcomeUnknown):
        await document.send(asked())
    assert (await document.find_effect(asked())).reference == mailbox.sent[0].id


async def test_a_mail_that_did_not_go_out_is_sent_from_its_draft(document, asked, faults, mailbox):
    faults.set("gmail", Fault.SERVER_ERROR, 1, SEND)
    with pytest.raises(OutcomeUnknown):
        await document.send(asked())
    await document.send(asked())
    assert (len(mailbox.sent), len(mailbox.drafts)) == (1, 0)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<html>Sign in</html>", "is no PDF"),
        (b"%PDF-" + b"x" * 2_500_000, r"above 2\.5 MB"),
    ],
)
async def test_what_is_no_fit_document_is_not_mailed(document, asked, press, mailbox, content, why):
    press.now = Paper("INV-1042.pdf", content)
    with pytest.raises(Refused, match=why):
        await document.send(asked())
    assert mailbox.mails == []


async def test_a_document_that_cannot_be_had_now_is_waited_for(
    document, asked, press, mailbox, monkeypatch
):
    async def away(_matter):
        raise Unavailable("Stripe did not hand out the document.")

    monkeypatch.setattr(press, "paper", away)
    with pytest.raises(Unavailable):
        await document.send(asked())
    assert mailbox.mails == []


@pytest.mark.parametrize("change", [{"vendor": "paystack"}, {"customer_email": None}])
async def test_without_a_document_or_an_address_nobody_is_asked(document, asked, books, change):
    with pytest.raises(Refused):
        await document.send(asked(**change))
    assert not books.requests
