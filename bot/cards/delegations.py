"""What is said about a queue in other hands: by whoever hands it on, and to whom it goes."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.kit import Mrkdwn, bullets, compose, escape, join, mention, moment, say, section
from bot.cards.notices import about
from bot.handoff.alert import Delegation
from bot.handoff.handoff import Case
from bot.ports import Message

USAGE = (
    "`/handoff delegate @person until 2026-12-31` hands your queue to somebody of your role, "
    "`/handoff delegate off` takes it back."
)
UNKNOWN_PERSON = "That is nobody of the roles of the policy."


def listed(standing: Sequence[Delegation]) -> Message:
    """Whose queue is in whose hands, and how to change it."""
    if not standing:
        return compose([section(say("Nobody has handed their queue on.")), section(_usage())])
    rows = bullets(
        say(
            "{to} stands in for {who} until {when}",
            to=mention(one.to_user),
            who=mention(one.user_id),
            when=moment(one.until),
        )
        for one in standing
    )
    return compose([section(rows), section(_usage())])


def delegated(made: Delegation, *, moved: int, left: int) -> Message:
    """To whoever handed it on."""
    told = say(
        "{to} has your queue until {when}: {moved} open cases changed hands, new ones, reminders "
        "and alerts follow. No right moves with it.",
        to=mention(made.to_user),
        when=moment(made.until),
        moved=moved,
    )
    rest = say("{left} stay with you; give the command again for more.", left=left)
    return compose([section(join(" ", (told, rest if left > 0 else None)))])


def not_delegated(why: str) -> Message:
    """Why not, and how it is typed."""
    return compose([section(join(" ", (say("Nothing was changed."), escape(why), _usage())))])


def ended() -> Message:
    """Taken back; what changed hands stays where it is."""
    return compose(
        [
            section(
                say(
                    "New cases, reminders and alerts come to you again. Those that changed hands "
                    "stay there: claim them from More."
                )
            )
        ]
    )


def nothing_to_end() -> Message:
    return compose([section(say("Your queue is in nobody else's hands."))])


def told(made: Delegation, moved: int) -> str:
    """To whoever stands in."""
    return say(
        "You stand in for {who} until {when}: {moved} open cases are yours now, new ones follow. "
        "Your rights stay what they are. `/handoff mine` lists them.",
        who=mention(made.user_id),
        when=moment(made.until),
        moved=moved,
    )


def moved(case: Case, made: Delegation) -> str:
    """In the thread of each case."""
    return say(
        "{who} handed {what} to {to}, who stands in until {when}.",
        who=mention(made.user_id),
        what=about(case),
        to=mention(made.to_user),
        when=moment(made.until),
    )


def _usage() -> Mrkdwn:
    return say(USAGE)
