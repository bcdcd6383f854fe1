"""Counts by completed age of any system with cohorts, with their labels."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.demography import by_age, completed_ages
from simulator.errors import DataError
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.values.paths import Constant
from simulator.stockflow.values.scenario import Occasion
from tests.textbook import numbers, start_with
from tests.toys import decay, region, region_scenario

REGION = region()
BORN = 10
"""Cohorts that are there at the start."""
SNAPSHOTS = (2004.0, 2005.5, 2006 + 2 / 3)


def scenario(**changes):
    """Whoever arrives is of a cohort that is there at the start."""
    found = region_scenario(REGION, **changes)
    profile = found.paths["arrival_profile"].array.copy()
    profile[:, :, BORN:] = 0.0
    return replace(
        found,
        paths=found.paths
        | {"arrival_profile": Constant(profile / profile.sum(), ("status", "cohort"))},
    )


@pytest.fixture(scope="module", params=[1, 2])
def run(request):
    return simulate(REGION, scenario(snapshots=SNAPSHOTS, draws=request.param))


def test_all_axes_with_age_in_place_of_cohorts(run):
    found = by_age(run, "people", on="2005-07-01")
    draws = run.stocks["people"].shape[0]
    names = ["status", "age", "residency", "district"]
    assert found.index.names == ["draw"] * (draws > 1) + names
    shares = completed_ages(REGION.moving.birth_windows, 2005.5)
    wanted = np.einsum("dscrw,ca->dsarw", run.stocks["people"][..., 1], shares)
    assert found.to_numpy() == pytest.approx(wanted.ravel(), rel=1e-12)
    assert found.attrs == {"unit": "persons", "meaning": "people", "date": "2005-07-01"}


def test_it_is_summed_over_what_is_not_named(run):
    whole = by_age(run, "people", on=2004.0)
    found = by_age(run, "people", on=2004.0, by=("age", "residency"))
    first = found if run.stocks["people"].shape[0] == 1 else found[0]
    assert first.index.names == ["age", "residency"]
    assert found.sum() == pytest.approx(whole.sum(), rel=1e-12)
    assert found.sum() == pytest.approx(run.stocks["people"][..., 0].sum(), rel=1e-12)
    only = by_age(run, "people", on=2004.0, by=())
    assert only.to_numpy() == pytest.approx(run.stocks["people"][..., 0].sum(axis=(1, 2, 3, 4)))


def test_shares_of_ones_own_take_the_place_of_even_windows(run):
    shares = np.zeros((REGION.moving.size, 101))
    shares[:, 7] = 1.0
    found = by_age(run, "people", on=2004.0, by="age", shares=shares)
    assert found.xs(7, level="age").sum() if run.stocks["people"].shape[0] > 1 else found[7] > 0
    assert found.sum() == pytest.approx(run.stocks["people"][..., 0].sum(), rel=1e-12)


def test_just_before_a_transfer_too():
    occasions = {"recall": (Occasion(2004.0, {"recalled": np.array([[0.5, 0.0]])}),)}
    given = scenario(snapshots=(2004.0,), occasions=occasions, before=(2004.0,))
    run = simulate(REGION, given)
    before, after = (
        by_age(each, "people", on="2004-01-01", by=("status", "residency"))
        for each in (run.before, run)
    )
    assert after["men", "registered"] == pytest.approx(before["men", "registered"] / 2)
    assert after["mothers", "registered"] == pytest.approx(before["mothers", "registered"])


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        ({"on": "2005-01-01"}, "no snapshot of 2005-01-01; expected one of 2004-01-01"),
        ({"on": 2004.0, "by": "cohort"}, "cannot be broken down by cohort"),
        ({"on": 2004.0, "stock": "persons"}, "expected one of people"),
    ],
)
def test_what_is_not_there_is_refused(run, ask, told):
    with pytest.raises(DataError, match=told):
        by_age(run, **{"stock": "people"} | ask)


def test_people_in_windows_of_the_future_are_not_left_out_without_a_word():
    run = simulate(REGION, region_scenario(REGION, snapshots=(2004.0,)))
    with pytest.raises(DataError, match="have not opened yet"):
        by_age(run, "people", on=2004.0)
    assert by_age(run, "people", on=2004.0, by="district").sum() > 0


def test_water_has_no_age():
    base = region_scenario(REGION, readings=(2000.0, 2001.0), snapshots=(2001.0,))
    run = simulate(decay(), replace(base, initial=start_with(water=1), paths=numbers(leak=0.5)))
    with pytest.raises(DataError, match="has no cohort axis"):
        by_age(run, "water", on=2001.0)
