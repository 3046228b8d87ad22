"""What the code imports is what the lock file installs; luck of one environment does not count."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
BROUGHT_BY_PYTHON = {"pip", "setuptools"}
"""What a new environment holds before anything is installed into it."""


def plain(name: str) -> str:
    """PEP 503: the form in which two spellings of a distribution's name are the same."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked() -> set[str]:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    return {plain(line.partition("==")[0]) for line in lines if "==" in line}


def top_names(tree: ast.Module) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.partition(".")[0])
    return names - sys.stdlib_module_names


def unlocked(trees, installed: dict[str, list[str]], lock: set[str]) -> set[str]:
    """Imported names that an installed distribution outside `lock` provides."""
    names = {name for tree in trees for name in top_names(tree)}
    return {
        name
        for name in names & set(installed)
        if not {plain(one) for one in installed[name]} & lock
    }


def test_nothing_is_imported_that_the_lock_file_does_not_install(modules):
    trees = [one.tree for one in modules]
    assert unlocked(trees, dict(packages_distributions()), locked()) <= BROUGHT_BY_PYTHON


def test_the_sweep_finds_what_only_this_environment_has():
    tree = ast.parse("from leftover.part import thing\nimport kept, json")
    installed = {"leftover": ["Left-Over"], "kept": ["Kept_One"]}
    assert unlocked([tree], installed, {"kept-one"}) == {"leftover"}
