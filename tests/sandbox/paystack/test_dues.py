"""Local Paystack beside refunds: customers, payment requests, disputes, subscriptions."""

import json

import pytest

from handlers.sandbox.faults import Fault
from handlers.sandbox.paystack_operations import OPERATIONS

KANO = "PRQ_localkano"
LATE = "PRQ_localenugulate"
ASKED = {"customer": "CUS_localbenin", "amount": 500_000, "currency": "NGN", "description": "a key"}
EVIDENCE = {
    "customer_email": "till@ibadanbooks.example",
    "customer_name": "Ibadan Books",
    "customer_phone": "08000000000",
    "service_details": "Shelves, delivered",
    "delivery_date": "2031-02-20",
}


async def data(answering):
    answer = await answering
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def mailed(books):
    return [(mail.to, mail.about) for mail in books.mails]


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Fault.AUTH, 401),
        (Fault.RATE_LIMITED, 429),
        (Fault.SERVER_ERROR, 500),
        (Fault.HANG, 504),
        (Fault.REFUSED, 400),
    ],
)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
async def test_every_operation_can_fail_before_it_does_anything(
    paystack, books, faults, operation, fault, status
):
    before = json.dumps(books.objects)
    faults.set("paystack", fault, only=operation.name)
    path = operation.path.format(id=1, reference="x", email_or_code="x", code="x", id_or_code="x")
    assert (await paystack.request(operation.method, path)).status_code == status
    assert (json.dumps(books.objects), books.mails) == (before, [])


# --- customers ---


async def test_a_customer_is_made_found_and_changed(paystack, books):
    made = await data(paystack.post("/customer", json={"email": "new@house.example"}))
    code = made["customer_code"]
    for name in ("new@house.example", "NEW@house.example", code):
        assert (await data(paystack.get(f"/customer/{name}")))["id"] == made["id"]
    change = {"phone": "0800", "metadata": {"a": 1}}
    assert (await data(paystack.put(f"/customer/{code}", json=change)))["metadata"] == {"a": 1}
    await data(paystack.put(f"/customer/{code}", json={"metadata": {"b": 2}}))
    assert books.customer(code)["metadata"] == {"b": 2}, "set as a whole, not merged"
    listed = await data(paystack.get("/customer"))
    assert made["id"] in [one["id"] for one in listed]


async def test_the_same_customer_twice_is_two(paystack):
    made = [await data(paystack.post("/customer", json={"email": "a@b.example"})) for _ in "xy"]
    assert made[0]["id"] != made[1]["id"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/customer", {}, 400),
        ("POST", "/customer", {"email": "nobody"}, 400),
        ("POST", "/customer", {"email": "a@b.example", "address": "x"}, 400),
        ("PUT", "/customer/CUS_localkano", {}, 400),
        ("PUT", "/customer/CUS_localkano", {"email": "a@b.example"}, 400),
        ("PUT", "/customer/CUS_localkano", {"phone": 5}, 400),
        ("PUT", "/customer/books@kanostudios.example", {"phone": "5"}, 400),
        ("PUT", "/customer/CUS_none", {"phone": "5"}, 404),
        ("POST", "/paymentrequest", {}, 400),
        ("POST", "/paymentrequest", {"customer": "CUS_localkano"}, 400),
        ("POST", "/paymentrequest", ASKED | {"amount": 0}, 400),
        ("POST", "/paymentrequest", ASKED | {"amount": "5"}, 400),
        ("POST", "/paymentrequest", ASKED | {"currency": "EUR"}, 400),
        ("POST", "/paymentrequest", ASKED | {"due_date": "soon"}, 400),
        ("POST", "/paymentrequest", ASKED | {"draft": "yes"}, 400),
        ("POST", "/paymentrequest", ASKED | {"line_items": [{"name": "x"}]}, 400),
        ("POST", "/paymentrequest", ASKED | {"customer": "CUS_none"}, 404),
        ("POST", "/paymentrequest/notify/PRQ_none", None, 404),
        ("POST", "/paymentrequest/notify/PRQ_localenuguseed", None, 400),
        ("POST", "/paymentrequest/notify/PRQ_localenugupaid", None, 400),
        ("POST", f"/paymentrequest/finalize/{KANO}", None, 400),
        ("POST", "/subscription/SUB_none/manage/email", None, 404),
        ("POST", "/subscription/SUB_localadireplan/manage/email", None, 400),
        ("GET", "/paymentrequest/verify/7", None, 404),
        ("GET", "/paymentrequest?from=soon", None, 400),
        ("GET", "/dispute/transaction/1", None, 404),
        ("GET", "/dispute/1", None, 404),
        ("GET", "/subscription/SUB_none", None, 404),
    ],
)
async def test_what_makes_no_sense_is_refused(paystack, books, method, path, body, status):
    before = json.dumps(books.objects)
    answer = await paystack.request(method, path, json=body)
    assert (answer.status_code, answer.json()["status"]) == (status, False)
    assert (json.dumps(books.objects), books.mails) == (before, [])


