"""The series of the record that a run is held against, each with its counterpart in the run."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from simulator.city.axes import CITY
from simulator.city.ground.outcome import Outcome
from simulator.city.pack.services import Service
from simulator.city.record.counterparts import (
    at_entrance,
    at_mean_load,
    grouped,
    percent,
    pupils,
    registered_deaths,
    registered_men,
    seats,
)
from simulator.city.record.groups import Group
from simulator.city.record.modelled import (
    Modelled,
    births,
    crude_death_rate,
    deliveries,
    register,
    registered_births,
    residents,
    second_birth_share,
    supply,
)
from simulator.stockflow.values.calendar import instant

_REFERRED = ("observation", "input", "reference")
"""Rows that nothing is fitted to count too where they were counted and not only derived."""

ANYWHERE = "*"
"""Any place of the city, asked for as the sum of the catchments it holds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """A series of the record: the file and name it stands under, and its counterpart in a run.

    ``places`` are those a row may be of, ``sex`` and ``ages`` what it counts, blank for everybody.
    ``uses`` are those rows may have. ``bound``: the run says how many there may be at most.
    ``of_places``: what is held against the figure are places and not people.
    ``difference``: the figure is a difference of larger counts, of which this is the first; its
    error is that of the counts.
    """

    name: str
    table: str
    series: str
    modelled: Modelled
    places: tuple[str, ...] = (CITY,)
    by_place: bool = False
    until: float | None = None
    sex: str = "both"
    ages: tuple[str, ...] = ("all",)
    uses: tuple[str, ...] = ("observation", "input")
    bound: bool = False
    of_places: bool = False
    difference: Modelled | None = None


def compared(outcome: Outcome) -> Iterator[Compared]:
    """The series that the population basis of the run may be held against."""
    yield from _of_people(outcome)
    yield from _of_schools(outcome)
    yield from _of_vital_events(outcome)
    yield from _of_ages(outcome)
    yield from _of_beds(outcome)


def basis_of(outcome: Outcome) -> str:
    """The population basis of a run."""
    return str(outcome.file.values["world.population_basis"])


def _of_people(outcome: Outcome) -> Iterator[Compared]:
    basis = next(each for each in outcome.pack.city["basis"] if each["id"] == basis_of(outcome))
    until = basis.get("residents_until")
    yield Compared(
        name="residents",
        table="residents",
        series=str(basis["residents_series"]),
        modelled=residents,
        until=None if until is None else instant(date.fromisoformat(str(until))),
    )
    yield Compared(name="registered", table="registered", series="registered", modelled=register)
    # women are the rest of the register, and would only say the same again
    yield Compared(
        name="registered_men",
        table="registered",
        series="registered_by_sex",
        modelled=registered_men,
        sex="men",
        uses=_REFERRED,
    )
    yield Compared(name="births", table="births", series="births", modelled=births)
    if basis["id"] == "revised":
        yield Compared(
            name="district_residents",
            table="districts",
            series="districts_revised",
            modelled=residents,
            places=outcome.pack.axes["district"],
            by_place=True,
        )


_OF_PUPILS = {"pupils": pupils, "at_mean_load": at_mean_load, "seats": seats}
"""What a count of pupils is held against: those served, and what places hold on average, at most.
"""


def _of_schools(outcome: Outcome) -> Iterator[Compared]:
    for service in outcome.pack.services:
        if not service.is_school:
            continue
        catchments = tuple(outcome.pack.catchments(service.name))
        for kind, count in _OF_PUPILS.items():
            name = f"{service.name}_{kind}"
            for places in ((CITY,), catchments[:-1]):
                yield Compared(
                    name=name if places == (CITY,) else f"district_{name}",
                    table="pupils",
                    series=service.name,
                    modelled=partial(count, service),
                    places=places,
                    by_place=places != (CITY,),
                    bound=kind == "seats",
                    of_places=kind != "pupils",
                )
        yield from _of_entrance(service)


def _of_entrance(service: Service) -> Iterator[Compared]:
    """The first grade: children short of a place, entrants, places."""
    for series, name in (
        ("places_short", "turned_away"),
        ("entrants_expected", "entrants"),
        ("places_grade1_available", "places"),
    ):
        yield Compared(
            name=f"{service.name}_{series}",
            table="school_entry",
            series=f"{service.name}_{series}",
            modelled=partial(at_entrance, service, name),
            places=(CITY, ANYWHERE),
            by_place=True,
            uses=_REFERRED,
            difference=partial(at_entrance, service, "entrants") if name == "turned_away" else None,
        )


def _of_vital_events(outcome: Outcome) -> Iterator[Compared]:
    yield Compared(
        name="second_birth_share",
        table="births_by_order",
        series="birth_order_share_2",
        modelled=second_birth_share,
    )
    yield Compared(
        name="registered_births",
        table="registered_births",
        series="registered_births",
        modelled=registered_births,
    )
    yield Compared(
        name="registered_deaths",
        table="deaths",
        series="registered_deaths",
        modelled=registered_deaths,
    )
    if basis_of(outcome) == "revised":
        yield Compared(
            name="crude_death_rate",
            table="deaths",
            series="crude_death_rate",
            modelled=crude_death_rate,
        )
    yield Compared(name="deliveries", table="deliveries", series="deliveries", modelled=deliveries)


_YOUNG = Group(kind="resident", ages=((0, 14),))
_WORKING = Group(kind="resident", ages=((15, 64),))
_OLD = Group(kind="resident", ages=((65, None),))
_EVERYBODY = Group(kind="resident", ages=((0, None),))


def _of_ages(outcome: Outcome) -> Iterator[Compared]:
    """Shares of residents by age, dependency ratios, the old on the register."""
    del outcome
    for series, upper, lower, ages in (
        ("child_dependency_ratio", _YOUNG, _WORKING, "all"),
        ("old_dependency_ratio", _OLD, _WORKING, "all"),
        ("share_0-14", _YOUNG, _EVERYBODY, "0-14"),
        ("share_15-64", _WORKING, _EVERYBODY, "15-64"),
        ("share_65+", _OLD, _EVERYBODY, "65+"),
    ):
        yield Compared(
            name=series.replace("-", "_").replace("+", "_plus"),
            table="age_groups",
            series=series,
            modelled=partial(percent, upper, lower),
            ages=(ages,),
        )
    for age in (60, 80):
        yield Compared(
            name=f"registered_{age}plus",
            table="age_groups",
            series=f"registered_{age}plus",
            modelled=partial(grouped, Group(kind="registered", ages=((age, None),))),
            ages=("all", f"{age}+"),
        )


def _of_beds(outcome: Outcome) -> Iterator[Compared]:
    for name, table, series in (
        ("hospital", "beds", "hospital_beds"),
        ("eldercare", "eldercare", "beds_all"),
    ):
        if name in outcome.pack.service:
            service = outcome.pack.service[name]
            yield Compared(
                name=f"{name}_beds", table=table, series=series, modelled=supply(service)
            )
