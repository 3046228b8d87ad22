"""What Slack lends for a while: trigger ids (3 s, one use), response URLs (30 min, five uses).

https://docs.slack.dev/interactivity/handling-user-interaction
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.sandbox.slack_errors import SlackError
from handlers.sandbox.slack_messages import Clock

TRIGGER_LIFE = timedelta(seconds=3)
RESPONSE_URL_LIFE = timedelta(minutes=30)
RESPONSE_URL_USES = 5


@dataclass(slots=True)
class Trigger:
    user: str
    issued_at: datetime
    view_id: str | None = None
    used: bool = False


@dataclass(slots=True)
class ResponseUrl:
    """`message_ts` is the message clicked on, absent for a command."""

    user: str
    channel: str
    issued_at: datetime
    message_ts: str | None = None
    thread_ts: str | None = None
    uses: int = 0


class Grants:
    def __init__(self, now: Clock) -> None:
        self._now = now
        self._triggers: dict[str, Trigger] = {}
        self._urls: dict[str, ResponseUrl] = {}

    def new_trigger(self, user: str, view_id: str | None = None) -> str:
        trigger_id = (
            f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**9)}.{secrets.token_hex(16)}"
        )
        self._triggers[trigger_id] = Trigger(user, self._now(), view_id)
        return trigger_id

    def exchange(self, trigger_id: str) -> Trigger:
        """Use a trigger up; raises `invalid_`, `exchanged_` or `expired_trigger_id`."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self._now() - trigger.issued_at > TRIGGER_LIFE:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger

    def new_response_url(self, grant: ResponseUrl) -> str:
        """The id that ends the URL."""
        url_id = secrets.token_urlsafe(18)
        self._urls[url_id] = grant
        return url_id

    def use_response_url(self, url_id: str) -> ResponseUrl:
        """Count one use; raises `no_such_url`, `expired_url` or `used_url`."""
        grant = self._urls.get(url_id)
        if grant is None:
            raise SlackError("no_such_url")
        if self._now() - grant.issued_at > RESPONSE_URL_LIFE:
            raise SlackError("expired_url")
        if grant.uses >= RESPONSE_URL_USES:
            raise SlackError("used_url")
        grant.uses += 1
        return grant
