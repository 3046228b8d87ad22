"""Local QuickBooks keeps the rules of the true one, also where they are traps."""

import pytest

MEMO = {
    "CustomerRef": {"value": "67"},
    "DocNumber": "CM-1",
    "Line": [
        {
            "Amount": 50.0,
            "DetailType": "SalesItemLineDetail",
            "SalesItemLineDetail": {"ItemRef": {"value": "1"}, "Qty": 1, "UnitPrice": 50.0},
        }
    ],
}


def code(response):
    return response.json()["Fault"]["Error"][0]["code"]


# --- tokens ---


async def test_each_use_replaces_the_refresh_token_and_the_old_one_is_dead(renew):
    first = (await renew()).json()
    assert (await renew()).json() == {"error": "invalid_grant"}
    assert (await renew(first["refresh_token"])).status_code == 200


async def test_another_secret_gets_nothing(renew):
    assert (await renew(secret="other")).status_code == 401


async def test_without_a_token_the_edge_says_no_in_lower_case(client):
    answer = await client.get("/v3/company/9130350000000001/invoice/130?minorversion=75")
    assert (answer.status_code, answer.json()["fault"]["error"][0]["code"]) == (401, "3200")


# --- the query language ---


@pytest.mark.parametrize(
    ("statement", "numbers"),
    [
        ("select * from Invoice where DocNumber = 'QB-3001'", ["150", "151"]),
        ("select * from Invoice where DocNumber LIKE 'QB-30%' orderby Id desc maxresults 2", None),
        (r"select * from Customer where DisplayName = 'O\'Brannigan Söhne 株式会社'", ["69"]),
        ("select * from Customer where PrimaryEmailAddr = 'DESK@marshwillow.example'", ["68"]),
        ("select * from Invoice where CustomerRef = '67' and DocNumber = 'QB-1042'", ["130"]),
        ("select * from Invoice startposition 2 maxresults 1", ["131"]),
        ("select * from Customer where DisplayName = 'Gone Away' and Active = 'false'", ["74"]),
    ],
)
async def test_a_statement_finds_what_it_says(select, statement, numbers):
    answer = (await select(statement)).json()["QueryResponse"]
    [found] = [value for value in answer.values() if isinstance(value, list)]
    assert [one["Id"] for one in found] == (numbers or ["154", "153"])


async def test_without_a_match_the_entity_is_absent_and_what_is_not_in_use_is_left_out(select):
    answer = await select("select * from Customer where DisplayName = 'Gone Away'")
    assert answer.json()["QueryResponse"] == {}


async def test_a_count_is_of_all(select):
    answer = await select("select count(*) from Invoice where CustomerRef = '72'")
    assert answer.json()["QueryResponse"] == {"totalCount": 4}


@pytest.mark.parametrize(
    "statement",
    [
        "select * from Invoice where DocNumber = '1' or DocNumber = '2'",
        "select * from Customer where DisplayName = 'O''Brannigan'",
        "select * from Customer, Invoice",
        "select * from CreditMemo where PrivateNote = 'x'",
        "select * from Customer where PrimaryEmailAddr.Address = 'a@b.example'",
        "delete from Invoice",
        "select * from Invoice maxresults 5000",
        "",
    ],
)
async def test_what_the_language_has_not_is_refused(select, statement):
    answer = await select(statement)
    assert (answer.status_code, code(answer)[:2]) == (400, "40")


# --- writes ---


async def test_a_request_id_gets_the_first_answer_again(company, books):
    answers = [
        await company("POST", "/creditmemo", json=MEMO, query={"requestid": "r-1"})
        for _ in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    assert len(books.every("CreditMemo")) == 1


async def test_a_number_in_use_is_refused(company):
    await company("POST", "/creditmemo", json=MEMO)
    assert code(await company("POST", "/creditmemo", json=MEMO)) == "6140"


async def test_a_line_without_an_item_is_text_and_its_amount_ignored(company):
    line = {"Amount": 50.0, "DetailType": "DescriptionOnly"}
    answer = await company("POST", "/creditmemo", json=MEMO | {"Line": [line]})
    assert answer.json()["CreditMemo"]["TotalAmt"] == 0


async def test_tax_comes_on_top_unless_it_is_said_to_be_inside(company):
    taxed = [
        await company(
            "POST",
            "/creditmemo",
            json=MEMO | {"DocNumber": f"T-{how}", "GlobalTaxCalculation": how},
        )
        for how in ("TaxExcluded", "TaxInclusive", "TaxExclusive")
    ]
    assert [one.json()["CreditMemo"]["TotalAmt"] for one in taxed[:2]] == [55.0, 50.0]
    assert code(taxed[2]) == "2170"


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"Color": "red"}, "2010"),
        ({"CustomerRef": {"value": 67}}, "2500"),
        ({"CustomerRef": {"value": "999"}}, "610"),
        ({"CurrencyRef": {"value": "EUR"}}, "6000"),
        ({"DocNumber": "x" * 22}, "2050"),
        ({"Line": []}, "2020"),
    ],
)
async def test_what_cannot_be_booked_is_refused(company, books, change, wanted):
    assert code(await company("POST", "/creditmemo", json=MEMO | change)) == wanted
    assert books.every("CreditMemo") == []


async def test_a_stale_token_changes_nothing(company, books):
    change = {"Id": "67", "sparse": True, "Notes": "New."}
    fresh = await company("POST", "/customer", json=change | {"SyncToken": "0"})
    stale = await company("POST", "/customer", json=change | {"SyncToken": "0", "Notes": "Newer."})
    assert (fresh.status_code, code(stale)) == (200, "5010")
    assert books.get("Customer", "67")["Notes"] == "New."


async def test_an_address_given_to_a_mail_becomes_the_invoices_own(company, books):
    sending = {"headers": {"content-type": "application/octet-stream"}}
    for _ in range(2):
        await company("POST", "/invoice/130/send", query={"sendTo": "x@y.example"}, **sending)
    assert books.get("Invoice", "130")["BillEmail"] == {"Address": "x@y.example"}
    assert len(books.mails) == 2


async def test_an_older_version_and_another_company_are_refused(company):
    assert code(await company("GET", "/invoice/130", query={"minorversion": "65"})) == "2020"
    assert code(await company("GET", "/invoice/130", realm="1")) == "3100"


# --- what people do ---


async def test_a_payment_lowers_what_is_open_and_says_so(client, books):
    told = []
    books.tell = lambda kind, about: told.append((kind, about["id"]))
    assert (await client.post("/ui/quickbooks/invoices/131/pay")).json()["ok"]
    assert books.get("Invoice", "131")["Balance"] == 0
    assert books.get("Customer", "67")["Balance"] == 75.5
    assert told == [("Customer.Update", "67"), ("Invoice.Update", "131")]
    assert (await client.post("/ui/quickbooks/invoices/999/pay")).status_code == 400


async def test_the_state_shows_no_token_and_a_reset_brings_all_back(client, company, books):
    await company("POST", "/creditmemo", json=MEMO)
    shown = (await client.get("/ui/quickbooks/state")).text
    assert "CM-1" in shown
    assert not any(word in shown for word in ("rt-local", "at-local"))
    books.reset()
    assert books.every("CreditMemo") == []
