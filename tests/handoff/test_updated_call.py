"""A later body of the same call adds to what is known and takes nothing away."""

from __future__ import annotations

from bot.handoff.words import Urgency


def test_what_a_newer_body_states_is_taken_over_and_the_rest_stays(made):
    first = made.call(
        customer=made.words("Mira"), amount_minor=4900, currency="EUR", suppressed={"card": 1}
    )
    later = made.call(amount_minor=5900, customer=None, urgency=Urgency.HIGH)
    both = first.updated_by(later)
    assert (both.customer, both.amount_minor, both.currency) == ("Mira", 5900, "EUR")
    assert both.urgency is Urgency.HIGH
    assert both.suppressed == {"card": 1}


def test_the_same_or_less_changes_nothing(made):
    first = made.call(customer=made.words("Mira"), amount_minor=4900)
    assert first.updated_by(first) == first
    assert first.updated_by(made.call(amount_minor=4900)) == first


def test_words_lost_later_do_not_make_known_words_unsafe(made):
    first = made.call(customer=made.words("Mira"))
    assert not first.updated_by(made.call(unsafe=True)).unsafe
    assert made.call(unsafe=True).updated_by(made.call(unsafe=True)).unsafe
