"""``targets``: every figure of the plan against one scenario, or several side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Literal

import click

from simulator.city.expected_run import run_expected
from simulator.city.idle_input import examine
from simulator.city.loading import Loaded, load
from simulator.city.pack.scoreboard_form import SCOREBOARD
from simulator.city.publication import PNG, Scoreboards, publish_scoreboards, refuse_occupied
from simulator.city.supply.building import building_of
from simulator.city.targets.board import ScoreRow, score
from simulator.city.targets.causes import Causes, find_causes, reading_of
from simulator.city.targets.chosen import read_wanted
from simulator.city.targets.reading import Pairs, read_entries
from simulator.city.targets.screen import Board, print_scoreboard
from simulator.city.targets.words import Words
from simulator.commands.destination import Destination
from simulator.commands.remarks import print_remarks
from simulator.errors import CommandError, Fault, MissingDataError, ScenarioError
from simulator.files.locations import OUTPUTS, shown
from simulator.files.path_layers import afresh
from simulator.files.resolved import dump_value
from simulator.files.result_names import output_name, owner_of
from simulator.stockflow.attribution import Chosen
from simulator.words.catalogue import listed, message

MOST_FACTORS = 4
"""Differences between two scenarios that are taken apart: each doubles the runs."""

_SHOWN = "report."


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is asked for: scenarios, what is changed in all of them, language, folder, causes.

    ``png`` draws the figure of the causes as PNG as well; ``force`` runs what lies beyond all
    sense, too. ``sectors``, ``verdicts`` and ``clauses`` say which rows the screen shows; the
    files have them all.
    """

    paths: tuple[Path, ...]
    overrides: tuple[str, ...]
    language: str | None
    out: Path | None
    why: bool
    png: bool = False
    force: bool = False
    sectors: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()


def score_targets(wish: Wish) -> None:
    """Run the scenarios, show the scoreboard, publish its folder.

    Raises
    ------
    SimulatorError
        Where a scenario is wrong or of another city, the city states no figures, or the folder
        holds something else.
    """
    if wish.png and not wish.why:
        raise CommandError(message("fault.png_why"))
    # Everything is read, and refused where it has to be, before the first of several runs.
    loaded: list[Loaded] = []
    for path in wish.paths:
        known = loaded[-1].pack if loaded else None
        loaded.append(examine(load(path, wish.overrides, known, force=wish.force)))
    print_remarks(remark for each in loaded for remark in each.remarks)
    pairs = _entries(loaded[0])
    wanted = read_wanted(pairs, wish.sectors, wish.verdicts, wish.clauses)
    _refuse_other(wish, loaded)
    factors = _factors(wish, loaded) if wish.why else {}
    destination = _destination(wish, loaded)
    refuse_occupied(destination.folder())
    boards = tuple(_board(each, pairs) for each in loaded)
    is_stated = any(each.file.values["report.figures"] == PNG for each in loaded)
    found = Scoreboards(boards=boards, png=wish.png or is_stated)
    if wish.why:
        found = replace(found, causes=_causes(wish, boards, factors, pairs))
    folder = destination.publish(partial(publish_scoreboards, found))
    words = Words(language=_language(wish, loaded[0]), sources=found.sources)
    print_scoreboard(boards, words, wanted=wanted)
    click.echo(words.say("targets.files", folder=shown(folder)))


def _destination(wish: Wish, loaded: Sequence[Loaded]) -> Destination:
    """The folder that is asked for, else one for these scenarios side by side."""
    names = "_beside_".join(each.file.name for each in loaded)
    files = [Path(each.file.files[-1]) for each in loaded]
    return Destination(
        asked=wish.out,
        parent=OUTPUTS / "targets",
        name=output_name(names, wish.overrides),
        owner=owner_of(files, wish.overrides),
    )


def _board(loaded: Loaded, pairs: Pairs) -> Board:
    outcome = run_expected(loaded)
    return Board(outcome=outcome, rows=score(outcome, building_of(outcome), pairs))


def _entries(loaded: Loaded) -> Pairs:
    """The figures of the plan; refuses a city that states none."""
    pack = loaded.pack
    pairs = read_entries(pack)
    if not pairs:
        path = f"calibration/{pack.name}/{SCOREBOARD.file}"
        told = message("fault.no_plan")
        raise MissingDataError([Fault(path=path, line=None, key="", message=told)])
    return pairs


def _refuse_other(wish: Wish, loaded: Sequence[Loaded]) -> None:
    """Only scenarios of one city can stand side by side."""
    city = loaded[0].pack.name
    faults = [
        Fault(
            path=shown(path),
            line=None,
            key="model.city",
            message=message("fault.other_city", found=name, city=city),
        )
        for path, name in zip(wish.paths, (each.pack.name for each in loaded), strict=True)
        if name != city
    ]
    if faults:
        raise ScenarioError(faults)


def _factors(wish: Wish, loaded: Sequence[Loaded]) -> Mapping[str, object]:
    """Settings in which the second of two scenarios differs from the first, with its values."""
    if len(loaded) != 2:
        raise CommandError(message("fault.why_two"))
    first, second = (each.file.values for each in loaded)
    keys = [
        key
        for key in sorted({*first, *second})
        if not key.startswith(_SHOWN) and first.get(key) != second.get(key)
    ]
    # What the second scenario does not state cannot be taken from it into the first.
    absent = [key for key in keys if key not in second]
    if absent or not 1 <= len(keys) <= MOST_FACTORS:
        told = message("fault.why_settings", names=listed(keys), most=MOST_FACTORS)
        raise ScenarioError([Fault(path=shown(wish.paths[1]), line=None, key="", message=told)])
    # Afresh: a relative edit of the second scenario is not meant over that of the first.
    leaves = loaded[1].file.schema.leaves
    return {key: afresh(leaves[key], second[key]) for key in keys}


def _causes(
    wish: Wish, boards: Sequence[Board], factors: Mapping[str, object], pairs: Pairs
) -> tuple[Causes, ...]:
    """The first scenario with every subset of the differences taken from the second."""
    found: dict[Chosen, tuple[ScoreRow, ...]] = {}
    # Shares over all orders need every subset; the first and the last of them have been run.
    for chosen in _subsets(tuple(factors)):
        if not chosen:
            found[chosen] = boards[0].rows
        elif len(chosen) == len(factors):
            found[chosen] = boards[1].rows
        else:
            changed = [f"{key}={dump_value(factors[key])}" for key in sorted(chosen)]
            overrides = (*wish.overrides, *changed)
            # Each value was judged where it stands; what they come to together is not.
            found[chosen] = _board(load(wish.paths[0], overrides, force=True), pairs).rows
    files = (boards[0].outcome.file, boards[1].outcome.file)
    return find_causes(found, (reading_of(files[0]), reading_of(files[1])))


def _subsets(names: Sequence[str]) -> Iterator[Chosen]:
    for size in range(len(names) + 1):
        yield from map(frozenset, combinations(names, size))


def _language(wish: Wish, loaded: Loaded) -> Literal["zh", "en"]:
    """As asked; else as the scenario reports, Chinese where it reports in both."""
    chosen = wish.language or loaded.file.values["report.language"]
    return "en" if chosen == "en" else "zh"
