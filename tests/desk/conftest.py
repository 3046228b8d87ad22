"""A bench for each test."""

from __future__ import annotations

import pytest

from tests.desk.bench import Bench


@pytest.fixture
def bench(tmp_path):
    opened = Bench(tmp_path / "handoff.db")
    yield opened
    opened.close()
