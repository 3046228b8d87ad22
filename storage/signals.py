"""Waking whoever waits for new steps: in this process, and in other replicas by NOTIFY."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import psycopg
from sqlalchemy import URL, Connection, text

CHANNEL = "handoff_committed"
RECONNECT_S = 1.0
_LISTEN = f"LISTEN {CHANNEL}"
_NOTIFY = text(f"SELECT pg_notify('{CHANNEL}', '')")


class Wakes:
    """The callbacks of this process, each on its own event loop."""

    def __init__(self) -> None:
        self._wakes: list[tuple[asyncio.AbstractEventLoop, Callable[[], None]]] = []

    def add(self, wake: Callable[[], None]) -> None:
        """Remember a callback; must be called on the loop that it shall run on."""
        self._wakes.append((asyncio.get_running_loop(), wake))

    def ring(self) -> None:
        """Call all of them, from any thread."""
        for loop, wake in self._wakes:
            if not loop.is_closed():
                loop.call_soon_threadsafe(wake)


def tell_replicas(connection: Connection, *, wrote: bool) -> None:
    """Announce what this transaction wrote; PostgreSQL delivers it at the commit, or never."""
    if wrote and connection.dialect.name == "postgresql":
        connection.execute(_NOTIFY)


class Listener:
    """A thread that rings when another replica committed. A lost connection is taken up again.

    It must reach the server itself: a pooler in transaction mode drops LISTEN.
    """

    def __init__(self, url: URL, ring: Callable[[], None]) -> None:
        self._url = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._ring = ring
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="database-listen", daemon=True)

    def start(self) -> None:
        """Listen from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Stop within half a second."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._listen()
            except psycopg.OperationalError:
                self._stop.wait(RECONNECT_S)

    def _listen(self) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(_LISTEN)
            self._ring()  # what was committed while nobody listened
            while not self._stop.is_set():
                for _ in connection.notifies(timeout=0.5):
                    self._ring()
