"""``need``: how many places by which September, decided by when, so that a risk is kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
from rich.console import Console

from simulator.city.axes import CITY
from simulator.city.ensemble.ensemble import Ensemble, drawn_as_stated, draws_of
from simulator.city.ensemble.need import CRITERIA, Criterion, Need
from simulator.city.ensemble.needed_places import CERTAIN, PlaceNeed, Wish, needs
from simulator.city.expected_run import run_expected
from simulator.city.ground.outcome import Outcome
from simulator.city.ground.rounding import chance_told
from simulator.city.ground.subject import Subject
from simulator.city.ground.titles import place_title
from simulator.city.idle_input import examine
from simulator.city.loading import Loaded, load
from simulator.city.pack.services import Service
from simulator.commands.language import language, told
from simulator.commands.named_places import catchment_of, named_service
from simulator.commands.progress import progress_bar
from simulator.commands.remarks import print_remarks
from simulator.errors import CommandError
from simulator.files.locations import find_scenario
from simulator.report.grid import Grid
from simulator.stockflow.engine.machine_code import is_ready
from simulator.stockflow.values.calendar import calendar_label
from simulator.words.catalogue import Language, in_language, listed, message, say

DRAWS = 400
"""Draws where neither the call nor the scenario says how many: a chance of 5 % is told to 1 %."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What stood on the command line."""

    path: Path
    overrides: Sequence[str]
    service: str
    district: str | None
    risk: float
    criterion: Criterion
    since: int | None
    at_standard: bool
    force: bool


def criterion_of(given: Mapping[str, object]) -> Criterion:
    """The one that was asked for, the first where none was; ``CommandError`` for several."""
    asked = [name for name in CRITERIA if given[name.replace("-", "_")]]
    if len(asked) > 1:
        names = listed(f"--{name}" for name in asked)
        raise CommandError(message("need.one_criterion", names=names))
    return asked[0] if asked else CRITERIA[0]


def tell_need(asked: Asked) -> None:
    """Run the draws of a scenario and show what each catchment needs, and a plan that has it."""
    loaded = examine(load(find_scenario(asked.path), _with_draws(asked), force=asked.force))
    service = named_service(loaded, asked.service)
    # ``None`` where none is named: every catchment
    place = asked.district and catchment_of(loaded, service.name, asked.district)
    print_remarks(loaded.remarks)
    outcome, ensemble = _runs(loaded)
    since = _since(outcome, asked.since)
    wish = Wish(
        service=service,
        place=place,
        risk=asked.risk,
        criterion=asked.criterion,
        since=since,
        at_standard=asked.at_standard,
    )
    found = needs(outcome, ensemble, wish)
    if not found:
        raise CommandError(message("need.nothing", since=calendar_label(since)))
    _show(outcome, ensemble, wish, found)


def _runs(loaded: Loaded) -> tuple[Outcome, Ensemble]:
    """The expected run and the draws; on a terminal a bar says how many and how far they are."""
    draws = draws_of(loaded)
    if not draws:
        raise CommandError(message("need.no_draws"))
    if not is_ready(loaded.system, loaded.scenario):
        click.echo(told("command.compiling"), err=True)
    with progress_bar(say("need.progress", language(), draws=draws), draws) as advance:
        outcome, ensemble = run_expected(loaded), drawn_as_stated(loaded, advance)
    if ensemble is None:
        raise CommandError(message("need.no_draws"))
    return outcome, ensemble


def _with_draws(asked: Asked) -> tuple[str, ...]:
    """The settings of the call; where nobody says how many draws, as many as a risk asks for."""
    stated = any(text.partition("=")[0].strip() == "model.draws" for text in asked.overrides)
    if stated:
        return tuple(asked.overrides)
    plain = load(find_scenario(asked.path), asked.overrides, force=asked.force)
    own = int(str(plain.file.values.get("model.draws", 0)))
    return tuple(asked.overrides) if own else (*asked.overrides, f"model.draws={DRAWS}")


