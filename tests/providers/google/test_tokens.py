"""Tokens: signed claims traded once an hour, at the configured address; nothing of them is kept."""

import contextlib
import json
from datetime import timedelta

import pytest

from bot.errors import ConfigurationError, Refused, Unavailable
from bot.vendor_settings import DriveSettings, GmailSettings, GoogleSettings, SheetsSettings
from handlers.sandbox.faults import Fault
from handlers.sandbox.google_account import claims_of, key_file
from handlers.sandbox.google_books import SPREADSHEET_ID
from handlers.sandbox.google_tokens import MAILBOX
from providers.google import access_of, open_drive, open_gmail, open_sheets
from providers.google.key import read_account

NAME = "sheets.append_row"


def tokens(books):
    return [one for one in books.requests if one.service == "google"]


async def test_one_token_serves_many_requests(sheets, order, books):
    for number in (1, 2):
        await sheets.operations[NAME].send(order(NAME, number=number))
    assert len(tokens(books)) == 1


async def test_a_token_is_renewed_before_it_ends(key, local, sleep, order, books, clock):
    began = clock()
    moment = [began]
    books.now = books.tokens.now = ticking = lambda: moment[0]
    google = GoogleSettings(service_account_file=key, token_url=f"{local}/token")
    access = access_of(google, clock=ticking, sleep=sleep, timeout_s=1)
    sheets = open_sheets(access, SheetsSettings(id=SPREADSHEET_ID, base_url=local))
    for minutes, traded in ((0, 1), (50, 1), (56, 2), (57, 2)):
        moment[0] = began + timedelta(minutes=minutes)
        await sheets.operations[NAME].find_effect(order(NAME))
        assert len(tokens(books)) == traded
    await sheets.aclose()


async def test_a_token_that_is_not_accepted_any_more_is_traded_anew_once(sheets, order, books):
    append = sheets.operations[NAME]
    await append.send(order(NAME))
    books.tokens.given.clear()
    await append.send(order(NAME, number=2))
    assert len(tokens(books)) == 2


async def test_what_never_accepts_a_token_is_refused(sheets, order, books, faults):
    faults.set("sheets", Fault.AUTH)
    with pytest.raises(Refused, match="does not accept the service account") as caught:
        await sheets.operations[NAME].send(order(NAME))
    assert caught.value.mendable
    assert len(tokens(books)) == 2


async def test_the_claim_names_the_least_that_is_needed(script, scripted, access, order, clock):
    script.at("/token", {"access_token": "ya29.x", "token_type": "Bearer", "expires_in": 3599})
    script.say({})
    to = access(scripted)
    for opened in (
        open_sheets(to, SheetsSettings(id="s", base_url=scripted)),
        open_gmail(to, GmailSettings(sender=MAILBOX, base_url=scripted), {}),
        open_drive(to, DriveSettings(folder_id="f", base_url=scripted), {}),
    ):
        operation = next(iter(opened.operations.values()))
        with contextlib.suppress(Refused, Unavailable):  # an empty answer tells Drive nothing
            await operation.find_effect(order(NAME))
        await opened.aclose()
    claims = [claims_of(one.form["assertion"]) for one in script.seen if one.path == "/token"]
    base = "https://www.googleapis.com/auth/"
    assert [one["scope"].replace(base, "") for one in claims] == [
        "spreadsheets",
        "gmail.compose gmail.readonly",
        "drive",
    ]
    assert [one.get("sub") for one in claims] == [None, MAILBOX, None]
    for one in claims:
        assert one["aud"] == "https://oauth2.googleapis.com/token"
        assert one["exp"] - one["iat"] == 3600
        assert one["iat"] == int(clock().timestamp())