# --- payment requests ---


async def test_a_request_twice_is_two_requests_and_two_mails(paystack, books):
    for _ in range(2):
        headers = {"idempotency-key": "same"}
        made = await data(paystack.post("/paymentrequest", json=ASKED, headers=headers))
        assert (made["status"], made["notifications"]) == ("pending", [])
        assert made["customer"] == books.customer("CUS_localbenin")["id"], "a number only here"
    listed = await data(paystack.get("/paymentrequest", params={"customer": made["customer"]}))
    assert [one["description"] for one in listed] == ["a key"] * 2
    assert "pending_amount" not in listed[0]
    assert [to for to, _ in mailed(books)] == ["office@beninbronze.example"] * 2
    seen = await data(paystack.get(f"/paymentrequest/verify/{made['request_code']}"))
    assert seen["customer"]["customer_code"] == "CUS_localbenin"
    assert len(seen["notifications"]) == 1


@pytest.mark.parametrize("change", [{"draft": True}, {"send_notification": False}])
async def test_a_draft_and_a_quiet_one_are_not_mailed(paystack, books, change):
    await data(paystack.post("/paymentrequest", json=ASKED | change))
    assert books.mails == []


async def test_a_draft_is_finalized_once(paystack, books):
    path = "/paymentrequest/finalize/PRQ_localenuguseed"
    assert (await data(paystack.post(path)))["status"] == "pending"
    assert mailed(books) == [("ledger@enuguharvest.example", "PRQ_localenuguseed")]
    assert (await paystack.post(path)).status_code == 400


async def test_each_notification_is_another_mail_and_is_listed(paystack, books):
    for _ in range(2):
        answer = await paystack.post(f"/paymentrequest/notify/{KANO}")
        assert answer.json() == {"status": True, "message": "Notification sent"}
    seen = await data(paystack.get(f"/paymentrequest/{KANO}"))
    assert [one["channel"] for one in seen["notifications"]] == ["email"] * 3
    assert len(books.mails) == 2


async def test_line_items_and_taxes_make_the_sum(paystack):
    items = {"line_items": [{"name": "x", "amount": 100, "quantity": 3}],
             "tax": [{"name": "VAT", "amount": 25}]}  # fmt: skip
    body = {"customer": "CUS_localkano", "invoice_number": 77, **items}
    made = await data(paystack.post("/paymentrequest", json=body))
    assert (made["amount"], made["invoice_number"], made["has_invoice"]) == (325, 77, True)


async def test_paying_in_parts(paystack, books):
    seen = await data(paystack.get(f"/paymentrequest/verify/{LATE}"))
    assert (seen["amount"], seen["pending_amount"], seen["paid"]) == (32_000_000, 20_000_000, False)
    await paystack.post(f"/ui/paystack/payment_requests/{LATE}/pay")
    seen = await data(paystack.get(f"/paymentrequest/verify/{LATE}"))
    assert (seen["pending_amount"], seen["paid"], seen["status"]) == (0, True, "success")
    again = await paystack.post(f"/ui/paystack/payment_requests/{LATE}/pay")
    assert again.status_code == 400


async def test_an_archived_one_is_gone_from_lists(paystack, books):
    assert (await paystack.post(f"/paymentrequest/archive/{KANO}")).status_code == 200
    assert (await paystack.get(f"/paymentrequest/verify/{KANO}")).status_code == 404
    shown = [one["request_code"] for one in await data(paystack.get("/paymentrequest"))]
    assert (KANO in shown, LATE in shown) == (False, True)
    query = {"include_archive": "true", "status": "pending", "currency": "NGN", "to": "2031-03-01"}
    kept = await data(paystack.get("/paymentrequest", params=query))
    assert KANO in [one["request_code"] for one in kept]


# --- disputes ---


