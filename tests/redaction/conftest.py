"""The corpus and its scorer, loaded by path: tests do not import one another."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def load(name):
    path = HERE / name / "__init__.py" if (HERE / name).is_dir() else HERE / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"redaction_{name}", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def corpus():
    return load("corpus")


@pytest.fixture(scope="session")
def scorer():
    return load("scorer")


@pytest.fixture(scope="session")
def fuzz():
    return load("fuzz")


@pytest.fixture(scope="session")
def rows_of(corpus):
    """Rows by (seed, count, held_out), made once."""
    made = {}

    def rows(seed, count, *, held_out=False):
        key = (seed, count, held_out)
        if key not in made:
            made[key] = list(corpus.rows(seed, count, held_out=held_out))
            json.dumps(made[key])  # the shape of the samples: plain JSON
        return made[key]

    return rows
