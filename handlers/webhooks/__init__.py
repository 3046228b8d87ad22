"""The HTTP doors that are not Slack's: DialNexa's webhook, providers' reports, health, metrics."""

from handlers.webhooks.body import LimitedBody
from handlers.webhooks.callbacks import CallbackDoor
from handlers.webhooks.dialnexa import DialNexaDoor
from handlers.webhooks.health import HealthDoor
from handlers.webhooks.pressure import Capacity

__all__ = ["CallbackDoor", "Capacity", "DialNexaDoor", "HealthDoor", "LimitedBody"]
