"""One call of local Stripe, and one row of its table of operations."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from handlers.sandbox import stripe_params as p
from handlers.sandbox.stripe_books import StripeBooks

EXPAND: Final[p.Spec] = {"expand": p.texts}


@dataclass(frozen=True)
class Call:
    """A request after validation. `shortage`: the account's balance is empty just now."""

    params: Mapping[str, Any]
    path: Mapping[str, str]
    url: str
    shortage: bool = False

    @property
    def target(self) -> str:
        """The one id in the path."""
        return next(iter(self.path.values()))


Run = Callable[[StripeBooks, Call], Mapping[str, Any]]


@dataclass(frozen=True)
class Operation:
    """One row: `kind` of object it answers with; `name`, such as `POST /v1/refunds`."""

    method: str
    path: str
    run: Run
    kind: str
    spec: p.Spec = field(default_factory=dict)
    required: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"
