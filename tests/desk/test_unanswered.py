"""Books that never answer again: who may say what happened, and that nothing happens twice."""

from __future__ import annotations

import pytest

from bot.cards import draw_card, names
from bot.desk.attest import BEING_ASKED
from bot.desk.messages import SYNC_CARD
from bot.desk.stop import stop
from bot.handoff.words import Choice, StepKind, StepOutcome
from bot.redaction import redact
from tests.desk.bench import ADA, BEN, CHARGE, LEA, Crash
from tests.desk.shut_books import DOWN, REVOKED, Shut, look_for, mend

SEEN = redact("Seen in the dashboard.")


def say(bench, word, user=BEN, **more):
    step = bench.effect()
    told = {"target": names.attest_value(word, step.id), "reason": SEEN, **more}
    return bench.decide(Choice.ATTEST, user, **told)


def card(bench):
    message = draw_card(bench.case(), now=bench.now)
    return f"{message.text} {message.blocks}"


def drawings(bench):
    return sum(one.operation == SYNC_CARD for one in bench.messages())


# --- when it is offered -----------------------------------------------------------------------


def test_before_its_time_it_is_not_on_the_card_and_not_taken(lost):
    bench = lost()
    for _ in range(3):
        bench.later(minutes=4)
        bench.work()
        assert names.ATTEST not in card(bench)
        assert names.RETRY in card(bench)
        assert "nothing left" in str(bench.view(Choice.ATTEST))
        assert not say(bench, names.HAPPENED).accepted
    assert bench.state() == "unknown"


def test_an_outage_takes_a_day(lost):
    bench = lost(failure=DOWN)
    for _ in look_for(bench, hours=23):
        assert names.ATTEST not in card(bench)
    bench.later(hours=2)
    bench.work()
    assert names.ATTEST in card(bench)


def test_a_vendor_that_was_switched_off_is_a_vendor_that_does_not_answer(lost):
    bench = lost()
    mend(bench)
    bench.office.vendors.clear()
    for hours in (0.1, 25):
        assert names.ATTEST not in card(bench)
        bench.later(hours=hours)
        bench.work()
    assert names.ATTEST in card(bench)
    assert "is not set up here" in card(bench)
    assert say(bench, names.HAPPENED).accepted


def test_the_facts_are_laid_out_on_card_and_view_and_the_thread_is_told_once(silent):
    bench = silent()
    asked_at = bench.effect().unanswered.at
    bench.later(hours=1)
    bench.work()
    for shown in (card(bench), str(bench.view(Choice.ATTEST))):
        for words in ("did not confirm", "Sent ", CHARGE, "No answer came", "has failed since"):
            assert words in shown
        assert "The key is not accepted." in shown
        assert "at once by Check again" in shown
    assert names.RETRY in card(bench), "checking again stays possible"
    assert bench.lines().count("has failed since") == 1
    assert bench.effect().unanswered.at > asked_at


def test_why_a_look_failed_is_not_told_as_what_came_back_of_what_was_sent(bench):
    bench.call()
    bench.approve(ADA)
    bench.books.script.extend(["away", "crash_before"])
    bench.send()
    bench.later(seconds=9)
    with pytest.raises(Crash):
        bench.work()
    bench.restart()
    bench.books.reads = Shut(REVOKED)
    for _ in look_for(bench, hours=1):
        pass
    assert "What came back: Handoff was cut off before an answer came. Every look" in card(bench)
    assert "Too many requests" not in card(bench)


def test_what_stands_against_a_repeat_is_not_told_as_what_came_back_either(lost):
    bench = lost("under_way")
    mend(bench)
    bench.write(lambda tx: stop(tx, vendor=None, actor=LEA, reason=SEEN, now=bench.now))
    bench.later(minutes=6)
    bench.work()
    bench.books.reads = Shut(REVOKED)
    for _ in look_for(bench, hours=1):
        pass
    assert "What came back: No answer came. Every look" in card(bench)


def test_looks_that_fail_again_are_no_news_so_that_a_click_still_counts(silent):
    bench = silent()
    drawn, revision = drawings(bench), bench.case().handoff.revision
    for _ in look_for(bench, hours=3):
        assert (drawings(bench), bench.case().handoff.revision) == (drawn, revision)
    assert say(bench, names.HAPPENED, revision=revision).accepted


