"""A system: everything declared, checked on construction; and what a declared thing needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from simulator.stockflow.grammar.axis import Axis
from simulator.stockflow.grammar.checks import check_system
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
from simulator.stockflow.grammar.expression import (
    StockPart,
    parse,
    parse_reference,
    references,
    resolve_part,
)
from simulator.stockflow.grammar.loop import Loop
from simulator.stockflow.grammar.setting import Setting


# compared by identity: systems are keys of caches, and hashing a declaration at every look-up is
# slow
@dataclass(frozen=True, kw_only=True, eq=False)
class System:
    """Stocks, flows and what they need, over named axes.

    ``axes`` fixes the order of axes in every array. An ill-formed declaration is refused here with
    ``StructureError``, every fault on a line of its own. ``settings`` are the keys by which a
    scenario may choose values; the engine never reads them, nor the ``loops``, which say what acts
    on what in a circle.
    """

    name: str
    axes: tuple[Axis, ...]
    stocks: tuple[Stock, ...]
    parameters: tuple[Parameter, ...] = ()
    auxiliaries: tuple[Auxiliary, ...] = ()
    flows: tuple[Flow, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    measures: tuple[Measure, ...] = ()
    settings: tuple[Setting, ...] = field(default=())
    loops: tuple[Loop, ...] = ()

    def __post_init__(self) -> None:
        # on construction, so that whoever holds a system need not ask whether it is sound
        check_system(self)

    @cached_property
    def axis(self) -> Mapping[str, Axis]:
        """Axes by name, with ``to_<axis>`` for every axis a flow is spread along."""
        found = {axis.name: axis for axis in self.axes}
        for stream in self.streams:
            if stream.spread is not None and stream.spread.axis in found:
                name = f"to_{stream.spread.axis}"
                # without windows: where a flow is sent is a label, not another clock
                found[name] = Axis(name=name, labels=found[stream.spread.axis].labels)
        return found

    @property
    def streams(self) -> tuple[Stream, ...]:
        """Flows, then transfers."""
        return (*self.flows, *self.transfers)

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """Auxiliaries, then measures."""
        return (*self.auxiliaries, *self.measures)

    @cached_property
    def stock(self) -> Mapping[str, Stock]:
        """Stocks by name."""
        return {stock.name: stock for stock in self.stocks}

    @cached_property
    def parameter(self) -> Mapping[str, Parameter]:
        """Parameters by name."""
        return {parameter.name: parameter for parameter in self.parameters}

    @cached_property
    def flow(self) -> Mapping[str, Flow]:
        """Flows by name."""
        return {flow.name: flow for flow in self.flows}

    @cached_property
    def auxiliary(self) -> Mapping[str, Auxiliary]:
        """Auxiliaries by name."""
        return {auxiliary.name: auxiliary for auxiliary in self.auxiliaries}

    @cached_property
    def measure(self) -> Mapping[str, Measure]:
        """Measures by name."""
        return {measure.name: measure for measure in self.measures}

    def part(self, text: str | None) -> StockPart | None:
        """The stock and labels that ``people[migrant]`` names; ``None`` is the outside.

        ``StructureError`` for a label on no axis of the stock, on two, or two on one axis.
        """
        if text is None:
            return None
        if text not in self._parts:
            found = parse_reference(text)
            self._parts[text] = resolve_part(found, self.stock[found.name], self.axis)
        return self._parts[text]

    @cached_property
    def _parts(self) -> dict[str, StockPart]:
        """Parts of stocks resolved so far, by their text."""
        return {}

    def rate_axes(self, stream: Stream) -> tuple[str, ...]:
        """The axes a flow's rate lies on: the free axes of its source, or else of its target."""
        # what leaves is in proportion to where it is; only an inflow has nothing but its target
        part = self.part(stream.source) or self.part(stream.target)
        return part.free if part is not None else ()

    def shape(self, axes: tuple[str, ...]) -> tuple[int, ...]:
        """Number of labels along each of the axes."""
        return tuple(self.axis[name].size for name in axes)

    def ordered(self, names: set[str]) -> tuple[str, ...]:
        """Axis names in the order of the system, each ``to_`` axis right after its own."""
        order: list[str] = []
        for axis in self.axes:
            order += [name for name in (axis.name, f"to_{axis.name}") if name in names]
        return tuple(order)

    @property
    def moving(self) -> Axis | None:
        """The cohort axis, where the system has one."""
        return next((axis for axis in self.axes if axis.windows is not None), None)


@lru_cache(maxsize=1024)
def named_parameters(system: System, name: str) -> tuple[str, ...]:
    """Parameters that a flow, transfer, auxiliary or measure names, in reading order."""
    # a dictionary keeps the order of reading, which a set would not: pages must not change by
    # chance
    found: dict[str, None] = {}
    waiting, seen = [name], {name}
    items: dict[str, Stream | Formula] = {item.name: item for item in system.streams}
    items |= {item.name: item for item in system.formulas}
    while waiting:
        item = items[waiting.pop()]
        if isinstance(item, Flow):
            text = item.rate
        elif isinstance(item, Transfer):
            text = str(item.amount if item.amount is not None else item.share)
        else:
            text = item.expression
        for each in references(parse(text)):
            if each.name in system.parameter:
                found[each.name] = None
            elif each.name in items and each.name not in seen:
                seen.add(each.name)
                waiting.append(each.name)
        if isinstance(item, Flow | Transfer) and item.spread is not None:
            found[item.spread.shares] = None
    return tuple(found)
