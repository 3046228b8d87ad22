"""A customer's record is changed where it was meant to be and nowhere else, on the newest state."""

import pytest

from bot.errors import OutcomeUnknown, Refused
from handlers.sandbox.faults import Fault

UPDATE, NOTE = "quickbooks.update_customer", "quickbooks.add_note"
WRITE = "POST /customer"
KESTREL = "customer-67"


@pytest.fixture
def update(vendor, order):
    async def update(record_id=KESTREL, **form):
        return await vendor.operations[UPDATE].send(order(UPDATE, record_id, form=form))

    return update


@pytest.fixture
def note(vendor, order):
    async def note(record_id=KESTREL, **change):
        return await vendor.operations[NOTE].send(order(NOTE, record_id, **change))

    return note


@pytest.fixture
def meanwhile(books, faults, monkeypatch):
    """Somebody changes the customer after it was read and before it is written."""

    def meanwhile(**values):
        take, left = faults.take, iter([True])

        def interrupting(vendor, operation):
            if operation == WRITE and next(left, False):
                books.change("Customer", "67", values)
            return take(vendor, operation)

        monkeypatch.setattr(faults, "take", interrupting)

    return meanwhile


def kestrel(books):
    return books.get("Customer", "67")


async def test_only_what_was_filled_in_changes(books, update):
    await update(line1="1 High St", postal_code="62702")
    address = kestrel(books)["BillAddr"]
    assert (address["Line1"], address["PostalCode"]) == ("1 High St", "62702")
    assert (address["Line2"], address["City"], address["Country"]) == (
        "Unit 3",
        "Springfield",
        "USA",
    )
    assert kestrel(books)["Notes"] == "Prefers calls before noon."
    assert kestrel(books)["PrimaryEmailAddr"]["Address"] == "accounts@kestrelfittings.example"


async def test_a_country_may_come_back_in_another_form(vendor, order, update):
    form = {"country": "NG", "city": "Lagos"}
    await update(**form)
    found = await vendor.operations[UPDATE].find_effect(order(UPDATE, KESTREL, form=form))
    assert found.status == "done"


async def test_a_country_alone_is_found_only_where_it_stands_as_it_was_sent(
    books, vendor, order, update
):
    """Whether `USA` came of `NG` nobody can tell; it is written again, which changes nothing."""
    find = vendor.operations[UPDATE].find_effect
    assert await find(order(UPDATE, KESTREL, form={"country": "NG"})) is None
    assert await find(order(UPDATE, KESTREL, form={"country": "US"})) is None
    books.change("Customer", "67", {"BillAddr": {"Country": "NG"}})
    assert (await find(order(UPDATE, KESTREL, form={"country": "NG"}))).status == "done"


@pytest.fixture
def ignored(books, monkeypatch):
    """QuickBooks answers with the record, and changed nothing of it."""
    monkeypatch.setattr(books, "change", lambda kind, number, _values: books.get(kind, number))


async def test_an_answer_that_does_not_show_the_change_is_no_change(ignored, update, note):
    for work in (update(city="Lagos"), note()):
        with pytest.raises(OutcomeUnknown, match="does not show"):
            await work


async def test_an_address_may_come_back_spaced_in_another_way(update):
    assert (await update(line1="8  quai   Perrache", city="LAGOS")).status == "done"


async def test_what_is_not_there_yet_is_not_found(vendor, order):
    made = order(UPDATE, KESTREL, form={"city": "Lagos"})
    assert await vendor.operations[UPDATE].find_effect(made) is None


@pytest.mark.parametrize(
    "form", [{}, {"city": " "}, {"line1": "[card number] Street"}, {"postal_code": "1" * 31}]
)
async def test_what_is_no_address_is_refused_before_anything_is_written(writes, update, form):
    with pytest.raises(Refused):
        await update(**form)
    assert writes() == []


async def test_a_change_of_something_else_in_between_is_kept(books, update, meanwhile, writes):
    meanwhile(Notes="Moved offices.")
    await update(city="Lagos")
    assert (kestrel(books)["BillAddr"]["City"], kestrel(books)["Notes"]) == (
        "Lagos",
        "Moved offices.",
    )
    assert [status for *_, status in writes()] == [400, 200]


async def test_a_change_of_the_same_part_in_between_goes_back_to_people(books, update, meanwhile):
    meanwhile(BillAddr={"Line1": "Elsewhere 9"})
    with pytest.raises(Refused) as refused:
        await update(city="Lagos")
    assert refused.value.code == "5010"
    assert kestrel(books)["BillAddr"] == {"Line1": "Elsewhere 9"}


# --- notes ---


async def test_a_note_says_what_the_books_show_of_the_invoice(books, note):
    await note("invoice-132")
    before, line = kestrel(books)["Notes"].splitlines()
    assert before == "Prefers calls before noon."
    assert line.startswith("Handoff: refund request; call call_1 (invoice QB-1044: USD 75.50 of ")
    assert "is open, due 20" in line


async def test_a_note_on_the_customer_names_no_invoice(books, note):
    await note()
    assert "invoice" not in kestrel(books)["Notes"]


async def test_the_same_step_is_found_and_another_is_not(vendor, order, note):
    await note()
    operation, made = vendor.operations[NOTE], order(NOTE, KESTREL)
    assert (await operation.find_effect(made)).reference == "67"
    other = type(made)(f"{made.step_key}1", "w", KESTREL, note=made.note)
    assert await operation.find_effect(other) is None


async def test_when_the_notes_are_full_our_oldest_line_goes_and_nobody_elses(books, note):
    kestrel(books)["Notes"] = "\n".join(["Mine." * 100, "Handoff: " + "old " * 370])
    await note()
    assert kestrel(books)["Notes"].startswith("Mine.")
    assert "old old" not in kestrel(books)["Notes"]
    kestrel(books)["Notes"] = "Mine." * 399
    with pytest.raises(Refused) as refused:
        await note()
    assert refused.value.code == "no_room"


async def test_notes_written_in_between_stay(books, note, meanwhile):
    meanwhile(Notes="Somebody else's line.")
    await note()
    assert kestrel(books)["Notes"].startswith("Somebody else's line.\nHandoff: ")


async def test_without_words_nothing_is_noted(writes, note):
    with pytest.raises(Refused):
        await note(note=None)
    assert writes() == []


async def test_a_lost_answer_to_a_note_is_one_line(books, faults, vendor, order, note):
    faults.set("quickbooks", Fault.LOST_ANSWER, 1, WRITE)
    with pytest.raises(Exception, match="may or may not"):
        await note()
    assert (await vendor.operations[NOTE].find_effect(order(NOTE, KESTREL))) is not None
    assert kestrel(books)["Notes"].count("Handoff:") == 1


async def test_a_note_that_was_taken_late_is_not_written_a_second_time(books, note):
    """The first call was still under way when the books were looked into."""
    await note()
    await note()
    assert kestrel(books)["Notes"].count("Handoff:") == 1