def test_books_that_answer_again_take_the_choice_back(silent):
    bench = silent("under_way")
    mend(bench)
    bench.write(lambda tx: stop(tx, vendor=None, actor=LEA, reason=SEEN, now=bench.now))
    drawn = drawings(bench)
    bench.later(minutes=6)
    bench.work()
    assert bench.state() == "unknown", "a stop stands against a repeat"
    assert drawings(bench) == drawn + 1
    assert names.ATTEST not in card(bench)
    assert not say(bench, names.DID_NOT).accepted


def test_while_its_vendor_is_out_and_left_alone_a_word_is_taken_too(silent):
    bench = silent(failure=DOWN)
    for number in range(4):
        bench.receive(f"call_{number + 2}")
    bench.work()
    assert bench.database.read_now(lambda tx: tx.gates.get("stripe")).is_out
    bench.later(minutes=6)
    others = [one for one in bench.claim() if one.kind is StepKind.EFFECT]
    assert (others, bench.effect().outcome) == ([], StepOutcome.UNKNOWN)
    assert say(bench, names.HAPPENED).accepted


# --- what follows -----------------------------------------------------------------------------


def test_it_happened_closes_it_as_that_persons_word(silent):
    bench = silent()
    assert say(bench, names.HAPPENED).accepted
    assert bench.state() == "succeeded"
    shown = card(bench)
    assert f"<@{BEN}> says" in shown
    assert "Every look into Stripe's books failed." in shown
    assert "as somebody says" in shown
    assert "shows the" not in shown
    assert names.ATTEST not in shown
    entry = next(one for one in history(bench) if one.action == "attested_done")
    assert (entry.actor, entry.details["books_said"]) == (BEN, "The key is not accepted.")
    assert entry.details["books_shut_since"] < entry.details["books_asked_at"]
    mend(bench)
    bench.later(hours=1)
    bench.work()
    assert len(bench.books.orders) == 1


def history(bench):
    handoff_id = bench.case().handoff.id
    return bench.database.read_now(lambda tx: tx.audit.history(handoff_id))


def test_a_wrong_word_moves_no_money_twice_the_books_are_read_before_a_repeat(silent):
    bench = silent("lost_after")
    assert say(bench, names.DID_NOT).accepted
    assert bench.state() == "failed"
    assert "read before it is tried again" in card(bench)
    assert "no money was moved" not in card(bench)
    mend(bench)
    assert bench.decide(Choice.RETRY, BEN).accepted
    bench.work()
    assert bench.state() == "succeeded"
    assert (len(bench.books.orders), bench.books.given_back) == (1, 2000)
    assert "Stripe shows the refund" in card(bench)
    for word in (f"<@{BEN}>", "somebody says"):
        assert word not in card(bench), "the books count, the word no more"


def test_what_the_books_do_not_show_is_sent_once_more_under_a_key_of_its_own(silent):
    bench = silent("lost_before")
    assert say(bench, names.DID_NOT).accepted
    mend(bench)
    assert bench.decide(Choice.RETRY, BEN).accepted
    bench.work()
    assert bench.state() == "succeeded"
    assert len({one.wire_key for one in bench.books.orders}) == 2
    assert bench.books.given_back == 2000


@pytest.mark.parametrize("failure", [REVOKED, DOWN])
def test_as_long_as_the_books_do_not_answer_nothing_is_sent_again(silent, failure):
    bench = silent("lost_before", failure)
    assert say(bench, names.DID_NOT).accepted
    assert bench.decide(Choice.RETRY, BEN).accepted
    assert "not sent again before Stripe's books are read" in card(bench)
    for _ in range(12):
        bench.work()
        bench.later(minutes=6)
        assert "Nothing has happened so far" not in card(bench)
        assert "Nothing happened" not in card(bench)
        assert f"<@{BEN}>" in card(bench)
    assert bench.state() == "failed"
    assert "was *not sent again*" in card(bench)
    assert "as somebody says" in card(bench)
    assert names.RETRY in card(bench)
    assert len(bench.books.orders) == 1
    mend(bench)
    assert bench.decide(Choice.RETRY, BEN).accepted
    bench.work()
    assert bench.state() == "succeeded"
    assert (len(bench.books.orders), bench.books.given_back) == (2, 2000)


def test_who_approved_alone_does_not_repeat_it_alone(silent):
    bench = silent("lost_before")
    assert say(bench, names.DID_NOT, ADA).accepted
    mend(bench)
    assert bench.decide(Choice.RETRY, ADA).accepted
    bench.work()
    assert bench.state() == "awaiting_approval"
    assert not bench.approve(ADA, amount="20").accepted
    assert len(bench.books.orders) == 1


