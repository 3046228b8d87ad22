"""One connection to Slack, from `hello` to its end."""

from __future__ import annotations

import asyncio
from typing import Final

import structlog
from aiohttp import ClientWebSocketResponse

from handlers.slack.envelope import DISCONNECT, Answer, Frame, read_frame

LINGER_S: Final = 20.0
"""How long a line is read on that was told to go: Slack warns some ten seconds before the end."""
LAST_ACKNOWLEDGEMENTS_S: Final = 3.0
"""After this Slack takes no acknowledgement any more."""

log = structlog.get_logger(__name__)


class Line:
    """Each envelope is a task of its own and is acknowledged on the line that brought it."""

    def __init__(self, socket: ClientWebSocketResponse, answer: Answer) -> None:
        self.is_leaving = asyncio.Event()
        """Set when a successor is wanted: Slack said so, or this one has ended."""
        self.is_open = True
        self._socket = socket
        self._answer = answer
        self._under_way: set[asyncio.Task[None]] = set()

    async def read(self) -> None:
        """Take envelopes until Slack hangs up, or a while after it has announced that it will."""
        try:
            async with asyncio.timeout(None) as limit:
                async for message in self._socket:
                    frame = read_frame(message.data)
                    if frame is not None and frame.type == DISCONNECT:
                        self._leave(frame.reason)
                        limit.reschedule(asyncio.get_running_loop().time() + LINGER_S)
                    else:
                        self._take(frame)
        except TimeoutError:
            log.info("socket_left_open_by_slack")
        finally:
            self.is_open = False
            self.is_leaving.set()

    async def hang_up(self, grace_s: float = LAST_ACKNOWLEDGEMENTS_S) -> None:
        """Let what is under way be acknowledged, then close."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=grace_s)
        await self._socket.close()

    def _leave(self, reason: str | None) -> None:
        log.info("socket_leaving", reason=reason)
        self.is_leaving.set()

    def _take(self, frame: Frame | None) -> None:
        if frame is None or not frame.is_envelope:
            log.warning("slack_frame_not_understood", type=frame.type if frame else None)
            return
        task = asyncio.create_task(self._acknowledge(frame))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _acknowledge(self, envelope: Frame) -> None:
        """Slack shows a fault for what is not acknowledged; what was committed stays committed."""
        try:
            said = await self._answer(envelope)
            if said is not None:
                await self._socket.send_json(said.to_json(envelope.envelope_id or ""))
        except ConnectionError:
            log.warning("socket_ended_before_acknowledgement", type=envelope.type)
        except Exception as error:  # noqa: BLE001 - the outermost door of this task: nobody waits for it
            log.warning("slack_envelope_failed", error=type(error).__name__)