async def test_evidence_is_added_as_often_as_it_is_sent(paystack, books):
    [dispute] = books.every("dispute")
    for _ in range(2):
        made = await data(paystack.post(f"/dispute/{dispute['id']}/evidence", json=EVIDENCE))
        assert (made["dispute"], made["delivery_date"]) == (dispute["id"], "2031-02-20")
    assert len(books.every("evidence")) == 2
    number = dispute["transaction"]["id"]
    seen = await data(paystack.get(f"/dispute/transaction/{number}"))
    assert seen["evidence"]["id"] == made["id"]


@pytest.mark.parametrize("without", ["customer_phone", "service_details", "customer_email"])
async def test_evidence_must_be_whole(paystack, books, without):
    [dispute] = books.every("dispute")
    body = {name: value for name, value in EVIDENCE.items() if name != without}
    path = f"/dispute/{dispute['id']}/evidence"
    assert (await paystack.post(path, json=body)).status_code == 400


async def test_accepting_gives_money_back_and_closes(paystack, books):
    [dispute] = books.every("dispute")
    answer = {"resolution": "merchant-accepted", "message": "ours", "refund_amount": 6_400_000,
              "uploaded_filename": "x.pdf"}  # fmt: skip
    path = f"/dispute/{dispute['id']}/resolve"
    assert (await paystack.put(path, json=answer | {"refund_amount": 6_400_001})).status_code == 400
    assert (await data(paystack.put(path, json=answer)))["resolution"] == "merchant-accepted"
    assert len(books.refunds_of("PSK-LocalIbadanShelf")) == 1
    assert (await paystack.put(path, json=answer)).status_code == 400
    late = await paystack.post(f"/dispute/{dispute['id']}/evidence", json=EVIDENCE)
    assert late.status_code == 400


async def test_declining_hands_it_to_the_bank(paystack, books):
    [dispute] = books.every("dispute")
    link = await data(
        paystack.get(f"/dispute/{dispute['id']}/upload_url", params={"upload_filename": "a.pdf"})
    )
    answer = {"resolution": "declined", "message": "delivered", "refund_amount": 0,
              "uploaded_filename": link["fileName"]}  # fmt: skip
    seen = await data(paystack.put(f"/dispute/{dispute['id']}/resolve", json=answer))
    assert (seen["status"], seen["resolution"]) == ("awaiting-bank-feedback", "declined")
    assert books.refunds_of("PSK-LocalIbadanShelf") == []


# --- subscriptions ---


async def test_subscriptions_are_listed_by_customer(paystack, books):
    number = books.customer("CUS_localjos")["id"]
    [seen] = await data(paystack.get("/subscription", params={"customer": number}))
    assert (seen["subscription_code"], seen["status"]) == ("SUB_localjosplan", "attention")
    assert (await data(paystack.get("/subscription/SUB_localjosplan")))["open_invoice"]


async def test_the_card_link_is_mailed_each_time_and_shown_nowhere(paystack, books):
    before = json.dumps(books.objects)
    for _ in range(2):
        answer = await paystack.post("/subscription/SUB_localjosplan/manage/email")
        assert answer.json() == {"status": True, "message": "Email successfully sent"}
    assert mailed(books) == [("studio@jospotteries.example", "SUB_localjosplan")] * 2
    assert json.dumps(books.objects) == before
    assert (await data(paystack.get("/subscription/SUB_localjosplan/manage/link")))["link"]


async def test_the_world_changes_a_subscription(paystack, books):
    path = "/ui/paystack/subscriptions/SUB_localkanoplan/become"
    assert (await paystack.post(path, json={"status": "attention"})).json()["ok"]
    assert (await paystack.post(path, json={"status": "new"})).status_code == 400


async def test_the_page_sees_all_of_it(paystack):
    view = (await paystack.get("/ui/paystack/state")).json()
    late = next(one for one in view["payment_requests"] if one["request_code"] == LATE)
    assert (late["customer_name"], late["pending_text"]) == ("Enugu Harvest", "200,000.00 NGN")
    assert {"customers", "subscriptions"} < set(view)


@pytest.mark.browser
async def test_a_request_is_paid_on_the_page(browser, world, state):
    browser.open(f"{world.base_url}/?world=money")
    row = f"[data-request='{KANO}']"
    browser.until(f'document.querySelector("{row}")')
    browser.press(f"{row} button")
    browser.until(f'document.querySelector("{row} .tag.good")')
    [paid] = [one for one in state()["paystack"]["payment_requests"]
              if one["request_code"] == KANO]  # fmt: skip
    assert paid["status"] == "success"
    row = "[data-subscription='SUB_localjosplan']"
    browser.press(f"{row} button")
    browser.until(f'document.querySelector("{row} .tag.good")')
    assert browser.complaints() == []
