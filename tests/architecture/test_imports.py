"""The folders are the diagram: who may import whom, and what only one room may do."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import grimp
import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "handlers", "providers", "storage")


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph(*ROOMS, include_external_packages=True, cache_dir=None)


@pytest.fixture(scope="module")
def contracts():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return settings["tool"]["importlinter"]["contracts"]


def imported(graph, room: str) -> set[str]:
    """Every module that a room imports directly, from the room's folder down."""
    inside = {room, *graph.find_descendants(room)}
    return {found for one in inside for found in graph.find_modules_directly_imported_by(one)}


def handler_rooms(graph) -> set[str]:
    return set(graph.find_children("handlers")) - {"handlers.sandbox"}


def test_every_contract_holds(monkeypatch):
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True, no_logo=True) == EXIT_STATUS_SUCCESS


def test_nobody_imports_the_composition_root(graph):
    assert "app" not in graph.modules


def test_only_the_composition_root_opens_the_sandbox(graph):
    inside = {"handlers.sandbox", *graph.find_descendants("handlers.sandbox")}
    openers = {who for one in inside for who in graph.find_modules_that_directly_import(one)}
    assert openers - inside == set()


def test_the_sandbox_imports_nothing_of_ours(graph):
    found = {one for one in imported(graph, "handlers.sandbox") if one.split(".")[0] in ROOMS}
    assert {one for one in found if not one.startswith("handlers.sandbox")} == set()


NOT_FOR_DOORS = {"httpx", "sqlmodel", "sqlalchemy", "alembic", "providers", "storage"}


def test_no_door_speaks_http_or_sql_itself(graph):
    for room in handler_rooms(graph):
        assert not {one.split(".")[0] for one in imported(graph, room)} & NOT_FOR_DOORS, room


def test_every_vendor_stands_in_the_contract_that_keeps_them_apart(graph, contracts):
    (apart,) = [one for one in contracts if one["type"] == "independence"]
    vendors = {one for one in graph.find_children("providers") if graph.find_children(one)}
    assert set(apart["modules"]) == vendors


def test_only_the_desk_calls_ports(graph):
    """Cards, policy and intake take values; asking the world is the desk's."""
    for room in ("bot.cards", "bot.policy", "bot.intake"):
        details = [
            line["line_contents"]
            for one in {room, *graph.find_descendants(room)}
            for line in graph.get_import_details(importer=one, imported="bot.ports")
        ]
        taken = {name for line in details for name in names_of(line)}
        assert taken <= {"Block", "Message", "Stop"}, room


def names_of(line: str) -> set[str]:
    statement = ast.parse(line.strip()).body[0]
    return {alias.name for alias in statement.names}


# --- redacted text is made by redaction, and read back by storage alone ---

MAKERS = {"restore", "STORED"}


def makers_in(source) -> set[str]:
    nodes = [node for node in ast.walk(source.tree) if isinstance(node, ast.ImportFrom)]
    named = {
        alias.name
        for node in nodes
        if (node.module or "").startswith("bot.redaction")
        for alias in node.names
    }
    reached = {node.attr for node in ast.walk(source.tree) if isinstance(node, ast.Attribute)}
    private = {name for name in named | reached if name == "_make"}
    return (named | {name for name in reached if name == "STORED"}) & MAKERS | private


def test_only_storage_reads_back_what_was_redacted(product):
    users = {one.name for one in product if makers_in(one)}
    outside = {one for one in users if not one.startswith(("bot/redaction/", "storage/"))}
    assert outside == set()
    assert any(one.startswith("storage/") for one in users), "nothing is read back any more?"


def test_a_second_maker_would_be_found(a_source):
    assert makers_in(a_source("x.py", "from bot.redaction import restore")) == {"restore"}
    assert makers_in(a_source("x.py", "import bot.redaction as r\nr.STORED")) == {"STORED"}
