"""``run``: a scenario in; tables, a summary and the next command out."""

import csv
import io
import json
import re
import sys
from pathlib import Path

import click
import pytest
from rich.cells import cell_len

from simulator.city.answer.answer import answer_of
from simulator.commands.cli import main
from simulator.commands.run import _next, _progress
from tests.city import BASELINE, ONE_WINDOW, SHORT, loaded
from tests.outcomes import MadeUp

QUICK = (
    *(ONE_WINDOW, "model.stop=2017-01-01", "report.to_year=2016"),
    *("report.page=false", "report.workbook=false", "report.figures=false"),
)


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
    assert f"结果：{folder.as_posix()}/" in said
    assert "小学学位" in said


def test_the_tables_lie_in_the_folder(result):
    _, folder, _ = result
    assert (folder / "scenario.resolved.toml").is_file()
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    with (folder / "tables" / "services.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    city = [r for r in rows if (r["service"], r["district"]) == ("primary", "city")]
    assert [row["date"] for row in city][-1] == "2016-09-01"
    assert not list(folder.parent.glob(".*")), "nothing temporary stays behind"


def _next_told(path, outcome, *overrides):
    return _next(path, answer_of(outcome), outcome, overrides)


def test_the_next_command_can_be_pasted_into_a_shell(tmp_path):
    spaced, outcome = tmp_path / "my scenario.toml", MadeUp(folder=tmp_path).outcome()
    assert f"run.py run '{spaced.as_posix()}' --draws 200" in _next_told(spaced, outcome)
    assert "--set 'world.a=2 3' --draws" in _next_told(spaced, outcome, "world.a=2 3")


@pytest.mark.parametrize(
    ("further", "drawn"),
    [
        ((), {".svg"}),
        (("--png",), {".svg", ".png"}),
        (("--set", "report.figures=false"), set()),
        (("--set", "report.figures=false", "--png"), {".svg", ".png"}),
    ],
)
def test_figures_are_svg_and_png_where_it_is_asked_for(further, drawn, tmp_path, monkeypatch):
    def draw(_subject, folder, *, png):
        folder.mkdir()
        for kind in ("svg", "png") if png else ("svg",):
            (folder / f"one.{kind}").touch()

    monkeypatch.setattr("simulator.city.publication.draw_figures", draw)
    sets = [part for text in QUICK[:-1] for part in ("--set", text)]
    assert main(["run", str(BASELINE), *sets, *further, "--out", str(tmp_path / "out")]) == 0
    assert {path.suffix for path in tmp_path.glob("out/figures/*")} == drawn


@pytest.mark.parametrize("typed", ["minsheng", "python3 run.py", "python3 -m calibration"])
def test_the_next_command_is_the_one_that_was_typed(typed, tmp_path):
    with click.Context(click.Command("run"), obj=typed):
        told = _next_told(Path("mine.toml"), MadeUp(folder=tmp_path).outcome())
    assert f"{typed} run mine.toml --draws" in told


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
    assert "小学学位" in said[0]
    assert "结果：" not in said[0]


@pytest.mark.parametrize(("language", "columns"), [("en", 80), ("zh", 120)])
def test_the_answer_fits_a_screen(language, columns, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setattr("simulator.city.publication.publish_outcome", lambda *_, **__: {})
    sets = [part for text in QUICK for part in ("--set", text)]
    out = str(tmp_path / "out")
    assert main(["run", str(BASELINE), *sets, "--out", out, "--lang", language]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 40
    # the folder and the next command are for copying: they are not broken
    assert max(cell_len(line) for line in lines[:-2]) <= columns
    assert bool(re.search("[一-鿿]", "".join(lines[:-2]))) is (language == "zh")


def test_details_are_the_tables_behind_the_answer(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("simulator.city.publication.publish_outcome", lambda *_, **__: {})
    sets = [part for text in QUICK for part in ("--set", text)]
    command = ["run", str(BASELINE), *sets, "--lang", "en", "--out"]
    assert main([*command, str(tmp_path / "one")]) == 0
    short = capsys.readouterr().out.splitlines()
    assert main([*command, str(tmp_path / "two"), "--details"]) == 0
    long = capsys.readouterr().out.splitlines()
    assert long[: len(short) - 2] == short[:-2], "the answer stands first, as without them"
    assert len(long) > len(short) + 20
    assert [line for line in long if "Balance error" in line]


def test_the_next_command_leaves_out_how_many_draws_were_made(tmp_path):
    told = _next_told(Path("mine.toml"), MadeUp(folder=tmp_path).outcome(), "model.draws=0")
    assert "model.draws" not in told
