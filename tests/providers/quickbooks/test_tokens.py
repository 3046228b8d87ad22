"""The access is renewed on time, by one replica at a time, and stored before it is used."""

import asyncio
from datetime import timedelta

import pytest
from pydantic import SecretStr

import storage
from bot.errors import DatabaseBusy, Refused, Unavailable
from bot.handoff.record import RecordKind
from handlers.sandbox.faults import Fault
from providers.quickbooks.tokens import EARLY, LEASE
from storage.secrets import SqlVault

NAME = "quickbooks:9130350000000001"
LIFETIME = timedelta(hours=1)


async def read(vendor):
    return await vendor.observe(RecordKind.INVOICE, "invoice-130")


async def test_it_is_renewed_once_and_used_until_shortly_before_its_end(books, vendor, time):
    await read(vendor)
    time["now"] += LIFETIME - EARLY - timedelta(seconds=1)
    await read(vendor)
    assert books.grants.asked == 1
    time["now"] += timedelta(seconds=1)
    await read(vendor)
    assert books.grants.asked == 2


async def test_replicas_share_it(books, opened):
    for _ in range(3):
        await read(opened())
    assert books.grants.asked == 1


async def test_all_that_start_at_once_ask_once(books, opened):
    await asyncio.gather(*(read(opened()) for _ in range(4)))
    assert books.grants.asked == 1


async def test_a_restart_goes_on_with_the_newest_and_not_with_the_configured_one(
    books, opened, time
):
    await read(opened())
    time["now"] += LIFETIME
    await read(opened())
    assert (books.grants.asked, books.grants.renewals) == (2, 2)


async def test_one_that_is_turned_away_is_renewed_once_and_the_call_goes_through(
    books, vendor, time
):
    await read(vendor)
    time["now"] += EARLY
    books.grants.forget_access()
    await read(vendor)
    assert books.grants.asked == 2


async def test_one_that_is_new_and_turned_away_is_not_renewed_again(books, faults, vendor):
    faults.set("quickbooks", Fault.AUTH)
    for _ in range(3):
        with pytest.raises(Refused) as refused:
            await read(vendor)
        assert refused.value.mendable
    assert books.grants.asked == 1


async def test_a_consent_that_ended_is_said_and_never_asked_for_again(books, opened):
    books.grants.end_consent()
    for vendor in (opened(), opened()):
        for _ in range(2):
            with pytest.raises(Refused) as refused:
                await read(vendor)
            assert (refused.value.code, refused.value.mendable) == ("invalid_grant", True)
            assert "QUICKBOOKS_REFRESH_TOKEN" in refused.value.reason
    assert books.grants.asked == 1


async def test_a_new_consent_that_is_configured_takes_over_and_the_old_one_never_again(
    books, opened, time
):
    await read(opened())
    books.grants.end_consent()
    books.grants.consent_again("rt-local-second")
    renewed = opened(refresh_token=SecretStr("rt-local-second"))
    await read(renewed)
    time["now"] += LIFETIME
    await read(opened())  # a replica that has not heard of it goes on with what is stored
    assert books.grants.renewals == 3


async def test_a_lost_answer_leaves_the_token_before_and_then_only_a_person_can_help(
    books, faults, vendor
):
    """As after a crash between the answer and the commit."""
    faults.set("quickbooks", Fault.LOST_ANSWER, 1, "tokens")
    with pytest.raises(Unavailable):
        await read(vendor)
    with pytest.raises(Refused) as refused:
        await read(vendor)
    assert (refused.value.code, books.grants.asked) == ("invalid_grant", 2)


@pytest.mark.parametrize("fault", [Fault.HANG, Fault.SERVER_ERROR])
async def test_a_fault_of_intuits_is_no_end(books, faults, vendor, fault):
    faults.set("quickbooks", fault, 1, "tokens")
    with pytest.raises(Unavailable):
        await read(vendor)
    await read(vendor)
    assert books.grants.renewals == 1


async def test_one_who_died_while_renewing_does_not_keep_the_others_for_ever(
    books, vendor, vault, pauses
):
    await vault.hold(NAME, "dead", lease=LEASE)
    await read(vendor)
    assert sum(pauses) == pytest.approx(LEASE.total_seconds())
    assert books.grants.asked == 1


async def test_nothing_is_used_that_could_not_be_stored(books, opened, vault):
    class Busy:
        """A database that takes no write just now."""

        def __getattr__(self, name):
            return getattr(vault, name)

        async def keep(self, *_args, **_named):
            raise DatabaseBusy

    with pytest.raises(Unavailable):
        await read(opened(kept_in=Busy()))
    assert books.requests == []


async def test_a_short_trouble_of_the_database_loses_nothing(books, opened, vault):
    class Hiccup:
        """A database that is busy twice."""

        left = 2

        def __getattr__(self, name):
            return getattr(vault, name)

        async def keep(self, *args, **named):
            self.left -= 1
            if self.left >= 0:
                raise DatabaseBusy
            return await vault.keep(*args, **named)

    await read(opened(kept_in=Hiccup()))
    await read(opened())
    assert books.grants.asked == 1


async def test_who_gives_up_waiting_does_not_lose_what_intuit_answered(books, opened, vault):
    class Slow:
        """A database that takes its time to commit."""

        entered, go = asyncio.Event(), asyncio.Event()

        def __getattr__(self, name):
            return getattr(vault, name)

        async def keep(self, *args, **named):
            self.entered.set()
            await self.go.wait()
            return await vault.keep(*args, **named)

    slow = Slow()
    vendor = opened(kept_in=slow)
    reading = asyncio.create_task(read(vendor))
    await slow.entered.wait()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    slow.go.set()
    await vendor.aclose()
    await read(opened())
    assert books.grants.asked == 1


async def test_without_any_token_it_says_what_to_set(books, opened):
    with pytest.raises(Refused) as refused:
        await read(opened(refresh_token=None))
    assert (refused.value.code, refused.value.mendable) == ("not_connected", True)
    assert books.grants.asked == 0


async def test_a_wrong_client_secret_is_refused_and_can_be_mended(opened):
    with pytest.raises(Refused) as refused:
        await read(opened(client_secret=SecretStr("another")))
    assert (refused.value.code, refused.value.mendable) == ("invalid_client", True)


async def test_what_no_key_opens_counts_as_nothing(books, opened, database, tmp_path, now):
    await read(opened())
    books.grants.consent_again("rt-local-third")
    other = storage.open_database(
        f"sqlite:///{tmp_path / 'vault.db'}", [SecretStr("a key that was never used before")]
    )
    rotated = opened(kept_in=SqlVault(other, now), refresh_token=SecretStr("rt-local-third"))
    await read(rotated)
    other.close()
    assert books.grants.renewals == 2


async def test_no_log_shows_a_token(books, opened, logged):
    await read(opened())
    books.grants.end_consent()
    books.grants.forget_access()
    with pytest.raises(Refused):
        await read(opened(refresh_token=SecretStr("rt-local-wrong")))
    assert not any(word in logged() for word in ("at-local", "rt-local", "local-client-secret"))
