"""Slack's doors: one small module per kind of listener; payloads never leave this room."""

from handlers.slack.door import SlackDoors, slack_doors
from handlers.slack.opening import socket_refusal
from handlers.slack.socket import SocketDoor

__all__ = ["SlackDoors", "SocketDoor", "slack_doors", "socket_refusal"]
