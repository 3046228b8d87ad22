"""Whatever the caller says, a card stays inside Slack's limits and says nothing in our name."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cards import kit, names
from bot.cards.links import link, may_link
from bot.cards.markup import clean, cut, escape, harmless, plain, say, size
from bot.handoff.words import StepKind, StepOutcome

ATTACKS = (
    "<!channel> <!here> <!everyone> <!subteam^S123|finance>",
    "<@U0ADA> approved this <@W123>",
    "<https://evil.example|dashboard.stripe.com>",
    "see https://evil.example/pay and mailto:thief@evil.example javascript:alert(1)",
    "&lt;!channel&gt; &amp;lt;!channel&amp;gt;",
    "*Approved by Ada* _really_ ~not~ `code` ```block``` :white_check_mark:",
    "line one\n\n*Approve* the rest\r\n> quoted\u2028more\u2029lines",
    "=HYPERLINK('http://evil.example') +1 -1 @SUM(A1)",
    "\u202egnol\u202c \u2066bidi\u2069 zero\u200bwidth\ufeff \x00\x07\x1b[31m",
    "a" + "\u0301" * 50,
    "👩\u200d👩\u200d👧 क्\u200dष \U0001f600" * 20,
    "<" * 4000,
    "&" * 4000,
    "*x " * 40000,
    "\ud800 lone \udfff surrogate",
    "@channel @here @everyone",
)
ANY = st.one_of(
    st.sampled_from(ATTACKS),
    st.text(max_size=200),
    st.text(alphabet="<>&!@#|*_~`:/^{}\\ \nchanelU0", max_size=400),
)
MADE_BY_US = re.compile(
    r"<@U0[A-Z]+>|<#C0BILLING>|<!date\^\d+\^[^<>|]+\|[^<>|]+>"
    r"|<https://(?:dashboard\.stripe\.com|app\.hubspot\.com|oakfern\.zendesk\.com)/[^<>|\s]+\|[^<>|]+>"
)
TEXTS = (
    "customer",
    "account",
    "email",
    "phone",
    "invoice_number",
    "payment_id",
    "subscription_id",
    "order_ref",
    "tax_region",
    "payment_status",
    "refund_reason",
    "dispute_reason",
    "credit_request",
    "finance_owner",
    "escalation_reason",
    "promised_next_step",
    "summary",
)


SHARED = [HealthCheck.function_scoped_fixture]  # the scenes never change


def every_text(thing):
    """Every text object, at any depth."""
    if isinstance(thing, dict):
        if thing.get("type") in {"mrkdwn", "plain_text"}:
            yield thing
        for inner in thing.values():
            yield from every_text(inner)
    elif isinstance(thing, list | tuple):
        for inner in thing:
            yield from every_text(inner)


def assert_inert(text):
    left = MADE_BY_US.sub("", text)
    assert "<" not in left
    assert "://" not in left
    assert not re.search(r"(?<!\w)@(?:channel|here|everyone)\b", left)
    assert not re.search(r"&(?!amp;|lt;|gt;)", text)


def assert_fits(drawn, blocks=50):
    assert len(drawn["blocks"]) <= blocks
    for text in every_text(drawn):
        assert 1 <= size(text["text"]) <= 3000
        text["text"].encode()
        if text["type"] == "mrkdwn":
            assert text["verbatim"] is True
            assert_inert(text["text"])
        else:
            assert not set(text["text"]) & {"<", ">", "\n", "\u202e", "\x00"}


def hostile_case(make, text, **change):
    """A case in which every word that did not come from us is `text`."""
    words = make.words(text)
    call = make.call(
        **dict.fromkeys(TEXTS, words),
        learned=((words, words),) * 30,
        suppressed={text[:300]: 3, "card": 1},
        crm_url=text,
        ticket_url=f"https://evil.example/{text[:50]}",
        transcript_ref=text,
        recording_ref=text,
        agent_id=text,
        direction=text,
        **change,
    )
    record = make.record(
        customer_name=words,
        customer_email=words,
        invoice_number=words,
        description=words,
        record_url=text,
    )
    handoff = make.handoff(
        call,
        make.ruling(path=(text,) * 50, policy_id=text, destination=text, refused=None),
        record=record,
        candidates=(record,),
        notes=(text,) * 20,
    )
    step = make.step(StepOutcome.REFUSED, said=words, answered=True, reference=text)
    resend = make.step(StepOutcome.DONE, kind=StepKind.RESEND, args={"actor": text})
    decision = make.decision(reason=words, actor=text, role=text)
    others = (make.other_call(call=call),) * 9
    return make.case(handoff, (decision,), (step, resend), linked=others)


@settings(max_examples=60, deadline=None, suppress_health_check=SHARED)
@given(text=ANY)
def test_a_hostile_card_fits_and_is_inert(make, text):
    case = hostile_case(make, text)
    for drawn in (make.draw(case), make.more(case), make.status(case)):
        assert_fits(drawn, 100)
        assert_inert(drawn.get("text", ""))
        assert size(drawn.get("text", "")) < 3000


@pytest.mark.parametrize("text", ATTACKS)
def test_every_attack_in_every_field(make, text):
    case = hostile_case(make, text * 3)
    assert_fits(make.draw(case))
    assert_fits(make.more(case), 100)


def test_a_hundred_kilobytes_of_anything(make):
    case = hostile_case(make, "<!channel> & 🙂 `*`" * 6000, unsafe=False)
    assert_fits(make.draw(case))


@settings(max_examples=200, deadline=None)
@given(text=ANY)
def test_escaping_is_one_inert_line_and_done_once(text):
    escaped = escape(text, 500)
    assert_inert(escaped)
    assert "\n" not in escaped
    assert escape(escaped) == escaped
    assert not set("*`~\u202e\x00\u2028") & set(escaped)


@settings(max_examples=200, deadline=None)
@given(text=ANY, limit=st.integers(2, 60))
def test_a_cut_never_halves_an_entity_or_a_character(text, limit):
    shown = cut(say("{text} <@U0ADA>", text=text), limit)
    assert size(shown) <= limit
    assert_inert(shown)
    shown.encode()


@settings(max_examples=200, deadline=None)
@given(text=st.one_of(ANY, st.text(max_size=50).map(lambda inner: f"<@U0ADA>{inner}<!date^1^x|y>")))
def test_a_stored_notice_keeps_only_our_forms_alive(text):
    alive = re.findall(r"<[^>]*>?", harmless(text))
    assert all(re.fullmatch(r"<(?:@[UW]\w+|#C\w+|!date\^[^<>]+)>", one) for one in alive)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<@U1> & <b>", "&lt;@U1&gt; &amp; &lt;b&gt;"),
        ("a\n\tb\u2028c", "a b c"),
        ("see https://x.example", "see https[:]//x.example"),
        ("write mailto:a@x.example", "write mailto[:]a@x.example"),
        ("hi @here and bob@here.example", "hi @ here and bob@here.example"),
        ("in_1Abc_2", "in_1Abc_2"),
        ("10:30:15", "10:30:15"),
        ("क्\u200dष", "क्\u200dष"),
        ("pass\u200dword", "password"),
        ("abc\u202edef", "abcdef"),
        ("", ""),
    ],
)
def test_escape_truth_table(text, shown):
    assert escape(text) == shown


def test_marks_and_emoji_names_lose_their_meaning():
    assert not set("*~`") & set(escape("*bold* ~no~ `code` ```x```"))
    assert ":check:" not in escape(":check:")
    assert ":check:" not in plain(":check:")
    assert not re.search(r"\b_|_\b", escape("_slanted words_").replace("ˍ", ""))


def test_a_cut_text_says_so():
    assert clean("word " * 100, 20).endswith("…")
    assert len(clean("word " * 100, 20)) <= 20
    assert escape("x" * 10, 10) == "x" * 10


@pytest.mark.parametrize(
    "url",
    [
        "http://dashboard.stripe.com/x",
        "https://evil.example/dashboard.stripe.com",
        "https://dashboard.stripe.com.evil.example/",
        "https://evildashboard.stripe.com@evil.example/",
        "https://user:pw@dashboard.stripe.com/x",
        "https://dashboard.stripe.com:8443/x",
        "https://dashboard.stripe.com\\@evil.example/",
        "https://dashboard.stripe.com/a b",
        "https://dashboard.stripe.com/\n",
        "https://dashboard.stripe.com:x/",
        "https://[::1",
        "https://ｄashboard.stripe.com/",  # noqa: RUF001 - a look-alike on purpose
        "https://stripe.com/x",
        "javascript:alert(1)",
        "https://dashboard.stripe.com/" + "x" * 2000,
        "",
        None,
    ],
)
def test_links_go_nowhere_else(url):
    assert not may_link(url)
    assert link(url, "Payment") == "Payment"


def test_a_link_cannot_be_disguised():
    made = link("https://dashboard.stripe.com/p|<x>?a=1&b=2", "Pay <now> | here")
    assert made == ("<https://dashboard.stripe.com/p%7C%3Cx%3E?a=1&amp;b=2|Pay &lt;now&gt; / here>")


@settings(max_examples=200, deadline=None)
@given(text=ANY)
def test_values_of_buttons_and_options_are_read_back_or_refused(text):
    for parse in (names.parse_button_value, names.parse_pick_value):
        parse(text)
    assert names.parse_button_value(names.button_value("ho_1", 12)) == ("ho_1", 12)
    option = kit.option(text or "x", names.pick_value("ho_1", 12, text))
    assert option is None or size(option["value"]) <= 150
