"""Mutants of the declared city, made by rule and not by choice, and what kills each.

    python3 -m tests.mutants

Every flow and transfer × {sign flipped, dropped, ends swapped}, every rate along the cohorts ×
shifted by one window either way, 1 September one day early or late. A mutant is killed where the
declaration is refused, the run stops, or ``tests/golden/everything.csv`` (``answers.csv`` with the
loops closed) is no longer met: that is, where the default tests would fail. One that lives is a
missing test, or changes nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from importlib import import_module

import numpy as np

from simulator.city.loading import Loaded, load
from simulator.errors import IntegrationError, StructureError
from simulator.stockflow.grammar.elements import Transfer
from simulator.stockflow.grammar.system import System
from simulator.stockflow.values.scenario import Occasion
from tests.city import BASELINE, loaded
from tests.everything import ANSWERS, EVERYTHING, everything, follow, table

DAY = Fraction(1, 365)
Make = Callable[[], Loaded]


@dataclass(frozen=True)
class Shifted:
    """A path whose value stands one window off along the cohorts; what falls off is lost."""

    path: object
    by: int

    @property
    def axes(self):
        return self.path.axes

    def kinks(self, start, stop):
        return self.path.kinks(start, stop)

    def value(self, moment):
        place = self.axes.index("cohort") + 1
        return _off(self.path.value(moment), place, self.by)


def _off(value, place: int, by: int):
    """Values some windows off along an axis; what falls off is lost."""
    value = np.moveaxis(value, place, 0)
    moved = np.zeros_like(value)
    if by > 0:
        moved[by:] = value[:-by]
    else:
        moved[:by] = value[-by:]
    return np.moveaxis(moved, 0, place)


def answering_mutants() -> Iterator[tuple[str, Make]]:
    """The same of the streams that are there only where the loops are closed."""
    city, there = loaded(*ANSWERS), {stream.name for stream in loaded(*EVERYTHING).system.streams}
    return _of_streams(city, [each for each in city.system.streams if each.name not in there])


def _of_streams(city: Loaded, streams) -> Iterator[tuple[str, Make]]:
    for stream in streams:
        for change in (flipped, dropped, swapped):
            yield f"{stream.name} {change.__name__}", partial(_with_stream, city, stream, change)


def mutants() -> Iterator[tuple[str, Make]]:
    """Names, and what makes the mutated city and its scenario."""
    city = loaded(*EVERYTHING)
    yield from _of_streams(city, city.system.streams)
    for parameter in city.system.parameters:
        if "cohort" in parameter.axes:
            for by in (-1, 1):
                yield (
                    f"{parameter.name} shifted by {by:+d}",
                    partial(_with_shift, parameter.name, by),
                )
    patches = {
        "birth windows": partial(_day_off, "simulator.city.axes", "FIRST_DAY"),
        "school years": partial(_day_off, "simulator.city.supply.values", "first_september"),
        "entrants": partial(_day_off, "simulator.city.schools.values", "first_september"),
        "projects": partial(_day_off, "simulator.city.supply.projects", "last_september"),
    }
    for name, patch in patches.items():
        for days in (-1, 1):
            yield f"{name}: 1 September {days:+d} day", partial(_with_day, patch, days)


def flipped(stream, system):
    """What went one way goes the other."""
    return replace(stream, **{key: f"-({text})" for key, text in _amounts(stream).items()})


def dropped(stream, system):
    """Gone; where another expression names it, it stays with a rate of zero."""
    named = any(stream.name in item.expression.split() for item in system.formulas)
    zero = {key: f"0 * ({text})" for key, text in _amounts(stream).items()}
    return replace(stream, **zero) if named else None


def swapped(stream, system):
    """From its target to its source."""
    return replace(stream, source=stream.target, target=stream.source)


def _amounts(stream):
    keys = ("amount", "share") if isinstance(stream, Transfer) else ("rate",)
    return {key: getattr(stream, key) for key in keys if getattr(stream, key) is not None}


def _with_stream(city: Loaded, stream, change) -> Loaded:
    mutated = change(stream, city.system)
    kind = "transfers" if isinstance(stream, Transfer) else "flows"
    kept = [mutated if each is stream else each for each in getattr(city.system, kind)]
    scenario = city.scenario
    if mutated is None:
        kept.remove(None)
        occasions = {k: v for k, v in scenario.occasions.items() if k != stream.name}
        scenario = replace(scenario, occasions=occasions)
    system: System = replace(city.system, **{kind: tuple(kept)})
    return replace(city, system=system, scenario=scenario)


def _with_shift(name: str, by: int) -> Loaded:
    city = loaded(*EVERYTHING)
    scenario = city.scenario
    if name in scenario.paths:
        paths = {**scenario.paths, name: Shifted(scenario.paths[name], by)}
        return replace(city, scenario=replace(scenario, paths=paths))
    place = city.system.parameter[name].axes.index("cohort") + 1
    occasions = {
        stream: tuple(_shifted(each, name, place, by) for each in days)
        for stream, days in scenario.occasions.items()
    }
    return replace(city, scenario=replace(scenario, occasions=occasions))


def _shifted(occasion: Occasion, name: str, place: int, by: int) -> Occasion:
    """An occasion whose value, where it gives one, stands one window off."""
    if name not in occasion.values:
        return occasion
    return replace(
        occasion, values={**occasion.values, name: _off(occasion.values[name], place, by)}
    )


def _with_day(patch, days: int) -> Loaded:
    with patch(days):
        return load(BASELINE, EVERYTHING)


@contextmanager
def _day_off(module: str, name: str, days: int) -> Iterator[None]:
    """A date, or the function that gives it, some days off."""
    where = import_module(module)
    kept = getattr(where, name)
    if callable(kept):
        setattr(where, name, lambda year: kept(year) + days * float(DAY))
    else:
        setattr(where, name, kept + days * DAY)
    try:
        yield
    finally:
        setattr(where, name, kept)


def killer(make: Make, record: list[str]) -> str | None:
    """What kills a mutant: the declaration, the run or the record; ``None`` if it lives."""
    try:
        city = make()
    except StructureError:
        return "declaration"
    try:
        run = follow(city)
    except (IntegrationError, StructureError):
        return "run"
    return "record" if table(run) != record else None


def main() -> None:
    """Print what killed how many, and every survivor."""
    found = {}
    for made, sets in ((mutants(), EVERYTHING), (answering_mutants(), ANSWERS)):
        record = table(everything(sets))
        found |= {name: killer(make, record) for name, make in made}
    print(f"{len(found)} mutants:", dict(Counter(found.values())))  # noqa: T201
    for name, by in found.items():
        if by is None:
            print("lives:", name)  # noqa: T201


if __name__ == "__main__":
    main()
