"""Alerts in a channel of their own: who is called, who has it, and where to decide.

The card keeps all the buttons that decide; an alert has one, Acknowledge.
"""

from __future__ import annotations

from datetime import datetime

from bot.cards import names
from bot.cards.asking import owner_of, title_of
from bot.cards.kit import (
    Mrkdwn,
    actions,
    button,
    channel,
    compose,
    context,
    escape,
    header,
    join,
    link,
    mention,
    moment,
    say,
    section,
)
from bot.cards.notices import about_handoff
from bot.cards.outcome import is_overdue, outcome_sentence, state_words
from bot.cards.silence import was_late
from bot.cards.words import URGENCIES
from bot.handoff.alert import Alert, Called
from bot.handoff.handoff import Case, Handoff
from bot.handoff.states import UNDECIDED
from bot.ports import Message

SLACK_HOSTS = ("slack.com",)
MAX_MENTIONS = 10


def draw_alert(case: Case, alert: Alert, *, now: datetime, permalink: str | None) -> Message:
    """The one message of an alert, as it stands now."""
    handoff = case.handoff
    waits = handoff.state in UNDECIDED
    calling = waits and alert.acknowledged_by is None
    parts = [
        header(f"{'Alert' if calling else 'Alert, answered'}: {alert.rule.name}"),
        section(_what(case, now)),
        section(_who(alert, handoff)),
        None if calling else section(_answered(case, alert)),
        actions([_button(handoff)]) if calling else None,
        context(_where(case, permalink)),
    ]
    return compose([part for part in parts if part])


def _what(case: Case, now: datetime) -> Mrkdwn:
    handoff = case.handoff
    due = None
    if handoff.due_at is not None and handoff.state in UNDECIDED:
        label = say("Overdue since") if is_overdue(case, now) else say("Decide by")
        due = say("{label} {when}", label=label, when=moment(handoff.due_at))
    facts = (URGENCIES[handoff.call.urgency], state_words(case), due)
    return join("\n", (say("*{what}*", what=about_handoff(handoff)), join("  ·  ", facts)))


def _who(alert: Alert, handoff: Handoff) -> Mrkdwn:
    owner = say("*Owner:* {owner}", owner=owner_of(handoff))
    return join("\n", (owner, *(_call(one, handoff) for one in alert.called)))


def _call(one: Called, handoff: Handoff) -> Mrkdwn:
    people = join(" ", map(mention, one.people[:MAX_MENTIONS])) or say("nobody is there")
    role = say("the owner") if one.role == "owner" else title_of(handoff, one.role)
    return say("Called {when}: {role} ({people})", when=moment(one.at), role=role, people=people)


def _answered(case: Case, alert: Alert) -> Mrkdwn:
    """Who has it, and what came of it once somebody decided."""
    by = None
    if alert.acknowledged_by and alert.acknowledged_at:
        who, when = mention(alert.acknowledged_by), moment(alert.acknowledged_at)
        by = say("*Acknowledged* by {who}, {when}.", who=who, when=when)
    decided = None if case.handoff.state in UNDECIDED else outcome_sentence(case)
    return join("\n", (by, decided))


def _button(handoff: Handoff) -> dict[str, object]:
    return button(
        "Acknowledge",
        names.ACK,
        names.button_value(handoff.id, handoff.revision),
        spoken="Acknowledge the alert: you take it up, nobody else is called",
        style="primary",
    )


def _where(case: Case, permalink: str | None) -> Mrkdwn:
    if case.place is None:
        return say(
            "Call {call}  ·  its card is being posted", call=escape(case.handoff.call_id, 80)
        )
    return say(
        "{open} in {where}, where the buttons are.",
        open=link(permalink, "Open the card", SLACK_HOSTS) if permalink else say("The card is"),
        where=channel(case.place.channel_id),
    )


# --- to people --------------------------------------------------------------------------------


def call(handoff: Handoff, alert: Alert) -> str:
    """To somebody who is called directly."""
    return say(
        "*Alert: {name}.* {what} needs you. Press Acknowledge in {where}, or decide on the card.",
        name=alert.rule.name,
        what=about_handoff(handoff),
        where=_channel(alert),
    )


def called_next(handoff: Handoff, alert: Alert, wanted_at: datetime, now: datetime) -> str:
    """Nobody has answered, so the next ones are called."""
    one = alert.called[-1]
    people = join(" ", map(mention, one.people[:MAX_MENTIONS]))
    told = say(
        "*Alert: {name}.* Nobody has acknowledged it yet, so *{role}* is called: {people}. {what}.",
        name=alert.rule.name,
        role=title_of(handoff, one.role),
        people=people or say("nobody of them can be reached"),
        what=about_handoff(handoff),
    )
    return join(" ", (told, was_late(wanted_at, now)))


def _channel(alert: Alert) -> Mrkdwn:
    return channel(alert.channel_id or alert.rule.channel_id)


def acknowledged(actor: str) -> str:
    """In the thread of the card."""
    return say("{who} has acknowledged the alert.", who=mention(actor))


def has_it_already(alert: Alert) -> str:
    """To somebody who came second."""
    return say(
        "{who} acknowledged it already, {when}.",
        who=mention(alert.acknowledged_by or ""),
        when=moment(alert.acknowledged_at or alert.raised_at),
    )
