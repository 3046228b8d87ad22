"""What local Polygon.io is asked about a listed company, and what is made of its answers."""

import asyncio

import pytest

from bot.errors import ConfigurationError, Refused, Unavailable
from bot.handoff.record import RecordClaim, RecordKind
from bot.redaction import redact
from bot.vendors import Finding
from handlers.sandbox.faults import Fault
from handlers.sandbox.polygon_seed import add_filing

EVENTS, FILINGS, FILES = (
    "polygon.ticker_events",
    "polygon.list_filings",
    "polygon.filing_files",
)
EVERY = pytest.mark.parametrize("name", [EVENTS, FILINGS, FILES])
EVENTS_PATH = "/vX/reference/tickers/EXPL/events"
INDEX_PATH = "/stocks/filings/vX/index"
FILES_PATH = "/v1/reference/sec/filings/1/files"


def told(findings):
    return [(one.label, one.value) for one in findings]


def test_it_only_answers_questions(vendor):
    assert set(vendor.looks) == {EVENTS, FILINGS, FILES}
    assert {one.facts.writes for one in vendor.looks.values()} == {False}
    assert vendor.operations == {}


async def test_it_holds_no_records(vendor, books):
    assert await vendor.find_records(RecordClaim(email="a@b.example"), RecordKind.CUSTOMER) == []
    with pytest.raises(Refused):
        await vendor.observe(RecordKind.CUSTOMER, "EXPL")
    assert books.requests == []


@pytest.mark.parametrize(
    ("label", "said", "applies"),
    [
        ("Ticker", "expl", True),
        ("stock-symbol", " EXPL ", True),
        ("Ticker", "BRK.B", True),
        ("Ticker", "unknown, maybe EXPL", False),
        ("Ticker", "../v3", False),
        ("Ticker", "\uff25\uff38PL", False),
        ("Company", "EXPL", False),
    ],
)
def test_it_is_asked_only_where_the_analysis_names_a_symbol(vendor, about, label, said, applies):
    assert vendor.looks[EVENTS].applies(about(said, label)) is applies


@EVERY
async def test_without_a_symbol_nothing_is_asked(vendor, about, books, name):
    with pytest.raises(Refused):
        await vendor.looks[name].ask(about("EXPL", "Company"))
    assert books.requests == []


async def test_symbol_changes_newest_first(vendor, about):
    assert told(await vendor.looks[EVENTS].ask(about("expl"))) == [
        ("Company", "Example Platforms, Inc."),
        ("Since 09 Jun 2022", "EXPL"),
        ("Since 18 May 2012", "EX"),
    ]


@pytest.mark.parametrize("ticker", ["QUIL", "GONE"])
async def test_unknown_and_never_renamed_get_the_same_answer(vendor, about, ticker):
    """Polygon.io answers 404 to both: neither is a failure, and none is taken for the other."""
    (found,) = await vendor.looks[EVENTS].ask(about(ticker))
    assert found == Finding(ticker, redact("no change of its symbol is on record"))


async def test_filings_of_that_company_alone_with_the_regulators_links(vendor, about, books):
    found = await vendor.looks[FILINGS].ask(about("EXPL"))
    assert told(found) == [
        ("10-Q", "filed 13 Feb 2031"),
        ("8-K", "filed 24 Jan 2031"),
        ("10-K", "filed 17 Aug 2030"),
    ]
    assert all(one.url.startswith("https://www.sec.gov/Archives/") for one in found)
    assert "ticker=EXPL" in books.requests[-1].query


async def test_a_filter_that_was_ignored_is_not_taken_for_nothing(scripted_vendor, script, about):
    """Somebody else's filings came for a plain `ticker` in the older family."""
    other = {"accession_number": "1", "form_type": "10-K", "filing_date": "2031-01-01"}
    script.say({"status": "OK", "results": [other | {"ticker": "OTHER"}, other]})
    with pytest.raises(Unavailable, match="show other companies"):
        await scripted_vendor.looks[FILINGS].ask(about("EXPL"))


@pytest.mark.parametrize("said", [{"status": "OK"}, {"status": "OK", "results": []}])
async def test_a_list_of_nothing_is_nothing(scripted_vendor, script, about, said):
    script.say(said)
    assert await scripted_vendor.looks[FILINGS].ask(about("EXPL")) == []


async def test_where_the_index_is_not_offered_the_older_family_is_asked(
    scripted_vendor, script, about
):
    def filing(ticker):
        company = {"name": "X", "cik": "1", **({"ticker": ticker} if ticker else {})}
        return {
            "accession_number": "1", "type": "10-K", "filing_date": "20310101",
            "source_url": "https://www.sec.gov/a", "entities": [{"company_data": company}, {}],
        }  # fmt: skip

    script.say(raw=b"404 page not found", status=404)
    listed = [filing("OTHER"), filing(None), filing("EXPL")]
    script.at("/v1/reference/sec/filings", {"status": "OK", "results": listed})
    found = await scripted_vendor.looks[FILINGS].ask(about("EXPL"))
    assert told(found) == [("10-K", "filed 01 Jan 2031")]
    assert ("entities.company_data.ticker", "EXPL") in script.seen[-1].query


