"""Write `docs/providers.md`: every vendor, what it is for, and all that is asked of it.

`make docs` runs this. Everything is read from what the adapters declare, with every vendor on.
"""

# ruff: noqa: INP001 - a program beside the page it writes, in no package

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.cards.words import vendor_title
from bot.handoff.companions import COMPANIONS
from bot.handoff.conditions import conditions
from bot.handoff.operations import SAFETY, OperationFacts
from bot.handoff.playbooks import PLAYBOOKS
from bot.settings import Settings
from handlers.sandbox import SandboxConfig, ways_in
from providers.accounts import Accounts, facts_of, open_accounts
from providers.dialnexa import READS

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "providers.md"
NOWHERE = "http://127.0.0.1:9"

HEAD = """# Providers

Written by `make docs` from what each adapter declares; a test fails when it is out of date. A
vendor without credentials is off; `python app.py doctor` shows the operations of those that are on.

A **destination** holds the record that a call is about: it is looked up there, and what is approved
happens there. A **system beside one** (`[destination.pairings]`) is told once that worked. A
**look-up** changes nothing; More shows its answer to the one who asks. A **read** is made while a
call is handled: what a card says of a record is from there. Where an operation looks for its own
effect in the vendor's books, that is part of the operation. **Only if** lists the ways in which it
comes to an operation: what must hold of the record, read before the offer and again right before
the first write of an approval; what the approver ticked; or what a paired system waits for. What a
decision causes for each kind of call is in [workflows.md](workflows.md).
"""


def page() -> str:
    """The whole page as Markdown."""
    accounts = everybody()
    asyncio.run(accounts.aclose())
    facts = facts_of(accounts.vendors.values())
    asked = {name for one in accounts.vendors.values() for name in one.looks}
    read = [one for one in facts if not one.writes and one.name not in asked]
    parts = (
        HEAD,
        "## Vendors\n",
        *_vendors(accounts),
        "\n## Operations\n",
        *_operations([one for one in facts if one.writes]),
        "\n## Look-ups\n",
        *_looks([one for one in facts if one.name in asked]),
        "\n## Reads\n",
        *_reads([*READS, *read]),
        "",
    )
    return "\n".join(parts)


def everybody() -> Accounts:
    """Every vendor, opened with credentials of nobody; nothing is asked."""
    with tempfile.TemporaryDirectory() as folder:
        given = ways_in(SandboxConfig(), NOWHERE, key_file=Path(folder) / "key.json")
        return open_accounts(Settings(_env_file=None, **given), lambda: datetime.now(UTC))


def declared() -> Mapping[str, OperationFacts]:
    """What every adapter says of its operations, by name; without what only reads."""
    accounts = everybody()
    asyncio.run(accounts.aclose())
    facts = facts_of(accounts.vendors.values())
    return {one.name: one for one in facts if one.writes}


def _vendors(accounts: Accounts) -> Iterator[str]:
    yield "| vendor | what it is for | operations | look-ups | reads | reports |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for name, vendor in accounts.vendors.items():
        reads = {one.name for one in vendor.reads} - set(vendor.looks)
        counts = (len(one) for one in (vendor.operations, vendor.looks, reads))
        reports = f"`/webhooks/{name}`" if name in accounts.readers else "-"
        row = (vendor_title(name), _role(name), *counts, reports)
        yield f"| {' | '.join(map(str, row))} |"


def _role(vendor: str) -> str:
    is_destination = any(at == vendor for _, at in PLAYBOOKS)
    is_paired = any(one.system == vendor for one in COMPANIONS)
    roles = (("destination", is_destination), ("system beside one", is_paired))
    return " and ".join(role for role, held in roles if held) or "look-ups"


def _operations(facts: Sequence[OperationFacts]) -> Iterator[str]:
    yield (
        "| operation | what it is | needs | only if | moves money | not twice because "
        "| a card may say | the summary is kept in |"
    )
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for one in facts:
        needs = ", ".join(f"`{name}`" for name in one.requires) or "-"
        money = "yes" if one.moves_money else "-"
        row = (f"`{one.name}`", one.title, needs, _only_if(one), money, _safety(one))
        yield f"| {' | '.join(row)} | {one.card_may_say} | {one.summary_in or '-'} |"


def _only_if(facts: OperationFacts) -> str:
    return "<br>or ".join(conditions(facts.name)) or "-"


def _safety(facts: OperationFacts) -> str:
    window = f" for {facts.key_window.total_seconds() / 3600:.0f} h" if facts.key_window else ""
    looked = ", then found in its books" if facts.can_look_up and window else ""
    return f"{SAFETY[facts.repeat_safety]}{window}{looked}"


def _looks(facts: Sequence[OperationFacts]) -> Iterator[str]:
    yield "| look-up | what it is | needs | what is shown |"
    yield "| --- | --- | --- | --- |"
    for one in facts:
        needs = ", ".join(f"`{name}`" for name in one.requires) or "-"
        yield f"| `{one.name}` | {one.title} | {needs} | {one.card_may_say} |"


def _reads(facts: Sequence[OperationFacts]) -> Iterator[str]:
    yield "| read | what it is | found by any of | what a card shows of it |"
    yield "| --- | --- | --- | --- |"
    for one in facts:
        by = ", ".join(f"`{name}`" for name in one.requires)
        yield f"| `{one.name}` | {one.title} | {by} | {one.card_may_say} |"


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
