"""The page in a real browser: what is drawn, what a press sends, what hostile words cannot do."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "handlers" / "sandbox" / "page"
SOURCES = [path for path in PAGE.rglob("*") if path.suffix in {".html", ".js", ".css"}]


def plain(text):
    return {"type": "plain_text", "text": text}


def mrkdwn(text):
    return {"type": "mrkdwn", "text": text}


APPROVE = {
    "type": "button",
    "action_id": "handoff_approve",
    "style": "primary",
    "text": plain("Approve"),
    "value": "h1.3",
}
CARD = [
    {"type": "header", "text": plain("Refund request")},
    {"type": "section", "text": mrkdwn("*Bold* <@U0ADA> <!subteam^S0LEADS> :tada: `code`")},
    {"type": "section", "fields": [mrkdwn("*Amount*\nEUR 12.50"), mrkdwn("*Invoice*\nINV-1")]},
    {"type": "context", "elements": [mrkdwn("<!date^1930435200^{date_num} {time}|then>")]},
    {"type": "actions", "block_id": "decide", "elements": [APPROVE]},
]
MODAL = {
    "type": "modal",
    "title": plain("Approve"),
    "submit": plain("Go"),
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "block_id": "amount",
            "label": plain("Amount"),
            "element": {
                "type": "number_input",
                "action_id": "value",
                "is_decimal_allowed": True,
                "max_value": "12.50",
            },
        },
        {
            "type": "input",
            "block_id": "reason",
            "label": plain("Reason"),
            "element": {
                "type": "static_select",
                "action_id": "value",
                "options": [{"text": plain("Late"), "value": "late"}],
            },
        },
    ],
}
AMOUNT = "[data-block-id=amount] input"
REASON = "[data-block-id=reason] select"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_the_page_never_parses_markup_and_names_no_other_host(path):
    text = path.read_text()
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", text)
    hosts = set(re.findall(r"https?://([\w.-]+)", text))
    assert hosts <= {"www.w3.org", "docs.slack.dev"}


@pytest.fixture
async def card(slack):
    return await slack.chat_postMessage(channel="C0BILLING", text="Refund", blocks=CARD)


@pytest.fixture
async def modal(browser, world, slack, bot, card):
    """Ada's modal, on the screen."""
    browser.open(world.base_url)
    browser.press("[data-action-id=handoff_approve]")
    browser.until("document.querySelector('#last-answer').textContent.includes('click')")
    trigger_id = bot.last("block_actions")["trigger_id"]
    opened = await slack.views_open(trigger_id=trigger_id, view=MODAL)
    browser.until("document.querySelector('dialog[open]')")
    return opened["view"]


@pytest.mark.browser
async def test_a_card_is_drawn_as_slack_draws_it(browser, world, card):
    browser.open(f"{world.base_url}/?user=U0CFO")
    message = f"[data-ts='{card['ts']}']"
    assert browser.text(f"{message} .block-header") == "Refund request"
    assert browser.text(f"{message} .text b") == "Bold"
    assert browser.text(f"{message} .mention") == "@Ada"
    assert browser.text(f"{message} .mention.me") == "@finance-leads"
    assert "🎉" in browser.text(message)
    assert browser.text(f"{message} code") == "code"
    assert browser.text(f"{message} .fields b") == "Amount"
    assert browser.complaints() == []
    assert browser.hosts() == {"127.0.0.1"}


@pytest.mark.browser
@pytest.mark.parametrize(
    ("user", "shown"),
    [("U0CFO", "03/05/2031 12:00 AM"), ("U0BEN", "03/04/2031 7:00 PM")],
)
async def test_times_stand_in_the_readers_own_zone(browser, world, card, user, shown):
    browser.open(f"{world.base_url}/?user={user}")
    drawn = browser.text(".block-context time").replace("\u202f", " ")
    assert drawn == shown


@pytest.mark.browser
async def test_a_press_is_delivered_for_the_person_signed_in(browser, world, bot, card):
    browser.open(world.base_url)
    browser.fill("#user-switch", "U0BEN")
    browser.press("[data-action-id=handoff_approve]")
    browser.until("document.querySelector('#last-answer').textContent.includes('click')")
    sent = bot.last("block_actions")
    assert (sent["user"]["id"], sent["actions"][0]["value"]) == ("U0BEN", "h1.3")


