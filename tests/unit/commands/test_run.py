"""``run``: a scenario in; tables, a summary and the next command out."""

import csv
import io
import json
import sys
from pathlib import Path

import click
import pytest

from simulator.commands.cli import main
from simulator.commands.run import _next, _progress
from tests.city import BASELINE, ONE_WINDOW, SHORT, loaded

QUICK = (ONE_WINDOW, "model.stop=2017-01-01", "report.to_year=2016", "report.figures=false")


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    folder = tmp_path_factory.mktemp("a folder 文件夹") / "out"
    said = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", said)
        sets = [part for text in QUICK for part in ("--set", text)]
        code = main(["run", str(BASELINE), *sets, "--out", str(folder)])
    return code, folder, said.getvalue()


def test_a_run_ends_well_and_says_where_its_results_are(result):
    code, folder, said = result
    assert code == 0
    assert f"results in  {folder.as_posix()}/" in said
    assert "Primary school" in said


def test_the_tables_lie_in_the_folder(result):
    _, folder, _ = result
    assert (folder / "scenario.resolved.toml").is_file()
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    with (folder / "tables" / "services.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    city = [r for r in rows if (r["service"], r["district"]) == ("primary", "city")]
    assert [row["date"] for row in city][-1] == "2016-09-01"
    assert not list(folder.parent.glob(".*")), "nothing temporary stays behind"


def test_the_next_command_can_be_pasted_into_a_shell(tmp_path):
    spaced = tmp_path / "my scenario.toml"
    assert f"run.py run '{spaced.as_posix()}' --set world" in _next(spaced, tmp_path, ())
    assert "--set" not in _next(spaced, tmp_path, ("model.seed=2",))


@pytest.mark.parametrize(
    ("further", "drawn", "told"),
    [
        ((), {".svg"}, True),
        (("--png",), {".svg", ".png"}, False),
        (("--set", "report.figures=png"), {".svg", ".png"}, False),
        (("--set", "report.figures=false"), set(), False),
        (("--set", "report.figures=false", "--png"), {".svg", ".png"}, False),
    ],
)
def test_figures_are_svg_and_the_screen_says_how_to_have_png(
    further, drawn, told, tmp_path, monkeypatch, capsys
):
    def draw(_subject, folder, *, png):
        folder.mkdir()
        for kind in ("svg", "png") if png else ("svg",):
            (folder / f"one.{kind}").touch()

    monkeypatch.setattr("simulator.city.publication.draw_figures", draw)
    sets = [part for text in QUICK[:3] for part in ("--set", text)]
    assert main(["run", str(BASELINE), *sets, *further, "--out", str(tmp_path / "out")]) == 0
    assert {path.suffix for path in tmp_path.glob("out/figures/*")} == drawn
    assert ("add --png" in capsys.readouterr().out) is told


@pytest.mark.parametrize("typed", ["minsheng", "python3 run.py", "python3 -m calibration"])
def test_the_next_command_is_the_one_that_was_typed(typed, tmp_path):
    with click.Context(click.Command("run"), obj=typed):
        assert f"{typed} run mine.toml --set" in _next(Path("mine.toml"), tmp_path, ())


def test_a_bar_is_shown_on_a_terminal_only(monkeypatch):
    with _progress(loaded(*SHORT)) as quiet:
        assert quiet is None
    screen = io.StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", screen)
    with _progress(loaded(*SHORT)) as advance:
        assert advance is not None
        advance(2012.5)
    assert "baseline" in screen.getvalue()


def test_the_answer_is_on_screen_before_anything_is_written(tmp_path, monkeypatch, capsys):
    said = []

    def publish(*_, **__):
        said.append(capsys.readouterr().out)
        return ()

    monkeypatch.setattr("simulator.city.publication.publish_outcome", publish)
    sets = [part for text in QUICK for part in ("--set", text)]
    assert main(["run", str(BASELINE), *sets, "--out", str(tmp_path / "out")]) == 0
    assert "Primary school" in said[0]
    assert "results in" not in said[0]
