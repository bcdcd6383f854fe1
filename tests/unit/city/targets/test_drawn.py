"""Targets in draws: verdicts of a draw recomputed by hand."""

import numpy as np
import pytest

from simulator.city.ensemble.drawn import Block, drawn_outcome
from simulator.city.loading import load
from simulator.city.people.life_tables import life_table
from simulator.city.targets.drawn import days_of_people, drawn_readings
from simulator.demography.single_ages import completed_ages
from simulator.files.locations import SCENARIOS
from simulator.stockflow.values.calendar import place_of
from simulator.stockflow.values.chance import Chance
from tests.scoreboards import rows

END = 2021.0


@pytest.fixture(scope="module")
def outcome():
    loaded = load(SCENARIOS / "baseline.toml", ("model.cohorts_per_year=1",))
    return drawn_outcome(Block(loaded=loaded, chance=Chance(seed=3, first=0, draws=3)))


@pytest.fixture(scope="module")
def found(outcome):
    return {(x.target.name, x.entry.name, x.year): x for x in drawn_readings(outcome)}


def test_beds_in_draws_by_hand(outcome, found):
    run = outcome.trajectory
    there, axes = place_of(run.readings, END), run.system.axis
    for target, service in (("T04", "hospital"), ("T08", "eldercare")):
        row = axes["service"].index(service)
        supply = run.measures["supply"][:, 1, row, :, there].sum(axis=1)
        if target == "T04":
            people = run.measures["residents"][..., there].reshape(3, -1).sum(axis=1)
            reading = "open"
        else:
            snapshot = place_of(run.snapshots, END)
            shares = completed_ages(axes["cohort"].birth_windows, END)[:, 60:].sum(axis=1)
            cohorts = run.stocks["people"][..., snapshot].sum(axis=(1, 3, 4))
            people, reading = cohorts @ shares, "resident"
        one = found[target, reading, 2020]
        np.testing.assert_allclose(one.values, 1000 * supply / people, rtol=2e-4)
        assert len(set(one.values)) == 3
        wanted = one.values >= one.target.value
        assert one.is_met.tolist() == wanted.astype(float).tolist()


def test_a_reading_without_chance_is_the_same_in_all_draws_and_in_the_run(found):
    """Death rates are on record in 2016; after the record each draw has its own."""
    plain = rows()
    for name in ("T07", "T51"):
        known, later = (found[name, "registered", year].values for year in (2016, 2020))
        assert len(set(known)) == 1
        answer = plain[name].value("registered").answers[2016]
        assert known[0] == pytest.approx(answer.value, rel=1e-12)
        assert len(set(later)) == 3


def test_life_tables_are_those_of_each_draw(outcome, found):
    wanted = [life_table(outcome, 2020, "resident", draw).expectancy for draw in range(3)]
    assert found["T07", "resident", 2020].values.tolist() == wanted
    assert len(set(wanted)) == 3


def test_every_reading_of_the_run_is_known_in_draws(found):
    for name, row in rows().items():
        for value in row.values:
            for year in value.answers:
                values = found[name, value.entry.name, year].values
                assert np.isfinite(values).all(), (name, value.entry.name, year)


def test_what_has_no_verdict_is_neither_met_nor_missed(found):
    assert np.isnan(found["T01", "class", 2020].is_met).all()
    assert np.isfinite(found["T37", "open", 2020].is_met).all()


def test_people_are_kept_on_the_days_that_are_asked_for_alone(outcome):
    days = days_of_people(outcome.pack, outcome.file, (2011 + 2 / 3, 2013.0, 2019 + 2 / 3, END))
    assert days == (2011 + 2 / 3, 2019 + 2 / 3, END)
    # without the day of its entry a class is not followed
    assert days_of_people(outcome.pack, outcome.file, (2019 + 2 / 3, END)) == (END,)
