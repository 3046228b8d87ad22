"""Everything drawn is valid under Slack's published Block Kit types and limits."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

pytestmark = pytest.mark.contract
SPECS = os.environ.get("HANDOFF_SPECS")
GOLDEN = Path(__file__).parents[1] / "golden"


@cache
def validator(definition):
    schema = json.loads((Path(SPECS) / "slack" / "block-kit.schema.json").read_text())
    whole = {"$ref": f"#/definitions/{definition}", "definitions": schema["definitions"]}
    return Draft7Validator(whole)


@pytest.mark.skipif(not SPECS, reason="HANDOFF_SPECS is not set: no published contracts here")
def test_golden_files_are_valid_block_kit(golden_name):
    drawn = json.loads((GOLDEN / f"{golden_name}.json").read_text())
    definition = {"modal": "ModalView", "home": "HomeView"}.get(drawn.get("type"), "Message")
    assert [error.message for error in validator(definition).iter_errors(drawn)] == []
