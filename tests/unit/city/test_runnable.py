"""A check refuses what a run would stop for before its first step, at the line behind it."""

from pathlib import Path

import pytest

from simulator.city.ground.uncovered import uncovered
from simulator.city.loading import load
from simulator.commands.check import check_scenarios
from simulator.errors import BeyondError, MissingExtraError, ScenarioError, SimulatorError
from simulator.stockflow.engine import preconditions
from tests.city import BASELINE, city_pack

HEAD = f'schema_version = 1\nextends = "{BASELINE.as_posix()}"\n'
STEPS = 'interpolation = "step", before = "{before}", after = "{after}"'


@pytest.fixture
def written(tmp_path):
    """A child of the baseline."""

    def found(text: str) -> Path:
        path = tmp_path / "child.toml"
        path.write_text(HEAD + text, encoding="utf-8")
        return path

    return found


@pytest.fixture
def refused(written):
    """Line, key, and the text in both languages of every fault of a child of the baseline."""

    def found(text: str) -> list[tuple[int | None, str, str, str]]:
        with pytest.raises(ScenarioError) as caught:
            load(written(text), known=city_pack())
        return [(one.line, one.key, *one.message.split(" / ")) for one in caught.value.faults]

    return found


def dated(years, *, before="hold", after="hold"):
    values = ", ".join(f'"{year}" = {value}' for year, value in years.items())
    return f"{{ values = {{ {values} }}, {STEPS.format(before=before, after=after)} }}"


def test_values_that_do_not_cover_the_run_are_told_at_their_line(refused):
    arrivals = dated({2011: 300_000, 2016: 310_000}, after="error")
    moved = dated({2013: 1.3, 2020: 1.4}, before="error", after="error")
    [first, second] = refused(f"[world]\narrivals = {arrivals}\n\ndepartures = {moved}\n")
    assert first[:2] == (4, "world.arrivals")
    assert first[2] == (
        "no value on 2021-01-01: its values run from 2011-01-01 to 2017-01-01, the run from "
        '2011-01-01 to 2021-01-01; give values for all of it, or set before = "hold" or after = '
        '"hold"'
    )
    assert "没有取值" in first[3]
    assert second[:2] == (6, "world.departures")
    assert second[2].startswith("no value on 2011-01-01: its values run from 2013-01-01")


def test_factors_in_time_are_values_too(refused):
    factors = STEPS.format(before="parent", after="error")
    [fault] = refused(f'[world]\narrivals = {{ scale = {{ "2015" = 0.8 }}, {factors} }}\n')
    assert fault[:2] == (4, "world.arrivals")
    assert fault[2].startswith("no value on 2021-01-01: its values run from 2015-01-01 to 2016")


def test_values_up_to_the_last_day_cover_the_run(written):
    arrivals = dated({2011: 300_000, 2020: 310_000}, before="error", after="error")
    load(written(f"[world]\narrivals = {arrivals}\n"), known=city_pack())


def test_what_varies_by_calendar_year_has_a_value_for_each(refused, written):
    """Also for the year that begins on the last day: what begins on it is read."""
    young = dated({2011: 0.1, 2019: 0.1}, after="error")
    [fault] = refused(f"[world]\narrivals_under_15 = {young}\n")
    assert fault[:2] == (4, "world.arrivals_under_15")
    assert "no value on 2020-07-01: its values run from 2011-01-01 to 2020-01-01" in fault[2]
    young = dated({2011: 0.1, 2020: 0.1}, after="error")
    whole = f"[world]\narrivals_under_15 = {young}\n[model]\nstop = STOP\n"
    load(written(whole.replace("STOP", "2020-09-01")), known=city_pack())
    assert refused(whole.replace("STOP", "2021-01-01"))[0][2].startswith("no value on 2021-07-01")


def test_what_the_pack_lacks_is_told_at_the_end_of_the_run(written):
    file = load(written(""), known=city_pack()).file
    error = BeyondError("rate: ends", year=2020.0, path="rate", span=(2011.0, 2019.0))
    fault = uncovered(file, error)
    assert (fault.key, fault.message) == ("model.stop", "rate: ends")
    assert fault.line is not None


@pytest.mark.parametrize(
    ("text", "key", "told"),
    [
        ('method = "LSODA"', "model.method", "GB"),
        ("relative_tolerance = 1e-15", "model.relative_tolerance", "1e-15"),
        ('method = "DOP853"\ncompiled = true', "model.compiled", "DOP853 is not compiled"),
    ],
)
def test_a_method_the_city_cannot_use_is_told_at_its_line(refused, text, key, told):
    [fault] = refused(f"[model]\n{text}\n")
    assert fault[:2] == (3 + len(text.splitlines()), key)
    assert told in fault[2]


