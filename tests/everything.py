"""The city with everything it knows switched on, so that no equation can hide by standing still."""

from dataclasses import replace
from fractions import Fraction
from functools import cache

import numpy as np

from simulator.city.loading import Loaded
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.engine.trajectory import Trajectory
from tests.city import ONE_WINDOW, loaded

CLOSURES = (
    "{id='a',service='primary',district='siming',date=2017-01-01,share=0.1},"
    "{id='b',service='hospital',district='huli',date=2017-03-01,share=0.1},"
    "{id='c',service='kindergarten',district='tongan',date=2017-09-01,places=900,to='primary'}"
)
PLANS = (
    # given up on a day, growing and falling along lines, taken up on a day
    "{over={values={'2012-03-01'=0.4,'2014-03-01'=0.6,'2016-09-01'=0.3},interpolation='linear',"
    "after='hold'},add={'2017-06-01'=0.2}}"
)
EVERYTHING = (
    ONE_WINDOW,
    "model.stop=2023-01-01",
    "world.registered_arrivals=20000",
    "world.registered_departures=0.2",
    "world.moves_out.siming=0.02",
    "world.newborn_arrivals=3000",
    f"policy.two_child.planning_share={PLANS}",
    "world.newborns_on_dates=[{id='a',date=2012-10-01,persons=5000}]",
    "world.birth_seasonality={'01'=0.9,'10'=1.1}",
    "plan.cancellation_rate=0.05",
    f"plan.closures=[{CLOSURES}]",
)
ANSWERS = (
    *EVERYTHING,
    "feedback.planners.on=true",
    "feedback.families.on=true",
    "feedback.private.on=true",
)
YEARS = (2013.0, 2016.0, 2019.0, 2023.0)
SEPTEMBERS = tuple(float(year + Fraction(2, 3)) for year in (2016, 2017, 2018))
DAYS = tuple(day for september in SEPTEMBERS for day in (september - 1 / 730, september))


@cache
def everything(sets: tuple[str, ...] = EVERYTHING) -> Trajectory:
    return follow(loaded(*sets))


def follow(one: Loaded) -> Trajectory:
    """A run that is also read half a day before each 1 September."""
    readings = tuple(sorted({*one.scenario.readings, *DAYS}))
    return simulate(one.system, replace(one.scenario, readings=readings))


def table(run: Trajectory) -> list[str]:
    """What every stream has moved and every stock holds, by label, to six significant digits."""
    places = [int(np.flatnonzero(np.abs(run.readings - year) < 1e-9)[0]) for year in YEARS]
    lines = []
    for stream in run.system.streams:
        for kind, totals in (("left", run.left), ("arrived", run.arrived)):
            if stream.name in totals:
                moved = totals[stream.name][0]
                sums = moved.reshape(-1, moved.shape[-1]).sum(axis=0)[places]
                lines.append(_line((kind, stream.name), sums))
    for stock in run.system.stocks:
        final = run.final[stock.name][0]
        if not stock.axes:
            lines.append(_line((stock.name, "all"), [float(final)]))
        for place, axis in enumerate(stock.axes):
            away = tuple(other for other in range(final.ndim) if other != place)
            by_label = final.sum(axis=away)
            if axis != "cohort":
                lines += [
                    _line((stock.name, label), [value])
                    for label, value in zip(run.system.axis[axis].labels, by_label, strict=True)
                ]
            else:
                lines.append(_line((stock.name, axis), np.add.reduceat(by_label, [0, 41, 81, 96])))
    services = run.system.axis["service"].labels
    for measure in ("demand", "in_bed"):
        found = run.measures[measure][0].sum(axis=1)[:, places]
        lines += [_line((measure, name), row) for name, row in zip(services, found, strict=True)]
    return [*lines, *_supply(run)]


def _supply(run: Trajectory) -> list[str]:
    """Places that serve, as promised and as expected, half a day before 1 September and on it."""
    days = [int(np.flatnonzero(np.abs(run.readings - year) < 1e-9)[0]) for year in DAYS]
    axis = run.system.axis
    supply = run.measures["supply"][0].sum(axis=2)[..., days]
    return [
        _line((f"supply {delivery}", service), supply[first, second])
        for first, delivery in enumerate(axis["timetable"].labels)
        for second, service in enumerate(axis["service"].labels)
    ]


def _line(names, values) -> str:
    return ",".join([*names, *(f"{float(value):.6g}" for value in values)])
