"""``check`` for other programs, and the exit codes of its findings."""

import json

import pytest

from simulator.commands.cli import main
from simulator.errors import IntegrationError, MissingDataError
from tests.city import BASELINE

HEAD = (
    f'schema_version = 2\nextends = "{BASELINE.as_posix()}"\n'
    'title = { zh = "试", en = "Trial" }\nintent = "?"\n'
)


@pytest.fixture(autouse=True)
def unproved(monkeypatch, tmp_path):
    monkeypatch.setenv("MINSHENG_CACHE", str(tmp_path / "kept"))
    monkeypatch.setattr("simulator.stockflow.proof.kept_proof.prove", lambda _: "proved")


@pytest.fixture
def faulty(tmp_path):
    path = tmp_path / "a, b.toml"
    path.write_text(f"{HEAD}[world]\narivals = 5\n", encoding="utf-8")
    return path


@pytest.fixture
def idle(tmp_path):
    """Lawful, with a setting that does nothing: its switch is off."""
    path = tmp_path / "idle.toml"
    path.write_text(f"{HEAD}[feedback]\nplanners.delay = 1.1\n", encoding="utf-8")
    return path


def test_as_json_every_fault_has_place_key_and_both_languages(faulty, capsys):
    assert main(("check", "--format", "json", str(faulty))) == 2
    said = capsys.readouterr()
    (found,) = json.loads(said.out)
    assert said.err == ""
    assert (found["severity"], found["file"], found["line"]) == ("error", faulty.as_posix(), 6)
    assert found["key"] == "world.arivals"
    assert found["message"]["en"].startswith("no such key")
    assert found["message"]["zh"].startswith("没有这个键")


def test_for_github_a_line_each_with_nothing_that_ends_it(faulty, capsys):
    assert main(("check", "--format", "github", str(faulty), "--lang", "en")) == 2
    (line,) = capsys.readouterr().out.splitlines()
    place = faulty.as_posix().replace(",", "%2C")
    assert line.startswith(f"::error file={place},line=6,title=world.arivals::no such key")


def test_where_nothing_is_found_the_list_is_empty(capsys):
    assert main(("check", "--format", "json", str(BASELINE))) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert main(("check", "--format", "github", str(BASELINE))) == 0
    assert capsys.readouterr().out == ""


def test_a_remark_is_a_warning_and_fails_a_strict_check_alone(idle, capsys):
    assert main(("check", "--format", "json", str(idle))) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["severity"], found["line"]) == ("warning", 6)
    assert main(("check", "--strict", "--format", "json", str(idle))) == 1
    capsys.readouterr()
    assert main(("check", str(idle))) == 0
    assert "feedback.planners.delay" in capsys.readouterr().err
    assert main(("check", "--strict", str(idle))) == 1
    assert main(("check", "--strict", str(BASELINE))) == 0


@pytest.mark.parametrize(
    ("error", "code"),
    [(MissingDataError([]), 3), (IntegrationError("x", year=2011.0), 1)],
)
def test_every_refusal_ends_with_the_code_of_its_kind(error, code, monkeypatch):
    def refused(*_, **__):
        raise error

    monkeypatch.setattr("simulator.commands.run.run_scenario", refused)
    assert main(("run", str(BASELINE))) == code


def test_a_file_that_is_missing_in_a_pack_is_missing_data(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("simulator.commands.check.load", _without_services(tmp_path))
    assert main(("check", str(BASELINE))) == 3
    assert "services.toml" in capsys.readouterr().err


def _without_services(folder):
    import shutil

    from simulator.city.pack.city_pack import load_city_pack
    from tests.pack_files import PACK

    shutil.copytree(PACK, folder / "xiamen")
    (folder / "xiamen" / "services.toml").unlink()
    return lambda *_, **__: load_city_pack(folder / "xiamen")