async def test_files_of_the_newest_filing(vendor, about):
    found = await vendor.looks[FILES].ask(about("EXPL"))
    assert told(found) == [("10-Q", "FORM 10-Q, 377 kB"), ("EX-31.1", "EXHIBIT 31.1, 9 kB")]


async def test_files_may_not_be_offered_any_more(vendor, about, books):
    books.older_family = False
    with pytest.raises(Refused, match="not offer"):
        await vendor.looks[FILES].ask(about("EXPL"))


async def test_other_addresses_than_the_regulators_are_not_linked(scripted_vendor, script, about):
    """What stands on another host may want the key."""
    common = {"ticker": "EXPL", "form_type": "8-K", "filing_date": "2031-01-01"}
    urls = [
        "https://sec.gov.evil.example/a",
        "https://notsec.gov/a",
        "http://www.sec.gov/a",
        "javascript:1",
        None,
    ]
    script.say({"results": [
        common | {"accession_number": str(n), "filing_url": url} for n, url in enumerate(urls)
    ]})  # fmt: skip
    found = await scripted_vendor.looks[FILINGS].ask(about("EXPL"))
    assert [one.url for one in found] == [None] * 5


# --- pages ------------------------------------------------------------------------------------


async def test_one_page_is_enough_for_the_newest_filings(vendor, about, books):
    for number in range(100, 160):
        add_filing(books, number, "8-K", days_ago=300, cik="0001234567", ticker="EXPL")
    await vendor.looks[FILINGS].ask(about("EXPL"))
    assert len(books.requests) == 1, "each page is one of the five"


async def test_the_next_page_is_asked_of_the_configured_host(vendor, about, books):
    """`next_url` names the other host and has no key."""
    newest = max(books.filings, key=lambda one: (one["entities"][0]["company_data"].get("ticker")
                 == "EXPL", one["filing_date"]))  # fmt: skip
    files = books.files[newest["accession_number"]]
    files += [files[1] | {"sequence": number} for number in range(3, 1200)]
    await vendor.looks[FILES].ask(about("EXPL"))
    _, first, second = books.requests
    assert (first.status, second.status) == (200, 200)
    assert second.query.startswith("cursor=")


@pytest.fixture
def filed(script):
    """The company has one filing; what is said next are its files."""
    one = {"accession_number": "1", "ticker": "EXPL", "form_type": "8-K",
           "filing_date": "2031-01-01", "brand_new": {}}  # fmt: skip
    script.at(INDEX_PATH, {"status": "OK", "results": [one]})


@pytest.mark.parametrize(
    "url",
    [
        f"https://evil.example{FILES_PATH}?cursor=a",
        "https://api.massive.com/v1/other?cursor=a",
        f"https://api.massive.com{FILES_PATH}",
        f"https://api.massive.com{FILES_PATH}?apiKey=a",
    ],
)
async def test_a_list_that_goes_on_elsewhere_is_not_followed(
    scripted_vendor, script, about, filed, url
):
    script.say({"results": [], "next_url": url})
    with pytest.raises(Unavailable, match="another address"):
        await scripted_vendor.looks[FILES].ask(about("EXPL"))
    assert len(script.seen) == 2


@pytest.mark.parametrize("host", ["api.massive.com", "api.polygon.io"])
async def test_both_names_of_the_host_are_known(scripted_vendor, script, about, filed, host):
    one = {"filename": "a.htm", "sequence": 1, "brand_new": {}}
    script.say({"results": [one], "next_url": f"https://{host}{FILES_PATH}?cursor=a%2Bb&apiKey=z"})
    script.say({"status": "OK"})  # an empty page leaves its results out
    assert len(await scripted_vendor.looks[FILES].ask(about("EXPL"))) == 1
    assert script.seen[-1].query == [("cursor", "a+b")]
    assert {one.headers["authorization"] for one in script.seen} == {"Bearer local-polygon-key"}


# --- five calls a minute ----------------------------------------------------------------------


async def test_five_calls_go_through_and_the_sixth_is_told_when(vendor, about, books, moving):
    for _ in range(5):
        await vendor.looks[EVENTS].ask(about("EXPL"))
    with pytest.raises(Unavailable, match="ask again in 60 seconds") as caught:
        await vendor.looks[EVENTS].ask(about("EXPL"))
    assert (len(books.requests), caught.value.retry_after_s) == (5, 60)
    await moving.sleep(55)
    await vendor.looks[EVENTS].ask(about("EXPL"))  # a short wait is waited
    assert moving.slept[-1] == 5
    assert {one.status for one in books.requests} == {200}


