"""The colour rule: what decides is plain and takes its clock and ids; what acts is async."""

from __future__ import annotations

import ast
import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from freezegun import freeze_time

from bot import ports, vendors

WORLD = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.monotonic",
    "time.sleep",
    "uuid.uuid4",
    "uuid4",
    "os.environ",
    "os.getenv",
    "open",
    "print",
    "secrets.token_hex",
    "random.random",
    "random.choice",
}
"""What a pure room may not reach for: clocks, ids, dice, files, the environment."""


def dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def reached_for(source) -> set[str]:
    nodes = (node for node in ast.walk(source.tree) if isinstance(node, ast.Name | ast.Attribute))
    return {dotted(node) for node in nodes} & WORLD


def functions(source) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    yield from (
        node
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def takes_tx(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return "tx" in {argument.arg for argument in function.args.args}


def coloured_wrongly(source) -> list[str]:
    return [
        f"{source.name}: {one.name}"
        for one in functions(source)
        if takes_tx(one) and isinstance(one, ast.AsyncFunctionDef)
    ]


def test_bot_reaches_for_nothing_in_the_world(product):
    found = {one.name: reached_for(one) for one in product if one.room == "bot"}
    assert {name: what for name, what in found.items() if what} == {}


def test_whoever_holds_a_transaction_never_waits(product):
    assert [hit for one in product for hit in coloured_wrongly(one)] == []


@pytest.mark.parametrize(
    "name", ["Events", "Handoffs", "Decisions", "Steps", "Cards", "Nudges", "Audit", "Stops", "Tx"]
)
def test_repository_ports_are_plain(name):
    assert not any(map(asyncio.iscoroutinefunction, vars(getattr(ports, name)).values()))


@pytest.mark.parametrize("port", [ports.Messenger, vendors.Vendor, vendors.Operation])
def test_ports_to_the_world_are_async(port):
    methods = [one for key, one in vars(port).items() if callable(one) and key[0] != "_"]
    assert methods
    assert all(map(asyncio.iscoroutinefunction, methods))


async def test_a_frozen_clock_does_not_hang_whoever_waits():
    """`real_asyncio=True` is what every test needs that freezes time around an await."""
    with freeze_time("2031-03-05", real_asyncio=True):
        await asyncio.wait_for(asyncio.sleep(0), timeout=1)
        assert datetime.now(UTC).year == 2031


def test_the_rules_find_what_they_look_for(a_source):
    assert reached_for(a_source("x.py", "x = datetime.now(UTC)")) == {"datetime.now"}
    assert reached_for(a_source("x.py", "key = os.environ['X']")) == {"os.environ"}
    assert coloured_wrongly(a_source("x.py", "async def f(tx): ...")) == ["x.py: f"]
