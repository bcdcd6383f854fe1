"""The targets of a plan in every draw of a run: the value of every reading, and whether it is met.

By the functions that answer one run (``counts``), of all draws together.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.city.ground.outcome import Outcome
from simulator.city.pack.city_pack import CityPack
from simulator.city.pack.definition import Counted, divide
from simulator.city.pack.scoreboard_form import OF_INPUTS
from simulator.city.record.groups import CountedInDraws, Group
from simulator.city.supply.city_places import city_places
from simulator.city.targets.board import scorer_of
from simulator.city.targets.counts import (
    NUMERATORS,
    Question,
    definition_of_count,
    if_known,
    whom_in_draws,
)
from simulator.city.targets.entries import ValueEntry, Whom
from simulator.city.targets.plan import PlanTarget
from simulator.city.targets.reading import read_entries
from simulator.city.targets.readings import DAYS, Scorer
from simulator.files.scenario_file import ScenarioFile
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import place_of


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class DrawnReading:
    """A reading of a target in a year: its value in every draw, shape (draws,).

    NaN in a draw that does not know it, or has nobody to divide by.
    """

    target: PlanTarget
    entry: ValueEntry
    year: int
    values: FloatArray

    @property
    def is_met(self) -> FloatArray:
        """1 where it meets the target, 0 where not, NaN where that can't be said."""
        met = [float(self.target.is_met(value)) for value in self.values.tolist()]
        unknown = np.isnan(self.values) | bool(self.entry.unrecorded)
        return np.where(unknown, np.nan, met)


def days_of_people(pack: CityPack, file: ScenarioFile, days: Sequence[float]) -> tuple[float, ...]:
    """The days of which a run has to keep its people by age, of those on which it could.

    Those on which a reading counts them; where a class is followed from its entry, only if both
    days are among them.
    """
    first, last = (int(str(file.values[f"report.{name}_year"])) for name in ("from", "to"))
    asked, instants = set[float](), np.array(days)
    for target, entry in read_entries(pack):
        for each in entry.values:
            for year in {*range(first, last + 1), target.year}:
                when = DAYS[each.day](year)
                places = [place_of(instants, when - ago) for ago in _years_ago(pack, each)]
                known = [days[place] for place in places if place is not None]
                asked.update(known if len(known) == len(places) else ())
    return tuple(sorted(asked))


def _years_ago(pack: CityPack, entry: ValueEntry) -> tuple[int, ...]:
    """How many years before its own day a reading counts people by age; empty: on none."""
    kind = "" if entry.whom is None else entry.whom.group.kind
    if kind == "entrants" and entry.whom is not None:
        scopes = [pack.service[name].scope for name in entry.whom.group.services]
        oldest = scopes[-1].oldest
        return (0,) if oldest is None else (0, oldest - 1 - scopes[0].youngest)
    by_age = entry.whom is not None and bool(entry.whom.group.ages)
    return (0,) if by_age or entry.counts in ("last_grade", *OF_INPUTS) else ()


def drawn_readings(outcome: Outcome) -> Iterator[DrawnReading]:
    """Every reading of every target in every year that is known, in the order of the plan."""
    pairs = read_entries(outcome.pack)
    if not pairs:
        return
    scorer = scorer_of(outcome, city_places(outcome), pairs)

    people = _counting(scorer)
    for target, entry in pairs:
        for each in entry.values:
            for year in scorer.years(target):
                values = _values(scorer, each, year, people)
                if values is not None:
                    yield DrawnReading(target=target, entry=each, year=year, values=values)


People = Callable[[Whom, float], CountedInDraws | None]


def _values(scorer: Scorer, entry: ValueEntry, year: int, people: People) -> FloatArray | None:
    """The values of a year, shape (draws,); ``None`` where no draw knows it."""
    asked, draws = scorer.asked(entry, year), scorer.outcome.scenario.draws
    upper = NUMERATORS[entry.counts](asked, entry)
    if upper is None:
        return None
    if entry.whom is None:
        return np.broadcast_to(upper, draws)
    lower = people(entry.whom, asked.when)
    if lower is None:
        return None
    # like is divided by like: refused, or converted, as in one run
    counted = Counted(name=entry.counts, value=1.0, definition=definition_of_count(asked, entry))
    each = divide(counted, lower.of_one(1.0), scorer.converters) * entry.per
    values = np.full(draws, np.nan)
    np.divide(upper * each, lower.values, out=values, where=lower.values > 0)
    return values


def _counting(scorer: Scorer) -> People:
    """Counts the people of readings, each group at an instant once."""
    known: dict[tuple[Group, float, str, float], CountedInDraws | None] = {}

    def people(whom: Whom, when: float) -> CountedInDraws | None:
        key = (whom.group, whom.factor, whom.target, when)
        if key not in known:
            asked = Question(outcome=scorer.outcome, places=scorer.places, when=when)
            found = whom_in_draws(asked, whom, scorer.plan)
            known[key] = None if found is None or if_known(found.values) is None else found
        return known[key]

    return people
