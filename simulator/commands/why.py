"""``why``: what each group of inputs makes of the difference between two scenarios."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from time import perf_counter

import click
import numpy as np

from simulator.city.axes import CITY
from simulator.city.expected_run import run_expected
from simulator.city.ground.outcome import Outcome
from simulator.city.ground.titles import place_title
from simulator.city.loading import Loaded
from simulator.city.pack.services import Service
from simulator.city.publication import refuse_occupied
from simulator.city.services.series import SMALLEST
from simulator.city.why.coalitions import TOGETHER, Quantity, Question
from simulator.city.why.explained import (
    MOST_FACTORS,
    Contribution,
    Explained,
    days_told,
    explain,
    telling_day,
)
from simulator.city.why.mixing import Two, joined
from simulator.city.why.published import publish_why
from simulator.city.why.sentences import acting_of, named_groups, names_of, sentence, signed
from simulator.commands.destination import Destination
from simulator.commands.language import language
from simulator.commands.named_places import catchment_of, named_service
from simulator.commands.named_runs import load_named, refuse_settings_of_runs, scenario_of
from simulator.commands.progress import progress_bar
from simulator.commands.remarks import print_remarks
from simulator.errors import CommandError
from simulator.files.locations import OUTPUTS, shown
from simulator.files.result_names import output_name, owner_of
from simulator.report.grid import Grid, broken_to
from simulator.stockflow.values.calendar import SAME_INSTANT, calendar_label, instant
from simulator.words.catalogue import Language, Pair, beside, listed, message, pair, say, spoken

WIDTH = 80
"""Columns of what is shown."""

_INPUTS = 3
"""Inputs of a group that are named on the screen; the table has all."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What stood on the command line."""

    paths: tuple[Path, Path]
    overrides: Sequence[str]
    service: str
    district: str | None
    day: date | None
    quantity: Quantity
    out: Path | None
    png: bool
    force: bool


def tell_why(asked: Asked) -> None:
    """Run every scenario between the two, show what each group makes of it, publish it.

    Raises
    ------
    SimulatorError
        Where a scenario is wrong or of another city, nothing differs, or nothing is known there.
    """
    refuse_settings_of_runs(asked.paths, asked.overrides)
    first = load_named(asked.paths[0], asked.overrides, None, force=asked.force)
    second = load_named(asked.paths[1], asked.overrides, first.pack, force=asked.force)
    _refuse_other_city(first, second)
    service = named_service(first, asked.service)
    place = CITY if asked.district is None else catchment_of(first, service.name, asked.district)
    groups = _factors(first, second)
    print_remarks([*first.remarks, *second.remarks])
    destination = _destination(asked)
    refuse_occupied(destination.folder())
    began = perf_counter()
    outcomes = (run_expected(first), run_expected(second))
    each = (perf_counter() - began) / 2
    question = Question(
        first=first,
        second=second,
        service=service,
        place=place,
        when=_day(asked, outcomes, service, place),
        quantity=asked.quantity,
        joined=groups,
    )
    found = _explained(question, each)
    write = partial(publish_why, found, outcomes, (language(), asked.png))
    folder = destination.publish(write)
    for line in shown_lines(found, language()):
        click.echo(line)
    click.echo(say("why.files", language(), folder=shown(folder)))


def _refuse_other_city(first: Loaded, second: Loaded) -> None:
    if first.pack.name != second.pack.name:
        cities = {"first": first.pack.name, "second": second.pack.name}
        raise CommandError(message("why.other_city", **cities))


def _factors(first: Loaded, second: Loaded) -> tuple[tuple[str, ...], ...]:
    """The groups that differ, neighbours joined where there are too many; refuses none."""
    two = Two(first=first.file, second=second.file, pack=first.pack)
    sizes = {name: len(addresses) for name, addresses in two.differing.items()}
    if not sizes:
        raise CommandError(message("why.no_input"))
    groups = joined(sizes, MOST_FACTORS)
    together = [named_groups(names) for names in groups if len(names) > 1]
    if together:
        told = {"most": MOST_FACTORS, "names": listed(together, "list.semicolon")}
        click.echo(say("why.joined", language(), **told), err=True)
    return groups


