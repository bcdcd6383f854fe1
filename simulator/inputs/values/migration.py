"""Who arrives and who leaves, by age, sex and children already born."""

import numpy as np

from simulator.inputs.cohort_paths import ByAge, DensityByAge
from simulator.inputs.pack.city_pack import CityPack
from simulator.inputs.paths import Path, at
from simulator.inputs.population.arrivals import (
    LabourCurve,
    arrival_profile,
    by_status,
    departure_rates,
)
from simulator.inputs.values.parity import Parities
from simulator.structure.axis import Axis


def arriving(
    pack: CityPack, cohorts: Axis, under_15: Path, parities: Parities, years: tuple[int, ...]
) -> DensityByAge:
    """Profile of arrivals by status and cohort; adds to one.

    Adults follow the labour curve of Rogers & Castro (1981); children have a share of their own.
    Mothers of one get the split of the rule in force in the year.
    """
    value = pack.parameters.value
    curve = LabourCurve(
        location=float(value("arrivals.peak_location")),
        descent=float(value("arrivals.descent")),
        ascent=float(value("arrivals.ascent")),
        background=float(value("arrivals.background")),
    )
    young = float(value("arrivals.share_0_5_of_under_15"))
    men = float(value("arrivals.share_men"))
    table = [
        by_status(
            arrival_profile(float(at(under_15, year + 0.5)[0]), young, curve, men),
            parities.by_age("migrant", year + 0.5),
        )
        for year in years
    ]
    return DensityByAge(
        name="arrival_profile",
        cohorts=cohorts,
        table=np.stack(table)[np.newaxis],
        years=years,
        leading=("status",),
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
