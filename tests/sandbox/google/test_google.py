"""Local Google has the real one's traps: each of these would cost a row, a mail or a file."""

import base64

import pytest

from handlers.sandbox.google_books import SPREADSHEET_ID, TAB
from handlers.sandbox.google_files import FOLDER_ID, OWN_FOLDER_ID
from handlers.sandbox.google_tokens import GRANT, MAILBOX

VALUES = f"/v4/spreadsheets/{SPREADSHEET_ID}/values/{TAB}!"
DRAFTS, SEND = "/gmail/v1/users/me/drafts", "/gmail/v1/users/me/drafts/send"
FILES, UPLOAD = "/drive/v3/files", "/upload/drive/v3/files"
SHARED = {"supportsAllDrives": "true"}
MAIL = "From: x@y.example\r\nTo: a@b.example\r\nSubject: ref ABC\r\nMessage-ID: <1@y>\r\n\r\nHi"


def reason(answer):
    error = answer.json()["error"]
    return answer.status_code, error["errors"][0]["reason"] if isinstance(error, dict) else error


# --- tokens ---


async def test_a_good_claim_is_traded_for_an_hour(google, signed):
    answer = await google.post("/token", data={"grant_type": GRANT, "assertion": signed()})
    assert answer.status_code == 200
    assert answer.json() | {"access_token": "x"} == {
        "access_token": "x",
        "token_type": "Bearer",
        "expires_in": 3599,
    }


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"iss": "else@where.example"}, (400, "invalid_grant")),
        ({"aud": "http://127.0.0.1/token"}, (400, "invalid_grant")),
        ({"iat": 1, "exp": 2}, (400, "invalid_grant")),
        ({"exp": 99999999999}, (400, "invalid_grant")),
        ({"exp": None}, (400, "invalid_grant")),
        ({"scope": "https://www.googleapis.com/auth/cloud-platform"}, (400, "invalid_scope")),
        ({"scope": ""}, (400, "invalid_scope")),
        ({"sub": MAILBOX}, (401, "unauthorized_client")),
    ],
)
async def test_a_claim_that_does_not_fit_is_refused(google, signed, change, said):
    form = {"grant_type": GRANT, "assertion": signed(**change)}
    assert reason(await google.post("/token", data=form)) == said


async def test_a_claim_that_somebody_else_signed_is_refused(google, signed):
    head, body, signature = signed().split(".")
    other = base64.urlsafe_b64encode(b"0" * 256).decode().rstrip("=")
    for assertion in (
        f"{head}.{body}.{other}",
        f"{head}.{body}",
        "x",
        f"{head}.{body}.{signature}x",
    ):
        form = {"grant_type": GRANT, "assertion": assertion}
        assert (await google.post("/token", data=form)).status_code == 400


async def test_a_token_does_what_its_scopes_say(google, clerk, bearer):
    assert reason(await google.get(VALUES + "A:A")) == (401, "authError")
    assert (await google.get(VALUES + "A:A", headers=clerk)).status_code == 200
    answer = await google.get(VALUES + "A:A", headers=bearer("drive.file"))
    assert reason(answer) == (403, "insufficientPermissions")


# --- sheets ---


async def append(google, who, rows, **query):
    asked = {"valueInputOption": "RAW", "insertDataOption": "INSERT_ROWS"} | query
    return await google.post(f"{VALUES}A1:append", params=asked, json={"values": rows}, headers=who)


async def test_a_repeated_append_makes_a_second_row(google, clerk, books):
    for _ in range(2):
        assert (await append(google, clerk, [["a"]])).status_code == 200
    assert books.sheets[SPREADSHEET_ID][TAB] == [["a"], ["a"]]


async def test_typed_text_becomes_a_formula_and_raw_text_does_not(google, clerk, books):
    await append(google, clerk, [["=1+1"]])
    await append(google, clerk, [["=1+1"]], valueInputOption="USER_ENTERED")
    assert books.sheets[SPREADSHEET_ID][TAB] == [["=1+1"], [{"formula": "=1+1"}]]


async def test_a_blank_row_ends_the_table(google, clerk, books):
    books.sheets[SPREADSHEET_ID][TAB] = [["a"], [], ["z"]]
    answer = await append(google, clerk, [["b"]])
    assert answer.json()["updates"]["updatedRange"] == "Queue!A2:A2"
    assert books.sheets[SPREADSHEET_ID][TAB] == [["a"], ["b"], [], ["z"]]


