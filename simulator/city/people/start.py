"""The people of the start: the census by birth, residency, district and children born."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import floor

import numpy as np

from simulator.city.axes import sex_of
from simulator.city.ground.choices import Choices
from simulator.city.pack.city_pack import CityPack, District
from simulator.city.people.nation import nation_in
from simulator.city.people.vital_rates import Parities
from simulator.demography.life_table import SEXES
from simulator.demography.migration import N_AGES
from simulator.demography.parity import WOMEN
from simulator.demography.proportional_fitting import RESIDENCIES, starting_residency
from simulator.demography.pyramid import AgeGroup, months_of_birth
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.grammar.axis import Axis
from simulator.stockflow.values.calendar import instant


def starting_people(
    choices: Choices, cohorts: Axis, parities: Parities, start: float
) -> FloatArray:
    """People at the start, shape (draws or 1, status, cohort, residency, district), persons.

    The 38 rows of the census, put on months of birth by a monotone curve, scaled by sex to the
    residents of the end of 2010, spread over residency and district by proportional fitting and,
    women, over children born by the synthetic cohort. Always made by month and then summed to the
    windows of the run, so that every resolution starts from the same people.
    """
    axis = choices.axis
    districts = axis["district"].labels
    stated = _stated(choices.pack)
    spread = choices.pack.once_of_tables(_spread, start, districts, stated)
    months = spread.shape[2]
    # a moment before the start: the births behind it were under the rule before that day
    by_month = {who: parities.by_month(who, start - 1e-6) for who in axis["residency"].labels}
    draws = len(next(iter(by_month.values())))
    by_window = _windows_of(cohorts, start, months)
    people = np.zeros((draws, axis["status"].size, cohorts.size, len(by_month), len(districts)))
    for who, women in by_month.items():
        place, found = axis["residency"].index(who), spread[RESIDENCIES.index(who)].swapaxes(1, 2)
        shares = _by_birth_month(women, months)
        for number, status in enumerate(axis["status"].labels):
            whom = found[np.newaxis, SEXES.index(sex_of(status))]
            if status != "men":
                whom = shares[:, WOMEN.index(status), np.newaxis] * whom
            # months last: they are added up as they lie
            people[:, number, :, place] = by_window(whom).swapaxes(1, 2)
    return people


@dataclass(frozen=True, kw_only=True, slots=True)
class _Stated:
    """What parameters say of the start: the registered by area, and by age of each sex.

    ``undercount`` is the share of infants whom the census missed.
    """

    undercount: float
    by_area: tuple[float, ...]
    by_age: tuple[tuple[tuple[float, float], ...], ...]


def _stated(pack: CityPack) -> _Stated:
    value = pack.parameters.value
    shares = value("start.registered_area_shares")
    by_age = (value(f"start.registered_share_by_age.{sex}") for sex in SEXES)
    return _Stated(
        undercount=float(value("start.infant_undercount")),
        by_area=tuple(float(shares[area]) for area in _areas(pack)),
        by_age=tuple(tuple((float(age), float(share)) for age, share in each) for each in by_age),
    )


def _spread(pack: CityPack, start: float, labels: tuple[str, ...], stated: _Stated) -> FloatArray:
    """Persons at the start, shape (residency, sex, month of birth, district), as the labels are."""
    districts = pack.in_order(labels)
    return starting_residency(
        _by_month(pack, start, stated.undercount),
        _by_district(pack, districts),
        _registered_by_area(pack, stated.by_area),
        [_areas(pack).index(district.area) for district in districts],
        stated.by_age,
    )


def persons_by_month_of_birth(pack: CityPack, start: float) -> FloatArray:
    """Persons at the start by month of birth, both sexes, oldest first, shape (months,)."""
    undercount = float(pack.parameters.value("start.infant_undercount"))
    return np.asarray(_by_month(pack, start, undercount).sum(axis=0))


def _by_month(pack: CityPack, start: float, undercount: float) -> FloatArray:
    """Persons by sex and month of birth, oldest first."""
    groups: dict[str, list[AgeGroup]] = {sex: [] for sex in SEXES}
    for row in pack.rows("observations/census_2010.csv"):
        last = row.text("age_to")
        groups[row.text("sex")].append(
            AgeGroup(
                age_from=row.integer("age_from"),
                age_to=row.integer("age_to") + 1 if last else None,
                persons=row.number("persons"),
            )
        )
    census = instant(date.fromisoformat(str(pack.city["start"]["census_date"])))
    (nation,) = nation_in(pack, (floor(census),))
    for sex, people in zip(SEXES, nation, strict=True):
        groups[sex] = _with_oldest_apart(groups[sex], people)
    counted = {sex: sum(group.persons for group in groups[sex]) for sex in SEXES}
    residents = float(pack.city["start"]["residents"]["value"])
    return np.stack(
        [
            months_of_birth(
                groups[sex],
                census,
                start,
                undercount,
                residents * counted[sex] / sum(counted.values()),
            )
            for sex in SEXES
        ]
    )


def _with_oldest_apart(groups: Sequence[AgeGroup], nation: FloatArray) -> list[AgeGroup]:
    """Census groups with the open one cut into single ages, in the ratios of the country.

    Spread by the groups below it alone, it would hold far too many centenarians. ``nation`` are
    persons of that sex by age, shape (101,).
    """
    *closed, last = groups
    oldest = N_AGES - 1
    shares = nation[last.age_from :] / nation[last.age_from :].sum()
    single = [
        AgeGroup(age_from=age, age_to=age + 1 if age < oldest else None, persons=last.persons * s)
        for age, s in zip(range(last.age_from, N_AGES), shares, strict=True)
    ]
    return [*closed, *single]


def _by_district(pack: CityPack, districts: Sequence[District]) -> FloatArray:
    """Persons of the census by sex and district."""
    names = [district.name for district in districts]
    table = np.zeros((2, len(names)))
    for row in pack.rows("observations/districts_2010.csv"):
        table[SEXES.index(row.text("sex")), names.index(row.text("district"))] = row.number(
            "persons"
        )
    return table


def _areas(pack: CityPack) -> list[str]:
    return list(dict.fromkeys(district.area for district in pack.districts))


def _registered_by_area(pack: CityPack, shares: Sequence[float]) -> FloatArray:
    """Registered people who live in the city, by area."""
    residents = float(pack.city["start"]["residents"]["value"])
    migrants = float(pack.city["start"]["migrants_present"]["value"])
    return np.array([(residents - migrants) * share for share in shares])


def _by_birth_month(shares: FloatArray, months: int) -> FloatArray:
    """Mean shares of each month of birth, oldest first, shape (draws or 1, 6, months)."""
    means = (shares[..., :-1] + shares[..., 1:]) / 2
    return np.asarray(means[..., :months][..., ::-1])


def _windows_of(cohorts: Axis, start: float, months: int) -> Callable[[FloatArray], FloatArray]:
    """What sums months of birth, the last axis, to the windows of a cohort axis."""
    windows = cohorts.birth_windows
    middles = start - (months - np.arange(months) - 0.5) / 12
    places = [min(max(windows.newest(middle), 0), cohorts.size - 1) for middle in middles]
    held, firsts = np.unique(places, return_index=True)

    def by_window(people: FloatArray) -> FloatArray:
        found = np.zeros((*people.shape[:-1], cohorts.size))
        found[..., held] = np.add.reduceat(people, firsts, axis=-1)
        return found

    return by_window
