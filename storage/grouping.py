"""Group commit: writes that arrive together share one commit, yet each stands or falls alone."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from bot.errors import DatabaseBusy
from bot.ports import Tx

T = TypeVar("T")

GROUP_AT_MOST = 64


class Run(Protocol):
    """Runs pieces of work in one transaction with a savepoint each; a list of results or errors."""

    def __call__(self, works: list[Callable[[Tx], Any]]) -> list[Any | Exception]: ...


@dataclass(frozen=True, slots=True)
class _Waiting:
    work: Callable[[Tx], Any]
    done: asyncio.Future[Any]


class Grouping:
    """What waits for the writing thread; whoever comes first there takes all of it along."""

    def __init__(self, executor: Executor, run: Run) -> None:
        self._executor = executor
        self._run = run
        self._waiting: deque[_Waiting] = deque()
        self._lock = threading.Lock()

    def submit(self, work: Callable[[Tx], T]) -> asyncio.Future[T]:
        """Queue one piece of work of a running loop; it ends after the commit that holds it."""
        waiting = _Waiting(work, asyncio.get_running_loop().create_future())
        with self._lock:
            self._waiting.append(waiting)
            is_first = len(self._waiting) == 1
        if is_first:
            self._executor.submit(self._flush)
        return waiting.done

    def __len__(self) -> int:
        """How many pieces wait."""
        return len(self._waiting)

    def _take(self) -> list[_Waiting]:
        with self._lock:
            size = min(GROUP_AT_MOST, len(self._waiting))
            group = [self._waiting.popleft() for _ in range(size)]
            more = bool(self._waiting)
        if more:
            self._executor.submit(self._flush)
        return [one for one in group if not one.done.cancelled()]

    def _flush(self) -> None:
        group = self._take()
        if not group:
            return
        try:
            results = self._run([one.work for one in group])
        except DatabaseBusy as busy:
            results = [busy for _ in group]
        except Exception:  # noqa: BLE001 - the shared commit failed: alone, each shows its own error
            results = [self._alone(one) for one in group]
        _settle(group, results)

    def _alone(self, one: _Waiting) -> Any | Exception:
        try:
            return self._run([one.work])[0]
        except Exception as error:  # noqa: BLE001 - handed to whoever waits for it
            return error


def _settle(group: list[_Waiting], results: list[Any | Exception]) -> None:
    """Wake each loop once, however many of its pieces have ended."""
    ended: dict[asyncio.AbstractEventLoop, list[tuple[_Waiting, Any]]] = {}
    for one, result in zip(group, results, strict=True):
        ended.setdefault(one.done.get_loop(), []).append((one, result))
    for loop, pieces in ended.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_end, pieces)


def _end(pieces: list[tuple[_Waiting, Any]]) -> None:
    for one, result in pieces:
        if one.done.cancelled():
            continue
        if isinstance(result, Exception):
            one.done.set_exception(result)
        else:
            one.done.set_result(result)
