"""ProAbono's documents: read through a link that goes no further, and only from ProAbono."""

import pytest

from bot.errors import Refused, Unavailable
from bot.handoff.billing_call import BillingCall
from bot.handoff.record import RecordKind
from bot.handoff.words import Workflow
from bot.vendors import Matter, Papers
from providers.papers import Link
from providers.proabono.papers import HOSTS

CALL = BillingCall(call_id="call_1", workflow=Workflow.PROMISE_TO_PAY)


@pytest.fixture
def read(vendor):
    async def about(kind, record_id):
        return await vendor.paper(Matter("ho_1", CALL, await vendor.observe(kind, record_id)))

    return about


async def test_the_invoice_on_record_comes_as_a_file(vendor, read, logged):
    assert isinstance(vendor, Papers)
    paper = await read(RecordKind.INVOICE, "invoice:3001")
    assert paper.name == "F7.00000012.pdf"
    assert paper.content.startswith(b"%PDF-")
    assert "portal-inv-pdf" not in logged()
    assert "F7.00000012 30000 EUR" not in repr(paper)


async def test_the_other_name_of_the_link_is_known(read):
    assert (await read(RecordKind.INVOICE, "invoice:3006")).name == "S-7.00001673.pdf"


@pytest.mark.parametrize(
    ("kind", "record_id"),
    [
        (RecordKind.INVOICE, "invoice:3003"),  # a draft has no document
        (RecordKind.CUSTOMER, "customer:glycine-42"),
        (RecordKind.SUBSCRIPTION, "subscription:2001@glycine-42"),
    ],
)
async def test_what_has_no_document_is_refused(read, kind, record_id):
    with pytest.raises(Refused, match="no document"):
        await read(kind, record_id)


async def test_without_a_record_there_is_nothing_to_read(vendor):
    with pytest.raises(Refused):
        await vendor.paper(Matter("ho_1", CALL))


async def test_a_link_that_ran_out_is_refused(vendor, books, read):
    books.invoices[3001]["Links"][0]["href"] = "https://main-eur.portal.example/gone"
    with pytest.raises((Refused, Unavailable)):
        await read(RecordKind.INVOICE, "invoice:3001")


@pytest.mark.parametrize(
    "link",
    [
        "https://proabono.com.evil.example/a",
        "https://evil.example/api.proabono.com",
        "http://main-eur.proabono.com/a",
        "https://user@main-eur.proabono.com/a",
    ],
)
async def test_only_proabonos_own_hosts_are_asked(link):
    with pytest.raises(Refused, match="not asked") as caught:
        await Link("ProAbono", "https://api-42.proabono.com", HOSTS).fetch(link)
    assert link not in caught.value.reason
