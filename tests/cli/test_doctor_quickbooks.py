"""Doctor about QuickBooks: the host must be of the mode, and a refund needs an account."""

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from bot.vendor_settings import QuickBooksSettings
from handlers.cli.doctor import settings_findings

ON = {"client_id": "app", "client_secret": SecretStr("secret"), "realm_id": "913"}


def said(**parts):
    quickbooks = QuickBooksSettings(_env_file=None, **parts)
    settings = Settings(_env_file=None, quickbooks=quickbooks)
    return {one.what: one for one in settings_findings(settings)}


@pytest.mark.parametrize("absent", sorted(ON))
def test_without_an_app_and_a_company_it_is_off(absent):
    found = said(**{name: value for name, value in ON.items() if name != absent})
    assert found["QuickBooks"].how == "off"
    assert "QuickBooks' reports" not in found


@pytest.mark.parametrize(
    ("mode", "base_url", "good"),
    [
        ("test", None, True),
        ("live", None, True),
        ("live", "https://quickbooks.api.intuit.com", True),
        ("test", "https://quickbooks.api.intuit.com", False),
        ("live", "https://sandbox-quickbooks.api.intuit.com", False),
        ("live", "http://127.0.0.1:3100/quickbooks", True),
    ],
)
def test_the_host_is_of_the_mode(mode, base_url, good):
    found = said(**ON, mode=mode, base_url=base_url)["QuickBooks"]
    assert found.good is good
    assert found.remedy == (
        "" if good else "leave QUICKBOOKS_BASE_URL out: the mode chooses the host"
    )


def test_what_is_not_set_is_said_and_stops_nothing():
    found = said(**ON)
    assert found["QuickBooks' reports"].remedy == "set QUICKBOOKS_WEBHOOK_VERIFIER"
    assert "cannot be recorded" in found["QuickBooks' bookings"].how
    whole = said(**ON, webhook_verifier=SecretStr("v"), item_id="1", refund_account_id="35")
    assert whole["QuickBooks' reports"].how == "taken at /webhooks/quickbooks"
    assert whole["QuickBooks' bookings"].remedy == ""
