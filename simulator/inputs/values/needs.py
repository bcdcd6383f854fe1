"""Paths of demand: who is in scope, how many of them come, how much each takes."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from simulator.inputs.cohort_paths import AgeBand, interval_share
from simulator.inputs.pack.services import Service
from simulator.inputs.paths import Constant, Moment, Path, Stacked
from simulator.inputs.values.choices import Choices
from simulator.structure.arrays import FloatArray
from simulator.structure.axis import Axis

RESIDENCY = ("registered", "migrant")


@dataclass(frozen=True, kw_only=True)
class ServiceScope:
    """Share of every cohort each service is for, shape (1, service, status, cohort, residency).

    School services read the age completed by 31 August, the others the exact age of the day.
    """

    services: tuple[Service, ...]
    cohorts: Axis
    axes: tuple[str, ...] = ("service", "status", "cohort", "residency")
    carried: dict[int, tuple[FloatArray, FloatArray]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def kinks(self, start: float, stop: float) -> tuple[float, ...]:
        """None beside the openings of windows."""
        return ()

    def value(self, moment: Moment) -> FloatArray:
        """The shares at a moment."""
        windows = self.cohorts.birth_windows
        interval = windows.interval(moment.middle)
        if interval not in self.carried:
            self.carried.clear()
            opening = windows.opening(interval - windows.first)
            closing = windows.opening(interval - windows.first + 1)
            low = self._shares(Moment(opening, opening, closing))
            self.carried[interval] = low, self._shares(Moment(closing, opening, closing)) - low
        low, rise = self.carried[interval]
        return low + rise * interval_share(windows, moment)

    def _shares(self, moment: Moment) -> FloatArray:
        """The shares from the bands; the cohorts lie last in memory, as in the stocks."""
        found = np.zeros((1, len(self.services), 6, 2, self.cohorts.size))
        for place, service in enumerate(self.services):
            scope = service.scope
            if scope.kind != "deliveries":
                band = AgeBand(
                    cohorts=self.cohorts,
                    youngest=scope.youngest,
                    oldest=scope.oldest,
                    reading="last_opening_day" if service.is_school else "now",
                ).value(moment)
                status = {"men": slice(0, 1), "women": slice(1, 6)}.get(
                    scope.sex or "", slice(0, 6)
                )
                for who in scope.residency:
                    found[0, place, status, RESIDENCY.index(who)] = band
        return found.swapaxes(-1, -2)


def demand_paths(choices: Choices, cohorts: Axis) -> dict[str, Path]:
    """Paths of scope, take-up and norm."""
    services = choices.pack.services
    by_deliveries = [float(service.scope.kind == "deliveries") for service in services]
    return {
        "scope": ServiceScope(services=services, cohorts=cohorts),
        "delivery_scope": Constant(np.array([by_deliveries]), ("service",)),
        "take_up": _stacked(choices, "plan.take_up"),
        "norm": _stacked(choices, "plan.norm"),
        "is_migrant": Constant(np.array([[0.0, 1.0]]), ("residency",)),
        "points_threshold": choices.path("plan.points_threshold"),
        **{
            name: Constant(
                np.array([[getattr(service.entitlement, name) for service in services]]),
                ("service",),
            )
            for name in ("points_share", "private_share", "registered_private")
        },
    }


def scope_path(choices: Choices, cohorts: Axis, names: Sequence[str]) -> dict[str, Path]:
    """The path of scope of some services alone."""
    services = tuple(choices.pack.service[name] for name in names)
    return {"scope": ServiceScope(services=services, cohorts=cohorts)}


def _stacked(choices: Choices, key: str) -> Path:
    names = choices.pack.axes["service"]
    paths = {name: choices.path(f"{key}.{name}") for name in names}
    return Stacked(axis="service", place=0, paths=paths)
