"""One step of a calibration leaves every byte of the others alone."""

import tomllib

import pytest

from calibration.parameters_file import Entry, rewrite_parameters, rewritten
from simulator.errors import DataError
from tests.pack_files import PACK

TEXT = (PACK / "parameters.toml").read_text(encoding="utf-8")
STATED = {
    "unit": "year",
    "definition": '口径 "mean"',
    "source_id": "PACK",
    "status": "fitted",
    "grade": "C",
}


def entry(key="pipeline.school.planned", basis="", **fields):
    return Entry(key=key, basis=basis, fields={**fields, **STATED})


def by_place(text):
    return {(e["key"], e.get("basis", "")): e for e in tomllib.loads(text)["parameter"]}


def test_only_the_named_entry_changes():
    after = rewritten(TEXT, [entry(value=1.5, interval=[1.0, 2.0])], "parameters.toml")
    old, new = by_place(TEXT), by_place(after)
    assert {place for place in old if old[place] != new[place]} == {("pipeline.school.planned", "")}
    assert list(old) == list(new)
    head, tail = TEXT.split('key = "pipeline.school.planned"')
    assert after.startswith(head)
    assert after.endswith(tail[tail.index("\n\n") :])


def test_entries_are_told_apart_by_their_basis():
    after = rewritten(TEXT, [entry("world.arrivals", "planned", value=2.0)], "parameters.toml")
    old, new = by_place(TEXT), by_place(after)
    assert new["world.arrivals", "planned"]["value"] == 2.0
    assert new["world.arrivals", "revised"] == old["world.arrivals", "revised"]


def test_comments_between_entries_stay():
    text = TEXT.replace("[[parameter]]", "# 说明 / a remark\n\n[[parameter]]")
    after = rewritten(text, [entry(value=1.5)], "parameters.toml")
    assert after.count("# 说明 / a remark") == text.count("# 说明 / a remark")


def test_a_new_entry_goes_to_the_end():
    after = rewritten(TEXT.rstrip("\n"), [entry("slippage.new", value=1.5)], "parameters.toml")
    assert after.startswith(TEXT)
    assert tomllib.loads(after)["parameter"][-1]["key"] == "slippage.new"


def test_writing_what_is_there_changes_nothing(tmp_path):
    path = tmp_path / "parameters.toml"
    path.write_bytes(TEXT.encode())
    rewrite_parameters(path, [entry(value=1.5)])
    once = path.read_bytes()
    rewrite_parameters(path, [entry(value=1.5)])
    assert path.read_bytes() == once
    assert [found.name for found in tmp_path.iterdir()] == ["parameters.toml"]


def test_lines_end_as_they_did(tmp_path):
    path = tmp_path / "parameters.toml"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode())
    rewrite_parameters(path, [entry(value=1.5), entry("slippage.new", value=2.0)])
    content = path.read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n")


@pytest.mark.parametrize(
    ("text", "entries", "message"),
    [
        (TEXT, [entry(value=1.0), entry(value=2.0)], "given twice"),
        (TEXT, [Entry(key="pipeline.x", fields={"value": 1.0})], "unit is missing"),
        (
            '[[parameter]]\nkey = """\n[[parameter]]\n"""\n',
            [entry(value=1.0)],
            "line 1: an entry that cannot",
        ),
    ],
)
def test_what_can_not_be_written_is_refused(text, entries, message):
    with pytest.raises(DataError, match=message):
        rewritten(text, entries, "parameters.toml")


def test_a_refusal_leaves_the_file_alone(tmp_path):
    path = tmp_path / "parameters.toml"
    path.write_bytes(TEXT.encode())
    with pytest.raises(DataError):
        rewrite_parameters(path, [Entry(key="pipeline.x", fields={"value": 1.0})])
    assert path.read_bytes() == TEXT.encode()
    assert [found.name for found in tmp_path.iterdir()] == ["parameters.toml"]


def test_nothing_is_replaced_before_all_is_written(tmp_path, monkeypatch):
    path, posterior = tmp_path / "parameters.toml", tmp_path / "posterior.parquet"
    path.write_bytes(TEXT.encode())
    posterior.write_bytes(b"old")
    with monkeypatch.context() as broken:
        broken.setattr("os.fsync", interrupted(after=1))
        with pytest.raises(KeyboardInterrupt):
            rewrite_parameters(path, [entry(value=1.5)], {posterior.name: b"new"})
    assert (path.read_bytes(), posterior.read_bytes()) == (TEXT.encode(), b"old")
    rewrite_parameters(path, [entry(value=1.5)], {posterior.name: b"new"})
    assert path.read_bytes() != TEXT.encode()
    assert posterior.read_bytes() == b"new"
    assert {found.name for found in tmp_path.iterdir()} == {path.name, posterior.name}


def interrupted(*, after):
    """A call that ends the program once it has been made so many times."""
    calls = []

    def call(_):
        calls.append(1)
        if len(calls) > after:
            raise KeyboardInterrupt

    return call
