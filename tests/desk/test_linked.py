"""Two calls about one payment: money on both takes a reason from a different person."""

from __future__ import annotations

import pytest

from bot.desk import approve as approving
from bot.errors import Overtaken
from bot.handoff.words import Choice
from bot.redaction import redact
from tests.desk.bench import ADA, BEN

WHY = redact("Two seats, two refunds.")


@pytest.fixture
def pair(bench):
    bench.call("call_1")
    bench.call("call_2")
    return bench


def test_a_retry_after_the_other_was_paid_asks_people_again(pair):
    pair.books.script.extend(["away"] * 8)
    assert pair.approve(ADA, "call_1", "20").accepted
    for _ in range(12):
        pair.later(minutes=5)
        pair.work()
    assert pair.state("call_1") == "failed"
    assert pair.approve(BEN, "call_2", "20").accepted, "nothing moved on the other one"
    pair.send()
    assert pair.state("call_2") == "succeeded"

    assert pair.decide(Choice.RETRY, BEN, "call_1").accepted
    pair.work()
    pair.send()
    assert pair.books.given_back == 2000
    assert pair.state("call_1") == "awaiting_approval"
    assert not pair.approve(ADA, "call_1", "20").accepted, "a reason is needed now"
    assert pair.approve(ADA, "call_1", "20", reason=WHY).accepted
    pair.send()
    assert pair.books.given_back == 4000


@pytest.mark.parametrize("second", [ADA, BEN])
def test_two_approvals_that_did_not_see_each_other_do_not_both_pay(pair, monkeypatch, second):
    """As two transactions of two replicas may: each read the other as undecided."""
    with monkeypatch.context() as patched:
        patched.setattr(approving, "linked_money", lambda _case: False)
        patched.setattr(approving, "_approved_elsewhere", lambda _situation: set())
        assert pair.approve(ADA, "call_1", "20").accepted
        assert pair.approve(second, "call_2", "20").accepted
    pair.send()
    pair.work()
    assert pair.books.given_back == 2000
    assert sorted((pair.state("call_1"), pair.state("call_2"))) == [
        "awaiting_approval",
        "succeeded",
    ]


def test_a_reason_from_a_different_person_pays_both(pair):
    assert pair.approve(ADA, "call_1", "20").accepted
    assert not pair.approve(BEN, "call_2", "20").accepted
    assert not pair.approve(ADA, "call_2", "20", reason=WHY).accepted
    assert pair.approve(BEN, "call_2", "20", reason=WHY).accepted
    pair.send()
    pair.work()
    assert pair.books.given_back == 4000


def test_both_in_full_can_never_exceed_what_was_paid(pair):
    assert pair.approve(ADA, "call_1").accepted
    assert pair.approve(BEN, "call_2", reason=WHY).accepted
    pair.send()
    pair.work()
    assert pair.books.given_back == 4900
    assert sorted((pair.state("call_1"), pair.state("call_2"))) == ["failed", "succeeded"]


def test_one_submission_decides_about_one_of_them_alone(pair):
    assert pair.decide(Choice.REJECT, ADA, "call_1", reason=WHY, source="view:V0").accepted
    before = pair.case("call_2")
    with pytest.raises(Overtaken):
        pair.decide(Choice.REJECT, ADA, "call_2", reason=WHY, source="view:V0")
    assert pair.case("call_2") == before
