"""What is counted of a figure in a run: beds and places serving, built or begun, projects, houses.

All of it as it can be expected, delays included; where a scenario is on time, as promised. Then,
where the figure is for somebody, how many they are (``count_whom``).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from simulator.city.axes import CITY, EXPECTED
from simulator.city.ground.outcome import Outcome
from simulator.city.pack.building import SUPPLY_STATES
from simulator.city.pack.definition import Counted, Definition
from simulator.city.pack.scoreboard_form import OF_INPUTS
from simulator.city.people.life_tables import LifeTable, life_table
from simulator.city.record.groups import GROUPS, class_of, count_group
from simulator.city.record.modelled import Occasion, supply
from simulator.city.record.ratios import definition_of
from simulator.city.supply.building import COMPLETE, Building
from simulator.city.targets.entries import ValueEntry, Whom
from simulator.city.targets.plan import PlanTarget
from simulator.files.records import Row
from simulator.stockflow.values.calendar import SAME_INSTANT, end_of_year, instant

_STANDING = ("finished", "open")
_BEGUN = ("building", *COMPLETE)
RECORD = "observations/recorded.csv"


@dataclass(frozen=True, kw_only=True)
class Question:
    """A run, its places by state, and an instant."""

    outcome: Outcome
    building: Building
    when: float

    @property
    def occasion(self) -> Occasion:
        """The whole city at the instant."""
        return Occasion(outcome=self.outcome, place=CITY, when=self.when)

    @property
    def reading(self) -> int | None:
        """Number of the reading at the instant; ``None`` where the run has none."""
        return self.occasion.reading(self.when)


Numerator = Callable[[Question, ValueEntry], float | None]
"""What is counted; ``None`` where the run does not know it."""


def count(asked: Question, entry: ValueEntry) -> Counted | None:
    """The numerator of a reading with what it counts."""
    value = NUMERATORS[entry.counts](asked, entry)
    if value is None:
        return None
    return Counted(name=entry.counts, value=value, definition=_definition(asked, entry))


def _definition(asked: Question, entry: ValueEntry) -> Definition:
    if entry.counts == "last_grade" or entry.counts in OF_INPUTS:
        return Definition(population=entry.population)
    if not entry.services:
        return Definition()
    service = asked.outcome.pack.service[entry.services[0]]
    found = definition_of("supply", service)
    if entry.counts != "serving":
        found = replace(
            found,
            bed_kind="built" if found.bed_kind else "",
            place_kind="designed" if found.place_kind else "",
        )
    return replace(found, **entry.stated)


def _serving(asked: Question, entry: ValueEntry) -> float | None:
    services = (asked.outcome.pack.service[name] for name in entry.services)
    return _sum([supply(service)(asked.occasion) for service in services])


def _serving_added(asked: Question, entry: ValueEntry) -> float | None:
    serving = _serving(asked, entry)
    return None if serving is None else serving - _started(asked, entry.services)


def _built(asked: Question, entry: ValueEntry) -> float | None:
    """Places or beds that stand, serving or not."""
    return _places(asked, entry.services, _STANDING)


def _added(asked: Question, entry: ValueEntry) -> float | None:
    """Places finished since the start, later closures not taken off."""
    complete = _places(asked, entry.services, COMPLETE)
    return None if complete is None else complete - _started(asked, entry.services)


def _begun(asked: Question, entry: ValueEntry) -> float | None:
    begun = _places(asked, entry.services, _BEGUN)
    return None if begun is None else begun - _started(asked, entry.services)


def _projects(asked: Question, entry: ValueEntry) -> float | None:
    return _counted_projects(asked, entry.services, COMPLETE)


def _projects_begun(asked: Question, entry: ValueEntry) -> float | None:
    return _counted_projects(asked, entry.services, _BEGUN)


def _facilities(asked: Question, entry: ValueEntry) -> float | None:
    """Houses there: those at the start, and those of the named projects of a programme."""
    opened = _opened(asked, entry.programme)
    return None if opened is None else entry.base + opened


def _facilities_a_year(asked: Question, entry: ValueEntry) -> float | None:
    """Houses opened a year, on average since their programme began."""
    opened, years = _opened(asked, entry.programme), asked.when - _begins(asked, entry.programme)
    return None if opened is None or years < SAME_INSTANT else opened / years


def _recorded(asked: Question, entry: ValueEntry) -> float | None:
    """A recorded series: a line between its dates, its last value held; none before the first."""
    pairs = sorted(
        (date_of(row), row.number("value"))
        for row in asked.outcome.pack.rows(RECORD)
        if row.text("series") == entry.series
    )
    dates, values = zip(*pairs, strict=True)
    if asked.when < dates[0] - SAME_INSTANT:
        return None
    return float(np.interp(asked.when, dates, values))


def _last_grade(asked: Question, entry: ValueEntry) -> float | None:
    """Children who live here and are of the birth windows in the last grade of a school."""
    oldest = asked.outcome.pack.service[entry.services[-1]].scope.oldest
    return None if oldest is None else class_of(asked.occasion, oldest - 1)


def _life_expectancy(asked: Question, entry: ValueEntry) -> float | None:
    """Years a newborn would live at the death rates that go into the run."""
    found = _life_table(asked, entry)
    return None if found is None else found.expectancy


def _infant_mortality(asked: Question, entry: ValueEntry) -> float | None:
    """Newborns of so many (``per``) who would die in their first year at those rates."""
    found = _life_table(asked, entry)
    return None if found is None else entry.per * found.infant_deaths


def _life_table(asked: Question, entry: ValueEntry) -> LifeTable | None:
    """That of the year which ends at the instant."""
    return life_table(asked.outcome, round(asked.when) - 1, entry.population)


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


def _sum(parts: Sequence[float | None]) -> float | None:
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def _started(asked: Question, services: Sequence[str]) -> float:
    """What no plan has added: the starting stock, and what has grown without a list."""
    building, found = asked.building, asked.reading
    rows = [building.services.index(name) for name in services]
    grown = 0.0 if found is None else float(building.expanded[EXPECTED, rows][..., found].sum())
    return float(building.starts[rows].sum()) + grown


def _places(asked: Question, services: Sequence[str], states: Sequence[str]) -> float | None:
    """Expected places in some states; ``None`` before the start of a service's record."""
    found = asked.reading
    starts = [asked.outcome.pack.service[name].start for name in services]
    if found is None or any(s is None or asked.when <= s.year + SAME_INSTANT for s in starts):
        return None
    building = asked.building
    rows = [building.services.index(name) for name in services]
    columns = [SUPPLY_STATES.index(state) for state in states]
    return float(building.places[EXPECTED, rows][:, :, columns, found].sum())


