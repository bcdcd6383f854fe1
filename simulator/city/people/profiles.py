"""Who arrives, leaves and registers, laid out by age, sex and children already born."""

from collections.abc import Callable
from functools import partial

import numpy as np

from simulator.city.axes import relaid, sex_of
from simulator.city.ground.choices import Choices
from simulator.city.pack.city_pack import CityPack
from simulator.city.people.nation import nation_in
from simulator.city.people.vital_rates import Parities
from simulator.demography.cohort_paths import ByAge, DensityByAge
from simulator.demography.migration import (
    N_AGES,
    STATUSES,
    LabourCurve,
    Nation,
    arrival_profile,
    by_status,
    departure_rates,
)
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.grammar.axis import Axis
from simulator.stockflow.values.paths import Path, at


def arriving(
    choices: Choices, cohorts: Axis, under_15: Path, parities: Parities, years: tuple[int, ...]
) -> DensityByAge:
    """Profile of arrivals by status and cohort; adds to one.

    Adults follow the labour curve of Rogers & Castro (1981), old ones come as the country's people
    of their age; children have a share of their own. Mothers of one get the split of the rule in
    force in the year.
    """
    value = choices.pack.parameters.value
    now = nation_in(choices.pack, years)
    curve = LabourCurve(
        location=float(value("arrivals.peak_location")),
        descent=float(value("arrivals.descent")),
        ascent=float(value("arrivals.ascent")),
        background=float(value("arrivals.background")),
    )
    young = choices.pack_numbers("arrivals.share_0_5_of_under_15")
    men = float(value("arrivals.share_men"))
    status = choices.axis["status"]
    mothers = parities.by_age_in("migrant", [year + 0.5 for year in years])
    table = [
        relaid(
            _profiles(
                at(under_15, year + 0.5),
                young,
                women,
                partial(
                    arrival_profile,
                    adults=curve,
                    share_men=men,
                    nation=Nation(now=people),
                ),
            ),
            STATUSES,
            status,
        )
        for year, women, people in zip(years, mothers, now, strict=True)
    ]
    return DensityByAge(
        name="arrival_profile",
        cohorts=cohorts,
        table=np.stack(np.broadcast_arrays(*table), axis=1),
        years=years,
        leading=("status",),
    )


def _profiles(
    under_15: FloatArray,
    young: FloatArray,
    parity: FloatArray,
    profile: Callable[[FloatArray, FloatArray], FloatArray],
) -> FloatArray:
    """Arrivals of a year by status and age, shape (draws or 1, status, age), as ``STATUSES``."""
    return by_status(profile(under_15.reshape(-1), young.reshape(-1)), parity)


def registering(choices: Choices, cohorts: Axis, women: Path, years: tuple[int, ...]) -> ByAge:
    """Registration by sex and age against the ages at which most register, shape by status.

    Men and women have the heights 2 ÷ (1 + w) and 2 w ÷ (1 + w), w the women who register for each
    man, so that their mean is one.
    """
    steps = choices.pack.parameters.value("registration.steps")
    by_age = departure_rates(1.0, [(int(age), float(height)) for age, height in steps])
    ratio = np.stack([at(women, year + 0.5) for year in years], axis=-1)[..., np.newaxis]
    by_sex = {"men": 2 / (1 + ratio) * by_age, "women": 2 * ratio / (1 + ratio) * by_age}
    return ByAge(
        name="registration_profile",
        cohorts=cohorts,
        table=np.stack([by_sex[sex_of(label)] for label in choices.axis["status"].labels], axis=2),
        years=years,
        leading=("status",),
    )


def working_ages(pack: CityPack, cohorts: Axis) -> ByAge:
    """How far migrants' death rates differ from the table's, at the ages of a cohort."""
    ages, weights = np.array(pack.parameters.value("mortality.migrant_ages"), dtype=float).T
    return ByAge(
        name="selected_ages",
        cohorts=cohorts,
        table=np.interp(np.arange(N_AGES) + 0.5, ages, weights)[np.newaxis, np.newaxis],
        years=(2000,),
    )


def departing(pack: CityPack, cohorts: Axis) -> ByAge:
    """Standard departures by cohort."""
    steps = [(int(age), float(height)) for age, height in pack.parameters.value("departures.steps")]
    return ByAge(
        name="departure_rate",
        cohorts=cohorts,
        table=departure_rates(1.0, steps)[np.newaxis, np.newaxis],
        years=(2000,),
    )
