"""Places serving in projects, as a path: what is promised, and what can be expected of them.

In a run with draws what is expected is what comes in each: of every named project, and of those
without a name that are drawn one by one (``sampled``).
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np

from simulator.city.axes import PLACE
from simulator.city.ground.choices import Choices
from simulator.city.supply.closed_samples import left_open
from simulator.city.supply.inside import carried
from simulator.city.supply.projects import (
    RunningProject,
    expected_serving,
    is_kept,
    promised_serving,
    running_projects,
)
from simulator.city.supply.samples import is_lost, named_serving, unnamed_serving
from simulator.city.supply.unnamed_projects import unnamed_projects
from simulator.city.supply.whereabouts import spread
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT
from simulator.stockflow.values.paths import Moment, Path


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadOff:
    """Places serving in named projects, for measures alone: what holds at the very instant.

    ``values`` has shape (time, draws or 1, timetable, service, district). What is promised for the
    last day of a run is there on that day, as it is for a transfer.
    """

    years: tuple[float, ...]
    values: FloatArray
    axes: tuple[str, ...] = PLACE

    def kinks(self, start: float, stop: float) -> tuple[float, ...]:
        """None: no flow follows it."""
        return ()

    def value(self, moment: Moment) -> FloatArray:
        """The value of the last date reached, shape (draws or 1, *axes), places."""
        place = max(bisect_right(self.years, moment.year + SAME_INSTANT) - 1, 0)
        return np.asarray(self.values[place])


def project_serving(choices: Choices, start: float, stop: float) -> Path:
    """Places serving in projects, month by month, shape (draws or 1, *PLACE).

    What is expected is drawn where draws are asked for, what is promised never. Projects without a
    name stay in the stocks, which hold what is expected of them, where the planners' loop is
    closed, building capacity limits starts or everything is on time (``sampled``): then the draws
    differ by the named projects alone.
    """
    months = np.arange(round(start * 12), round(stop * 12) + 1)
    years = np.array([month // 12 + (month % 12) / 12 for month in months])
    timetable = choices.axis["timetable"]
    expected = expected_in_use(choices, (start, stop), years)
    table = np.zeros((*expected.shape[:2], timetable.size, *expected.shape[2:]))
    table[:, :, timetable.index("expected")] = expected
    table[:, :, timetable.index("promised")] = _of_named(
        choices, (len(years), 1), lambda running: promised_serving(running, years)
    )
    return ReadOff(years=tuple(float(year) for year in years), values=table)


def expected_in_use(choices: Choices, span: tuple[float, float], years: FloatArray) -> FloatArray:
    """Places expected to serve in projects, shape (time, draws or 1, service, district).

    In a run with draws those that serve in each: of the named projects, and of all others that
    stand beside the stocks.
    """
    shape = len(years), _draws(choices)
    if not choices.chance.is_drawn:
        return _of_named(choices, shape, lambda running: expected_serving(running, years))
    beside = left_open(choices, unnamed_projects(choices, span))
    found = unnamed_serving(choices, beside, years)
    found += _of_named(choices, shape, lambda running: named_serving(choices, running, years))
    return found


def expected_under_way(choices: Choices, years: FloatArray) -> FloatArray:
    """Places of named projects that will serve and do not yet, shape as ``expected_in_use``."""
    draws = _draws(choices)
    return _of_named(choices, (len(years), draws), lambda one: under_way(choices, one, years))


def under_way(choices: Choices, running: RunningProject, years: FloatArray) -> FloatArray:
    """Places of a project that will serve and do not yet, shape (time,) or (draws or 1, time).

    None of one that is closed, nor in a draw of one that will be given up.
    """
    kept = is_kept(running, years)
    if not choices.chance.is_drawn:
        coming = running.places * (1 - running.lost) * kept
        return np.asarray(coming - expected_serving(running, years))
    coming = np.where(is_lost(choices, running)[:, np.newaxis], 0.0, running.places * kept)
    return np.asarray(coming - named_serving(choices, running, years))


def _draws(choices: Choices) -> int:
    return max(choices.chance.draws, 1)


def _of_named(
    choices: Choices, shape: tuple[int, int], places: Callable[[RunningProject], FloatArray]
) -> FloatArray:
    """What ``places`` tells of each named project: (time, draws or 1, service, district).

    It tells shape (time,) or (draws or 1, time); ``shape`` is (time, draws or 1).
    """
    services, districts = (choices.axis[name] for name in PLACE[1:])
    table = np.zeros((*shape, services.size, districts.size))
    for running in running_projects(choices):
        told = np.atleast_2d(places(running)).T
        within = carried(choices, running.service.name)
        for (district, share), (name, own) in product(spread(choices, running).items(), within):
            table[:, :, services.index(name), districts.index(district)] += told * share * own
    return table
