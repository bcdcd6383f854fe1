"""Pupils on record beside the children a run has, with an enrolment ratio of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

import numpy as np

from simulator.city.axes import CITY
from simulator.city.ground.choices import Choices, choices_of
from simulator.city.loading import all_settings, city_system
from simulator.city.pack.city_pack import CityPack, Parameters
from simulator.city.pack.parameter_form import CATCHMENT_RATIO, COUNTING_ERROR
from simulator.city.whole import values_of
from simulator.files.locations import SCENARIOS
from simulator.files.records import Row
from simulator.files.scenario_file import load_scenario
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.engine.trajectory import Trajectory
from simulator.stockflow.values.calendar import SAME_INSTANT, instant, place_of

RATIO = "world.enrolment_ratio."
EXPANSION = "plan.unlisted_expansion."
"""Keys this package answers for, each before a service."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Enrolled:
    """Pupils of a stage in a place on a 1 September, and what a run has with a ratio of one.

    ``error_size`` is the standard error of the count, relative: as the pack states it of yearbooks,
    and of bulletins and the press, which round.
    """

    service: str
    place: str
    year: float
    pupils: float
    at_one: float
    error_size: float

    @property
    def ratio(self) -> float:
        """Pupils for each child the run says would come."""
        return self.pupils / self.at_one


@dataclass(frozen=True, kw_only=True)
class AtOne:
    """A run of the baseline in which nobody's enrolment has been fitted yet."""

    choices: Choices
    trajectory: Trajectory

    def served(self, service: str, year: float) -> FloatArray:
        """Children of a stage who would be served with a ratio of one, shape (district,)."""
        run = self.trajectory
        there = place_of(run.readings, year)
        if there is None:
            raise LookupError(f"no reading at {year}")
        row = run.system.axis["service"].index(service)
        return np.asarray(run.measures["demand"][0, row, :, there]) / self._norm(service)

    def _norm(self, service: str) -> float:
        return self.choices.pack.service[service].norm


def run_at_one(pack: CityPack, basis: str) -> AtOne:
    """The baseline on a population basis, without what this package fits."""
    ours = (RATIO, EXPANSION, CATCHMENT_RATIO)
    kept = {p: entry for p, entry in pack.parameters.table.items() if not p[0].startswith(ours)}
    neutral = {RATIO: 1.0, EXPANSION: 0.0}
    kept |= {
        (f"{key}{name}", ""): {"value": value}
        for key, value in neutral.items()
        for name in pack.axes["school"]
    }
    parameters = Parameters(path=pack.parameters.path, table=kept, file=pack.parameters.file)
    bare = replace(pack, parameters=parameters)
    stated = (f'world.population_basis="{basis}"',)
    file = load_scenario(SCENARIOS / "baseline.toml", all_settings(), bare.axes, stated)
    system = city_system(file, bare)
    choices = choices_of(file, bare).along(system.axis)
    return AtOne(choices=choices, trajectory=simulate(system, values_of(choices)))


def enrolled(
    found: AtOne, standing: float | None, ratios: Mapping[str, FloatArray] = MappingProxyType({})
) -> tuple[Enrolled, ...]:
    """Every count of pupils on record by then, of the city and its districts, oldest first.

    ``ratios`` are those of the districts, shape (district,), by service; 1 where none are given.
    """
    pack = found.choices.pack
    rows = (row for row in pack.rows("observations/pupils.csv") if _counts(pack, row))
    first = float(found.trajectory.readings[0])
    dated = sorted(((_when(row), row) for row in rows), key=lambda each: each[0])
    return tuple(
        _enrolled(found, row, year, ratios)
        for year, row in dated
        if year > first + SAME_INSTANT and (standing is None or year <= standing)
    )


def of_city(rows: Sequence[Enrolled], service: str) -> tuple[Enrolled, ...]:
    """The counts of a stage in the whole city."""
    return tuple(row for row in rows if (row.service, row.place) == (service, CITY))


def _counts(pack: CityPack, row: Row) -> bool:
    """Whether a row is a count of all pupils of a stage in the city or a district."""
    places = (CITY, *pack.axes["district"])
    return (
        row.text("series") in pack.axes["school"]
        and row.text("district") in places
        and row.text("use") == "observation"
        and row.text("status") != "estimated"
    )


def _when(row: Row) -> float:
    return instant(date.fromisoformat(row.text("date")))


def _enrolled(found: AtOne, row: Row, year: float, ratios: Mapping[str, FloatArray]) -> Enrolled:
    service, place = row.text("series"), row.text("district")
    served = found.served(service, year) * ratios.get(service, 1.0)
    district = found.trajectory.system.axis["district"]
    errors = found.choices.pack.parameters.value(COUNTING_ERROR)
    at_one = served.sum() if place == CITY else served[district.index(place)]
    return Enrolled(
        service=service,
        place=place,
        year=year,
        pupils=row.number("value"),
        at_one=float(at_one),
        error_size=float(errors["yearbook" if row.text("grade") == "A" else "others"]),
    )
