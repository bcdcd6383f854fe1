"""``figure``: what is written, in which language, and what is refused."""

from pathlib import Path

import pytest

from simulator.city.ground.outcome import Outcome
from simulator.commands.cli import main
from simulator.door.result import Result
from tests.city import BASELINE, ONE_WINDOW, loaded, run

QUICK = (ONE_WINDOW, "model.stop=2017-01-01", "report.to_year=2016")
SETS = tuple(part for text in QUICK for part in ("--set", text))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    one, trajectory = loaded(*QUICK), run(*QUICK)
    outcome = Outcome(trajectory=trajectory, scenario=one.scenario, file=one.file, pack=one.pack)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("simulator.city.publication.write_reports", lambda *_: ())
        return Result(outcome=outcome).save(tmp_path_factory.mktemp("drawn") / "short")


def said(capsys, *arguments):
    code = main(("figure", *map(str, arguments)))
    heard = capsys.readouterr()
    return code, heard.out, heard.err


def test_a_figure_of_a_scenario_is_written_and_its_finding_told(capsys, tmp_path):
    code, told, _ = said(
        capsys, BASELINE, "district_curves", "--district", "huli", "--service", "primary",
        *SETS, "--lang", "en", "-o", tmp_path / "out",
    )  # fmt: skip
    assert code == 0
    assert told.startswith("Huli, Primary school places. Sept 2016: ")
    (file,) = (tmp_path / "out").iterdir()
    assert file.name == "district_curves-huli-primary.en.a4.svg"
    text = file.read_text(encoding="utf-8")
    assert text.startswith("<?xml")
    assert told.splitlines()[0].replace("&", "&amp;") in text


def test_a_figure_of_a_folder_is_that_of_its_run(capsys, folder, tmp_path, monkeypatch):
    monkeypatch.setenv("MINSHENG_LANG", "zh")
    code, told, heard = said(
        capsys, folder, "pyramid", "--size", "slide", "--format", "png", "-o", tmp_path
    )
    assert (code, heard) == (0, "")
    assert "2016年底" in told
    (file,) = tmp_path.iterdir()
    assert file.name == "pyramid.zh.slide.png"
    assert int.from_bytes(file.read_bytes()[16:20], "big") == pytest.approx(200 * 40 / 3, abs=1)


def test_without_a_language_one_is_chosen_and_both_on_demand(capsys, folder, tmp_path, monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "MINSHENG_LANG"):
        monkeypatch.delenv(name, raising=False)
    assert said(capsys, folder, "births", "-o", tmp_path)[0] == 0
    assert said(capsys, folder, "births", "--lang", "both", "-o", tmp_path)[0] == 0
    names = {file.name for file in tmp_path.iterdir()}
    assert names == {"births.zh.a4.svg", "births.both.a4.svg"}


def test_where_nothing_is_typed_it_lands_among_the_outputs(capsys, folder, tmp_path, monkeypatch):
    monkeypatch.setattr("simulator.commands.figure.OUTPUTS", tmp_path)
    assert said(capsys, folder, "births", "--lang", "zh")[0] == 0
    assert (tmp_path / "figures" / "short" / "births.zh.a4.svg").is_file()


def test_without_a_name_every_figure_is_listed(capsys, folder):
    code, told, _ = said(capsys, folder, "--lang", "en")
    assert code == 0
    assert "district_curves [--district] [--service]" in told
    assert "Age pyramid" in told


def test_a_figure_is_drawn_after_the_pack_has_changed_and_that_is_told(
    capsys, folder, tmp_path, monkeypatch
):
    monkeypatch.setattr("simulator.commands.trace._digest", lambda _: "another")
    code, _, heard = said(capsys, folder, "births", "--lang", "en", "-o", tmp_path)
    assert code == 0
    assert "city pack" in heard


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("pyramidd",), 'did you mean "pyramid"?'),
        (("pyramid", "--district", "huly"), 'did you mean "huli"?'),
        (("district_heatmap", "--service", "primry"), 'did you mean "primary"?'),
        (("births", "--service", "primary"), "this figure takes no --service; expected"),
        (("intakes",), "nothing to show"),
        (("births", "--size", "a3"), "a4"),
        (("births", "--set", "model.draws=3"), "--set"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_written(capsys, folder, tmp_path, arguments, told):
    code, shown, heard = said(capsys, folder, *arguments, "-o", tmp_path / "out", "--lang", "en")
    assert code == 2
    assert told in heard
    assert shown == ""
    assert not (tmp_path / "out").exists()


def test_a_folder_of_something_else_is_refused(capsys, tmp_path):
    code, _, heard = said(capsys, tmp_path, "births", "--lang", "en")
    assert code == 2
    assert "no folder of results" in heard


def test_unknown_names_are_refused_before_the_run(capsys, monkeypatch):
    monkeypatch.setattr("simulator.commands.figure.run_expected", pytest.fail)
    assert said(capsys, BASELINE, "pyramid", "--district", "huly", *SETS)[0] == 2


def test_the_example_of_the_help_names_a_figure():
    from simulator.city.figures import FIGURES
    from simulator.commands.verbs import FIGURE
    from simulator.report.sheet import SHEETS

    assert FIGURE.example.split()[1] in FIGURES
    sizes = next(option for option in FIGURE.options if option.name == "size")
    assert sizes.choices == tuple(SHEETS)
    assert Path(FIGURE.example.split()[0]).name == "baseline.toml"
