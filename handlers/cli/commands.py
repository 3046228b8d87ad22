"""`python app.py ...`: one small function a command; no command means `serve`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Protocol, TypeVar

import typer
from rich.console import Console
from rich.table import Column, Table

from bot.desk.emergency import VENDORS, halt, release_by_name
from bot.errors import ConfigurationError
from bot.handoff.operations import SAFETY, OperationFacts
from bot.policy import Policy, parse_policy
from bot.ports import Tx
from bot.redaction import redact
from handlers.cli.actor import AS_HELP, named, via
from handlers.cli.audit import audit_commands
from handlers.cli.findings import Finding
from handlers.cli.redrive import redrive_command
from handlers.cli.show import case_table, explain_call

T = TypeVar("T")


class Program(Protocol):
    """What the commands need of the composition root."""

    def serve(self) -> None: ...

    def demo(self, *, port: int | None, seconds: float | None, socket: bool) -> None: ...

    def doctor(self, *, live: bool) -> Sequence[Finding]: ...

    def operations(self) -> Sequence[OperationFacts]:
        """What can be done at the vendors that are on."""

    def migrate(self) -> None: ...

    def read(self, work: Callable[[Tx], T]) -> T: ...

    def write(self, work: Callable[[Tx], T]) -> T: ...

    def policy_text(self, path: Path | None) -> tuple[str, str]:
        """The policy's text and the name to speak of it by."""

    def now(self) -> datetime: ...


def build(program: Program) -> typer.Typer:
    """Make the command line over a program."""
    cli = typer.Typer(add_completion=False, no_args_is_help=False, pretty_exceptions_enable=False)
    console = Console()

    @cli.callback(invoke_without_command=True)
    def default(context: typer.Context) -> None:
        """Handoff: calls about money become cards that finance decides on."""
        if context.invoked_subcommand is None:
            program.serve()

    _run_commands(cli, program)
    _check_commands(cli, program, console)
    _stop_commands(cli, program, console)
    redrive_command(cli, program, console)
    cli.add_typer(_policy_commands(program, console), name="policy", help="Read and test rules.")
    cli.add_typer(audit_commands(program, console), name="audit", help="Check the history.")
    return cli


def _run_commands(cli: typer.Typer, program: Program) -> None:
    @cli.command()
    def serve() -> None:
        """Listen for calls and clicks, and do what was decided."""
        program.serve()

    @cli.command()
    def demo(
        port: Annotated[int | None, typer.Option(help="Where the page listens.")] = None,
        seconds: Annotated[float | None, typer.Option(help="Stop by itself after this.")] = None,
        socket: Annotated[bool, typer.Option("--socket", help="Over Socket Mode.")] = False,  # noqa: FBT002 - typer reads a flag from a bool
    ) -> None:
        """Show everything on this machine: a local Slack, a local Stripe, sample calls."""
        program.demo(port=port, seconds=seconds, socket=socket)

    @cli.command()
    def migrate() -> None:
        """Bring the database schema up to date."""
        program.migrate()


def _check_commands(cli: typer.Typer, program: Program, console: Console) -> None:
    @cli.command()
    def doctor(
        live: Annotated[bool, typer.Option(help="Also ask Slack and the vendors.")] = False,  # noqa: FBT002 - typer reads a flag from a bool
    ) -> None:
        """Say what is missing, in the order in which to mend it."""
        findings = program.doctor(live=live)
        _print_findings(console, findings)
        _print_operations(console, program.operations())
        raise typer.Exit(1 if any(not finding.good for finding in findings) else 0)

    @cli.command()
    def show(call_id: str) -> None:
        """Show the handoff of a call: state, decisions, steps, history."""
        asked = redact(call_id)
        table = program.read(lambda tx: case_table(tx, asked))
        if table is None:
            raise ConfigurationError(f"There is no handoff for the call {asked}.")
        console.print(table)