def _counted_projects(
    asked: Question, services: Sequence[str], states: Sequence[str]
) -> float | None:
    found = asked.reading
    if found is None:
        return None
    rows = [SUPPLY_STATES.index(state) for state in states]
    return float(
        sum(asked.building.counted(name)[EXPECTED, rows, found].sum() for name in services)
    )


def _opened(asked: Question, programme: str) -> float | None:
    """Houses of the named projects of a programme that are finished or open."""
    found = asked.reading
    if found is None:
        return None
    rows = [SUPPLY_STATES.index(state) for state in COMPLETE]
    return float(
        sum(
            each.states[EXPECTED, rows, found].sum()
            / each.running.places
            * each.running.project.facilities
            for each in asked.building.projects
            if each.running.project.programme == programme
        )
    )


def _begins(asked: Question, programme: str) -> float:
    return next(each.begins for each in asked.outcome.pack.programmes if each.name == programme)


def count_whom(asked: Question, whom: Whom, plan: dict[str, PlanTarget]) -> Counted | None:
    """Their number × the factor of the entry; ``None`` where the run does not know it."""
    found = _count(asked, whom, plan)
    return None if found is None else replace(found, value=found.value * whom.factor)


def are_people(whom: Whom) -> bool:
    """Whether there could be fewer of them: people, not towns or beds."""
    return whom.group.kind in GROUPS


def _count(asked: Question, whom: Whom, plan: dict[str, PlanTarget]) -> Counted | None:
    kind = whom.group.kind
    if kind in GROUPS:
        return count_group(asked.occasion, whom.group)
    if kind == "districts":
        return _plain(kind, float(len(asked.outcome.pack.districts)))
    if kind == "target":
        return _plain(kind, plan[whom.target].value)
    counts = [
        supply(asked.outcome.pack.service[name])(asked.occasion) for name in whom.group.services
    ]
    known = [count for count in counts if count is not None]
    return _plain(kind, sum(known)) if len(known) == len(counts) else None


def _plain(name: str, value: float) -> Counted:
    return Counted(name=name, value=value, definition=Definition())
