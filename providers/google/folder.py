"""The one folder in a shared drive: files get an id that was made before, and are found again.

https://developers.google.com/workspace/drive/api/guides/create-file: a second create under the same
id answers 409 and makes nothing. https://developers.google.com/workspace/drive/api/guides/properties:
what the file is marked with is seen by this service account's project alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Final

from pydantic import Field

from bot.errors import OutcomeUnknown, Refused, Unavailable
from bot.vendors import Paper
from providers.google.client import GoogleClient, Wire
from providers.google.errors import IN_USE, NOT_FOUND
from providers.http import Call

MARK: Final = "handoff_step"
"""The property that holds the step's word; key and value take 124 bytes at most."""
PDF: Final = "application/pdf"
MOST_PAGES: Final = 10

_FILES: Final = "/drive/v3/files"
_SHARED: Final = (("supportsAllDrives", "true"),)
"""Without it a shared drive is "not found"."""
_FIELDS: Final = "id,name,md5Checksum"


class StoredFile(Wire):
    """A file as far as it matters here."""

    id: str
    checksum: str | None = Field(default=None, alias="md5Checksum")


class _Folder(Wire):
    drive_id: str | None = Field(default=None, alias="driveId")


class _Page(Wire):
    files: tuple[StoredFile, ...] = ()
    next_page: str | None = Field(default=None, alias="nextPageToken")
    incomplete: bool = Field(default=False, alias="incompleteSearch")


class _Ids(Wire):
    ids: tuple[str, ...] = Field(min_length=1)


class Folder:
    """Reads and writes of the folder; `word` is the step's."""

    def __init__(self, client: GoogleClient, folder_id: str) -> None:
        self._client = client
        self._folder_id = folder_id
        self._drive_id: str | None = None

    async def find(self, word: str) -> StoredFile | None:
        """The file of this step. Raises Unavailable when Drive did not search everywhere."""
        token: str | None = None
        for _ in range(MOST_PAGES):
            page = await self._page(word, token)
            if page.files:
                return page.files[0]
            if page.incomplete:
                break
            if page.next_page is None:
                return None
            token = page.next_page
        raise Unavailable("Google Drive did not search to the end.", code="incomplete_search")

    async def new_id(self) -> str:
        """An id that no file has yet."""
        query = (("count", "1"), ("space", "drive"), ("type", "files"))
        found = await self._client.get(f"{_FILES}/generateIds", _Ids, query=query)
        return found.ids[0]

    async def create(self, file_id: str, word: str, paper: Paper) -> StoredFile:
        """Store it under this id, once; what is there under it already is the answer."""
        try:
            made = await self._client.write(self._upload(file_id, word, paper), StoredFile)
        except Refused as refusal:
            if refusal.code != IN_USE:
                raise
            made = await self.read(file_id)
        except OutcomeUnknown:
            made = await self._read_after_doubt(file_id)
        if made.id != file_id or made.checksum not in {None, checksum_of(paper)}:
            raise OutcomeUnknown(
                "Google Drive answered with another file than the one sent.", code="other_file"
            )
        return made

    async def under(self, file_id: str) -> StoredFile | None:
        """The file under this id, if there is one."""
        try:
            return await self.read(file_id)
        except Refused as refusal:
            if refusal.code == NOT_FOUND:
                return None
            raise

    async def read(self, file_id: str) -> StoredFile:
        """One file as it is now."""
        query = (*_SHARED, ("fields", _FIELDS))
        return await self._client.get(
            f"{_FILES}/{{id}}", StoredFile, ids={"id": file_id}, query=query
        )

    async def _read_after_doubt(self, file_id: str) -> StoredFile:
        """The id is ours alone: what stands under it was made by this call."""
        try:
            return await self.read(file_id)
        except (Refused, Unavailable):
            unknown = OutcomeUnknown(
                "Google Drive did not say whether it stored the document.", code="not_seen"
            )
        raise unknown

    async def _page(self, word: str, token: str | None) -> _Page:
        query = (
            ("q", f"appProperties has {{ key='{MARK}' and value='{word}' }} and trashed=false"),
            ("corpora", "drive"),
            ("driveId", await self._shared_drive()),
            ("includeItemsFromAllDrives", "true"),
            *_SHARED,
            ("fields", f"nextPageToken,incompleteSearch,files({_FIELDS})"),
            *((("pageToken", token),) if token else ()),
        )
        return await self._client.get(_FILES, _Page, query=query)

    async def _shared_drive(self) -> str:
        """Which drive the folder is in. Raises Refused for one in somebody's own.

        A service account owns no storage: it can only add to a drive that is shared.
        """
        if self._drive_id is None:
            query = (*_SHARED, ("fields", "id,driveId"))
            folder = await self._folder(query)
            if folder.drive_id is None:
                raise Refused(
                    "The folder is in no shared drive, and a service account has no storage of its "
                    "own; nothing was sent.",
                    code="no_shared_drive",
                    mendable=True,
                )
            self._drive_id = folder.drive_id
        return self._drive_id

    async def _folder(self, query: tuple[tuple[str, str], ...]) -> _Folder:
        try:
            return await self._client.get(
                f"{_FILES}/{{id}}", _Folder, ids={"id": self._folder_id}, query=query
            )
        except Refused as refusal:
            if refusal.code != NOT_FOUND:
                raise
        raise Refused(
            "The service account does not see the folder; nothing was sent.",
            code=NOT_FOUND,
            mendable=True,
        )

    def _upload(self, file_id: str, word: str, paper: Paper) -> Call:
        """Metadata and bytes in one request, for files up to 5 MB.

        https://developers.google.com/workspace/drive/api/guides/manage-uploads#multipart
        """
        metadata = {
            "id": file_id,
            "name": paper.name,
            "mimeType": PDF,
            "parents": [self._folder_id],
            "appProperties": {MARK: word},
        }
        return Call(
            method="POST",
            template="/upload/drive/v3/files",
            query=(("uploadType", "multipart"), *_SHARED, ("fields", _FIELDS)),
            raw=related(metadata, paper.content, boundary=f"handoff-{word}"),
        )


def checksum_of(paper: Paper) -> str:
    """Drive's checksum is MD5: it tells damage, it proves nothing."""
    return hashlib.md5(paper.content, usedforsecurity=False).hexdigest()


def related(metadata: Mapping[str, object], content: bytes, *, boundary: str) -> tuple[bytes, str]:
    """A `multipart/related` body of JSON and PDF (RFC 2387), with its content type."""
    line = f"--{boundary}".encode()
    parts = (
        line,
        b"Content-Type: application/json; charset=UTF-8",
        b"",
        json.dumps(metadata).encode(),
        line,
        b"Content-Type: " + PDF.encode(),
        b"",
        content,
        line + b"--",
        b"",
    )
    return b"\r\n".join(parts), f'multipart/related; boundary="{boundary}"'
