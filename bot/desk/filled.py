"""What an approver filled into a plan's form: checked against its fields, nothing else kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from bot.desk.command import Answer
from bot.handoff.forms import REPLY, Form, FormField
from bot.redaction import Redacted

PREFIX = "form:"
"""How an answer names an input of a form as the one at fault."""

_COUNTRY = re.compile(r"[A-Za-z]{2}")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,180}\.[^@\s.]{2,63}")
_TAKEN_OUT = "["
"""What begins every stand-in for something private: half a value is not sent anywhere."""


def filled_in(form: Form | None, typed: Mapping[str, Redacted]) -> dict[str, Redacted]:
    """Keep what belongs to the form, as it was filled in."""
    names = [field.name for field in form.fields] if form else []
    return {name: typed[name] for name in names if typed.get(name)}


def form_problem(form: Form | None, filled: Mapping[str, Redacted]) -> Answer | None:
    """Say which input keeps the form from being taken; None when it can be."""
    if form is None:
        return None
    for field in form.fields:
        problem = _problem(field, filled.get(field.name))
        if problem is not None:
            return Answer.no(problem, field=f"{PREFIX}{field.name}")
    own = [field.name for field in form.fields if field != REPLY]
    nothing = own and not any(filled.get(name) for name in own)
    return Answer.no("Fill in what is to change.") if nothing else None


def _problem(field: FormField, value: str | None) -> str | None:
    if value is None:
        return _MISSING[field.kind == "confirm"] if field.required else None
    if _TAKEN_OUT in value:
        return "Something private was taken out here: write it without that, and without brackets."
    if len(value) > field.most:
        return f"At most {field.most} characters fit here."
    return _not_as_meant(field, value)


def _not_as_meant(field: FormField, value: str) -> str | None:
    if field.one_of and value.strip().casefold() not in field.one_of:
        return f"Write one of these: {field.hint or ', '.join(field.one_of)}."
    if field.kind == "date" and not _is_date(value):
        return "Write a date like 2026-11-20."
    if field.name == "email" and not _EMAIL.fullmatch(value):
        return "Write one e-mail address, like name@company.example."
    if field.name == "country" and not _COUNTRY.fullmatch(value):
        return "Write the country in two letters, like DE or NG."
    return None


_MISSING = ("This is needed.", "Nothing is sent before this is confirmed.")


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
