"""Take the README's picture: the card of one of the demo's calls, as Chromium draws it.

`make pictures` runs this. It starts the demo on a port of its own and ends it again.
"""

# ruff: noqa: INP001 - a program beside its picture, in no package

from __future__ import annotations

import base64
import contextlib
import itertools
import json
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from websockets.sync.client import ClientConnection, connect

from handlers.sandbox import free_port

ROOT = Path(__file__).resolve().parents[2]
CALL = "ch_3LocalPinecrestKit"
"""The payment of the call in which a card number is read aloud, twice."""

PATIENCE_S = 120.0
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--remote-debugging-port=0",
)
CARD = f"""(() => {{
    const all = [...document.querySelectorAll('[data-ts]')];
    const card = all.find((one) => one.textContent.includes('{CALL}')
        && one.querySelector('[data-action-id=handoff_approve]'));
    if (!card) return null;
    card.scrollIntoView({{block: 'start'}});
    const {{x, y, width, height}} = card.getBoundingClientRect();
    return {{x, y, width, height, scale: 1}};
}})()"""

T = TypeVar("T")


def main() -> None:
    """Write card.png beside this file."""
    chromium = next(filter(None, map(shutil.which, NAMES)), None)
    if chromium is None:
        sys.exit("pictures: Chromium is needed (for instance: apt-get install chromium)")
    with _demo() as url, _tab(chromium) as tab:
        tab.tell(
            "Emulation.setDeviceMetricsOverride",
            width=900,
            height=1400,
            deviceScaleFactor=2,
            mobile=False,
        )
        tab.tell("Page.navigate", url=f"{url}/?user=U0ADA&channel=C0BILLING&world=0")
        _until(lambda: tab.ask(CARD))
        time.sleep(1)  # what flashes when it is new has faded
        shot = tab.tell("Page.captureScreenshot", clip=tab.ask(CARD), captureBeyondViewport=True)
    Path(__file__).with_name("card.png").write_bytes(base64.b64decode(shot["data"]))


@contextlib.contextmanager
def _demo() -> Iterator[str]:
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(ROOT / "app.py"), "demo", "--port", str(port)]
        demo = subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL)  # noqa: S603 - our own program
        try:
            url = f"http://127.0.0.1:{port}"
            _until(lambda: _answers(url))
            yield url
        finally:
            demo.terminate()
            demo.wait(30)


def _answers(url: str) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=2):  # noqa: S310 - this machine
        return True
    return False


class _Tab:
    """One page, spoken to by Chromium's debugging protocol."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)

    def tell(self, method: str, **params: object) -> dict[str, Any]:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while (answer := json.loads(self._socket.recv(PATIENCE_S))).get("id") != number:
            pass
        result: dict[str, Any] = answer["result"]
        return result

    def ask(self, expression: str) -> object:
        told = self.tell("Runtime.evaluate", expression=expression, returnByValue=True)
        return told["result"].get("value")


@contextlib.contextmanager
def _tab(chromium: str) -> Iterator[_Tab]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [chromium, *FLAGS, f"--user-data-dir={profile}", "about:blank"]
        browser = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: S603 - fixed flags
        try:
            told = Path(profile) / "DevToolsActivePort"
            port = _until(lambda: told.exists() and told.read_text().split()[0])
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/json", timeout=5) as answer:
                page = next(one for one in json.load(answer) if one["type"] == "page")
            with connect(page["webSocketDebuggerUrl"], max_size=None, proxy=None) as socket:
                yield _Tab(socket)
        finally:
            browser.terminate()
            browser.wait(10)


def _until(look: Callable[[], T]) -> T:
    limit = time.monotonic() + PATIENCE_S
    while not (seen := look()):
        if time.monotonic() > limit:
            raise RuntimeError("waited in vain")
        time.sleep(0.1)
    return seen


if __name__ == "__main__":
    main()
