"""How the local Slack says no."""

from typing import Any


class SlackError(Exception):
    """A Web API answer with `ok: false`; `error` is Slack's own code for it."""

    def __init__(self, error: str, *, messages: list[str] | None = None) -> None:
        super().__init__(error)
        self.error = error
        self.messages = messages or []

    def to_json(self) -> dict[str, Any]:
        answer: dict[str, Any] = {"ok": False, "error": self.error}
        if self.messages:
            answer["errors"] = self.messages
            answer["response_metadata"] = {"messages": [f"[ERROR] {m}" for m in self.messages]}
        return answer


class RateLimited(Exception):
    """Too fast for this channel; answered as HTTP 429."""
