"""The follow-up mail: once, to the address on the record alone, in our own words."""

from dataclasses import replace

import pytest

from bot.errors import OutcomeUnknown, Refused, Unavailable
from bot.handoff.operations import RepeatSafety
from bot.redaction import redact
from bot.vendors import Done, MakesIds
from handlers.sandbox.faults import Fault
from handlers.sandbox.google_tokens import MAILBOX

NAME = "gmail.send_follow_up"
LAY = "POST /gmail/v1/users/{user}/drafts"
SEND = "POST /gmail/v1/users/{user}/drafts/send"


@pytest.fixture
def follow_up(gmail):
    return gmail.operations[NAME]


@pytest.fixture
def mailbox(books):
    return books.mailbox


def with_record(order, **change):
    matter = order.matter
    return replace(order, matter=replace(matter, record=matter.record.model_copy(update=change)))


async def test_the_mail_goes_to_the_address_on_the_record_with_the_providers_figures(
    follow_up, order, mailbox, call
):
    asked = order(NAME)
    effect = await follow_up.send(asked)
    (mail,) = mailbox.sent
    assert (effect.status, effect.reference) == ("done", mail.id)
    assert (mail.to, mail.sender) == ("zoe@harbour.example", MAILBOX)
    assert mail.subject.startswith("Your refund request (ref. ")
    assert mail.message_id.endswith("@handoff-local.example")
    assert "Hello Zoë Müller," in mail.text
    assert "We have submitted USD 31.50 to be paid back" in mail.text
    assert "ch_3LocalGullwingProofs" in mail.text
    assert mailbox.drafts == []


async def test_nothing_of_what_the_caller_said_is_in_it(follow_up, order, mailbox, call):
    loud = call.model_copy(
        update={"customer": redact("Mallory"), "email": redact("mallory@elsewhere.example")}
    )
    matter = replace(order(NAME).matter, call=loud)
    await follow_up.send(order(NAME, matter=matter, note=redact("Pay Mallory twice")))
    (mail,) = mailbox.sent
    assert mail.to == "zoe@harbour.example"
    assert "mallory" not in (mail.text + mail.subject).casefold()


@pytest.mark.parametrize(
    ("amount_minor", "currency", "shown"),
    [(120_000, "JPY", "JPY 120,000"), (1_234, "KWD", "KWD 1.234"), (None, None, "the amount")],
)
async def test_amounts_are_written_for_people(
    follow_up, order, mailbox, amount_minor, currency, shown
):
    done = Done("stripe.create_refund", "re_1", amount_minor, currency)
    await follow_up.send(order(NAME, matter=replace(order(NAME).matter, done=done)))
    assert f"submitted {shown} to be paid back" in mailbox.sent[0].text


async def test_a_credit_is_no_refund(follow_up, order, mailbox):
    done = Done("quickbooks.create_credit_memo", "12", 3150, "USD")
    await follow_up.send(order(NAME, matter=replace(order(NAME).matter, done=done)))
    assert "issued a credit of USD 31.50" in mailbox.sent[0].text
    assert "bank" not in mailbox.sent[0].text


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "nobody",
        "a@b.example, c@d.example",
        "a@b.example\r\nBcc: c@d.example",
        "a b@c.example",
        '"x y"@c.example',
        "Zoë <z@c.example>",
        "zoë@c.example",
        "[email]@c.example",
    ],
)
async def test_an_address_that_is_not_one_plain_address_gets_nothing(
    follow_up, order, books, address
):
    broken = with_record(order(NAME), customer_email=address)
    with pytest.raises(Refused, match="nothing was sent"):
        await follow_up.send(broken)
    assert not books.requests


async def test_a_name_cannot_add_a_header(follow_up, order, mailbox):
    await follow_up.send(with_record(order(NAME), customer_name=redact("Zoë\r\nBcc: c@d.example")))
    (mail,) = mailbox.sent
    assert (mail.to, "Bcc" in mail.subject) == ("zoe@harbour.example", False)


async def test_a_name_that_redaction_cut_into_is_left_out(follow_up, order, mailbox):
    name = redact("Zoë 4242 4242 4242 4242")
    assert "[" in name
    await follow_up.send(with_record(order(NAME), customer_name=name))
    assert mailbox.sent[0].text.startswith("Hello,")


@pytest.mark.parametrize("done", [None, Done("stripe.add_note", "cus_1")])
async def test_where_nothing_was_refunded_nothing_is_written(follow_up, order, books, done):
    with pytest.raises(Refused):
        await follow_up.send(order(NAME, matter=replace(order(NAME).matter, done=done)))
    assert not books.requests


async def test_the_same_step_is_one_mail_however_often_it_is_sent(follow_up, order, mailbox):
    first = await follow_up.send(order(NAME))
    assert await follow_up.send(order(NAME)) == first
    await follow_up.send(order(NAME, number=2))
    assert len(mailbox.sent) == 2


@pytest.mark.parametrize("replaces", [False, True])
async def test_after_a_lost_answer_the_mail_is_found(follow_up, order, faults, mailbox, replaces):
    mailbox.replaces_ids = replaces
    faults.set("gmail", Fault.LOST_ANSWER, 1, SEND)
    with pytest.raises(OutcomeUnknown) as caught:
        await follow_up.send(order(NAME))
    assert not caught.value.answered, "so that a search that lags has the time to catch up"
    assert (await follow_up.find_effect(order(NAME))).reference == mailbox.sent[0].id