def test_opened_again_with_another_sum_the_books_are_still_read_first(silent):
    bench = silent("lost_after")
    assert say(bench, names.DID_NOT, ADA).accepted
    assert bench.decide(Choice.RETRY, ADA).accepted
    mend(bench)
    bench.work()
    assert f"is the word of <@{ADA}>" in card(bench), "whoever approves next reads it"
    for user in (BEN, LEA):
        bench.approve(user, amount="12.50")
    bench.send()
    assert bench.state() == "succeeded"
    assert [one.amount_minor for one in bench.books.refunds] == [2000]
    assert "20.00" in card(bench)


def test_opened_again_for_another_record_the_books_of_the_first_are_read(silent, monkeypatch):
    bench = silent("lost_after")
    assert say(bench, names.DID_NOT, ADA).accepted
    assert bench.decide(Choice.RETRY, ADA).accepted
    mend(bench)
    record, find = bench.books.record, bench.books.find_effect

    async def find_there(order):
        return await find(order) if order.record_id == CHARGE else None

    monkeypatch.setattr(bench.books, "record", lambda: record("ch_other"))
    monkeypatch.setattr(bench.books, "find_effect", find_there)
    bench.work()
    assert bench.case().handoff.record.record_id == "ch_other"
    for user in (BEN, LEA):
        bench.approve(user, amount="20")
    bench.send()
    assert (bench.state(), len(bench.books.orders)) == ("succeeded", 1)
    assert bench.effect().args["record_id"] == "ch_other"


def test_what_waits_for_it_is_told_the_sum_that_was_vouched_for(pair, silent):
    bench = pair("charge", hubspot="main")
    silent()
    assert say(bench, names.HAPPENED).accepted
    mend(bench)
    bench.work()
    (told, *_) = bench.office.vendors["hubspot"].orders
    assert (told.matter.done.amount_minor, told.matter.done.currency) == (2000, "USD")
    assert told.matter.done.stated_by == BEN


# --- races and rights -------------------------------------------------------------------------


def test_a_look_under_way_goes_first_and_the_person_is_told(silent):
    bench = silent()
    bench.later(minutes=6)
    (taken,) = [one for one in bench.claim() if one.kind is StepKind.EFFECT]
    assert names.ATTEST in card(bench)
    answer = say(bench, names.DID_NOT)
    assert (answer.accepted, answer.sentence, answer.field) == (False, BEING_ASKED, "target")
    mend(bench)
    bench.step(taken)
    assert bench.state() == "succeeded"


def test_an_answer_of_the_books_wins_over_a_form_that_was_open(silent):
    bench = silent()
    revision = bench.case().handoff.revision
    assert "It happened" in str(bench.view(Choice.ATTEST))
    mend(bench)
    bench.later(minutes=6)
    bench.work()
    answer = say(bench, names.DID_NOT, revision=revision)
    assert not answer.accepted
    assert "nothing was decided" in answer.sentence
    assert "Stripe shows the refund" in answer.sentence
    assert bench.state() == "succeeded"
    assert bench.effect().attested_by is None


def test_the_same_form_sent_twice_counts_once_and_another_word_not_at_all(silent):
    bench = silent()
    assert say(bench, names.HAPPENED, source="view:V-twice").accepted
    assert say(bench, names.HAPPENED, source="view:V-twice").accepted
    assert not say(bench, names.DID_NOT, LEA).accepted
    assert [one.action for one in history(bench)].count("attested_done") == 1
    assert bench.state() == "succeeded"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reason": None}, "reason"),
        ({"user": "U0GUEST"}, None),
        ({"target": "happened:x"}, "target"),
    ],
)
def test_without_a_role_a_reason_or_the_step_nothing_is_recorded(silent, change, field):
    bench = silent()
    answer = say(bench, names.HAPPENED, **change)
    assert (answer.accepted, answer.field) == (False, field)
    assert bench.state() == "unknown"


def test_checking_again_leaves_the_choice_where_it_is(silent):
    bench = silent()
    drawn, revision = drawings(bench), bench.case().handoff.revision
    assert bench.decide(Choice.RETRY, BEN).accepted
    bench.work()
    assert bench.effect().checks > 1
    assert bench.case().handoff.revision == revision + 1
    assert drawings(bench) == drawn + 2, "as it was asked for, and as it failed again"
    assert names.ATTEST in card(bench)
    assert say(bench, names.HAPPENED).accepted
