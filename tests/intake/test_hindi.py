"""Hindi in Latin letters and in Devanagari: the same workflows, the same doubts."""

import pytest

from bot.handoff.words import Workflow
from bot.intake import Ignored

ONE_EACH = [
    ("Mujhe mere paise wapas chahiye.", Workflow.REFUND_REQUEST),
    ("Paisa vapas kar dijiye.", Workflow.REFUND_REQUEST),
    ("पैसे वापस चाहिए।", Workflow.REFUND_REQUEST),
    ("ग्राहक ने रिफंड मांगा।", Workflow.REFUND_REQUEST),
    ("Card se do baar kat gaya hai.", Workflow.CHARGE_DISPUTE),
    ("Paisa do baar charge hua.", Workflow.CHARGE_DISPUTE),
    ("कार्ड से दो बार पैसा कट गया।", Workflow.CHARGE_DISPUTE),
    ("October ka invoice bhej do.", Workflow.INVOICE_RESEND),
    ("पिछले महीने का बिल भेज दीजिए।", Workflow.INVOICE_RESEND),
    ("Mujhe payment ki raseed bhejiye.", Workflow.RECEIPT_REQUEST),
    ("रसीद भेज दीजिए।", Workflow.RECEIPT_REQUEST),
    ("Shukravar tak payment kar dunga.", Workflow.PROMISE_TO_PAY),
    ("Plan renew nahi hua.", Workflow.RENEWAL_FAILURE),
    ("Payment nahi ho raha hai.", Workflow.PAYMENT_BLOCKER),
    ("पेमेंट नहीं हो रहा है।", Workflow.PAYMENT_BLOCKER),
    ("Bill par GST number galat hai.", Workflow.TAX_OR_ADDRESS_CORRECTION),
]


@pytest.fixture
def classified(read, wrap, make_call):
    def _classified(summary):
        event = read(wrap(make_call(summary=summary, analysis={"sentiment": "neutral"})))
        if isinstance(event, Ignored):
            return None
        return event.call.workflow, event.call.workflow_confident

    return _classified


@pytest.mark.parametrize(("summary", "workflow"), ONE_EACH)
def test_a_summary_in_hindi_is_understood(summary, workflow, classified):
    assert classified(summary) == (workflow, True)


@pytest.mark.parametrize(("spoken", "workflow"), ONE_EACH)
def test_so_are_the_callers_words_while_nothing_else_is_there(
    spoken, workflow, read, wrap, make_call
):
    said = f"Agent: Namaste.\nUser: {spoken}"
    draft = read(wrap(make_call(analysis=None, summary=None, transcript=said))).draft
    assert (draft.workflow, draft.workflow_confident) == (workflow, False)


def test_two_wishes_leave_a_doubt(classified):
    found = classified("Do baar charge hua, paise wapas chahiye.")
    assert found == (Workflow.CHARGE_DISPUTE, False)


@pytest.mark.parametrize("summary", ["Showroom kab khulta hai?", "शोरूम कब खुलता है?"])
def test_what_is_not_about_money_is_none_of_ours(summary, classified):
    assert classified(summary) is None


def test_money_without_a_wish_is_other_billing_with_a_doubt(classified):
    assert classified("Bhugtan ke baare mein poocha.") == (Workflow.OTHER_BILLING, False)


def test_a_mixed_transcript_keeps_its_words(read, wrap, make_call):
    said = [
        {"role": "user", "content": "Mera invoice TB-501 galat hai, paise wapas chahiye"},
        {"role": "user", "content": "कृपया रिफंड कर दीजिए"},
    ]
    call = read(wrap(make_call(transcript=said))).transcript
    assert [turn.text for turn in call] == [one["content"] for one in said]
