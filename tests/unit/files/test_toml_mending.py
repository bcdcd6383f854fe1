import tomllib

import pytest

from simulator.files.toml_mending import mend_toml


def mend(text):
    with pytest.raises(ValueError, match=r"\w") as refused:
        tomllib.loads(text)
    return mend_toml(text, str(refused.value), "s.toml")


def test_full_width_characters_are_named_and_made_narrow():
    [fault], mended = mend("[world]\narrivals ＝ １２\n")
    assert str(fault).startswith("s.toml:2: world.arrivals: found full-width ＝ １ ２;")
    assert mended == "[world]\narrivals = 12\n"


def test_the_second_of_two_keys_is_taken_out():
    [fault], mended = mend("a = 1\na = 2\n")
    assert str(fault).startswith("s.toml:2: a: is set twice, first on line 1")
    assert mended == "a = 1\n\n"


@pytest.mark.parametrize(
    "text",
    [
        "[t]\nx = 1\n[t]\ny = 2\n",  # without its header, y would land in another table
        "a = [1]\na = [\n2]\n",
        "a = { b = 1, b = 2 }\n",
        "[t\nx = 1\n",
        "x = [1,\n2%]\n",
        "x = [\n",
        "x = [\nyes\n]\ny = 1\n",
        "[t] t\nx = 1\n",
        'x = "open\n',
    ],
)
def test_reading_does_not_go_on_where_the_rest_would_be_misunderstood(text):
    faults, mended = mend(text)
    assert faults
    assert mended is None


def test_a_line_that_stands_alone_is_emptied():
    [fault], mended = mend("a = 1\nb = 5%\nc = 3\n")
    assert fault.line == 2
    assert mended == "a = 1\n\nc = 3\n"


def test_a_space_that_does_not_break_is_no_full_width_sign():
    [fault], mended = mend_toml("x\u00a0= 1\n", "", "s.toml")
    assert (fault.line, mended) == (1, "x = 1\n")
    assert "found a space that does not break (U+00A0" in fault.message
