"""A row in the review queue: once, as text, found again by its key."""

import asyncio

import pytest

from bot.errors import OutcomeUnknown, Refused, Unavailable
from bot.redaction import redact
from bot.vendor_settings import SheetsSettings
from handlers.sandbox.faults import Fault
from handlers.sandbox.google_books import SPREADSHEET_ID, TAB
from providers.google import open_sheets
from providers.google.queue_row import HEADER

APPEND = "POST /v4/spreadsheets/{id}/values/{range}:append"
NAME = "sheets.append_row"


@pytest.fixture
def append(sheets):
    return sheets.operations[NAME]


@pytest.fixture
def rows(books):
    return lambda: books.sheets[SPREADSHEET_ID][TAB]


async def test_the_first_row_comes_with_its_header(append, order, rows):
    effect = await append.send(order(NAME))
    assert (effect.status, effect.reference) == ("done", "call_7f3:sheets.append_row:1")
    header, row = rows()
    assert header == list(HEADER)
    assert dict(zip(HEADER, row, strict=True)) == {
        "Key": "call_7f3:sheets.append_row:1",
        "Listed at (UTC)": "2031-03-05 09:30:00",
        "Request": "refund request",
        "Customer": "Zoë Müller-Àjàyí",
        "Named reference": "ch_3LocalGullwingProofs",
        "Amount": "31.50",
        "Currency": "USD",
        "Record": "stripe:ch_3LocalGullwingProofs",
        "Urgency": "normal",
        "Summary": "refund request; approved by U0ADA",
        "Call": "call_7f3",
        "Handoff": "ho_1",
    }


async def test_a_second_row_goes_below_without_another_header(append, order, rows):
    await append.send(order(NAME))
    await append.send(order(NAME, number=2))
    assert [row[0] for row in rows()] == [
        "Key",
        "call_7f3:sheets.append_row:1",
        "call_7f3:sheets.append_row:2",
    ]


async def test_rows_that_come_at_once_bring_one_header(append, order, rows):
    await asyncio.gather(*(append.send(order(NAME, number=number)) for number in range(1, 5)))
    assert [row[0] for row in rows()].count("Key") == 1
    assert len(rows()) == 5


async def test_the_same_step_is_one_row_however_often_it_is_sent(append, order, rows):
    for _ in range(3):
        await append.send(order(NAME))
    assert len(rows()) == 2


async def test_a_row_that_people_moved_is_still_found(append, order, rows):
    await append.send(order(NAME))
    await append.send(order(NAME, number=2))
    rows().insert(1, rows().pop())
    rows().insert(1, ["typed by hand"])
    assert (await append.find_effect(order(NAME))).status == "done"
    assert await append.find_effect(order(NAME, number=3)) is None


@pytest.mark.parametrize(
    ("amount_minor", "currency", "shown"),
    [(120_000, "JPY", "120000"), (1_234, "KWD", "1.234"), (5, "USD", "0.05"), (None, "USD", "")],
)
async def test_amounts_are_exact_in_every_currency(
    append, order, call, rows, amount_minor, currency, shown
):
    call = call.model_copy(update={"amount_minor": amount_minor, "currency": currency})
    matter = order(NAME).matter
    await append.send(order(NAME, matter=type(matter)("ho_1", call)))
    assert rows()[1][HEADER.index("Amount")] == shown


@pytest.mark.parametrize(
    "said", ['=IMPORTXML("x")', "+1", "-1", "@a", "\t=1", " =1", "\uff1d1", "\uff0b1", "\uff20a"]
)
async def test_what_a_caller_says_is_never_a_formula(append, order, books, rows, said):
    await append.send(order(NAME, note=redact(said)))
    cell = rows()[1][HEADER.index("Summary")]
    assert cell == f"'{redact(said)}"
    assert "valueInputOption=RAW" in books.requests[-1].query


