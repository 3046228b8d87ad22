"""For all tests: quiet, plain logs, and nothing taken from this machine's environment."""

from __future__ import annotations

import logging
import os

import pytest
import structlog

structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.processors.format_exc_info,
        structlog.processors.KeyValueRenderer(key_order=["event"]),
    ],
    wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
)
logging.getLogger("slack_bolt.AsyncApp").setLevel(logging.ERROR)

_OURS = ("SLACK_", "DIALNEXA_", "STRIPE_", "HANDOFF_KEYS", "DATABASE_URL", "POLICY_FILE", "PORT")


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(_OURS):
            monkeypatch.delenv(name)
