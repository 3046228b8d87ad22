"""JSON as both engines can keep it."""

from __future__ import annotations

import json
import re

_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_NUL_REPLACED = r"\1\\ufffd"


def to_json(value: object) -> str:
    """Write JSON; NUL and lone surrogates, which PostgreSQL refuses, become replacement signs.

    https://www.postgresql.org/docs/current/datatype-json.html
    """
    text = _ENCODER.encode(value)
    safe = _NUL.sub(_NUL_REPLACED, text) if r"\u0000" in text else text
    return safe.encode("utf-8", "replace").decode()
