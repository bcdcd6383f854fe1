"""Which projects decide a gap: what it does that one of them comes a year later."""

from dataclasses import dataclass, replace

import numpy as np

from simulator.analysis.building import NamedProject
from simulator.analysis.series import CITY, ServiceSeries
from simulator.inputs.values.projects import expected_serving

SLIP = 1.0
"""Years by which a project is moved."""


@dataclass(frozen=True, kw_only=True, slots=True)
class YearsSlip:
    """One project a year later: what is missed, when most, and the gap then without and with it.

    ``place`` is its district, or the city where it is spread over several. ``lost`` is the largest
    number of places missing at a reading, ``place_years`` their sum over time.
    """

    project: NamedProject
    place: str
    when: float
    lost: float
    place_years: float
    gap: float
    gap_if_late: float

    @property
    def share(self) -> float:
        """Part of the later gap that the year makes; not a number where nothing is short then."""
        return self.lost / self.gap_if_late if self.gap > 0 else float("nan")


def years_slips(
    projects: tuple[NamedProject, ...], series: tuple[ServiceSeries, ...]
) -> tuple[YearsSlip, ...]:
    """Every named project of a service whose supply is known, the largest loss first.

    A project that is not expected to serve within the run either way is left out.
    """
    by_name = {one.service.name: one for one in series if one.is_known}
    found = [
        _slip(project, by_name[project.running.service.name])
        for project in projects
        if project.running.service.name in by_name
    ]
    return tuple(sorted((one for one in found if one.lost > 0.5), key=lambda one: -one.place_years))


def _slip(project: NamedProject, series: ServiceSeries) -> YearsSlip:
    running = project.running
    later = replace(
        running, promised=running.promised + SLIP, first_promised=running.first_promised + SLIP
    )
    lost = expected_serving(running, series.years) - expected_serving(later, series.years)
    place = next(iter(project.shares)) if len(project.shares) == 1 else CITY
    gap = series.gap[series.place(place)]
    worst = int(np.argmax(np.where(np.isfinite(gap), lost, -1.0)))
    return YearsSlip(
        project=project,
        place=place,
        when=float(series.years[worst]),
        lost=float(lost[worst]),
        place_years=float(np.trapezoid(lost, series.years)) if len(lost) > 1 else 0.0,
        gap=float(gap[worst]),
        gap_if_late=float(gap[worst] + lost[worst]),
    )