@pytest.mark.parametrize(
    ("fault", "raised"),
    [
        (Fault.AUTH, Refused),
        (Fault.SERVER_ERROR, Unavailable),
        (Fault.RATE_LIMITED, Unavailable),
        (Fault.MALFORMED, Unavailable),
        (Fault.HANG, Unavailable),
    ],
)
async def test_without_a_token_nothing_was_sent(sheets, order, books, faults, fault, raised):
    faults.set("google", fault)
    with pytest.raises(raised):
        await sheets.operations[NAME].send(order(NAME))
    assert all(one.service == "google" for one in books.requests)


async def test_a_mailbox_that_was_not_delegated_is_told_so(access, local, order):
    settings = GmailSettings(sender="somebody@handoff-local.example", base_url=local)
    gmail = open_gmail(access(local), settings, {})
    with pytest.raises(Refused, match="delegation"):
        await gmail.operations["gmail.send_follow_up"].find_effect(order(NAME))
    await gmail.aclose()


# --- the key file ---


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "cannot be read"),
        ("{", "not JSON"),
        ("[]", "not the key file"),
        ('{"type": "authorized_user"}', "not the key file"),
        ('{"type": "service_account", "client_email": ""}', "not the key file"),
        ('{"type": "service_account", "client_email": "a@b.example"}', "private key"),
        (
            '{"type": "service_account", "client_email": "a@b.example", "private_key": "secret"}',
            "private key",
        ),
    ],
)
def test_a_key_file_that_is_none_is_said_without_quoting_it(tmp_path, content, why):
    path = tmp_path / "key.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(ConfigurationError, match=why) as caught:
        read_account(path)
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None


async def test_the_key_files_own_address_is_not_asked(tmp_path, local, clock, sleep, books, order):
    path = tmp_path / "key.json"
    path.write_text(json.dumps(key_file("https://elsewhere.example/token")))
    google = GoogleSettings(service_account_file=path, token_url=f"{local}/token")
    access = access_of(google, clock=clock, sleep=sleep)
    sheets = open_sheets(access, SheetsSettings(id=SPREADSHEET_ID, base_url=local))
    assert await sheets.operations[NAME].find_effect(order(NAME)) is None
    assert len(tokens(books)) == 1
    await sheets.aclose()


def test_what_is_shown_of_an_account_is_not_its_key(key):
    assert "key" not in repr(read_account(key)).casefold().replace("keyring", "")


# --- off and unsafe ---


def test_each_is_off_without_its_own_setting_and_all_without_the_key_file(access, clock):
    assert access_of(GoogleSettings(), clock=clock) is None
    assert open_sheets(None, SheetsSettings(id="s")) is None
    here = access("http://127.0.0.1:9")
    assert open_sheets(here, SheetsSettings()) is None
    assert open_gmail(here, GmailSettings(), {}) is None
    assert open_drive(here, DriveSettings(), {}) is None


@pytest.mark.parametrize("address", ["http://sheets.example", "ftp://sheets.example"])
def test_an_unsafe_address_is_refused(access, key, clock, address):
    with pytest.raises(ConfigurationError):
        open_sheets(access("http://127.0.0.1:9"), SheetsSettings(id="s", base_url=address))
    google = GoogleSettings(service_account_file=key, token_url=f"{address}/token")
    with pytest.raises(ConfigurationError):
        open_sheets(access_of(google, clock=clock), SheetsSettings(id="s"))


@pytest.mark.parametrize(
    "sender", ["billing", "Billing <a@b.example>", "a@b.example, c@d.example", "a@b.example\n"]
)
def test_a_sender_that_is_no_plain_address_is_refused(access, sender):
    """Else each mail would be refused, as if the customer's address were wrong."""
    with pytest.raises(ConfigurationError, match="GMAIL_SENDER"):
        open_gmail(access("http://127.0.0.1:9"), GmailSettings(sender=sender), {})


async def test_they_hold_no_records(sheets, record):
    assert await sheets.find_records(None, record.kind) == []
    with pytest.raises(Refused):
        await sheets.observe(record.kind, "x")