@pytest.mark.parametrize(
    ("query", "rows"),
    [({"valueInputOption": "MAYBE"}, [["a"]]), ({"unknown": "1"}, [["a"]]), ({}, [])],
)
async def test_what_sheets_does_not_take(google, clerk, query, rows):
    assert reason(await append(google, clerk, rows, **query)) == (400, "badRequest")


async def test_an_empty_range_has_no_values(google, clerk):
    answer = await google.get(VALUES + "A:A", params={"majorDimension": "COLUMNS"}, headers=clerk)
    assert "values" not in answer.json()


# --- gmail ---


async def test_a_service_account_has_no_mailbox_of_its_own(google, bearer, raw):
    answer = await google.post(DRAFTS, json=raw(MAIL), headers=bearer("gmail.compose"))
    assert reason(answer) == (400, "failedPrecondition")


async def test_a_draft_is_used_up_by_sending(google, writer, raw, books):
    draft = (await google.post(DRAFTS, json=raw(MAIL), headers=writer)).json()
    sent = await google.post(SEND, json={"id": draft["id"]}, headers=writer)
    assert sent.json()["labelIds"] == ["SENT"]
    again = await google.post(SEND, json={"id": draft["id"]}, headers=writer)
    assert reason(again) == (404, "notFound")
    assert reason(await google.get(f"{DRAFTS}/{draft['id']}", headers=writer)) == (404, "notFound")
    assert [one.sender for one in books.mailbox.sent] == [MAILBOX], "another From is rewritten"


async def test_base64_with_plus_and_slash_is_not_taken(google, writer, raw):
    odd = MAIL + "\u07ff\u07ff\u07ff>>>???"
    answer = await google.post(DRAFTS, json=raw(odd, base64.b64encode), headers=writer)
    assert reason(answer) == (400, "badRequest")


async def test_sent_mail_is_searched_for_by_id_and_by_subject(google, writer, raw, books):
    draft = (await google.post(DRAFTS, json=raw(MAIL), headers=writer)).json()
    books.mailbox.replaces_ids = True

    async def found(query):
        answer = await google.get(
            "/gmail/v1/users/me/messages", params={"q": query}, headers=writer
        )
        return len(answer.json().get("messages", []))

    assert [await found("in:sent subject:abc"), await found("rfc822msgid:1@y")] == [0, 1]
    await google.post(SEND, json={"id": draft["id"]}, headers=writer)
    assert [await found("in:sent subject:abc"), await found("rfc822msgid:1@y")] == [1, 0]
    books.mailbox.search_lags = True
    assert await found("in:sent subject:abc") == 0


# --- drive ---


async def put(google, who, body, **query):
    asked = {"uploadType": "multipart", **SHARED} | query
    return await google.post(
        UPLOAD, params=asked, content=body["content"], headers=who | body["headers"]
    )


async def test_an_id_is_used_once(google, filer, related, books):
    ids = (await google.get(f"{FILES}/generateIds", params={"count": 2}, headers=filer)).json()[
        "ids"
    ]
    body = related({"id": ids[0], "name": "a.pdf", "parents": [FOLDER_ID]})
    assert (await put(google, filer, body)).status_code == 200
    assert reason(await put(google, filer, body)) == (409, "fileIdInUse")
    assert [one.content for one in books.drive.files.values()] == [b"%PDF-1\r\n--x"]


@pytest.mark.parametrize(
    ("parents", "said"),
    [
        ([], (403, "storageQuotaExceeded")),
        ([OWN_FOLDER_ID], (403, "storageQuotaExceeded")),
        (["1Nowhere"], (404, "notFound")),
    ],
)
async def test_a_service_account_owns_no_storage(google, filer, related, parents, said):
    body = related({"name": "a.pdf", "parents": parents})
    assert reason(await put(google, filer, body)) == said


async def test_a_shared_drive_is_not_found_by_who_does_not_say_so(google, filer, related):
    body = related({"name": "a.pdf", "parents": [FOLDER_ID]})
    assert reason(await put(google, filer, body, supportsAllDrives="false")) == (404, "notFound")
    assert reason(await google.get(f"{FILES}/{FOLDER_ID}", headers=filer)) == (404, "notFound")


async def test_a_mark_has_little_room(google, filer, related):
    marks = {"handoff_step": "x" * 113}
    body = related({"name": "a.pdf", "parents": [FOLDER_ID], "appProperties": marks})
    assert reason(await put(google, filer, body)) == (400, "badRequest")
