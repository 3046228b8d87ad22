"""A load client of our own: prepared bytes over kept connections, to this machine only.

A general HTTP client would cost more than what is measured.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

HOST = "127.0.0.1"


@dataclass
class Load:
    """What came back: seconds from the first byte sent to the last one read, and statuses."""

    took_s: list[float] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    whole_s: float = 0.0

    @property
    def per_s(self) -> float:
        return len(self.took_s) / self.whole_s

    def ms(self, share: float) -> float:
        """The time that this share of the requests stayed under."""
        ordered = sorted(self.took_s)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000

    def insist_on(self, status: int) -> Load:
        """Raise when anything else came back: then it was not measured what was meant."""
        odd = {one for one in self.statuses if one != status}
        if odd or not self.took_s:
            raise RuntimeError(f"{len(self.took_s)} answers, among them {odd or 'nothing'}")
        return self


class _Connection(asyncio.Protocol):
    """Sends one request after another as long as there are any and time is left."""

    def __init__(self, requests: Iterator[bytes], until: float, load: Load, pause_s: float) -> None:
        self._requests, self._until, self._load = requests, until, load
        self._pause_s = pause_s
        self._read = bytearray()
        self._sent_at = 0.0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if not isinstance(transport, asyncio.Transport):
            raise TypeError("a stream is needed")
        self._transport = transport
        self._next()

    def _next(self) -> None:
        request = next(self._requests, None) if time.perf_counter() < self._until else None
        if request is None:
            self._transport.close()
            return
        self._read.clear()
        self._sent_at = time.perf_counter()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._read += data
        if _is_whole(self._read):
            self._load.took_s.append(time.perf_counter() - self._sent_at)
            self._load.statuses.append(int(self._read[9:12]))
            self._go_on()

    def _go_on(self) -> None:
        if self._pause_s:
            asyncio.get_running_loop().call_later(self._pause_s, self._next)
        else:
            self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            if exc is None:
                self.done.set_result(None)
            else:
                self.done.set_exception(exc)


def _is_whole(read: bytearray) -> bool:
    end = read.find(b"\r\n\r\n")
    if end < 0:
        return False
    head = bytes(read[:end]).lower()
    _, found, rest = head.partition(b"content-length:")
    length = int(rest.partition(b"\r\n")[0]) if found else 0
    return len(read) >= end + 4 + length


async def drive(
    port: int,
    requests: Sequence[bytes],
    *,
    connections: int,
    seconds: float,
    pause_s: float = 0.0,
) -> Load:
    """Send each request at most once; stop when all are sent or the time is over.

    With a pause a connection waits so long between an answer and its next request.
    """
    load, left = Load(), iter(requests)
    loop, started = asyncio.get_running_loop(), time.perf_counter()
    until = started + seconds
    made = [
        await loop.create_connection(lambda: _Connection(left, until, load, pause_s), HOST, port)
        for _ in range(connections)
    ]
    await asyncio.wait_for(asyncio.gather(*(one.done for _, one in made)), seconds + 30)
    load.whole_s = time.perf_counter() - started
    return load


def post(path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """One request as it goes over the wire."""
    stated = {"host": HOST, "content-length": str(len(body)), **headers}
    lines = "".join(f"{name}: {value}\r\n" for name, value in stated.items())
    return f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode() + body
