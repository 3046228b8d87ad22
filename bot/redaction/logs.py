"""The last door out: what is logged or printed for an exception goes through redaction."""

import asyncio
import logging
import sys
import threading
import traceback
from collections.abc import Mapping, MutableMapping
from types import TracebackType
from typing import Any

from bot.redaction.text import redact
from bot.redaction.values import redact_value

_SCALARS = (bool, int, float, type(None))


def log_processor(
    _logger: object,
    _name: str,
    event_dict: MutableMapping[str, Any],
) -> MutableMapping[str, Any]:
    """Structlog processor: redact every value, exceptions and stacks included.

    Put it last before the renderer; `exc_info` becomes a redacted `exception` text.
    """
    info = event_dict.pop("exc_info", None)
    if info:
        event_dict["exception"] = _exception_text(info)
    clean = {str(redact(str(key))): _logged(value) for key, value in event_dict.items()}
    event_dict.clear()
    event_dict.update(clean)
    return event_dict


def _logged(value: object) -> object:
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, bool | float | None):
        return value
    if isinstance(value, int):
        return redact_value(value)
    if isinstance(value, Mapping):
        return redact_value({str(key): _plain(item) for key, item in value.items()})
    if isinstance(value, list | tuple | set | frozenset):
        return redact_value([_plain(item) for item in value])
    return redact(str(value))


def _plain(value: object) -> Any:
    if isinstance(value, str | bool | int | float | None):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return str(value)


def _exception_text(info: object) -> str:
    if info is True:
        info = sys.exc_info()
    if isinstance(info, tuple):
        info = info[1]
    if not isinstance(info, BaseException):
        return ""
    return "".join(traceback.format_exception(info))


class RedactionFilter(logging.Filter):
    """For loggers of other libraries: the finished message is redacted, nothing is dropped."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact the message with its arguments, the exception and the stack; keep the record."""
        record.msg = redact(_message(record))
        record.args = None
        if record.exc_info:
            record.exc_text = redact(_exception_text(record.exc_info))
            record.exc_info = None
        elif record.exc_text:
            record.exc_text = redact(record.exc_text)
        if record.stack_info:
            record.stack_info = redact(record.stack_info)
        return True


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):  # a wrong format string must not take the line away
        return f"{record.msg} {record.args}"


def install_exception_hook(loop: asyncio.AbstractEventLoop | None = None) -> None:
    """Redact what dies unhandled: in the main thread, in other threads, in `loop`'s tasks."""
    sys.excepthook = _print_exception
    threading.excepthook = _print_thread_exception
    if loop is not None:
        loop.set_exception_handler(_log_loop_exception)


def _print_exception(
    kind: type[BaseException],
    error: BaseException,
    trace: TracebackType | None,
) -> None:
    sys.stderr.write(redact("".join(traceback.format_exception(kind, error, trace))))


def _print_thread_exception(args: threading.ExceptHookArgs) -> None:
    if args.exc_type is SystemExit:
        return
    text = "".join(traceback.format_exception(args.exc_type, args.exc_value, args.exc_traceback))
    sys.stderr.write(redact(text))


def _log_loop_exception(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    error = context.get("exception")
    text = str(context.get("message", "unhandled error in the event loop"))
    if isinstance(error, BaseException):
        text += "\n" + "".join(traceback.format_exception(error))
    logging.getLogger("asyncio").error("%s", redact(text))
