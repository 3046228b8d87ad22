"""What an approval asks a person for beside amount and reason: data, drawn by the cards.

A field's name is also its name in `Order.fields`; what is typed is redacted at the door.
"""

from __future__ import annotations

from typing import Literal

from bot.handoff.value import Value


class FormField(Value):
    """One input. `from_record` and `from_call` name the attribute that fills it in beforehand.

    A `confirm` field is a tick; when it is required, nothing is approved without it.
    """

    name: str
    label: str
    kind: Literal["line", "lines", "date", "confirm"] = "line"
    required: bool = False
    most: int = 200  # characters
    hint: str | None = None
    one_of: tuple[str, ...] = ()  # the words that are taken, however capitalised; empty: any
    from_record: str | None = None
    from_call: str | None = None


class Form(Value):
    """The inputs of one approval, in order; `intro` says what they are for."""

    intro: str
    fields: tuple[FormField, ...]


REPLY = FormField(
    name="message",
    label="Reply to the customer",
    kind="lines",
    most=1000,
    hint="Goes out as it stands here, once what is approved worked. Leave it empty to send none.",
)
"""Asked beside a plan's own form, where a paired system can bring it to the customer."""


def with_reply(form: Form | None) -> Form:
    """Ask for a reply as well; it may always be left empty."""
    if form is None:
        return Form(intro="If the customer is to be answered in writing:", fields=(REPLY,))
    return form.model_copy(update={"fields": (*form.fields, REPLY)})


_DELIVERED = (
    FormField(
        name="service_details",
        label="What was sold and delivered",
        kind="lines",
        required=True,
        most=3000,
    ),
    FormField(name="delivery_date", label="Delivered on", kind="date"),
    FormField(name="delivery_address", label="Delivered to", most=300),
)

EVIDENCE = Form(
    intro="This answer goes to the bank and cannot be changed afterwards.",
    fields=(
        *_DELIVERED,
        FormField(
            name="final", label="I know that this answer is final", kind="confirm", required=True
        ),
    ),
)

EVIDENCE_ON_FILE = Form(
    intro=(
        "Paystack keeps this with the dispute. It is no answer yet: the dispute still has to be "
        "declined in Paystack's dashboard, with a document, before its deadline."
    ),
    fields=(
        *_DELIVERED,
        FormField(
            name="declined_there",
            label="Somebody declines the dispute in the dashboard",
            kind="confirm",
            required=True,
        ),
    ),
)

ADDRESS = Form(
    intro="Only what is filled in changes. A tax id is changed in the system itself.",
    fields=(
        FormField(name="line1", label="Street and number"),
        FormField(name="line2", label="Second line"),
        FormField(name="city", label="City"),
        FormField(name="state", label="State or region"),
        FormField(name="postal_code", label="Postal code", most=20),
        FormField(
            name="country", label="Country", most=2, hint="Two letters (ISO 3166), like DE or NG."
        ),
    ),
)

BILLED_PARTY = Form(
    intro=ADDRESS.intro,
    fields=(
        FormField(name="company", label="Company on the invoices"),
        *ADDRESS.fields,
        FormField(name="phone", label="Phone", most=30),
    ),
)

PROMISE = Form(
    intro="Before the customer is written to:",
    fields=(
        FormField(
            name="recipient",
            label="The recipient is the customer on record",
            kind="confirm",
            required=True,
        ),
        FormField(
            name="consent",
            label="The caller agreed to be written to",
            kind="confirm",
            required=True,
        ),
        FormField(
            name="channel", label="E-mail is the agreed channel", kind="confirm", required=True
        ),
        FormField(
            name="purpose",
            label="The caller knows it is a request to pay",
            kind="confirm",
            required=True,
        ),
        FormField(
            name="follow_up", label="A follow-up was promised", kind="confirm", required=True
        ),
    ),
)

NEW_CUSTOMER = Form(
    intro="A customer record is made from this. Check it against what the caller said.",
    fields=(
        FormField(name="email", label="E-mail", required=True, from_call="email"),
        FormField(name="first_name", label="First name", most=80),
        FormField(name="last_name", label="Last name", most=80),
        FormField(name="phone", label="Phone", most=30, from_call="phone"),
        FormField(
            name="matched",
            label="The caller is this customer",
            kind="confirm",
            required=True,
        ),
    ),
)

NEW_SUBSCRIBER = Form(
    intro="A customer record is made from this. Check it against what the caller said.",
    fields=(
        FormField(name="email", label="E-mail", required=True, from_call="email"),
        FormField(name="first_name", label="First name", most=80),
        FormField(name="last_name", label="Last name", most=80),
        FormField(
            name="matched",
            label="The caller is this customer",
            kind="confirm",
            required=True,
        ),
    ),
)

PAYMENT_SETTINGS = Form(
    intro=(
        "How the customer pays from now on. A card or a direct debit is set by the customer in "
        "ProAbono's own pages, never here. Nothing is charged by this."
    ),
    fields=(
        FormField(
            name="payment_method",
            label="Pays by",
            required=True,
            most=20,
            hint="bank transfer, cash, check or other",
            one_of=("bank transfer", "bank", "cash", "check", "cheque", "other"),
        ),
        FormField(name="next_billing_on", label="Next invoice on", kind="date"),
        FormField(name="invoice_note", label="Printed on the invoices; the customer reads it"),
        FormField(
            name="automatic_ends",
            label="Charging a card or an account by itself ends",
            kind="confirm",
            required=True,
        ),
    ),
)
