"""The coefficients of a segment, made ready for the way the steps are taken."""

from dataclasses import dataclass
from functools import cached_property

from simulator.engine.compiled import Packed, loops_of, pack, parts_alone
from simulator.engine.course import Course
from simulator.engine.preparation import prepare_segment
from simulator.engine.prepared import Prepared
from simulator.structure.generate import Generated


@dataclass(kw_only=True)
class Ready:
    """The coefficients of the draws of a course, each kind made when it is first asked for."""

    generated: Generated
    course: Course

    @cached_property
    def prepared(self) -> Prepared:
        """As the generated arrays take them."""
        system = self.generated.layout.system
        return prepare_segment(system, self.generated.dynamics, self.course)

    @cached_property
    def packed(self) -> Packed:
        """As the compiled loops take them."""
        system = self.generated.layout.system
        orders = loops_of(system).orders
        found = prepare_segment(system, parts_alone(system), self.course, orders)
        return pack(self.generated, found)
