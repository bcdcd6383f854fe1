"""What a run says, on one screen: demand, supply and gap by year, and how it meets the record."""

from collections.abc import Iterator
from math import ceil, isfinite
from textwrap import wrap

import numpy as np
from rich.console import Console
from rich.text import Text

from simulator.city.axes import CITY
from simulator.city.beds.table import beds_grid
from simulator.city.ground.outcome import Outcome, shown_span
from simulator.city.ground.titles import title_or_name, titled
from simulator.city.record.beyond_record import beyond_record
from simulator.city.record.comparison import Comparison
from simulator.city.record.held_table import held_grid
from simulator.city.record.later_figures import later_figures
from simulator.city.record.observed import compare, series_title
from simulator.city.record.table import supply_grid
from simulator.city.schools.school_grid import school_grid
from simulator.city.services.anchor import anchored
from simulator.city.services.gaps import GapSummary, Side, summarise_gaps
from simulator.city.services.series import ServiceSeries, service_series
from simulator.city.services.two_answers import in_two_minds
from simulator.report.grid import Grid
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import (
    calendar_label,
    end_of_year,
    first_september,
    place_of,
    years_between,
)
from simulator.words.catalogue import Language, in_language, say, spoken

_NAME_WIDTH = 18
_STYLES = {"word.ok": "green", "word.miss": "bold red", "word.unknown": "yellow"}


def print_summary(outcome: Outcome, console: Console | None = None) -> None:
    """Show the summary of a run: tables on a terminal, plain text where none is."""
    console = Console() if console is None else console
    grids = (
        _services_to_fit(outcome, console),
        school_grid(outcome, language_of_run(outcome)),
        _observed_to_fit(outcome, console),
        supply_grid(outcome, language_of_run(outcome)),
        beds_grid(outcome, language_of_run(outcome)),
        held_grid(outcome, language_of_run(outcome)),
    )
    for grid in grids:
        if grid is not None:
            grid.show(console)
            console.out("")
    later = later_figures(outcome)
    if later is not None:
        told = " / ".join(spoken(later, language_of_run(outcome)))
        console.print(Text(told), soft_wrap=not console.is_terminal)
    console.print(Text(balance_line(outcome)), soft_wrap=not console.is_terminal)
    beyond = beyond_record(outcome)
    if beyond is not None:
        told = " / ".join(spoken(beyond, language_of_run(outcome)))
        console.print(Text(told, style="bold red"), soft_wrap=not console.is_terminal)


def services_grid(outcome: Outcome, most_years: int | None = None) -> Grid:
    """Demand, risk-adjusted supply and gap of the city by service and year.

    Schools as on 1 September, beds at the end of the year. Where ``most_years`` leaves no room for
    every year, years are left out evenly and the last one stays.
    """
    language = language_of_run(outcome)
    years = _years(outcome, most_years)
    series = service_series(outcome)
    found = {
        summary.service.name: summary
        for summary in summarise_gaps(series, float(outcome.trajectory.readings[-1]))
        if summary.place == CITY
    }
    rows = [
        row
        for one in series
        for row in _service_rows(one, found[one.service.name], years, language)
    ]
    words = ("word.first_shortage", "word.first_surplus")
    return Grid(
        title=_titled(outcome, "summary.services"),
        headings=(
            _spaced("word.service", language),
            "",
            *map(str, years),
            *(_spaced(word, language) for word in words),
        ),
        rows=rows,
        numeric=(False, False, *(True for _ in years), False, False),
        group=3,
        notes=(
            *(say(f"note.{note}", language) for note in ("gap", "readings", "unknown")),
            *_two_answers(outcome, series, language),
            *_anchor_note(outcome, series, language),
        ),
        styles=_styles(language),
    )


def _two_answers(
    outcome: Outcome, series: tuple[ServiceSeries, ...], language: Language
) -> Iterator[str]:
    """The services that are short by norm and not by use, or the other way round."""
    for one in in_two_minds(series, shown_span(outcome)[1]):
        yield " / ".join(spoken(one.said, language))


def _anchor_note(
    outcome: Outcome, series: tuple[ServiceSeries, ...], language: Language
) -> Iterator[str]:
    """The services whose first shortage in the city rests on enrolment ratios, if there are any."""
    every = [(one, place) for one in series for place in one.places]
    resting = [
        one.service.title
        for (one, place), found in zip(every, anchored(outcome), strict=True)
        if place == CITY and found is not None and found.rests
    ]
    if resting:
        named = {
            "zh": "、".join(t["zh"] for t in resting),
            "en": ", ".join(t["en"] for t in resting),
        }
        yield say("note.anchor", language, services=named)


def observed_grid(outcome: Outcome, language: Language | None = None) -> Grid:
    """The tests of the run, the worst first; how many rows test nothing, and where they stand."""
    language = language_of_run(outcome) if language is None else language
    found = compare(outcome)
    tests = sorted((one for one in found if one.role == "test"), key=lambda one: -one.excess)
    words = ("series", "date", "observed", "modelled", "error", "tolerance")
    return Grid(
        title=_titled(outcome, "summary.observed"),
        headings=(*(_spaced(f"word.{word}", language) for word in words), ""),
        rows=[_observed_row(outcome, one, language) for one in tests],
        numeric=(False, False, True, True, True, True, False),
        notes=(_score(found, language), say("summary.bounds", language)),
        styles=_styles(language),
    )


