"""Future intakes by how sure they are: the parts are the whole, each found by switched inputs."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.city.ground.outcome import Outcome
from simulator.city.loading import load
from simulator.city.schools.entering import children_of_age
from simulator.city.schools.intakes import (
    PARTS,
    intakes,
    intakes_table,
    origin_of_intakes,
    without_arrivals,
)
from simulator.files.locations import SCENARIOS
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.values.calendar import place_of


def outcome_of(*changes):
    loaded = load(SCENARIOS / "long_view_2030.toml", ("model.stop=2029-01-01", *changes))
    run = simulate(loaded.system, loaded.scenario)
    return Outcome(trajectory=run, scenario=loaded.scenario, file=loaded.file, pack=loaded.pack)


@pytest.fixture(scope="module")
def outcome():
    return outcome_of()


def of_primary(outcome):
    return {int(each.when): each for each in intakes(outcome) if each.service.name == "primary"}


def test_the_parts_are_the_children_of_the_first_grade(outcome):
    for when, each in of_primary(outcome).items():
        there = place_of(outcome.trajectory.snapshots, each.when)
        whole = children_of_age(outcome, each.service.scope.youngest, (there, 0))
        assert sum(each.parts.values()) == pytest.approx(whole, rel=1e-9), when
        assert min(values.min() for values in each.parts.values()) >= 0


def test_who_is_here_is_found_with_nobody_arriving(outcome):
    """Registered and migrants apart are those of both together: nobody changes another's rates."""
    origin = origin_of_intakes(outcome)
    run = outcome.trajectory
    there = place_of(run.snapshots, origin)
    state = {name: values[..., there] for name, values in run.stocks.items()}
    together = simulate(run.system, without_arrivals(outcome.scenario).resumed(origin, state))
    alone = replace(outcome, trajectory=together)
    for each in of_primary(outcome).values():
        if each.parts["unborn"].any():
            continue
        snapshot = place_of(together.snapshots, each.when)
        here = each.parts["registered_here"] + each.parts["migrant_here"]
        assert children_of_age(alone, 6, (snapshot, 0)) == pytest.approx(here, rel=1e-9)


def test_the_nearer_a_year_the_more_of_it_is_here(outcome):
    found = of_primary(outcome)
    share = {
        year: (each.parts["registered_here"].sum() + each.parts["migrant_here"].sum())
        / sum(values.sum() for values in each.parts.values())
        for year, each in found.items()
    }
    years = sorted(share)
    assert [share[year] for year in years] == sorted(share.values(), reverse=True)
    assert share[years[0]] > 0.9
    # in grade one of 2027 those born from January 2021 on are, in 2028 all
    assert found[2027].parts["unborn"].sum() > 0
    assert found[2028].parts["to_arrive"].sum() == 0


def test_a_run_that_ends_with_the_record_has_no_future_intake():
    loaded = load(SCENARIOS / "baseline.toml", ("model.cohorts_per_year=1",))
    run = simulate(loaded.system, loaded.scenario)
    outcome = Outcome(trajectory=run, scenario=loaded.scenario, file=loaded.file, pack=loaded.pack)
    assert intakes(outcome) == ()
    assert intakes_table(outcome).length == 0


def test_with_windows_a_year_wide_the_origin_is_a_first_of_september():
    outcome = outcome_of("model.cohorts_per_year=1")
    assert origin_of_intakes(outcome) == pytest.approx(2020 + 2 / 3)
    each = of_primary(outcome)[2027]
    assert {part for part in PARTS if each.parts[part].any()} == {"unborn"}


def test_the_city_is_the_sum_of_its_districts(outcome):
    table = intakes_table(outcome)
    rows = zip(
        *(table.column(name).cells for name in ("date", "service", "district", "to_arrive")),
        strict=True,
    )
    found = [(place, float(cell)) for day, service, place, cell in rows
             if (day, service) == ("2023-09-01", "primary")]  # fmt: skip
    *districts, (_, city) = found
    assert city == pytest.approx(sum(value for _, value in districts), abs=0.01)
    assert np.isfinite(city)
