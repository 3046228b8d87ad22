"""Doctor about ProAbono and Polygon.io, and a destination that is asked only where it is named."""

from pathlib import Path

from pydantic import SecretStr

from bot.policy import parse_policy
from bot.settings import Settings
from bot.vendor_settings import PolygonSettings, ProAbonoSettings
from handlers.cli.doctor import policy_findings, settings_findings

POLICY = Path(__file__).parents[2] / "policy.toml"
KEYS = {"agent_key": "nobody", "api_key": SecretStr("none")}


def said(**parts):
    settings = Settings(_env_file=None, **parts)
    return {one.what: one for one in settings_findings(settings)}


def test_proabono_cannot_tell_its_mode_and_its_reports_want_a_secret():
    found = said(proabono=ProAbonoSettings(_env_file=None, **KEYS))
    assert "nothing there tells a test account" in found["ProAbono"].how
    assert found["ProAbono's reports"].remedy == "set PROABONO_WEBHOOK_SECRET"
    heard = ProAbonoSettings(_env_file=None, **KEYS, webhook_secret=SecretStr("s"))
    assert said(proabono=heard)["ProAbono's reports"].how == "taken at /webhooks/proabono"


def test_polygon_says_how_often_it_may_be_asked():
    for most, how in ((5, "on, 5 calls a minute"), (0, "on, without a limit of calls")):
        polygon = PolygonSettings(_env_file=None, api_key=SecretStr("k"), calls_a_minute=most)
        assert said(polygon=polygon)["Polygon.io"].how == how
    assert said()["Polygon.io"].how == "off"


def test_a_system_that_only_few_calls_name_may_be_off():
    policy = parse_policy(POLICY.read_text(encoding="utf-8"), name="policy.toml")
    found = {one.what: one for one in policy_findings(policy, ["stripe"])}
    assert found["Destination proabono-main"].good
    assert found["Destination proabono-main"].how == "proabono is off"
    assert not found["Destination paystack-main"].good
