"""The use cases: receive, decide, run a step, remind, stop. The only room that calls ports."""

from bot.desk.desk import Desk
from bot.desk.office import Hashing, Office, Rules
from bot.desk.pace import Pace

__all__ = ["Desk", "Hashing", "Office", "Pace", "Rules"]
