"""One step in one or two sentences, never more than was observed of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.cards.kit import Mrkdwn, escape, join, mention, moment, say
from bot.cards.speech import closed, money
from bot.cards.words import thing_of, vendor_of
from bot.handoff.companions import is_companion
from bot.handoff.playbooks import SEND_DOCUMENT
from bot.handoff.step import Step
from bot.handoff.words import StepKind, StepOutcome

_MAILS = frozenset({"send_receipt", "send_invoice", "notify_payment_request", "mail_card_link"})
"""Operations that have the vendor write to the customer, as a resend does."""


_IN_THEIR_WORDS = frozenset(
    {
        "paystack.submit_evidence",
        "paystack.finalize_payment_request",
        "plisio.create_invoice",
        "quickbooks.create_credit_memo",
        "quickbooks.send_invoice",
        "skyfire.create_kya_token",
    }
)
"""What came of these is less than a reader would take the usual words for."""
_PAPERS = frozenset(
    {"gmail.send_follow_up", SEND_DOCUMENT, "drive.store_document", "sheets.append_row"}
)
"""They are about a sum and move none: it is not said of them."""
_WORKED = frozenset({StepOutcome.DONE, StepOutcome.ACCEPTED})
_WAITS = frozenset({StepOutcome.PENDING, StepOutcome.LEASED, StepOutcome.SKIPPED})
_UNSENT = _WAITS | {StepOutcome.REFUSED, StepOutcome.UNAVAILABLE, StepOutcome.CANCELLED}


def step_sentence(step: Step) -> Mrkdwn:
    """Say what is known of one step, in one or two sentences."""
    if step.attested_by:
        return attested(step)
    if step.rests_on and step.outcome in _UNSENT:
        return _on_a_word(step, step.rests_on)
    outcome = StepOutcome.UNKNOWN if step.is_unknown else step.outcome
    if step.operation in _IN_THEIR_WORDS | _PAPERS and step.said and outcome in _WORKED:
        return closed(step.said)
    sends = step.kind is StepKind.RESEND or step.operation.partition(".")[2] in _MAILS
    words = _SENDING if sends else _EFFECTS
    return left_to_people(step) if step.left_to_people else words[outcome](step)


def asked_for_by(step: Step) -> Mrkdwn | None:
    """Who asked for a document to be sent, and when; nothing for other steps."""
    actor = step.args.get("actor")
    if not isinstance(actor, str):
        return None
    when = moment(step.created_at)
    return say(" Asked for by {who}, {when}.", who=mention(actor), when=when)


def amount_of(step: Step) -> Mrkdwn | None:
    """The amount the provider's answer shows, else the one that was asked for."""
    asked = () if is_companion(step.operation) else (step.args,)  # a note is of no amount
    for source in (step.facts, *asked):
        amount_minor, currency = source.get("amount_minor"), source.get("currency")
        if isinstance(amount_minor, int) and isinstance(currency, str):
            return money(amount_minor, currency)
    return None


def what_of(step: Step) -> Mrkdwn:
    """`refund of USD 2,490.00`, or the thing alone."""
    thing, amount = thing_of(step.operation), amount_of(step)
    if amount is None or step.operation in _PAPERS:
        return escape(thing)
    return say("{thing} of *{amount}*", thing=thing, amount=amount)


def _reference(step: Step) -> Mrkdwn:
    return say(" ({reference})", reference=step.reference) if step.reference else Mrkdwn()


def _said(step: Step) -> Mrkdwn:
    """Why, in the words that were recorded; empty when nothing was."""
    return say(" {said}", said=closed(step.said)) if step.said else Mrkdwn()


def _tell(step: Step, template: str) -> Mrkdwn:
    vendor = vendor_of(step.operation)
    return say(
        template,
        vendor=vendor,
        what=what_of(step),
        thing=thing_of(step.operation),
        reference=_reference(step),
        said=_said(step),
    )


def _waiting(step: Step) -> Mrkdwn:
    if step.said:
        return say(
            "{told} Next try {when}.",
            told=_tell(step, "The {what} has not been sent:{said} Nothing has happened so far."),
            when=moment(step.run_at),
        )
    return _tell(step, "The {what} has not been sent to {vendor} yet.")


def _refused(step: Step) -> Mrkdwn:
    if step.was_accepted:
        return _tell(
            step, "{vendor} had accepted the {what}{reference}, but it failed later.{said}"
        )
    if not step.answered:
        return _tell(
            step, "Stopped by the last check before sending:{said} Nothing was sent to {vendor}."
        )
    return join(" ", (_tell(step, "{vendor} refused the {what}.{said}"), _nothing_happened(step)))


def _unavailable(step: Step) -> Mrkdwn:
    told = _tell(step, "{vendor} could not be reached for the {what}.{said}")
    return join(" ", (told, _nothing_happened(step)))


def _nothing_happened(step: Step) -> Mrkdwn:
    money_stayed = "Nothing happened: no money was moved."
    return escape(money_stayed if step.moves_money else "Nothing happened there.")


def _unknown(step: Step) -> Mrkdwn:
    may = "money may have moved" if step.moves_money else "it may have happened"
    return say(
        "{told} *{may}*. {vendor}'s books are being checked, and nothing is repeated before that.",
        told=_tell(step, "{vendor} did not confirm the {what}:"),
        may=may,
        vendor=vendor_of(step.operation),
    )


