"""Who arrives and who leaves, by age, sex and children already born."""

import numpy as np

from simulator.city.ground.choices import Choices
from simulator.city.pack.city_pack import CityPack
from simulator.city.people.births import Parities
from simulator.demography.cohort_paths import ByAge, DensityByAge
from simulator.demography.migration import (
    LabourCurve,
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

    Adults follow the labour curve of Rogers & Castro (1981); children have a share of their own.
    Mothers of one get the split of the rule in force in the year.
    """
    value = choices.pack.parameters.value
    curve = LabourCurve(
        location=float(value("arrivals.peak_location")),
        descent=float(value("arrivals.descent")),
        ascent=float(value("arrivals.ascent")),
        background=float(value("arrivals.background")),
    )
    young = choices.pack_numbers("arrivals.share_0_5_of_under_15")
    men = float(value("arrivals.share_men"))
    table = [
        _profiles(
            at(under_15, year + 0.5), young, parities.by_age("migrant", year + 0.5), curve, men
        )
        for year in years
    ]
    return DensityByAge(
        name="arrival_profile",
        cohorts=cohorts,
        table=np.stack(np.broadcast_arrays(*table), axis=1),
        years=years,
        leading=("status",),
    )


def _profiles(
    under_15: FloatArray, young: FloatArray, parity: FloatArray, curve: LabourCurve, men: float
) -> FloatArray:
    """Arrivals of a year by status and age, shape (draws or 1, status, age)."""
    draws = max(under_15.size, young.size, parity.shape[0])
    shares = zip(
        np.broadcast_to(under_15, draws),
        np.broadcast_to(young, draws),
        np.broadcast_to(parity, (draws, *parity.shape[1:])),
        strict=True,
    )
    return np.stack(
        [
            by_status(arrival_profile(float(share), float(small), curve, men), women)
            for share, small, women in shares
        ]
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
