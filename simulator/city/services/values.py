"""Paths of demand: who is in scope, how many of them come, how much each takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import get_args

import numpy as np

from simulator.city.axes import sex_of
from simulator.city.ground.choices import Choices, stated_paths
from simulator.city.pack.services import Service
from simulator.city.services.equations import PARAMETERS
from simulator.demography.along_cohorts import Ends, interval_shares, intervals, mixed
from simulator.demography.cohort_paths import Reading, band_ends
from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.grammar.axis import Axis
from simulator.stockflow.values.moments import Moments, runs
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

    @property
    def variation(self) -> Variation:
        """Linear while the same windows pass the same birthdays."""
        return "linear"

    def kinks(self, start: float, stop: float) -> tuple[float, ...]:
        """None beside the openings of windows."""
        return ()

    def value(self, moment: Moment) -> FloatArray:
        """The shares at a moment, shape (1, service, status, cohort, residency)."""
        return np.asarray(self.at_moments(Moments.of([moment]))[0])

    def at_moments(self, moments: Moments) -> FloatArray:
        """The same at many moments, shape (moments, 1, service, status, cohort, residency).

        In memory services and cohorts lie last; labels for all of whom a service is lie in one.
        """
        windows = self.cohorts.birth_windows
        gone = intervals(windows, moments.middles)
        firsts, which = runs(gone)
        shares = mixed(self._ends(gone[firsts]), which, interval_shares(windows, moments, gone))
        found = self._who[..., np.newaxis] * shares[:, np.newaxis, np.newaxis]
        turned = found.transpose(0, 3, 1, 4, 2)
        whole = (len(self.services), self.status.size, self.cohorts.size, self.residency.size)
        return np.broadcast_to(turned[:, np.newaxis], (len(moments), 1, *whole))

    def _ends(self, gone: IntArray) -> Ends:
        """Share of every cohort of the ages each service is for, and by how much it changes."""
        scopes = [service.scope for service in self.services]
        spans = [
            (0, 0) if scope.kind == "deliveries" else (scope.youngest, scope.oldest)
            for scope in scopes
        ]
        is_school = np.array([service.is_school for service in self.services])
        now, that_day = (
            band_ends(self.cohorts.birth_windows, spans, reading, gone)
            for reading in get_args(Reading)
        )
        low, rise = (np.where(is_school, *ends) for ends in zip(that_day, now, strict=True))
        return low, rise

    @cached_property
    def _who(self) -> FloatArray:
        """One for whom a service is for, shape (status or 1, residency or 1, service)."""
        found = np.zeros((self.status.size, self.residency.size, len(self.services)))
        for place, service in enumerate(self.services):
            meant = [service.scope.sex in (None, sex_of(label)) for label in self.status.labels]
            for who in service.scope.residency:
                found[meant, self.residency.index(who), place] = 1.0
        for axis in (0, 1):
            first = found.take([0], axis=axis)
            found = first if (found == first).all() else found
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
