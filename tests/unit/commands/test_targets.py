"""``targets``: scoreboards on a screen and in a folder; what it refuses."""

import csv
import io
import json
import sys

import duckdb
import pytest
from rich.cells import cell_len
from rich.console import Console

from simulator.city.targets.screen import print_scoreboard, scoreboard_console
from simulator.commands.cli import main
from tests.city import BASELINE, ONE_WINDOW, SCENARIOS
from tests.scoreboards import board, words

PLANNED = SCENARIOS / "as_planned.toml"
QUICK = ("--set", ONE_WINDOW)


def call(*arguments):
    """Exit code and what was said."""
    said = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", said)
        patch.delenv("COLUMNS", raising=False)
        code = main(["targets", *map(str, arguments)])
    return code, said.getvalue()


TITLES = ("As planned", "Baseline")


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    folder = tmp_path_factory.mktemp("目标") / "out"
    code, said = call(PLANNED, BASELINE, "--why", "--png", "--lang", "en", *QUICK, "--out", folder)
    return code, folder, said


def test_png_goes_with_the_figure(capsys):
    code, _ = call(PLANNED, BASELINE, "--png", *QUICK)
    assert code == 2
    assert "--png goes with --why" in capsys.readouterr().err


def rows_of(folder, name):
    path = folder / "tables" / f"{name}.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def test_both_scenarios_stand_side_by_side(result):
    code, folder, said = result
    assert code == 0
    planned, baseline = (f"{title} (with cohorts_per_year = 1)" for title in TITLES)
    assert f"Xiamen, {planned} | {baseline}: the 84 targets of the plan and how" in said
    assert f"results in {folder.as_posix()}/" in said
    assert said.count("T84") == 1
    assert "84 targets: 25 modelled, 2 inputs of the model, 21 on record only, 36 unknown." in said
    assert not list(folder.parent.glob(".*")), "nothing temporary stays behind"


def test_the_tables_hold_every_figure_of_both(result):
    _, folder, _ = result
    targets = rows_of(folder, "targets")
    assert len(targets) == 2 * 84
    assert {row["scenario"] for row in targets} == {"as_planned", "baseline"}
    (beds,) = (r for r in targets if (r["scenario"], r["target"]) == ("baseline", "T37"))
    assert (beds["comparator"], beds["promise"], beds["verdict"]) == (">=", "27000.00", "missed")
    assert "还缺" in beds["result_zh"]
    assert "missing" in beds["result_en"]
    for row in targets:
        wanted = row["verdict"] in {"no_number", "indirect"}
        assert row["source_kind"] or not wanted, row["target"]
        if row["source_kind"] and not wanted:
            assert row["verdict"] in {"open", "met_before", "met_after"}, row["target"]
    values = rows_of(folder, "target_values")
    for row in values:
        assert row["meets"] in {"yes", "close", "no", ""}
        indirect = {"T01", "T10", "T21", "T24", "T40", "T46", "T76"}
        assert (row["meets"] == "") == (row["target"] in indirect)
        if row["target"] != "T01":
            assert bool(row["lacking"]) == (row["at_deadline"] == "yes")
        if row["denominator"]:
            assert float(row["denominator"]) > 0
    assert {row["name_en"] for row in rows_of(folder, "target_records")} >= {"line 1"}
    assert all(row["title"] and row["grade"] for row in rows_of(folder, "target_records"))
    assert {row["target"] for row in rows_of(folder, "target_needs")} >= {"T43", "T74"}


def test_the_causes_add_up_in_the_table(result):
    _, folder, _ = result
    found = {}
    for row in rows_of(folder, "target_causes"):
        kept = found.setdefault(row["target"], [float(row["last"]) - float(row["first"]), 0.0])
        kept[1] += float(row["share"])
    assert len(found) >= 12
    for whole, shares in found.values():
        assert shares == pytest.approx(whole, abs=1e-3)
    for kind in ("svg", "png"):
        assert (folder / "figures" / f"target_causes.en.{kind}").stat().st_size > 10_000


