"""The shared drive behind local Drive: files by an id made beforehand, with marks only we see.

https://developers.google.com/workspace/drive/api/guides/create-file
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any, Final

from handlers.sandbox.google_errors import GoogleError, forbidden, invalid, missing
from handlers.sandbox.slack_messages import Clock

DRIVE_ID: Final = "0ALocalSharedDrive"
FOLDER_ID: Final = "1LocalFinanceFolder"
OWN_FOLDER_ID: Final = "1LocalMyDriveFolder"
"""In a person's own drive, shared with the account, which has no storage there."""
_MOST_MARK_BYTES: Final = 124


@dataclass(slots=True)
class File:
    """One stored file."""

    id: str
    name: str
    parents: list[str]
    marks: dict[str, str]
    content: bytes = field(repr=False)
    at: datetime

    def shown(self, fields: str | None) -> dict[str, Any]:
        """Few fields come unless others are asked for."""
        whole = {
            "kind": "drive#file",
            "id": self.id,
            "name": self.name,
            "mimeType": "application/pdf",
            "driveId": DRIVE_ID,
            "parents": self.parents,
            "appProperties": self.marks,
            "webViewLink": f"https://drive.google.com/file/d/{self.id}/view",
            "md5Checksum": hashlib.md5(self.content, usedforsecurity=False).hexdigest(),
        }
        names = fields.split(",") if fields else ["kind", "id", "name", "mimeType"]
        return {name: whole[name] for name in names if name in whole}


@dataclass(slots=True)
class LocalDrive:
    """What the account sees. `incomplete`: a search says that it did not look everywhere."""

    now: Clock
    page_size: int = 100
    incomplete: bool = False
    files: dict[str, File] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def new_ids(self, how_many: int) -> list[str]:
        return [f"1LocalFile{next(self._numbers):05d}" for _ in range(how_many)]

    def put(self, metadata: Mapping[str, Any], content: bytes) -> File:
        """Store once under an id; GoogleError for what Drive would not."""
        parents, marks = metadata.get("parents"), metadata.get("appProperties", {})
        _check_parents(parents)
        if any(len(f"{key}{value}".encode()) > _MOST_MARK_BYTES for key, value in marks.items()):
            raise invalid("The app property is too long.")
        file_id = metadata.get("id") or self.new_ids(1)[0]
        if file_id in self.files:
            raise GoogleError(409, "fileIdInUse", "A file already exists with the provided ID.")
        made = File(file_id, metadata["name"], list(parents or ()), marks, content, self.now())
        self.files[file_id] = made
        return made


def _check_parents(parents: object) -> None:
    if parents == [OWN_FOLDER_ID] or not parents:
        raise forbidden(
            "storageQuotaExceeded", "Service Accounts do not have storage quota. Use shared drives."
        )
    if parents != [FOLDER_ID]:
        raise missing(f"File not found: {parents}.")
