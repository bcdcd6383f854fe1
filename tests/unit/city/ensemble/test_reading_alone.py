"""What is read of a draw does not depend on the draws beside it: the very same numbers, alone."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.city.beds.ledgers import bed_years, ledgers
from simulator.city.ensemble.drawn import Block, drawn_choices, drawn_outcome
from simulator.city.ensemble.kept import KEPT, numbers_of_draws
from simulator.city.loading import load
from simulator.city.people.components import components
from simulator.city.record.groups import GROUPS, Group, count_group
from simulator.city.record.modelled import Occasion
from simulator.city.schools.entitlement import entitled_of, entitlements
from simulator.city.services.gaps import gaps_of, summarise_gaps
from simulator.city.services.series import series_of_draws, service_series
from simulator.city.whole import values_of
from simulator.files.locations import SCENARIOS
from simulator.stockflow.values.chance import Chance

SEED, DRAWS = 7, 3


@pytest.fixture(scope="module")
def loaded():
    return load(SCENARIOS / "baseline.toml", ("model.cohorts_per_year=1",))


@pytest.fixture(scope="module")
def drawn(loaded):
    return drawn_outcome(Block(loaded=loaded, chance=Chance(seed=SEED, draws=DRAWS)))


@pytest.fixture(scope="module")
def kept(drawn):
    return numbers_of_draws(drawn)


def _cut(arrays, draw):
    return {name: each[draw : draw + 1] for name, each in arrays.items()}


def _alone(loaded, drawn, draw):
    """One draw of a run, with the values that it has alone."""
    chance = Chance(seed=SEED, first=draw, draws=1)
    choices = drawn_choices(Block(loaded=loaded, chance=chance)).along(loaded.system.axis)
    shown = ("snapshots", "totals", "summed")
    scenario = replace(
        values_of(choices), **{name: getattr(drawn.scenario, name) for name in shown}
    )
    run = drawn.trajectory
    parts = ("measures", "stocks", "arrived", "left")
    run = replace(run, **{name: _cut(getattr(run, name), draw) for name in parts})
    return replace(
        drawn, trajectory=run, scenario=scenario, pack=choices.pack, chance=choices.chance
    )


@pytest.mark.parametrize("draw", range(DRAWS))
def test_a_draw_alone_reads_the_same_as_in_the_block(loaded, drawn, kept, draw):
    alone = numbers_of_draws(_alone(loaded, drawn, draw))
    assert set(kept) == set(KEPT)
    for table, columns in kept.items():
        assert set(columns) == set(alone[table])
        for name, values in columns.items():
            told = alone[table][name][0]
            # people by age are a product of matrices, of which the library orders the sums
            rounding = 1e-14 if table == "population_groups" else 0.0
            np.testing.assert_allclose(values[draw], told, rtol=rounding, err_msg=f"{table} {name}")


def test_series_and_gaps_of_one_draw_are_its_slice(drawn):
    until = float(drawn.trajectory.readings[-1])
    names = ("demand", "promised", "risk_adjusted", "norm", "unplaced", "absorbed", "for_use")
    for draw in range(DRAWS):
        for one, every in zip(service_series(drawn, draw), series_of_draws(drawn), strict=True):
            for name in names:
                np.testing.assert_array_equal(getattr(one, name), getattr(every, name)[draw])
            gaps = gaps_of(every, until)
            for row, told in enumerate(summarise_gaps([one], until)):
                if gaps is None:
                    assert told.known_from is None
                    assert told.shortage is None
                    continue
                assert told.known_from == gaps.known_from
                assert told.shortage.place_years == gaps.shortage.place_years[draw, row]
                assert told.surplus.worst == gaps.surplus.worst[draw, row]
                first = gaps.shortage.first[draw, row]
                assert told.shortage.first == (first if np.isfinite(first) else None)


def test_the_largest_class_of_a_draw_is_its_own_in_the_block(drawn):
    """With half of the places children are left over, in every draw by its own limit."""
    for draw in range(DRAWS):
        for one, every in zip(service_series(drawn, draw), series_of_draws(drawn), strict=True):
            half, halves = (
                replace(each, risk_adjusted=each.risk_adjusted / 2) for each in (one, every)
            )
            np.testing.assert_array_equal(half.unplaced, halves.unplaced[draw])
            if one.service.name == "primary":
                assert np.nanmax(half.unplaced) > 0


def test_beds_schools_and_components_of_one_draw_are_its_slice(drawn):
    for draw in range(DRAWS):
        beds = [
            (one.numbers["norm"][draw, place], one.numbers["open"][draw, place])
            for one in ledgers(drawn)
            for place in range(len(one.years))
        ]
        told = [
            (one.norm, np.nan if one.open is None else one.open) for one in bed_years(drawn, draw)
        ]
        np.testing.assert_array_equal(told, beds)
        for name in ("seekers", "served", "mean_class", "leaving"):
            rows = [
                getattr(one, name) for one in entitlements(drawn, service_series(drawn, draw), draw)
            ]
            every = entitled_of(drawn, series_of_draws(drawn), slice(None))
            found = np.concatenate([one.numbers[name][draw].ravel() for one in every])
            np.testing.assert_array_equal(rows, found)
        run = drawn.trajectory
        for one, all_draws in zip(components(run, draw), components(run, slice(None)), strict=True):
            np.testing.assert_array_equal(one.persons, all_draws.persons[draw])


def test_people_of_one_draw_are_its_slice(drawn):
    everybody = {
        "resident": Group(kind="resident", ages=((60, None),)),
        "registered": Group(kind="registered"),
        "in_scope": Group(kind="in_scope", services=("primary",)),
        "pupils": Group(kind="pupils", services=("primary", "junior")),
        "deliveries": Group(kind="deliveries"),
    }
    for kind, group in everybody.items():
        asked = [
            Occasion(outcome=drawn, place="city", when=2021.0, draw=draw) for draw in range(DRAWS)
        ]
        told = [count_group(each, group).value for each in asked]
        assert told == GROUPS[kind](asked[0], group).values.tolist()
        assert len(set(told)) == DRAWS


def test_a_run_too_short_for_a_row_has_none():
    short = load(SCENARIOS / "baseline.toml", ("model.cohorts_per_year=1", "model.stop=2011-07-01"))
    found = numbers_of_draws(drawn_outcome(Block(loaded=short, chance=Chance(seed=1, draws=2))))
    for table in ("school_entitlement", "outlook", "beds"):
        assert {each.shape for each in found[table].values()} == {(2, 0)}
