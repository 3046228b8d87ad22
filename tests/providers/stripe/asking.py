"""What is asked of Stripe in these tests, and what it was asked."""

from urllib.parse import parse_qs

from bot.redaction import redact
from bot.vendors import Order

KEY = "sk_test_local"
SEATS, BILL = "ch_3LocalBirkeSeats", "in_1Local20431"
RENEWAL, PLAN = "in_1Local20459", "sub_1LocalCobaltFleet"
PAUSED = "sub_1LocalLanternStudio"


def order(name, record_id, money=(None, None), *, note=None, **fields):
    step = f"call_1:stripe.{name}:1"
    return Order(
        step,
        f"{step}:1",
        record_id,
        *money,
        fields={key: redact(value) for key, value in fields.items()},
        note=redact(note) if note is not None else None,
    )


def sent(books):
    """The forms that were written, flattened."""
    posts = [request for request in books.requests if request.method == "POST"]
    return [
        {name: values[0] for name, values in parse_qs(request.body).items()} for request in posts
    ]
