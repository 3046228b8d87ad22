"""Slack's doors: one small module per kind of listener; payloads never leave this room."""

from handlers.slack.door import slack_door

__all__ = ["slack_door"]
