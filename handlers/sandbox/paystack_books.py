"""`PaystackBooks`: the whole local account, what was asked of it, and what the world does to it."""

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, TypeAlias

from handlers.sandbox import paystack_shapes as shapes
from handlers.sandbox.paystack_errors import invalid, missing
from handlers.sandbox.paystack_shapes import PaystackObject
from handlers.sandbox.telling import Tell, silence
from handlers.sandbox.visits import RecordedRequest

Clock: TypeAlias = Callable[[], datetime]

TEST_KEY: Final = "sk_test_"
WAITING: Final = frozenset({"pending", "processing", "needs-attention"})
KINDS: Final = (
    "customer",
    "transaction",
    "refund",
    "dispute",
    "evidence",
    "payment_request",
    "subscription",
)
FIRST_NUMBER: Final = 4_099_260_500


@dataclass(frozen=True)
class Mail:
    """A mail that Paystack would have sent to the customer."""

    at: datetime
    to: str
    subject: str
    about: str


@dataclass
class PaystackBooks:
    """One test-mode account. `fill` puts the seed data in, at the start and after `reset`.

    `now` gives aware UTC datetimes. `reset_after_s` is sent with a 429 when set. There are no
    idempotency keys: what is sent twice happens twice. Refuses any key that is not a test key.
    """

    api_key: str
    now: Clock
    fill: Callable[["PaystackBooks"], None] | None = None
    reset_after_s: int | None = 1
    objects: dict[str, dict[int, PaystackObject]] = field(default_factory=dict)
    requests: list[RecordedRequest] = field(default_factory=list)
    mails: list[Mail] = field(default_factory=list)
    archived: set[int] = field(default_factory=set)
    tell: Tell = silence
    """Reports to whoever listens what has happened."""

    def __post_init__(self) -> None:
        if not self.api_key.startswith(TEST_KEY):
            raise ValueError(f"Local Paystack takes a test key only ({TEST_KEY}...).")
        self.reset()

    def reset(self) -> None:
        """Forget everything but the seed data."""
        self.objects = {kind: {} for kind in KINDS}
        self.requests.clear()
        self.mails.clear()
        self.archived.clear()
        self._numbers = itertools.count(FIRST_NUMBER)
        if self.fill is not None:
            self.fill(self)

    # --- reading ---

    def new_number(self) -> int:
        return next(self._numbers)

    def put(self, kind: str, item: PaystackObject) -> PaystackObject:
        self.objects[kind][item["id"]] = item
        return item

    def get(self, kind: str, number: int) -> PaystackObject:
        """The object, or PaystackError 404."""
        found = self.objects[kind].get(number)
        if found is None:
            raise missing(kind.replace("_", " ").capitalize())
        return found

    def every(self, kind: str) -> list[PaystackObject]:
        """All of a kind, newest first."""
        return list(self.objects[kind].values())[::-1]

    def customer(self, name: str) -> PaystackObject:
        """A customer by e-mail or code, the newest first, or PaystackError 404."""
        for one in self.every("customer"):
            if name.casefold() in {one["email"].casefold(), one["customer_code"].casefold()}:
                return one
        raise missing("Customer")

    def by_reference(self, reference: str) -> PaystackObject | None:
        found = (one for one in self.every("transaction") if one["reference"] == reference)
        return next(found, None)

    def named(self, name: object) -> PaystackObject:
        """A transaction by reference or id, or PaystackError."""
        found = self.by_reference(str(name))
        if found is None and str(name).isdigit():
            found = self.objects["transaction"].get(int(str(name)))
        if found is None:
            raise missing("Transaction")
        return found

    def refunds_of(self, reference: str) -> list[PaystackObject]:
        """All refunds of a transaction, newest first, in every status."""
        number = self.named(reference)["id"]
        return [one for one in self.every("refund") if one["transaction"] == number]

    # --- refunds ---

    def refund(
        self, name: object, amount: int | None = None, note: str | None = None
    ) -> PaystackObject:
        """Queue a refund. A dispute does not stop Paystack: it may pay twice."""
        paid_by = self.named(name)
        left = self._left(paid_by)
        if paid_by["status"] != "success":
            raise invalid(f"Transaction is {paid_by['status']}, it cannot be refunded.")
        if left <= 0:
            raise invalid("Transaction has been fully reversed", "transaction_reversed")
        sent = left if amount is None else amount
        if sent > left:
            raise invalid("Refund amount cannot be more than what is left", "invalid_amount")
        said = note or f"Refund for transaction {paid_by['reference']} by {shapes.OPERATOR}"
        made = shapes.refund(self.new_number(), self.now(), amount=sent, note=said, paid_by=paid_by)
        self._tell_refund(self.put("refund", made))
        return made

    def _tell_refund(self, refund: PaystackObject) -> None:
        paid_by = self.get("transaction", refund["transaction"])
        self.tell(f"refund.{refund['status']}", shapes.refund_report(refund, paid_by))

    def _left(self, paid_by: Mapping[str, Any]) -> int:
        refunds = self.refunds_of(paid_by["reference"])
        return int(paid_by["amount"]) - _sum(one for one in refunds if one["status"] != "failed")

    # --- what the world does. Each raises PaystackError when the state forbids it ---

    def settle(self, number: int) -> PaystackObject:
        """A refund reaches the customer, who gets a mail; a whole one reverses the transaction."""
        paid = self._moved(number, "processed") | {"refunded_at": shapes.instant(self.now())}
        self.put("refund", paid | {"deducted_amount": paid["amount"], "fully_deducted": True})
        paid_by = self.get("transaction", paid["transaction"])
        refunds = self.refunds_of(paid_by["reference"])
        if _sum(one for one in refunds if one["status"] == "processed") >= paid_by["amount"]:
            paid_by["status"] = "reversed"
        payer = paid_by["customer"]["email"]
        self.mails.append(Mail(self.now(), payer, "Your refund", paid_by["reference"]))
        settled = self.get("refund", number)
        self._tell_refund(settled)
        return settled

    def fail(self, number: int) -> PaystackObject:
        """A refund that was queued does not arrive; the sum is refundable again."""
        failed = self._moved(number, "failed")
        self._tell_refund(failed)
        return failed

    def need_attention(self, number: int) -> PaystackObject:
        """Paystack needs the customer's bank account to go on."""
        waiting = self._moved(number, "needs-attention")
        self._tell_refund(waiting)
        return waiting

    def _moved(self, number: int, status: str) -> PaystackObject:
        refund = self.get("refund", number)
        if refund["status"] not in WAITING:
            raise invalid(f"Refund is {refund['status']}.")
        refund |= {"status": status, "updatedAt": shapes.instant(self.now())}
        return refund

    def open_dispute(self, name: str, category: str = "chargeback") -> PaystackObject:
        about = self.named(name)
        made = shapes.dispute(self.new_number(), self.now(), category=category, about=about)
        self.tell("charge.dispute.create", self.put("dispute", made))
        return made

    def resolve_dispute(self, number: int, resolution: str = "declined") -> PaystackObject:
        """`declined`: we kept the money. `merchant-accepted`: it went back."""
        dispute = self.get("dispute", number)
        dispute |= {
            "status": "resolved",
            "resolution": resolution,
            "resolvedAt": shapes.instant(self.now()),
        }
        self.tell("charge.dispute.resolve", dispute)
        return dispute


def _sum(refunds: Iterable[Mapping[str, Any]]) -> int:
    return sum(int(one["amount"]) for one in refunds)
