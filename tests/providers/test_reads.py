"""What each read declares that it is found by is what it asks with: no more, no less."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

import providers.paystack
import providers.plisio
import providers.proabono
import providers.quickbooks
import providers.stripe
from bot.errors import VendorFailure
from bot.handoff.record import RecordClaim
from bot.settings import Settings
from bot.vault import NO_VAULT
from handlers.sandbox import SandboxConfig, ways_in

NOWHERE = "http://127.0.0.1:9"
NAMED = {
    "stripe": ("ch_3LocalNothing", "cus_LocalNothing", "sub_1LocalNothing"),
    "paystack": ("T68531", "CUS_localnothing", "PRQ_localnothing", "SUB_localnothing"),
    "proabono": ("4711",),
    "plisio": ("5fd0e1f2a3b4c5d6e7f80912",),
    "quickbooks": ("129",),
}
"""What a caller may name, whatever it is called: the form tells what it is."""
FIELDS = {
    "payment_ids": lambda name: (name,),
    "invoice_number": lambda name: name,
    "subscription_id": lambda name: name,
}


async def at_once(_delay_s):
    """Nothing is waited for, as nobody is there."""


def now():
    return datetime(2031, 3, 5, tzinfo=UTC)


@pytest.fixture
async def account(request, tmp_path):
    """One account at an address where nobody listens: whoever asks anything fails."""
    given = ways_in(SandboxConfig(), NOWHERE, key_file=Path(tmp_path) / "key.json")
    settings = getattr(Settings(_env_file=None, **given), request.param)
    build = getattr(providers, request.param).build
    vault = (NO_VAULT,) if request.param == "quickbooks" else ()
    opened = build(settings, *vault, clock=now, sleep=at_once)
    yield opened
    await opened.aclose()


def claims(account):
    """Each with one thing said, by the name of its field."""
    yield "email", RecordClaim(email="ada@lovelace.example")
    for field, of in FIELDS.items():
        for name in (*NAMED[account.name], "INV-1042"):
            yield field, RecordClaim(**{field: of(name)})


async def asks(account, kind, claim):
    try:
        found = await account.find_records(claim, kind)
    except VendorFailure:
        return True
    assert not found, "where nobody is, nothing can be found"
    return False


@pytest.mark.parametrize("account", sorted(NAMED), indirect=True)
async def test_a_record_is_looked_for_by_what_its_read_declares_and_by_nothing_else(account):
    for kind, shelf in account.shelves.items():
        used = {name for name, claim in claims(account) if await asks(account, kind, claim)}
        assert (shelf.facts.name, used) == (shelf.facts.name, set(shelf.facts.requires))
