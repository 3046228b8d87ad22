"""A local world for the demo and the tests: a Slack, a Stripe, a Paystack, and DialNexa's calls.

A program of its own in this tree: it shares no code with the product, holds everything in memory
and speaks to the loopback interface only.
"""

from handlers.sandbox.config import RealAccountRefused, SandboxConfig
from handlers.sandbox.feed import feed
from handlers.sandbox.server import RunningSandbox, free_port, run_sandbox
from handlers.sandbox.ways_in import ways_in
from handlers.sandbox.world import Sandbox, build_sandbox

__all__ = [
    "RealAccountRefused",
    "RunningSandbox",
    "Sandbox",
    "SandboxConfig",
    "build_sandbox",
    "feed",
    "free_port",
    "run_sandbox",
    "ways_in",
]
