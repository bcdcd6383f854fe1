"""Places and beds against the record, ratios by their definitions, school places by entitlement."""

from collections.abc import Iterator

from simulator.city.ground.outcome import Outcome
from simulator.city.ground.titles import titled
from simulator.city.pack.definition import Counted
from simulator.city.record.comparison import OTHERS
from simulator.city.record.ratios import Ratio, read_definitions
from simulator.city.record.supply_record import SupplyFigure, compare_supply
from simulator.city.supply.building import building_of
from simulator.report.grid import Grid
from simulator.report.table import Table, dates, numbers, texts
from simulator.stockflow.values.calendar import calendar_label
from simulator.words.catalogue import Language, in_language, say

_SERIES = "of_the_series"


def supply_record_table(figures: tuple[SupplyFigure, ...]) -> Table:
    """Every announced or counted figure of supply beside the promise and the risk-adjusted one."""
    nothing = float("nan")
    entries = [one.entry for one in figures]
    return Table(
        name="supply_record",
        columns=(
            texts("figure", [one.name for one in figures]),
            numbers("recorded", [one.recorded for one in figures], _SERIES, 3),
            numbers("promised", [one.promised for one in figures], _SERIES, 3),
            numbers("risk_adjusted", [one.expected for one in figures], _SERIES, 3),
            numbers("error", [one.error for one in figures], "share", 6),
            numbers(
                "tolerance",
                [nothing if one.tolerance is None else one.tolerance for one in figures],
                "share",
                4,
            ),
            texts("result", [_result(one) for one in figures]),
            texts("use", [one.use for one in figures]),
            texts("unit", [str(entry["unit"]) for entry in entries]),
            texts("status", [str(entry["status"]) for entry in entries]),
            texts("grade", [str(entry["grade"]) for entry in entries]),
            texts("rule", [str(entry.get("rule", "")) for entry in entries]),
            texts("source", [str(entry["source_id"]) for entry in entries]),
            texts("name_zh", [one.title["zh"] for one in figures]),
            texts("name_en", [one.title["en"] for one in figures]),
        ),
    )


def ratios_table(ratios: tuple[Ratio, ...]) -> Table:
    """Beds per so many people at the end of every year, side by side by definition."""
    return Table(
        name="ratios",
        columns=(
            dates("date", [calendar_label(one.when) for one in ratios]),
            texts("ratio", [one.name for one in ratios]),
            numbers("value", [one.value for one in ratios], _SERIES, 9),
            texts("unit", [one.unit for one in ratios]),
            numbers("upper", [one.upper.value for one in ratios], _SERIES, 6),
            numbers("lower", [one.lower.value for one in ratios], _SERIES, 6),
            texts("upper_definition", [_counted(one.upper) for one in ratios]),
            texts("lower_definition", [_counted(one.lower) for one in ratios]),
            texts("name_zh", [one.title["zh"] for one in ratios]),
            texts("name_en", [one.title["en"] for one in ratios]),
        ),
    )


def definitions_table(outcome: Outcome) -> Table:
    """What every service and every series of the record counts."""
    stated = [(one.name, "service", one.counted_as) for one in outcome.pack.services]
    stated += [(n, "series", d) for n, d in read_definitions(outcome.pack).series.items()]
    kinds = ("population", "bed_kind", "place_kind", "age_range", "date_rule")
    return Table(
        name="definitions",
        columns=(
            texts("name", [name for name, _, _ in stated]),
            texts("what", [what for _, what, _ in stated]),
            *(texts(kind, [getattr(found, kind) for _, _, found in stated]) for kind in kinds),
        ),
    )


def _counted(figure: Counted) -> str:
    return f"{figure.name}: {figure.definition}"


def _result(figure: SupplyFigure) -> str:
    if figure.is_within is None:
        return ""
    return "ok" if figure.is_within else "miss"


_HEADINGS = ("figure", "recorded", "promised", "risk_adjusted", "error", "tolerance", "use")


def supply_grid(outcome: Outcome, language: Language) -> Grid | None:
    """The record of supply, tests first and the worst of them on top; ``None`` without a record."""
    found = compare_supply(outcome, building_of(outcome))
    if not found:
        return None
    title = outcome.file.title or outcome.file.name
    return Grid(
        title=say("summary.supply", language, city=outcome.pack.title, scenario=title),
        headings=(*(_heading(name, language) for name in _headings(outcome)), ""),
        rows=[_row(one, language) for one in sorted(found, key=_worst_first)],
        numeric=(False, True, True, True, True, True, False, False),
        notes=(_score(found, language), say("summary.supply_note", language)),
        styles={say("word.ok", language): "green", say("word.miss", language): "bold red"},
    )


def _headings(outcome: Outcome) -> Iterator[str]:
    """What the columns are; *as first promised* where somebody responds to gaps."""
    for name in _HEADINGS:
        first = name == "promised" and outcome.trajectory.system.loops
        yield "first_promised" if first else name


_TESTS = ("test", "held_out")


def _worst_first(one: SupplyFigure) -> tuple[bool, float]:
    """Tests before what tests nothing, each by its error against its tolerance, the worst first."""
    return one.use not in _TESTS, -abs(one.error) / (one.tolerance or OTHERS)


def _score(found: tuple[SupplyFigure, ...], language: Language) -> str:
    """How many figures test the run, and how many of those with a tolerance it misses."""
    tests = [one for one in found if one.use in _TESTS]
    missed = sum(one.is_within is False for one in tests)
    return say("summary.supply_score", language, tests=len(tests), missed=missed)


def _heading(name: str, language: Language) -> str:
    return say(f"heading.{name}", language).replace(" / ", " ")


def _row(one: SupplyFigure, language: Language) -> tuple[str, ...]:
    result = (
        "" if one.is_within is None else say("word.ok" if one.is_within else "word.miss", language)
    )
    return (
        in_language(one.title, "zh" if language == "both" else language),
        f"{one.recorded:,.0f}",
        f"{one.promised:,.0f}",
        f"{one.expected:,.0f}",
        f"{round(100 * one.error, 1) + 0.0:+.1f} %",
        "" if one.tolerance is None else f"{100 * one.tolerance:.0f} %",
        in_language(titled(f"value.{one.use}"), "zh" if language == "both" else language),
        result,
    )
