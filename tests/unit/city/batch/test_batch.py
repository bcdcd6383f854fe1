"""A batch leaves the same bytes whoever runs it, however often it is broken off."""

import json
import shutil
from dataclasses import replace

import pytest

from simulator.city.batch import running
from simulator.city.batch.case import cases_of
from simulator.city.batch.kept_chunks import is_kept, kept, place_of
from simulator.city.batch.plan import read_plan
from simulator.city.batch.running import standing_of
from simulator.commands.batch import run_batch
from tests.city import ROOT

SIZE = 2
PLAN = """
scenarios = ["baseline.toml"]
draws = 5
seed = 7
set = ["model.cohorts_per_year=1", "model.stop=2014-01-01",
       "report.from_year=2012", "report.to_year=2013",
       "report.page=false", "report.workbook=false",
       "report.figures=false", "model.compiled=false"]
out = "results"
"""


def batch(folder, text=PLAN):
    folder.mkdir(exist_ok=True)
    (folder / "plan.toml").write_text(text, encoding="utf-8")
    assert run_batch(folder / "plan.toml", size=SIZE) == 0
    return folder / "results"


def case_of(folder):
    return cases_of(read_plan(folder / "plan.toml"), size=SIZE)[0]


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A batch that nobody has broken off, in this process."""
    folder = tmp_path_factory.mktemp("whole")
    return batch(folder)


@pytest.fixture
def begun(whole, tmp_path):
    """A copy of it; its folder."""
    shutil.copytree(whole.parent, tmp_path / "begun")
    return tmp_path / "begun"


def test_a_batch_leaves_results_draws_and_a_summary(whole):
    found = contents(whole)
    assert {
        "summary/summary.csv",
        "summary/summary.parquet",
        "xiamen/baseline/tables/draws.parquet",
        "xiamen/baseline/tables/outlook.csv",
        "xiamen/baseline.chunks/draws-00004-00004/services.parquet",
    } <= found.keys()
    head, *rows = found["summary/summary.csv"].decode("utf-8-sig").splitlines()
    assert head == (
        "city,scenario,service,district,date,"
        "probability_short,probability_short_error,low,middle,high,level"
    )
    assert {row.split(",")[:2] == ["xiamen", "baseline"] for row in rows} == {True}
    services = found["xiamen/baseline/tables/services.csv"].decode("utf-8-sig").splitlines()
    assert len(rows) == sum("2014-01-01" in row for row in services)


def test_what_is_kept_is_not_run_again(whole, begun, monkeypatch):
    ran = []
    monkeypatch.setattr(
        running, "run_here", lambda order, run=running.run_here: ran.append(order) or run(order)
    )
    case = case_of(begun)
    shutil.rmtree(case.results)  # killed before it was published, one chunk half written
    (case.chunks / "finished.json").unlink()
    place = place_of(case.chunks, case.orders[1])
    place.rename(place.with_name(f".{place.name}.new"))
    assert contents(batch(begun)) == contents(whole)
    assert [order.chance.first for order in ran] == [2]
    batch(begun)
    assert len(ran) == 1


@pytest.mark.parametrize(
    ("was", "now"),
    [("seed = 7", "seed = 8"), ("report.figures=false", "world.arrivals.scale=1.1")],
)
def test_a_chunk_of_anything_else_is_not_taken(begun, was, now):
    path = begun / "plan.toml"
    path.write_text(PLAN.replace(was, now), encoding="utf-8")
    case = case_of(begun)
    assert not any(is_kept(case.chunks, order) for order in case.orders)


def test_more_draws_take_the_chunks_of_fewer(begun):
    path = begun / "plan.toml"
    path.write_text(PLAN.replace("draws = 5", "draws = 8"), encoding="utf-8")
    assert [order.chance.first for order in standing_of(case_of(begun)).missing] == [4, 6]


def test_another_program_or_pack_makes_another_chunk(begun):
    case = case_of(begun)
    other = replace(case.orders[0], made_from="0" * 64)
    assert is_kept(case.chunks, case.orders[0])
    assert not is_kept(case.chunks, other)


@pytest.mark.parametrize("content", [b"", b"PAR1 no more"])
def test_a_file_that_a_disk_has_lost_is_no_chunk(begun, content):
    case = case_of(begun)
    (place_of(case.chunks, case.orders[0]) / "gaps.parquet").write_bytes(content)
    assert not is_kept(case.chunks, case.orders[0])


def test_a_chunk_comes_back_as_it_was(begun):
    case = case_of(begun)
    order = case.orders[2]
    there, back = running.run_here(order), kept(case.chunks, order)
    for table, columns in there.numbers.items():
        assert list(back.numbers[table]) == list(columns)
        for name, values in columns.items():
            assert back.numbers[table][name].tobytes() == values.astype(float).tobytes(), name


def test_results_that_were_changed_are_published_again_beside_what_is_the_users(begun, capsys):
    case = case_of(begun)
    gaps = case.results / "tables" / "gaps.csv"
    gaps.write_text("mine", encoding="utf-8")
    assert not standing_of(case).is_finished
    batch(begun)
    assert gaps.read_text(encoding="utf-8") != "mine"
    assert [path.read_text() for path in gaps.parent.glob("gaps (*")] == ["mine"]
    assert standing_of(case).is_finished


def test_a_note_that_is_broken_is_none(begun):
    case = case_of(begun)
    note = case.chunks / "finished.json"
    assert json.loads(note.read_text())["manifest_sha256"]
    note.write_text("{", encoding="utf-8")
    assert not standing_of(case).is_finished


def test_a_batch_that_cannot_go_on_says_what_is_kept(begun, capsys, monkeypatch):
    from simulator.errors import IntegrationError

    def broken(order):
        raise IntegrationError("no", year=2015.0)

    monkeypatch.setattr(running, "run_here", broken)
    (begun / "plan.toml").write_text(PLAN.replace("seed = 7", "seed = 8"), encoding="utf-8")
    assert run_batch(begun / "plan.toml", size=SIZE) == 1
    said = capsys.readouterr().err
    assert "2015.0000: no" in said
    assert "What is finished is kept in" in said


def test_results_have_no_place_among_the_program(tmp_path):
    from simulator.errors import SimulatorError

    (tmp_path / "plan.toml").write_text(
        PLAN.replace('out = "results"', f'out = "{ROOT / "simulator"}"'), encoding="utf-8"
    )
    with pytest.raises(SimulatorError, match="program"):
        run_batch(tmp_path / "plan.toml", size=SIZE)
