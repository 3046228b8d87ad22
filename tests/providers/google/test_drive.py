"""A document is filed once, under an id made before, in a drive that is shared."""

from dataclasses import replace

import pytest

from bot.errors import OutcomeUnknown, Refused, Unavailable
from bot.vendor_settings import DriveSettings
from bot.vendors import Paper
from handlers.sandbox.faults import Fault
from handlers.sandbox.google_files import FOLDER_ID, OWN_FOLDER_ID
from providers.google import open_drive

NAME = "drive.store_document"
UPLOAD = "POST /upload/drive/v3/files"
READ = "GET /drive/v3/files/{id}"


@pytest.fixture
def store(drive):
    return drive.operations[NAME]


@pytest.fixture
def files(books):
    return lambda: list(books.drive.files.values())


def uploads(books):
    return [one for one in books.requests if one.service == "drive" and one.method == "POST"]


async def test_the_vendors_document_is_filed_as_it_is(store, order, files, press):
    effect = await store.send(order(NAME))
    (file,) = files()
    assert (effect.status, effect.reference) == ("done", file.id)
    assert file.content == press.now.content
    assert file.name == "INV-1042 Müller_Söhne.pdf"
    assert file.parents == [FOLDER_ID]
    assert all("call_7f3" not in value for value in file.marks.values()), "a word of its own"
    assert press.asked[0].done.reference == "re_1Local"


async def test_the_same_step_is_one_file_however_often_it_is_sent(store, order, files, books):
    first = await store.send(order(NAME))
    assert await store.send(order(NAME)) == first
    assert len(uploads(books)) == 1
    await store.send(order(NAME, number=2))
    assert len(files()) == 2


async def test_an_id_that_was_kept_makes_one_file_however_often_it_is_used(
    store, order, files, books, press
):
    kept = order(NAME, made_id=await store.make_id(order(NAME)))
    assert await store.find_effect(kept) is None
    first = await store.send(kept)
    assert first.reference == kept.made_id
    files()[0].marks.clear()  # as if the search did not know of it yet
    assert await store.find_effect(kept) == first
    assert await store.send(kept) == first
    assert len(files()) == 1
    assert len(uploads(books)) == 2


async def test_it_is_found_by_its_step_on_any_page(store, order, books):
    books.drive.page_size = 1
    for number in (1, 2, 3):
        await store.send(order(NAME, number=number))
    third = await store.find_effect(order(NAME, number=3))
    assert third.reference == list(books.drive.files)[2]
    assert await store.find_effect(order(NAME, number=4)) is None


async def test_a_search_that_was_not_complete_proves_nothing(store, order, books):
    books.drive.incomplete = True
    with pytest.raises(Unavailable, match="did not search"):
        await store.send(order(NAME))
    assert uploads(books) == []


@pytest.mark.parametrize("fault", [Fault.LOST_ANSWER, Fault.MALFORMED, Fault.SLOW])
async def test_after_a_lost_answer_the_file_is_read_by_its_id(store, order, faults, books, fault):
    faults.set("drive", fault, 1, UPLOAD)
    effect = await store.send(order(NAME))
    assert effect.reference in books.drive.files
    assert len(uploads(books)) == 1


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.HANG])
async def test_an_upload_that_is_not_seen_stays_unknown(store, order, faults, files, fault):
    faults.set("drive", fault, 1, UPLOAD)
    with pytest.raises(OutcomeUnknown):
        await store.send(order(NAME))
    assert files() == []
    assert await store.find_effect(order(NAME)) is None


async def test_an_id_in_use_is_what_was_stored_before(store, order, books, press):
    books.drive.put({"id": "1LocalFile00001", "name": "x", "parents": [FOLDER_ID]}, b"%PDF-other")
    with pytest.raises(OutcomeUnknown, match="another file"):
        await store.send(order(NAME))
    books.drive.files["1LocalFile00002"] = replace(
        books.drive.files["1LocalFile00001"], id="1LocalFile00002", content=press.now.content
    )
    assert (await store.send(order(NAME))).reference == "1LocalFile00002"


@pytest.mark.parametrize(
    ("fault", "raised"),
    [
        (Fault.RATE_LIMITED, Unavailable),
        (Fault.REFUSED, Refused),
        (Fault.AUTH, Refused),
    ],
)
async def test_what_goes_wrong_with_the_upload(store, order, faults, files, fault, raised):
    faults.set("drive", fault, None, UPLOAD)
    with pytest.raises(raised):
        await store.send(order(NAME))
    assert files() == []


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"<!DOCTYPE html>", "no PDF"), (b"", "no PDF"), (b"%PDF-" + b"x" * 5_000_000, "5 MB")],
)
async def test_what_is_no_fit_document_is_not_filed(store, order, press, books, content, why):
    press.now = Paper("a.pdf", content)
    with pytest.raises(Refused, match=why):
        await store.send(order(NAME))
    assert uploads(books) == []


async def test_a_vendor_without_documents_is_said_at_once(store, order, books, record):
    other = record.model_copy(update={"vendor": "paystack"})
    for found in (other, None):
        with pytest.raises(Refused, match="hands out no document"):
            await store.send(order(NAME, matter=replace(order(NAME).matter, record=found)))
    assert not books.requests


@pytest.mark.parametrize(
    ("folder", "why"), [(OWN_FOLDER_ID, "no shared drive"), ("1Nowhere", "does not see the folder")]
)
async def test_a_folder_that_cannot_hold_it_is_said_before_anything_is_sent(
    access, local, order, press, books, folder, why
):
    settings = DriveSettings(folder_id=folder, base_url=local)
    vendor = open_drive(access(local), settings, {"stripe": press})
    with pytest.raises(Refused, match=why) as caught:
        await vendor.operations[NAME].send(order(NAME))
    assert caught.value.mendable
    assert press.asked == []
    assert uploads(books) == []
    await vendor.aclose()


async def test_neither_the_document_nor_a_token_is_logged(store, order, logged, press):
    await store.send(order(NAME))
    text = logged()
    for secret in ("ya29", "%PDF", "PRIVATE KEY", "assertion", "INV-1042"):
        assert secret not in text
    assert "/upload/drive/v3/files" in text
