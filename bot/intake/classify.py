"""Which workflow a call belongs to: what the analysis says, else its fields, else its summary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.handoff.words import Workflow
from bot.intake.content import Content, normal_key
from bot.intake.hindi import HINDI_MONEY, HINDI_RULES
from bot.intake.readers import is_nothing, truth_of
from bot.intake.transcript import AGENT

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_READ = 4_000
"""Characters of the summary that the rules look at."""

MAX_HEARD = 40_000
"""Characters of the caller's own words, where nothing else is known."""

REQUEST_KEYS = ("request_type", "billing_request_type", "request", "intent", "call_reason")

_SYNONYMS = {
    Workflow.REFUND_REQUEST: "refund refund_requested request_refund refund_inquiry money_back "
    "reimbursement refund_status partial_refund",
    Workflow.CHARGE_DISPUTE: "dispute billing_dispute charge_disputed duplicate_charge "
    "double_charge chargeback chargeback_threat overcharge unauthorized_charge "
    "unauthorised_charge incorrect_charge wrong_charge unrecognized_charge unrecognised_charge",
    Workflow.INVOICE_RESEND: "resend_invoice invoice invoice_copy invoice_request send_invoice "
    "statement statement_request statement_resend tax_form tax_form_request",
    Workflow.RECEIPT_REQUEST: "receipt resend_receipt receipt_resend send_receipt payment_receipt "
    "receipt_copy proof_of_payment",
    Workflow.RENEWAL_FAILURE: "renewal failed_renewal renewal_failed subscription_renewal_failure "
    "subscription_renewal_failed subscription_payment_failed",
    # Who asks for a payment link wants to pay and cannot: what clears that is a way to pay, and
    # the link itself is that workflow's resend.
    Workflow.PAYMENT_BLOCKER: "payment_link_request payment_link request_payment_link "
    "payment_blocked payment_issue payment_problem payment_failure payment_failed cannot_pay "
    "unable_to_pay vip_payment_blocker",
    Workflow.PROMISE_TO_PAY: "payment_promise promise payment_arrangement payment_plan "
    "instalment_plan installment_plan collections collection",
    Workflow.TAX_OR_ADDRESS_CORRECTION: "tax_correction address_correction tax_address_correction "
    "billing_address_correction address_change billing_address_change update_billing_address "
    "tax_id_update tax_id_correction vat_correction gst_correction invoice_correction",
    Workflow.OTHER_BILLING: "billing billing_question billing_inquiry billing_enquiry "
    "billing_issue balance_inquiry balance_enquiry invoice_question payment_question "
    "payment_status credit_request credit_note credit_note_request price_question pricing_dispute",
}
NAMED: Mapping[str, Workflow] = MappingProxyType(
    {
        **{word: workflow for workflow, words in _SYNONYMS.items() for word in words.split()},
        **{workflow.value: workflow for workflow in Workflow},
    }
)
"""Every `request_type` that is understood."""

_BY_FIELD = (
    (Workflow.CHARGE_DISPUTE, ("dispute_reason", "chargeback_threat")),
    (Workflow.REFUND_REQUEST, ("refund_reason", "refund_amount")),
    (Workflow.PROMISE_TO_PAY, ("promise_to_pay_date", "promise_to_pay_amount")),
    (Workflow.TAX_OR_ADDRESS_CORRECTION, ("new_billing_address", "tax_id")),
    (Workflow.PAYMENT_BLOCKER, ("blocker", "payment_blocker")),
)
"""Fields that only one workflow fills, most specific first."""

_BILLING_FIELDS = (
    "amount",
    "invoice_number",
    "invoice",
    "payment_reference",
    "payment_id",
    "subscription_id",
    "payment_status",
    "credit_request",
    "amount_due_date",
    "due_date",
    "failure_reason",
)

_TAX = r"(?:gst(?:in)?|vat|tax(?: id| number)?|billing address|invoice address)"
_WRONG = (
    r"(?:correct(?:ion|ed|ing)?|wrong|incorrect|updat(?:e|ed|ing)|chang(?:e|ed|ing)|fix(?:ed)?)"
)
_FAILED = r"(?:fail(?:ed|s|ure)?|declined?|not go through|not be processed|unsuccessful|bounced)"
_RENEWAL = r"renew(?:al|als|ed|ing|s)?"
_PAPER = r"(?:invoices?|statements?|tax forms?)"
_SENT = r"(?:re-?sen[dt]|sen[dt]|copy of|forward(?:ed)?|e-?mail(?:ed)?)"
_CHARGED = r"(?:charged|billed|debited|paid)"

