"""Every formula against people counted one by one: many births, evenly within each window."""

from fractions import Fraction

import numpy as np
import pytest

from simulator.demography.along_cohorts import interval_shares, intervals
from simulator.demography.cohort_paths import AgeBand, ByAge, DensityByAge
from simulator.errors import IntegrationError, StructureError
from simulator.stockflow.grammar.axis import Axis, cohort_axis
from simulator.stockflow.values.moments import Moments
from simulator.stockflow.values.paths import Moment

PEOPLE = 1200
WIDTHS = [1, 2, 3, 4, 6, 12]


def cohorts(per_year, oldest=1990.0):
    return cohort_axis(per_year=per_year, first_day=Fraction(2, 3), oldest=oldest, stop=2013.0)


def moments(windows):
    """Moments in every kind of segment: at its ends, inside, cut at 1 January."""
    for start in (2010.0, 2010 + 2 / 3, 2011.0, 2011 + 1 / 3):
        first = windows.interval(start)
        opening, closing = (windows.opening(first + n - windows.first) for n in (0, 1))
        for share in (0.0, 0.4, 1.0):
            yield Moment(start + share * (closing - start), start, closing)
        if opening < start:
            yield Moment(opening, opening, start)


def births(windows, place):
    """Births spread evenly over the window at a place of the axis."""
    even = (np.arange(PEOPLE) + 0.5) / PEOPLE
    return windows.opening(place - 1) + even / windows.per_year


def ages_of(windows, moment):
    """For every window but the open cohort, the ages of those born in it by now."""
    for place in range(1, windows.count + 1):
        ages = moment.year - births(windows, place)
        yield place, ages[ages > 0]


@pytest.mark.parametrize("per_year", WIDTHS)
def test_a_rate_is_the_mean_over_the_people_of_a_window(per_year):
    axis = cohorts(per_year)
    table = np.random.default_rng(3).random((1, 1, 2, 15))
    path = ByAge(name="r", cohorts=axis, table=table, years=(2000,), leading=("sex",), open_age=14)
    assert path.axes == ("sex", "cohort")
    for moment in moments(axis.windows):
        found = path.value(moment)
        assert found.shape == (1, 2, axis.size)
        np.testing.assert_array_equal(found[0, :, 0], table[0, 0, :, -1])
        for place, ages in ages_of(axis.windows, moment):
            if ages.size:
                counted = table[0, 0][:, np.minimum(ages.astype(int), 14)].mean(axis=1)
                np.testing.assert_allclose(found[0, :, place], counted, atol=2 / PEOPLE)


@pytest.mark.parametrize("per_year", WIDTHS)
@pytest.mark.parametrize("oldest", [1990.0, 2006.0])
def test_a_density_falls_to_the_windows_by_their_ages(per_year, oldest):
    """Draw arrivals by the density and look up when they were born."""
    axis = cohorts(per_year, oldest)
    table = np.random.default_rng(4).dirichlet(np.ones(12))
    path = DensityByAge(name="d", cohorts=axis, table=table[None, None], years=(2000,), open_age=11)
    even = (np.arange(PEOPLE) + 0.5) / PEOPLE
    for moment in moments(axis.windows):
        expected = np.zeros(axis.size)
        for age, share in enumerate(table):
            born = moment.year - age - even
            opened = np.floor((born - 2 / 3) * per_year + 1e-9).astype(int)
            place = np.maximum(opened - axis.windows.first + 1, 0)
            expected += share * np.bincount(place, minlength=axis.size) / PEOPLE
        np.testing.assert_allclose(path.value(moment)[0], expected, atol=2 / PEOPLE)
        assert path.value(moment).sum() == pytest.approx(1, abs=1e-14)


@pytest.mark.parametrize("per_year", WIDTHS)
@pytest.mark.parametrize(("youngest", "oldest"), [(0, 3), (6, 12), (10, None)])
def test_a_band_holds_the_share_of_the_right_age_now(per_year, youngest, oldest):
    axis = cohorts(per_year)
    path = AgeBand(cohorts=axis, youngest=youngest, oldest=oldest)
    for moment in moments(axis.windows):
        found = path.value(moment)[0]
        assert found[0] == (oldest is None)
        for place, ages in ages_of(axis.windows, moment):
            inside = (ages >= youngest) & (ages < (oldest or 999))
            if ages.size:
                assert found[place] == pytest.approx(inside.mean(), abs=2 / PEOPLE)
            elif moment.start < axis.windows.opening(place - 1):
                assert found[place] == 0


