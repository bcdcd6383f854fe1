"""Values in time as planners state them: from a date on, over a parent, over the record."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from simulator.city.ground.choices import choices_of
from simulator.city.loading import load
from simulator.door.changes import overrides_of
from simulator.errors import ScenarioError
from simulator.files.resolved import dump_scenario
from simulator.stockflow.values.paths import at
from tests.city import SCENARIOS, choices

ARRIVALS = "world.arrivals"
RECORD = {2011: 449_480.0, 2016: 382_780.0, 2017: 394_390.0, 2018: 420_460.0, 2020: 344_310.0}
TITLE = """schema_version = 2
title = { zh = "例", en = "Case" }
intent = "?"
"""


def opened(folder, text, *sets, parent="baseline"):
    path = folder / "case.toml"
    extends = f'extends = "{(SCENARIOS / f"{parent}.toml").as_posix()}"\n'
    path.write_text(TITLE + extends + text, encoding="utf-8")
    return load(path, sets)


def yearly(loaded, key=ARRIVALS):
    path = choices_of(loaded.file, loaded.pack).path(key)
    return {year: float(at(path, year + 0.5)[0]) for year in RECORD}


def test_a_fifth_fewer_from_2018_leaves_the_past_as_it_is(tmp_path):
    found = yearly(opened(tmp_path, '[world]\narrivals = { scale = { "2018" = 0.8 } }\n'))
    assert {year: found[year] for year in (2011, 2016, 2017)} == {
        year: RECORD[year] for year in (2011, 2016, 2017)
    }
    assert found[2018] == pytest.approx(0.8 * RECORD[2018], rel=1e-15)
    assert found[2020] == pytest.approx(0.8 * RECORD[2020], rel=1e-15)


def test_a_factor_over_a_parent_s_factor_compounds(tmp_path):
    loaded = opened(tmp_path, "[world]\narrivals = { scale = 1.1 }\n", parent="high_migration")
    assert yearly(loaded)[2017] == pytest.approx(520_594.8, abs=1)
    again = opened(
        tmp_path, "[world]\narrivals = { scale = 1.1 }\n", f"{ARRIVALS}.scale=0.5",
        parent="high_migration",
    )  # fmt: skip
    assert yearly(again)[2017] == pytest.approx(520_594.8 / 2, abs=1)


@pytest.mark.parametrize(("before", "past"), [("", RECORD[2011]), (', before = "hold"', 300_000.0)])
def test_a_value_from_2018_keeps_the_past_unless_it_says_otherwise(tmp_path, before, past):
    text = f'arrivals = {{ values = {{ "2018" = 300000 }}, interpolation = "step"{before}'
    loaded = opened(tmp_path, f'[world]\n{text}, after = "hold" }}\n')
    found = yearly(loaded)
    assert (found[2011], found[2018], found[2020]) == (past, 300_000.0, 300_000.0)
    told = [str(remark) for remark in loaded.remarks]
    if not before:
        assert told == []
    else:
        [line] = told
        assert f"case.toml:6: {ARRIVALS}: also replaces 2011–2017, before its first date" in line
        assert "449,480 becomes 300,000" in line
        assert "由 44.948万 变为 30万" in line


def test_a_policy_after_the_stop_that_is_held_backwards_is_told(tmp_path):
    text = 'higher_births = { values = { "2024" = 3.0 }, interpolation = "linear", after = "hold"'
    head = "[policy.three_child]\n"
    assert opened(tmp_path, f"{head}{text} }}\n").remarks == ()
    [told] = opened(tmp_path, f'{head}{text}, before = "hold" }}\n').remarks
    assert "also replaces 2011–2020" in told.message
    assert (told.line, told.key) == (6, "policy.three_child.higher_births")


@pytest.mark.parametrize(
    "said",
    [
        {2018: 0.8},
        {"2018": 0.8},
        {date(2018, 1, 1): 0.8},
        {pd.Timestamp("2018-01-01"): 0.8},
        {np.int64(2018): np.float64(0.8)},
    ],
)
def test_a_date_of_python_is_one_of_a_file(said):
    path = choices(*overrides_of({f"{ARRIVALS}.scale": said})).path(ARRIVALS)
    expected = choices(f'{ARRIVALS}.scale={{"2018"=0.8}}').path(ARRIVALS)
    assert path.kinks(2010, 2021) == expected.kinks(2010, 2021)
    for year in (2017.9, 2018.0, 2020.5):
        assert at(path, year) == at(expected, year)


def test_layers_are_written_as_one_file_that_gives_the_same(tmp_path):
    loaded = opened(
        tmp_path,
        '[world]\narrivals = { add = { "2014-09-01" = 5000, "2016" = 9000 }, interpolation = '
        '"linear" }\n[plan]\nbuilding_capacity.primary = 1000\n'
        "programme_places.primary = { scale = 1.2 }\n",
        f'{ARRIVALS}={{values={{"2019"=2e5}},interpolation="step",after="hold"}}',
        f'{ARRIVALS}.scale={{"2017"=0.9}}',
        parent="high_migration",
    )
    path = tmp_path / "scenario.resolved.toml"
    path.write_text(dump_scenario(loaded.file), encoding="utf-8")
    again = load(path)
    assert again.file == loaded.file
    for year in np.linspace(2011, 2021, 97)[:-1]:
        for name in ("arrivals", "planned_places"):
            one, other = (at(each.scenario.paths[name], year) if name in each.scenario.paths else 0
                          for each in (loaded, again))  # fmt: skip
            np.testing.assert_array_equal(one, other)


def test_what_a_dated_edit_comes_to_has_bounds_at_every_date():
    key = "world.presence_share"
    assert choices(f'{key}.scale={{"2018"=0.9}}').path(key)
    with pytest.raises(ScenarioError, match=rf"--set: {key}: comes to 1\.\d+; expected"):
        choices(f'{key}={{scale={{"2018"=1.0,"2030"=1.2}},interpolation="linear"}}').path(key)


def test_the_line_of_the_edit_is_named_where_a_bound_breaks(tmp_path):
    text = '[world]\n# a remark\nsex_ratio_at_birth = { scale = { "2015" = 2 } }\n'
    with pytest.raises(
        ScenarioError, match=r"case\.toml:7: world\.sex_ratio_at_birth: comes to 22"
    ):
        opened(tmp_path, text)


def test_a_number_that_does_not_vary_takes_edits_too():
    key = "plan.programme_places.primary"
    recorded = choices().number(key)
    assert choices(f"{key}.scale=1.5").number(key) == pytest.approx(1.5 * recorded)
    assert choices(f"{key}=1000", f"{key}.scale=1.5", f"{key}.add=1").number(key) == 1501.0
    assert choices(f"{key}.scale=1.5", f"{key}=1000").number(key) == 1000.0
    assert choices("plan.delay_factor.scale=1.5").number("plan.delay_factor") == 1.5
    with pytest.raises(ScenarioError, match=r"comes to 50; expected a number from 0\.05 to 20"):
        choices("plan.delay_factor.scale=50")
    with pytest.raises(ScenarioError, match="this number does not vary in time"):
        choices(f'{key}.scale={{"2018"=1.5}}')
