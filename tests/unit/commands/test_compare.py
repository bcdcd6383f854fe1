"""``compare`` on the command line: what is shown, published and refused."""

import csv
import json

import pytest
from rich.cells import cell_len

from simulator.commands.cli import main
from tests.city import ONE_WINDOW, SCENARIOS

BASELINE, SLOW = str(SCENARIOS / "baseline.toml"), str(SCENARIOS / "slow_delivery.toml")
PLANNED = str(SCENARIOS / "as_planned.toml")
QUICK = ("--set", ONE_WINDOW, "--set", "model.stop=2018-01-01", "--set", "report.to_year=2017")


def said(capsys, *arguments):
    code = main(("compare", *map(str, arguments)))
    heard = capsys.readouterr()
    return code, heard.out, heard.err


@pytest.mark.parametrize(("language", "others"), [("zh", (SLOW,)), ("en", (SLOW, PLANNED))])
def test_the_answer_fits_a_screen(capsys, tmp_path, language, others):
    folder = tmp_path / "比较"
    code, told, _ = said(capsys, BASELINE, *others, *QUICK, "--out", folder, "--lang", language)
    assert code == 0
    lines = told.splitlines()
    assert len(lines) <= 40
    assert all(cell_len(line) <= 80 for line in lines[:-1])
    assert "B − A" in told
    assert ("C − A" in told) == (len(others) == 2)
    assert "why scenarios/baseline.toml" in told.replace("\n", " ")
    with (folder / "tables" / "compared.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert {row["scenario"] for row in rows} == {
        path.rpartition("/")[2].removesuffix(".toml") for path in others
    }
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert len(manifest["compared"]) == 1 + len(others)
    assert {"compare.xlsx", "figures/compare.svg"} <= set(manifest["outputs"])


def test_every_column_is_in_the_dictionary(capsys, tmp_path):
    folder = tmp_path / "out"
    assert said(capsys, BASELINE, SLOW, *QUICK, "--out", folder)[0] == 0
    told = {}
    with (folder / "tables" / "dictionary.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, strict=True):
            told[row["table"], row["column"]] = row
    for path in (folder / "tables").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for column in next(csv.reader(file)):
                assert (path.stem, column) in told
                if path.stem.startswith("compared_"):
                    assert told[path.stem, column]["definition_en"], column


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((BASELINE,), "missing"),
        ((BASELINE, SCENARIOS), "manifest.json"),
        ((BASELINE, "nowhere.toml"), "nowhere.toml"),
    ],
)
def test_what_is_wrong_is_told(capsys, arguments, told):
    code, shown, heard = said(capsys, *arguments, "--lang", "en")
    assert code == 2
    assert told in heard
    assert not shown


def test_settings_are_not_for_runs(capsys, tmp_path):
    code, _, heard = said(capsys, BASELINE, tmp_path, "--set", "plan.delay_factor=2")
    assert code == 2
    assert "change scenarios, not runs" in heard
