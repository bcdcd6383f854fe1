"""A text is measured before it is read, in one pass, whatever is in it."""

from time import process_time

import pytest

from simulator.files.bearable_text import refuse_size
from simulator.files.limits import (
    KEY_PARTS,
    KEYS,
    LINES,
    LIST_ENTRIES,
    NESTING,
    SIGNS,
    TEXT,
)

MOST = 4_900_000


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".".join("a" * KEY_PARTS) + " = 1",
        "x = " + "[" * NESTING + "]" * NESTING,
        "x = [" + "1," * (LIST_ENTRIES - 1) + "1]",
        "k = 1\n" * KEYS,
        "x = '" + "y" * (TEXT - 2) + "'",
        "#" + "x" * 10**6,
        "# it's [[[[ and \"\n" * 1000,
        "x = '''" + "[\n" * 1000 + "'''",
        'x = """' + '\\"[ "" ' * 1000 + '"""',
        "\n" * LINES,
    ],
)
def test_what_is_bearable(text):
    assert refuse_size(text) is None


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("\n" + ".".join("a" * (KEY_PARTS + 1)) + " = 1", 2, "a key of more than 20 parts"),
        ("\n" + '"a".' * KEY_PARTS + "a = 1", 2, "a key of more than 20 parts"),
        ("x = " + "[" * (NESTING + 1), 1, "too deeply"),
        ("x = " + "{a=" * (NESTING + 1), 1, "too deeply"),
        ("x = [" + "1,\n" * LIST_ENTRIES, LIST_ENTRIES, "a list of more than 10,000 entries"),
        ("k = 1\n" * (KEYS + 1), KEYS + 1, "more than 10,000 keys"),
        ("x = '" + "y" * TEXT + "'", 1, "a text of more than 20,000 characters"),
        ("x = '''" + "y\n" * TEXT + "'''", 1, "a text of more than 20,000 characters"),
        ("x" * (TEXT + 1) + " = 1", 1, "a text of more than 20,000 characters"),
        ("x = [" + "[]," * LIST_ENTRIES + "]", 1, "a list of more than 10,000 entries"),
        ("[] " * SIGNS, 1, "more than 100,000 values and signs"),
        ("\n" * (LINES + 1), LINES + 1, "has 100,001 lines"),
    ],
)
def test_what_is_too_much(text, line, says):
    found, told = refuse_size(text)
    assert found == line
    assert says in told


@pytest.mark.parametrize(
    "part",
    ['"', "'", '"""', "'''", '\\"', "\\", "[", "[]", "{", "a.", ". ", "k=1\n", "#\n", "\n", " ",
     "x", "x y ", "厦", "\"'\n", '"""a', "it's\n", '"\\"\\"\n'],
)  # fmt: skip
def test_no_text_takes_long(part):
    text = part * (MOST // len(part.encode()))
    start = process_time()
    refuse_size(text)
    refuse_size('x = "' + text)
    refuse_size('x = """' + text)
    assert process_time() - start < 5
