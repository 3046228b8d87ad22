"""A real browser for tests: Chromium by its debugging protocol, skipped by name without it."""

from __future__ import annotations

import base64
import itertools
import json
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.sync.client import connect

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
CHROMIUM_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--remote-debugging-port=0",
)
PATIENCE_S = 10.0


class Browser:
    """One Chromium tab, spoken to by its debugging protocol."""

    def __init__(self, socket) -> None:
        self._socket = socket
        self._ids = itertools.count(1)
        self._events: list[dict[str, Any]] = []
        for domain in ("Runtime", "Log", "Page", "Network"):
            self.tell(f"{domain}.enable")

    def tell(self, method: str, **params: Any) -> dict[str, Any]:
        number = next(self._ids)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while (message := json.loads(self._socket.recv(PATIENCE_S))).get("id") != number:
            self._events.append(message)
        return message["result"]

    def ask(self, expression: str) -> Any:
        """The value of a JavaScript expression; a promise is awaited."""
        told = self.tell(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    def until(self, expression: str) -> None:
        """Wait inside the page, checked with every frame it could have drawn."""
        waiting = f"""new Promise((resolve) => {{
            const look = () => ({expression}) ? resolve(true) : setTimeout(look, 10);
            setTimeout(() => resolve(false), {PATIENCE_S * 800});
            look();
        }})"""
        assert self.ask(waiting), expression

    def open(self, url: str, *, width: int = 1440, dark: bool = False) -> None:
        self.tell("Page.navigate", url="about:blank")  # what was open before complains no more
        self.until("location.href === 'about:blank'")
        self._events.clear()
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        size = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < 600}
        self.tell("Emulation.setDeviceMetricsOverride", **size)
        self.tell("Emulation.setEmulatedMedia", features=[scheme])
        self.tell("Page.navigate", url=url)
        self.until("document.querySelector('.message, .beginning, .home')")

    def press(self, selector: str) -> None:
        found = f"document.querySelector({json.dumps(selector)})"
        self.until(found)
        self.ask(f"{found}.click()")

    def fill(self, selector: str, value: str) -> None:
        found = f"document.querySelector({json.dumps(selector)})"
        self.until(found)
        events = "['input', 'change'].forEach(n => e.dispatchEvent(new Event(n, {bubbles: true})))"
        self.ask(f"(e => {{ e.value = {json.dumps(value)}; {events}; }})({found})")

    def text(self, selector: str) -> str:
        return self.ask(f"document.querySelector({json.dumps(selector)}).textContent")

    def picture(self, path: Path) -> None:
        """Keep what is to be seen now as a PNG."""
        path.write_bytes(base64.b64decode(self.tell("Page.captureScreenshot")["data"]))

    def complaints(self) -> list[Any]:
        """Everything the console holds against the page, policy violations included."""
        loud = {"Runtime.exceptionThrown", "Log.entryAdded"}
        return [each["params"] for each in self._events if each["method"] in loud]

    def hosts(self) -> set[str]:
        sent = [e["params"] for e in self._events if e["method"] == "Network.requestWillBeSent"]
        return {each["request"]["url"].split("/")[2].partition(":")[0] for each in sent}


@pytest.fixture(scope="session")
def tab():
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [CHROMIUM, *CHROMIUM_FLAGS, f"--user-data-dir={profile}", "about:blank"]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:  # noqa: S603 - fixed flags
            try:
                address = _tab_address(Path(profile))
                # Between two tests nobody reads what the page tells, so no pong is seen either.
                with connect(address, max_size=None, proxy=None, ping_interval=None) as socket:
                    yield Browser(socket)
            finally:
                process.terminate()


def _tab_address(profile: Path) -> str:
    told = profile / "DevToolsActivePort"
    limit = time.monotonic() + PATIENCE_S
    while not (told.exists() and len(told.read_text().split()) == 2):
        assert time.monotonic() < limit, "Chromium did not start"
        time.sleep(0.02)
    url = f"http://127.0.0.1:{told.read_text().split()[0]}/json"
    tabs = httpx.get(url, trust_env=False).json()
    return next(each["webSocketDebuggerUrl"] for each in tabs if each["type"] == "page")
