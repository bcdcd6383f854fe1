"""What a file is, told by its look, where it is no UTF-8 text."""

import pytest

from simulator.files.written_text import decode

TEXT = '# 厦门基准方案：人口与建设均按记录，延期计入预期供给\nextends = "baseline.toml"\n'


@pytest.mark.parametrize(
    ("encoding", "kind"),
    [
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("utf-32-le", "UTF-32"),
        ("utf-32-be", "UTF-32"),
        ("gbk", "GBK"),
        ("gb18030", "GBK"),
    ],
)
def test_an_encoding_is_named_and_how_to_save_it(encoding, kind):
    for text in (TEXT, TEXT * 200):
        _, (line, told) = decode(text.encode(encoding))
        assert line is None
        assert f"it looks like {kind}" in told
        assert "Encoding: UTF-8" in told
        assert "另存为" in told


def test_latin_text_in_utf_16_is_named():
    _, (_, told) = decode("a = 1\n".encode("utf-16-le"))
    assert "it looks like UTF-16" in told


@pytest.mark.parametrize("start", [b"PK\x03\x04\x14\x00", b"\xd0\xcf\x11\xe0\xa1\xb1"])
def test_a_workbook_is_named(start):
    _, (_, told) = decode(start + bytes(range(128, 256)) * 4)
    assert "a workbook or an archive" in told


@pytest.mark.parametrize("mark", ["<<<<<<< HEAD", ">>>>>>> mine", "||||||| base", "<<<<<<<"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_merge_is_named_with_its_line(mark, end):
    _, (line, told) = decode(f"a = 1{end}{mark}{end}b = 2{end}".encode())
    assert line == 2
    assert "a merge was left unfinished (line 2)" in told


def test_what_only_looks_like_a_merge_is_read():
    text = 'a = """\n<<<<<<<<<\n=======\n"""\n'
    assert decode(text.encode()) == (text, None)


def test_line_ends_that_no_reader_takes_for_such_are_named():
    _, (line, told) = decode(b"a = 1\rb = 2\r")
    assert line is None
    assert "carriage returns alone" in told
    assert decode(b"a = 1\r\nb = 2\r\n")[1] is None
