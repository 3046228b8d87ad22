"""`python app.py redrive`: taking up again what was given up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Annotated, Protocol, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from bot.desk.redrive import GivenUp, list_given_up, take_up
from bot.ports import Place, Tx
from handlers.cli.actor import AS_HELP, named, via

T = TypeVar("T")


class Program(Protocol):
    """What this command needs of the composition root."""

    def read(self, work: Callable[[Tx], T]) -> T: ...

    def write(self, work: Callable[[Tx], T]) -> T: ...

    def now(self) -> datetime: ...


def redrive_command(cli: typer.Typer, program: Program, console: Console) -> None:
    """Add `redrive`."""

    @cli.command()
    def redrive(
        vendor: Annotated[
            str | None, typer.Option(help="One provider, or slack; all when left out.")
        ] = None,
        dry_run: Annotated[bool, typer.Option(help="Only list.")] = False,  # noqa: FBT002 - typer reads a flag from a bool
        name: Annotated[str | None, typer.Option("--as", help=AS_HELP)] = None,
    ) -> None:
        """List steps that were given up without effect, and do them again."""
        table = Table("call", "step", "since", "why it was given up", "now", box=None)
        armed = 0
        for page in _pages(program, vendor.casefold() if vendor else None):
            done = () if dry_run else _take_up(program, page, named(name))
            armed += len(done)
            _list(table, page, set(done), dry_run=dry_run)
        console.print(table if table.row_count else "Nothing was given up.")
        if not dry_run:
            console.print(f"Steps taken up again: {armed}.")


def _pages(program: Program, vendor: str | None) -> Iterator[Sequence[GivenUp]]:
    """Page by page: what was taken up is gone from the list, the place in it stays."""
    after: Place | None = None
    while True:
        page, after = program.read(lambda tx, after=after: list_given_up(tx, vendor, after=after))  # type: ignore[misc]  # a default binds the loop's value
        yield page
        if after is None:
            return


def _take_up(program: Program, page: Sequence[GivenUp], actor: str) -> Sequence[str]:
    wanted = [one.step.id for one in page if one.why_not is None]

    def work(tx: Tx) -> list[str]:
        now = program.now()
        return [one for one in wanted if take_up(tx, one, actor=actor, via=via(), now=now)]

    return program.write(work) if wanted else ()


def _list(table: Table, page: Sequence[GivenUp], done: set[str], *, dry_run: bool) -> None:
    for one in page:
        step = one.step
        would = "would be taken up" if dry_run else "decided meanwhile"
        now = one.why_not or ("taken up" if step.id in done else would)
        since = (step.finished_at or step.created_at).isoformat(timespec="seconds")
        table.add_row(step.call_id, step.operation, since, step.said or "", now)
