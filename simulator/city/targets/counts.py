"""What is counted of a figure in a run: beds and places serving, built or begun, projects, houses.

All of it as it can be expected, delays included; where a scenario is on time, as promised. In a
run with draws it is what comes of it in each. Then, where the figure is for somebody, how many they
are (``count_whom``).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from simulator.city.axes import CITY
from simulator.city.ground.outcome import Outcome
from simulator.city.housing.counted import HOMES, count_homes, households_in_every_draw
from simulator.city.pack.city_pack import CityPack
from simulator.city.pack.definition import Counted, Definition
from simulator.city.pack.scoreboard_form import HOUSEHOLDS, OF_INPUTS
from simulator.city.pack.sheets import SERIES_OF_TARGETS
from simulator.city.people.life_tables import LifeTables, life_tables
from simulator.city.record.groups import GROUPS, CountedInDraws, class_of, sum_of_known
from simulator.city.record.modelled import Occasion, supply
from simulator.city.record.ratios import definition_of
from simulator.city.supply.city_places import CityPlaces
from simulator.city.targets.entries import ValueEntry, Whom
from simulator.city.targets.plan import PlanTarget
from simulator.files.records import Row
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT, end_of_year, instant, place_of


@dataclass(frozen=True, kw_only=True)
class Question:
    """A run, its places, an instant, and a draw of it."""

    outcome: Outcome
    places: CityPlaces
    when: float
    draw: int = 0

    @property
    def occasion(self) -> Occasion:
        """The whole city at the instant."""
        return Occasion(outcome=self.outcome, place=CITY, when=self.when, draw=self.draw)

    @property
    def reading(self) -> int | None:
        """Number of the instant among those of the places; ``None`` where it is none of them."""
        return place_of(self.places.years, self.when)


Numerator = Callable[[Question, ValueEntry], FloatArray | None]
"""What is counted in every draw, shape (draws or 1,); ``None`` where the run does not know it."""


def count(asked: Question, entry: ValueEntry) -> Counted | None:
    """The numerator of a reading in one draw, with what it counts."""
    values = NUMERATORS[entry.counts](asked, entry)
    if values is None:
        return None
    value = float(values[asked.draw if len(values) > 1 else 0])
    return Counted(name=entry.counts, value=value, definition=definition_of_count(asked, entry))


def definition_of_count(asked: Question, entry: ValueEntry) -> Definition:
    """Whom, or what kind of places or beds, the numerator of a reading counts."""
    if entry.counts == "last_grade" or entry.counts in OF_INPUTS:
        return Definition(population=entry.population)
    if entry.counts in HOMES:
        return Definition(population="resident")
    if not entry.services:
        return replace(Definition(), **entry.stated)
    service = asked.outcome.pack.service[entry.services[0]]
    found = definition_of("supply", service)
    if entry.counts != "serving":
        found = replace(
            found,
            bed_kind="built" if found.bed_kind else "",
            place_kind="designed" if found.place_kind else "",
        )
    return replace(found, **entry.stated)


def _serving(asked: Question, entry: ValueEntry) -> FloatArray | None:
    """Places that serve, known after the start of the record of each service."""
    run, services = asked.outcome.trajectory, entry.services
    there = place_of(run.readings, asked.when)
    if there is None or not _is_on_record(asked, services):
        return None
    axes = run.system.axis
    rows = [axes["service"].index(name) for name in services]
    supply = run.measures["supply"][:, axes["timetable"].index("expected"), ..., there]
    return np.asarray(supply[:, rows].sum(axis=2).sum(axis=1))


def _serving_added(asked: Question, entry: ValueEntry) -> FloatArray | None:
    serving = _serving(asked, entry)
    return None if serving is None else serving - _started(asked, entry.services)


def _built(asked: Question, entry: ValueEntry) -> FloatArray | None:
    """Places or beds that stand, serving or not."""
    return _places(asked, entry.services, "standing")


def _added(asked: Question, entry: ValueEntry) -> FloatArray | None:
    """Places finished since the start, later closures not taken off."""
    complete = _places(asked, entry.services, "complete")
    return None if complete is None else complete - _started(asked, entry.services)


def _begun(asked: Question, entry: ValueEntry) -> FloatArray | None:
    begun = _places(asked, entry.services, "begun")
    return None if begun is None else begun - _started(asked, entry.services)


def _projects(asked: Question, entry: ValueEntry) -> FloatArray | None:
    return _counted_projects(asked, entry.services, "complete")


def _projects_begun(asked: Question, entry: ValueEntry) -> FloatArray | None:
    return _counted_projects(asked, entry.services, "begun")


def _facilities(asked: Question, entry: ValueEntry) -> FloatArray | None:
    """Houses there: those at the start, and those of the named projects of a programme."""
    opened = _opened(asked, entry.programme)
    return None if opened is None else entry.base + opened


def _facilities_a_year(asked: Question, entry: ValueEntry) -> FloatArray | None:
    """Houses opened a year, on average since their programme began."""
    opened, years = _opened(asked, entry.programme), asked.when - _begins(asked, entry.programme)
    return None if opened is None or years < SAME_INSTANT else np.asarray(opened / years)


def _recorded(asked: Question, entry: ValueEntry) -> FloatArray | None:
    """A recorded series: a line between its dates, its last value held; none before the first."""
    dates, values = asked.outcome.pack.once(_recorded_series)[entry.series]
    if asked.when < dates[0] - SAME_INSTANT:
        return None
    return np.asarray(np.interp([asked.when], dates, values))


def _recorded_series(pack: CityPack) -> Mapping[str, tuple[tuple[float, ...], tuple[float, ...]]]:
    """Instants and values of every series that a target may name, in order of time."""
    found: dict[str, list[tuple[float, float]]] = {}
    for table in SERIES_OF_TARGETS:
        if (pack.folder / table).is_file():
            for row in pack.rows(table):
                pair = (date_of(row), row.number("value"))
                found.setdefault(row.text("series"), []).append(pair)
    pairs = {name: zip(*sorted(each), strict=True) for name, each in found.items()}
    return {name: (tuple(dates), tuple(values)) for name, (dates, values) in pairs.items()}


def _homes(asked: Question, entry: ValueEntry) -> FloatArray | None:
    """Subsidised homes, finished or let, of all times or since the programme began."""
    return count_homes(asked.outcome, entry.counts, asked.when)


def _last_grade(asked: Question, entry: ValueEntry) -> FloatArray | None:
    """Children who live here and are of the birth windows in the last grade of a school."""
    oldest = asked.outcome.pack.service[entry.services[-1]].scope.oldest
    if oldest is None:
        return None
    return class_of(asked.occasion, oldest - 1)


def _life_expectancy(asked: Question, entry: ValueEntry) -> FloatArray | None:
    """Years a newborn would live at the death rates that go into the run."""
    found = _life_tables(asked, entry)
    return None if found is None else if_known(found.expectancy)


def _infant_mortality(asked: Question, entry: ValueEntry) -> FloatArray | None:
    """Newborns of so many (``per``) who would die in their first year at those rates."""
    found = _life_tables(asked, entry)
    return None if found is None else if_known(entry.per * found.infant_deaths)


def _life_tables(asked: Question, entry: ValueEntry) -> LifeTables | None:
    """Those of the year which ends at the instant, of every draw."""
    return life_tables(asked.outcome, round(asked.when) - 1, entry.population)


def if_known(values: FloatArray) -> FloatArray | None:
    """Numbers of all draws; ``None`` where no draw knows one."""
    return None if np.isnan(values).all() else values


NUMERATORS: Mapping[str, Numerator] = {
    "serving": _serving,
    "serving_added": _serving_added,
    "built": _built,
    "added": _added,
    "begun": _begun,
    "projects": _projects,
    "projects_begun": _projects_begun,
    "facilities": _facilities,
    "facilities_a_year": _facilities_a_year,
    "recorded": _recorded,
    **dict.fromkeys(HOMES, _homes),
    "last_grade": _last_grade,
    "life_expectancy": _life_expectancy,
    "infant_mortality": _infant_mortality,
}
"""Everything a reading may count, by name."""


def date_of(row: Row) -> float:
    """The instant of a row of the record: its date, else the end of its (last) year."""
    day = row.cells.get("date", "")
    if day:
        return instant(date.fromisoformat(day))
    return end_of_year(int(row.text("year").split("-")[-1]))


def _started(asked: Question, services: Sequence[str]) -> FloatArray:
    """What no plan has added: the starting stock, and what has grown without a list."""
    found = 0 if asked.reading is None else asked.reading
    return asked.places.of(asked.places.unplanned, services, found)


def _places(asked: Question, services: Sequence[str], step: str) -> FloatArray | None:
    """Expected places by step; ``None`` before the start of a service's record."""
    found = asked.reading
    if found is None or not _is_on_record(asked, services):
        return None
    return asked.places.of(asked.places.places[step], services, found)


