"""The door for analysts: what it gives is what a run writes, labelled."""

import subprocess
import sys
from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import pytest

import simulator
from simulator.city import figures
from simulator.city.ground.outcome import Outcome
from simulator.city.tables import build_tables
from simulator.door.changes import overrides_of
from simulator.door.result import Result
from simulator.errors import DataError, ScenarioError, ScenarioWarning
from simulator.report.table import Column
from tests.city import BASELINE, ONE_WINDOW, ROOT, loaded, run


@cache
def result() -> Result:
    one = loaded(ONE_WINDOW)
    return Result(
        outcome=Outcome(
            trajectory=run(ONE_WINDOW), scenario=one.scenario, file=one.file, pack=one.pack
        )
    )


@cache
def frame(name: str) -> pd.DataFrame:
    return result().table(name)


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """The run, published with one figure: what the others look like is no matter of the door."""
    name = "gaps_overview"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(figures, "FIGURES", {name: figures.FIGURES[name]})
        patched.setattr("simulator.city.publication.write_reports", lambda *_: ())
        return simulator.load(result().save(tmp_path_factory.mktemp("saved") / "run"))


def test_importing_it_loads_no_heavy_library():
    code = "import sys, simulator; print({'numpy', 'pandas', 'scipy'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"


def test_everything_the_door_names_is_there():
    for name in simulator.__all__:
        assert getattr(simulator, name).__doc__, name
        assert name in dir(simulator)
    with pytest.raises(AttributeError, match="no attribute 'walk'"):
        simulator.walk  # noqa: B018 - asking is the test


def test_a_frame_has_the_cells_of_its_table_to_the_digit():
    tables = build_tables(result().outcome)
    assert len(tables) > 10
    for table in tables:
        found = frame(table.name)
        assert list(found) == [column.name for column in table.columns], table.name
        for column in table.columns:
            assert_same_cells(found[column.name], column)


def assert_same_cells(found: pd.Series, column: Column) -> None:
    """What a frame holds is what the table says, and nothing where it says nothing."""
    match column.kind:
        case "number":
            wanted = [float(cell) if cell else np.nan for cell in column.cells]
            np.testing.assert_array_equal(found, wanted, column.name)
        case "integer":
            assert ["" if pd.isna(cell) else str(cell) for cell in found] == list(column.cells)
        case "date":
            days = found.dt.strftime("%Y-%m-%d").fillna("")
            assert list(days) == list(column.cells)
        case _:
            assert list(found.astype(object)) == list(column.cells)


def test_a_frame_says_what_its_columns_and_labels_mean():
    found = frame("services")
    assert found.attrs["units"]["coverage"] == "比例 / share"
    assert found.attrs["title"]["en"].startswith("demand, supply and gap")
    assert found.attrs["meanings"]["gap"]["en"].startswith("demand − risk-adjusted supply")
    assert found.attrs["labels"]["district"]["siming"] == {"zh": "思明区", "en": "Siming"}
    assert isinstance(found["district"].dtype, pd.CategoricalDtype)
    assert {"siming", "mainland", "city"} <= set(found["district"].cat.categories)
    assert found.attrs["labels"]["district"]["mainland"]["zh"] == "岛外"


def test_what_has_no_effect_is_told_by_a_warning_and_kept_with_the_result(monkeypatch):
    monkeypatch.setattr("simulator.city.expected_run.simulate", lambda *_: run(ONE_WINDOW))
    with pytest.warns(ScenarioWarning, match=r"feedback\.planners\.on = false") as found:
        result = simulator.run(BASELINE, {"feedback.planners.delay": 1.0})
    assert [str(each.message) for each in found] == [str(each) for each in result.remarks]
    assert found[0].filename == __file__


def test_a_saved_run_gives_the_same_frames(saved):
    assert set(saved.tables) == set(result().tables)
    for name in saved.tables:
        again = saved.table(name)
        pd.testing.assert_frame_equal(again, frame(name))
        assert again.attrs == frame(name).attrs
    assert set(saved.figures) == {"gaps_overview.zh", "gaps_overview.en"}
    assert saved.figures["gaps_overview.zh"].read_bytes().startswith(b"<?xml")
    assert saved.pictures == {}
    assert saved.manifest["program"]["name"] == "minsheng"


def test_a_saved_run_can_be_run_again(saved):
    again = saved.rerun()
    pd.testing.assert_frame_equal(again.table("gaps"), frame("gaps"))


@pytest.mark.parametrize("day", ["2016-01-01", "2016-09-01"])
def test_people_are_those_of_the_table(day):
    table = frame("population")
    rows = table[table["date"] == day].set_index(["district", "residency", "sex", "age"])
    found = result().people(on=day)
    np.testing.assert_allclose(found.to_numpy(), rows["persons"].to_numpy(), atol=1e-6)


def test_people_of_any_day_lie_between_those_before_and_after():
    whole = {day: float(result().people((), on=day).sum()) for day in DAYS}
    assert whole[DAYS[0]] < whole[DAYS[1]] < whole[DAYS[2]]
    by = result().people(("sex", "district"), on=date(2016, 3, 17))
    assert by.index.names == ["sex", "district"]
    assert by.sum() == pytest.approx(whole[DAYS[1]], rel=1e-12)
    assert by.attrs == {"unit": "persons", "date": "2016-03-17"}


DAYS = ("2016-01-01", "2016-03-17", "2016-09-01")