def _score(found: tuple[Comparison, ...], language: Language) -> str:
    """How many rows test the run and how many of them it fails; the same of the others."""
    tests = [one for one in found if one.role == "test"]
    others = [one for one in found if one.role != "test"]
    if any(one.tolerance is None for one in found):
        return say("summary.unscored", language, rows=len(found))
    return say(
        "summary.score",
        language,
        tests=len(tests),
        missed=sum(one.is_within is False for one in tests),
        fitted=sum(one.role == "fitted" for one in others),
        given=sum(one.role == "input" for one in others),
        off=sum(one.is_within is False for one in others),
    )


def balance_line(outcome: Outcome) -> str:
    """The largest balance residual of everything conserved, relative."""
    language = language_of_run(outcome)
    parts = (
        f"{in_language(title_or_name(f'value.{one.kind}', one.kind), language)} "
        f"{np.abs(one.residual).max(initial=0.0):.1e}"
        for one in outcome.trajectory.balances
    )
    return f"{say('summary.balance', language)}: {', '.join(parts)}"


def _services_to_fit(outcome: Outcome, console: Console) -> Grid:
    """As many years as a terminal has room for."""
    grid = services_grid(outcome)
    for most in range(len(_years(outcome, None)) - 1, 0, -1):
        if not console.is_terminal or grid.width() <= console.width:
            break
        grid = services_grid(outcome, most)
    return grid


def _observed_to_fit(outcome: Outcome, console: Console) -> Grid:
    """In Chinese alone where a terminal has no room for both languages."""
    grid = observed_grid(outcome)
    narrow = console.is_terminal and grid.width() > console.width
    return observed_grid(outcome, "zh") if narrow and language_of_run(outcome) == "both" else grid


def _service_rows(
    series: ServiceSeries, found: GapSummary, years: tuple[int, ...], language: Language
) -> Iterator[tuple[str, ...]]:
    """Three rows: demand, supply, gap; beside them the names, and when a gap first shows."""
    names = _lines([in_language(series.service.title, each) for each in _each(language)])
    shortage = _first(found.shortage, found, language)
    surplus = _first(found.surplus, found, language)
    unknown = _in_turn("word.unknown", language)
    measures = (
        ("word.demand", series.demand),
        ("word.supply", series.risk_adjusted),
        ("word.gap", series.gap),
    )
    for number, (word, values) in enumerate(measures):
        cells = (_reading(series, values[-1], year, unknown[number]) for year in years)
        yield names[number], _spaced(word, language), *cells, shortage[number], surplus[number]


def _lines(titles: list[str]) -> tuple[str, str, str]:
    """A name in up to three short lines."""
    lines = [line for title in titles for line in wrap(title, _NAME_WIDTH)] + ["", "", ""]
    return lines[0], lines[1], " ".join(filter(None, lines[2:]))


def _in_turn(key: str, language: Language) -> tuple[str, str, str]:
    """A word for each of three rows: as it is, or Chinese, then English under it."""
    words = [in_language(titled(key), each) for each in _each(language)]
    return words[-1], words[0], words[-1]


def _reading(series: ServiceSeries, values: FloatArray, year: int, unknown: str) -> str:
    """The value of a year: on 1 September for a school, at the end of the year for others."""
    when = first_september(year) if series.service.is_school else end_of_year(year)
    there = place_of(series.years, when)
    if there is None:
        return ""
    value = float(values[there])
    return f"{round(value):,}" if isfinite(value) else unknown


def _first(side: Side | None, found: GapSummary, language: Language) -> tuple[str, str, str]:
    """The month of the first shortage or surplus; that there is none, or that nobody knows."""
    if side is not None and side.first is not None:
        return calendar_label(side.first)[:7], "", ""
    words = _in_turn("word.unknown" if found.known_from is None else "word.never", language)
    return words[1], words[2] if language == "both" else "", ""


def _observed_row(outcome: Outcome, one: Comparison, language: Language) -> tuple[str, ...]:
    return (
        in_language(series_title(outcome.pack, one), language),
        one.date,
        _figure(one.observed),
        _figure(one.modelled),
        f"{round(100 * one.error, 1) + 0.0:+.1f} %",
        _tolerance(one),
        "" if one.is_within is None else say(f"word.{_OK[one.is_within]}", language),
    )


_OK = {True: "ok", False: "miss"}


def _tolerance(one: Comparison) -> str:
    """How far the model may be off; of a bound nothing below the record."""
    if one.tolerance is None:
        return ""
    return "≥ 0 %" if one.bound else f"{100 * one.tolerance:.0f} %"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.1f}"


def _years(outcome: Outcome, most: int | None) -> tuple[int, ...]:
    first, last = shown_span(outcome)
    years = years_between(first, last)
    step = 1 if most is None else ceil(len(years) / max(most, 1))
    return tuple(reversed(years[::-1][:: max(step, 1)]))


def _titled(outcome: Outcome, key: str) -> str:
    language = language_of_run(outcome)
    title = outcome.file.title or outcome.file.name
    return say(key, language, city=outcome.pack.title, scenario=title)


def _spaced(key: str, language: Language) -> str:
    """A heading, both languages side by side so that a narrow screen can break between them."""
    return " ".join(in_language(titled(key), each) for each in _each(language))


def _each(language: Language) -> tuple[Language, ...]:
    return ("zh", "en") if language == "both" else (language,)


def _styles(language: Language) -> dict[str, str]:
    shown = {say(key, language): style for key, style in _STYLES.items()}
    alone = {in_language(titled("word.unknown"), each): "yellow" for each in _each(language)}
    return shown | alone


def language_of_run(outcome: Outcome) -> Language:
    """The language a run is told in."""
    chosen = outcome.file.values["report.language"]
    return "zh" if chosen == "zh" else "en" if chosen == "en" else "both"