def _print_findings(console: Console, findings: Sequence[Finding]) -> None:
    remedies = Column("What to do", overflow="fold")  # the whole name of a setting
    table = Table("", Column("What", no_wrap=True), "How it is", remedies, box=None)
    for finding in findings:
        mark = "ok" if finding.good else "MISSING"
        table.add_row(mark, finding.what, finding.how, finding.remedy)
    console.print(table)


def _print_operations(console: Console, operations: Sequence[OperationFacts]) -> None:
    if not operations:
        return
    table = Table(Column("Operation", no_wrap=True), "Does", "Needs", "Not twice because", box=None)
    for one in operations:
        does = "moves money" if one.moves_money else "writes" if one.writes else "reads"
        needs = (", " if one.writes else " or ").join(one.requires)
        safety = SAFETY[one.repeat_safety] if one.writes else "-"
        table.add_row(one.name, does, needs or "-", safety)
    console.print(table)
    console.print("What must hold before each, and what a card may say of it: docs/providers.md")


def _stop_commands(cli: typer.Typer, program: Program, console: Console) -> None:
    @cli.command(name="stop")
    def stop_money(
        reason: Annotated[str, typer.Option(help="Why; shown on every card and kept.")],
        vendor: Annotated[str | None, typer.Argument(help="One vendor; all when left out.")] = None,
        name: Annotated[str | None, typer.Option("--as", help=AS_HELP)] = None,
    ) -> None:
        """Halt every money step that is not yet sent, at once."""
        chosen, policy = _vendor(vendor), _policy_or_none(program, console)
        program.write(
            lambda tx: halt(
                tx,
                vendor=chosen,
                actor=named(name),
                reason=redact(reason),
                now=program.now(),
                policy=policy,
                via=via(),
            )
        )
        console.print(f"Money is stopped for {chosen or 'all vendors'}.")

    @cli.command(name="resume")
    def resume_money(
        vendor: Annotated[str | None, typer.Argument(help="As it was stopped.")] = None,
        name: Annotated[str | None, typer.Option("--as", help=AS_HELP)] = None,
    ) -> None:
        """Lift a stop that another person set."""
        chosen, policy = _vendor(vendor), _policy(program)
        refused = program.write(
            lambda tx: release_by_name(
                tx,
                vendor=chosen,
                actor=named(name),
                now=program.now(),
                policy=policy,
                via=via(),
            )
        )
        if refused:
            raise ConfigurationError(refused)
        console.print(f"Money moves again for {chosen or 'all vendors'}.")


def _vendor(typed: str | None) -> str | None:
    name = typed.casefold() if typed else None
    if name in VENDORS or name is None:
        return name
    raise ConfigurationError(
        f"No money goes through {redact(name)}, so nothing was changed: name one of "
        f"{', '.join(sorted(VENDORS))}, or none for all."
    )


def _policy(program: Program) -> Policy:
    text, name = program.policy_text(None)
    return parse_policy(text, name=name)


def _policy_or_none(program: Program, console: Console) -> Policy | None:
    """A policy that cannot be read keeps nobody from stopping; no channel is known then."""
    try:
        return _policy(program)
    except ConfigurationError as error:
        console.print(f"No channel is told, the policy cannot be read: {error}")
        return None


def _policy_commands(program: Program, console: Console) -> typer.Typer:
    cli = typer.Typer(no_args_is_help=True)

    @cli.command()
    def check(
        path: Annotated[Path | None, typer.Argument(help="POLICY_FILE when left out.")] = None,
    ) -> None:
        """Read a policy and say whether it can be used."""
        text, name = program.policy_text(path)
        policy = parse_policy(text, name=name)
        console.print(f"{name} is a usable policy ({policy.id}, {policy.text_hash[:12]}).")

    @cli.command()
    def explain(call_id: str) -> None:
        """Print the path that today's policy takes for a call."""
        text, name = program.policy_text(None)
        policy = parse_policy(text, name=name)
        asked = redact(call_id)
        told = program.read(lambda tx: explain_call(tx, policy, asked, program.now()))
        if told is None:
            raise ConfigurationError(f"There is no handoff for the call {asked}.")
        console.print(told)

    return cli
