"""Local Sheets: values of one tab, and appends that land after the table that they find.

https://developers.google.com/sheets/api/reference/rest/v4/spreadsheets.values
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from handlers.sandbox.google_books import GoogleBooks
from handlers.sandbox.google_call import Call, Operation
from handlers.sandbox.google_errors import invalid, missing

_RANGE: Final = re.compile(r"(?P<tab>[^!]+)!(?P<from>[A-Z])(?P<row>\d*)(?::(?P<to>[A-Z])\d*)?")
LONGEST_CELL: Final = 50_000

Rows = list[list[Any]]


def _tab(books: GoogleBooks, call: Call) -> tuple[str, Rows, "re.Match[str]"]:
    call.token.check("spreadsheets", "drive")
    sheets = books.sheets.get(call.part("id"))
    if sheets is None:
        raise missing()
    found = _RANGE.fullmatch(call.part("range"))
    if found is None or found["tab"] not in sheets:
        raise invalid(f"Unable to parse range: {call.part('range')}")
    return found["tab"], sheets[found["tab"]], found


def _read(books: GoogleBooks, call: Call) -> Mapping[str, Any]:
    query = call.query("majorDimension", "valueRenderOption", "dateTimeRenderOption")
    tab, rows, wanted = _tab(books, call)
    first, last = _column(wanted["from"]), _column(wanted["to"] or wanted["from"])
    by_rows = [_trimmed(row[first : last + 1]) for row in rows]
    dimension = query.get("majorDimension", "ROWS")
    values = by_rows if dimension == "ROWS" else _columns(by_rows, last - first + 1)
    answer = {"range": f"{tab}!A1:{wanted['to'] or 'A'}1000", "majorDimension": dimension}
    return answer | ({"values": values} if any(values) else {})


def _column(letter: str) -> int:
    return ord(letter) - ord("A")


def _trimmed(cells: list[Any]) -> list[Any]:
    """Google leaves trailing empty cells out."""
    while cells and cells[-1] in ("", None):
        cells = cells[:-1]
    return cells


def _columns(rows: Rows, width: int) -> Rows:
    padded = [row + [""] * (width - len(row)) for row in rows]
    return [_trimmed([row[number] for row in padded]) for number in range(width)]


def _append(books: GoogleBooks, call: Call) -> Mapping[str, Any]:
    query = call.query("valueInputOption", "insertDataOption", "includeValuesInResponse")
    tab, rows, _ = _tab(books, call)
    if query.get("valueInputOption") not in ("RAW", "USER_ENTERED"):
        raise invalid("'valueInputOption' is required but not specified")
    given = call.json("range", "majorDimension", "values")
    added = [_entered(row, query["valueInputOption"]) for row in _values(given)]
    after = _end_of_table(rows)
    if query.get("insertDataOption") == "INSERT_ROWS":
        rows[after:after] = added
    else:
        rows[after : after + len(added)] = added
    return _appended(call, tab, after, added)


def _values(given: Mapping[str, Any]) -> Rows:
    values = given.get("values")
    rows = values if isinstance(values, list) else []
    if not rows or not all(isinstance(row, list) for row in rows) or _by_columns(given):
        raise invalid("Invalid values[0]: a list of rows is needed.")
    if any(isinstance(cell, str) and len(cell) > LONGEST_CELL for row in rows for cell in row):
        raise invalid("Your input contains more than the maximum of 50000 characters.")
    return [list(row) for row in rows]


def _by_columns(given: Mapping[str, Any]) -> bool:
    return bool(given.get("majorDimension", "ROWS") != "ROWS")


def _entered(row: list[Any], option: str) -> list[Any]:
    """As somebody would have typed it, a text with `=` is a formula; raw it is a text."""
    if option == "RAW":
        return row
    return [{"formula": one} if str(one).startswith(("=", "+")) else one for one in row]


def _end_of_table(rows: Rows) -> int:
    """A blank row ends the table that begins in the first."""
    return next((at for at, row in enumerate(rows) if not any(row)), len(rows))


def _appended(call: Call, tab: str, after: int, added: Rows) -> dict[str, Any]:
    width = max(len(row) for row in added)
    last = chr(ord("A") + width - 1)
    updates = {
        "spreadsheetId": call.part("id"),
        "updatedRange": f"{tab}!A{after + 1}:{last}{after + len(added)}",
        "updatedRows": len(added),
        "updatedColumns": width,
        "updatedCells": sum(len(row) for row in added),
    }
    table = {"tableRange": f"{tab}!A1:{last}{after}"} if after else {}
    return {"spreadsheetId": call.part("id"), **table, "updates": updates}


_VALUES: Final = "/v4/spreadsheets/{id}/values/{range}"

SHEETS_OPERATIONS: Final = (
    Operation("sheets", "POST", f"{_VALUES}:append", _append),
    Operation("sheets", "GET", _VALUES, _read),
)
