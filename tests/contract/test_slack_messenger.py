"""What the messenger sends and expects, against the published list of Slack's methods."""

import asyncio
import json
from datetime import UTC, datetime
from urllib.parse import parse_qsl

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.ports import Mark, Message
from handlers.sandbox.config import SandboxConfig
from handlers.sandbox.faults import Switchboard
from handlers.sandbox.slack_web import slack_routes
from handlers.sandbox.slack_workspace import Workspace
from providers.slack.directory import NO_CHANNEL, NO_GROUPS, NOBODY, DirectoryLoader
from providers.slack.errors import FAULTS, SENTENCES, TURNED_AWAY
from providers.slack.messenger import SlackMessenger
from providers.slack.models import SlackGroup
from providers.slack.scopes import NEEDED, SCOPES
from providers.slack.wire import PoliteReader, SlackWire

pytestmark = pytest.mark.contract

NOW = datetime(2031, 3, 5, tzinfo=UTC)
CARD = Message("Refund", [{"type": "divider"}])
MARK = Mark("ho_1", "st_1")
UNDOCUMENTED = {
    "method_not_supported_for_channel_type",
    "paid_teams_only",  # what user groups said of free plans before `plan_upgrade_required`
    "ratelimited",
    "rate_limited",
}


@pytest.fixture(scope="module")
def recorded(serve_recorded):
    workspace = Workspace(SandboxConfig(), now=lambda: NOW)
    app = Starlette(routes=slack_routes(workspace, Switchboard()))
    with serve_recorded(app) as (url, seen):
        asyncio.run(_journeys(f"{url}/api/"))
    return [_called(one) for one in seen]


def _called(one):
    """Which method was asked how, and what it was given."""
    given = dict(parse_qsl(one.query)) | (json.loads(one.body) if one.body else {})
    kind = one.kind if one.body else ""
    return one.path.rpartition("/")[2], one.method, kind, given


async def _journeys(url):
    wire = SlackWire(SecretStr(SandboxConfig().bot_token), api_url=url)
    messenger = SlackMessenger(wire, index_hash=lambda kind, value: kind, clock=lambda: NOW)
    await messenger.identify()
    card = await messenger.post("C0BILLING", CARD, MARK)
    await messenger.post("C0BILLING", Message("Done"), MARK, thread_ts=card.ts)
    await messenger.update(card, CARD, MARK)
    await messenger.find_posted("C0BILLING", MARK, since=NOW)
    await messenger.find_posted("C0BILLING", MARK, since=NOW, thread_ts=card.ts)
    await messenger.tell("C0BILLING", "U0ADA", CARD)
    await messenger.direct_channel("U0ADA")
    await messenger.permalink(card)
    reader = PoliteReader(wire, budget_s=0, sleep=asyncio.sleep)
    for teams in ((None,), ("T0LOCAL0001",)):
        loader = DirectoryLoader(reader, lambda kind, value: kind, lambda: NOW, teams)
        await loader.load(
            users=("U0ADA",), groups=("finance-leads",), channels=("C0BILLING", "#vip-alerts")
        )
        await loader._members(SlackGroup(id="S0LEADS"))
        await loader._everybody()
    await messenger.aclose()


@pytest.fixture(scope="module")
def published(specs):
    return json.loads((specs / "slack" / "web_api_methods.json").read_text())


@pytest.fixture(scope="module")
def methods(published):
    return published["methods"]


def test_the_journeys_use_every_method_there_is_a_scope_for(recorded):
    assert {method for method, *_ in recorded} == set(SCOPES)


def test_every_argument_exists_and_none_is_missing(recorded, methods):
    for method, _, _, given in recorded:
        arguments = methods[method]["args"]
        assert set(given) <= set(arguments["properties"]), method
        assert set(arguments["required"]) - {"token"} <= set(given), method


def test_every_method_is_called_the_way_it_is_documented(recorded, methods):
    """Slack takes POST everywhere; GET only where it says so, JSON only where it says so."""
    for method, verb, kind, _ in recorded:
        if verb == "GET":
            assert methods[method]["http_method"] == "GET"
        if kind.startswith("application/json"):
            assert methods[method]["json_input_supported"], method


def test_the_scopes_are_the_documented_ones(methods):
    for method, scopes in SCOPES.items():
        documented = set(methods[method]["scope"].get("bot", ()))
        assert set(scopes) <= documented, method
        assert bool(scopes) == bool(documented), method
        assert not scopes or set(scopes) & set(NEEDED), method


def test_every_error_word_is_slacks(published, methods):
    words = set(published["common_errors"]) | UNDOCUMENTED
    words |= {word for method in SCOPES for word in methods[method]["errors"]}
    ours = {*SENTENCES, *TURNED_AWAY, *FAULTS, *NOBODY, *NO_CHANNEL, *NO_GROUPS}
    assert sorted(ours - words) == []
