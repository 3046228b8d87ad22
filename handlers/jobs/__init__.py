"""What happens without anybody asking: steps, nudges, a fresh directory."""

from handlers.jobs.ticks import Tick, schedule
from handlers.jobs.worker import Worker

__all__ = ["Tick", "Worker", "schedule"]
