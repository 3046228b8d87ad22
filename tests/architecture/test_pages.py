"""Pages that are written from the code say what the code says today."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from bot.handoff.companions import COMPANIONS
from bot.handoff.operations import MONEY_OPERATIONS
from bot.handoff.playbooks import PLAYBOOKS, SEND_DOCUMENT

ROOT = Path(__file__).parents[2]
TABLES = ROOT / "docs" / "tables"


def program(name):
    """A program beside the page it writes, which is in no package."""
    spec = importlib.util.spec_from_file_location(f"tables_{name}", TABLES / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["workflows", "operations"])
def test_a_written_page_is_up_to_date(name):
    made = program(name)
    assert made.PAGE.read_text(encoding="utf-8") == made.page(), "run `make docs`"


def test_money_operations_are_what_the_adapters_declare():
    facts = program("operations").declared()
    assert {name for name, one in facts.items() if one.moves_money} == MONEY_OPERATIONS


def test_what_is_read_writes_nothing_and_has_a_row_of_its_own():
    accounts = program("operations").everybody().vendors.values()
    reads = [one for account in accounts for one in account.reads]
    assert not any(one.writes or one.moves_money for one in reads)
    page = (ROOT / "docs" / "providers.md").read_text(encoding="utf-8")
    assert all(page.count(f"| `{one.name}` |") == 1 for one in reads)
    assert len({one.name for one in reads}) == len(reads)


def test_every_operation_of_a_playbook_exists_at_its_vendor():
    named = {
        operation
        for playbook in PLAYBOOKS.values()
        for operation in (*playbook.resend, *(o for p in playbook.plans for o in p.operations))
    } | {SEND_DOCUMENT, *(one.operation for one in COMPANIONS)}
    assert named == set(program("operations").declared())
