"""All use cases over one office: what the doors are given. Each method is one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.desk import (
    acknowledge,
    ask,
    callback,
    decide,
    delegate,
    emergency,
    figures,
    look,
    overview,
    receive,
    remind,
    reread,
    rights,
    run_step,
    sealing,
    sweep,
    too_late,
)
from bot.desk.channels import troubles
from bot.desk.command import Answer, Command
from bot.desk.messages import tell
from bot.desk.office import Office
from bot.errors import HandoffError
from bot.handoff.people import Actor, Directory
from bot.handoff.step import Step
from bot.ports import Message, Tx
from bot.redaction import Redacted, Unclean

PRIVATE_TEXT = "That text holds something private that could not be removed; nothing was decided."


class Desk:
    """Use cases for the doors; thin on purpose, the work is in the functions it calls."""

    def __init__(self, office: Office, read: receive.Reader) -> None:
        self.office = office
        self._read = read

    async def receive(self, raw: bytes) -> receive.Receipt:
        """Take one delivery whose signature was checked. Raises BadBody or DatabaseBusy."""
        return await receive.receive(self.office, raw, self._read)

    async def hear(self, vendor: str, raw: bytes, headers: Mapping[str, str]) -> callback.Heard:
        """Take what a provider reports. Raises NotSigned, BadCallback or DatabaseBusy."""
        return await callback.hear(self.office, vendor, raw, headers)

    async def decide(self, command: Command) -> Answer:
        """Record a choice and all it causes, or answer why not."""
        office = self.office
        try:
            return await office.write(
                lambda tx: decide.decide(tx, command, office.clock(), office.rules)
            )
        except Unclean:
            return Answer.no(PRIVATE_TEXT, field="reason" if command.reason else None)

    async def view_for(self, command: Command) -> look.View:
        """The view that a click opens, or one that says why not."""
        office = self.office
        return await office.database.read(
            lambda tx: look.view_for(tx, command, office.clock(), office.rules)
        )

    async def more_for(self, command: Command) -> look.View:
        """Details and history, with Reject first where it is possible."""
        office = self.office
        return await office.database.read(
            lambda tx: look.more_for(tx, command, office.clock(), office.rules)
        )

    async def ask(self, command: Command) -> look.View:
        """What the systems themselves say by now, for whoever asks."""
        return await ask.ask(self.office, command)

    async def tell(self, command: Command, sentence: str) -> None:
        """Say something to whoever clicked, once per click."""
        office = self.office

        def work(tx: Tx) -> None:
            handoff = tx.handoffs.get(command.handoff_id)
            if handoff is not None:
                user_id = command.actor.user_id
                tell(tx, handoff, user_id, sentence, office.clock(), cause=command.source)

        await office.write(work)

    async def status_of(self, asked: str, actor: Actor) -> Message:
        """Where a handoff stands, or which it could be; `asked` is as typed and goes nowhere."""
        office = self.office
        return await office.database.read(
            lambda tx: look.status_of(tx, asked, actor, office.clock(), office.rules)
        )

    async def list_queue(self, queue: overview.Queue, actor: Actor) -> Message:
        """What waits, to whoever holds a role."""
        office = self.office
        return await office.database.read(
            lambda tx: overview.list_queue(tx, queue, actor, office.clock(), office.rules)
        )

    async def home_for(self, actor: Actor) -> overview.Home:
        """Somebody's Home tab."""
        office = self.office
        return await office.database.read(
            lambda tx: overview.home_for(tx, actor, office.clock(), office.rules)
        )

    async def stop(self, vendor: str | None, reason: Redacted | None, actor: Actor) -> Message:
        """Halt money that is not sent yet, or say why not; without a reason, what stands."""
        office = self.office
        try:
            return await office.write(
                lambda tx: emergency.stop_in_slack(
                    tx, vendor, reason, actor, office.clock(), office.rules
                )
            )
        except Unclean:
            return Message(text=PRIVATE_TEXT)

    async def resume(self, vendor: str | None, actor: Actor) -> Message:
        """Let money move again that another person stopped, or say why not."""
        office = self.office
        return await office.write(
            lambda tx: emergency.resume_in_slack(tx, vendor, actor, office.clock(), office.rules)
        )

    async def claim(self, limit: int, *, messages: int, others: int) -> Sequence[Step]:
        """Lease steps that are due."""
        return await run_step.claim(self.office, limit, messages=messages, others=others)

    async def acknowledge(self, handoff_id: str, actor: Actor, source: str) -> None:
        """Somebody has an alert; why not is said to them alone."""
        office = self.office
        await office.write(
            lambda tx: acknowledge.acknowledge(
                tx, handoff_id, actor, office.clock(), office.rules, source=source
            )
        )

    async def figures_for(self, actor: Actor) -> Message:
        """How it goes, to whoever holds a role."""
        office = self.office
        return await office.database.read(
            lambda tx: figures.figures_for(tx, actor, office.clock(), office.rules)
        )

    async def delegate(self, wish: delegate.Wish, actor: Actor) -> Message:
        """Hand a queue on, take it back, or say whose is in whose hands."""
        office = self.office
        return await office.write(
            lambda tx: delegate.delegate_in_slack(tx, wish, actor, office.clock(), office.rules)
        )

    async def due_in_s(self) -> float | None:
        """In how many seconds the next step could run; None: none is planned."""
        office = self.office
        due = await office.database.read(lambda tx: tx.steps.next_due(now=office.clock()))
        return (due - office.clock()).total_seconds() if due else None

    async def run(self, step: Step) -> None:
        """Bring one leased step one move further."""
        await run_step.run_step(self.office, step)

    async def remind(self) -> int:
        """Turn due nudges into messages."""
        office = self.office
        return await office.write(lambda tx: remind.remind(tx, office.clock()))

    async def return_late(self) -> int:
        """Ask people again about money that did not start in its time."""
        return await too_late.return_late(self.office)

    async def seal_day(self) -> str | None:
        """Seal all histories, once a day and database."""
        return await sealing.seal_day(self.office)

    async def reread(self) -> int:
        """Read calls again that DialNexa has not told everything about."""
        return await reread.reread(self.office, self._read)

    async def sweep(self, *, every_s: float) -> int:
        """Look for calls whose webhook never came; one replica in each turn of `every_s`."""
        return await sweep.sweep(self.office, every=timedelta(seconds=every_s))

    async def refresh_directory(self) -> Directory:
        """Read who is in which role. Raises Unavailable or Refused."""
        return await rights.refresh_directory(self.office)

    async def missing(self) -> Mapping[str, str]:
        """What keeps this process from being ready, each with a sentence."""
        office, found = self.office, dict[str, str]()
        try:
            directory = await office.write(lambda tx: tx.directories.current())
        except HandoffError as error:
            return {"database": str(error)}
        if directory is None or not directory.is_fresh(office.clock()):
            found["directory"] = "Slack's list of people is not there or out of date."
        if not office.rules.team_ids:
            found["workspace"] = "Slack has not said yet which workspace this is."
        return found

    async def warnings(self) -> Mapping[str, str]:
        """What people have to mend although everybody can decide, each with a sentence."""
        policy = self.office.rules.policy
        directory = await self.office.database.read(lambda tx: tx.directories.current())
        return {f"channel {name}": said for name, said in troubles(directory, policy).items()}

    async def counts(self) -> Mapping[str, float]:
        """Figures for /metrics; never with anything of a call in a name."""
        office = self.office
        due, awaited, gates = await office.database.read(
            lambda tx: (
                tx.steps.next_due(now=office.clock()),
                tx.awaited.count(),
                tx.gates.all(),
            )
        )
        late = office.clock() - due if due else timedelta()
        return {
            "oldest_due_step_seconds": max(0.0, late.total_seconds()),
            "calls_awaited": awaited,
            "vendors_out": sum(gate.is_out for gate in gates),
            "database_line": office.database.line(),
            "channels_unusable": len(await self.warnings()),
        }
