"""What answers the ten questions: rows read off the run of the baseline and that of a scenario."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from simulator.city.lineage import Clause, clauses_of
from simulator.city.services.series import service_series
from simulator.city.services.shortfall import why_short
from simulator.city.targets.words import Words
from simulator.door.result import Result
from simulator.files.hints import meaning_of
from simulator.files.stated_text import shown_value
from simulator.stockflow.values.calendar import instant
from simulator.words.catalogue import LANGUAGES, Pair

Numbers = Mapping[str, Any]
Text = str | Pair
"""One for both languages, or one for each: Chinese, English."""
Row = tuple[Text, float | Text, float | Text]
"""A label (by its key where it is no pair), the answer of the baseline, that of the scenario."""

PARTS: Mapping[str, Pair] = {
    "gap": ("需求－预期供给", "demand − expected supply"),
    "late": ("承诺供给－预期供给", "promised − expected supply"),
    "unplanned": ("规划口径下的需求－承诺供给", "demand as foreseen − promised supply"),
    "grown": ("需求－规划口径下的需求", "demand − demand as foreseen"),
}
"""How a gap and its parts are read off the tables of services of two runs."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question asked: its numbers, the run it is compared with, the run of its scenario."""

    numbers: Numbers
    base: Result
    changed: Result

    @property
    def both(self) -> tuple[Result, Result]:
        """The run on record and the run of the scenario."""
        return self.base, self.changed


def supply(result: Result, service: str, place: str, day: date) -> tuple[float, float, float]:
    """Demand, promised and expected supply of a service in a place on a day."""
    series = next(one for one in service_series(result.outcome) if one.service.name == service)
    row = series.place(series.within(place))
    column = int(abs(series.years - instant(day)).argmin())
    return tuple(  # type: ignore[return-value]
        float(values[row, column])
        for values in (series.demand, series.promised, series.risk_adjusted)
    )


def births(result: Result, year: int) -> float:
    """Births of a calendar year."""
    return float(result.flow("births", by="year")[year])


def arrivals(result: Result, year: int) -> float:
    """Arrivals of a calendar year."""
    return float(result.flow("arrivals", by="year")[year])


def why(asked: Asked) -> Sequence[Row]:
    """The gap of a service and its parts."""
    foreseen, actual = (
        next(s for s in service_series(run.outcome) if s.service.name == asked.numbers["service"])
        for run in (asked.changed, asked.base)
    )
    found = why_short(actual, foreseen, asked.numbers["district"], instant(asked.numbers["day"]))
    if found is None:
        return ()
    return [(part, how, getattr(found, part)) for part, how in PARTS.items()]


def stage(asked: Asked) -> Sequence[Row]:
    """Births by year."""
    years = range(2015, 2021)
    return [
        (f"births {year}", births(asked.base, year), births(asked.changed, year)) for year in years
    ]


def late(asked: Asked) -> Sequence[Row]:
    """Promised and expected supply around a late project."""
    rows: list[Row] = []
    for year in range(2017, 2021):
        day = date(year, 9, 1)
        was, now = (supply(run, "junior", "mainland", day) for run in asked.both)
        rows.append((f"promised {year}", was[1], now[1]))
        rows.append((f"expected {year}", was[2], now[2]))
    return rows


def new(asked: Asked) -> Sequence[Row]:
    """Supply and gap where a school is added."""
    rows: list[Row] = []
    for year in range(2018, 2021):
        day = date(year, 9, 1)
        was, now = (supply(run, "primary", asked.numbers["district"], day) for run in asked.both)
        rows.append((f"expected {year}", was[2], now[2]))
        rows.append((f"gap {year}", was[0] - was[2], now[0] - now[2]))
    return rows


def fewer(asked: Asked) -> Sequence[Row]:
    """Arrivals by year."""
    years = range(2016, 2021)
    return [
        (f"arrivals {year}", arrivals(asked.base, year), arrivals(asked.changed, year))
        for year in years
    ]


def norm(asked: Asked) -> Sequence[Row]:
    """Beds needed at the end of 2020, and their gap."""
    was, now = (supply(run, "obstetric", "city", date(2021, 1, 1)) for run in asked.both)
    return [("beds needed", was[0], now[0]), ("gap", was[0] - was[2], now[0] - now[2])]


def plan(asked: Asked) -> Sequence[Row]:
    """Promised supply and gap of a later plan."""
    rows: list[Row] = []
    for year in range(2022, 2027):
        day = date(year, 9, 1)
        was, now = (supply(run, "primary", "city", day) for run in asked.both)
        rows.append((f"promised {year}", was[1], now[1]))
        rows.append((f"gap {year}", was[0] - was[2], now[0] - now[2]))
    return rows


def converted(asked: Asked) -> Sequence[Row]:
    """Promised supply of both services."""
    rows: list[Row] = []
    for service in ("kindergarten", "primary"):
        was, now = (
            supply(run, service, asked.numbers["district"], date(2020, 9, 1)) for run in asked.both
        )
        rows.append((f"promised {service}", was[1], now[1]))
    return rows


def two_files(asked: Asked) -> Sequence[Row]:
    """The settings in which two scenarios differ."""
    first, second = (run.outcome.file.values for run in asked.both)
    settings = asked.changed.outcome.file.schema.leaves
    rows: list[Row] = []
    for key in sorted({*first, *second}):
        if first.get(key) != second.get(key):
            chinese, english = meaning_of(settings[key], key)
            label = (f"`{key}` {chinese}", f"`{key}` {english}")
            rows.append((label, _code(first.get(key)), _code(second.get(key))))
    return rows


def _code(value: object) -> str:
    return "" if value is None else f"`{shown_value(value)}`"


def clause(asked: Asked) -> Sequence[Row]:
    """Targets that a service is promised by."""
    pack = asked.changed.outcome.pack
    clauses = clauses_of(pack, {"service": asked.numbers["service"]})
    return [(each.target.name, _promise(each), _place(each)) for each in clauses]


def _promise(clause: Clause) -> Pair:
    """What a target promises, by when."""
    units = dict(zip(LANGUAGES, clause.unit, strict=True))
    chinese, english = (
        f"{clause.target.title[language]} "
        f"{Words(language=language, sources={}).promise_of(clause.target, units)}"
        for language in LANGUAGES
    )
    return chinese, english


def _place(clause: Clause) -> Pair:
    """The clause of the plan, and the line of the pack that holds the target."""
    line = f"`targets.csv:{clause.target.line}`"
    return f"{clause.section[0]}，{line}", f"{clause.section[1]}, {line}"
