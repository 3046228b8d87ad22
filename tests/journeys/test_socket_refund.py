"""Every journey of a refund once more, over Socket Mode: one code path, so nothing may differ."""

from __future__ import annotations

from functools import partial

import pytest

from tests.journeys.test_refund import *  # noqa: F403 - the tests are the point


@pytest.fixture
def open_house(open_house):
    return partial(open_house, socket_mode=True)