@pytest.mark.parametrize("per_year", WIDTHS)
def test_a_school_band_is_whole_birth_windows_for_a_whole_year(per_year):
    """Grade one of 2010: born from 1 September 2003 up to, not including, 1 September 2004."""
    axis = cohorts(per_year)
    path = AgeBand(cohorts=axis, youngest=6, oldest=7, reading="last_opening_day")
    for year in (2010 + 2 / 3, 2010.9, 2011.3, 2011 + 2 / 3 - 1e-6):
        start = 2010 + 2 / 3 if year < 2011 else 2011.0
        found = path.value(Moment(year, start, 2011 + 2 / 3))[0]
        for place in range(1, axis.size):
            born = births(axis.windows, place)
            assert found[place] == ((born >= 2003 + 2 / 3) & (born < 2004 + 2 / 3)).all()
        assert found[0] == 0
    after = path.value(Moment(2011 + 2 / 3, 2011 + 2 / 3, 2012.0))[0]
    assert after.argmax() == found.argmax() + per_year


def test_the_first_year_of_life_may_have_rates_of_its_own():
    axis = cohorts(3)
    first = np.array([[[9.0, 8.0, 7.0, 6.0]]])
    path = ByAge(
        name="r",
        cohorts=axis,
        table=np.ones((1, 1, 5)),
        years=(2000,),
        first_year=first,
        open_age=4,
    )
    found = path.value(Moment(2010.1, 2010.0, 2010 + 1 / 3))[0]
    newest = axis.windows.newest(2010.1)
    assert found[newest - 4 : newest + 2].tolist() == [1, 6, 7, 8, 9, 1]


def test_each_year_of_a_table_holds_from_its_first_of_january():
    axis = cohorts(1)
    table = np.array([1.0, 2.0, 3.0])[None, :, None] * np.ones((1, 3, 4))
    path = ByAge(name="r", cohorts=axis, table=table, years=(2009, 2010, 2011), open_age=3)
    assert path.kinks(2009.5, 2013.0) == (2010.0, 2011.0, 2012.0)
    for start, stop, expected in ((2009, 2010, 1), (2010, 2010.6, 2), (2011.9, 2012, 3)):
        assert (path.value(Moment(start, start, stop)) == expected).all()
    for start in (2008.0, 2012.0):
        with pytest.raises(
            IntegrationError, match=r"r: no value at 20\d\d; its values run from 2009"
        ):
            path.value(Moment(start, start, start + 0.5))
    held = ByAge(
        name="r",
        cohorts=axis,
        table=table,
        years=(2009, 2010, 2011),
        before="hold",
        after="hold",
        open_age=3,
    )
    assert (held.value(Moment(2012.0, 2012.0, 2012.6)) == 3).all()
    assert (held.value(Moment(2008.0, 2008.0, 2008.6)) == 1).all()


def test_values_may_differ_by_draw():
    axis = cohorts(3)
    table = np.random.default_rng(1).random((4, 1, 9))
    path = ByAge(name="r", cohorts=axis, table=table, years=(2000,), open_age=8)
    moment = Moment(2010.1, 2010.0, 2010 + 1 / 3)
    for draw in range(4):
        alone = ByAge(name="r", cohorts=axis, table=table[[draw]], years=(2000,), open_age=8)
        np.testing.assert_array_equal(path.value(moment)[[draw]], alone.value(moment))


def test_the_share_of_an_interval_goes_from_nought_to_one():
    windows = cohorts(3).windows
    years = (2010.0, 2010 + 1 / 6, 2010 + 1 / 3)
    moments = Moments.of([Moment(year, 2010.0, 2010 + 1 / 3) for year in years])
    shares = interval_shares(windows, moments, intervals(windows, moments.middles))
    assert shares == pytest.approx([0, 0.5, 1], abs=1e-12)


def test_an_axis_without_windows_carries_no_ages():
    path = AgeBand(cohorts=Axis(name="place", labels=("a",)), youngest=0, oldest=1)
    with pytest.raises(StructureError, match="place"):
        path.value(Moment(2010.0, 2010.0, 2011.0))
