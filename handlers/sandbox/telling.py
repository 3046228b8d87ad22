"""How books say what happened to them, without knowing who listens."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

Tell: TypeAlias = Callable[[str, Mapping[str, Any]], None]
"""Called with the event's name, as the vendor calls it, and the object as it is now."""


def silence(_kind: str, _about: Mapping[str, Any]) -> None:
    """Nobody is told."""
