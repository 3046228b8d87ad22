"""Every call of local Plisio: all of them GETs, also the ones that change something."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, TypeAlias

from starlette.requests import Request

from handlers.sandbox import plisio_shapes as shapes
from handlers.sandbox.plisio_books import PlisioBooks
from handlers.sandbox.plisio_coins import COINS, WORTH, coin_text, in_coins, listed
from handlers.sandbox.plisio_errors import PlisioError, invalid, unknown_coin

PREFIX: Final = "/api/v1"
_DECIMAL = re.compile(r"[0-9]+(\.[0-9]{1,18})?")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_STATUSES: Final = frozenset(
    {"new", "pending", "pending internal", "expired", "completed", "mismatch", "error", "cancelled"}
)
_TYPES: Final = frozenset({"cash_in", "cash_out", "mass_cash_out", "invoice"})
_CREATE: Final = frozenset(
    {
        "order_name",
        "order_number",
        "currency",
        "amount",
        "source_currency",
        "source_amount",
        "description",
        "callback_url",
        "email",
        "expire_min",
        "return_existing",
    }
)


@dataclass(frozen=True)
class Call:
    """A request; the key is not among what it asks."""

    request: Request

    def part(self, name: str) -> str:
        return str(self.request.path_params[name])

    def asked(self, *known: str) -> dict[str, str]:
        """The query, each name once; PlisioError 422 for a name that is not known."""
        pairs = self.request.query_params
        given = {name: pairs[name] for name in pairs if name != "api_key"}
        for name in given:
            if name not in known or len(pairs.getlist(name)) > 1:
                raise invalid(**{name: "Unknown or repeated parameter"})
        return given


Run: TypeAlias = Callable[[PlisioBooks, Call], Any]


@dataclass(frozen=True)
class Operation:
    """`name` is what faults are aimed at, such as `GET /api/v1/invoices/new`."""

    path: str
    run: Run

    @property
    def name(self) -> str:
        return f"GET {self.path}"


def _create(books: PlisioBooks, call: Call) -> dict[str, Any]:
    given = call.asked(*_CREATE)
    for name in ("order_name", "order_number"):
        if not given.get(name):
            raise invalid(**{name: "Required"})
    if "email" in given and not _ADDRESS.fullmatch(given["email"]):
        raise invalid(email="Not an address")
    coin = given.get("currency", "BTC")
    if coin not in COINS:
        raise unknown_coin(coin)
    made = books.create(
        return_existing="return_existing" in given,  # its presence counts, whatever it says
        order_number=given["order_number"],
        order_name=given["order_name"],
        coin=coin,
        email=given.get("email"),
        callback_url=given.get("callback_url"),
        **_sums(given, coin),
    )
    return shapes.created(books, made)


def _sums(given: dict[str, str], coin: str) -> dict[str, Any]:
    """Either a sum of money or one in coins."""
    money, amount = given.get("source_currency"), given.get("source_amount")
    if (money is None) != (amount is None) or (money is None) == ("amount" not in given):
        raise invalid(amount="Send either amount, or source_currency and source_amount")
    asked = amount if amount is not None else given["amount"]
    if not _DECIMAL.fullmatch(asked) or Decimal(asked) <= 0:
        raise invalid(amount="Not a positive decimal")
    if money is None:
        return {"amount": Decimal(asked)}
    if money not in WORTH:
        raise invalid(source_currency="Unknown currency")
    return {"amount": in_coins(asked, money, coin), "source": (asked, money)}


def _invoice(books: PlisioBooks, call: Call) -> dict[str, Any]:
    call.asked()
    return shapes.details(books.get(call.part("id")))


def _email(books: PlisioBooks, call: Call) -> dict[str, Any]:
    """Looks like a search, and stores the address."""
    address = call.asked("email").get("email", "")
    if not _ADDRESS.fullmatch(address):
        raise invalid(email="Not an address")
    return shapes.details(books.set_email(call.part("id"), address))


def _operation(books: PlisioBooks, call: Call) -> dict[str, Any]:
    call.asked()
    return shapes.operation(books, books.get(call.part("id")))


def _operations(books: PlisioBooks, call: Call) -> dict[str, Any]:
    """Newest first, pages from 1."""
    asked = call.asked("page", "limit", "shop_id", "type", "status", "currency", "search")
    found = books.like(asked["search"]) if "search" in asked else books.every()
    if asked.get("type", "invoice") not in _TYPES or asked.get("status", "new") not in _STATUSES:
        raise invalid(type="Unknown type or status")
    if asked.get("type", "invoice") != "invoice":
        found = []
    if "status" in asked:
        found = [one for one in found if one.status == asked["status"]]
    page, size = _number(asked, "page", 1), _number(asked, "limit", 20)
    rows = [shapes.operation(books, one) for one in found[(page - 1) * size : page * size]]
    count = max(1, -(-len(found) // size))
    here = f"https://api.plisio.net{PREFIX}/operations?page="
    return {
        "operations": rows,
        "_links": {"self": {"href": f"{here}{page}"}, "last": {"href": f"{here}{count}"}},
        "_meta": {
            "totalCount": len(found),
            "pageCount": count,
            "currentPage": page,
            "perPage": size,
        },
    }


def _number(asked: dict[str, str], name: str, otherwise: int) -> int:
    value = asked.get(name, str(otherwise))
    if not value.isdigit() or int(value) < 1:
        raise invalid(**{name: "Not a positive number"})
    return int(value)


def _balance(books: PlisioBooks, call: Call) -> dict[str, Any]:
    call.asked()
    coin = call.part("psys_cid")
    if coin not in COINS:
        raise unknown_coin(coin)
    held = coin_text(books.held[coin])
    return {"psys_cid": coin, "currency": COINS[coin][1], "balance": held}


def _currencies(_books: PlisioBooks, call: Call) -> list[dict[str, Any]]:
    call.asked()
    money = str(call.request.path_params.get("fiat", "USD"))
    if money not in WORTH:
        raise invalid(fiat="Unknown currency")
    return listed(money)


def _shop(books: PlisioBooks, call: Call) -> dict[str, Any]:
    call.asked()
    return {**shapes.SHOP, "white_label": books.white_label}


def no_such_address(_books: PlisioBooks, _call: Call) -> Any:
    """Also what a POST gets: every call is a GET."""
    raise PlisioError(404, "Page not found.")


OPERATIONS: Final = (
    Operation(f"{PREFIX}/invoices/new", _create),
    Operation(f"{PREFIX}/invoices/{{id}}", _invoice),
    Operation(f"{PREFIX}/invoices/email/{{id}}", _email),
    Operation(f"{PREFIX}/operations", _operations),
    Operation(f"{PREFIX}/operations/{{id}}", _operation),
    Operation(f"{PREFIX}/balances/{{psys_cid}}", _balance),
    Operation(f"{PREFIX}/currencies", _currencies),
    Operation(f"{PREFIX}/currencies/{{fiat}}", _currencies),
    Operation(f"{PREFIX}/shops", _shop),
)
