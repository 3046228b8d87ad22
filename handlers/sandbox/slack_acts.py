"""What a person does at the keyboard, as the doors take it; unknown fields are refused."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from handlers.sandbox.slack_inputs import Values

REPEAT_LIMIT = 50


class Act(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Click(Act):
    """Press or choose something in a message (`channel`, `ts`) or in a modal or Home (`view_id`).

    `value` overrides the button's own, or stands for a button that is gone: a stale client.
    `selected` is what a select, checkbox or date picker now holds: `{"selected_user": "U0ADA"}`.
    `values` is what else was typed in the view. `repeat` delivers the identical payload that often,
    at the same time.
    """

    user: str
    action_id: str
    channel: str | None = None
    ts: str | None = None
    view_id: str | None = None
    block_id: str | None = None
    value: str | None = None
    action_ts: str | None = None
    selected: dict[str, Any] = Field(default_factory=dict)
    values: Values = Field(default_factory=dict)
    repeat: int = Field(default=1, ge=1, le=REPEAT_LIMIT)


class Submit(Act):
    """Send a modal; inputs not named keep what they hold."""

    user: str
    view_id: str
    values: Values = Field(default_factory=dict)
    repeat: int = Field(default=1, ge=1, le=REPEAT_LIMIT)


class Close(Act):
    """Dismiss a modal; `clear` dismisses all that are stacked."""

    user: str
    view_id: str
    clear: bool = False


class Command(Act):
    user: str
    channel: str
    command: str = Field(pattern=r"^/\S+$")
    text: str = ""
    repeat: int = Field(default=1, ge=1, le=REPEAT_LIMIT)


class Home(Act):
    """Open the bot's Home tab."""

    user: str


class Say(Act):
    """Write a plain message; `deliver` also sends it as an event, for a bot that subscribes."""

    user: str
    channel: str
    text: str = Field(min_length=1)
    thread_ts: str | None = None
    deliver: bool = False


class Event(Act):
    """Any Events API event; wrapped and signed here."""

    event: dict[str, Any]
    repeat: int = Field(default=1, ge=1, le=REPEAT_LIMIT)


class GroupChange(Act):
    """Change who is in a user group and tell the bot."""

    group: str
    users: list[str]
