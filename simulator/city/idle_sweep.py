"""What of a sweep does nothing: statements of the scenario at every point, keys that are swept.

The points of a sweep differ in the keys that are swept. A statement of the scenario file counts
where it makes a difference at one of them. A key counts where two points that differ in it alone,
or a point and the same without it, are given different values.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator.city.idle_input import (
    COARSEST,
    MOST_EXAMINED,
    asked_of,
    coarse,
    idle_among,
    is_exempt,
    told_of,
)
from simulator.city.idle_reasons import why_idle
from simulator.city.loading import Loaded, all_settings
from simulator.city.neighbours import Neighbours
from simulator.errors import Fault, ScenarioError
from simulator.files.overrides import SOURCE
from simulator.files.scenario_file import ScenarioFile, load_scenario
from simulator.words.catalogue import Pair, message, pair

Point = Mapping[str, str]
"""Texts ``key=value`` of a point, by the key."""


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """The first point of a sweep, loaded; the file that is swept, and every point."""

    loaded: Loaded
    path: Path
    points: Sequence[Point]

    def file(self, point: Point) -> ScenarioFile | None:
        """The scenario at a point, with windows of birth a year wide; ``None`` where invalid."""
        pack = self.loaded.pack
        try:
            file = load_scenario(self.path, all_settings(), pack.axes, tuple(point.values()))
        except ScenarioError:
            return None  # refused when its turn comes, with every fault
        return file if file.values[COARSEST[0]] == COARSEST[1] else file.with_value(*COARSEST)


def told_of_sweep(sweep: Sweep) -> tuple[Fault, ...]:
    """What is to be told of a sweep: statements and keys that do nothing at any point.

    At most ``MOST_EXAMINED`` comparisons are made for each; that there would be more is told.

    Raises
    ------
    ScenarioError
        Where the day of a policy's stage is moved alone and an earlier announcement decides.
    """
    near = Neighbours(loaded=coarse(sweep.loaded))
    keys = dict.fromkeys(key for point in sweep.points for key in point if not is_exempt(key))
    return (*_told_of_file(near, sweep), *(fault for key in keys for fault in _told(sweep, key)))


def _told_of_file(near: Neighbours, sweep: Sweep) -> tuple[Fault, ...]:
    """Statements of the file that do nothing at the first point, nor at a later one."""
    file = near.loaded.file
    asked = [one for one in asked_of(file) if file.layers[one.layer].kind != "set"]
    idle = list(idle_among(near, file, asked[:MOST_EXAMINED]))
    for point in sweep.points[1:MOST_EXAMINED]:
        if not idle:
            break
        other = sweep.file(point)
        if other is not None:
            idle = list(idle_among(near, other, idle))
    return told_of(near, asked, idle, MOST_EXAMINED) if asked else ()


def _told(sweep: Sweep, key: str) -> Iterator[Fault]:
    """That a key of a sweep does nothing, as far as it has been compared."""
    near = Neighbours(loaded=coarse(sweep.loaded))
    pairs = list(_pairs(sweep.points, key))
    compared = pairs[:MOST_EXAMINED]
    for first, second in compared:
        one, other = sweep.file(first), sweep.file(second)
        if one is None or other is None or not near.is_alike(one, other):
            return
    reason = _reason(near, sweep, next(one for one in compared[-1] if key in one), key)
    told = message("effect.swept", reason=reason or pair("effect.swept_alike"))
    yield Fault(path="sweep", line=None, key=key, message=told)
    if len(pairs) > MOST_EXAMINED:
        number = len(pairs) - MOST_EXAMINED
        further = message("effect.swept_further", number=number, most=MOST_EXAMINED)
        yield Fault(path="sweep", line=None, key=key, message=further)


def _reason(near: Neighbours, sweep: Sweep, point: Point, key: str) -> Pair | None:
    """Why a key does nothing at a point; ``None`` where it says no less than the file says."""
    file = sweep.file(point)
    if file is None:
        return None
    said = [number for number, layer in enumerate(file.layers) if layer.path == SOURCE]
    place = said[list(point).index(key)]
    near = near.around(file)
    idle = idle_among(near, file, (one for one in file.statements if one.layer == place))
    first = next(idle, None)
    return None if first is None else why_idle(near, first)


def _pairs(points: Sequence[Point], key: str) -> Iterator[tuple[Point, Point]]:
    """Points that differ in a key alone; where there are none, each and the same without it."""
    groups: dict[tuple[str, ...], dict[str, Point]] = {}
    for point in points:
        rest = tuple(text for name, text in point.items() if name != key)
        groups.setdefault(rest, {}).setdefault(point.get(key, ""), point)
    several = [list(group.values()) for group in groups.values() if len(group) > 1]
    for first, *others in several:
        yield from ((other, first) for other in others)
    if not several:
        for point in points:
            if key in point:
                yield point, {name: text for name, text in point.items() if name != key}
