"""``report`` on the command line: a scenario or a run as a document, and what is refused."""

import io
import re
import sys
from hashlib import sha256

import pytest

from simulator.commands.cli import main
from tests.city import BASELINE, ONE_WINDOW

QUICK = (ONE_WINDOW, "model.stop=2016-01-01", "report.to_year=2015", "report.figures=false")
SETS = tuple(part for text in (*QUICK, "report.page=false") for part in ("--set", text))


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("运行") / "run"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", io.StringIO())
        assert main(("run", str(BASELINE), *SETS, "--out", str(folder))) == 0
    return folder


def digests(folder):
    return {
        path.relative_to(folder): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def written(folder):
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("report."))


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["report.en.html"]),
        ("both", ["report.en.html", "report.zh.html"]),
    ],
)
def test_a_run_is_reported_in_the_language_asked_for(language, names, run_folder, tmp_path, capsys):
    before, out = digests(run_folder), tmp_path / "out"
    code = main(("report", str(run_folder), "--out", str(out), "--lang", language))
    assert code == 0
    assert written(out) == names
    said = capsys.readouterr().out
    assert all(f"{out.as_posix()}/{name}" in said for name in names)
    assert digests(run_folder) == before, "the folder of the run is as it was"
    for name in names:
        page = (out / name).read_text(encoding="utf-8")
        assert ('lang="zh-CN"' in page) == (".zh." in name)


@pytest.fixture
def mine(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        f'schema_version = 2\nextends = "{BASELINE.as_posix()}"\n'
        'title = {zh = "</script>试", en = "</script>Trial"}\n'
        "[model]\ncohorts_per_year = 1\nstop = 2016-01-01\n"
        '[report]\nto_year = 2015\nlanguage = "en"\n',
        encoding="utf-8",
    )
    return path


def test_a_scenario_is_run_and_reported_in_its_own_language(mine, tmp_path):
    out = tmp_path / "out"
    assert main(("report", str(mine), "--out", str(out), "--format", "docx")) == 0
    # the command speaks both languages here, and so does its report
    assert written(out) == ["report.en.docx", "report.zh.docx"]
    assert (out / "report.en.docx").read_bytes().startswith(b"PK")
    assert (out / "manifest.json").is_file()


def test_where_nobody_states_a_language_it_is_that_of_the_scenario(mine, tmp_path, monkeypatch):
    for name in ("MINSHENG_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    out = tmp_path / "out"
    assert main(("report", str(mine), "--out", str(out))) == 0
    assert written(out) == ["report.en.html"]
    page = (out / "report.en.html").read_text(encoding="utf-8")
    assert "&lt;/script&gt;Trial" in page
    assert "</script>Trial" not in page


def test_another_format_is_refused_with_the_choices(capsys, tmp_path):
    assert main(("report", str(BASELINE), "--format", "odt", "--out", str(tmp_path / "out"))) == 2
    said = capsys.readouterr().err
    assert "odt" in said
    assert re.search("html.*docx.*pdf", said)
    assert not (tmp_path / "out").exists()


def test_a_folder_that_holds_no_run_is_refused_with_what_is_missing(capsys, tmp_path):
    (tmp_path / "empty").mkdir()
    out = tmp_path / "out"
    assert main(("report", str(tmp_path / "empty"), "--out", str(out), "--lang", "en")) == 2
    said = capsys.readouterr().err
    for name in ("manifest.json", "scenario.resolved.toml", "tables/services.csv"):
        assert name in said
    assert not out.exists()


def test_without_typst_the_command_to_install_it_is_told(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr("simulator.city.reporting.find_spec", lambda _: None)
    out = tmp_path / "out"
    assert main(("report", str(BASELINE), "--format", "pdf", "--out", str(out))) == 3
    said = capsys.readouterr().err
    assert 'pip install "minsheng[pdf]"' in said
    assert "Typst" in said
    assert not out.exists()


def test_a_scenario_that_is_not_there_is_refused(capsys, tmp_path):
    assert main(("report", str(tmp_path / "gone.toml"))) == 2
    assert "gone.toml" in capsys.readouterr().err