@pytest.mark.browser
async def test_a_confirm_dialog_stands_before_the_press(browser, world, bot, slack):
    asked = APPROVE | {"confirm": {"title": plain("Sure?"), "text": mrkdwn("*Really*")}}
    blocks = [{"type": "actions", "elements": [asked]}]
    await slack.chat_postMessage(channel="C0BILLING", text="x", blocks=blocks)
    browser.open(world.base_url)
    browser.press("[data-action-id=handoff_approve]")
    browser.press("#confirm-deny")
    assert bot.received == []
    browser.press("[data-action-id=handoff_approve]")
    browser.press("#confirm-yes")
    browser.until("document.querySelector('#last-answer').textContent.includes('click')")
    assert len(bot.received) == 1


@pytest.mark.browser
async def test_a_form_is_checked_then_sent_then_closed(browser, bot, modal):
    browser.press("#modal-submit")
    browser.until("document.querySelectorAll('.block-input .error').length === 2")
    browser.fill(AMOUNT, "13")
    browser.fill(REASON, "late")
    browser.press("#modal-submit")
    browser.until("document.querySelectorAll('.block-input .error').length === 1")
    assert "12.50 or less" in browser.text(".block-input .error")
    assert not [each for each in bot.received if each.kind == "view_submission"]
    browser.fill(AMOUNT, "12")
    browser.press("#modal-submit")
    browser.until("!document.querySelector('dialog')")
    values = bot.last("view_submission")["view"]["state"]["values"]
    assert values["amount"]["value"]["value"] == "12"
    assert values["reason"]["value"]["selected_option"]["value"] == "late"


@pytest.mark.browser
async def test_the_apps_objection_stands_below_its_input_and_nothing_typed_is_lost(
    browser, bot, modal
):
    bot.answers("view_submission", {"response_action": "errors", "errors": {"amount": "Too much"}})
    browser.fill(AMOUNT, "11")
    browser.fill(REASON, "late")
    browser.press("#modal-submit")
    browser.until("document.querySelector('[data-block-id=amount] .error')")
    assert browser.text("[data-block-id=amount] .error") == "Too much"
    assert browser.ask(f"document.querySelector('{AMOUNT}').value") == "11"


@pytest.mark.browser
async def test_what_was_typed_survives_an_update_of_the_view(browser, slack, modal):
    browser.fill(AMOUNT, "11")
    note = {"type": "context", "elements": [mrkdwn("Still refundable: 12.50")]}
    await slack.views_update(view_id=modal["id"], view=MODAL | {"blocks": [note, *MODAL["blocks"]]})
    browser.until("document.querySelector('dialog .block-context')")
    assert browser.ask(f"document.querySelector('{AMOUNT}').value") == "11"


@pytest.mark.browser
async def test_escape_closes_the_modal_and_tells_the_app(browser, bot, modal):
    for kind in ("keyDown", "keyUp"):
        browser.tell("Input.dispatchKeyEvent", type=kind, key="Escape", windowsVirtualKeyCode=27)
    browser.until("!document.querySelector('dialog')")
    assert bot.last("view_closed")["view"]["id"] == modal["id"]


@pytest.mark.browser
async def test_a_command_is_typed_and_its_answer_is_marked_private(browser, world, bot):
    bot.answers("command", {"text": "Nothing *waits*."})
    browser.open(world.base_url)
    browser.fill("#command-box", "/handoff mine")
    browser.press("#command-send")
    browser.until("document.querySelector('.message.ephemeral')")
    assert "Only visible to you" in browser.text(".message.ephemeral")
    assert browser.text(".message.ephemeral .text b") == "waits"
    assert bot.last("command")["text"] == "mine"