def test_a_missing_extra_is_told_with_what_installs_it(written, monkeypatch):
    monkeypatch.setattr(preconditions, "find_spec", lambda _: None)
    with pytest.raises(MissingExtraError) as caught:
        load(written("[model]\ncompiled = true\n"), known=city_pack())
    assert "child.toml:4: model.compiled: model.compiled = true needs" in str(caught.value)
    assert "-m pip install numba" in str(caught.value)
    assert caught.value.exit_code == 3
    assert SimulatorError.exit_code == 2


def test_a_run_goes_no_further_than_the_pack_answers_for(refused, written):
    [fault] = refused("[model]\nstop = 2150-01-01\n")
    assert fault[:2] == (4, "model.stop")
    assert fault[2].startswith("the run ends on 2150-01-01, but the rates of Xiamen may be held")
    assert "until 2051-01-01 (the reason: [horizon] in calibration/xiamen/city.toml)" in fault[2]
    assert "厦门" in fault[3]
    assert refused("[model]\nstop = 2051-02-01\n")[0][:2] == (4, "model.stop")
    load(written("[model]\nstop = 2051-01-01\ncohorts_per_year = 1\n"), known=city_pack())


def test_a_closure_after_the_end_stops_no_run(written):
    closure = (
        'id = "late"\nservice = "primary"\ndistrict = "huli"\ndate = 2035-09-01\nshare = 0.5\n'
    )
    loaded = load(written(f"[[plan.closures]]\n{closure}"), known=city_pack())
    assert loaded.scenario.occasions["closures"] == ()


def test_a_word_in_a_record_is_told_at_its_line(refused):
    closure = 'id = "x"\nservice = "primry"\ndistrict = "huli"\ndate = 2018-09-01\nshare = 0.5\n'
    [fault] = refused(f"[[plan.closures]]\n{closure}")
    assert fault[:2] == (5, "plan.closures.x.service")
    assert 'did you mean "primary"' in fault[2]


STAGE = '[[policy.two_child.stages]]\nid = "{id}"\n{text}\n'


@pytest.mark.parametrize(
    ("stages", "key"),
    [
        ({"universal": "date = 2014-06-01\nannounced = 2014-06-01"}, "universal.date"),
        ({"universal": "announced = 2014-06-01"}, "universal.announced"),
        ({"one_only_child": "ramp = 5.0"}, "one_only_child.ramp"),
        ({"one_only_child": "date = 2015-06-01"}, "one_only_child.date"),
    ],
)
def test_stages_in_the_wrong_order_are_told_where_that_was_brought_about(refused, stages, key):
    text = "".join(STAGE.format(id=name, text=said) for name, said in stages.items())
    [fault] = refused(text)
    line = 3 + text.splitlines().index(next(t for t in text.splitlines() if is_of(t, key)))
    assert fault[:2] == (line, f"policy.two_child.stages.{key}")
    assert "opens before the ramp of one_only_child has ended" in fault[2]


@pytest.mark.parametrize(
    ("stages", "key"),
    [
        ({"one_only_child": "date = 2017-03-29"}, "one_only_child.date"),
        ({"universal": "date = 2013-01-01\nannounced = 2013-01-01"}, "universal.date"),
        ({"universal": "date = 2014-01-01\nannounced = 2013-01-01"}, "universal.announced"),
    ],
)
def test_a_stage_put_behind_one_that_allows_more_is_told_where_it_was_put(refused, stages, key):
    text = "".join(STAGE.format(id=name, text=said) for name, said in stages.items())
    [fault] = refused(text)
    line = 3 + text.splitlines().index(next(t for t in text.splitlines() if is_of(t, key)))
    assert fault[:2] == (line, f"policy.two_child.stages.{key}")
    assert "one_only_child: comes after universal, which already allows 1" in fault[2]


def is_of(text: str, key: str) -> bool:
    return text.startswith(key.split(".")[1])


def test_check_refuses_and_runs_nothing(written, monkeypatch):
    monkeypatch.setattr("simulator.stockflow.engine.simulation.Simulation.follow", None)
    with pytest.raises(ScenarioError, match=r"child.toml:4: model.stop"):
        check_scenarios([written("[model]\nstop = 2150-01-01\n")])
