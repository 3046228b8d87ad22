"""Local Drive's operations: without `supportsAllDrives` a shared drive is not found.

https://developers.google.com/workspace/drive/api/guides/manage-uploads#multipart
"""

import email
import email.policy
import json
import re
from collections.abc import Mapping
from email.message import EmailMessage
from typing import Any, Final

from handlers.sandbox.google_books import GoogleBooks
from handlers.sandbox.google_call import Call, Operation
from handlers.sandbox.google_errors import invalid, missing
from handlers.sandbox.google_files import DRIVE_ID, FOLDER_ID, OWN_FOLDER_ID

_QUERY: Final = re.compile(
    r"appProperties has \{ key='([^']+)' and value='([^']+)' \} and trashed ?= ?false"
)


def _generate(books: GoogleBooks, call: Call) -> Mapping[str, Any]:
    call.token.check("drive", "drive.file")
    query = call.query("count", "space", "type")
    return {
        "kind": "drive#generatedIds",
        "space": query.get("space", "drive"),
        "ids": books.drive.new_ids(int(query.get("count", "10"))),
    }


def _get(books: GoogleBooks, call: Call) -> Mapping[str, Any]:
    call.token.check("drive", "drive.file")
    query, file_id = call.query("supportsAllDrives", "acknowledgeAbuse"), call.part("id")
    if file_id == OWN_FOLDER_ID:
        return {"id": file_id}
    if query.get("supportsAllDrives") != "true":
        raise missing(f"File not found: {file_id}.")
    if file_id in (FOLDER_ID, DRIVE_ID):
        call.token.check("drive")  # `drive.file` does not see what the app did not make
        return {"id": file_id, "driveId": DRIVE_ID}
    if file_id not in books.drive.files:
        raise missing(f"File not found: {file_id}.")
    return books.drive.files[file_id].shown(query.get("fields"))


_LIST: Final = (
    "q",
    "corpora",
    "driveId",
    "includeItemsFromAllDrives",
    "supportsAllDrives",
    "pageSize",
    "pageToken",
    "orderBy",
    "spaces",
)


def _list(books: GoogleBooks, call: Call) -> Mapping[str, Any]:
    call.token.check("drive", "drive.file")
    query = call.query(*_LIST)
    wanted = _QUERY.fullmatch(query.get("q", ""))
    if wanted is None:
        raise invalid("Invalid Value")
    if query.get("corpora") == "drive" and query.get("driveId") != DRIVE_ID:
        raise missing(f"Shared drive not found: {query.get('driveId')}")
    shared = query.get("supportsAllDrives") == query.get("includeItemsFromAllDrives") == "true"
    everything = list(books.drive.files.values()) if shared else []
    start, size = int(query.get("pageToken", "0")), books.drive.page_size
    scanned = everything[start : start + size]
    found = [one for one in scanned if one.marks.get(wanted[1]) == wanted[2]]
    more = {"nextPageToken": str(start + size)} if start + size < len(everything) else {}
    files = [one.shown("id,name,md5Checksum") for one in found]
    return {"incompleteSearch": books.drive.incomplete, "files": files} | more


def _upload(books: GoogleBooks, call: Call) -> Mapping[str, Any]:
    call.token.check("drive", "drive.file")
    query = call.query("uploadType", "supportsAllDrives", "keepRevisionForever")
    if query.get("uploadType") != "multipart":
        raise invalid("Only uploadType=multipart is known here.")
    if query.get("supportsAllDrives") != "true":
        raise missing("File not found: the parent.")
    metadata, content = _parts(call)
    return books.drive.put(metadata, content).shown(query.get("fields"))


def _parts(call: Call) -> tuple[dict[str, Any], bytes]:
    kind = call.request.headers.get("content-type", "")
    head = f"Content-Type: {kind}\r\nMIME-Version: 1.0\r\n\r\n".encode()
    message = email.message_from_bytes(head + call.body, policy=email.policy.HTTP)
    parts = [one for one in message.iter_parts() if isinstance(one, EmailMessage)]
    kinds = [one.get_content_type() for one in parts]
    if not kind.startswith("multipart/related") or kinds != ["application/json", "application/pdf"]:
        raise invalid("Malformed multipart body.")
    metadata = json.loads(parts[0].get_content())
    if not isinstance(metadata, dict) or not isinstance(metadata.get("name"), str):
        raise invalid("Malformed multipart body.")
    return metadata, _content(call.body, kind)


def _content(body: bytes, kind: str) -> bytes:
    """The second part as it was sent: a mail parser takes liberties with line ends."""
    boundary = kind.partition("boundary=")[2].strip('"').encode()
    _, _, second, _ = body.split(b"--" + boundary, 3)
    return second.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n")


DRIVE_OPERATIONS: Final = (
    Operation("drive", "GET", "/drive/v3/files/generateIds", _generate),
    Operation("drive", "GET", "/drive/v3/files", _list),
    Operation("drive", "GET", "/drive/v3/files/{id}", _get),
    Operation("drive", "POST", "/upload/drive/v3/files", _upload),
)
