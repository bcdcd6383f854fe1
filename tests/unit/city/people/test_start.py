"""The people of the start: every margin on record comes back, at every resolution."""

import numpy as np
import pytest

from simulator.city.people.policy import eligible_paths
from simulator.stockflow.grammar.axis import Axis
from tests.city import ONE_WINDOW, choices, city_pack, loaded

WINDOWS = (1, 3, 12)
RESIDENTS, MIGRANTS = 3_561_000, 1_946_000


def start(per_year):
    one = loaded(f"model.cohorts_per_year={per_year}")
    return one.scenario.initial["people"][0], one.system.axis["cohort"]


@pytest.fixture(scope="module")
def people():
    return start(1)[0]


def census(column, **labels):
    rows = city_pack().rows("observations/census_2010.csv")
    kept = [row for row in rows if all(row.text(k) == v for k, v in labels.items())]
    return sum(row.number(column) for row in kept)


def test_they_are_the_residents_of_the_end_of_2010_by_sex(people):
    men, women = (census("persons", sex=sex) for sex in ("men", "women"))
    assert people.sum() == pytest.approx(RESIDENTS, rel=1e-12)
    assert people[0].sum() == pytest.approx(RESIDENTS * men / (men + women), rel=1e-12)


def test_the_districts_have_their_share_of_each_sex(people):
    counted = np.zeros((2, 6))
    for row in city_pack().rows("observations/districts_2010.csv"):
        place = city_pack().axes["district"].index(row.text("district"))
        counted[("men", "women").index(row.text("sex")), place] = row.number("persons")
    by_sex = np.stack([people[0].sum(axis=(0, 1)), people[1:].sum(axis=(0, 1, 2))])
    shares = by_sex / by_sex.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(shares, counted / counted.sum(axis=1, keepdims=True), rtol=1e-9)


def test_registered_people_present_are_those_on_record_by_area(people):
    registered = people[:, :, 0].sum(axis=(0, 1))
    assert registered.sum() == pytest.approx(RESIDENTS - MIGRANTS, rel=1e-9)
    assert registered[:2].sum() == pytest.approx(0.4808 * (RESIDENTS - MIGRANTS), rel=1e-9)


def test_nobody_is_negative_or_born_after_the_start(people):
    cohorts = start(1)[1]
    assert people.min() >= 0
    born = np.array([label >= "2011-09" for label in cohorts.labels[1:]])
    assert people[:, 1:][:, born].sum() == 0


def yearly(people: np.ndarray, cohorts: Axis) -> dict[str, np.ndarray]:
    """People by the September on or before their birth, men and women by status."""
    found: dict[str, np.ndarray] = {}
    for place, label in enumerate(cohorts.labels):
        year = label if label == "older" else str(int(label[:4]) - (label[5:] < "09"))
        found[year] = found.get(year, 0) + people[:, place]
    return found


@pytest.mark.parametrize("per_year", WINDOWS[1:])
def test_they_are_the_same_at_every_resolution(per_year):
    one, many = yearly(*start(1)), yearly(*start(per_year))
    later = {year: group for year, group in many.items() if year not in one}
    assert sum(group.sum() for group in later.values()) == pytest.approx(0, abs=1e-6)
    # The open cohort reaches back to the first opening after the age of 100.
    oldest = min(year for year in one if year != "older")
    for year, group in one.items():
        if year not in ("older", oldest):
            np.testing.assert_allclose(group, many[year], rtol=1e-12, atol=1e-9)


def test_infants_are_raised_for_the_undercount(people):
    """Age 0 at the census of 1 November 2010: born from 2009-11, ten months of 2009-09 … 2010-08.

    The window 2010-09 holds two of these months and two of births since, at the same mean.
    """
    cohorts = start(1)[1]
    counted = census("persons", age_from="0")
    everybody = census("persons") + 0.15 * counted
    newest = people[:, cohorts.index("2010-09")].sum()
    mean = 1.15 * counted / 12 * RESIDENTS / (everybody + 2 * 1.15 * counted / 12)
    assert newest == pytest.approx(4 * mean, rel=0.03)


def test_mothers_have_the_split_of_the_rule_before_the_start(people):
    eligible, _ = eligible_paths(choices(ONE_WINDOW, pack=city_pack()))
    assert eligible.kinks(2000.0, 2011.0) == ()
    value = city_pack().parameters.value
    for place, who in enumerate(("registered", "migrant")):
        allowed = value(f"policy.two_child.eligible_before.{who}")
        share = value("policy.two_child.planning_share") * allowed
        mothers = people[2:, :, place].sum()
        assert people[2, :, place].sum() / mothers == pytest.approx(1 - share, abs=1e-9)
