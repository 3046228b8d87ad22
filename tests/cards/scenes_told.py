"""Cards of a refund of which HubSpot and Zendesk were told, and the form with a reply in it."""

from bot.handoff.words import StepOutcome
from tests.cards.values import a_case, a_decision, a_handoff, a_ruling, a_step, words

PAIRED = ("hubspot", "zendesk")
_HANDOFF = {"ruling": a_ruling(pairings=PAIRED)}


def _told(number, operation, outcome=StepOutcome.DONE, **change):
    return a_step(
        outcome, id=f"st_{number}", operation=operation, resource=None, answered=True, **change
    )


def _refunded(*told):
    refund = a_step(StepOutcome.DONE, reference="re_3PqOak", answered=True)
    return a_case(a_handoff(**_HANDOFF), decisions=(a_decision(),), steps=(refund, *told))


def before():
    """Nobody has approved yet."""
    return a_case(a_handoff(**_HANDOFF))


TOLD = {
    "told_and_answered": lambda: _refunded(
        _told(2, "hubspot.create_note", reference="33025"),
        _told(3, "zendesk.add_internal_note", reference="812"),
        _told(4, "zendesk.add_public_comment", reference="812"),
    ),
    "told_without_contact": lambda: _refunded(
        _told(
            2,
            "hubspot.create_note",
            StepOutcome.REFUSED,
            said=words("HubSpot has no contact with the address on the record; nothing was sent."),
        ),
        _told(3, "zendesk.add_internal_note", reference="812"),
    ),
}
