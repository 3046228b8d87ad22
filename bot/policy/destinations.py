"""Which configured account holds the record that a call is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.handoff.billing_call import BillingCall
from bot.policy.schema import Destination


@dataclass(frozen=True, slots=True)
class Chosen:
    """One destination, or none and the names of those that remain possible; and why."""

    destination: Destination | None
    candidates: tuple[str, ...]
    because: str


def named(destinations: Sequence[Destination], name: str) -> Chosen:
    """The destination at which a look-up found the record."""
    found = next(one for one in destinations if one.name == name)
    return Chosen(found, (name,), f"Destination {name}: the record was found there.")


def choose(destinations: Sequence[Destination], call: BillingCall) -> Chosen:
    """Narrow by conditions, then by an explicit analysis field, then by reference patterns.

    Among those that are left, one that names the call's currency goes before one that names none.
    Exactly one left is chosen; with none or several a person has to pick.
    """
    admitted = [one for one in destinations if _admits(one, call)]
    for prefers, why in _PREFERENCES:
        preferred = [one for one in admitted if prefers(one, call)]
        if preferred:
            return _only(preferred, why)
    return _only(admitted, "it is the only one whose conditions hold")


def _only(left: Sequence[Destination], why: str) -> Chosen:
    names = tuple(one.name for one in left)
    if len(left) == 1:
        return Chosen(left[0], names, f"Destination {left[0].name}: {why}.")
    said = f"several fit ({', '.join(names)})" if left else "none fits"
    return Chosen(None, names, f"No destination: {said}, so a person has to pick.")


def _admits(destination: Destination, call: BillingCall) -> bool:
    when = destination.when
    return (
        (not when.agents or call.agent_id in when.agents)
        and (not when.workflows or call.workflow in when.workflows)
        and (not when.currencies or call.currency in when.currencies)
        and (not when.regions or in_region(call.tax_region, when.regions))
        and (not when.only_if_named or _is_named(destination, call))
    )


def _is_named(destination: Destination, call: BillingCall) -> bool:
    return _named_by_field(destination, call) or _named_by_reference(destination, call)


def in_region(region: str | None, wanted: Sequence[str]) -> bool:
    """Match a tax region with its parts: `IN` holds `IN-KA`; an unknown region is in none."""
    said = (region or "").strip().casefold()
    names = [name.strip().casefold() for name in wanted]
    return bool(said) and any(said == name or said.startswith(f"{name}-") for name in names)


def _named_by_field(destination: Destination, call: BillingCall) -> bool:
    said = {normal_key(key): value.strip().casefold() for key, value in call.learned}
    return any(
        said.get(normal_key(field)) in [value.strip().casefold() for value in values]
        for field, values in destination.when.fields.items()
    )


def _named_by_reference(destination: Destination, call: BillingCall) -> bool:
    patterns = [re.compile(one, re.IGNORECASE) for one in destination.when.references]
    return any(one.search(reference) for one in patterns for reference in references(call))


def _named_by_currency(destination: Destination, call: BillingCall) -> bool:
    return call.currency in destination.when.currencies


Preference = Callable[[Destination, BillingCall], bool]

_PREFERENCES: tuple[tuple[Preference, str], ...] = (
    (_named_by_field, "an analysis field names it"),
    (_named_by_reference, "a reference matches its pattern"),
    (_named_by_currency, "it names the currency"),
)


def references(call: BillingCall) -> Iterator[str]:
    """Every reference the caller named; one field may hold several."""
    fields = (call.invoice_number, call.payment_id, call.subscription_id, call.order_ref)
    return (part for field in fields if field for part in re.split(r"[,;\s]+", field) if part)


def normal_key(key: str) -> str:
    """Write an analysis key the one way: `VIP Customer` is `vip_customer`."""
    return re.sub(r"[\s_-]+", "_", key.strip().casefold())
