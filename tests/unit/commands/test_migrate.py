"""``migrate``: shown first, written on request, the old file kept; layout and comments stay."""

import pytest

from simulator.commands.cli import main
from simulator.files.migration import migrated, version_of
from simulator.files.schema import SCHEMA_VERSION
from tests.city import BASELINE

OLD = "# 我的方案\nschema_version = 0   # of long ago\n\n[plan]\nlate_by = 2.0   # years\n"
STEPS = {0: lambda text: text.replace("late_by", "delay_factor")}


@pytest.fixture
def old(tmp_path, monkeypatch):
    """A file of an older form than there ever was, and a step from it."""
    steps = {version: _to_next(version) for version in range(SCHEMA_VERSION)}
    monkeypatch.setattr("simulator.commands.migrate.STEPS", steps)
    path = tmp_path / "old.toml"
    path.write_bytes(OLD.encode())
    return path


def _to_next(version):
    return STEPS[0] if version == 0 else lambda text: text


@pytest.mark.parametrize(
    ("text", "version"),
    [("schema_version = 1\n", 1), ("# x\n schema_version=12 # y\n", 12), ("title = 1\n", None)],
)
def test_the_form_is_read_off_the_text(text, version):
    assert version_of(text) == version


def test_a_text_goes_step_by_step_and_keeps_its_layout():
    assert migrated(OLD, STEPS, 1) == (
        "# 我的方案\nschema_version = 1   # of long ago\n\n[plan]\ndelay_factor = 2.0   # years\n"
    )
    twice = {0: lambda text: text + "a\n", 1: lambda text: text + "b\n"}
    assert migrated("schema_version = 0\n", twice, 2) == "schema_version = 2\na\nb\n"
    assert migrated("schema_version = 1\n", {}, 1) == "schema_version = 1\n"
    with pytest.raises(KeyError):
        migrated("schema_version = 0\n", {}, 1)


def test_without_write_the_change_is_shown_and_nothing_written(old, capsys):
    assert main(("migrate", str(old))) == 0
    said = capsys.readouterr().out
    assert "-late_by = 2.0   # years\n+delay_factor = 2.0   # years\n" in said
    assert f"+schema_version = {SCHEMA_VERSION}   # of long ago" in said
    assert f"migrate --write {old.as_posix()}" in said
    assert [path.name for path in old.parent.iterdir()] == ["old.toml"]
    assert old.read_bytes() == OLD.encode()


def test_written_the_old_file_is_kept_beside(old, capsys):
    assert main(("migrate", "--write", str(old))) == 0
    assert "delay_factor = 2.0   # years" in old.read_text(encoding="utf-8")
    assert old.with_name("old.toml.old").read_bytes() == OLD.encode()
    assert "the old file is kept as" in capsys.readouterr().out
    assert main(("migrate", "--write", str(old))) == 0
    assert "nothing to do" in capsys.readouterr().out


def test_a_kept_file_is_never_overwritten(old, capsys):
    kept = old.with_name("old.toml.old")
    kept.write_text("older still", encoding="utf-8")
    assert main(("migrate", "--write", str(old))) == 2
    assert "is there already" in capsys.readouterr().err
    assert (kept.read_text(encoding="utf-8"), old.read_bytes()) == ("older still", OLD.encode())


def test_where_one_file_is_wrong_none_is_written(old, tmp_path, capsys):
    broken = tmp_path / "broken.toml"
    broken.write_text("schema_version = = 0\n", encoding="utf-8")
    newer = tmp_path / "newer.toml"
    newer.write_text("schema_version = 99\n", encoding="utf-8")
    bare = tmp_path / "bare.toml"
    bare.write_text("title = 1\n", encoding="utf-8")
    paths = [str(path) for path in (old, broken, newer, bare, tmp_path / "gone.toml")]
    assert main(("migrate", "--write", *paths)) == 2
    said = capsys.readouterr().err
    for name in ("broken", "newer", "bare", "gone"):
        assert f"{name}.toml" in said
    assert old.read_bytes() == OLD.encode()


def test_a_form_without_a_way_is_told(old, monkeypatch, capsys):
    monkeypatch.setattr("simulator.commands.migrate.STEPS", {})
    assert main(("migrate", str(old))) == 2
    assert "there is no way from it" in capsys.readouterr().err


def test_the_present_form_has_nothing_to_do(capsys):
    assert main(("migrate", str(BASELINE))) == 0
    assert "nothing to do" in capsys.readouterr().out
