"""Draws of the baseline: each the run it would be by itself, and the city that of each draw."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.city.beds.ledgers import bed_years
from simulator.city.beds.table import beds_table
from simulator.city.ensemble.age_groups import group_rows
from simulator.city.ensemble.drawn import Block, drawn_choices, drawn_outcome
from simulator.city.ensemble.ensemble import run_ensemble
from simulator.city.ensemble.kept import numbers_of_draws
from simulator.city.ensemble.needed_places import Wish, draws_of_place
from simulator.city.ensemble.outlook import outlook_rows
from simulator.city.ensemble.posterior import posterior_entries
from simulator.city.ensemble.table import SaidOfDraws
from simulator.city.ground.outcome import Outcome
from simulator.city.loading import load
from simulator.city.people.components import components_table
from simulator.city.schools.entitlement import entitlement_table, entitlements
from simulator.city.services.capacity import class_limit
from simulator.city.services.series import service_series
from simulator.city.services.table import gaps_table, places_of_rows, services_table
from simulator.city.targets.board import board_of
from simulator.city.targets.table import target_values_table, targets_table
from simulator.errors import MissingDataError
from simulator.files.locations import SCENARIOS
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.values.calendar import calendar_label
from simulator.stockflow.values.chance import Chance

SEED = 7
YEARLY = ("model.cohorts_per_year=1",)


@pytest.fixture(scope="module")
def loaded():
    return load(SCENARIOS / "baseline.toml", YEARLY)


@pytest.fixture(scope="module")
def ensemble(loaded):
    return run_ensemble(loaded, 12, SEED)


@pytest.fixture(scope="module")
def outcome(loaded):
    run = simulate(loaded.system, loaded.scenario)
    return Outcome(trajectory=run, scenario=loaded.scenario, file=loaded.file, pack=loaded.pack)


def test_a_draw_is_the_same_in_any_block(loaded, ensemble):
    alone = numbers_of_draws(
        drawn_outcome(Block(loaded=loaded, chance=Chance(seed=SEED, first=5, draws=1)))
    )
    for table, columns in ensemble.numbers.items():
        for name, values in columns.items():
            assert values[5] == pytest.approx(
                alone[table][name][0], rel=1e-11, abs=1e-6, nan_ok=True
            )


def test_draws_differ_and_so_do_seeds(loaded, ensemble):
    gaps = ensemble.numbers["services"]["gap"]
    known = np.isfinite(gaps).all(axis=0)
    assert (np.ptp(gaps[:, known], axis=0) > 0).mean() > 0.5


def test_a_row_of_the_posterior_stays_together(loaded):
    few, many = (Chance(seed=1, first=first, draws=2) for first in (0, 400))
    first, again = (posterior_entries(loaded.pack, "revised", each) for each in (few, many))
    key = ("policy.two_child.planning_share", "revised")
    assert np.array_equal(first[key]["value"], again[key]["value"])
    levels = first["world.first_birth_level", "revised"]["values"]
    assert {len(values) for values in levels.values()} == {2}


def test_what_a_scenario_states_is_not_drawn():
    loaded = load(SCENARIOS / "baseline.toml", (*YEARLY, "policy.two_child.planning_share=0.6"))
    choices = drawn_choices(Block(loaded=loaded, chance=Chance(seed=1, draws=3)))
    assert choices.numbers("policy.two_child.planning_share").tolist() == [0.6]
    assert len(set(choices.numbers("world.second_birth_level").tolist())) == 3


def test_the_city_is_that_of_each_draw(ensemble, outcome):
    table = SaidOfDraws(ensemble=ensemble).widened(services_table(outcome))
    cells = {column.name: column.cells for column in table.columns}
    rows = [
        row
        for row, (day, service) in enumerate(zip(cells["date"], cells["service"], strict=True))
        if (day, service) == ("2020-09-01", "primary")
    ]
    gaps = ensemble.numbers["services"]["gap"][:, rows]
    assert gaps[:, -1] == pytest.approx(gaps[:, :-1].sum(axis=1))
    low = [float(cells["low"][row]) for row in rows]
    assert low[-1] == pytest.approx(np.quantile(gaps[:, -1], 0.1), abs=0.01)
    assert low[-1] > sum(low[:-1])  # the low ends of districts do not happen together


def _targets(outcome):
    return targets_table(board_of(outcome), outcome.pack.sources)


def _target_values(outcome):
    return target_values_table(board_of(outcome))


def test_the_chance_of_a_target_is_told_by_the_reading_in_use(ensemble, outcome):
    said = SaidOfDraws(ensemble=ensemble)
    wide, values = said.widened(_targets(outcome)), said.widened(_target_values(outcome))
    cells = {column.name: column.cells for column in wide.columns}
    rows = {name: row for row, name in enumerate(cells["target"])}
    open_beds = ensemble.numbers["target_values"]["T04 open 2020"]
    assert float(cells["probability_met"][rows["T04"]]) == (open_beds >= 6).mean()
    assert cells["likely_met_zh"][rows["T04"]] == "几乎不可能达到"
    assert cells["probability_met"][rows["T01"]] == cells["likely_met_en"][rows["T01"]] == ""
    low = next(
        float(low)
        for target, reading, year, low in zip(
            *(values.column(name).cells for name in ("target", "reading", "year", "low")),
            strict=True,
        )
        if (target, reading, year) == ("T04", "open", "2020")
    )
    assert low == pytest.approx(np.quantile(open_beds, 0.1), abs=1e-4)


def test_beds_by_use_are_told_of_the_city_alone(ensemble, outcome):
    table = SaidOfDraws(ensemble=ensemble).widened(services_table(outcome))
    cells = {column.name: column.cells for column in table.columns}
    known = {
        (service, place)
        for service, place, share in zip(
            cells["service"], cells["district"], cells["probability_short_by_use"], strict=True
        )
        if share
    }
    assert known == {
        (name, "city") for name in ("hospital", "obstetric", "paediatric", "eldercare")
    }


def _beds(outcome, draw=0):
    return beds_table(bed_years(outcome, draw))


def _entitlement(outcome, draw=0):
    found = entitlements(outcome, service_series(outcome, draw), draw)
    return entitlement_table(found, outcome.pack)


def test_what_is_kept_of_a_draw_is_what_its_own_tables_say(loaded):
    drawn = drawn_outcome(Block(loaded=loaded, chance=Chance(seed=SEED, draws=2)))
    kept = numbers_of_draws(drawn)
    for make in (_beds, components_table, _entitlement):
        table = make(drawn, 1)
        for name, values in kept[table.name].items():
            cells = [float(cell) if cell else np.nan for cell in table.column(name).cells]
            np.testing.assert_allclose(values[1], cells, atol=0.06)


def test_people_by_groups_of_age_are_those_of_every_draw(ensemble, outcome):
    """Of the city its own people, in every draw those of its districts; all ages are all people."""
    rows = group_rows(outcome)
    persons = ensemble.numbers["population_groups"]["persons"].reshape(12, -1, 7, 18)
    assert persons.shape[1] * 7 * 18 == len(rows)
    assert {calendar_label(row.when) for row in rows} == {"2015-01-01", "2020-01-01", "2021-01-01"}
    np.testing.assert_allclose(persons[:, :, -1], persons[:, :, :-1].sum(axis=2), rtol=1e-12)
    everybody = [
        place
        for place, row in enumerate(outlook_rows(outcome))
        if (row.quantity, row.district) == ("residents", "city") and row.year in (2014, 2019, 2020)
    ]
    residents = ensemble.numbers["outlook"]["value"][:, everybody]
    np.testing.assert_allclose(persons[:, :, -1].sum(axis=-1), residents, rtol=1e-9)
    low = np.quantile(persons[:, 1, -1, 1], 0.1)
    table = SaidOfDraws(ensemble=ensemble).further(outcome)[1]
    told = [float(cell) for cell in table.column("low").cells]
    assert told[126 + 6 * 18 + 1] == pytest.approx(low, abs=0.06)
    assert table.column("age_to").cells[17] == "100"


def test_columns_are_only_added(ensemble, outcome):
    said = SaidOfDraws(ensemble=ensemble)
    for make in (services_table, gaps_table, _beds, components_table, _entitlement, _targets,
                 _target_values):  # fmt: skip
        plain, wide = make(outcome), said.widened(make(outcome))
        assert wide.columns[: len(plain.columns)] == plain.columns
        assert len(wide.columns) > len(plain.columns)
        assert {len(column.cells) for column in wide.columns} == {plain.length}


def test_a_pack_without_draws_of_its_fit_is_told(loaded, tmp_path):
    pack = replace(loaded.pack, folder=tmp_path / "nowhere")
    with pytest.raises(MissingDataError, match="calibrate"):
        posterior_entries(pack, "revised", Chance(seed=1, draws=2))


def test_a_draw_is_short_by_the_places_and_the_class_limit_of_its_own(loaded):
    block = Block(loaded=loaded, chance=Chance(seed=SEED, draws=3))
    found = drawn_outcome(block)
    for draw in range(3):
        series = next(s for s in service_series(found, draw) if s.service.name == "primary")
        limit = class_limit(drawn_choices(block), loaded.pack.service["primary"])[draw]
        assert series.service.capacity.limit == limit
        short = series.demand[:-1] - series.risk_adjusted[:-1] * limit / 45
        unplaced = np.maximum(short, 0).sum(axis=0)
        np.testing.assert_allclose(series.unplaced[-1], unplaced, rtol=1e-12)


def test_need_reckons_with_the_places_and_class_limits_of_each_draw(outcome, ensemble):
    """Without a place more as many are unplaced in each draw as its table says."""
    every = service_series(outcome)
    for name in ("kindergarten", "senior_general"):
        service = outcome.pack.service[name]
        wish = Wish(service=service, place=None, risk=0.05, criterion="each-year", since=2016.0)
        series = next(each for each in every if each.service.name == name)
        for place in series.places[: max(len(series.places) - 1, 1)]:
            draws = draws_of_place(outcome, ensemble, series, place, wish)
            rows = [
                row
                for row, (one, where, year) in enumerate(places_of_rows(every))
                if (one, where) == (name, place) and np.isclose(draws.years, year).any()
            ]
            told = ensemble.numbers["services"]["unplaced"][:, rows]
            np.testing.assert_allclose(draws.unplaced(np.zeros(len(rows))), told, atol=1e-6)
            assert draws.years.size


def test_both_bases_have_draws_of_their_own():
    loaded = load(SCENARIOS / "as_planned.toml", YEARLY)
    found = posterior_entries(loaded.pack, "planned", Chance(seed=1, draws=200))
    levels = found["policy.two_child.planning_share", "planned"]["value"]
    stated = loaded.pack.parameters.find("policy.two_child.planning_share", "planned")
    assert np.quantile(levels, [0.1, 0.9]) == pytest.approx(stated["interval"], abs=0.01)
