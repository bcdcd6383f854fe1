import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from simulator.city.ground.manifest import build_manifest
from simulator.files.results_mark import seal
from tests.city import BASELINE
from tests.outcomes import MadeUp


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


@pytest.fixture
def made_up(tmp_path: Path) -> MadeUp:
    pack = tmp_path / "pack"
    (pack / "rates").mkdir(parents=True)
    (pack / "__pycache__").mkdir()
    (pack / "__pycache__" / "x.pyc").write_text("compiled", encoding="utf-8")
    (pack / "city.toml").write_text("city", encoding="utf-8")
    (pack / "README.md").write_text("not read by a run", encoding="utf-8")
    (pack / "rates" / "mortality.csv").write_text("rates", encoding="utf-8")
    (pack / "trial.toml").write_text("scenario", encoding="utf-8")
    return MadeUp(folder=pack)


@pytest.fixture
def results(tmp_path: Path) -> Path:
    folder = tmp_path / "results"
    (folder / "tables").mkdir(parents=True)
    (folder / "tables" / "people.csv").write_text("table", encoding="utf-8")
    return folder


def test_every_input_and_output_is_named_with_its_digest(made_up: MadeUp, results: Path) -> None:
    found = build_manifest(made_up.outcome())
    assert found["inputs"] == {
        "scenario": {"trial.toml": digest("scenario")},
        "pack": {
            "calibration/madeup/city.toml": digest("city"),
            "calibration/madeup/rates/mortality.csv": digest("rates"),
            "calibration/madeup/trial.toml": digest("scenario"),
        },
    }
    seal(results, found)
    sealed = json.loads((results / "manifest.json").read_text(encoding="utf-8"))
    assert sealed["outputs"] == {"tables/people.csv": digest("table")}
    assert sealed["inputs"] == found["inputs"]


def test_no_input_tells_where_the_program_lies(made_up: MadeUp) -> None:
    made = made_up.outcome()
    files = (BASELINE.as_posix(), *made.file.files)
    found = build_manifest(replace(made, file=replace(made.file, files=files)))
    assert found["inputs"]["scenario"] == {
        "minsheng:baseline.toml": sha256(BASELINE.read_bytes()).hexdigest(),
        "trial.toml": digest("scenario"),
    }


def test_how_it_was_computed_is_told(made_up: MadeUp) -> None:
    found = build_manifest(made_up.outcome())
    assert found["solver"] == {
        "method": "RK45",
        "relative_tolerance": 1e-9,
        "absolute_tolerance": 1e-12,
        "segments": 12,
        "evaluations": 345,
    }
    assert found["residuals"] == {"people": 3e-15, "capacity": 1.1e-13}
    software = found["software"]
    assert isinstance(software, dict)
    assert {"python", "numpy", "scipy"} <= set(software)
    assert all(version[0].isdigit() for version in software.values())


def test_the_scenario_goes_by_what_it_resolves_to(made_up: MadeUp) -> None:
    first = build_manifest(made_up.outcome())["scenario"]
    again = build_manifest(made_up.outcome())["scenario"]
    other = MadeUp(folder=made_up.folder, values={"report.to_year": 2016}).outcome()
    changed = build_manifest(other)["scenario"]
    assert isinstance(first, dict)
    assert isinstance(changed, dict)
    assert first == again
    assert (first["name"], first["seed"]) == ("trial", 7)
    assert first["resolved_sha256"] != changed["resolved_sha256"]


def test_what_the_command_line_set_is_told(made_up: MadeUp) -> None:
    outcome = made_up.outcome()
    given = ("model.seed = 7", "world.arrivals.scale=1.1", "world.arrivals.scale=1.2")
    outcome = replace(outcome, file=replace(outcome.file, overrides=given))
    found = build_manifest(outcome)["scenario"]
    assert isinstance(found, dict)
    assert found["set"] == {"model.seed": "7", "world.arrivals.scale": "1.1; 1.2"}


def test_a_parent_is_named_as_seen_from_the_scenario(made_up: MadeUp) -> None:
    outcome = made_up.outcome()
    parent = made_up.folder.parent / "common" / "parent.toml"
    parent.parent.mkdir()
    parent.write_text("parent", encoding="utf-8")
    files = (parent.as_posix(), *outcome.file.files)
    outcome = replace(outcome, file=replace(outcome.file, files=files))
    found = build_manifest(outcome)["inputs"]
    assert isinstance(found, dict)
    assert found["scenario"] == {
        "../common/parent.toml": digest("parent"),
        "trial.toml": digest("scenario"),
    }


def test_the_file_tells_no_path_of_the_machine_and_is_the_same_again(
    made_up: MadeUp, results: Path
) -> None:
    seal(results, build_manifest(made_up.outcome()))
    first = (results / "manifest.json").read_bytes()
    (results / "manifest.json").unlink()
    seal(results, build_manifest(made_up.outcome()))
    assert (results / "manifest.json").read_bytes() == first
    assert str(made_up.folder.parent) not in first.decode()
    assert json.loads(first)["scenario"]["title"] == {"zh": "试", "en": "Trial"}
    assert "试" in first.decode()
