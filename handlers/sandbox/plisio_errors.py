"""What local Plisio says no with: one exception in Plisio's envelope."""

import json
from typing import Any

NAMES = {
    401: "Unauthorized",
    404: "Not found",
    405: "Method not allowed",
    422: "Unprocessable entity",
    429: "Too many requests",
}


class PlisioError(Exception):
    """An answer other than a success; `code` is 0 where Plisio publishes none."""

    def __init__(self, status: int, message: str, code: int = 0) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code

    def body(self) -> dict[str, Any]:
        name = NAMES.get(self.status, "Internal server error")
        return {
            "status": "error",
            "data": {"name": name, "message": self.message, "code": self.code},
        }


def invalid(**about: str) -> PlisioError:
    """What is wrong, by field, as JSON packed in text."""
    return PlisioError(422, json.dumps(about))


def missing() -> PlisioError:
    return PlisioError(404, "Operation is not found")


def unknown_coin(coin: str) -> PlisioError:
    """What https://plisio.net/documentation/endpoints/balance shows."""
    said = json.dumps({"currency": coin})
    return PlisioError(422, f"Unsupported currency attribute value: {said}", code=105)
