"""Which worker runs what: a test goes to whoever is free, unless it shares a house with others."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

SHARING = frozenset(
    f"tests/journeys/test_{name}.py"
    for name in ("bad_input", "canary", "faults_slack", "faults_stripe", "kill", "replicas")
)
"""Files whose tests share a house, which takes long to set up: once, not once for each worker."""


class TogetherScheduling(LoadScopeScheduling):
    """Files that share a house go first, each to one worker and one engine after the other."""

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        return f"{file} {_engine(test)}" if file in SHARING else nodeid


def _engine(test: str) -> str:
    return "postgresql" if "[postgresql" in test else "sqlite"
