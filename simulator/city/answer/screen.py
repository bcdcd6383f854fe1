"""The answer on one screen: at most 40 lines at 80 columns, in one language or in both."""

import os
from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from simulator.city.answer import sentences
from simulator.city.answer.amounts import amount, month, side
from simulator.city.answer.answer import Answer, PlaceAnswer, ServiceAnswer
from simulator.city.axes import CITY
from simulator.city.ground.outcome import Outcome
from simulator.city.ground.rounding import chance_told
from simulator.city.record.beyond_record import beyond_record
from simulator.city.record.later_figures import later_figures
from simulator.city.services.anchor import anchored
from simulator.city.services.series import service_series
from simulator.report.grid import Grid, broken_to
from simulator.words.catalogue import LANGUAGES, Language, Pair, leading, pair

PIPE_WIDTH = 100
"""Columns where no terminal says how many it has, nor ``COLUMNS``."""

_NARROWEST = 17
"""Columns that the name of a service is given at least."""


def answer_console() -> Console:
    """A console as wide as the terminal, else as ``COLUMNS`` says, else of a stated width."""
    console = Console(highlight=False)
    if console.is_terminal or "COLUMNS" in os.environ:
        return console
    return Console(highlight=False, width=PIPE_WIDTH)


def print_answer(
    answer: Answer, outcome: Outcome, language: Language, console: Console | None = None
) -> None:
    """Show the answer: sentences, a row for every service, how sure, what is held, the checks."""
    console = answer_console() if console is None else console
    spoken_in = LANGUAGES if language == "both" else (language,)
    width = console.width
    for each in spoken_in:
        title = pair("answer.title", city=outcome.pack.title, scenario=_scenario(outcome))
        _print(console, [leading(title, each)], width, style="bold")
    # two languages share a screen: the sentences are then left to the rows
    if language != "both":
        told = (leading(text, language) for text in sentences.headline(answer))
        _print(console, told, width)
    _services(answer, language, width).show(console)
    for each in spoken_in:
        _print(console, [leading(sentences.ends(answer, more=True), each)], width, style="dim")
    for text in notes(answer, outcome):
        _print(console, (leading(text, each) for each in spoken_in), width)


def notes(answer: Answer, outcome: Outcome) -> Iterator[Pair]:
    """What stands below the rows: two answers, the anchor, how sure, what is held, the checks."""
    yield sentences.sureness(answer)
    further = (
        sentences.two_answers(answer),
        sentences.anchor(answer, resting_on_anchor(outcome)),
        beyond_record(outcome),
        later_figures(outcome),
    )
    yield from (text for text in further if text is not None)
    yield sentences.held(answer)
    yield sentences.checks(answer)


def resting_on_anchor(outcome: Outcome) -> frozenset[str]:
    """Services whose first shortage in the city rests on enrolment ratios fitted to pupils."""
    every = [(one.service.name, place) for one in service_series(outcome) for place in one.places]
    found = zip(every, anchored(outcome), strict=True)
    return frozenset(
        name for (name, place), one in found if place == CITY and one is not None and one.rests
    )


def _print(console: Console, texts: Iterator[str] | list[str], width: int, style: str = "") -> None:
    for text in texts:
        for line in broken_to(text, width):
            console.print(Text(line, style=style), soft_wrap=True)


def _services(answer: Answer, language: Language, width: int) -> Grid:
    """The rows; where a screen has no room names are broken, then districts, at spaces."""
    whole = _grid(answer, language, ())
    wide = whole.plain_width()
    if wide <= width:
        return whole
    name, place = (max(cell_len(row[column]) for row in whole.rows) for column in (0, _PLACE))
    shorter = max(name - (wide - width), min(name, _NARROWEST))
    left = max(place - (wide - (name - shorter) - width), 1)
    return _grid(answer, language, (shorter, min(left, place)))


_PLACE = 3
"""The column of the district worst hit."""


def _grid(answer: Answer, language: Language, rooms: tuple[int, ...]) -> Grid:
    columns = ("service", "worst", "end", "hardest", *(("sure",) if answer.draws else ()))
    spoken_in = LANGUAGES if language == "both" else (language,)
    # one line of headings a language: side by side they would be wider than what stands below
    headings, *rows = (
        tuple(leading(pair(f"answer.{name}"), each) for name in columns) for each in spoken_in
    )
    for one in answer.services:
        for each in spoken_in:
            rows += _broken(_row(one, each, len(columns)), rooms)
    return Grid(
        title="",
        headings=headings,
        rows=rows,
        numeric=(False,) * len(columns),
    )


def _broken(cells: tuple[str, ...], rooms: tuple[int, ...]) -> Iterator[tuple[str, ...]]:
    """A row in as many lines as its name and its district need where rooms are stated."""
    if not rooms:
        yield cells
        return
    name, place = broken_to(cells[0], rooms[0]), broken_to(cells[_PLACE], rooms[1])
    for line in range(max(len(name), len(place))):
        found = list(cells) if line == 0 else [""] * len(cells)
        found[0] = name[line] if line < len(name) else ""
        found[_PLACE] = place[line] if line < len(place) else ""
        yield tuple(found)


def _row(one: ServiceAnswer, language: Language, columns: int) -> tuple[str, ...]:
    cells = [
        leading(sentences.titled(one), language),
        _worst(one.city, language),
        _end(one, language),
        _hardest(one, language),
    ]
    if columns > len(cells):
        sure = one.city.sure
        cells.append("" if sure is None else chance_told(sure.short, sure.draws))
    return tuple(cells)


def _worst(place: PlaceAnswer, language: Language) -> str:
    if place.end is None:
        return leading(pair("answer.unknown"), language)
    if place.worst is None:
        return leading(pair("answer.never"), language)
    when, unit = month(place.worst.when), sentences.unit(place)
    return leading(pair("answer.at", amount=amount(place.worst.gap, unit), when=when), language)


def _end(one: ServiceAnswer, language: Language) -> str:
    if one.city.end is None:
        return leading(pair("answer.unknown"), language)
    return leading(side(one.city.end.gap, sentences.unit(one.city)), language)


def _hardest(one: ServiceAnswer, language: Language) -> str:
    if one.hardest is None or one.hardest.worst is None:
        return ""
    worst, more = one.hardest.worst, len(one.short) - 1
    key = "answer.more_places" if more else "answer.place"
    told = amount(worst.gap, sentences.unit(one.hardest))
    named = {"place": one.hardest.title, "amount": told, "when": month(worst.when)}
    return leading(pair(key, **named, more=more), language)


def _scenario(outcome: Outcome) -> object:
    return outcome.file.title or outcome.file.name
