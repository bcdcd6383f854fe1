"""``compare``: runs or scenarios side by side, the difference first and the levels second."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import click
from rich.cells import cell_len

from simulator.city.comparison.compared import LETTERS, Comparison, compared, sureness, within
from simulator.city.comparison.differences import Differences, Largest
from simulator.city.comparison.inputs import apart
from simulator.city.comparison.published import publish_comparison
from simulator.city.comparison.sides import Side, side_of_outcome, side_of_run
from simulator.city.ensemble.ensemble import drawn_as_stated, draws_of
from simulator.city.expected_run import run_expected
from simulator.city.ground.titles import place_title
from simulator.city.loading import Loaded
from simulator.city.publication import refuse_occupied
from simulator.city.services.series import SMALLEST
from simulator.city.why.sentences import signed
from simulator.commands.destination import Destination
from simulator.commands.language import language
from simulator.commands.named_runs import load_named, refuse_settings_of_runs, scenario_of
from simulator.commands.progress import progress_bar
from simulator.commands.remarks import print_remarks
from simulator.errors import CommandError, Fault, ScenarioError
from simulator.files.locations import OUTPUTS, shown
from simulator.files.result_names import output_name, owner_of
from simulator.files.stated_text import shown_value
from simulator.report.grid import Grid, broken_to
from simulator.report.marks import whole_number
from simulator.words.catalogue import (
    Language,
    in_language,
    leading,
    listed,
    message,
    pair,
    say,
    spoken,
)

WIDTH, LINES = 80, 40
"""Columns and lines of what is shown."""

_NARROWEST = 12
_INPUTS, _DISTRICTS, _INTERVALS, _FEWEST = 4, 4, 3, 2
"""Inputs, districts and intervals that are shown at most, services of a side at least."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What stood on the command line."""

    paths: Sequence[Path]
    overrides: Sequence[str]
    out: Path | None
    png: bool
    force: bool


def tell_comparison(asked: Asked) -> None:
    """Run what has not been run, publish the comparison, show what matters of it.

    Raises
    ------
    SimulatorError
        Where a side is wrong, or of another city.
    """
    refuse_settings_of_runs(asked.paths, asked.overrides)
    loaded: list[Loaded] = []
    for path in asked.paths:
        known = loaded[-1].pack if loaded else None
        loaded.append(load_named(path, asked.overrides, known, force=asked.force))
    _refuse_other(asked, loaded)
    print_remarks(
        remark
        for path, each in zip(asked.paths, loaded, strict=True)
        for remark in (() if path.is_dir() else each.remarks)
    )
    destination = _destination(asked)
    refuse_occupied(destination.folder())
    found = compared([_side(*each) for each in zip(asked.paths, loaded, strict=True)])
    if not any(against.keys for against in found.against):
        raise CommandError(message("compare.nothing_shared"))
    write = partial(publish_comparison, found, (language(), asked.png), destination.owner)
    folder = destination.publish(write)
    chosen = language()
    for each in ("zh", "en") if chosen == "both" else (chosen,):
        for line in shown_lines(found, asked, each):
            click.echo(line)
    click.echo(say("why.files", language(), folder=shown(folder)))


def _refuse_other(asked: Asked, loaded: Sequence[Loaded]) -> None:
    """Only what is of one city can stand side by side."""
    city = loaded[0].pack.name
    told = {"city": city}
    faults = [
        Fault(
            path=shown(path),
            line=None,
            key="model.city",
            message=message("fault.other_city", found=each.pack.name, **told),
        )
        for path, each in zip(asked.paths, loaded, strict=True)
        if each.pack.name != city
    ]
    if faults:
        raise ScenarioError(faults)


def _side(path: Path, loaded: Loaded) -> Side:
    if path.is_dir():
        return side_of_run(loaded, path, shown(path))
    outcome = run_expected(loaded)
    with progress_bar(say("sureness.progress", language()), draws_of(loaded) or 1) as advance:
        ensemble = drawn_as_stated(loaded, advance)
    return side_of_outcome(loaded, outcome, ensemble, shown(scenario_of(path)))


def _destination(asked: Asked) -> Destination:
    """The folder that is asked for, else one for these side by side."""
    names = "_beside_".join(path.stem for path in asked.paths)
    return Destination(
        asked=asked.out,
        parent=OUTPUTS / "compare",
        name=output_name(names, asked.overrides),
        owner=owner_of([scenario_of(path) for path in asked.paths], asked.overrides),
    )


def shown_lines(found: Comparison, asked: Asked, chosen: Language) -> list[str]:
    """What matters, in at most ``LINES`` lines with that of the files."""
    head = [*_sides(found, chosen), *_inputs(found, chosen)]
    foot = [*_foot(found, chosen), *_next(found, asked, chosen)]
    left = LINES - 1 - len(head) - len(foot)
    each = left // len(found.against)
    body = [line for against in found.against for line in _against(found, against, each, chosen)]
    return [*head, *body, *foot]


