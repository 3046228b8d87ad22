"""Slack's doors: one small module per kind of listener; payloads never leave this room."""

from handlers.slack.app import build
from handlers.slack.uses import Uses

__all__ = ["Uses", "build"]
