"""``check``: faults of all files together; else the proof of every system that differs."""

import json

import pytest

from simulator.commands.check import Wish, check_scenarios
from simulator.commands.cli import main
from simulator.errors import ScenarioError
from simulator.stockflow.engine import preconditions
from tests.city import BASELINE

PROOF = "simulator.stockflow.proof.kept_proof.prove"


def child(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(
        f'schema_version = 2\nextends = "{BASELINE.as_posix()}"\n'
        f'title = {{ zh = "试", en = "Trial" }}\nintent = "?"\n{text}',
        encoding="utf-8",
    )
    return path


@pytest.fixture
def proved(monkeypatch, tmp_path_factory):
    monkeypatch.setenv("MINSHENG_CACHE", str(tmp_path_factory.mktemp("kept")))
    systems = []

    def prove(system):
        systems.append(system)
        return f"{system.name}: proved"

    monkeypatch.setattr(PROOF, prove)
    return systems


def test_all_scenarios_are_checked_where_none_is_named(tmp_path, proved, capsys, monkeypatch):
    monkeypatch.setattr("simulator.files.locations.SCENARIOS", tmp_path)
    for name in ("two.toml", "one.toml"):
        child(tmp_path, name, "")
    check_scenarios(())
    *lines, unread, keys, proof = capsys.readouterr().out.splitlines()
    assert "not used by any run: " in unread
    for name, line in zip(("one.toml", "two.toml"), lines, strict=True):
        assert f"{name}: 有效（" in line
    assert "plan_title" in keys
    assert proof == "city: proved"


def test_systems_that_differ_are_proved_each(tmp_path, proved, capsys):
    three = child(tmp_path, "three.toml", "[model]\nbuilding_stages = 3\n")
    check_scenarios((BASELINE, three, BASELINE))
    assert [len(system.stocks) for system in proved] == [18, 19]
    assert len(capsys.readouterr().out.splitlines()) == 7


def test_a_system_with_its_loops_closed_is_proved_too(tmp_path, proved, capsys):
    closed = child(tmp_path, "closed.toml", "[feedback]\nplanners.on = true\n")
    check_scenarios((BASELINE, closed, BASELINE))
    assert [len(system.loops) for system in proved] == [0, 2]
    assert len(capsys.readouterr().out.splitlines()) == 7


def test_faults_of_all_files_are_said_together_and_nothing_is_proved(tmp_path, proved, capsys):
    one = child(tmp_path, "one.toml", "[world]\narivals = 5\n")
    two = child(tmp_path, "two.toml", "[model]\nstart = 2015-01-01\n")
    with pytest.raises(ScenarioError) as refused:
        check_scenarios((one, BASELINE, two, one))
    places = [(fault.path.rpartition("/")[2], fault.line) for fault in refused.value.faults]
    assert places == [("one.toml", 6), ("two.toml", 6)]
    assert proved == []
    [valid] = capsys.readouterr().out.splitlines()
    assert valid.startswith("scenarios/baseline.toml: 有效（")


def test_a_proof_is_kept_until_the_declaration_changes(proved, tmp_path, capsys):
    three = child(tmp_path, "three.toml", "[model]\nbuilding_stages = 3\n")
    for path, number in ((BASELINE, 1), (BASELINE, 1), (three, 2), (three, 2)):
        check_scenarios((path,))
        assert len(proved) == number
    told = capsys.readouterr().out
    assert told.count("city: proved\n") == 4
    assert told.count("proved by an earlier check") == 2


def test_where_nothing_can_be_kept_the_proof_is_made(proved, tmp_path, monkeypatch):
    (tmp_path / "taken").write_text("a file, no folder", encoding="utf-8")
    monkeypatch.setenv("MINSHENG_CACHE", str(tmp_path / "taken"))
    check_scenarios((BASELINE,))
    check_scenarios((BASELINE,))
    assert len(proved) == 2


COMPILED = "[model]\ncompiled = true\n"


@pytest.fixture
def no_extra(monkeypatch):
    monkeypatch.setattr(preconditions, "find_spec", lambda _: None)


def test_a_missing_extra_of_one_file_does_not_hide_the_faults_of_others(tmp_path, no_extra, capsys):
    first = child(tmp_path, "first.toml", COMPILED)
    second = child(tmp_path, "second.toml", "[plan]\nfoo = 1\n")
    third = child(tmp_path, "third.toml", COMPILED)
    paths = [str(path) for path in (first, second, third)]
    assert main(("check", *paths, "--lang", "en")) == 2
    said = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[0].rpartition("/")[2] for line in said[:3]] == [
        "first.toml:6",
        "second.toml:6",
        "third.toml:6",
    ]
    assert "numba" in said[0]
    assert "缺少" not in said[0]


def test_where_only_extras_are_missing_the_code_says_so(tmp_path, no_extra, capsys):
    files = [str(child(tmp_path, f"{name}.toml", COMPILED)) for name in ("one", "two")]
    assert main(("check", *files)) == 3
    said = capsys.readouterr().err
    assert "one.toml:6: model.compiled" in said
    assert "two.toml:6: model.compiled" in said
    assert main(("check", *files, "--format", "json")) == 3
    assert len(json.loads(capsys.readouterr().out)) == 2


def test_every_key_is_examined_where_that_is_asked_for(proved, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("simulator.commands.check.MOST_EXAMINED", 1)
    path = child(tmp_path, "long.toml", "plan.delay_factor = 1.5\nplan.on_time = false\n")
    check_scenarios((path,))
    assert "check --all-keys" in capsys.readouterr().err
    check_scenarios((path,), Wish(all_keys=True))
    told = capsys.readouterr().err
    assert "plan.on_time" in told
    assert "--all-keys" not in told


def test_a_file_that_is_refused_hides_nothing_of_the_others(tmp_path, capsys):
    head = f'schema_version = 2\nextends = "{BASELINE.as_posix()}"\n'
    idle, wrong = tmp_path / "idle.toml", tmp_path / "wrong.toml"
    idle.write_text(f"{head}[plan]\ndelay_factor = 1.0\n", encoding="utf-8")
    wrong.write_text(f"{head}[plan]\ndelay_factor = -1\n", encoding="utf-8")
    assert main(("check", str(wrong), str(idle), "--lang", "en")) == 2
    captured = capsys.readouterr()
    assert "idle.toml: valid" in captured.out
    assert "idle.toml:4: plan.delay_factor: has no effect" in captured.err
    assert "wrong.toml:4: plan.delay_factor: found -1" in captured.err
