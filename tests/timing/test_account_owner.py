"""Whoever owns the account at HubSpot: a person of the roles, asked once, taken only in time."""

import asyncio
from dataclasses import dataclass, field, replace

import pytest

from bot.desk import account_owner
from bot.errors import Refused, Unavailable
from bot.handoff.words import Choice, Workflow
from bot.redaction import redact
from tests.desk.bench import ADA, BEN, LEA

PAIRED = '\n[destination.pairings]\nhubspot = "main"\n'
ALERT = """
[[alert]]
name = "Blocked"
when = { workflows = ["refund_request"] }
channel = "#alerts"
chain = [{ role = "lead", after = "10m" }]
"""


@dataclass
class Crm:
    """Knows one owner, or says why not."""

    answer: str | Exception | None = f"{LEA.lower()}@finance.example"
    asked: list[str] = field(default_factory=list)
    hangs: bool = False

    async def owner_email(self, customer_email):
        self.asked.append(customer_email)
        if self.hangs:
            await asyncio.Event().wait()
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def open_office(open_diary):
    """A diary whose destination is paired with a CRM."""

    def opened(crm, rule="account_owner = true", more=PAIRED + ALERT):
        diary = open_diary(rule, more=more)
        diary.bench.office = replace(diary.bench.office, owners=crm)
        return diary

    return opened


def test_a_person_of_the_roles_becomes_the_owner_and_is_called(open_office):
    crm = Crm()
    diary = open_office(crm)
    handoff = diary.call(email=redact("caller@house.example")).handoff
    assert handoff.owner == LEA
    assert "owns the account at HubSpot" in handoff.owner_note
    assert ("handoff", "account_owner_found") in diary.history()
    assert [one.to for one in diary.said("Alert: Blocked") if one.to == LEA] == [LEA]
    assert len(crm.asked) == 1


def test_the_address_on_the_record_goes_before_the_callers(open_office):
    crm = Crm()
    handoff = open_office(crm).call(email=redact("caller@house.example")).handoff
    assert handoff.record is not None
    assert crm.asked == [str(handoff.record.customer_email)]


@pytest.mark.parametrize(
    "answer",
    [None, Refused("no"), Unavailable("down")],
    ids=["nobody", "refused", "down"],
)
def test_without_an_answer_the_owner_stays(open_office, answer):
    handoff = open_office(Crm(answer)).call(finance_owner=redact(_mail(BEN))).handoff
    assert handoff.owner == BEN


def test_an_answer_that_does_not_come_is_not_waited_for(open_office, monkeypatch):
    monkeypatch.setattr(account_owner, "ASK_WITHIN_S", 0.01)
    handoff = open_office(Crm(hangs=True)).call(finance_owner=redact(_mail(BEN))).handoff
    assert (handoff.owner, handoff.looked_up) == (BEN, True)


def test_somebody_in_no_role_is_said_and_changes_nothing(open_office):
    handoff = open_office(Crm("stranger@house.example")).call().handoff
    assert handoff.owner is None
    assert "could not be found among the people" in handoff.owner_note


def test_it_goes_before_whom_the_call_names(open_office):
    assert open_office(Crm()).call(finance_owner=redact(_mail(BEN))).handoff.owner == LEA


@pytest.mark.parametrize(
    ("rule", "more"),
    [
        ("account_owner = true", ALERT),  # not paired
        ("account_owner = false", PAIRED + ALERT),
        (f'owner = "{BEN}"\naccount_owner = true', PAIRED + ALERT),  # the policy names a person
    ],
)
def test_nobody_asks_where_the_policy_does_not(open_office, rule, more):
    crm = Crm()
    if rule.startswith("owner"):
        text = f'[[rule]]\nname = "Ben"\nwhen = {{ workflows = ["refund_request"] }}\n{rule}\n'
        open_office(crm, "", more=more + text).call()
    else:
        open_office(crm, rule, more=more).call()
    assert crm.asked == []


def test_what_somebody_has_taken_in_hand_stays_theirs(open_office):
    crm = Crm(None)
    diary = open_office(crm)
    diary.call()
    diary.bench.decide(Choice.CLAIM, ADA)
    crm.answer = _mail(LEA)
    diary.call(workflow=Workflow.REFUND_REQUEST, summary=redact("More was said."))
    assert diary.case().handoff.owner == ADA


def test_no_address_of_a_colleague_is_kept(open_office):
    diary = open_office(Crm())
    diary.call()
    assert _mail(LEA) not in diary.case().model_dump_json()


def _mail(user):
    return f"{user.lower()}@finance.example"