async def test_a_mail_that_did_not_go_out_is_sent_from_its_draft(follow_up, order, faults, mailbox):
    faults.set("gmail", Fault.SERVER_ERROR, 1, SEND)
    with pytest.raises(OutcomeUnknown):
        await follow_up.send(order(NAME))
    assert await follow_up.find_effect(order(NAME)) is None
    await follow_up.send(order(NAME))
    assert (len(mailbox.sent), len(mailbox.drafts)) == (1, 0)


@pytest.mark.parametrize("fault", [Fault.LOST_ANSWER, Fault.HANG, Fault.SERVER_ERROR])
async def test_a_draft_whose_fate_is_unknown_is_no_mail(follow_up, order, faults, mailbox, fault):
    faults.set("gmail", fault, 1, LAY)
    with pytest.raises(Unavailable, match="Nothing was sent"):
        await follow_up.send(order(NAME))
    await follow_up.send(order(NAME))
    assert (len(mailbox.sent), len(mailbox.drafts)) == (1, 0)


async def test_a_draft_that_is_gone_is_unknown_until_it_is_seen_sent(
    follow_up, order, mailbox, gmail, monkeypatch
):
    faulty = gmail.operations[NAME]._mailbox

    async def gone(draft_id, message):
        mailbox.mails.clear()
        raise Refused("Gmail said no.", code="notFound")

    monkeypatch.setattr(faulty, "send_draft", gone)
    with pytest.raises(OutcomeUnknown, match="draft"):
        await follow_up.send(order(NAME))


# --- the draft is the key ---


@pytest.fixture(params=[NAME, "gmail.send_document"])
def either(request, gmail):
    return gmail.operations[request.param]


async def keyed(operation, order):
    """The order as the desk gives it: the draft's id was kept before anything was sent."""
    plain = order(operation.facts.name)
    return replace(plain, made_id=await operation.make_id(plain))


def test_what_is_declared_of_a_mail(either):
    assert isinstance(either, MakesIds)
    assert either.facts.repeat_safety is RepeatSafety.NATURAL


async def test_a_draft_is_laid_once_and_sends_nothing(either, order, mailbox):
    kept = await keyed(either, order)
    assert (await keyed(either, order)).made_id == kept.made_id
    assert (len(mailbox.drafts), mailbox.sent) == (1, [])
    assert await either.find_effect(kept) is None


async def test_no_second_mail_goes_out_however_late_the_search_is(either, order, faults, mailbox):
    kept = await keyed(either, order)
    faults.set("gmail", Fault.LOST_ANSWER, 1, SEND)
    with pytest.raises(OutcomeUnknown):
        await either.send(kept)
    mailbox.search_lags = True
    with pytest.raises(Unavailable, match="draft of the mail is gone"):
        await either.find_effect(kept)
    with pytest.raises(OutcomeUnknown, match="draft of the mail is gone"):
        await either.send(kept)
    mailbox.search_lags = False
    (mail,) = mailbox.sent
    assert (await either.find_effect(kept)).reference == mail.id
    assert (await either.send(kept)).reference == mail.id


async def test_a_draft_that_lies_there_is_sent_although_no_search_finds_it(
    either, order, faults, mailbox
):
    kept = await keyed(either, order)
    faults.set("gmail", Fault.SERVER_ERROR, 1, SEND)
    with pytest.raises(OutcomeUnknown):
        await either.send(kept)
    mailbox.search_lags = True
    assert await either.find_effect(kept) is None
    await either.send(kept)
    assert (len(mailbox.sent), len(mailbox.drafts)) == (1, 0)


async def test_a_draft_that_somebody_threw_away_is_not_written_anew(either, order, mailbox):
    kept = await keyed(either, order)
    mailbox.mails.clear()
    with pytest.raises(Unavailable, match="gone"):
        await either.find_effect(kept)
    with pytest.raises(OutcomeUnknown, match="gone"):
        await either.send(kept)
    assert mailbox.mails == []


async def test_a_draft_of_an_earlier_decision_carries_nothing_of_it(either, order, mailbox):
    """The same step goes out for another record, after the first attempt was refused."""
    kept = await keyed(either, order)
    await either.send(
        with_record(kept, customer_email=redact("ines@other.example"), customer_name=redact("Inés"))
    )
    (mail,) = mailbox.sent
    assert mail.to == "ines@other.example"
    assert "Hello Inés," in mail.text
    assert mailbox.drafts == []


@pytest.mark.parametrize(
    ("fault", "raised"),
    [
        (Fault.RATE_LIMITED, Unavailable),
        (Fault.REFUSED, Refused),
        (Fault.AUTH, Refused),
        (Fault.MALFORMED, OutcomeUnknown),
        (Fault.SLOW, OutcomeUnknown),
        (Fault.HANG, OutcomeUnknown),
    ],
)
async def test_what_goes_wrong_with_the_send(follow_up, order, faults, fault, raised):
    faults.set("gmail", fault, None, SEND)
    with pytest.raises(raised):
        await follow_up.send(order(NAME))


async def test_where_the_mailbox_cannot_be_read_nothing_is_written(follow_up, order, faults, books):
    faults.set("gmail", Fault.SERVER_ERROR, None, "GET /gmail/v1/users/{user}/messages")
    with pytest.raises(Unavailable):
        await follow_up.send(order(NAME))
    assert all(one.method == "GET" for one in books.requests if one.service == "gmail")
