"""Plans of segments that are not gone through in tiles: coefficients, and what is looked at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from simulator.stockflow.engine.course import ParameterValues, Segment
from simulator.stockflow.engine.due import DueInstants, distinct
from simulator.stockflow.engine.equal_steps import IN_PLACE
from simulator.stockflow.engine.even_shares import refuse_uneven
from simulator.stockflow.engine.lazy_coefficients import LazyCoefficients
from simulator.stockflow.engine.record import Recorder
from simulator.stockflow.engine.stages import BySteps, StageRates, Stages, stage_shares
from simulator.stockflow.numbers.generate import Generated, Program
from simulator.stockflow.values.scenario import Method


@dataclass(frozen=True, kw_only=True)
class SegmentPlan:
    """One segment: the coefficients of all draws, and what is looked at on the way."""

    segment: Segment
    coefficients: LazyCoefficients
    inside: tuple[float, ...]
    due: DueInstants
    due_before: DueInstants | None


@dataclass(kw_only=True)
class Planner:
    """Makes the plans of a run; ``still`` are the last coefficients of which none moved.

    ``before`` keeps what stands just before the transfers of an instant.
    """

    generated: Generated
    method: Method
    parameters: ParameterValues
    recorder: Recorder
    before: Recorder
    still: tuple[tuple[int, ...] | None, LazyCoefficients] | None = field(init=False, default=None)

    def plans(self, segments: Sequence[Segment]) -> list[SegmentPlan]:
        """How every block of draws goes through some segments.

        Raises
        ------
        IntegrationError
            Where a parameter has no value, or a coefficient is NaN or infinite; what each draw has
            of its own is looked at only when it comes to it.
        """
        refuse_uneven(self.generated.layout.system, self.parameters, segments)
        before = [self.before.inside(each) for each in segments]
        inside = [
            distinct((*self.recorder.inside(segment), *own))
            for segment, own in zip(segments, before, strict=True)
        ]
        due = self.recorder.due(
            [(each.start, *own) for each, own in zip(segments, inside, strict=True)]
        )
        return [
            SegmentPlan(
                segment=segment,
                coefficients=coefficients,
                inside=inside[number],
                due=due[number],
                # at the start of a segment it is kept before the transfers that cut it there
                due_before=self.before.due([inside[number]])[0] if before[number] else None,
            )
            for number, (segment, coefficients) in enumerate(
                zip(segments, self._coefficients(segments), strict=True)
            )
        ]

    def _coefficients(self, segments: Sequence[Segment]) -> Iterator[LazyCoefficients]:
        """Those of each segment: the last one's where nothing moves, and nobody is born."""
        program = self.generated.dynamics
        pieces = [self.parameters.pieces(program.parameters, segment) for segment in segments]
        is_still = self.generated.layout.system.moving is None and None not in pieces
        # what is done in place asks for rates at the stages of equal steps alone
        in_place = self.method.name in IN_PLACE and not self.method.compiled
        stages = self._by_steps(segments) if in_place and not is_still else {}
        for number, segment in enumerate(segments):
            if is_still and self.still is not None and self.still[0] == pieces[number]:
                yield self.still[1]
                continue
            found = LazyCoefficients(
                generated=self.generated,
                parameters=self.parameters,
                segment=segment,
                stages=stages.get(number),
            )
            self.still = pieces[number], found
            yield found

    def _by_steps(self, segments: Sequence[Segment]) -> dict[int, BySteps[StageRates]]:
        make = partial(_rates, self.parameters, self.generated.dynamics, self.method.name)
        together = make(segments, 1)
        _ = together.is_drawn  # what is alike in all draws is made now, and its faults told
        return {
            number: BySteps(together=together, number=number, alone=partial(make, [segment]))
            for number, segment in enumerate(segments)
        }


def _rates(
    parameters: ParameterValues,
    program: Program,
    method: str,
    segments: Sequence[Segment],
    steps: int,
) -> StageRates:
    stages = Stages(
        parameters=parameters, segments=segments, shares=stage_shares(method), steps=steps
    )
    return StageRates(stages=stages, program=program)
