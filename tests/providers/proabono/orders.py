"""The writes at ProAbono: their names, routes and what a person asks of each."""

import json

from bot.redaction import redact

UPDATE, SETTINGS = "proabono.update_customer", "proabono.update_payment_settings"
CREATE, NOTE = "proabono.create_customer", "proabono.add_note"

ADDRESS = {"line1": "8 quai Perrache", "city": "Lyon", "postal_code": "69002", "country": "fr"}
BY_BANK = {"payment_method": "Bank  transfer", "next_billing_on": "2031-04-01"}
NEWCOMER = {"email": "new@house.example", "first_name": "Zoë", "last_name": "Ó Briain"}

RECORDS = {
    UPDATE: "invoice:3001",
    SETTINGS: "subscription:2001@glycine-42",
    CREATE: "",
    NOTE: "customer:glycine-42",
}
FIELDS = {UPDATE: ADDRESS, SETTINGS: BY_BANK, CREATE: NEWCOMER}
NOTES = {NOTE: redact("Asked when it is due.")}
ROUTES = {
    UPDATE: "POST /v1/CustomerAddressBilling",
    SETTINGS: "POST /v1/CustomerSettingsPayment",
    CREATE: "POST /v1/Customer",
    NOTE: "POST /v1/Customer",
}


def fields(**values):
    return {name: redact(value) for name, value in values.items()}


def writes(books):
    return [one for one in books.requests if one.method != "GET"]


def sent(books):
    return [json.loads(one.body) for one in writes(books)]


def truth(books):
    """Everything in the books, so that nothing can have happened unseen."""
    kept = (
        books.customers, books.addresses, books.settings, books.subscriptions, books.invoices
    )  # fmt: skip
    return json.dumps(kept)
