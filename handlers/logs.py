"""How the program logs: one JSON line an event, redacted as the last thing before it is written."""

from __future__ import annotations

import logging
import sys

import structlog

from bot.redaction import RedactionFilter, install_exception_hook, log_processor


def configure_logs(level: str) -> None:
    """Send everything, other libraries' lines included, through redaction to standard error."""
    threshold = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            log_processor,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(RedactionFilter())
    logging.basicConfig(level=max(threshold, logging.WARNING), handlers=[handler], force=True)
    # Bolt warns at every start that an `authorize` of ours makes it ignore the token: it should.
    logging.getLogger("slack_bolt.AsyncApp").setLevel(logging.ERROR)
    install_exception_hook()