def _sides(found: Comparison, chosen: Language) -> Iterator[str]:
    """Letter, name and place of every side; a long name loses its end."""
    room = WIDTH - 5 - max(cell_len(side.where) for side in found.sides)
    titles = [in_language(side.title, chosen) for side in found.sides]
    names = [broken_to(title, max(room, _NARROWEST))[0] for title in titles]
    width = max(map(cell_len, names))
    for letter, name, side in zip(LETTERS, names, found.sides, strict=False):
        yield f"{letter}  {name}{' ' * (width - cell_len(name))}  {side.where}"


def _inputs(found: Comparison, chosen: Language) -> Iterator[str]:
    """The inputs that differ, a few of many, and how many of the pack do beneath them."""
    counts = [str(len(each)) for each in found.stated]
    if len(counts) > 1:
        counts = [f"{letter} {count}" for letter, count in zip(LETTERS[1:], counts, strict=False)]
    yield say("compare.inputs", chosen, number=listed(counts))
    most = max(1, _INPUTS // len(found.stated))
    for letter, stated in zip(LETTERS[1:], found.stated, strict=False):
        for address, one, other in islice(stated, most):
            values = (in_language(_value(each, chosen), chosen) for each in apart(one, other))
            line = f"{address}  A {next(values)}  {letter} {next(values)}"
            yield f"  {broken_to(line, WIDTH - 2)[0]}"
        if len(stated) > most:
            yield "  " + say("compare.more", chosen, number=len(stated) - most)


def _value(value: object, chosen: Language) -> str:
    return say("compare.silent", chosen) if value is None else shown_value(value)


def _against(found: Comparison, against: Differences, most: int, chosen: Language) -> Iterator[str]:
    """One side against the first: services by the city, then the districts that differ most."""
    letter = LETTERS[found.sides.index(against.other)]
    rows = sorted(against.in_city(), key=lambda each: -abs(each.difference))
    districts = [each for each in against.in_districts() if abs(each.difference) >= SMALLEST]
    few = districts[: _DISTRICTS if len(found.against) == 1 else 1]
    drawn = _drawn(against, rows, chosen)
    room = max(_FEWEST, most - 4 - len(few) - len(drawn))
    order = [each.name for each in against.first.loaded.pack.services]
    kept = sorted(rows[:room], key=lambda each: order.index(each.service))
    yield ""
    yield from _grid(against, kept, letter, chosen).text().splitlines()
    yield from drawn
    if few:
        yield say("compare.districts", chosen)
    for each in few:
        yield "  " + _district(against, each, letter, chosen)


def _drawn(against: Differences, rows: Sequence[Largest], chosen: Language) -> list[str]:
    """Between what the largest differences of the city lie, where both sides have common draws."""
    pack = against.first.loaded.pack
    told = [
        pair(
            "compare.named_within",
            service=pack.service[each.service].title,
            difference=signed(each.difference),
            within=within(against, each),
        )
        for each in rows[:_INTERVALS]
        if abs(each.difference) >= SMALLEST and against.within(each.row) is not None
    ]
    if not told:
        return []
    text = pair("compare.largest_within", list=listed(told, "list.semicolon"))
    return list(broken_to(leading(text, chosen), WIDTH))


def _grid(against: Differences, rows: Sequence[Largest], letter: str, chosen: Language) -> Grid:
    pack = against.first.loaded.pack
    headings = (
        say("compare.service", chosen),
        say("compare.largest_on", chosen),
        f"{letter} − A",
        "A",
        letter,
        say("compare.at_end", chosen),
    )
    return Grid(
        title=say("compare.heading", chosen, letter=letter),
        headings=headings,
        rows=[
            (
                in_language(pack.service[each.service].title, chosen),
                each.day if abs(each.difference) >= SMALLEST else "",
                signed(each.difference),
                *map(whole_number, each.levels),
                signed(each.last_difference),
            )
            for each in rows
        ],
        numeric=(False, False, True, True, True, True),
    )


def _district(against: Differences, each: Largest, letter: str, chosen: Language) -> str:
    pack = against.first.loaded.pack
    one, two = map(whole_number, each.levels)
    place = in_language(place_title(pack, each.place), chosen)
    service = in_language(pack.service[each.service].title, chosen)
    return f"{place}  {service}  {each.day}  {signed(each.difference)}  (A {one}, {letter} {two})"


def _foot(found: Comparison, chosen: Language) -> Iterator[str]:
    """How sure it is, and what the sides do not share."""
    yield ""
    told = dict.fromkeys((*map(sureness, found.against), *found.caveats))
    for text in told:
        for line in spoken(text, chosen):
            yield from broken_to(line, WIDTH)


def _next(found: Comparison, asked: Asked, chosen: Language) -> Iterator[str]:
    """What to ask next: why the largest difference is there."""
    against = found.against[0]
    each = next(iter(against.in_districts() or against.in_city()), None)
    if each is None or abs(each.difference) < SMALLEST:
        return
    typed = click.get_current_context().obj
    paths = " ".join(shown(path) for path in asked.paths[:2])
    where = f"--district {each.place}" if each in against.in_districts() else ""
    command = f"{typed} why {paths} --service {each.service} {where} --date {each.day}"
    yield from broken_to(say("compare.next", chosen, command=" ".join(command.split())), WIDTH)
