"""The run against the record: what the model says where a figure was counted and published.

Only observations enter. A figure of status *estimated* is a modelling aid, and a figure at or
before the start of a run, or of a service's record, is what the run starts from: neither tests it.
Every row has its role (``roles``) and is scored by its own error model, in a run whose values are
those of its root scenario up to the last record; a run that changes the past is not scored.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from simulator.city.axes import CITY
from simulator.city.ground.level import levels
from simulator.city.ground.outcome import Outcome, derived
from simulator.city.ground.titles import Title, place_title, titled
from simulator.city.pack.city_pack import CityPack
from simulator.city.record.compared import ANYWHERE, Compared, basis_of, compared
from simulator.city.record.comparison import COUNTS, Comparison, Role, tolerance_of
from simulator.city.record.modelled import Occasion
from simulator.city.record.roles import Roles, changes_the_past
from simulator.city.record.theil import theil_of, theil_table
from simulator.files.records import Row
from simulator.report.table import Table, dates, numbers, texts
from simulator.stockflow.values.calendar import SAME_INSTANT, calendar_label, end_of_year, instant
from simulator.words.catalogue import is_known

_CALENDAR_YEAR = "calendar_year"
_YEAR_END = "year_end"


@derived
def compare(outcome: Outcome, draw: int = 0) -> tuple[Comparison, ...]:
    """Every observation of the city pack that the run has an answer to, series by series."""
    roles = Roles(outcome.pack, basis_of(outcome))
    found = tuple(
        one
        for each in compared(outcome)
        for one in _comparisons(_Asked(outcome=outcome, draw=draw, roles=roles), each)
    )
    last = max((one.when for one in found), default=float("-inf"))
    if not changes_the_past(outcome, last):
        return found
    return tuple(replace(one, tolerance=None) for one in found)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Asked:
    """A draw of a run, and the roles of the rows it is held against."""

    outcome: Outcome
    draw: int
    roles: Roles


@dataclass(frozen=True, kw_only=True, slots=True)
class _Counted:
    """A figure of the record in a place; that of an area may be the sum of its districts."""

    place: str
    value: float
    row: Row


def _comparisons(asked: _Asked, series: Compared) -> Iterator[Comparison]:
    pack, table = asked.outcome.pack, f"observations/{series.table}.csv"
    if not (pack.folder / table).is_file():
        return
    rows = [
        (row, when)
        for row in pack.rows(table)
        if row.text("series") == series.series
        and (when := _when(row)) is not None
        and _is_observed(asked.outcome, (row, series), when)
    ]
    for when in dict.fromkeys(when for _, when in rows):
        for counted in _counted(pack, series, [row for row, day in rows if day == when]):
            yield from _comparison(asked, series, counted, when)


def _counted(pack: CityPack, series: Compared, rows: Sequence[Row]) -> Iterator[_Counted]:
    """The figures of one day in the places of a series, in the order of the rows."""
    by_place = {row.text("district"): row for row in rows}
    for place, row in by_place.items():
        if place in series.places or (ANYWHERE in series.places and _is_here(pack, place)):
            yield _Counted(place=place, value=row.number("value"), row=row)
    for place in series.places:
        if place in by_place or place in (CITY, ANYWHERE) or not _is_here(pack, place):
            continue
        members = [by_place.get(name) for name in pack.members(place)]
        known = [row for row in members if row is not None]
        if len(known) == len(members):
            total = sum(row.number("value") for row in known)
            yield _Counted(place=place, value=total, row=known[0])


def _is_here(pack: CityPack, place: str) -> bool:
    """Whether a place is a district or an area of the city."""
    areas = (each["id"] for each in pack.city.get("area", ()))
    return place in (*pack.axes["district"], *areas)


def _comparison(
    asked: _Asked, series: Compared, counted: _Counted, when: float
) -> Iterator[Comparison]:
    occasion = Occasion(outcome=asked.outcome, place=counted.place, when=when, draw=asked.draw)
    modelled = series.modelled(occasion)
    if modelled is not None:
        yield Comparison(
            series=f"{series.name}_{counted.place}" if series.by_place else series.name,
            place=counted.place,
            when=when,
            date=_day(counted.row, when),
            observed=counted.value,
            modelled=modelled,
            tolerance=_tolerance(series, occasion, counted),
            record=counted.row,
            role=_role(asked, series, counted, when),
            bound=series.bound,
        )


def _tolerance(series: Compared, occasion: Occasion, counted: _Counted) -> float:
    """How far the run may be off, relative to the figure."""
    whole = None if series.difference is None else series.difference(occasion)
    return tolerance_of(counted.row) if whole is None else COUNTS * whole / counted.value


def _role(asked: _Asked, series: Compared, counted: _Counted, when: float) -> Role:
    """The role of a figure; what places there are follows from pupils as far as they are fitted."""
    if series.of_places:
        return asked.roles.of_places(counted.row, when)
    return asked.roles.role(series.table, counted.row, when)


def _when(row: Row) -> float | None:
    """The instant of a row, or the end of the year it counts; ``None`` where it has neither."""
    if row.text("date_rule") == _CALENDAR_YEAR:
        return end_of_year(row.integer("year"))
    if not row.text("date"):
        return None
    return instant(date.fromisoformat(row.text("date")))


def _is_observed(outcome: Outcome, asked: tuple[Row, Compared], when: float) -> bool:
    """Whether a row is an observation of those the series counts, made after the start of a run."""
    row, series = asked
    return (
        row.text("use") in series.uses
        and row.text("status") != "estimated"
        and row.text("sex") == series.sex
        and row.text("age_group") in series.ages
        and when > outcome.trajectory.readings[0] + SAME_INSTANT
        and (series.until is None or when <= series.until + SAME_INSTANT)
    )


def _day(row: Row, when: float) -> str:
    if row.text("date_rule") in (_CALENDAR_YEAR, _YEAR_END):
        return f"{round(when) - 1}-12-31"
    return calendar_label(when)


_SERIES = "of_the_series"


def observed_table(outcome: Outcome) -> Table:
    """Every observation the run can be held against, with error and tolerance.

    ``source`` names the publication: its id in the city pack, title, publisher and date.
    """
    found = compare(outcome)
    sources = _sources(outcome)
    nothing = float("nan")
    tolerance = [nothing if one.tolerance is None else one.tolerance for one in found]
    records = [one.record for one in found]
    return Table(
        name="observed",
        columns=(
            texts("series", [one.series for one in found]),
            dates("date", [one.date for one in found]),
            numbers("observed", [one.observed for one in found], _SERIES, 3),
            numbers("modelled", [one.modelled for one in found], _SERIES, 3),
            numbers("error", [one.error for one in found], "share", 6),
            numbers("tolerance", tolerance, "share", 4),
            texts("source", [_cited(one, sources) for one in found]),
            texts("result", [_result(one) for one in found]),
            texts("use", [one.role for one in found]),
            texts("district", [one.place for one in found]),
            texts("unit", [row.text("unit") for row in records]),
            texts("date_rule", [row.text("date_rule") for row in records]),
            texts("status", [row.text("status") for row in records]),
            texts("grade", [row.text("grade") for row in records]),
            texts("definition", [row.text("definition") for row in records]),
            levels(outcome.pack, [one.place for one in found]),
        ),
    )


def _result(comparison: Comparison) -> str:
    if comparison.is_within is None:
        return ""
    return "ok" if comparison.is_within else "miss"


def fit_table(outcome: Outcome) -> Table:
    """Theil's statistics of every series."""
    return theil_table(theil_of(compare(outcome)))


