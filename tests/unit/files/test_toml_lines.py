import pytest

from simulator.files.toml_lines import Repeat, find_key_lines

TEXT = """first = 1

[world]
a.b."c.d" = 2
inside = { x = 1, y = { z = 2 } }
[[plan.projects]]
id = "one"
[plan.projects.more]
size = 3
[[plan.projects]] # second
id = \"\"\"
two\"\"\"
rows = [
  { q = 1 },
  # a remark
  { q = 2 },
]
"""


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        (("first",), 1),
        (("world",), 3),
        (("world", "a"), 4),
        (("world", "a", "b", "c.d"), 4),
        (("world", "inside", "y", "z"), 5),
        (("plan", "projects"), 6),
        (("plan", "projects", 0, "id"), 7),
        (("plan", "projects", 0, "more", "size"), 9),
        (("plan", "projects", 1), 10),
        (("plan", "projects", 1, "rows", 0, "q"), 14),
        (("plan", "projects", 1, "rows", 1, "q"), 16),
    ],
)
def test_line_of_a_key(parts, line):
    assert find_key_lines(TEXT).lines[parts] == line


IMPLIED = """[polcy.two_child]
gestation = 0.5
[[policy.two_chld.stages]]
  id = "x"   # a remark
[world.more]
[world]
"时间" = "y"
"""


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        (("polcy",), 1),
        (("polcy", "two_child"), 1),
        (("policy",), 3),
        (("policy", "two_chld"), 3),
        (("policy", "two_chld", "stages"), 3),
        (("world",), 6),
        (("world", "more"), 5),
    ],
)
def test_tables_that_a_header_implies_have_its_line(parts, line):
    assert find_key_lines(IMPLIED).lines[parts] == line


def test_a_table_that_was_implied_may_be_opened_once():
    assert find_key_lines(IMPLIED).repeats == []
    [repeat] = find_key_lines("[a.b]\n[a]\n[a]\n").repeats
    assert (repeat.line, repeat.first_line) == (3, 2)


@pytest.mark.parametrize(
    ("parts", "column"),
    [(("polcy", "two_child", "gestation"), 13), (("policy", "two_chld", "stages", 0, "id"), 8),
     (("world", "时间"), 8)],
)  # fmt: skip
def test_the_column_at_which_a_value_begins(parts, column):
    assert find_key_lines(IMPLIED).columns[parts] == column


def test_a_whole_text_is_not_broken():
    assert find_key_lines(TEXT).broken is None
    assert find_key_lines(TEXT).repeats == []


def test_names_keys_and_tables_written_twice():
    found = find_key_lines("[a]\nx = 1\nx = 2\n[b]\n[a]\n").repeats
    assert found == [
        Repeat(parts=("a", "x"), line=3, first_line=2),
        Repeat(parts=("a",), line=5, first_line=1),
    ]


def test_places_the_first_line_that_is_not_toml():
    assert find_key_lines("a = 1\nb = 2\nc = = 3\n").broken == 3


def test_a_key_whose_quotes_are_wrong_does_not_stop_the_reading():
    assert find_key_lines('"a\\uD800" = 1\nb = 1\n').lines[("b",)] == 2
