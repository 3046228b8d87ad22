"""DialNexa's REST interface, as far as calls are read from it."""

from providers.dialnexa.calls import DialNexaCalls, build

__all__ = ["DialNexaCalls", "build"]
