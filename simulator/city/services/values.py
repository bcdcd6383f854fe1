"""Paths of demand: who is in scope, how many of them come, how much each takes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from simulator.city.axes import sex_of
from simulator.city.ground.choices import Choices, stated_paths
from simulator.city.pack.services import Service
from simulator.city.services.equations import PARAMETERS
from simulator.demography.along_cohorts import Ends, interval_share
from simulator.demography.cohort_paths import AgeBand, Reading
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.grammar.axis import Axis
from simulator.stockflow.values.paths import Constant, Moment, Path, Variation


@dataclass(frozen=True, kw_only=True)
class ServiceScope:
    """Share of every cohort each service is for, shape (1, service, status, cohort, residency).

    School services read the age completed by 31 August, the others the exact age of the day.
    """

    services: tuple[Service, ...]
    cohorts: Axis
    status: Axis
    residency: Axis
    axes: tuple[str, ...] = ("service", "status", "cohort", "residency")
    carried: dict[int, tuple[FloatArray, FloatArray]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def variation(self) -> Variation:
        """Linear while the same windows pass the same birthdays."""
        return "linear"

    def kinks(self, start: float, stop: float) -> tuple[float, ...]:
        """None beside the openings of windows."""
        return ()

    def value(self, moment: Moment) -> FloatArray:
        """The shares at a moment, shape (1, service, status, cohort, residency)."""
        windows = self.cohorts.birth_windows
        interval = windows.interval(moment.middle)
        if interval not in self.carried:
            self.carried.clear()
            ends = [self._ends(service, moment.middle) for service in self.services]
            low, rise = (self._scoped([end[part] for end in ends]) for part in (0, 1))
            self.carried[interval] = low, rise
        low, rise = self.carried[interval]
        return low + rise * interval_share(windows, moment)

    def _scoped(self, bands: Sequence[FloatArray]) -> FloatArray:
        """Shares of every cohort for whom a service is; in memory services and cohorts lie last."""
        found = self._who[np.newaxis, ..., np.newaxis] * np.concatenate(bands)
        return np.asarray(found.transpose(0, 3, 1, 4, 2))

    def _ends(self, service: Service, middle: float) -> Ends:
        """Share of every cohort of the ages a service is for, and by how much it changes."""
        scope = service.scope
        if scope.kind == "deliveries":
            return np.zeros((1, self.cohorts.size)), np.zeros((1, self.cohorts.size))
        reading: Reading = "last_opening_day" if service.is_school else "now"
        band = AgeBand(
            cohorts=self.cohorts, youngest=scope.youngest, oldest=scope.oldest, reading=reading
        )
        return band.ends(middle)

    @cached_property
    def _who(self) -> FloatArray:
        """One for whom a service is for, shape (status, residency, service)."""
        found = np.zeros((self.status.size, self.residency.size, len(self.services)))
        for place, service in enumerate(self.services):
            meant = [service.scope.sex in (None, sex_of(label)) for label in self.status.labels]
            for who in service.scope.residency:
                found[meant, self.residency.index(who), place] = 1.0
        return found


def demand_paths(choices: Choices, cohorts: Axis) -> dict[str, Path]:
    """Paths of scope, take-up, norm, deliveries, and of who is counted by the register."""
    names = choices.axis["service"].labels
    services = [choices.pack.service[name] for name in names]
    by_deliveries = [one.scope.kind == "deliveries" for one in services]
    on_register = [one.counts_register for one in services]
    return {
        **stated_paths(choices, PARAMETERS),
        **scope_path(choices, cohorts, names),
        "delivery_scope": Constant(np.array([by_deliveries], dtype=np.float64), ("service",)),
        "counts_register": Constant(np.array([on_register], dtype=np.float64), ("service",)),
    }


def scope_path(choices: Choices, cohorts: Axis, names: Sequence[str]) -> dict[str, Path]:
    """The path of scope of some services alone."""
    services = tuple(choices.pack.service[name] for name in names)
    status, residency = choices.axis["status"], choices.axis["residency"]
    scope = ServiceScope(services=services, cohorts=cohorts, status=status, residency=residency)
    return {"scope": scope}
