"""How fast redaction is, and how good: characters a second, times of calls, leaks and losses.

Times are this process's own (`time.process_time`): redaction waits for nothing, so what else runs
on the machine should not count. `python -m bench.redaction` prints one JSON object;
`EXTRA=presidio` adds that tool when it is installed.
"""

import importlib.util
import json
import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.redaction import Turn, assert_clean, redact, redact_turns
from handlers.serving import settle

_CORPUS = Path(__file__).resolve().parents[1] / "tests" / "redaction"
_RUNS = 5

PROSE = (
    "Thanks for taking the time to talk with us yesterday. The customer explained that the renewal"
    " had gone through twice, and that nobody in her team had asked for it. She would like finance"
    " to look at the account, send the corrected paperwork, and call her back before the end of"
    " the week. If one of us can do that, she is happy to stay; otherwise she will leave. "
)
DENSE = (
    "Agent: Please continue. User: four five double three, oh two eight seven and then twenty-two"
    " nine, Agent: mm-hmm. User: six one uh three two "
)
SUMMARY = (
    "Priya asked for a refund of USD 2,490.00 on invoice INV-2026-10482, due on 3 May 2026, and"
    " mentioned order 88213. The card ending 4242 was charged twice. Please reply by Friday. "
)
HOSTILE = ("4 ", "double ", "1.1.", "card 4 ", "%34", "eyJaaaaaaaa.", "https://a?token=", "A ")


def rows() -> dict[str, object]:
    """Figures of one run on this machine; times in milliseconds."""
    settle()  # as a serving process has done by then
    prose, dense = PROSE * 600, DENSE * 400
    floor = _rate(str.split, prose)
    prose_rate = _rate(redact, prose)
    return {
        "redaction_prose_chars_per_s": round(prose_rate),
        "redaction_prose_of_split": round(prose_rate / floor, 3),
        "redaction_dense_chars_per_s": round(_rate(redact, dense)),
        "redaction_summary_chars_per_s": round(_rate(redact, SUMMARY * 400)),
        "redaction_last_check_chars_per_s": round(_rate(assert_clean, SUMMARY * 400)),
        "redaction_hostile_40kb_worst_ms": round(max(map(_hostile_ms, HOSTILE)), 1),
        "redaction_5kb_call_p95_ms": round(_p95_ms(_call(5_000)), 2),
        "redaction_90_minutes_ms": round(_p95_ms(_call(90_000)), 1),
        **_quality("redaction", redact),
        **_presidio(),
    }


def _best_s(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(_RUNS):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best


def _rate(read: Callable[[str], object], text: str) -> float:
    return len(text) / _best_s(lambda: read(text))


def _hostile_ms(unit: str) -> float:
    text = (unit * (40_000 // len(unit) + 1))[:40_000]
    return _best_s(lambda: redact(text)) * 1000


def _call(size: int) -> list[Turn]:
    """A call of about `size` characters: small talk, a summary, a card read out in turns."""
    spoken = ("four two four two", "mm-hmm", "double four one two", "go on", "nine oh one seven")
    turns: list[Turn] = []
    length = 0
    while length < size:
        for text in (PROSE, SUMMARY, "my card number is", *spoken):
            turns.append(Turn("User" if len(turns) % 2 else "Agent", text))
            length += len(text)
    return turns


def _p95_ms(turns: list[Turn]) -> float:
    times = []
    for _ in range(20):
        started = time.process_time()
        redact_turns(turns)
        times.append((time.process_time() - started) * 1000)
    return sorted(times)[18]


def _load(name: str) -> ModuleType | None:
    folder = _CORPUS / name
    path = folder / "__init__.py" if folder.is_dir() else _CORPUS / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"bench_{name}", path)
    if not path.exists() or spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _quality(name: str, read: Callable[[str], object]) -> dict[str, object]:
    """Leaks and losses on our own held-out texts, when the tests are there to make them."""
    corpus, scorer = _load("corpus"), _load("scorer")
    if corpus is None or scorer is None:
        return {}
    texts: Iterable[Any] = list(corpus.rows(2026, 1200, held_out=True))
    score = scorer.score(texts, read)["all"]
    return {
        f"{name}_held_out_leak": round(score.leak_rate, 4),
        f"{name}_held_out_lost": round(score.lost_rate, 4),
    }


def _presidio() -> dict[str, object]:
    """The best known public tool beside ours; it brings its own model, so only on request."""
    wanted = "presidio" in os.environ.get("EXTRA", "").split(",")
    if not wanted or importlib.util.find_spec("presidio_analyzer") is None:
        return {}
    analyzer = importlib.import_module("presidio_analyzer").AnalyzerEngine()

    def read(text: str) -> str:
        for found in sorted(analyzer.analyze(text, "en"), key=lambda f: f.start, reverse=True):
            text = f"{text[: found.start]}<{found.entity_type}>{text[found.end :]}"
        return text

    return {
        "presidio_dense_chars_per_s": round(_rate(read, DENSE * 10)),
        **_quality("presidio", read),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(rows(), indent=2) + "\n")
