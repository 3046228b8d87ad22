"""For all tests: quiet, plain logs, and nothing taken from this machine's environment."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Iterator

import pytest
import structlog

structlog.configure(
    processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()],
    logger_factory=structlog.ReturnLoggerFactory(),  # nothing is written; capturing still works
    cache_logger_on_first_use=False,
)
logging.getLogger("slack_bolt.AsyncApp").setLevel(logging.ERROR)

_OURS = (
    "SLACK_",
    "DIALNEXA_",
    "STRIPE_",
    "PAYSTACK_",
    "HANDOFF_KEYS",
    "DATABASE_URL",
    "POLICY_FILE",
    "PORT",
)


@pytest.fixture(autouse=True)
def _logs_as_before() -> Iterator[None]:
    """What a test sets up for logs and uncaught errors ends with it."""
    root, hooks = logging.getLogger(), (sys.excepthook, threading.excepthook)
    handlers, level, shape = list(root.handlers), root.level, structlog.get_config()
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**shape)
    sys.excepthook, threading.excepthook = hooks


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(_OURS):
            monkeypatch.delenv(name)
