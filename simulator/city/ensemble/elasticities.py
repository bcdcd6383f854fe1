"""How far a gap moves when one driver's level does: one expected run for each, and one without.

The expected course is run again with the level of one driver a stated step higher or lower, by the
same edit that a scenario would make (``scale``); all else is held. So a figure is the exact answer
of the model to that edit, no slope of a regression.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import nan
from pathlib import Path

import numpy as np

from simulator.city.ensemble.traits import Gap
from simulator.city.expected_run import run_expected
from simulator.city.ground.choices import choices_of
from simulator.city.loading import Loaded, load
from simulator.city.services.series import service_series

NEAR_NOTHING = 0.01
"""Share of demand below which a gap is too small to be told in per cent of itself."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    """The level of a driver, by its keys, which move together; words are ``level.<name>``."""

    name: str
    keys: tuple[str, ...]
    step: float = 0.01


LEVELS: tuple[Level, ...] = (
    Level(name="first_births", keys=("world.first_birth_level",)),
    Level(name="planning_share", keys=("policy.two_child.planning_share",)),
    Level(name="arrivals", keys=("world.arrivals",)),
    Level(name="net_arrivals", keys=("world.net_arrivals",)),
    Level(name="departures", keys=("world.departures",)),
    Level(
        name="life_expectancy", keys=("world.life_expectancy.men", "world.life_expectancy.women")
    ),
    Level(name="enrolment", keys=("world.enrolment_ratio.{service}",)),
    # a share may be whole: one per cent more of it there is not
    Level(name="take_up", keys=("plan.take_up.{service}",), step=-0.01),
    Level(name="delays", keys=("plan.delay_factor",)),
)
"""In the order in which they are told."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Elasticity:
    """What a step of a level does to demand and gap, in places or beds."""

    level: Level
    demand: float
    gap: float
    of_demand: float
    of_gap: float
    """Per cent for a step of one per cent; NaN where there is nothing to be a share of."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """The expected demand and gap, and how far each level moves them."""

    demand: float
    gap: float
    rows: tuple[Elasticity, ...]


def elasticities(path: Path, overrides: Sequence[str], gap: Gap, *, force: bool) -> Told:
    """Of a scenario file with the settings of a call.

    Left out are levels that the city does not have, and those that the scenario states in a form
    that no single step moves (a factor by day).
    """
    plain = load(path, overrides, force=force)
    demand, base = _expected(plain, gap)
    rows = []
    for level, edits in _edits(plain, gap):
        moved_demand, moved = _expected(load(path, (*overrides, *edits), force=force), gap)
        rows.append(
            Elasticity(
                level=level,
                demand=moved_demand - demand,
                gap=moved - base,
                of_demand=_relative(moved_demand - demand, demand, level.step, demand),
                of_gap=_relative(moved - base, base, level.step, demand),
            )
        )
    return Told(demand=demand, gap=base, rows=tuple(rows))


def _relative(change: float, base: float, step: float, demand: float) -> float:
    if abs(base) <= NEAR_NOTHING * abs(demand):
        return nan
    return change / abs(base) / step


def _edits(loaded: Loaded, gap: Gap) -> Iterator[tuple[Level, tuple[str, ...]]]:
    """Each level with the settings that move it."""
    choices = choices_of(loaded.file, loaded.pack)
    for level in LEVELS:
        edits = []
        for key in (each.format(service=gap.service.name) for each in level.keys):
            stated = loaded.file.values.get(key)
            is_there = key in loaded.file.schema.leaves
            if is_there and (stated is not None or choices.is_known(key)):
                edits.append(_edit(key, stated, 1 + level.step))
        told = tuple(edit for edit in edits if edit is not None)
        if len(told) == len(level.keys):
            yield level, told


def _edit(key: str, stated: object, factor: float) -> str | None:
    """The setting that multiplies a level; ``None`` where no single one does."""
    match stated:
        case bool():
            return None
        case int() | float():
            return f"{key}={stated * factor!r}"
        case None:
            return f"{key}.scale={factor!r}"
        case Mapping():
            scale = stated.get("scale", 1.0)
            plain = isinstance(scale, int | float) and set(stated) <= {"scale"}
            return f"{key}.scale={scale * factor!r}" if plain else None
    return None


def _expected(loaded: Loaded, gap: Gap) -> tuple[float, float]:
    """Demand and gap of the expected course."""
    outcome = run_expected(loaded)
    series = service_series(outcome)
    one = next(each for each in series if each.service.name == gap.service.name)
    cell = one.place(gap.place), int(np.argmin(np.abs(one.years - gap.when)))
    return float(one.demand[cell]), float(one.gap[cell])
