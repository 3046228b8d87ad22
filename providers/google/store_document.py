"""`drive.store_document`: the invoice or credit note, as its vendor drew it, filed once.

The file's id is made before the upload and kept with the step, so there is one file however often
it is sent: https://developers.google.com/workspace/drive/api/guides/create-file. The step's word,
which the file is marked with, is the second guard.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.redaction import redact
from bot.vendors import Effect, Order, Papers
from providers.google.folder import Folder, StoredFile
from providers.google.keys import matter_of, step_word
from providers.google.paper import read_paper, source_of

FACTS: Final = OperationFacts(
    name="drive.store_document",
    writes=True,
    moves_money=False,
    requires=("record_id",),
    repeat_safety=RepeatSafety.NATURAL,
    can_look_up=True,
    title="Copy of the document in Google Drive",
    card_may_say="Google Drive holds a copy of the document.",
)

MOST_BYTES: Final = 5_000_000
"""What fits into one request: https://developers.google.com/workspace/drive/api/guides/manage-uploads."""


class StoreDocument:
    """Implements `bot.vendors.Operation`. `papers` are the vendors that hand out documents."""

    facts = FACTS

    def __init__(self, folder: Folder, papers: Mapping[str, Papers]) -> None:
        self._folder = folder
        self._papers = papers

    async def make_id(self, order: Order) -> str:  # noqa: ARG002 - the port names it
        """Ask Drive for an id that no file has."""
        return await self._folder.new_id()

    async def send(self, order: Order) -> Effect:
        """File it under `order.made_id`, unless the folder holds this step's copy."""
        matter, word = matter_of(order), step_word(order)
        papers = source_of(self._papers, matter)
        filed = await self._folder.find(word)
        if filed is not None:
            return effect_of(filed)
        paper = await read_paper(papers, matter, most_bytes=MOST_BYTES)
        file_id = order.made_id or await self._folder.new_id()
        return effect_of(await self._folder.create(file_id, word, paper))

    async def find_effect(self, order: Order) -> Effect | None:
        """Read what stands under the id, else look for the file that is marked with the step."""
        filed = await self._folder.under(order.made_id) if order.made_id else None
        filed = filed or await self._folder.find(step_word(order))
        return None if filed is None else effect_of(filed)

    async def watch(self, order: Order, reference: str) -> Effect:  # noqa: ARG002 - the port names it
        """Read the file again."""
        return effect_of(await self._folder.read(reference))


def effect_of(filed: StoredFile) -> Effect:
    """What one file shows."""
    return Effect(
        status="done",
        reference=filed.id,
        said=redact("Google Drive holds a copy of the document."),
    )
