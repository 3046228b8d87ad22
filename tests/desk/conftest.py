"""A bench for each test."""

from __future__ import annotations

import pytest

from tests.desk.bench import Bench


@pytest.fixture
def bench(new_url):
    opened = Bench(new_url)
    yield opened
    opened.close()
