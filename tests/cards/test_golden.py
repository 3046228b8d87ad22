"""Every card, view and answer looks exactly as its golden file says.

After a wanted change: `GOLDEN=renew make test ARGS=tests/cards/test_golden.py`, then read the diff.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

GOLDEN = Path(__file__).parents[1] / "golden"


def test_looks_as_agreed(make, golden_name):
    file = GOLDEN / f"{golden_name}.json"
    now = json.dumps(make.golden(golden_name), indent=1, ensure_ascii=False) + "\n"
    if os.environ.get("GOLDEN") == "renew":
        file.write_text(now)
    assert file.read_text() == now
