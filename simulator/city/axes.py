"""The axes of a city, in the order that is law.

The order of the *axes* is law; that of the labels along one is not: whoever fills or reads an array
asks the axis where a label stands (``axis.index("migrant")``). Three axes are sequences, and their
order is what they mean: ``cohort`` (by birth, oldest first), ``month`` (of the year) and
``years_open`` (since opening).
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np

from simulator.demography.parity import WOMEN
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.grammar.axis import Axis, cohort_axis

SEX = ("men", "women")
STATUS = ("men", *WOMEN)
RESIDENCY = ("registered", "migrant")
TIMETABLE = ("promised", "expected")
PROMISED, EXPECTED = TIMETABLE.index("promised"), TIMETABLE.index("expected")
"""Where the two stand in what is read off a run (``measured``); a run's own axis may differ."""

MONTH = tuple(f"{month:02d}" for month in range(1, 13))
YEARS_OPEN = ("year_1", "year_2", "year_3", "year_4", "year_5", "full")
PLACE = ("timetable", "service", "district")
CITY = "city"
"""The row of the whole city, the sum over its districts; no label of the axis ``district``."""

FIRST_DAY = Fraction(2, 3)
OLDEST_AGE = 100


def city_axes(
    *,
    districts: Sequence[str],
    services: Sequence[str],
    cohorts_per_year: int,
    start: float,
    stop: float,
) -> tuple[Axis, ...]:
    """Axes of a city whose cohorts open on 1 September, the day of school entry."""
    return (
        Axis(name="timetable", labels=TIMETABLE),
        Axis(name="service", labels=tuple(services)),
        Axis(name="status", labels=STATUS),
        cohort_axis(
            per_year=cohorts_per_year, first_day=FIRST_DAY, oldest=start - OLDEST_AGE, stop=stop
        ),
        Axis(name="residency", labels=RESIDENCY),
        Axis(name="district", labels=tuple(districts)),
        Axis(name="years_open", labels=YEARS_OPEN),
    )


def standing_axes(
    *,
    districts: Sequence[str],
    services: Sequence[str],
    schools: Sequence[str],
    bed_services: Sequence[str],
) -> dict[str, Axis]:
    """Every axis that is the same in all runs of a city by name, and those that keys alone name."""
    labels = {
        "timetable": TIMETABLE,
        "service": tuple(services),
        "school": tuple(schools),
        "bed_service": tuple(bed_services),
        "status": STATUS,
        "sex": SEX,
        "residency": RESIDENCY,
        "district": tuple(districts),
        "years_open": YEARS_OPEN,
        "month": MONTH,
    }
    return {name: Axis(name=name, labels=found) for name, found in labels.items()}


def sex_of(status: str) -> str:
    """Men are men; every other status is one of women."""
    return "men" if status == "men" else "women"


def relaid(array: FloatArray, known: Sequence[str], axis: Axis) -> FloatArray:
    """An array whose second axis has the labels ``known``, as an axis orders them.

    It lies in memory as before, so that sums along the other axes are rounded alike, whatever the
    order of the labels. Raises ``ValueError`` for a label that is not known.
    """
    found = np.empty_like(array)
    for place, label in enumerate(axis.labels):
        found[:, place] = array[:, list(known).index(label)]
    return found


def laid_along(axis: Axis, values: Mapping[str, FloatArray | float]) -> FloatArray:
    """Values of every label, last in the result: shape (*shape of the values, labels).

    Raises ``KeyError`` for a label without a value.
    """
    return np.stack(np.broadcast_arrays(*(values[label] for label in axis.labels)), axis=-1)
