"""``rests``: which uncertainty decides a gap, what each level moves, when places are short."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, isnan, log2
from pathlib import Path

import click
import numpy as np
from rich.console import Console

from simulator.city.axes import CITY
from simulator.city.ensemble.describing import describe, sentence
from simulator.city.ensemble.drivers import DRIVERS
from simulator.city.ensemble.elasticities import Elasticity, Told, elasticities
from simulator.city.ensemble.pick_freeze import Answered, Question, answered, runs_of
from simulator.city.ensemble.traits import Gap
from simulator.city.ensemble.variance_shares import Share, VarianceShares
from simulator.city.expected_run import run_expected
from simulator.city.ground.outcome import shown_span
from simulator.city.ground.rounding import borne_by, rounded
from simulator.city.ground.titles import place_title
from simulator.city.idle_input import examine
from simulator.city.loading import Loaded, load
from simulator.city.services.series import service_series
from simulator.commands.language import language
from simulator.commands.named_places import catchment_of, named_service
from simulator.commands.progress import progress_bar
from simulator.commands.remarks import print_remarks
from simulator.errors import CommandError
from simulator.files.locations import find_scenario
from simulator.report.grid import Grid
from simulator.stockflow.values.calendar import SAME_INSTANT, calendar_label, instant
from simulator.words.catalogue import Language, listed, message, pair, say

AIM = 0.05
"""Half of the widest 95 % interval, to which draws are doubled where the call does not say."""
FIRST, MOST = 256, 4096


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What stood on the command line."""

    path: Path
    overrides: Sequence[str]
    service: str
    district: str | None
    day: date | None
    draws: int | None
    force: bool


def tell_rests(asked: Asked) -> None:
    """Run what has to be compared, and show what the gap rests on."""
    path = find_scenario(asked.path)
    loaded = examine(load(path, asked.overrides, force=asked.force))
    gap = _gap(loaded, asked)
    print_remarks(loaded.remarks)
    told = elasticities(path, asked.overrides, gap, force=asked.force)
    seed = int(str(loaded.file.values["model.seed"]))
    found, shares = _enough(Question(loaded=loaded, gap=gap, seed=seed), asked.draws)
    chosen = language()
    click.echo(_title(loaded, gap, chosen))
    click.echo(_expected(told, found, chosen))
    click.echo("")
    console = Console(highlight=False)
    _shares_grid(found, shares, chosen).show(console)
    click.echo("")
    _levels_grid(told, chosen).show(console)
    click.echo("")
    click.echo(sentence(describe(found), gap, chosen))


def _gap(loaded: Loaded, asked: Asked) -> Gap:
    """The gap that is asked for; ``CommandError`` where the run does not know it."""
    service = named_service(loaded, asked.service)
    place = CITY if asked.district is None else catchment_of(loaded, service.name, asked.district)
    outcome = run_expected(loaded)
    one = next(each for each in service_series(outcome) if each.service.name == service.name)
    known = one.years[np.isfinite(one.gap[one.place(place)])]
    known = known[known <= shown_span(outcome)[1] + SAME_INSTANT]
    named = {"service": service.title, "place": place_title(loaded.pack, place)}
    if not len(known):
        raise CommandError(message("rests.no_day", **named))
    when = float(known[-1]) if asked.day is None else instant(asked.day)
    nearest = float(known[np.argmin(np.abs(known - when))])
    if abs(nearest - when) > SAME_INSTANT:
        days = {"found": str(asked.day), "near": calendar_label(nearest)}
        ends = {"first": calendar_label(known[0]), "last": calendar_label(known[-1])}
        raise CommandError(message("rests.no_reading", **named, **days, **ends))
    return Gap(service=service, place=place, when=nearest)


def _enough(question: Question, stated: int | None) -> tuple[Answered, VarianceShares]:
    """As many draws as are stated; else twice as many until the intervals are narrow enough."""
    found: Answered | None = None
    draws = stated or FIRST
    while True:
        total = draws * (2 + len(DRIVERS if found is None else found.drivers))
        with progress_bar(say("sureness.progress", language()), total) as advance:
            found = answered(question, draws, found, advance)
        shares = found.shares()
        if stated is not None or shares.half_width <= AIM or draws >= MOST:
            return found, shares
        draws *= 2


