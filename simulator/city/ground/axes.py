"""The axes of a city, in the order that is law."""

from collections.abc import Sequence
from fractions import Fraction

from simulator.stockflow.grammar.axis import Axis, cohort_axis

STATUS = ("men", "childless", "one_child", "spacing", "waiting", "two_or_more")
RESIDENCY = ("registered", "migrant")
DELIVERY = ("promised", "expected")
YEARS_OPEN = ("year_1", "year_2", "year_3", "year_4", "year_5", "full")
PLACE = ("delivery", "service", "district")
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
        Axis(name="delivery", labels=DELIVERY),
        Axis(name="service", labels=tuple(services)),
        Axis(name="status", labels=STATUS),
        cohort_axis(
            per_year=cohorts_per_year, first_day=FIRST_DAY, oldest=start - OLDEST_AGE, stop=stop
        ),
        Axis(name="residency", labels=RESIDENCY),
        Axis(name="district", labels=tuple(districts)),
        Axis(name="years_open", labels=YEARS_OPEN),
    )