def test_every_column_is_in_the_dictionary(result):
    _, folder, _ = result
    told = {(row["table"], row["column"]) for row in rows_of(folder, "dictionary")}
    for path in (folder / "tables").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for column in next(csv.reader(file)):
                assert (path.stem, column) in told
    for row in rows_of(folder, "dictionary"):
        if row["table"].startswith("target") and row["column"]:
            assert row["definition_zh"], row
            assert row["definition_en"], row


def test_the_data_are_the_tables(result):
    _, folder, _ = result
    data = json.loads((folder / "scoreboard.json").read_text(encoding="utf-8"))
    assert [each["name"] for each in data["scenarios"]] == ["as_planned", "baseline"]
    targets = {row["id"]: row for row in data["scenarios"][1]["targets"]}
    assert len(targets) == 84
    (value,) = (v for v in targets["T37"]["values"] if v["reading"] == "open")
    path = folder / "tables" / "target_values.parquet"
    with duckdb.connect() as connection:
        kept = connection.read_parquet(path.as_posix()).filter(
            "scenario = 'baseline' and target = 'T37' and reading = 'open' and at_deadline = 'yes'"
        )
        ((lacking,),) = kept.select("lacking").fetchall()
    assert (value["verdict"], targets["T65"]["values"][0]["verdict"]) == ("missed", "close")
    assert targets["T43"]["source_kind"] == "health_statistics"
    assert targets["T21"]["values"][0]["is_met"] is None
    assert value["lacking"] == pytest.approx(lacking, abs=1e-2)
    assert data["causes"][0]["shares"]


def test_the_manifest_names_both_scenarios(result):
    _, folder, _ = result
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["scenario"]["name"] == "as_planned"
    (other,) = manifest["beside"]
    assert other["scenario"]["name"] == "baseline"
    assert "scoreboard.json" in manifest["outputs"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_text_is_the_table_in_either_language(result, language):
    _, folder, _ = result
    lines = (folder / f"scoreboard.{language}.txt").read_text(encoding="utf-8").splitlines()
    assert sum(line.lstrip().startswith("T") for line in lines) >= 84
    assert all(cell_len(line) <= 160 for line in lines)
    assert "\x1b" not in "".join(lines)


@pytest.mark.parametrize(("width", "language"), [(80, "zh"), (120, "en")])
def test_the_table_fits_a_terminal_and_cuts_nothing(width, language):
    written = io.StringIO()
    console = Console(file=written, width=width, force_terminal=True, highlight=False)
    print_scoreboard([board()], words(language), console)
    shown = written.getvalue()
    assert "\x1b[1;31m" in shown
    assert "…" not in shown
    plain = io.StringIO()
    print_scoreboard([board()], words(language), Console(file=plain, width=width))
    assert all(cell_len(line) <= width for line in plain.getvalue().splitlines())


def test_two_scenarios_are_read_on_a_narrow_screen():
    written = io.StringIO()
    boards = [board(name="as_planned"), board()]
    print_scoreboard(boards, words("en"), Console(file=written, width=80))
    lines = written.getvalue().splitlines()
    assert sum(line.startswith(" T") for line in lines) == 84
    assert all(cell_len(line) <= 80 for line in lines)


def test_no_color_is_heeded(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    written = io.StringIO()
    console = Console(file=written, width=100, force_terminal=True, highlight=False)
    print_scoreboard([board()], words("en"), console)
    assert "\x1b[1;31m" not in written.getvalue()
    assert "\x1b[31m" not in written.getvalue()


def test_a_pipe_is_as_wide_as_columns_says(monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert scoreboard_console().width == 160
    monkeypatch.setenv("COLUMNS", "90")
    assert scoreboard_console().width == 90


def test_why_needs_two_scenarios(tmp_path, capsys):
    assert main(["targets", str(BASELINE), "--why", "--out", str(tmp_path / "out")]) == 2
    assert "give exactly two" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_scenarios_that_do_not_differ_have_no_causes(tmp_path, capsys):
    arguments = [str(BASELINE), str(BASELINE), "--why", "--out", str(tmp_path / "out")]
    assert main(["targets", *arguments]) == 2
    assert "differs from the first scenario in nothing" in capsys.readouterr().err


def test_a_folder_of_something_else_is_refused_before_anything_runs(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("simulator.commands.targets.run_expected", None)
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    assert main(["targets", str(BASELINE), "--out", str(tmp_path)]) == 2
    assert "did not write" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
