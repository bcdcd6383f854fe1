"""After the record of arrivals: who leaves comes back, and net arrivals are stated beside it.

    arrivals = net arrivals + departures

so that residents rise by what is stated, whatever ages and rates make of departures. Departures
are counted at every opening of a birth window, and taken to go on as they changed between the last
two: in the middle of a window of width h they are

    departures ≈ D(k) + (D(k) − D(k − 1)) ÷ 2

with D(k) as counted when it opened. So nothing passes between cohorts within a step, and what this
leaves out is of second order in h. Until the record of arrivals ends none of it counts.
"""

import numpy as np

from simulator.city.ground.choices import Choices
from simulator.city.ground.future import ARRIVALS, FOLLOWED, NET_ARRIVALS
from simulator.errors import StructureError
from simulator.stockflow.grammar.axis import Axis
from simulator.stockflow.grammar.elements import Auxiliary, Lever, Parameter, Stock, Transfer
from simulator.stockflow.values.calendar import SAME_INSTANT
from simulator.stockflow.values.edited_paths import Resumed
from simulator.stockflow.values.paths import Constant, Path, Steps
from simulator.stockflow.values.scenario import Occasion

STOCKS = (
    Stock(
        name="departures_seen",
        axes=(),
        unit="persons/year",
        meaning="departures of migrants as counted when the last birth window opened",
        kind="departures_counted",
        watched=(),
        symbol=r"\Omega_1",
    ),
    Stock(
        name="departures_before",
        axes=(),
        unit="persons/year",
        meaning="departures of migrants as counted when the window before it opened",
        kind="departures_counted",
        watched=(),
        symbol=r"\Omega_2",
    ),
)

PARAMETERS = (
    Parameter(
        name="net_arrivals_a_year",
        axes=(),
        unit="persons/year",
        meaning="people who move into the city to live, less migrants who leave it, after the "
        "record of arrivals",
        symbol="N_a",
        lever=Lever(key="world.net_arrivals", minimum=None),
    ),
    Parameter(
        name="departures_replaced",
        axes=(),
        unit="1",
        meaning="share of departures whose place is taken by others: none up to the end of the "
        "record of arrivals, all of them after it",
        symbol=r"\rho_D",
        source=("world.future.net_arrivals",),
    ),
)

AUXILIARIES = (
    Auxiliary(
        name="departing",
        axes=(),
        over=("status", "cohort", "district"),
        expression="departures",
        unit="persons/year",
        meaning="migrants who leave the city",
        symbol=r"\Omega",
    ),
    Auxiliary(
        name="arriving",
        axes=(),
        expression="arrivals_a_year + net_arrivals_a_year "
        "+ departures_replaced * (1.5 * departures_seen - 0.5 * departures_before)",
        unit="persons/year",
        meaning="people who move into the city to live, those who take the place of others among "
        "them",
        symbol="A_a",
    ),
)

# in this order: each finds what the one before it left
TRANSFERS = (
    Transfer(
        name="departures_forgotten",
        source="departures_before",
        target=None,
        share="1",
        meaning="the count before the last is let go",
    ),
    Transfer(
        name="departures_kept",
        source="departures_seen",
        target="departures_before",
        share="1",
        meaning="the last count becomes the one before it",
    ),
    Transfer(
        name="departures_counted",
        source=None,
        target="departures_seen",
        amount="departing",
        meaning="departures of migrants, counted as a birth window opens",
    ),
)


def origin_of(choices: Choices) -> float | None:
    """The end of the record of arrivals, after which net arrivals rule; ``None``: they never do.

    ``StructureError`` for a pack whose net arrivals on record do not say when they end.
    """
    if not choices.follows(NET_ARRIVALS):
        return None
    recorded = choices.recorded(_KEY)
    first = recorded.first if isinstance(recorded, Resumed) else recorded
    if not isinstance(first, Steps):
        raise StructureError(f"{_KEY}: its record has to have a value a year")
    return first.last


def replacement_paths(choices: Choices) -> dict[str, Path]:
    """Arrivals until their record ends, net arrivals and who replaces departures from then on."""
    arrivals, origin = choices.path(ARRIVALS), origin_of(choices)
    if origin is None:
        return {
            "arrivals_a_year": arrivals,
            "net_arrivals_a_year": _NONE,
            "departures_replaced": _NONE,
        }
    return {
        "arrivals_a_year": Resumed(first=arrivals, year=origin, then=_NONE),
        "net_arrivals_a_year": Resumed(first=_NONE, year=origin, then=choices.path(_KEY)),
        "departures_replaced": Resumed(first=_NONE, year=origin, then=Constant(np.ones(1))),
    }


_KEY = FOLLOWED[NET_ARRIVALS]
_NONE = Constant(np.zeros(1))
_COUNTS = 2
"""Counts of departures from which it is told how they change."""


def replacement_occasions(
    choices: Choices, cohorts: Axis, span: tuple[float, float]
) -> dict[str, tuple[Occasion, ...]]:
    """Every opening of a birth window from the last but one before the origin to the end of a run.

    None in a run that ends with the record of arrivals: nobody is replaced in it.
    """
    names, origin = [each.name for each in TRANSFERS], origin_of(choices)
    if origin is None or origin > span[1] - SAME_INSTANT:
        return dict.fromkeys(names, ())
    openings = cohorts.birth_windows.boundaries(*span)
    counted = [year for year in openings if year < origin + SAME_INSTANT][-_COUNTS:]
    if len(counted) < _COUNTS:
        raise StructureError(f"{_KEY}: its record ends before departures are counted")
    return dict.fromkeys(names, tuple(map(Occasion, openings[openings.index(counted[0]) :])))