async def test_another_process_with_the_same_key_is_noticed(vendor, about, faults, books, moving):
    faults.set("polygon", Fault.RATE_LIMITED, times=1)
    for wait_s in (None, 60):
        with pytest.raises(Unavailable) as caught:
            await vendor.looks[EVENTS].ask(about("EXPL"))
        assert caught.value.retry_after_s == wait_s
    assert len(books.requests) == 1, "a refused call counts too"
    await moving.sleep(60)
    assert await vendor.looks[EVENTS].ask(about("EXPL"))


async def test_a_stated_wait_is_kept_to(scripted_vendor, script, about, moving):
    script.say({"status": "ERROR", "error": "x"}, 429, {"Retry-After": "4"})
    script.say({"status": "OK", "results": {"events": []}})
    with pytest.raises(Unavailable) as caught:
        await scripted_vendor.looks[EVENTS].ask(about("EXPL"))
    assert caught.value.retry_after_s == 4
    await scripted_vendor.looks[EVENTS].ask(about("EXPL"))
    assert moving.slept == [4]


async def test_a_larger_plan_is_not_held_back(address, open_vendor, about, books):
    books.most_a_minute = 0
    vendor = open_vendor(address, calls_a_minute=0)
    for _ in range(9):
        await vendor.looks[EVENTS].ask(about("EXPL"))
    assert len(books.requests) == 9
    await vendor.aclose()


async def test_one_click_asks_the_same_thing_once(vendor, about, books):
    """More > Look up asks every question side by side, and the plan has five calls a minute."""
    asked = (vendor.looks[name].ask(about("EXPL")) for name in (EVENTS, FILINGS, FILES))
    await asyncio.gather(*asked)
    assert sorted(one.path.rpartition("/")[2] for one in books.requests) == [
        "events",
        "files",
        "index",
    ]


async def test_what_was_listed_is_kept_for_an_hour(vendor, about, books, moving):
    for name in (FILINGS, FILES, FILINGS):
        await vendor.looks[name].ask(about("EXPL"))
    assert len(books.requests) == 2
    await moving.sleep(3600)
    await vendor.looks[FILINGS].ask(about("EXPL"))
    assert len(books.requests) == 3


# --- failures ---------------------------------------------------------------------------------


@EVERY
@pytest.mark.parametrize(
    ("fault", "meaning"),
    [
        (Fault.AUTH, (Refused, "API key")),
        (Fault.REFUSED, (Refused, "plan")),
        (Fault.RATE_LIMITED, (Unavailable, "too often")),
        (Fault.SERVER_ERROR, (Unavailable, "fault")),
        (Fault.MALFORMED, (Unavailable, "cannot be read")),
        (Fault.LOST_ANSWER, (Unavailable, "did not answer")),
        (Fault.HANG, (Unavailable, "did not answer")),
        (Fault.SLOW, (Unavailable, "did not answer")),
    ],
)
async def test_a_failure_is_never_nothing_found(vendor, about, books, faults, name, fault, meaning):
    kind, words = meaning
    faults.set("polygon", fault)
    with pytest.raises(kind, match=words):
        await vendor.looks[name].ask(about("EXPL"))
    assert len(books.requests) == 1, "each try would be one of the five"


async def test_an_answer_without_results_is_none_of_it(scripted_vendor, script, about):
    """Polygon.io may leave them out where there are none."""
    script.say({"status": "OK", "request_id": "6f0c"})
    (found,) = await scripted_vendor.looks[EVENTS].ask(about("EXPL"))
    assert found.value == "no change of its symbol is on record"


@pytest.mark.parametrize("said", [None, [], {}, {"results": []}, {"results": {"events": [{}]}}])
async def test_what_cannot_be_read_is_unavailable(scripted_vendor, script, about, said):
    script.say(said)
    with pytest.raises(Unavailable):
        await scripted_vendor.looks[EVENTS].ask(about("EXPL"))


async def test_a_wrong_question_is_refused_in_its_words_redacted(scripted_vendor, script, about):
    script.say({"status": "ERROR", "error": "card 4242 4242 4242 4242 is wrong"}, 400)
    with pytest.raises(Refused) as caught:
        await scripted_vendor.looks[EVENTS].ask(about("EXPL"))
    assert "4242 4242" not in caught.value.reason


async def test_the_key_and_the_company_stay_out_of_the_logs(vendor, about, logged):
    await vendor.looks[EVENTS].ask(about("EXPL"))
    assert "vendor_answered" in logged()
    assert "EXPL" not in logged()
    assert "local-polygon-key" not in logged()


def test_without_a_key_it_is_off(open_vendor):
    assert open_vendor("https://api.massive.com", api_key=None) is None


def test_without_a_safe_address_it_does_not_start(open_vendor):
    with pytest.raises(ConfigurationError):
        open_vendor("http://api.massive.com")