@pytest.mark.browser
async def test_hostile_words_are_only_words(browser, world, slack):
    hostile = (
        '<img src=x onerror="window.hurt=1"> <script>window.hurt=1</script> '
        "<javascript:window.hurt=1|click> <data:text/html,x|data> *b* \u202e <@U0NOBODY>"
    )
    blocks = [
        {"type": "header", "text": plain(hostile[:150])},
        {"type": "section", "text": mrkdwn(hostile), "fields": [plain(hostile)]},
        {"type": "image", "image_url": "https://pictures.example/a.png", "alt_text": hostile},
    ]
    await slack.chat_postMessage(channel="C0BILLING", text=hostile, blocks=blocks)
    await slack.chat_postMessage(channel="C0BILLING", text=hostile + "```" + hostile)
    browser.open(world.base_url)
    assert (
        browser.ask("document.querySelectorAll('.messages :is(img, script, iframe)').length") == 0
    )
    links = browser.ask("[...document.querySelectorAll('.messages a')].map((a) => a.href)")
    assert links == []
    assert browser.ask("window.hurt ?? null") is None
    assert browser.hosts() == {"127.0.0.1"}


@pytest.mark.browser
async def test_a_permalink_opens_its_message_and_thread(browser, world, slack, card):
    reply = await slack.chat_postMessage(channel="C0BILLING", text="Settled.", thread_ts=card["ts"])
    link = await slack.chat_getPermalink(channel="C0BILLING", message_ts=reply["ts"])
    browser.open(link["permalink"])
    browser.until(f"document.querySelector('#thread [data-ts=\"{reply['ts']}\"]')")
    await slack.chat_postMessage(channel="U0ADA", text=f"See <{link['permalink']}|the thread>")
    browser.open(f"{world.base_url}/?channel=D0ADA&tab=messages")
    browser.press("a[data-permalink]")
    browser.until("document.querySelector('#channel-header h1').textContent.includes('billing')")


@pytest.mark.browser
async def test_the_home_tab_shows_what_was_published(browser, world, slack, bot):
    view = {"type": "home", "blocks": [{"type": "header", "text": plain("Waiting for you")}]}
    await slack.views_publish(user_id="U0ADA", view=view)
    browser.open(world.base_url)
    browser.press("[data-app=handoff]")
    browser.until("document.querySelector('.home .block-header')")
    browser.until("document.querySelector('#last-answer').textContent.includes('home')")
    assert bot.last("app_home_opened")["event"]["user"] == "U0ADA"


@pytest.mark.browser
@pytest.mark.parametrize("tab_id", ["calls", "money", "faults", "traffic"])
async def test_every_side_of_the_world_is_drawn(browser, world, tab_id):
    browser.open(f"{world.base_url}/?world={tab_id}", dark=True)
    browser.until("document.querySelector('#world-body .lead')")
    assert "[object" not in browser.text("#world")
    assert browser.complaints() == []


@pytest.mark.browser
async def test_a_fault_is_switched_on_and_off_on_the_page(browser, world, state):
    browser.open(f"{world.base_url}/?world=faults")
    browser.press("[data-vendor=stripe] button")
    browser.until("document.querySelector('#world-body .rows li')")
    assert len(state()["faults"]["stripe"]["rules"]) == 1
    browser.press("#world-body .rows button")
    browser.until("!document.querySelector('#world-body .rows li')")
    assert state()["faults"]["stripe"]["rules"] == []


@pytest.mark.browser
async def test_a_phone_sees_one_pane_and_nothing_is_wider(browser, world, card, modal):
    browser.press("#modal-close")
    browser.open(world.base_url, width=390)
    for step in ("#menu-toggle", ".side-item[data-channel=C0BILLING]", "#world-toggle"):
        browser.press(step)
        assert browser.ask("document.documentElement.scrollWidth") <= 390


@pytest.mark.browser
async def test_polling_leaves_an_unchanged_message_alone(browser, world, slack, card):
    browser.open(world.base_url)
    first = f"document.querySelector('[data-ts=\"{card['ts']}\"]')"
    browser.ask(f"{first}.marked = true")
    await slack.chat_postMessage(channel="C0BILLING", text="Another one")
    browser.until("document.querySelectorAll('#message-list .message').length === 2")
    assert browser.ask(f"{first}.marked") is True