async def test_no_address_and_no_phone_number_stands_in_a_cell(append, order, call, rows):
    """A sheet is shared more widely than a channel."""
    loud = call.model_copy(update={
        "customer": redact("ana@harbour.example"),
        "order_ref": redact("the one of ana@harbour.example"),
        "payment_id": None,
    })  # fmt: skip
    matter = type(order(NAME).matter)("ho_1", loud)
    note = redact("promised: write to ana@harbour.example or call +49 30 901820 tomorrow")
    await append.send(order(NAME, matter=matter, note=note))
    told = " ".join(rows()[1])
    assert "ana@" not in told
    assert "901820" not in told
    assert "a•••@harbour.example" in told
    assert "2031-03-05 09:30:00" in told
    assert "call_7f3:sheets.append_row:1" in told


async def test_a_call_that_could_not_be_made_safe_is_listed_by_its_ids(append, order, call, rows):
    unsafe = call.model_copy(update={"unsafe": True, "summary": redact("Words of the call")})
    matter = type(order(NAME).matter)("ho_1", unsafe)
    await append.send(order(NAME, matter=matter, note=None))
    assert "Words" not in " ".join(rows()[1])
    assert "Zoë" not in " ".join(rows()[1])
    assert "call_7f3" in rows()[1]


async def test_a_lost_answer_is_unknown_and_the_row_is_found(append, order, faults, rows):
    faults.set("sheets", Fault.LOST_ANSWER, 1, APPEND)
    with pytest.raises(OutcomeUnknown) as caught:
        await append.send(order(NAME))
    assert not caught.value.answered
    assert await append.find_effect(order(NAME))
    assert len(rows()) == 2


@pytest.mark.parametrize(
    ("fault", "raised", "written"),
    [
        (Fault.HANG, OutcomeUnknown, 0),
        (Fault.SLOW, OutcomeUnknown, 2),
        (Fault.MALFORMED, OutcomeUnknown, 2),
        (Fault.SERVER_ERROR, OutcomeUnknown, 0),
        (Fault.RATE_LIMITED, Unavailable, 0),
        (Fault.REFUSED, Refused, 0),
        (Fault.AUTH, Refused, 0),
    ],
)
async def test_what_goes_wrong_with_the_append(append, order, faults, rows, fault, raised, written):
    faults.set("sheets", fault, None, APPEND)
    with pytest.raises(raised):
        await append.send(order(NAME))
    assert len(rows()) == written


async def test_an_answer_about_other_rows_is_of_unknown_outcome(script, scripted, access, order):
    script.at("/token", {"access_token": "ya29.x", "token_type": "Bearer", "expires_in": 3599})
    script.say({"range": "Queue!A1:A1000"}).say({"updates": {"updatedRows": 1}})
    sheets = open_sheets(access(scripted), SheetsSettings(id="s", base_url=scripted))
    with pytest.raises(OutcomeUnknown, match="other rows"):
        await sheets.operations[NAME].send(order(NAME))
    await sheets.aclose()


async def test_too_fast_is_told_by_its_reason_and_keeps_googles_wish(append, order, faults, books):
    faults.set("sheets", Fault.RATE_LIMITED, None, APPEND)
    for status, wish in ((429, 7), (403, None)):
        books.rate_status, books.retry_after_s = status, wish
        with pytest.raises(Unavailable) as caught:
            await append.send(order(NAME))
        assert caught.value.retry_after_s == wish


async def test_an_unreadable_queue_is_not_written_to(append, order, faults, books):
    faults.set("sheets", Fault.SERVER_ERROR, None, "GET /v4/spreadsheets/{id}/values/{range}")
    with pytest.raises(Unavailable):
        await append.send(order(NAME))
    assert all(one.method == "GET" for one in books.requests if one.service == "sheets")


async def test_a_missing_tab_is_refused_in_googles_words(append, order, books):
    books.sheets[SPREADSHEET_ID] = {"Another": []}
    with pytest.raises(Refused, match="Unable to parse range"):
        await append.send(order(NAME))


async def test_without_a_matter_nothing_is_sent(append, order, books):
    broken = order(NAME)
    object.__setattr__(broken, "matter", None)
    with pytest.raises(Refused, match="nothing was sent"):
        await append.send(broken)
    assert not books.requests
