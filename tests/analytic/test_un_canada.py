"""The United Nations' own projection engine, Canada 2010–2020, from the engine's own inputs."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.demography.life_table import SEXES, years_lived_by_infants_who_die
from simulator.demography.nation import follow_nation
from tests.national_tables import percent_off, read_un_engine, read_un_engine_flows

FIRST, LAST = 2010, 2020


@pytest.fixture(scope="module")
def canada():
    return read_un_engine("canada", FIRST, LAST)


@pytest.fixture(scope="module")
def published(canada):
    return canada.people[float(LAST)]


@pytest.fixture(scope="module")
def flows():
    return read_un_engine_flows("canada", FIRST, LAST)


@pytest.fixture(scope="module", params=[1, 3, 12])
def followed(canada, request):
    return follow_nation(canada, request.param, float(FIRST), float(LAST))


def test_each_sex_in_total(followed, published):
    assert (
        np.abs(percent_off(followed.people_by_age.sum(axis=1), published.sum(axis=1))).max() < 0.02
    )


@pytest.mark.parametrize("ages", [slice(0, 15), slice(60, None)], ids=["0-14", "60+"])
def test_the_young_and_the_old(followed, published, ages):
    found, wanted = (people[:, ages].sum(axis=1) for people in (followed.people_by_age, published))
    assert np.abs(percent_off(found, wanted)).max() < 0.03


def test_every_single_age(followed, published):
    assert np.abs(percent_off(followed.people_by_age, published))[:, :90].max() < 0.2


def test_births_of_every_year(followed, flows):
    assert np.abs(percent_off(followed.births_by_year, flows["births"])).max() < 0.1


def test_deaths_of_every_year(followed, flows):
    found, wanted = followed.deaths_by_year.sum(axis=0), flows["deaths"].sum(axis=-1)
    assert np.abs(percent_off(found, wanted)).max() < 0.1


def test_deaths_under_one_of_every_year(followed, flows):
    assert np.abs(percent_off(followed.deaths_by_year[0], flows["deaths"][..., 0])).max() < 1


def test_people_are_those_of_the_start_and_what_came_and_went(followed, canada):
    moved = sum(canada.migrants[year + 1.0].sum(axis=-1) for year in range(FIRST, LAST))
    born, died = followed.births_by_year.sum(axis=-1), followed.deaths_by_year.sum(axis=(0, -1))
    wanted = canada.people[float(FIRST)].sum(axis=-1) + born - died + moved
    assert followed.people_by_age.sum(axis=-1) == pytest.approx(wanted, rel=1e-9)


def test_with_the_a_of_the_engine_every_age_from_11_to_99_is_the_engines(canada, published):
    """Its life tables give half a year to whoever dies above age 0, and 1/m to the oldest.

    Those who were born or under one at any time of the run are off by what it does with infants.
    """
    ax = np.full((LAST - FIRST, 2, 100), 0.5)
    for place, sex in enumerate(SEXES):
        ax[:, place, 0] = years_lived_by_infants_who_die(canada.death_rates[:, place, 0], sex)
    run = follow_nation(replace(canada, ax=ax), 1, "2010-01-01", "2020-01-01")
    off = np.abs(percent_off(run.people_by_age, published))
    assert off[:, 11:100].max() < 1e-5
    assert off[:, :11].max() < 0.05
    assert off[:, 100].max() < 0.2
