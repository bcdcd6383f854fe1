"""What the checks of a system may look at: its declaration, before it is known to be sound."""

from collections.abc import Mapping
from typing import Protocol

from simulator.stockflow.grammar.axis import Axis
from simulator.stockflow.grammar.elements import (
    Auxiliary,
    Flow,
    Formula,
    Measure,
    Parameter,
    Stock,
    Stream,
    Transfer,
)
from simulator.stockflow.grammar.expression import StockPart
from simulator.stockflow.grammar.loop import Loop


# a protocol breaks the circle: a system imports its checks, which therefore can't import it
class Declaration(Protocol):
    """What a ``System`` shows to its checks.

    The checks run while a system is being constructed, so they stand below it: they are given this
    and never the class itself.
    """

    @property
    def name(self) -> str:
        """Name of the system."""

    @property
    def axes(self) -> tuple[Axis, ...]:
        """Axes in the order that is law."""

    @property
    def stocks(self) -> tuple[Stock, ...]:
        """Stocks as declared."""

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Parameters as declared."""

    @property
    def flows(self) -> tuple[Flow, ...]:
        """Flows as declared."""

    @property
    def transfers(self) -> tuple[Transfer, ...]:
        """Transfers as declared."""

    @property
    def loops(self) -> tuple[Loop, ...]:
        """Loops as declared."""

    @property
    def streams(self) -> tuple[Stream, ...]:
        """Flows, then transfers."""

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """Auxiliaries, then measures."""

    @property
    def axis(self) -> Mapping[str, Axis]:
        """Axes by name, axes of arrival included."""

    @property
    def stock(self) -> Mapping[str, Stock]:
        """Stocks by name."""

    @property
    def parameter(self) -> Mapping[str, Parameter]:
        """Parameters by name."""

    @property
    def flow(self) -> Mapping[str, Flow]:
        """Flows by name."""

    @property
    def auxiliary(self) -> Mapping[str, Auxiliary]:
        """Auxiliaries by name."""

    @property
    def measure(self) -> Mapping[str, Measure]:
        """Measures by name."""

    def part(self, text: str | None) -> StockPart | None:
        """The stock and labels that a text names."""

    def rate_axes(self, stream: Stream) -> tuple[str, ...]:
        """The axes a flow's rate lies on."""

    def ordered(self, names: set[str]) -> tuple[str, ...]:
        """Axis names in the order of the system."""
