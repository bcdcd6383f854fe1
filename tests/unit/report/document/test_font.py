"""The font inside a page: cut to the letters of its texts, kept where that may be."""

from base64 import b64decode

from simulator.report.document.font_subset import font_for


def test_a_font_is_cut_once_and_kept(monkeypatch, tmp_path):
    monkeypatch.setenv("MINSHENG_CACHE", str(tmp_path))
    first = font_for(["学位", "beds"])
    assert b64decode(first).startswith(b"wOFF")
    assert [each.read_text(encoding="ascii") for each in tmp_path.iterdir()] == [first]
    assert font_for(["beds", "位学"]) == first


def test_where_nothing_may_be_kept_it_is_cut_all_the_same(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("MINSHENG_CACHE", str(tmp_path / "file" / "kept"))
    assert b64decode(font_for(["床位"])).startswith(b"wOFF")
