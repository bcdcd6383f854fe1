"""What the figures of one run have in common: its series, its span, its names in two languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simulator.city.axes import CITY
from simulator.city.ground.future import FOLLOWED
from simulator.city.ground.of_draws import OfDraws
from simulator.city.ground.outcome import Outcome, choices_of_run, shown_span
from simulator.city.ground.titles import place_title
from simulator.files.records import Row
from simulator.report.style import QUIET
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT, end_of_year, instant
from simulator.words.catalogue import Language, Pair, leading, listed, pair

if TYPE_CHECKING:
    from simulator.report.legend import Entry
    from simulator.report.plot import Plot

PEOPLE = (
    ("residents", "residents_revised"),
    ("residents", "residents_published"),
    ("residents", "census"),
    ("registered", "registered"),
)
"""Series, (table, series), in which the people of a city are counted."""


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What is asked of a figure that shows one district or service: none of either by itself."""

    district: str | None = None
    service: str | None = None

    @property
    def place(self) -> str:
        """The district, else the whole city."""
        return self.district or CITY


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A run as figures take it; everything that several of them need is worked out once."""

    outcome: Outcome
    language: Language
    of_draws: OfDraws | None = None

    @cached_property
    def shown(self) -> tuple[float, float]:
        """First and last instant shown: the whole run where it has none of the years asked for."""
        first, last = shown_span(self.outcome)
        if first < last:
            return first, last
        return self.outcome.scenario.start, self.outcome.scenario.stop

    @property
    def span(self) -> str:
        """The years shown, as 2015–2020."""
        first, last = int(self.shown[0] + SAME_INSTANT), int(self.shown[1] - SAME_INSTANT)
        return str(first) if first == last else f"{first}–{last}"

    @property
    def city(self) -> Pair:
        """Name of the city."""
        return titled(self.outcome.pack.title)

    def place(self, name: str) -> Pair:
        """Name of a district, of an area, or of the city as a whole."""
        return titled(place_title(self.outcome.pack, name))

    def origin(self) -> Pair:
        """The line that says which scenario is shown, on which population."""
        chosen = self.outcome.file.values.get("world.population_basis")
        bases = self.outcome.pack.city.get("basis", ())
        named = (_basis_name(basis) for basis in bases if basis["id"] == chosen)
        basis = next(named, ("—", "—"))
        title = titled(self.outcome.file.title or {"zh": self.outcome.file.name})
        return pair("detail.scenario", scenario=title, basis=basis)

    @cached_property
    def counted_until(self) -> float | None:
        """The end of the last year in which people were counted; ``None`` where none were."""
        return self.last_counted(*PEOPLE)

    def last_counted(self, *series: tuple[str, str]) -> float | None:
        """The end of the last year in which any of some series, (table, series), was counted."""
        found = [self.record(*each).observations()[0] for each in series]
        years = np.concatenate([np.empty(0), *found])
        return float(np.ceil(years.max() - SAME_INSTANT)) if years.size else None

    def ending(self, until: float | None, last: float) -> tuple[Pair, ...]:
        """The line that says what the rule means, for a figure that goes on after the record."""
        is_past = until is not None and until < last - SAME_INSTANT
        if not is_past:
            return ()
        choices = choices_of_run(self.outcome)
        laws = listed([pair(f"law.{law}") for law in FOLLOWED if choices.follows(law)])
        followed = any(choices.follows(law) for law in FOLLOWED)
        key = "detail.record_ends_followed" if followed else "detail.record_ends"
        return (pair(key, laws=laws),)

    def veil(
        self, plot: "Plot", until: float | None, size: float, *, is_named: bool = True
    ) -> None:
        """Mark in a plot where the record ends; what is drawn before is made fainter after it."""
        if until is not None:
            told = leading(pair("label.record_ends", year=round(until) - 1), self.language)
            plot.veil(until, told, size, is_named=is_named)

    def rule_key(self, until: float | None, last: float) -> "tuple[Entry, ...]":
        """What the rule in small plots means, where the record ends before an instant."""
        from simulator.report.legend import Entry

        if until is None or until >= last - SAME_INSTANT:
            return ()
        told = leading(pair("label.record_ends", year=round(until) - 1), self.language)
        return (Entry(name=told, rule=QUIET),)

    def shown_line(self, key: str, place: str = CITY, **values: object) -> Pair:
        """What is shown, of which place and years, in which scenario on which population."""
        where = self.city if place == CITY else self.place(place)
        shown = pair(key, where=where, span=self.span, **values)
        return pair("shown.line", shown=shown, origin=self.origin())

    def sureness(self) -> Pair:
        """The line that says how sure the curves are: what a band is, or that there is none."""
        if self.of_draws is None:
            return pair("detail.no_interval")
        return pair("detail.band", draws=self.of_draws.draws)

    def record(self, table: str, series: str, place: str = CITY) -> "Record":
        """What is on record of a series, nothing where the city pack has no such table."""
        name = f"observations/{table}.csv"
        rows = self.outcome.pack.rows(name) if (self.outcome.pack.folder / name).is_file() else ()
        start, stop = self.outcome.scenario.start, self.outcome.scenario.stop
        found = [
            (_when(row), row.number("value"), float(row.text("use") == "observation"))
            for row in rows
            if (row.text("series"), row.text("district")) == (series, place)
        ]
        kept = [entry for entry in found if start <= entry[0] <= stop]
        years, values, counted = np.array(sorted(kept)).reshape(-1, 3).T
        return Record(years=years, values=values, counted=counted > 0)


@dataclass(frozen=True, kw_only=True)
class Record:
    """A series on record within the run, shape (time,); a count of a year stands at its end.

    ``counted`` tells observations from figures that were interpolated or estimated.
    """

    years: FloatArray
    values: FloatArray
    counted: npt.NDArray[np.bool]

    def observations(self) -> tuple[FloatArray, FloatArray]:
        """Instants and values of what was really counted, each of shape (time,)."""
        return self.years[self.counted], self.values[self.counted]

    def all(self) -> tuple[FloatArray, FloatArray]:
        """Instants and values of all of it, whatever it may be used for, each of shape (time,)."""
        return self.years, self.values

    def aids(self) -> tuple[FloatArray, FloatArray]:
        """Instants and values of what was interpolated or estimated, each of shape (time,)."""
        return self.years[~self.counted], self.values[~self.counted]


def _basis_name(basis: Mapping[str, object]) -> Pair:
    """A basis by its name, or by its label where it has none."""
    label = str(basis["id"])
    return str(basis.get("name_zh", label)), str(basis.get("name_en", label))


def _when(row: Row) -> float:
    if row.text("date"):
        return instant(date.fromisoformat(row.text("date")))
    return end_of_year(row.integer("year"))


def titled(title: Mapping[str, str]) -> Pair:
    """A title of a city pack or scenario as a pair."""
    fallback = next(iter(title.values()))
    return title.get("zh", fallback), title.get("en", fallback)
