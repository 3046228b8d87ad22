"""An evaluation as text for `policy explain`."""

from __future__ import annotations

from collections.abc import Iterator

from bot.handoff.ruling import Ruling
from bot.money import format_money
from bot.policy.evaluate import Considered, Evaluation


def explain(evaluation: Evaluation) -> str:
    """Write the path taken, rule by rule, and what came of it; plain lines, no colours."""
    return "\n".join(_lines(evaluation))


def _lines(evaluation: Evaluation) -> Iterator[str]:
    ruling = evaluation.ruling
    yield f"Policy {ruling.policy_id} ({ruling.policy_hash[:12]})"
    yield from (f"  {note}" for note in evaluation.notes)
    yield "Rules, in order:"
    yield from (f"  {_considered(one)}" for one in evaluation.considered)
    yield "Result:"
    yield from (f"  {key}: {value}" for key, value in _result(evaluation))


def _considered(one: Considered) -> str:
    verdict = f"matched, sets {', '.join(one.sets) or 'nothing'}" if one.matched else "no match"
    return f"{one.rule}: {verdict} ({'; '.join(one.because)})"


def _result(evaluation: Evaluation) -> Iterator[tuple[str, str]]:
    ruling = evaluation.ruling
    yield "channel", ruling.channel_id
    yield (
        "destination",
        f"{ruling.destination or 'a person picks'} ({ruling.vendor or 'no vendor'})",
    )
    yield "owner", _owner(ruling)
    yield "approvals", ", then ".join(_approvals(evaluation))
    yield "escalation", ", ".join(one.title for one in ruling.escalation) or "nobody"
    yield "reason required", "yes" if ruling.reason_required else "no"
    yield "cancel window", f"{ruling.cancel_window.total_seconds():.0f} s"
    yield "nudges before the deadline", ", ".join(map(str, ruling.nudge_offsets)) or "none"
    yield "when nobody decides", "; ".join(_on_silence(evaluation)) or "nothing happens by itself"
    yield "alert", _alert(ruling)
    yield "why a person must look", ", ".join(ruling.review_reasons) or "no particular reason"
    if ruling.refused:
        yield "refused", ruling.refused


def _owner(ruling: Ruling) -> str:
    role = f"{ruling.owner_role} (one person, in turn)" if ruling.in_turn else ruling.owner_role
    first = "the account's owner at HubSpot, else " if ruling.asks_account_owner else ""
    return f"{first}{ruling.owner or role or 'nobody'}"


def _on_silence(evaluation: Evaluation) -> Iterator[str]:
    """What would happen when, if this call met silence from now on."""
    for step in evaluation.ruling.on_silence:
        at = f"{evaluation.due_at + step.after:%Y-%m-%d %H:%M} UTC"
        yield f"{at} {step.act}{f' to {step.target}' if step.target else ''}"


def _alert(ruling: Ruling) -> str:
    if ruling.alert is None:
        return "none"
    chain = ", then ".join(
        f"{one.role} {f'after {one.after}' if one.after else 'at once'}"
        for one in ruling.alert.chain
    )
    return f'"{ruling.alert.name}" in {ruling.alert.channel_id}: {chain}'


def _approvals(evaluation: Evaluation) -> Iterator[str]:
    for step in evaluation.ruling.approvals:
        above = step.above_minor or {}
        shown = [format_money(amount, currency) for currency, amount in above.items()]
        yield f"{step.role} above {' / '.join(shown)}" if shown else step.role
