"""The mail that a document goes with: a few words of ours, and the PDF as its vendor drew it.

Nothing that the caller said goes in, and the recipient is on the provider's record or nobody.
"""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from typing import Final

from bot.vendors import Order, Paper
from providers.google.follow_up import addressed, hello, reference_in
from providers.google.keys import matter_of

_TEXT: Final = """\
{hello}

You called us about your billing. The document is attached to this message.

Reference: {reference}

If you did not ask for this, please reply to this message.
"""


def compose(order: Order, paper: Paper, sender: str, now: datetime) -> EmailMessage:
    """Write the mail. Raises Refused where there is nobody to write to."""
    message = without_document(order, sender, now)
    message.add_attachment(
        paper.content, maintype="application", subtype="pdf", filename=paper.name
    )
    return message


def without_document(order: Order, sender: str, now: datetime) -> EmailMessage:
    """The mail as far as its words go: what lies as a draft until it is sent."""
    matter = matter_of(order)
    message = addressed(order, sender, now, about="Your document")
    message.set_content(_TEXT.format(hello=hello(matter.record), reference=reference_in(matter)))
    return message