def _is_on_record(asked: Question, services: Sequence[str]) -> bool:
    """Whether the instant is after the start of the record of every service."""
    starts = [asked.outcome.pack.service[name].start for name in services]
    return all(s is not None and asked.when > s.year + SAME_INSTANT for s in starts)


def _counted_projects(asked: Question, services: Sequence[str], step: str) -> FloatArray | None:
    found = asked.reading
    return None if found is None else asked.places.of(asked.places.projects[step], services, found)


def _opened(asked: Question, programme: str) -> FloatArray | None:
    """Houses of the named projects of a programme that are finished or open."""
    found, houses = asked.reading, asked.places.houses.get(programme)
    if found is None:
        return None
    return np.zeros(1) if houses is None else houses[:, found]


def _begins(asked: Question, programme: str) -> float:
    return next(each.begins for each in asked.outcome.pack.programmes if each.name == programme)


def count_whom(asked: Question, whom: Whom, plan: dict[str, PlanTarget]) -> Counted | None:
    """Their number × the factor of the entry; ``None`` where the run does not know it."""
    found = whom_in_draws(asked, whom, plan)
    value = None if found is None else asked.occasion.own(found.values)
    return None if found is None or value is None else found.of_one(value)


def whom_in_draws(
    asked: Question, whom: Whom, plan: dict[str, PlanTarget]
) -> CountedInDraws | None:
    """The same of all draws; one number where it is no draw of anything."""
    found = _count(asked, whom, plan)
    return None if found is None else replace(found, values=found.values * whom.factor)


def are_people(whom: Whom) -> bool:
    """Whether there could be fewer of them: people, not towns or beds."""
    return whom.group.kind in GROUPS


def _count(asked: Question, whom: Whom, plan: dict[str, PlanTarget]) -> CountedInDraws | None:
    kind = whom.group.kind
    if kind in GROUPS:
        return GROUPS[kind](asked.occasion, whom.group)
    if kind == "districts":
        return _plain(kind, float(len(asked.outcome.pack.districts)))
    if kind == "target":
        return _plain(kind, plan[whom.target].value)
    if kind in HOUSEHOLDS:
        values = households_in_every_draw(asked.outcome, kind, asked.when)
        return _told(kind, values, Definition(population="resident"))
    services = [asked.outcome.pack.service[name] for name in whom.group.services]
    values = sum_of_known(supply(service).of_draws(asked.occasion) for service in services)
    return _told(kind, values, definition_of("supply", services[0]))


def _plain(name: str, value: float) -> CountedInDraws | None:
    return _told(name, np.array([value]), Definition())


def _told(name: str, values: FloatArray | None, definition: Definition) -> CountedInDraws | None:
    if values is None:
        return None
    return CountedInDraws(name=name, values=values, definition=definition)
