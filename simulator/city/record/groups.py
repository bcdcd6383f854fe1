"""Whom a figure is for: groups of people a run, or the plan, can count, each by its definition."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from simulator.city.axes import CITY
from simulator.city.pack.city_pack import CityPack
from simulator.city.pack.definition import Counted, Definition
from simulator.city.record.modelled import (
    Occasion,
    births,
    deliveries,
    pupils,
    register,
    resident_deliveries,
    residents,
)
from simulator.city.schools.entering import children_in_every_draw
from simulator.demography.cohort_paths import AgeBand
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT, instant, place_of
from simulator.stockflow.values.paths import SLIVER, Moment

Ages = tuple[int, int | None]
"""From an age to another, the last one included; ``None``: and over."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """People by kind; ``ages`` narrows residents and the register, ``services`` name a scope."""

    kind: str
    ages: tuple[Ages, ...] = ()
    services: tuple[str, ...] = ()

    @property
    def span(self) -> str:
        """The ages as a definition states them: 60+, 0-14; empty for everyone."""
        return ", ".join(f"{low}+" if high is None else f"{low}-{high}" for low, high in self.ages)


@dataclass(frozen=True, kw_only=True, slots=True)
class CountedInDraws:
    """What ``Counted`` says, of all draws: shape (draws or 1,), NaN in a draw that knows none."""

    name: str
    values: FloatArray
    definition: Definition

    def of_one(self, value: float) -> Counted:
        """The same with a value of its own."""
        return Counted(name=self.name, value=value, definition=self.definition)


def count_group(asked: Occasion, group: Group) -> Counted | None:
    """How many they are at an instant; ``None`` where the run, or the plan, does not say.

    Raises ``KeyError`` for a kind that is none of ``GROUPS``.
    """
    found = GROUPS[group.kind](asked, group)
    value = None if found is None else asked.own(found.values)
    return None if found is None or value is None else found.of_one(value)


def _residents(asked: Occasion, group: Group) -> CountedInDraws | None:
    count = _aged(asked, group, "") if group.ages else residents.of_draws(asked)
    return _counted("residents", count, "resident", group)


def _registered(asked: Occasion, group: Group) -> CountedInDraws | None:
    """On the register: living here, divided by the share of the register that does."""
    if not group.ages:
        return _counted("register", register.of_draws(asked), "register", group)
    living = _aged(asked, group, "registered")
    count = None if living is None else living / _presence(asked)
    return _counted("register", count, "register", group)


def _presence(asked: Occasion) -> float:
    """The share of the register that lives here."""
    path = asked.outcome.scenario.paths["presence_share"]
    return float(path.value(_moment(asked.when)).ravel()[0])


def _planned(asked: Occasion, group: Group) -> CountedInDraws | None:
    """Residents as the planners saw them: the published series, then a line to what they expected.

    ``None`` outside the years of the series and the expectation.
    """
    known = asked.outcome.pack.once(_as_planned)
    if not known or not known[0][0] - SAME_INSTANT <= asked.when <= known[-1][0] + SAME_INSTANT:
        return None
    years, counts = zip(*known, strict=True)
    return _counted(
        "residents as planned", np.interp([asked.when], years, counts), "resident", group
    )


def _as_planned(pack: CityPack) -> tuple[tuple[float, float], ...]:
    """Instants and residents, what the planners expected last; empty where the pack has none."""
    basis = next((each for each in pack.city["basis"] if "residents_goal" in each), None)
    if basis is None:
        return ()
    until = instant(date.fromisoformat(str(basis["residents_until"])))
    known = sorted(
        (instant(date.fromisoformat(row.text("date"))), row.number("value"))
        for row in pack.rows("observations/residents.csv")
        if row.text("series") == basis["residents_series"]
    )
    goal = instant(date.fromisoformat(str(basis["residents_goal_date"])))
    told = (pair for pair in known if pair[0] <= until + SAME_INSTANT)
    return (*told, (goal, float(basis["residents_goal"])))


def _deliveries(asked: Occasion, group: Group) -> CountedInDraws | None:
    return _counted("deliveries", deliveries.of_draws(asked), "served", group)


def _resident_deliveries(asked: Occasion, group: Group) -> CountedInDraws | None:
    count = resident_deliveries.of_draws(asked)
    return _counted("deliveries of residents", count, "resident", group)


def _births(asked: Occasion, group: Group) -> CountedInDraws | None:
    return _counted("births", births.of_draws(asked), "resident", group)


def _in_scope(asked: Occasion, group: Group) -> CountedInDraws | None:
    """All who live here and are of the ages of a service, whether they seek it or not."""
    run, found = asked.outcome.trajectory, asked.reading(asked.when)
    if found is None:
        return None
    row = run.system.axis["service"].index(group.services[0])
    count = asked.counts.here(run.measures["in_scope"][:, row, :, found])
    return _counted("people in scope", count, "resident", group)


def _pupils(asked: Occasion, group: Group) -> CountedInDraws | None:
    """Those who seek a place of some services."""
    services = asked.outcome.pack.service
    total = sum_of_known(pupils(services[name]).of_draws(asked) for name in group.services)
    return _counted("pupils", total, "resident", group)


def sum_of_known(counts: Iterable[FloatArray | None]) -> FloatArray | None:
    """The sum of some counts, draw by draw; ``None`` where one of them is not known."""
    every = list(counts)
    known = [count for count in every if count is not None]
    return np.sum(known, axis=0) if len(known) == len(every) else None


def class_of(asked: Occasion, age: int, years_ago: int = 0) -> FloatArray | None:
    """Children of the school class that has completed an age on a 1 September, followed back.

    They are the same birth windows ``years_ago`` years earlier, when they were so much younger, in
    every draw; ``None`` where the run kept nothing of that day.
    """
    run = asked.outcome.trajectory
    there = place_of(run.snapshots, asked.when - years_ago)
    if there is None:
        return None
    return asked.counts.here(children_in_every_draw(asked.outcome, age - years_ago, there))


def _entrants(asked: Occasion, group: Group) -> CountedInDraws | None:
    """The class in the last grade of the last service, when it entered the first."""
    scopes = [asked.outcome.pack.service[name].scope for name in group.services]
    oldest = scopes[-1].oldest
    if oldest is None:
        return None
    last = oldest - 1
    count = class_of(asked, last, years_ago=last - scopes[0].youngest)
    return _counted("entrants", count, "resident", group)


GROUPS: Mapping[str, Callable[[Occasion, Group], CountedInDraws | None]] = {
    "resident": _residents,
    "registered": _registered,
    "planned": _planned,
    "deliveries": _deliveries,
    "resident_deliveries": _resident_deliveries,
    "births": _births,
    "in_scope": _in_scope,
    "pupils": _pupils,
    "entrants": _entrants,
}
"""Every kind of people, by name, counted in every draw."""


def _counted(
    name: str, count: FloatArray | None, population: str, group: Group
) -> CountedInDraws | None:
    if count is None:
        return None
    span = group.span
    definition = Definition(population=population, age_range=span, date_rule="year end")
    return CountedInDraws(name=f"{name} {span}".strip(), values=count, definition=definition)


def _aged(asked: Occasion, group: Group, residency: str) -> FloatArray | None:
    """People of some ages at a snapshot, of one residency or (empty) of both, in every draw."""
    there = place_of(asked.outcome.trajectory.snapshots, asked.when)
    return None if there is None else _of_all(asked, group, residency, there)


def _of_all(asked: Occasion, group: Group, residency: str, there: int) -> FloatArray:
    """Those at a snapshot by its number, shape (draws,), found once."""
    key = (__name__, f"{residency} {group.span} of {asked.place} at {there}", 0)
    return asked.outcome.once(key, lambda: _summed(asked, group, residency, there))


def _summed(asked: Occasion, group: Group, residency: str, there: int) -> FloatArray:
    axes = asked.outcome.trajectory.system.axis
    rows = [axes["residency"].index(residency)] if residency else slice(None)
    by_cohort = _by_cohort(asked, there)[..., rows].sum(axis=2)
    bands = (
        AgeBand(cohorts=axes["cohort"], youngest=low, oldest=None if high is None else high + 1)
        for low, high in group.ages
    )
    shares = sum(band.value(_moment(asked.when))[0] for band in bands)
    return np.array([each @ shares for each in by_cohort])


def _by_cohort(asked: Occasion, there: int) -> FloatArray:
    """People at a snapshot by its number, shape (draws, cohort, residency), found once."""

    def make() -> FloatArray:
        run = asked.outcome.trajectory
        people = run.stocks["people"][..., there]
        if asked.place != CITY:
            people = people[..., [run.system.axis["district"].index(asked.place)]]
        return np.asarray(people.sum(axis=(1, 4)))

    return asked.outcome.once((__name__, f"cohorts of {asked.place} at {there}", 0), make)


def _moment(when: float) -> Moment:
    return Moment(when, when - SLIVER, when)
