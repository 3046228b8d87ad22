"""A plan's form as inputs of a view, filled in with what is known, for a person to check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.cards import names
from bot.cards.kit import confirm_input, date_input, escape, section, text_input
from bot.handoff.forms import Form, FormField
from bot.handoff.handoff import Handoff
from bot.ports import Block


def form_blocks(form: Form | None, handoff: Handoff) -> Sequence[Block]:
    """What is asked, in order; nothing when the plan asks nothing."""
    if form is None:
        return ()
    known = {field.name: _known(field, handoff) for field in form.fields}
    return (section(escape(form.intro)), *(_input(field, known) for field in form.fields))


def _known(field: FormField, handoff: Handoff) -> str | None:
    """What an earlier approver filled in, else what the record or the call says.

    What they left empty stays empty: it is what the next one approves with the rest.
    """
    if handoff.fields:
        return handoff.fields.get(field.name)
    of_record = getattr(handoff.record, field.from_record, None) if field.from_record else None
    of_call = getattr(handoff.call, field.from_call, None) if field.from_call else None
    return of_record or (None if handoff.call.unsafe else of_call)


def _input(field: FormField, known: Mapping[str, str | None]) -> Block:
    block_id, initial = names.form_block(field.name), known[field.name]
    if field.kind == "confirm":
        return confirm_input(block_id, names.FORM_INPUT, field.label, required=field.required)
    if field.kind == "date":
        return date_input(
            block_id, names.FORM_INPUT, field.label, required=field.required, initial=initial
        )
    return text_input(
        block_id,
        names.FORM_INPUT,
        field.label,
        most=field.most,
        required=field.required,
        initial=initial,
        hint=field.hint,
    )
