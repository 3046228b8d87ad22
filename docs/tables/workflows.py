"""Write `docs/workflows.md`: what can be done for each kind of call.

`make docs` runs this. Everything is read from the playbook tables.
"""

# ruff: noqa: INP001 - a program beside the page it writes, in no package

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.cards.records import NOUNS
from bot.cards.words import WORKFLOWS, thing_of, vendor_title
from bot.handoff.companions import COMPANIONS
from bot.handoff.conditions import OCCASIONS, WHEN, besides, in_words
from bot.handoff.playbooks import MAILER, PLAYBOOKS, Amount, Plan, Playbook

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "workflows.md"

SUMS: Mapping[Amount, str] = {
    Amount.REFUNDABLE: "up to what can still be refunded",
    Amount.REMAINING: "exactly what is still to be paid",
    Amount.CLAIMED: "the sum the approver writes",
}
BESIDE = """
## What the systems beside a destination get

Each that is named under `[destination.pairings]`, by a step of its own, independent of the others.
"""
HEAD = """# Workflows

Written by `make docs` from the playbook tables (`bot/handoff/playbooks` and `companions.py`);
a test fails when it is out of date. How each operation behaves is in [providers.md](providers.md).
What must hold is read before a button is offered and once more immediately before the write. A
document goes to the address on the provider's record, read at sending time, never to one that a
caller named. Where an approval sends the document itself, Resend is for sending it once more after
that.

## What a decision causes
"""


def page() -> str:
    """The whole page as Markdown."""
    return "\n".join((HEAD, *_workflows(), BESIDE, *_companions(), ""))


def _workflows() -> Iterator[str]:
    yield "| workflow | at | looked up | Approve | must hold | Resend |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for (workflow, vendor), playbook in PLAYBOOKS.items():
        sought = ", else ".join(NOUNS[kind] for kind in playbook.records)
        plans = "<br>".join(map(_plan, playbook.plans)) or playbook.no_plan or "-"
        needs = "<br>".join(in_words(plan.needs) or "-" for plan in playbook.plans) or "-"
        row = (WORKFLOWS[workflow], vendor_title(vendor), sought, plans, needs, _resend(playbook))
        yield f"| {' | '.join(row)} |"


def _plan(plan: Plan) -> str:
    things = ", then ".join(thing_of(one) for one in plan.operations)
    amount = f" ({SUMS[plan.amount]})" if plan.amount else ""
    form = "; a form is filled in" if plan.form else ""
    when = f"{WHEN[plan.when]}: " if WHEN[plan.when] else ""
    return f"{when}{things}{amount}{form}"


def _resend(playbook: Playbook) -> str:
    if not playbook.resend:
        return f"{playbook.no_resend or '-'}{_mailed(playbook)}".removeprefix("-<br>")
    return f"{_sent(playbook)}{_mailed(playbook)}"


def _sent(playbook: Playbook) -> str:
    return f"{thing_of(playbook.resend[0])} ({in_words(playbook.resend_needs) or '-'})"


def _mailed(playbook: Playbook) -> str:
    """What a paired mailbox sends, where the vendor mails none, or not this one."""
    if not playbook.mailed_needs:
        return ""
    made = ", ".join(map(thing_of, playbook.mailed_after))
    which = "what the vendor does not mail, " if playbook.resend else ""
    which = f"once it was made, the {made}, " if made else which
    return f"<br>{which}paired with {vendor_title(MAILER)}: {_sent(playbook.mailed())}"


def _companions() -> Iterator[str]:
    yield "| system | when | for | it gets |"
    yield "| --- | --- | --- | --- |"
    for one in COMPANIONS:
        kinds = ", ".join(WORKFLOWS[kind] for kind in one.workflows) or "every workflow"
        after = f" ({', '.join(dict.fromkeys(map(thing_of, one.after)))})" if one.after else ""
        when = f"{OCCASIONS[one.occasion]}{after}{besides(one)}"
        row = (vendor_title(one.system), when, kinds)
        yield f"| {' | '.join(row)} | {thing_of(one.operation)} |"


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