_RULES = tuple(
    (workflow, re.compile(pattern))
    for workflow, pattern in (
        (Workflow.CHARGE_DISPUTE, r"charge ?-?backs?\b|\bdisput(?:e|es|ed|ing)\b|\bovercharg"),
        (Workflow.CHARGE_DISPUTE, rf"\b{_CHARGED} (?:\w+ )?(?:twice|two times|double|again)\b"),
        (Workflow.CHARGE_DISPUTE, r"\b(?:duplicate|double)[ -](?:charge|payment|debit|billing)"),
        (Workflow.CHARGE_DISPUTE, r"unauthori[sz]ed (?:charge|payment|transaction|debit)"),
        (Workflow.CHARGE_DISPUTE, r"not recogni[sz]e (?:\w+ )?(?:charge|payment|transaction)"),
        (Workflow.REFUND_REQUEST, r"\brefund(?:s|ed|ing)?\b|\bmoney back\b|\breimburse"),
        (Workflow.PROMISE_TO_PAY, r"\bpromis(?:e|es|ed|ing) to pay\b|\binstal?ments?\b"),
        (Workflow.PROMISE_TO_PAY, r"\b(?:will|agreed to|can) pay .{0,40}\b(?:on|by|before)\b"),
        (Workflow.PROMISE_TO_PAY, r"\bpayment (?:plan|arrangement)"),
        (Workflow.RENEWAL_FAILURE, rf"\b{_RENEWAL}\b.{{0,80}}\b{_FAILED}\b"),
        (Workflow.RENEWAL_FAILURE, rf"\b{_FAILED}\b.{{0,40}}\b{_RENEWAL}\b"),
        (Workflow.TAX_OR_ADDRESS_CORRECTION, rf"\b{_TAX}\b.{{0,60}}\b{_WRONG}\b"),
        (Workflow.TAX_OR_ADDRESS_CORRECTION, rf"\b{_WRONG}\b.{{0,60}}\b{_TAX}\b"),
        (Workflow.RECEIPT_REQUEST, r"\breceipts?\b"),
        (Workflow.INVOICE_RESEND, rf"\b{_SENT}\b.{{0,40}}\b{_PAPER}\b"),
        (Workflow.INVOICE_RESEND, rf"\b{_PAPER}\b.{{0,60}}\b(?:re-?sen[dt]|sent (?:again|over))\b"),
        (Workflow.PAYMENT_BLOCKER, r"\bpayment links?\b"),
        (
            Workflow.PAYMENT_BLOCKER,
            r"\b(?:can(?:no|')t|couldn't|(?:could not|(?:un|not )able to)) pay\b",
        ),
        (
            Workflow.PAYMENT_BLOCKER,
            r"\b(?:payment|transfer)\b.{0,40}\b(?:stuck|blocked|rejected)\b",
        ),
        *HINDI_RULES,
    )
)
"""What a summary says, most telling first; two workflows in one summary leave a doubt."""

_DENIED = re.compile(
    r"\b(?:no|not|never|without)\s+"
    r"(?:(?:a|an|any|the|want|wanting|ask|asking|asked|request|requesting|need|needing|promise"
    r"|promising|for|about|seeking|by|was|is)\s+){0,4}(?:refund|disput|chargeback)\w*"
)
_MONEY_WORDS = re.compile(
    r"\b(?:invoices?|billing|billed|bills?|payments?|paid|pay|charges?|charged|refund\w*|overdue"
    r"|receipts?|credit notes?|amount due|balance due|outstanding balance|subscription fee"
    r"|price increase|direct debit)\b"
    rf"|{HINDI_MONEY}"
)
_MONEY_NAMES = re.compile(
    r"\b(?:dollars?|euros?|pounds|naira|rupees?|rupaye|rupay|francs?|yen|kron(?:er|or)|lakhs?)\b"
)
"""Said aloud; in a summary a price may be named for many reasons."""


@dataclass(frozen=True, slots=True)
class Classified:
    """The workflow, and whether a person should doubt it."""

    workflow: Workflow
    confident: bool


def classify(content: Content) -> Classified | None:
    """Choose the workflow; None when nothing in the call is about money."""
    named = _named(content)
    if named is not None:
        return named
    found = tuple(dict.fromkeys((*_by_fields(content), *_by_summary(content))))
    if found:
        return Classified(found[0], confident=len(found) == 1)
    if content.unsafe or _is_about_money(content):
        return Classified(Workflow.OTHER_BILLING, confident=False)
    return None


def classify_spoken(content: Content) -> Classified | None:
    """Choose by the caller's own words while nobody has summed them up: always with doubt."""
    asked = _spoken(turn.text for turn in content.turns if turn.speaker != AGENT)
    found = next(_by_words(asked), None)
    if found is None:
        heard = _spoken(turn.text for turn in content.turns)
        is_money = _MONEY_WORDS.search(heard) or _MONEY_NAMES.search(heard)
        found = Workflow.OTHER_BILLING if is_money else None
    return Classified(found, confident=False) if found else None


def _spoken(turns: Iterable[str]) -> str:
    return _plain(" ".join(turns)[:MAX_HEARD])


def _named(content: Content) -> Classified | None:
    """Read the analysis's own word; of several that are known the first, with doubt."""
    said = (content.values.get(key) for key in REQUEST_KEYS)
    words = [part for one in said if isinstance(one, str) for part in re.split(r"[,;/|]", one)]
    found = [NAMED[key] for word in words if (key := normal_key(word)) in NAMED]
    if not found:
        return None
    return Classified(found[0], confident=len(set(found)) == 1)


def _by_fields(content: Content) -> Iterator[Workflow]:
    return (
        workflow
        for workflow, keys in _BY_FIELD
        if any(_is_filled(content.values.get(key)) for key in keys)
    )


def _is_filled(value: object) -> bool:
    return not is_nothing(value) and truth_of(value) is not False and value != 0


def _by_summary(content: Content) -> Iterator[Workflow]:
    return _by_words(_summary(content))


def _by_words(text: str) -> Iterator[Workflow]:
    asked = _DENIED.sub(" ", text)
    return (workflow for workflow, pattern in _RULES if pattern.search(asked))


def _is_about_money(content: Content) -> bool:
    filled = any(_is_filled(content.values.get(key)) for key in _BILLING_FIELDS)
    return filled or _MONEY_WORDS.search(_summary(content)) is not None


def _summary(content: Content) -> str:
    return _plain((content.summary or "")[:MAX_READ])


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
