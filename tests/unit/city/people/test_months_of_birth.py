"""Of a wide window, who was born in which month; the whole city against windows of a month."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.city.ground.outcome import Outcome
from simulator.city.people.months_of_birth import monthly, months_of_birth
from simulator.stockflow.values.paths import Constant
from tests.city import SHORT, loaded, run


def outcome(*sets):
    one = loaded(*sets)
    return Outcome(trajectory=run(*sets), scenario=one.scenario, file=one.file, pack=one.pack)


def windows(found):
    return found.trajectory.system.axis["cohort"].birth_windows


@pytest.mark.parametrize("per_year", [1, 2, 4])
def test_months_open_with_their_windows(per_year):
    clock = windows(outcome(f"model.cohorts_per_year={per_year}", SHORT[1]))
    months = monthly(clock)
    for number in range(clock.count):
        assert months.opening(number * 12 // per_year) == clock.opening(number)
    assert months.opening(months.count) == clock.opening(clock.count)


def test_shares_of_a_window_add_to_one_where_it_has_people():
    found = outcome(*SHORT)
    [shares] = months_of_birth(found)
    people = found.trajectory.stocks["people"][0].sum(axis=(0, 2, 3))[1:].T
    assert shares.shape == (*people.shape, 12)
    np.testing.assert_allclose(shares.sum(axis=-1)[people > 0], 1)
    assert shares.min() >= 0
    # born from September 2012: by 1 January 2013 in four months, by 1 September in all twelve
    place = windows(found).newest(2012.9) - 1
    snapshots = found.trajectory.snapshots
    january, september = (int(np.argmin(np.abs(snapshots - y))) for y in (2013, 2013 + 2 / 3))
    assert np.flatnonzero(shares[january, place]).tolist() == [0, 1, 2, 3]
    assert (shares[september, place] > 0.04).all()


def test_a_year_of_many_births_begins_on_its_day():
    """The Dragon year begins on 1 January 2012; a few have moved in or out since."""
    found = outcome(*SHORT)
    place = windows(found).newest(2012.0 - 1 / 24) - 1
    snapshots = found.trajectory.snapshots
    september = int(np.argmin(np.abs(snapshots - (2012 + 2 / 3))))
    shares = months_of_birth(found)[0, september, place]
    monthly_births = np.diff(
        sum(found.trajectory.arrived[f"newborn_{n}"][0].sum(axis=(0, 1)) for n in ("boys", "girls"))
    )[8:20]
    np.testing.assert_allclose(shares, monthly_births / monthly_births.sum(), rtol=0.07)
    assert shares[4] / shares[3] > 1.05


def test_another_kind_of_path_is_refused():
    found = outcome(*SHORT)
    profile = found.scenario.paths["arrival_profile"]
    other = Constant(np.zeros((1, 6, 5)), profile.axes)
    paths = {**found.scenario.paths, "arrival_profile": other}
    with pytest.raises(TypeError, match="arrival_profile: a Constant has no months of birth"):
        months_of_birth(replace(found, scenario=replace(found.scenario, paths=paths)))
