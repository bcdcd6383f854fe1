import tomllib

import pytest

from simulator.files import toml_text
from simulator.files.toml_text import TomlFile, read_toml


def read(tmp_path, content, name="s.toml"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_toml(path, "s.toml")


def test_reads_content_and_lines(tmp_path):
    file, faults = read(tmp_path, "a = 1\n[t]\nb = 2\n")
    assert faults == []
    assert file.document == {"a": 1, "t": {"b": 2}}
    assert file.line(("t", "b")) == 3


def test_accepts_the_byte_order_mark_and_line_ends_of_windows(tmp_path):
    file, faults = read(tmp_path, b"\xef\xbb\xbfa = 1\r\n\r\nb = 2\r\n")
    assert faults == []
    assert file.document == {"a": 1, "b": 2}
    assert file.line(("b",)) == 3


def test_reads_on_behind_faulty_lines_of_windows_too(tmp_path):
    file, [fault] = read(tmp_path, b"a = 1\r\na = 2\r\nb = 3\r\n")
    assert fault.line == 2
    assert file.document == {"a": 1, "b": 3}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('x = "厦门"\n'.encode("gbk"), "is not UTF-8 text (line 1; it looks like GBK"),
        ('\nx = "厦门"\n'.encode("utf-16"), "UTF-16"),
        ("x = " + "[" * 3000, "too deeply"),
        ("x = " + "9" * 5000, "a number with fewer digits"),
    ],
)
def test_refuses_what_is_no_readable_text(tmp_path, content, says):
    file, [fault] = read(tmp_path, content)
    assert file is None
    assert says in fault.message


def test_refuses_a_folder_and_names_a_file_in_it(tmp_path):
    (tmp_path / "high.toml").touch()
    file, [fault] = read_toml(tmp_path, "scenarios")
    assert file is None
    assert fault.message.startswith("is a folder")
    assert "high.toml" in fault.message


def test_refuses_another_kind_of_file(tmp_path):
    _, [fault] = read(tmp_path, "a,b\n1,2\n", name="s.csv")
    assert 'is a ".csv" file' in fault.message


@pytest.mark.parametrize("asked", ["hihg.toml", "high", "high.tml"])
def test_a_missing_file_names_the_nearest_one(tmp_path, asked):
    (tmp_path / "high.toml").touch()
    _, [fault] = read_toml(tmp_path / asked, asked)
    assert str(fault).startswith(f"{asked}: no such file")
    assert 'did you mean "high.toml"' in fault.message


def test_a_missing_folder_is_named(tmp_path):
    _, [fault] = read_toml(tmp_path / "nowhere" / "s.toml", "s.toml")
    assert "there is no folder" in fault.message


def test_a_file_that_may_not_be_read_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "s.toml"
    path.touch()

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("simulator.files.regular_file.os.open", refuse)
    _, [fault] = read_toml(path, "s.toml")
    assert "cannot be read: Permission denied" in fault.message


def test_reads_on_behind_faulty_lines(tmp_path):
    text = "x = 45%\ny ＝ 2\nz = 1\nz = 2\nw = 12,000\nlast = 3\n"
    file, faults = read(tmp_path, text)
    assert file.document == {"y": 2, "z": 1, "last": 3}
    assert [fault.line for fault in faults] == [1, 2, 4, 5]
    assert [fault.key for fault in faults] == ["x", "y", "z", "w"]


def test_stops_at_twenty_faults(tmp_path):
    file, faults = read(tmp_path, "this is prose\n" * 100)
    assert file is None
    assert len(faults) == 20


def test_records_are_named_by_their_id():
    document = {"p": [{"id": "south"}, {"size": 1}, {"id": 3}]}
    file = TomlFile(path="s.toml", document=document, lines={("p",): 4})
    assert file.dotted(("p", 0, "size")) == "p.south.size"
    assert file.dotted(("p", 1, "size")) == "p.#2.size"
    assert file.dotted(("p", 2)) == "p.#3"
    assert str(file.fault(("p", 0, "size"), "is odd")) == "s.toml:4: p.south.size: is odd"


def test_a_merge_left_unfinished_is_told_as_such(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text("a = 1\n<<<<<<< HEAD\nb = 1\n=======\nb = 2\n>>>>>>> mine\n", encoding="utf-8")
    file, [fault] = read_toml(path, "mine.toml")
    assert file is None
    assert "a merge was left unfinished (line 2)" in fault.message


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_characters_without_a_mark_are_told_as_such(tmp_path, encoding):
    path = tmp_path / "mine.toml"
    path.write_bytes("a = 1\n".encode(encoding))
    [fault] = read_toml(path, "mine.toml")[1]
    assert "it looks like UTF-16" in fault.message


def test_a_text_is_parsed_once_and_everybody_gets_tables_of_their_own(tmp_path, monkeypatch):
    text = 'a = "once"\n[t]\nrows = [{ b = [1, 2] }]\n'
    first, _ = read(tmp_path, text)
    first.document["t"]["rows"][0]["b"].append(3)
    first.document["t"]["c"] = 4
    monkeypatch.delattr(toml_text, "parse_toml")
    again, faults = read(tmp_path, text)
    assert again.document == tomllib.loads(text)
    assert again.lines == first.lines
    assert faults == []


def test_what_is_wrong_is_told_every_time(tmp_path):
    told = [read(tmp_path, "b = 1\nb = 2\nc = 3\n") for _ in range(2)]
    told[0][1].clear()
    assert [str(fault) for fault in told[1][1]] == [
        str(fault) for fault in read(tmp_path, "b = 1\nb = 2\nc = 3\n")[1]
    ]
    assert len(told[1][1]) == 1


def test_another_text_or_name_is_parsed_anew(tmp_path):
    one, _ = read(tmp_path, "a = 1\n")
    other, _ = read(tmp_path, "a = 2\n")
    assert (one.document, other.document) == ({"a": 1}, {"a": 2})
    elsewhere, _ = read_toml(tmp_path / "s.toml", "elsewhere.toml")
    assert elsewhere.path == "elsewhere.toml"


def test_tables_beneath_tables_are_taken_over_however_deep(tmp_path):
    from simulator.files.limits import KEY_PARTS

    file, faults = read(tmp_path, f"[{'.'.join(['a'] * KEY_PARTS)}]\nb = 1\n")
    assert faults == []
    inner, depth = file.document, 0
    while "a" in inner:
        inner, depth = inner["a"], depth + 1
    assert (inner, depth) == ({"b": 1}, KEY_PARTS)
