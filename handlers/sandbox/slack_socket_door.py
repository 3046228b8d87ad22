"""Where a bot connects: `apps.connections.open` names the address, `hello` opens the line."""

import json
from typing import Any

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from handlers.sandbox.slack_args import Args
from handlers.sandbox.slack_directory import APP_ID
from handlers.sandbox.slack_socket import MOST_LINES, TRY_AGAIN, Line
from handlers.sandbox.slack_workspace import RecordedRequest, Workspace

HOUR_S = 3600
RECORDED_AS = "socket"
"""The name of what a bot says over its socket, among the recorded requests."""


def open_connection(ws: Workspace, args: Args) -> dict[str, Any]:
    """The method `apps.connections.open`: an address that works once."""
    del args  # every method has the same signature
    base = ws.config.base_url.rstrip("/").replace("http", "ws", 1)
    return {"url": f"{base}/slack/link/?ticket={ws.sockets.new_ticket()}&app_id={APP_ID}"}


def socket_route(ws: Workspace) -> WebSocketRoute:
    """The route below the mount `/slack`."""

    async def answer(socket: WebSocket) -> None:
        if not ws.sockets.use_ticket(socket.query_params.get("ticket", "")):
            await socket.close()  # before it was accepted: the handshake is refused with a 403
            return
        await socket.accept()
        line = Line(socket)
        reason = _reason_to_go(ws)
        if reason is not None:
            await line.ask_to_go(reason)
            await line.close(TRY_AGAIN)
            return
        await _attend(ws, line)

    return WebSocketRoute("/link/", answer)


def _reason_to_go(ws: Workspace) -> str | None:
    if not ws.config.socket_mode:
        return "link_disabled"
    return "too_many_websockets" if len(ws.sockets.lines) >= MOST_LINES else None


async def _attend(ws: Workspace, line: Line) -> None:
    ws.sockets.enter(line)
    await line.send(_hello(len(ws.sockets.lines)))
    try:
        while True:
            _hear(ws, await line.socket.receive_text())
    except WebSocketDisconnect:
        ws.sockets.leave(line)


def _hear(ws: Workspace, text: str) -> None:
    ws.requests.append(RecordedRequest(RECORDED_AS, text))
    try:
        said = json.loads(text)
    except ValueError:
        return
    if isinstance(said, dict):
        ws.sockets.acknowledge(said)


def _hello(count: int) -> dict[str, Any]:
    return {
        "type": "hello",
        "num_connections": count,
        "debug_info": {"host": "local", "approximate_connection_time": HOUR_S},
        "connection_info": {"app_id": APP_ID},
    }
