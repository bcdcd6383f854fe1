"""Why places are short in a district on a day: late, unplanned, or more people than foreseen.

A gap is taken apart against what planners foresaw, the same scenario on the population they knew:

    gap = (demand − foreseen demand) + (foreseen demand − promised) + (promised − expected supply)
              grown                        unplanned                     late

Each part may be negative: fewer people than foreseen, more promised than was foreseen to be needed.
"""

from dataclasses import dataclass

import numpy as np

from simulator.city.services.series import ServiceSeries
from simulator.stockflow.values.calendar import SAME_INSTANT

FORESEEN = "planned"
"""The population basis that planners knew."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shortfall:
    """A gap at one reading and its parts, in places or beds; the parts add up to the gap.

    ``late`` is promised by then and not expected to serve, ``unplanned`` was foreseen to be needed
    and not promised, ``grown`` is demand beyond what was foreseen.
    """

    gap: float
    late: float
    unplanned: float
    grown: float


def why_short(
    series: ServiceSeries, foreseen: ServiceSeries, place: str, year: float
) -> Shortfall | None:
    """The gap of a service in a place at a reading, taken apart; ``None`` where it is unknown.

    Parameters
    ----------
    series
        The service in the run.
    foreseen
        The same service where the population is the one that planners knew.
    place
        A catchment, or the city; of a district, the catchment it lies in.
    year
        An instant at which the service is read.
    """
    here = np.flatnonzero(np.abs(series.years - year) <= SAME_INSTANT)
    there = np.flatnonzero(np.abs(foreseen.years - year) <= SAME_INSTANT)
    if not (here.size and there.size):
        return None
    place = series.within(place)
    row, column = series.place(place), int(here[0])
    gap = float(series.gap[row, column])
    if not np.isfinite(gap):
        return None
    demand = float(series.demand[row, column])
    promised = float(series.promised[row, column])
    known = float(foreseen.demand[foreseen.place(place), int(there[0])])
    return Shortfall(
        gap=gap,
        late=promised - float(series.risk_adjusted[row, column]),
        unplanned=known - promised,
        grown=demand - known,
    )
