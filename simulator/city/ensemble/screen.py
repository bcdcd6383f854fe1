"""How sure a run is, on the screen: interval and chances of every service of the city."""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil, sqrt

from simulator.city.axes import CITY
from simulator.city.ensemble.ensemble import Ensemble
from simulator.city.ensemble.table import SaidOfDraws
from simulator.city.ground.outcome import Outcome, shown_span
from simulator.city.ground.rounding import borne_by, chance_told, chance_word, rounded
from simulator.city.pack.services import Service
from simulator.city.services.table import services_table
from simulator.report.grid import Grid
from simulator.stockflow.values.calendar import calendar_label, end_of_year, first_september
from simulator.words.catalogue import Language, in_language, say

_WORDS = ("service", "date", "low", "middle", "high", "short", "empty")

Cells = Mapping[str, Sequence[str]]


def sureness_grid(outcome: Outcome, ensemble: Ensemble, language: Language) -> Grid:
    """The gap of the city at the end of what is shown: low, middle, high, and two chances.

    Schools as on the last 1 September, beds at the end of the last year.
    """
    title = outcome.file.title or outcome.file.name
    named = {"city": outcome.pack.title, "scenario": title, "draws": ensemble.draws}
    return Grid(
        title=say("sureness.title", language, **named),
        headings=tuple(say(f"sureness.{word}", language) for word in _WORDS),
        rows=list(_rows(outcome, ensemble, language)),
        numeric=(False, False, True, True, True, False, False),
        notes=(
            say("note.gap", language),
            say("sureness.note", language, error=ceil(50 / sqrt(ensemble.draws))),
        ),
    )


def _rows(outcome: Outcome, ensemble: Ensemble, language: Language) -> Iterator[tuple[str, ...]]:
    table = SaidOfDraws(ensemble=ensemble).widened(services_table(outcome))
    cells = {column.name: column.cells for column in table.columns}
    places = zip(cells["date"], cells["service"], cells["district"], strict=True)
    at = {place: row for row, place in enumerate(places)}
    for service in outcome.pack.services:
        day = _last_day(outcome, service)
        row = at.get((day, service.name, CITY))
        if row is not None:
            told = _told(cells, row, ensemble.draws, language)
            yield in_language(service.title, language), day, *told


def _last_day(outcome: Outcome, service: Service) -> str:
    last = round(shown_span(outcome)[1]) - 1
    return calendar_label(first_september(last) if service.is_school else end_of_year(last))


def _told(cells: Cells, row: int, draws: int, language: Language) -> tuple[str, ...]:
    """Low, middle, high of the gap, and the chances of shortage and of emptiness."""
    if not cells["low"][row]:
        return "", say("word.unknown", language), "", "", ""
    low, middle, high = (float(cells[name][row]) for name in ("low", "middle", "high"))
    unit = borne_by(low, high)
    chances = (float(cells[f"probability_{name}"][row]) for name in ("short", "empty"))
    return (
        *(f"{rounded(value, unit):+,.0f}" for value in (low, middle, high)),
        *(_chance(share, draws, language) for share in chances),
    )


def _chance(share: float, draws: int, language: Language) -> str:
    """A chance in per cent and in words; none or all of the draws is not said to be never."""
    return f"{chance_told(share, draws)} {say(chance_word(share), language)}"
