"""What became of a nation: people, births, deaths and migrants with their labels."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.demography.counts_by_age import by_age
from simulator.demography.single_ages import completed_ages
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.trajectory import Trajectory
from simulator.stockflow.labelled import flow_series
from simulator.stockflow.labelled.flows import Side
from simulator.stockflow.labelled.labels import as_names
from simulator.stockflow.values.calendar import When

if TYPE_CHECKING:
    import pandas as pd

BIRTHS = ("boys_born", "girls_born")
DEATHS = ("infant_deaths", "later_deaths")
UNDER_ONE = "under_one"

_Names = str | Iterable[str]


@dataclass(frozen=True, kw_only=True)
class FollowedNation:
    """A nation's run, in persons.

    With labels: ``people``, ``births``, ``deaths``, ``migrants``. As arrays: ``people_by_age`` at
    the end, shape (sex, age 0 … 100+); ``births_by_year`` from anniversary to anniversary of the
    start, shape (sex, years); ``deaths_by_year`` likewise, shape (under one or not, sex, years).
    ``trajectory`` has everything.
    """

    trajectory: Trajectory
    people_by_age: FloatArray
    births_by_year: FloatArray
    deaths_by_year: FloatArray

    @classmethod
    def of(cls, run: Trajectory) -> "FollowedNation":
        """From the trajectory of a nation, whose snapshots are the anniversaries of its start."""
        cohorts = run.system.axis["cohort"]
        shares = completed_ages(cohorts.birth_windows, float(run.snapshots[-1]))
        each = np.searchsorted(run.readings, run.snapshots)
        return cls(
            trajectory=run,
            people_by_age=run.stocks["people"][0, ..., -1] @ shares,
            births_by_year=np.diff(np.stack([run.arrived[name][0] for name in BIRTHS])[..., each]),
            deaths_by_year=np.diff(np.stack([run.left[name][0] for name in DEATHS])[..., each]),
        )

    def people(self, by: _Names = ("sex", "age"), *, on: When | None = None) -> "pd.Series[float]":
        """People on an anniversary of the start, on the last day where none is named.

        ``by`` has some of sex and age (completed years, 100 is 100 and over). Raises as ``by_age``.
        """
        day = float(self.trajectory.snapshots[-1]) if on is None else on
        return by_age(self.trajectory, "people", on=day, by=by)

    def births(self, by: _Names = ("year", "sex")) -> "pd.Series[float]":
        """Births by calendar year and sex; raises as ``flow_series``.

        Of a run that does not start on a 1 January the first and the last year are parts, and left
        out; ``interval`` in place of ``year`` gives them too.
        """
        return self._together(BIRTHS, by, "arrived", "births")

    def deaths(self, by: _Names = ("year", "sex")) -> "pd.Series[float]":
        """Deaths, as ``births``; ``by`` may also have ``under_one`` (true under age one)."""
        import pandas as pd

        wanted = as_names(by)
        if UNDER_ONE not in wanted:
            return self._together(DEATHS, wanted, "left", "deaths")
        others = [name for name in wanted if name != UNDER_ONE]
        each = {name == DEATHS[0]: flow_series(self.trajectory, name, by=others) for name in DEATHS}
        if not others:
            return _told(pd.Series({key: found.iloc[0] for key, found in each.items()}), "deaths")
        found = pd.concat(each, names=[UNDER_ONE])
        order: Any = list(wanted)  # names of levels, which its types take for places
        return _told(found.reorder_levels(order), "deaths")

    def migrants(self, by: _Names = ("year", "sex")) -> "pd.Series[float]":
        """Net migrants, as ``births``: who came less who left."""
        came = flow_series(self.trajectory, "immigration", by=by)
        return _told(came - flow_series(self.trajectory, "emigration", by=by), "migrants")

    def _together(
        self, names: tuple[str, ...], by: _Names, side: Side, told: str
    ) -> "pd.Series[float]":
        """Several flows as one: labels that they share are added."""
        import pandas as pd

        wanted = as_names(by)
        each = [flow_series(self.trajectory, name, by=wanted, side=side) for name in names]
        if not wanted:
            return _told(sum(each[1:], each[0]), told)
        # in the order of the labels, not of the flows
        found = pd.concat(each).groupby(level=list(wanted), sort=True).sum()
        return _told(found, told)


def _told(series: "pd.Series[float]", name: str) -> "pd.Series[float]":
    named = series.rename(name)
    named.attrs.update(unit="persons", meaning=name)
    return named
