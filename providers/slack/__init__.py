"""Slack: posting and finding messages, reading the directory."""

from providers.slack.messenger import SlackIdentity, SlackMessenger, build

__all__ = ["SlackIdentity", "SlackMessenger", "build"]
