"""The run against the record: what the model says where a figure was counted and published.

Only observations enter. A figure of status *estimated* is a modelling aid, and a figure at or
before the start of a run, or of a service's record, is what the run starts from: neither tests it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from simulator.city.axes import CITY
from simulator.city.ground.outcome import Outcome, derived
from simulator.city.ground.titles import Title, place_title, titled
from simulator.city.pack.city_pack import CityPack
from simulator.city.record.modelled import (
    Modelled,
    Occasion,
    births,
    crude_death_rate,
    deliveries,
    pupils,
    register,
    registered_births,
    residents,
    second_birth_share,
    supply,
)
from simulator.files.records import Row
from simulator.report.table import Table, dates, numbers, texts
from simulator.stockflow.values.calendar import SAME_INSTANT, calendar_label, end_of_year, instant
from simulator.words.catalogue import is_known

TOLERANCES = {
    "residents": 0.03,
    "registered": 0.03,
    "births": 0.15,
    "district_residents": 0.15,
    "primary_pupils": 0.08,
}
"""How far, relative to the observation, the model may be off; a series not named is not scored."""

_CALENDAR_YEAR = "calendar_year"
_YEAR_END = "year_end"


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """One observation and what the model says of it, in the unit of the observation.

    ``when`` is the instant, or the end of the calendar year that is counted; ``date`` the day it is
    known by (31 December for the end of a year and for a year's count). ``tolerance`` is ``None``
    where the series is shown without being scored.
    """

    series: str
    place: str
    when: float
    date: str
    observed: float
    modelled: float
    tolerance: float | None
    record: Row

    @property
    def error(self) -> float:
        """(modelled − observed) ÷ observed."""
        return self.modelled / self.observed - 1

    @property
    def is_within(self) -> bool | None:
        """Whether the error is inside the tolerance; ``None`` where there is none."""
        return None if self.tolerance is None else abs(self.error) <= self.tolerance


@dataclass(frozen=True, kw_only=True, slots=True)
class _Compared:
    """A series of the record: the file and name it stands under, and its counterpart in a run."""

    name: str
    table: str
    series: str
    modelled: Modelled
    by_district: bool = False
    until: float | None = None


@derived
def compare(outcome: Outcome, draw: int = 0) -> tuple[Comparison, ...]:  # noqa: ARG001 - the first
    """Every observation of the city pack that the run has an answer to, series by series."""
    return tuple(
        found for compared in _compared(outcome) for found in _comparisons(outcome, compared)
    )


def _compared(outcome: Outcome) -> Iterator[_Compared]:
    """The series that the population basis of the run may be held against."""
    basis = _basis(outcome)
    until = basis.get("residents_until")
    yield _Compared(
        name="residents",
        table="residents",
        series=str(basis["residents_series"]),
        modelled=residents,
        until=None if until is None else instant(date.fromisoformat(str(until))),
    )
    yield _Compared(name="registered", table="registered", series="registered", modelled=register)
    yield _Compared(name="births", table="births", series="births", modelled=births)
    if basis["id"] == "revised":
        yield _Compared(
            name="district_residents",
            table="districts",
            series="districts_revised",
            modelled=residents,
            by_district=True,
        )
    for service in outcome.pack.services:
        if service.is_school:
            name, count = f"{service.name}_pupils", pupils(service)
            for by_district in (False, True):
                yield _Compared(
                    name=f"district_{name}" if by_district else name,
                    table="pupils",
                    series=service.name,
                    modelled=count,
                    by_district=by_district,
                )
    yield from _without_tolerance(outcome, str(basis["id"]))


def _without_tolerance(outcome: Outcome, basis: str) -> Iterator[_Compared]:
    """Series that are shown beside the model and never scored."""
    yield _Compared(
        name="second_birth_share",
        table="births_by_order",
        series="birth_order_share_2",
        modelled=second_birth_share,
    )
    yield _Compared(
        name="registered_births",
        table="registered_births",
        series="registered_births",
        modelled=registered_births,
    )
    if basis == "revised":
        yield _Compared(
            name="crude_death_rate",
            table="deaths",
            series="crude_death_rate",
            modelled=crude_death_rate,
        )
    yield _Compared(name="deliveries", table="deliveries", series="deliveries", modelled=deliveries)
    for name, table, series in (
        ("hospital", "beds", "hospital_beds"),
        ("eldercare", "eldercare", "beds_all"),
    ):
        if name in outcome.pack.service:
            service = outcome.pack.service[name]
            yield _Compared(
                name=f"{name}_beds", table=table, series=series, modelled=supply(service)
            )


def _basis(outcome: Outcome) -> dict[str, Any]:
    chosen = outcome.file.values["world.population_basis"]
    return next(dict(basis) for basis in outcome.pack.city["basis"] if basis["id"] == chosen)


def _comparisons(outcome: Outcome, compared: _Compared) -> Iterator[Comparison]:
    table = f"observations/{compared.table}.csv"
    if not (outcome.pack.folder / table).is_file():
        return
    places = outcome.pack.axes["district"] if compared.by_district else (CITY,)
    for row in outcome.pack.rows(table):
        if row.text("series") == compared.series and row.text("district") in places:
            when = _when(row)
            if when is not None and _is_test(outcome, row, when, compared.until):
                yield from _comparison(outcome, compared, row, when)


def _comparison(
    outcome: Outcome, compared: _Compared, row: Row, when: float
) -> Iterator[Comparison]:
    place = row.text("district")
    modelled = compared.modelled(Occasion(outcome=outcome, place=place, when=when))
    if modelled is not None:
        yield Comparison(
            series=f"{compared.name}_{place}" if compared.by_district else compared.name,
            place=place,
            when=when,
            date=_day(row, when),
            observed=row.number("value"),
            modelled=modelled,
            tolerance=TOLERANCES.get(compared.name),
            record=row,
        )


def _when(row: Row) -> float | None:
    """The instant of a row, or the end of the year it counts; ``None`` where it has neither."""
    if row.text("date_rule") == _CALENDAR_YEAR:
        return end_of_year(row.integer("year"))
    if not row.text("date"):
        return None
    return instant(date.fromisoformat(row.text("date")))


def _is_test(outcome: Outcome, row: Row, when: float, until: float | None) -> bool:
    """Whether a row is an observation of everybody, made after the run has started."""
    return (
        row.text("use") == "observation"
        and row.text("status") != "estimated"
        and (row.text("sex"), row.text("age_group")) == ("both", "all")
        and when > outcome.trajectory.readings[0] + SAME_INSTANT
        and (until is None or when <= until + SAME_INSTANT)
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
            texts("district", [one.place for one in found]),
            texts("unit", [row.text("unit") for row in records]),
            texts("date_rule", [row.text("date_rule") for row in records]),
            texts("status", [row.text("status") for row in records]),
            texts("grade", [row.text("grade") for row in records]),
            texts("definition", [row.text("definition") for row in records]),
        ),
    )


def _result(comparison: Comparison) -> str:
    if comparison.is_within is None:
        return ""
    return "ok" if comparison.is_within else "miss"


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
        for kind in ("pupils", "beds"):
            if name.removeprefix("district_") == f"{service.name}_{kind}":
                key = f"series.district_{kind}" if comparison.place != CITY else f"series.{kind}"
                return titled(key, place=place, service=service.title)
    return {"zh": name, "en": name}
