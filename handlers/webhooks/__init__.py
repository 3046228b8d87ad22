"""The HTTP doors that are not Slack's: DialNexa's webhook, health, readiness, metrics."""

from handlers.webhooks.body import LimitedBody
from handlers.webhooks.dialnexa import DialNexaDoor
from handlers.webhooks.health import HealthDoor
from handlers.webhooks.pressure import Capacity

__all__ = ["Capacity", "DialNexaDoor", "HealthDoor", "LimitedBody"]
