"""Every key of a TOML text is found on its line, however it is written."""

import tomllib

import pytest

from bot.policy.lines import key_lines, nearest_line

TRICKY = '''# a comment with [brackets] and a = 1
title = "x # not a comment"   # a comment
dotted.key.deep = 1
"quoted key" = 2
'single' = """
[not.a.table]
nor = "a key"
""" # after
raw = \'\'\'
also = "nothing" \'\'\'

[table]
list = [ # a comment, with comma
    1, 2,
    [3, [4]],
]
inline = { a = 1, b = { c = "}" }, d = ["]", "}"] }
when = 1979-05-27 07:32:00
empty = {}
none = []

[[row]]
name = "first"
[row.inner]
x = 1
[[row.inner.cell]]
y = 1
[[row.inner.cell]]
y = 2

[[row]]
name = 'second'
parts = [
  { role = "a" },
  { role = "b", above = { USD = 1 } },
]
[row.inner]
x = 2

[ "odd name" . sub ]
z = true
'''


def paths(value, path=()):
    if path:
        yield path
    if isinstance(value, dict):
        for key, item in value.items():
            yield from paths(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from paths(item, (*path, index))


def test_every_path_of_the_values_has_a_line():
    lines = key_lines(TRICKY)
    # An array of tables has lines for its tables, an outer table only named by its inner one none.
    nameless = {("row",), ("odd name",), ("row", 0, "inner", "cell")}
    assert set(paths(tomllib.loads(TRICKY))) - set(lines) == nameless


@pytest.mark.parametrize(
    ("path", "written"),
    [
        (("title",), "title ="),
        (("dotted", "key", "deep"), "dotted.key.deep"),
        (("quoted key",), '"quoted key"'),
        (("raw",), "raw ="),
        (("table",), "[table]"),
        (("table", "list", 2, 1), "[3, [4]]"),
        (("table", "inline", "b", "c"), "inline ="),
        (("table", "none"), "none ="),
        (("row", 0, "inner", "x"), "x = 1"),
        (("row", 0, "inner", "cell", 1, "y"), "y = 2"),
        (("row", 1, "name"), "name = 'second'"),
        (("row", 1, "parts", 1, "above", "USD"), 'role = "b"'),
        (("row", 1, "inner", "x"), "x = 2"),
        (("odd name", "sub", "z"), "z = true"),
    ],
)
def test_the_line_is_where_the_key_stands(path, written):
    line = TRICKY.splitlines()[key_lines(TRICKY)[path] - 1]
    assert written in line


def test_a_missing_key_has_the_line_of_its_table():
    lines = key_lines(TRICKY)
    assert nearest_line(lines, ("table", "absent", "deeper")) == lines[("table",)]
    assert nearest_line(lines, ("nowhere",)) is None


def test_windows_line_ends_count_once():
    assert key_lines("a = 1\r\n\r\nb = 2\r\n")[("b",)] == 3
