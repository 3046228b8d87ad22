"""The rules of evidence: it is final once submitted, and too late after the due date.

https://docs.stripe.com/disputes/responding and https://docs.stripe.com/api/disputes/update.
"""

from collections.abc import Mapping
from typing import Any, Final

from handlers.sandbox.stripe_errors import refused
from handlers.sandbox.stripe_params import merged_metadata
from handlers.sandbox.stripe_store import ObjectStore, StripeObject

AFTER: Final[Mapping[str, str]] = {
    "needs_response": "under_review",
    "warning_needs_response": "warning_under_review",
    "appeal_needs_response": "appeal_under_review",
}
MOST_TEXT: Final = 150_000


def answer(store: ObjectStore, dispute_id: str, params: Mapping[str, Any]) -> StripeObject:
    """Stage evidence, or submit it (the default) together with what was staged before."""
    dispute = store.get("dispute", dispute_id)
    evidence = params.get("evidence") or {}
    if evidence:
        _check_open(store, dispute)
        _check_length(dispute, evidence)
    if "metadata" in params:
        dispute["metadata"] = merged_metadata(dispute["metadata"], params["metadata"])
    if "intended_submission_method" in params:
        dispute["intended_submission_method"] = params["intended_submission_method"]
    dispute["evidence"] = dispute["evidence"] | evidence
    details = dispute["evidence_details"]
    details["has_evidence"] = bool(_texts(dispute["evidence"]))
    if params.get("submit", True) and details["has_evidence"] and dispute["status"] in AFTER:
        _submit(store, dispute)
    return store.put(dispute)


def _submit(store: ObjectStore, dispute: StripeObject) -> None:
    _check_open(store, dispute)
    dispute["status"] = AFTER[dispute["status"]]
    dispute["evidence_details"] |= {
        "submission_count": dispute["evidence_details"]["submission_count"] + 1,
        "submission_method": "manual",
    }
    store.tell("charge.dispute.updated", dispute)


def _check_open(store: ObjectStore, dispute: StripeObject) -> None:
    if dispute["status"] not in AFTER:
        raise refused(f"Dispute {dispute['id']} is {dispute['status']}: evidence is not taken.")
    details = dispute["evidence_details"]
    if details["past_due"] or (details["due_by"] or store.unix()) < store.unix():
        raise refused(f"The due date for evidence on dispute {dispute['id']} has passed.")


def _texts(evidence: Mapping[str, Any]) -> list[str]:
    return [value for value in evidence.values() if isinstance(value, str) and value]


def _check_length(dispute: StripeObject, evidence: Mapping[str, Any]) -> None:
    if sum(map(len, _texts(dispute["evidence"] | evidence))) > MOST_TEXT:
        raise refused(f"All evidence together has at most {MOST_TEXT} characters.")


def run_out(store: ObjectStore, dispute_id: str) -> StripeObject:
    """The due date goes by."""
    dispute = store.get("dispute", dispute_id)
    dispute["evidence_details"] |= {"due_by": store.unix() - 60, "past_due": True}
    store.tell("charge.dispute.updated", dispute)
    return store.put(dispute)
