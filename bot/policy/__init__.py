"""Rules as data: a TOML file in, and for each call an answer with its reasons. Pure."""

from bot.policy.evaluate import Considered, Evaluation, evaluate
from bot.policy.explain import explain
from bot.policy.parse import Policy, References, parse_policy
from bot.policy.schema import Destination

__all__ = [
    "Considered",
    "Destination",
    "Evaluation",
    "Policy",
    "References",
    "evaluate",
    "explain",
    "parse_policy",
]
