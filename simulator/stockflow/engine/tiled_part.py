"""A part of a system that is followed through tiles: plans, readings and checks around the walk."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

import numpy as np

from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.engine.balance import StateGuard
from simulator.stockflow.engine.course import ParameterValues, Segment
from simulator.stockflow.engine.drawn_tables import tables_by_segment
from simulator.stockflow.engine.due import DueInstants, one_after_another
from simulator.stockflow.engine.even_shares import refuse_uneven
from simulator.stockflow.engine.record import Recorder
from simulator.stockflow.engine.stages import SEGMENTS, BySteps, Stages, stage_shares
from simulator.stockflow.engine.state import NEGATIVE
from simulator.stockflow.engine.tile_packs import looks_of
from simulator.stockflow.engine.tile_rates import Group, Rates, groups_of
from simulator.stockflow.engine.tiled_segment import (
    Passed,
    TiledSegment,
    TilePlan,
    named_sums,
)
from simulator.stockflow.engine.tiles import Tiles, tile_walk_of
from simulator.stockflow.values.parted_paths import LEVEL, TABLE, parted
from simulator.stockflow.values.scenario import Method, Scenario

# levels of so many draws at all stages of several segments stay within the caches
_FEW_DRAWS = 32


def with_parts(scenario: Scenario) -> Scenario:
    """A scenario whose parameters can be asked for their tables and levels too."""
    paths = dict(scenario.paths)
    for name, path in scenario.paths.items():
        paths[f"{name}{TABLE}"], paths[f"{name}{LEVEL}"] = parted(path)
    return replace(scenario, paths=paths)


def looks_alike(tiles: Tiles, recorder: Recorder) -> bool:
    """Whether what is looked at has no more draws than the stocks it is looked at in."""
    names = (
        *tiles.looked.coefficients.levels.parameters,
        *tiles.looked.coefficients.tables.parameters,
    )
    given = {name.removesuffix(TABLE).removesuffix(LEVEL) for name in names}
    return recorder.scenario.draws > 1 or not given & recorder.drawn


@dataclass(frozen=True, kw_only=True)
class TiledPart:
    """What blocks of draws share on their way through the tiles of a part.

    Of a single draw the measures are made for several segments at once: ``unread`` is what was
    looked at and is still to be made measures of.
    """

    tiles: Tiles
    method: Method
    parameters: ParameterValues
    recorder: Recorder
    guard: StateGuard
    unread: list[tuple[DueInstants, FloatArray]] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        tile_walk_of(self.tiles.form.system, self.method.name)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The tables of the rates by how they are kept."""
        return groups_of(self.tiles, self.parameters)

    def together(self, draws: int) -> int:
        """How many segments are prepared together, of so many draws."""
        return max(1, min(SEGMENTS, SEGMENTS * _FEW_DRAWS // draws))

    def plans(self, segments: Sequence[Segment]) -> list[TilePlan]:
        """How every block goes through each of some segments.

        Raises
        ------
        IntegrationError
            Where a parameter has no value, or a coefficient is NaN or infinite.
        """
        tiles, recorder = self.tiles, self.recorder
        self.read()
        refuse_uneven(tiles.form.system, self.parameters, segments)
        stretches = [(each.start, *recorder.inside(each)) for each in segments]
        dues = recorder.due(stretches, tiles.reading)
        together = self._rates(segments, 1)
        together.prepare()
        looks = looks_of(tiles, recorder, stretches, dues)
        drawn = tables_by_segment(tiles, self.parameters, segments, self.groups)
        return [
            TilePlan(
                tiles=tiles,
                method=self.method,
                segment=segment,
                rates=BySteps(
                    together=together, number=number, alone=partial(self._rates, [segment])
                ),
                drawn=drawn[number],
                looks=look,
                years=years,
                due=due,
            )
            for number, (segment, look, years, due) in enumerate(
                zip(segments, looks, stretches, dues, strict=True)
            )
        ]

    def _rates(self, segments: Sequence[Segment], steps: int) -> Rates:
        stages = Stages(
            parameters=self.parameters,
            segments=segments,
            shares=stage_shares(self.method.name),
            steps=steps,
        )
        return Rates(tiles=self.tiles, stages=stages, groups=self.groups)

    def read(self) -> None:
        """Make the measures of what was looked at in the segments behind, all in one go."""
        if self.unread:
            dues, sums = zip(*self.unread, strict=True)
            self.unread.clear()
            seen = named_sums(self.tiles, np.concatenate(sums))
            self.recorder.read(one_after_another(dues, [len(each) for each in sums]), seen)

    def take(
        self, plan: TilePlan, state: FloatArray, highest: FloatArray, block: slice
    ) -> tuple[IntArray, int]:
        """Take the draws of a block through a segment, keep what is due, check where they end.

        Returns the draws that equal steps are no good for, of which nothing is kept, and the calls
        of the right-hand side. ``state`` (draws, n) and ``highest`` (draws, stocks), of all draws,
        are overwritten.
        """
        found = TiledSegment(
            plan=plan,
            state=state[block],
            highest=highest[block],
            least=-NEGATIVE * self.guard.largest[block],
            block=block,
        ).follow()
        if not found.left.size:
            self._keep(plan, found, state[block], block)
            highest[block] = found.highest
            return found.left, found.calls
        rows, held = np.arange(block.start, block.stop), np.ones(len(found.errors), dtype=bool)
        held[found.left] = False
        if held.any():
            some = found.of(held)
            self._keep(plan, some, state[rows[held]], rows[held])
            highest[rows[held]] = some.highest
        return rows[found.left], found.calls

    def _keep(
        self, plan: TilePlan, found: Passed, ended: FloatArray, rows: slice | IntArray
    ) -> None:
        recorder = self.recorder
        if recorder.is_single:
            if plan.due.readings:
                self.unread.append((plan.due, found.sums))
        else:
            recorder.read(plan.due, named_sums(self.tiles, found.sums), rows)
        recorder.keep_totals(plan.due, found.totals, rows)
        for number, (_, place) in enumerate(plan.due.snapshots):
            recorder.stocks.keep(rows, place, found.states[number])
        # nothing lies deeper below zero than by rounding, so that no depth is asked for
        self.guard.check(ended, plan.segment.stop, rows, summary=found.summary(self.tiles))