def test_flows_are_yearly_amounts_and_agree_with_the_components():
    births = result().flow("births", by=("year", "district"))
    components = frame("components")
    rows = components[components["flow"].isin(["newborn_boys", "newborn_girls"])]
    inward = rows[rows["direction"] == "in"]
    wanted = inward.groupby(["year", "district"], observed=True)["persons"].sum().to_dict()
    assert births.to_dict() == pytest.approx(wanted, rel=1e-9)
    assert births.name == "births"
    assert births.attrs["unit"] == "persons"


def test_a_measure_is_labelled_by_axes_and_date():
    gap = result().measure("gap")
    assert gap.index.names[-1] == "date"
    assert {"service", "district"} <= set(gap.index.names)
    table = frame("services")
    row = table[(table["service"] == "eldercare") & (table["district"] == "siming")].iloc[-1]
    found = gap.xs(("eldercare", "siming"), level=("service", "district")).unstack("timetable")
    assert found.loc[row["date"], "expected"] == pytest.approx(row["gap"], abs=1e-6)


def test_supply_that_is_not_on_record_is_unknown_and_not_nothing():
    """As the tables have it: no count of psychiatric beds, kindergartens from September 2015 on."""
    supply = result().measure("supply")
    assert supply.xs("psychiatric", level="service").isna().all()
    kindergartens = supply.xs(("expected", "kindergarten"), level=("timetable", "service"))
    days = kindergartens.index.get_level_values("date")
    assert (kindergartens.isna() == (days < "2015-09-01")).all()
    table = frame("services")
    row = table[(table["service"] == "eldercare") & (table["district"] == "siming")].iloc[-1]
    levels = ("timetable", "service", "district")
    there = supply.xs(("expected", "eldercare", "siming"), level=levels)
    assert there.loc[row["date"]] == pytest.approx(row["risk_adjusted"], abs=1e-6)


def test_a_figure_is_drawn_of_the_district_and_service_asked_for():
    figure = result().figure("district_curves", district="xiangan", service="primary")
    (axes,) = figure.axes
    said = " ".join(text.get_text() for text in axes.texts)
    assert "翔安区" in said
    assert "小学" in said
    alone = result().page("gaps_overview", language="en", size="slide")
    assert not any("\u4e00" <= sign <= "\u9fff" for text in alone.texts() for sign in text)
    assert alone.svg().count("<svg") == 1


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda one: one.table("gap"), 'did you mean "gaps"?'),
        (lambda one: one.figure("district_curve"), 'did you mean "district_curves"?'),
        (
            lambda one: one.figure("beds", district="siming"),
            "takes no --district; expected gaps_overview",
        ),
        (lambda one: one.figure("district_curves", district="simng"), 'mean "siming"?'),
        (lambda one: one.figure("district_curves", service="primry"), 'mean "primary"?'),
        (lambda one: one.measure("gaps"), 'did you mean "gap"?'),
        (lambda one: one.flow("birth"), 'did you mean "births"?'),
        (lambda one: one.flow("births", by="status"), "expected only"),
        (lambda one: one.people("ages", on="2016-01-01"), 'did you mean "age"?'),
        (lambda one: one.people("age", on="2036-01-01"), "from 2011-01-01 to 2021-01-01"),
    ],
)
def test_a_slip_is_refused_with_what_is_there(ask, said):
    with pytest.raises(DataError, match=" / ") as refused:
        ask(result())
    assert said in str(refused.value)


def test_a_folder_without_results_is_refused(tmp_path):
    with pytest.raises(DataError, match="holds no results of a run"):
        simulator.load(tmp_path)


def test_changes_are_said_as_on_the_command_line():
    changes = {
        "world.arrivals.scale": np.float64(1.1),
        "plan.on_time": True,
        "plan.projects.P57.opens": pd.Timestamp("2016-09-01"),
        "world.arrivals": {"values": {2015: 1e5}},
        "report.language": "en",
    }
    assert overrides_of(changes) == (
        "world.arrivals.scale=1.1",
        "plan.on_time=true",
        "plan.projects.P57.opens=2016-09-01",
        "world.arrivals={ values = { 2015 = 100000.0 } }",
        'report.language="en"',
    )
    assert overrides_of(None) == ()


def test_a_key_that_is_not_known_is_refused_before_the_run():
    with pytest.raises(ScenarioError, match=r"did you mean \"world\.arrivals\""):
        simulator.run(BASELINE, {"world.arivals.scale": 1.1})


FAR = {"model.cohorts_per_year": 1, "model.stop": "2012-01-01", "report.from_year": 2011}
FAR |= {"report.to_year": 2011, "world.arrivals.scale": {2011: 30}}


def far(changes):
    return {key: pd.Timestamp(value) if key == "model.stop" else value
            for key, value in changes.items()}  # fmt: skip


def test_what_is_far_from_the_record_is_refused_or_warned_of():
    with pytest.raises(ScenarioError, match=r"30 times the value on record"):
        simulator.run(BASELINE, far(FAR))
    with pytest.warns(ScenarioWarning, match=r"world\.arrivals: .*30 times the value on record"):
        found = simulator.run(BASELINE, far(FAR), force=True)
    [remark] = found.remarks
    assert (remark.path, remark.key) == ("--set", "world.arrivals")
    likely = far({**FAR, "world.arrivals.scale": {2011: 4}})
    with pytest.warns(ScenarioWarning, match="4 times"):
        frame = simulator.sweep(BASELINE, [likely])
    assert len(frame)
