"""The writes at Paystack beside refunds: their names, routes and what a person asks of each."""

import json

from bot.redaction import redact

NOTIFY, ASK = "paystack.notify_payment_request", "paystack.create_payment_request"
FINALIZE, SEED = "paystack.finalize_payment_request", "PRQ_localenuguseed"
LINK, EVIDENCE = "paystack.mail_card_link", "paystack.submit_evidence"
UPDATE, NOTE = "paystack.update_customer", "paystack.add_note"
CREATE = "paystack.create_customer"

KANO, BENIN, SHELF = "PRQ_localkano", "CUS_localbenin", "PSK-LocalIbadanShelf"
DELIVERED = {"service_details": "Shelves, delivered", "delivery_date": "2031-02-20"}
ADDRESS = {"line1": "12 Sapele Road", "city": "Ibadan", "country": "ng"}
NEWCOMER = {"email": "new@house.example", "first_name": "Zoë", "last_name": "Àjàyí"}

RECORDS = {
    NOTIFY: KANO,
    FINALIZE: SEED,
    ASK: BENIN,
    LINK: "SUB_localjosplan",
    EVIDENCE: SHELF,
    UPDATE: BENIN,
    NOTE: BENIN,
    CREATE: "",
}
FIELDS = {EVIDENCE: DELIVERED, UPDATE: ADDRESS, CREATE: NEWCOMER}
ROUTES = {
    NOTIFY: "POST /paymentrequest/notify/{code}",
    FINALIZE: "POST /paymentrequest/finalize/{code}",
    ASK: "POST /paymentrequest",
    LINK: "POST /subscription/{code}/manage/email",
    EVIDENCE: "POST /dispute/{id}/evidence",
    UPDATE: "PUT /customer/{email_or_code}",
    NOTE: "PUT /customer/{email_or_code}",
    CREATE: "POST /customer",
}


def fields(**values):
    return {name: redact(value) for name, value in values.items()}


def writes(books):
    return [one for one in books.requests if one.method != "GET"]


def sent(books):
    return [json.loads(one.body) for one in writes(books)]


def mails(books):
    return [(mail.to, mail.about) for mail in books.mails]


def truth(books):
    """Everything in the books, so that nothing can have happened unseen."""
    return json.dumps(books.objects), mails(books)
