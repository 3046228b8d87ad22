"""Time zones by their IANA name, from wherever the name came."""

from __future__ import annotations

from zoneinfo import ZoneInfo

UTC_NAME = "UTC"


def find_zone(name: str | None) -> ZoneInfo | None:
    """Look a zone up; None for anything that is not the name of one (Slack profiles hold any)."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; a path; a folder such as "America"
        return None


def first_zone(*names: str | None) -> ZoneInfo:
    """Take the first name that is a zone (the owner's, then the policy's); UTC when none is."""
    found = (find_zone(name) for name in names)
    return next((zone for zone in found if zone is not None), ZoneInfo(UTC_NAME))
