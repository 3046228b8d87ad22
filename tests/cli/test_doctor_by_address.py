"""Doctor says where the address of Plisio or Skyfire is of another mode than the one set."""

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from bot.vendor_settings import PlisioSettings, SkyfireSettings
from handlers.cli.doctor import settings_findings

KEY = SecretStr("a-key-that-says-nothing")


def finding(what, **vendors):
    off = {"plisio": PlisioSettings(_env_file=None), "skyfire": SkyfireSettings(_env_file=None)}
    found = settings_findings(Settings(_env_file=None, **(off | vendors)))
    return next((one for one in found if one.what == what), None)


def plisio(**change):
    return finding("Plisio", plisio=PlisioSettings(_env_file=None, api_key=KEY, **change))


def skyfire(what="Skyfire", **change):
    return finding(what, skyfire=SkyfireSettings(_env_file=None, api_key=KEY, **change))


@pytest.mark.parametrize("what", ["Plisio", "Skyfire"])
def test_without_a_key_it_is_off_and_keeps_nobody_from_starting(what):
    off = finding(what)
    assert (off.good, off.how) == (True, "off")
    assert finding("Skyfire's seller") is None


def test_plisio_itself_has_no_test_mode():
    wrong = plisio()
    assert not wrong.good
    assert wrong.how == "PLISIO_MODE is test but PLISIO_BASE_URL answers in live mode"
    assert plisio(mode="live").how == "on, live mode"
    assert plisio(base_url="http://127.0.0.1:3100/plisio").how == "on, test mode"


def test_skyfires_sandbox_is_test_and_its_other_address_is_live():
    assert skyfire().how == "on, test mode"
    assert not skyfire(mode="live").good
    assert skyfire(mode="live", base_url="https://api.skyfire.xyz").how == "on, live mode"


def test_a_seller_that_is_not_set_is_said_and_stops_nothing():
    missing = skyfire("Skyfire's seller")
    assert missing.good
    assert missing.remedy == "set SKYFIRE_SELLER_SERVICE_ID and SKYFIRE_RECEIVER_URL"
    there = {"seller_service_id": "350d433d", "receiver_url": "https://seller.example/kya"}
    assert skyfire("Skyfire's seller", **there).remedy == ""
