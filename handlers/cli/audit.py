"""`python app.py audit ...`: checking the history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Protocol, TypeVar

import typer
from rich.console import Console

from bot.ports import Tx

T = TypeVar("T")


class Program(Protocol):
    """What these commands need of the composition root."""

    def read(self, work: Callable[[Tx], T]) -> T: ...


def audit_commands(program: Program, console: Console) -> typer.Typer:
    """Make `audit verify`."""
    cli = typer.Typer(no_args_is_help=True)

    @cli.callback()
    def audit() -> None:
        """Check the history."""

    @cli.command()
    def verify(
        against: Annotated[
            str | None, typer.Option(help="A seal from the channel or the log.")
        ] = None,
    ) -> None:
        """Recompute every chain and the newest seal; name each break."""
        broken = program.read(lambda tx: _breaks(tx, against))
        for sentence in broken:
            console.print(sentence, soft_wrap=True)
        console.print("Every chain holds." if not broken else f"{len(broken)} breaks.")
        raise typer.Exit(1 if broken else 0)

    return cli


def _breaks(tx: Tx, against: str | None) -> tuple[str, ...]:
    """All of one snapshot, so that nothing comes in between; the seal that is kept counts too."""
    seals = [one for one in (against, tx.audit.newest_seal()) if one]
    missing = [sentence for one in dict.fromkeys(seals) for sentence in tx.audit.against(one)]
    return (*tx.audit.verify(), *missing)