def _day(asked: Asked, outcomes: tuple[Outcome, Outcome], service: Service, place: str) -> float:
    """The day that is asked for, else that of the largest shortage; refuses one nobody knows."""
    named = {"service": service.title, "place": place_title(outcomes[0].pack, place)}
    telling = telling_day(outcomes, service.name, place)
    if telling is None:
        raise CommandError(message("why.no_day", **named))
    if asked.day is None:
        return telling
    days, when = days_told(outcomes, service.name, place), instant(asked.day)
    nearest = float(days[np.argmin(np.abs(days - when))])
    if abs(nearest - when) > SAME_INSTANT:
        told = {"found": str(asked.day), "near": calendar_label(nearest)}
        ends = {"first": calendar_label(float(days[0])), "last": calendar_label(float(days[-1]))}
        raise CommandError(message("why.no_reading", **named, **told, **ends))
    return nearest


def _explained(question: Question, each: float) -> Explained:
    """The shares; how many runs it takes, and about how long, is told beforehand."""
    runs = 2 ** len(question.joined)
    told = {"factors": len(question.joined), "runs": runs, "seconds": _seconds(runs, each)}
    click.echo(say("why.told_before", language(), **told), err=True)
    with progress_bar(say("sureness.progress", language()), runs) as advance:
        return explain(question, advance)


def _seconds(runs: int, each: float) -> int:
    """About how long: a run in a block takes a sixth of one by itself, a block two more."""
    blocks = -(-runs // TOGETHER)
    return max(1, round(each * (runs / 6 + 2 * blocks)))


def _destination(asked: Asked) -> Destination:
    """The folder that is asked for, else one for these two."""
    name = "_to_".join(path.stem for path in asked.paths)
    changes = [*asked.overrides, *_asked_for(asked)]
    return Destination(
        asked=asked.out,
        parent=OUTPUTS / "why",
        name=output_name(f"{name}__{asked.service}", asked.overrides),
        owner=owner_of([scenario_of(path) for path in asked.paths], changes),
    )


def _asked_for(asked: Asked) -> Iterator[str]:
    """What is asked, as settings: an answer to another question is another result."""
    told = {"service": asked.service, "district": asked.district, "of": asked.quantity}
    yield from (f"why.{name}={value}" for name, value in told.items() if value)


def shown_lines(found: Explained, chosen: Language) -> Iterator[str]:
    """The answer, line by line: both numbers, the shares, the inputs, one sentence."""
    names = names_of(found)
    yield from _wrapped(pair("why.title", **names), chosen)
    for text in spoken(pair("why.ends", **names), chosen):
        for line in text.splitlines():
            yield from broken_to(line, WIDTH)
    yield ""
    yield from _grid(found, chosen).text().splitlines()[1:]
    quantity = found.question.quantity
    positive = "why.positive" if quantity == "gap" else f"why.positive_{quantity}"
    yield from _wrapped(pair(positive), chosen)
    yield ""
    yield say("why.inputs", chosen)
    for each in found.contributions:
        group = beside(named_groups(each.groups), chosen)
        for line in broken_to(f"{group}: {_inputs(each, chosen)}", WIDTH - 2):
            yield f"  {line}"
    yield ""
    yield from _wrapped(sentence(found), chosen)


def _wrapped(text: Pair, chosen: Language) -> Iterator[str]:
    for line in spoken(text, chosen):
        yield from broken_to(line, WIDTH)


def _grid(found: Explained, chosen: Language) -> Grid:
    headings = tuple(say(f"why.{name}", chosen) for name in ("factor", "share", "of_it", "range"))
    rows = [_row(found, each, chosen) for each in acting_of(found)]
    whole = "100" if abs(found.difference) >= SMALLEST else ""
    total = (say("why.total", chosen), signed(found.difference), whole, "")
    return Grid(title="", headings=headings, rows=[*rows, total], numeric=(False, True, True, True))


def _row(found: Explained, each: Contribution, chosen: Language) -> tuple[str, ...]:
    whole = found.difference
    of_it = f"{100 * each.share / whole:.0f}" if abs(whole) >= SMALLEST else ""
    span = f"{signed(each.least)} … {signed(each.most)}"
    name = beside(named_groups(each.groups), chosen)
    return name, signed(each.share), of_it.replace("-", "−"), span


def _inputs(each: Contribution, chosen: Language) -> str:
    """The inputs of a factor that differ, the first few of many."""
    told, more = each.addresses[:_INPUTS], len(each.addresses) - _INPUTS
    names = listed(told)
    if more <= 0:
        return beside(names, chosen)
    return beside(pair("why.more_inputs", first=names, more=more), chosen)