def _cited(comparison: Comparison, sources: Mapping[str, str]) -> str:
    ids = comparison.record.text("source_id").split(";")
    return "; ".join(sources.get(one, one) for one in ids)


def _sources(outcome: Outcome) -> Mapping[str, str]:
    """What to print of each source: an address is left out, many are mirrors."""
    return {
        row.text("source_id"): "{}: {}".format(
            row.text("source_id"),
            ", ".join(filter(None, (row.text(key) for key in ("title", "publisher", "date")))),
        )
        for row in outcome.pack.rows("sources.csv")
    }


def series_title(pack: CityPack, comparison: Comparison) -> Title:
    """A series of observations, with its district and service where it has one."""
    place = place_title(pack, comparison.place)
    name = comparison.series.removesuffix(f"_{comparison.place}")
    if is_known(f"series.{name}"):
        return titled(f"series.{name}", place=place)
    for service in pack.services:
        for kind in _KINDS:
            if name.removeprefix("district_") == f"{service.name}_{kind}":
                key = f"series.district_{kind}" if comparison.place != CITY else f"series.{kind}"
                return titled(key, place=place, service=service.title)
    return {"zh": name, "en": name}


_KINDS = (
    "pupils",
    "at_mean_load",
    "seats",
    "beds",
    "places_short",
    "entrants_expected",
    "places_grade1_available",
)
"""What is counted of a service, as series are named."""
