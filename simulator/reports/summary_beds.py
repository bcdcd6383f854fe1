"""The three ledgers for beds in the last year shown, on one screen."""

from simulator.analysis.beds import BedYear, bed_years
from simulator.analysis.outcome import Outcome
from simulator.analysis.series import shown_span
from simulator.inputs.calendar import end_of_year
from simulator.reports.catalogue import Language, in_language, say
from simulator.reports.grid import Grid

_HEADINGS = ("norm", "beds_use", "queue_5", "queue_1", "open", "occupancy")
_INSTANT = 1e-9


def beds_grid(outcome: Outcome, language: Language) -> Grid | None:
    """Norm, use and queue beside the beds open; ``None`` where no use or whole year is known."""
    last = shown_span(outcome)[1]
    found = [one for one in bed_years(outcome) if end_of_year(one.year) <= last + _INSTANT]
    if not found or not outcome.pack.bed_use:
        return None
    year = max(one.year for one in found)
    unknown = say("word.unknown", "zh" if language == "both" else language)
    return Grid(
        title=say(
            "summary.beds",
            language,
            city=outcome.pack.title,
            scenario=outcome.file.title or outcome.file.name,
            year=year,
        ),
        headings=(
            say("word.service", language).replace(" / ", " "),
            *(say(f"heading.{name}", language).replace(" / ", " ") for name in _HEADINGS),
        ),
        rows=[_row(one, language, unknown) for one in found if one.year == year],
        numeric=(False, *(True for _ in _HEADINGS)),
        notes=(say("summary.beds_note", language),),
        styles={unknown: "yellow"},
    )


def _row(one: BedYear, language: Language, unknown: str) -> tuple[str, ...]:
    queue = one.queue
    beds = (
        one.norm,
        one.for_use,
        queue.wards_5 if queue else None,
        queue.wards_1 if queue else None,
        one.open,
    )
    return (
        in_language(one.service.title, "zh" if language == "both" else language),
        *(unknown if number is None else f"{number:,.0f}" for number in beds),
        unknown if one.occupancy is None else f"{100 * one.occupancy:.0f} %",
    )
