"""DialNexa's REST interface, as far as calls are read from it."""

from providers.dialnexa.calls import READS, DialNexaCalls, build

__all__ = ["READS", "DialNexaCalls", "build"]
