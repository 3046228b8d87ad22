"""A document that a vendor hands out, fit to be filed or mailed: a PDF of a size that goes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from bot.errors import Refused
from bot.vendors import Matter, Paper, Papers

_UNFIT: Final = re.compile(r"[^\w. -]")


def source_of(papers: Mapping[str, Papers], matter: Matter) -> Papers:
    """Who has the document. Raises Refused where the record's vendor hands out none."""
    vendor = matter.record.vendor if matter.record else ""
    if vendor not in papers:
        raise Refused("The provider hands out no document of this.", code="no_paper")
    return papers[vendor]


async def read_paper(papers: Papers, matter: Matter, *, most_bytes: int) -> Paper:
    """With a name that fits anywhere. Raises Refused for what is no PDF, or too much of one."""
    paper = await papers.paper(matter)
    if not paper.content.startswith(b"%PDF-"):
        raise Refused("The provider's document is no PDF; it was not passed on.", code="no_pdf")
    if len(paper.content) > most_bytes:
        most = f"{most_bytes / 1_000_000:g} MB"
        raise Refused(f"The document is above {most}; it was not passed on.", code="too_large")
    return Paper(_UNFIT.sub("_", paper.name)[:120], paper.content)
