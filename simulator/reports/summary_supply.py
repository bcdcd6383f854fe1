"""Places and beds against what was announced and counted of them, on one screen."""

from simulator.analysis.building import building_of
from simulator.analysis.outcome import Outcome
from simulator.analysis.supply_record import SupplyFigure, compare_supply
from simulator.reports.catalogue import Language, in_language, say
from simulator.reports.grid import Grid
from simulator.reports.titles import titled

_HEADINGS = ("figure", "recorded", "promised", "risk_adjusted", "error", "tolerance", "use")


def supply_grid(outcome: Outcome, language: Language) -> Grid | None:
    """The record of supply with errors, what was fitted marked; ``None`` without a record."""
    found = compare_supply(outcome, building_of(outcome))
    if not found:
        return None
    title = outcome.file.title or outcome.file.name
    return Grid(
        title=say("summary.supply", language, city=outcome.pack.title, scenario=title),
        headings=(*(_heading(name, language) for name in _HEADINGS), ""),
        rows=[_row(one, language) for one in found],
        numeric=(False, True, True, True, True, True, False, False),
        notes=(say("summary.supply_note", language),),
        styles={say("word.ok", language): "green", say("word.miss", language): "bold red"},
    )


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
