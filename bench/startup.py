"""From start to ready, and memory, beside a process that only imports the same packages."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from bench.processes import environment, process, resident_mb, wait_for
from handlers.sandbox import RunningSandbox, free_port

ROUNDS = 3

LIST_THIRD_PARTY = """
import json, sys
import app
theirs = [name for name, module in sys.modules.items()
          if "site-packages" in (getattr(module, "__file__", None) or "")]
print(json.dumps(theirs))
"""

IMPORT_THEM = """
import importlib, json, pathlib, sys
for name in json.loads(pathlib.Path(sys.argv[1]).read_text()):
    try:
        importlib.import_module(name)
    except ImportError:
        pass
status = pathlib.Path("/proc/self/status")
lines = status.read_text().splitlines() if status.exists() else ["VmRSS: 0 kB"]
print(next(line.split()[1] for line in lines if line.startswith("VmRSS:")))
"""


def startup(folder: Path, world: RunningSandbox) -> dict[str, object]:
    """Medians of a few starts; the first start also makes the schema."""
    env = environment(world, DATABASE_URL=f"sqlite:///{folder}/start.db")
    floor_s, floor_mb = _imports(folder, env)
    first_s, _ = _start(folder, env)
    again = [_start(folder, env) for _ in range(ROUNDS)]
    ready_s, ready_mb = median(one for one, _ in again), again[-1][1]
    return {
        "start_first_s": round(first_s, 2),
        "start_again_s": round(ready_s, 2),
        "start_floor_imports_s": round(floor_s, 2),
        "start_of_imports": round(ready_s / floor_s, 2),
        "resident_ready_mb": ready_mb,
        "resident_floor_imports_mb": floor_mb,
        "resident_of_imports": round(ready_mb / floor_mb, 2) if ready_mb and floor_mb else None,
    }


def _imports(folder: Path, env: dict[str, str]) -> tuple[float, float]:
    listed = folder / "modules.json"
    listed.write_text(_python(folder, env, LIST_THIRD_PARTY), encoding="utf-8")
    took, kib = [], 0
    for _ in range(ROUNDS):
        started = time.perf_counter()
        kib = int(_python(folder, env, IMPORT_THEM, str(listed)))
        took.append(time.perf_counter() - started)
    return median(took), round(kib / 1024, 1)


def _python(folder: Path, env: dict[str, str], program: str, *arguments: str) -> str:
    command = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=True)  # noqa: S603 - our own programs
    return done.stdout


def _start(folder: Path, env: dict[str, str]) -> tuple[float, float | None]:
    """Seconds from the start of the process until `/readyz` says yes, and its memory then."""
    port = free_port()
    started = time.perf_counter()
    serve = [f"{env['PYTHONPATH']}/app.py", "serve"]
    with process(serve, folder, {**env, "PORT": str(port)}) as running:
        wait_for(running, folder, port, "/readyz")
        return time.perf_counter() - started, resident_mb(running.pid)