def left_to_people(step: Step) -> Mrkdwn:
    """All that is known of what nobody but a person can tell: what was sent, when, what came."""
    may = "money may have moved" if step.moves_money else "it may have happened"
    sent = say(" Sent {when}.", when=moment(step.first_sent_at)) if step.first_sent_at else None
    came = say(" What came back:{said}", said=_said(step)) if step.said else None
    record = step.args.get("record_id")
    about = say(" For {record}.", record=record) if isinstance(record, str) and record else None
    return say(
        "{told} *{may}*.{known} {asked} Nothing is repeated before that.",
        told=_tell(step, "{vendor} did not confirm the {what}:"),
        may=may,
        known=join("", (sent, about, came)),
        asked=_asked(step),
    )


def _asked(step: Step) -> Mrkdwn:
    """Why its vendor does not tell, and what can be done about that."""
    vendor, unanswered = vendor_of(step.operation), step.unanswered
    if unanswered is None:
        return say(
            "It cannot be looked up from here: see at {vendor}, then say what happened.",
            vendor=vendor,
        )
    return say(
        "Every look into {vendor}'s books has failed since {since}; why, as of {at}: {said} They "
        "are looked into every few minutes{at_once}, and what they show goes first; or see at "
        "{vendor} and say what happened.",
        vendor=vendor,
        since=moment(unanswered.since),
        at=moment(unanswered.at),
        said=closed(unanswered.said),
        at_once="" if step.kind is StepKind.RESEND else ", at once by Check again",
    )


def attested(step: Step) -> Mrkdwn:
    """What somebody said came of it; never that its vendor did."""
    happened = step.outcome in _WORKED
    return say(
        "*{who} says* that the {what} {did}, {when}.{said} {asked}",
        who=mention(step.attested_by or ""),
        what=what_of(step),
        did="went through" if happened else "did not go through",
        when=moment(step.finished_at) if step.finished_at else "at some time",
        said=_said(step),
        asked=_not_confirmed(step, happened=happened),
    )


def _not_confirmed(step: Step, *, happened: bool) -> Mrkdwn:
    if step.unanswered is None:
        return _tell(step, "{vendor} cannot be asked about it.")
    failed = "Every look into {vendor}'s books failed"
    if happened or not books_go_first(step):
        return _tell(step, f"{failed}.")
    return _tell(step, f"{failed}; they are read before it is tried again.")


def books_go_first(step: Step) -> bool:
    """Whether books are read before this is repeated; a document is sent anew by a step anew."""
    return step.unanswered is not None and step.kind is not StepKind.RESEND


def _on_a_word(step: Step, who: str) -> Mrkdwn:
    """What is tried again where nothing but a person's word tells that it did not happen before."""
    if step.outcome in _WAITS:
        told = _tell(step, "The {what} is *not sent again before {vendor}'s books are read*.{said}")
    else:
        told = _tell(step, "The {what} was *not sent again*.{said}")
    word = say(
        "That it did not go through before is the word of {who}: {vendor}'s books have not been "
        "read since.",
        who=mention(who),
        vendor=vendor_of(step.operation),
    )
    waits = step.outcome is StepOutcome.PENDING and step.said
    following = say("Next try {when}.", when=moment(step.run_at)) if waits else None
    return join(" ", (told, word, following))


_EFFECTS: Mapping[StepOutcome, Callable[[Step], Mrkdwn]] = MappingProxyType(
    {
        StepOutcome.PENDING: _waiting,
        StepOutcome.LEASED: lambda step: _tell(
            step, "The {what} is on its way to {vendor}. There is no answer yet."
        ),
        StepOutcome.DONE: lambda step: _tell(step, "{vendor} shows the {what} as done{reference}."),
        StepOutcome.ACCEPTED: lambda step: _tell(
            step, "{vendor} has accepted the {what}{reference}; not settled yet."
        ),
        StepOutcome.REFUSED: _refused,
        StepOutcome.UNAVAILABLE: _unavailable,
        StepOutcome.UNKNOWN: _unknown,
        StepOutcome.SKIPPED: lambda step: _tell(step, "The {what} is not needed any more."),
        StepOutcome.CANCELLED: lambda step: _tell(
            step, "The {what} was cancelled. Nothing was sent to {vendor}."
        ),
    }
)


def _unsent(told: str) -> Callable[[Step], Mrkdwn]:
    """A document that another system mails may have failed at either of the two: why is said."""

    def sentence(step: Step) -> Mrkdwn:
        by_another = step.operation == SEND_DOCUMENT
        return _tell(step, "The {thing} was not sent.{said}" if by_another else told)

    return sentence


_SENDING: Mapping[StepOutcome, Callable[[Step], Mrkdwn]] = MappingProxyType(
    {
        StepOutcome.PENDING: _waiting,
        StepOutcome.LEASED: lambda step: _tell(step, "The {thing} is being sent through {vendor}."),
        StepOutcome.DONE: lambda step: _tell(
            step, "{vendor} has sent the {thing} to the address on its record."
        ),
        StepOutcome.ACCEPTED: lambda step: _tell(
            step, "{vendor} has taken the {thing} for sending to the address on its record."
        ),
        StepOutcome.REFUSED: _unsent("The {thing} was not sent: {vendor} refused.{said}"),
        StepOutcome.UNAVAILABLE: _unsent(
            "The {thing} was not sent: {vendor} could not be reached.{said}"
        ),
        StepOutcome.UNKNOWN: lambda step: _tell(
            step, "{vendor} did not confirm that the {thing} was sent; it may have been."
        ),
        StepOutcome.SKIPPED: lambda step: _tell(step, "The {thing} was not sent."),
        StepOutcome.CANCELLED: lambda step: _tell(step, "The {thing} was not sent."),
    }
)
