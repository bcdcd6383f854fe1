from pathlib import Path

import pytest

from simulator.files.layers import read_chain

V = "schema_version = 2\n"


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Write files into an empty working folder."""
    monkeypatch.chdir(tmp_path)

    def write_files(**texts):
        for name, text in texts.items():
            path = tmp_path / (name.replace("__", "/") + ".toml")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return write_files


def read(name):
    chain = read_chain(Path(name))
    return [layer.file.path for layer in chain.layers], [str(fault) for fault in chain.faults]


def test_parents_come_first_then_overlays_then_the_file(write):
    write(
        root=V,
        middle=V + 'extends = "root.toml"\noverlays = ["dry.toml"]',
        child=V + 'extends = "middle.toml"\noverlays = ["dry.toml", "sub/high.toml"]',
        dry=V,
        sub__high=V,
    )
    layers, faults = read("child.toml")
    assert faults == []
    assert layers == [
        "root.toml",
        "dry.toml",
        "middle.toml",
        "dry.toml",
        "sub/high.toml",
        "child.toml",
    ]


def test_only_overlays_are_overlays(write):
    write(root=V, dry=V, child=V + 'extends = "root.toml"\noverlays = ["dry.toml"]')
    chain = read_chain(Path("child.toml"))
    assert [layer.is_overlay for layer in chain.layers] == [False, True, False]


def test_names_are_relative_to_the_file_that_says_them(write):
    write(root=V, sub__child=V + 'extends = "../root.toml"')
    assert read("sub/child.toml")[0] == ["root.toml", "sub/child.toml"]


def test_a_circle_is_refused_at_the_line_that_closes_it(write):
    write(
        a=V + 'extends = "b.toml"',
        b=V + 'extends = "c.toml"',
        c=V + 'extends = "./b.toml"',
    )
    _, [fault] = read("a.toml")
    assert fault.startswith("c.toml:2: extends: builds on itself: b.toml → c.toml → b.toml;")


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        ({"a": V + 'extends = "b.toml"'}, 'a.toml:2: extends: "b.toml": no such file'),
        ({"a": V + '\noverlays = ["b.toml"]'}, 'a.toml:3: overlays.#1: "b.toml": no such file'),
        ({"a": V + "extends = 3"}, "a.toml:2: extends: found 3; expected a file name"),
        ({"a": V + "extends = ''"}, 'a.toml:2: extends: found ""'),
        ({"a": V + 'overlays = "b.toml"'}, "a.toml:2: overlays: found"),
        ({"a": V + "overlays = [1]"}, "a.toml:2: overlays: found a list"),
        ({"a": V + 'overlays = ["a.toml"]'}, "a.toml:2: overlays.#1: is the file itself"),
        (
            {"a": V + 'overlays = ["b.toml"]', "b": V + 'overlays = ["c.toml"]', "c": V},
            "b.toml:2: overlays: is not allowed in an overlay",
        ),
        ({"a": ""}, "a.toml: schema_version: is missing; expected schema_version = 2"),
        ({"a": "schema_version = true"}, "found true; expected schema_version = 2 /"),
        ({"a": "schema_version = 2.0"}, "found 2.0; expected"),
        ({"a": "schema_version = 3"}, "newer version of the program"),
        ({"a": V + 'title = "甲"'}, "a.toml:2: title: found"),
        ({"a": V + "x = %"}, "a.toml:2: x: cannot be read"),
    ],
)
def test_refused(write, texts, says):
    write(**texts)
    _, [fault] = read("a.toml")
    assert says in fault


@pytest.mark.parametrize(
    ("text", "is_whole"),
    [
        ("", True),  # all is read; only the version is not stated
        (V, True),
        (V + 'extends = "nowhere.toml"', False),
        (V + "extends = 3", False),
        (V + 'extends = "a.toml"', False),
        (V + 'overlays = "x.toml"', False),
        (V + "x = %", False),
        ("schema_version = 3", False),
    ],
)
def test_knows_whether_all_was_read(write, text, is_whole):
    write(a=text)
    assert (read_chain(Path("a.toml")).unread == []) is is_whole


def test_a_file_of_a_later_form_is_not_looked_into(write):
    write(a="schema_version = 3\n")
    assert read("a.toml")[0] == []


@pytest.mark.parametrize(
    "line", [r'extends = "base\u0000line.toml"', r'overlays = ["d\u0000.toml"]']
)
def test_no_file_has_a_name_that_nobody_sees(write, line):
    write(child=V + line)
    [fault] = read("child.toml")[1]
    assert fault.startswith("child.toml:2: ")
    assert "a file name" in fault or "a list of file names" in fault
