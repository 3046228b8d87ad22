"""`stripe.submit_evidence`: the answer to a dispute. It is final: nothing can be added later."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from bot.errors import Refused
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.ports import Clock
from bot.redaction import literal
from bot.vendors import Effect, Order
from providers.stripe.client import Params, StripeClient
from providers.stripe.disputes import chosen, is_wanted
from providers.stripe.lookups import Lookups
from providers.stripe.models import Dispute
from providers.stripe.orders import KEY_WINDOW, MARK, is_ours

FACTS: Final = OperationFacts(
    name="stripe.submit_evidence",
    writes=True,
    moves_money=False,
    requires=("record_id", "service_details"),
    repeat_safety=RepeatSafety.NATIVE_KEY,
    key_window=KEY_WINDOW,
    can_look_up=True,
    title="Answer to the bank by Stripe",
    card_may_say="Stripe gave the answer to the bank; the bank decides, and it is final.",
)

NAMES: Final = MappingProxyType(
    {
        "service_details": "product_description",
        "delivery_date": "service_date",
        "delivery_address": "shipping_address",
    }
)
"""Ours to Stripe's: https://docs.stripe.com/api/disputes/evidence_object."""
LONGEST: Final = 150_000  # all texts together


class SubmitEvidence:
    """Implements `bot.ports.Operation`. `order.record_id` is the charge, `fields` the form."""

    facts = FACTS

    def __init__(self, client: StripeClient, lookups: Lookups, clock: Clock) -> None:
        self._client = client
        self._lookups = lookups
        self._clock = clock

    async def send(self, order: Order) -> Effect:
        """Submit once. What this step submitted before is shown, never submitted again."""
        evidence = _evidence(order)
        disputes = await self._disputes(order)
        before = _ours(disputes, order)
        if before is not None:
            return _effect(before)
        answer = await self._client.post(
            "/v1/disputes/{id}",
            Dispute,
            ids={"id": self._open_one(disputes).id},
            wire_key=order.wire_key,
            form={"evidence": evidence, "metadata": {MARK: order.step_key}, "submit": True},
        )
        return _effect(answer.body, request_id=answer.request_id)

    async def find_effect(self, order: Order) -> Effect | None:
        """The mark and the evidence are written by one call, so the mark tells of both."""
        found = _ours(await self._disputes(order), order)
        return _effect(found) if found else None

    async def watch(self, order: Order, reference: str) -> Effect:
        dispute = await self._client.get("/v1/disputes/{id}", Dispute, ids={"id": reference})
        if not is_ours(dispute.metadata, order):
            raise Refused("That dispute was not answered by this step.", code="other_dispute")
        return _effect(dispute)

    async def _disputes(self, order: Order) -> list[Dispute]:
        charge = await self._lookups.charge(order.record_id)
        return await self._client.all("/v1/disputes", Dispute, {"charge": charge.id})

    def _open_one(self, disputes: list[Dispute]) -> Dispute:
        """The dispute that takes an answer now. Raises Refused and says why there is none."""
        dispute = chosen(disputes, self._clock())
        if dispute is None:
            raise Refused("No dispute is open on this payment.", code="no_dispute")
        if is_wanted(dispute, self._clock()):
            return dispute
        if dispute.evidence_details.submission_count:
            raise Refused(
                "The bank has an answer to this dispute already, and a second one is not taken.",
                code="already_submitted",
            )
        raise Refused(
            "The bank does not take an answer to this dispute any more.", code="not_wanted"
        )


def _ours(disputes: list[Dispute], order: Order) -> Dispute | None:
    return next((dispute for dispute in disputes if is_ours(dispute.metadata, order)), None)


def _evidence(order: Order) -> Params:
    texts = {
        theirs: str(order.fields[ours]).strip()
        for ours, theirs in NAMES.items()
        if order.fields.get(ours, "").strip()
    }
    if "product_description" not in texts:
        raise Refused("An answer needs to say what was sold; nothing was sent.", code="no_evidence")
    if any("[" in text for text in texts.values()):
        raise Refused(
            "Something in the answer looked private and was taken out; nothing was sent.",
            code="redacted_field",
        )
    if sum(map(len, texts.values())) > LONGEST:
        raise Refused("The answer is longer than Stripe takes; nothing was sent.", code="too_long")
    return texts


def _effect(dispute: Dispute, *, request_id: str | None = None) -> Effect:
    """Until Stripe shows a submission, the answer is taken, not given on."""
    details = dispute.evidence_details
    submitted = details.submission_count > 0
    return Effect(
        status="done" if submitted else "accepted",
        reference=dispute.id,
        said=literal("Stripe gave the answer to the bank, which decides now.")
        if submitted
        else literal("Stripe has the answer; it is not with the bank yet."),
        facts={
            "status": dispute.status,
            "submission_count": details.submission_count,
            "request_id": request_id,
        },
    )
