"""What local Polygon.io knows at the start. Every company in it is invented."""

from datetime import timedelta
from typing import Any

from handlers.sandbox.polygon_books import Clock, PolygonBooks, PolygonObject


def seeded_polygon(*, api_key: str, now: Clock, **options: Any) -> PolygonBooks:
    """The local service with the data of the demo in it."""
    return PolygonBooks(api_key=api_key, now=now, fill=fill, **options)


def fill(books: PolygonBooks) -> None:
    """One company that was renamed, one that never was, and one whose filings name no symbol."""
    books.companies["EXPL"] = _company(
        "Example Platforms, Inc.",
        "0001234567",
        _renamed("2012-05-18", "EX"),
        _renamed("2022-06-09", "EXPL"),
    )
    books.companies["QUIL"] = _company("Quillhaven Holdings plc", "0007654321")
    for number, (form, days) in enumerate((("10-K", 200), ("8-K", 40), ("10-Q", 20)), start=12):
        add_filing(books, number, form, days_ago=days, cik="0001234567", ticker="EXPL")
    add_filing(books, 15, "10-K", days_ago=3, cik="0001234567", ticker=None)
    add_filing(books, 16, "10-K", days_ago=1, cik="0007654321", ticker="QUIL")


def _company(name: str, cik: str, *events: PolygonObject) -> PolygonObject:
    return {"name": name, "composite_figi": "BBG000LOCAL0", "cik": cik, "events": list(events)}


def _renamed(day: str, ticker: str) -> PolygonObject:
    return {"type": "ticker_change", "date": day, "ticker_change": {"ticker": ticker}}


def add_filing(
    books: PolygonBooks, number: int, form: str, *, days_ago: int, cik: str, ticker: str | None
) -> PolygonObject:
    """A filing with two files; `company_data.ticker` is often missing."""
    accession = f"{cik}-26-{number:06d}"
    folder = f"https://www.sec.gov/Archives/edgar/data/{int(cik)}/{accession.replace('-', '')}"
    day = f"{books.now() - timedelta(days=days_ago):%Y%m%d}"
    company = {"name": "Example Platforms, Inc.", "cik": cik, "sic": "7374"}
    made = {
        "id": accession,
        "accession_number": accession,
        "type": form,
        "filing_date": day,
        "period_of_report_date": day,
        "acceptance_datetime": f"{day}103943",
        "files_count": 2,
        "source_url": f"{folder}/{accession}.txt",
        "entities": [
            {
                "relation": "filer",
                "company_data": company | ({"ticker": ticker} if ticker else {}),
            }
        ],
    }
    books.filings.append(made)
    books.files[accession] = [
        _file(folder, 1, "report.htm", f"FORM {form}", form, 377_038),
        _file(folder, 2, "exhibit.htm", "EXHIBIT 31.1", "EX-31.1", 9_120),
    ]
    return made


def _file(
    folder: str, number: int, name: str, description: str, kind: str, size: int
) -> PolygonObject:
    return {
        "id": name,
        "filename": name,
        "description": description,
        "type": kind,
        "sequence": number,
        "size_bytes": size,
        "source_url": f"{folder}/{name}",
    }
