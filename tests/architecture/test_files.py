"""What no file may hold, wherever it is. Each rule is shown to find what it looks for."""

from __future__ import annotations

import re
from pathlib import PurePath

import pytest

MOST_LINES, MOST_LINES_OF_TESTS = 400, 500
LONGER = {
    "handlers/sandbox/page/css/layout.css": "the frame of a page, in one piece",
}
"""Files above the limit, each with its reason."""

LISTS = re.compile(r"(requirements\.lock|package-lock\.json|/golden/.*\.json|/versions/.*\.py)$")
"""Written by a tool, or data that is read as a table."""

MACHINE_PATH = re.compile(r"(?<![\w.~/:{}<*])/(?:home|root|Users|tmp|work|mnt)/[A-Za-z0-9_.]")
REGISTRY = re.compile(
    r"\b(?:py(?:pi|thonhosted)\.org|registry\.(?:npm|yarn)\w+|index-url|proxy\.golang)\b"
)
SILENCED = re.compile(r"#\s*(?:type:\s*ignore|noqa|pragma:|ruff:|mypy:)")
WITH_REASON = re.compile(  # `noqa: S311, S105 - why` and `type: ignore[arg-type]  # why`
    r"#\s*(?:type: ignore\[[a-z, -]+\]|(?:ruff: )?noqa: [A-Z]+[0-9]+(?:, [A-Z]+[0-9]+)*)"
    r"\s+[-#—]+ \S.{2,}$"
)
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc"}


def numbered(source) -> list[tuple[str, str]]:
    return [(f"{source.name}:{n}", line) for n, line in enumerate(source.text.splitlines(), 1)]


def lines_with(pattern: re.Pattern[str], source) -> list[str]:
    return [f"{at}: {line.strip()}" for at, line in numbered(source) if pattern.search(line)]


def unexplained(source) -> list[str]:
    return [line for line in lines_with(SILENCED, source) if not WITH_REASON.search(line)]


def is_this_file(source) -> bool:
    return source.name == "tests/architecture/test_files.py"


def test_no_file_names_a_place_on_somebodys_machine(sources):
    assert [
        hit for one in sources if not is_this_file(one) for hit in lines_with(MACHINE_PATH, one)
    ] == []


def test_no_file_names_a_package_registry(sources):
    assert [
        hit for one in sources if not is_this_file(one) for hit in lines_with(REGISTRY, one)
    ] == []


def test_every_silenced_check_names_its_code_and_its_reason(modules):
    assert [hit for one in modules if not is_this_file(one) for hit in unexplained(one)] == []


def test_no_module_has_a_name_that_says_nothing(modules):
    assert [
        one.name for one in modules if VAGUE & set(PurePath(one.name).with_suffix("").parts)
    ] == []


def is_long(source) -> bool:
    limit = MOST_LINES_OF_TESTS if source.is_in("tests") else MOST_LINES
    return len(source.text.splitlines()) > limit and not LISTS.search(source.name)


def test_every_file_is_of_one_subject(sources):
    assert {one.name for one in sources if is_long(one)} <= set(LONGER)


def test_nothing_is_put_off(modules):
    put_off = re.compile(r"#\s*(?:TODO|FIXME|XXX|HACK)\b")
    assert [
        hit for one in modules if not is_this_file(one) for hit in lines_with(put_off, one)
    ] == []


# --- the rules find what they look for ---


@pytest.mark.parametrize("line", ['open("/tmp/x.db")', "see /home/ada/x", "`/mnt/disk`"])
def test_a_machine_path_is_found(a_source, line):
    assert lines_with(MACHINE_PATH, a_source("x.py", line))


@pytest.mark.parametrize("line", ["https://x.example/home/ada", "./tmp/x", "GET /ui/home/x"])
def test_a_route_is_no_machine_path(a_source, line):
    assert not lines_with(MACHINE_PATH, a_source("x.py", line))


@pytest.mark.parametrize("line", ["--index-url https://a.example", "https://py" + "pi.org/simple"])
def test_a_registry_is_found(a_source, line):
    assert lines_with(REGISTRY, a_source("x.txt", line))


@pytest.mark.parametrize(
    "line", ["x = 1  # noqa", "x = 1  # noqa: E501", "x = 1  # type: ignore", "# ruff: noqa"]
)
def test_a_bare_silence_is_found(a_source, line):
    assert unexplained(a_source("x.py", line))


def test_an_explained_silence_passes(a_source):
    assert not unexplained(a_source("x.py", "x = 1  # noqa: S311 - jitter, not a secret"))
