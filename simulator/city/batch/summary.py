"""What is said of all cases of a batch, side by side: gap and chance at the last reading."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from simulator.city.batch.case import SUMMARY, Case
from simulator.city.batch.kept_chunks import digest_of_order
from simulator.city.batch.plan import Plan
from simulator.city.tables import column_dictionary
from simulator.files.publishing import Content, publish
from simulator.report.table import (
    Column,
    Kind,
    Table,
    read_columns,
    save_tables,
    stacked,
    texts,
)

_KINDS: Mapping[str, Kind] = {
    "service": "text",
    "district": "text",
    "date": "date",
    "probability_short": "number",
    "probability_short_error": "number",
    "low": "number",
    "middle": "number",
    "high": "number",
    "level": "text",
}
_UNITS = {
    **dict.fromkeys(("service", "district", "level"), "label"),
    "date": "date",
    **dict.fromkeys(("probability_short", "probability_short_error"), "share"),
    **dict.fromkeys(("low", "middle", "high"), "of_the_service"),
}
"""Columns that are taken from the table ``services`` of every case, and their units."""


def publish_summary(plan: Plan, cases: Sequence[Case]) -> Path:
    """Publish the summary of cases whose results are there; the folder."""
    folder = plan.out / SUMMARY

    def write(target: Path) -> Content:
        table = summary_table(cases)
        tables = (table, column_dictionary((table,)))
        save_tables(target, tables)
        return {"of": "batch", "cases": [_said(case) for case in cases]}

    publish(folder, write)
    return folder


def summary_table(cases: Sequence[Case]) -> Table:
    """One row for every case, service and district, as its table ``services`` ends."""
    by_city: dict[str, dict[str, Table]] = {}
    for case in cases:
        by_city.setdefault(case.city, {})[case.name] = _last_reading(case)
    whole = stacked("city", {city: stacked("scenario", each) for city, each in by_city.items()})
    return Table(name=SUMMARY, columns=whole.columns)


def _last_reading(case: Case) -> Table:
    found = read_columns(case.results / "tables" / "services.csv", _KINDS)
    days = found.column("date").cells
    last = max(days)
    rows = [row for row, day in enumerate(days) if day == last]
    return Table(
        name=SUMMARY,
        columns=tuple(
            Column(
                name=name,
                kind=kind,
                unit=_UNITS[name],
                cells=[found.column(name).cells[row] for row in rows],
            )
            if kind != "text"
            else texts(name, [found.column(name).cells[row] for row in rows])
            for name, kind in _KINDS.items()
        ),
    )


def _said(case: Case) -> Mapping[str, object]:
    return {
        "city": case.city,
        "scenario": case.name,
        "chunks": [digest_of_order(order) for order in case.orders],
    }
