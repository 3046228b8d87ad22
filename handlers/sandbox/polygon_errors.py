"""What local Polygon.io says no with: the words stand in `error` here and in `message` there."""

from typing import Any


class PolygonError(Exception):
    """An answer other than a success; without a body it is plain text."""

    def __init__(self, status: int, body: dict[str, Any] | None) -> None:
        super().__init__(str(status))
        self.status = status
        self.body = body


def failed(status: int, words: str) -> PolygonError:
    return PolygonError(status, {"status": "ERROR", "request_id": "local", "error": words})


def none_of_it(words: str) -> PolygonError:
    return PolygonError(404, {"status": "NOT_FOUND", "request_id": "local", "message": words})


def not_entitled() -> PolygonError:
    words = "You are not entitled to this data. Please upgrade your plan."
    return PolygonError(403, {"status": "NOT_AUTHORIZED", "request_id": "local", "message": words})


def no_such_page() -> PolygonError:
    """The address does not exist on the server."""
    return PolygonError(404, None)
