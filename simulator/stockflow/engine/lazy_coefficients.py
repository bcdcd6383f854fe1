"""The coefficients of a segment in each form that is asked for: stages, any instant, loops."""

from dataclasses import dataclass, field, replace
from functools import cached_property

from simulator.stockflow.arrays import IntArray
from simulator.stockflow.engine.coefficients import SegmentCoefficients
from simulator.stockflow.engine.compiled import Packed, loops_of, pack, parts_alone
from simulator.stockflow.engine.course import Course, ParameterValues, Segment
from simulator.stockflow.engine.preparation import prepare_segment
from simulator.stockflow.engine.stages import BySteps, StageRates, StageReader
from simulator.stockflow.numbers.generate import Generated


@dataclass(kw_only=True)
class LazyCoefficients:
    """The coefficients of the draws of a block in a segment, each kind made when first asked for.

    ``stages`` are those at the stages of equal steps in place; at any instant they are asked for
    by SciPy's own steps, in machine code, and for draws that equal steps are no good for. What is
    alike in all draws is made once, of the ``whole``.
    """

    generated: Generated
    parameters: ParameterValues
    segment: Segment
    stages: BySteps[StageRates] | None
    block: slice = field(default_factory=lambda: slice(None))
    whole: "LazyCoefficients | None" = None

    def of(self, block: slice) -> "LazyCoefficients":
        """Those of the draws of a block."""
        return replace(self, block=block, whole=self)

    def at_stages(self, draws: IntArray | slice, steps: int) -> StageReader | None:
        """For some of the draws, by a number of steps."""
        if self.stages is None:
            return None
        rates, number = self.stages.at(steps)
        return StageReader.of(rates, number, _of_all(self.block, draws))

    @cached_property
    def course(self) -> Course:
        """How the parameters go through the segment."""
        if self.whole is not None:
            return self.whole.course.of(self.block)
        return self.parameters.course(self.generated.dynamics.parameters, self.segment)

    @cached_property
    def for_arrays(self) -> SegmentCoefficients:
        """As the generated text for whole arrays takes them."""
        if self.whole is not None and not self.whole.course.drawn:
            return self.whole.for_arrays
        generated = self.generated
        return prepare_segment(
            generated.layout.system, generated.dynamics, self.course, generated.orders
        )

    @cached_property
    def for_loops(self) -> Packed:
        """As the compiled loops take them."""
        if self.whole is not None and not self.whole.course.drawn:
            return self.whole.for_loops
        system = self.generated.layout.system
        orders = loops_of(system).orders
        found = prepare_segment(system, parts_alone(system), self.course, orders)
        return pack(self.generated, found)


def _of_all(block: slice, draws: IntArray | slice) -> IntArray | slice:
    """Some draws of a block by their places among all."""
    if isinstance(draws, slice):
        return block
    first, last = block.start + int(draws[0]), block.start + int(draws[-1]) + 1
    # one after another they need no copy
    return slice(first, last) if last - first == len(draws) else block.start + draws
