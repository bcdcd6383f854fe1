"""The model against the record, as a table."""

from collections.abc import Mapping

from simulator.analysis.observed import Comparison, compare
from simulator.analysis.outcome import Outcome
from simulator.reports.tables.table import Table, dates, numbers, texts

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