def _since(outcome: Outcome, stated: int | None) -> float:
    """From which instant places can still be had: after the record of people, if the run goes on.

    Of a run that ends with the record: from the first year that is shown.
    """
    if stated is not None:
        return float(stated)
    counted = Subject(outcome=outcome, language="en").counted_until
    if counted is not None and counted + 1 <= outcome.scenario.stop:
        return counted
    return float(str(outcome.file.values["report.from_year"]))


def _show(outcome: Outcome, ensemble: Ensemble, wish: Wish, found: Sequence[PlaceNeed]) -> None:
    chosen = language()
    click.echo(say(_title(wish), chosen, **_named(outcome, wish)))
    for each in found:
        place = place_title(outcome.pack, each.place)
        if not each.need.built[-1]:
            worst = float(each.need.before.share.max())
            told_of = chance_told(worst, ensemble.draws, wish.risk)
            click.echo(say("need.none", chosen, place=place, chance=told_of))
            continue
        click.echo("")
        _grid(outcome, ensemble, wish, each, chosen).show(Console(highlight=False))
        click.echo(say(f"need.{each.standing}", chosen))
    click.echo("")
    sure = f"{100 * CERTAIN:.0f}"
    click.echo(say("need.note", chosen, draws=ensemble.draws, sure=sure))
    lines = [line for each in found for line in _snippet(outcome, wish, each)]
    if lines:
        click.echo(say("need.snippet", chosen))
        click.echo("\n".join(lines))


def _title(wish: Wish) -> str:
    level = "standard" if wish.at_standard else "limit"
    return f"need.{level}_{wish.criterion.replace('-', '_')}"


def _named(outcome: Outcome, wish: Wish) -> Mapping[str, object]:
    return {
        "service": wish.service.title,
        "risk": f"{100 * wish.risk:g}",
        "scenario": outcome.file.title or outcome.file.name,
    }


_HEADINGS = ("day", "places", "schools", "built", "before", "after", "decide")


def _grid(
    outcome: Outcome, ensemble: Ensemble, wish: Wish, found: PlaceNeed, chosen: Language
) -> Grid:
    return Grid(
        title=in_language(place_title(outcome.pack, found.place), chosen),
        headings=tuple(say(f"need.{heading}", chosen) for heading in _HEADINGS),
        rows=list(_rows(ensemble, wish, found, chosen)),
        numeric=(False, True, False, True, True, True, False),
    )


def _rows(
    ensemble: Ensemble, wish: Wish, found: PlaceNeed, chosen: Language
) -> Iterator[tuple[str, ...]]:
    need = found.need
    added = np.diff(need.built, prepend=0.0)
    for row, year in enumerate(need.years):
        if not need.built[row]:
            continue  # nothing is needed yet
        decide = calendar_label(float(year) - found.lead) if added[row] > 0 else ""
        yield (
            calendar_label(float(year)),
            f"{np.ceil(need.places[row]):,.0f}",
            _schools(need, row, wish.service, chosen),
            f"{need.built[row]:,.0f}",
            chance_told(float(need.before.share[row]), ensemble.draws, wish.risk),
            chance_told(float(need.chance.share[row]), ensemble.draws, wish.risk),
            decide,
        )


def _schools(need: Need, row: int, service: Service, chosen: Language) -> str:
    """How many schools of each size are there by then."""
    counts = zip(need.schools[row], service.school_sizes, strict=True)
    told_of = [
        say("need.of_size", chosen, count=count, size=f"{size:,.0f}")
        for count, size in counts
        if count
    ]
    return " + ".join(told_of)


def _snippet(outcome: Outcome, wish: Wish, found: PlaceNeed) -> Iterator[str]:
    """The plan that has what is needed, as a scenario states it: open, and in every grade."""
    built = np.diff(found.need.built, prepend=0.0)
    where = outcome.pack.axes["district"][0] if found.place == CITY else found.place
    for year, places in zip(found.need.years, built, strict=True):
        if places > 0:
            day = calendar_label(float(year))
            name = f"need_{wish.service.name}_{found.place}_{day[:4]}"
            yield "[[plan.projects]]"
            yield f'id = "{name}"'
            yield f'service = "{wish.service.name}"'
            yield f'district = "{where}"'
            yield f"places = {places:.0f}"
            yield f"opens = {day}"
            if wish.service.is_school:
                yield "opens_all_grades = true"
            yield ""