def _title(loaded: Loaded, gap: Gap, chosen: Language) -> str:
    return say(
        "rests.title",
        chosen,
        scenario=loaded.file.title or loaded.file.name,
        service=gap.service.title,
        place=place_title(loaded.pack, gap.place),
        day=calendar_label(gap.when),
    )


def _expected(told: Told, found: Answered, chosen: Language) -> str:
    """The expected gap, and low, middle and high of all independent draws."""
    low, middle, high = (float(each) for each in np.quantile(found.independent, (0.1, 0.5, 0.9)))
    unit = borne_by(low, high)
    ends = {"gap": told.gap, "low": low, "middle": middle, "high": high}
    numbers = {name: f"{rounded(value, unit):+,.0f}" for name, value in ends.items()}
    return say("rests.expected", chosen, demand=f"{rounded(told.demand, unit):,.0f}", **numbers)


_SHARES = ("driver", "alone", "with_others", "meaning")
_LEVELS = ("level", "step", "change_demand", "change_gap", "of_demand", "of_gap")


def _shares_grid(found: Answered, shares: VarianceShares, chosen: Language) -> Grid:
    rows = [
        (
            say(f"driver.{name}", chosen),
            _share(shares.first, row),
            _share(shares.total, row),
            say(f"rests.{_meaning(shares, row)}", chosen),
        )
        for row, name in enumerate(found.drivers)
    ]
    return Grid(
        title=say("rests.shares", chosen),
        headings=tuple(say(f"rests.{heading}", chosen) for heading in _SHARES),
        rows=rows,
        numeric=(False, True, True, False),
        notes=tuple(_notes(found, shares, chosen)),
    )


def _share(share: Share, row: int) -> str:
    """A share in per cent, with its interval."""
    ends = (share.value, share.low, share.high)
    value, low, high = (round(100 * float(each[row])) for each in ends)
    return f"{value} ({low}…{high})"


def _meaning(shares: VarianceShares, row: int) -> str:
    """What an index says, by the share it explains alone, and with others."""
    alone, with_others = float(shares.first.value[row]), float(shares.total.value[row])
    if float(shares.total.high[row]) < 0.05:
        return "hardly"
    if alone >= 0.5:
        return "most"
    if with_others - alone > max(alone, 0.05):
        return "with_rest"
    return "part" if alone >= 0.1 else "little"


def _notes(found: Answered, shares: VarianceShares, chosen: Language) -> Iterator[str]:
    if np.ptp(found.independent) == 0:
        yield say("rests.fixed", chosen)
        return
    first = int(np.argmax(shares.first.value))
    yield say(
        "rests.leading",
        chosen,
        driver=pair(f"driver.{found.drivers[first]}"),
        share=f"{100 * float(shares.first.value[first]):.0f}",
        left=_share(shares.together, 0),
    )
    others = [pair(f"driver.{each.name}") for each in DRIVERS if each.name not in found.drivers]
    if others:
        yield say("rests.unheard", chosen, drivers=listed(others))
    yield say(
        "rests.width",
        chosen,
        draws=f"{found.draws:,}",
        sets=2 + len(found.drivers),
        runs=f"{runs_of(found):,}",
        width=f"{ceil(100 * shares.half_width)}",
    )
    if shares.half_width > AIM:
        enough = 2 ** ceil(log2(found.draws * (shares.half_width / AIM) ** 2))
        yield say("rests.more", chosen, aim=f"{100 * AIM:.0f}", draws=enough)


def _levels_grid(told: Told, chosen: Language) -> Grid:
    near = any(isnan(row.of_gap) for row in told.rows)
    return Grid(
        title=say("rests.levels", chosen),
        headings=tuple(say(f"rests.{heading}", chosen) for heading in _LEVELS),
        rows=[_level_row(row, chosen) for row in told.rows],
        numeric=(False, True, True, True, True, True),
        notes=(say("rests.near_nothing", chosen),) if near else (),
    )


def _level_row(row: Elasticity, chosen: Language) -> tuple[str, ...]:
    relative = ("–" if isnan(each) else f"{each:+.2f}" for each in (row.of_demand, row.of_gap))
    return (
        say(f"level.{row.level.name}", chosen),
        f"{100 * row.level.step:+.0f} %",
        f"{row.demand + 0.0:+,.0f}",
        f"{row.gap + 0.0:+,.0f}",
        *relative,
    )
