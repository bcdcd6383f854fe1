"""An end of a flow: a stock with some labels fixed."""

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.errors import StructureError
from simulator.stockflow.grammar.axis import NEWEST, Axis
from simulator.stockflow.grammar.elements import Stock
from simulator.stockflow.grammar.expression import Reference


@dataclass(frozen=True, kw_only=True, slots=True)
class End:
    """A stock, its fixed labels by axis, and the axes left free."""

    stock: Stock
    fixed: Mapping[str, str]

    @property
    def free(self) -> tuple[str, ...]:
        """Axes of the stock on which no label is fixed."""
        return tuple(axis for axis in self.stock.axes if axis not in self.fixed)

    @property
    def watched(self) -> tuple[str, ...]:
        """Free axes along which the balance is kept."""
        return tuple(axis for axis in self.free if axis in self.stock.watched)

    def __str__(self) -> str:
        labels = ", ".join(self.fixed.values())
        return f"{self.stock.name}[{labels}]" if labels else self.stock.name


def resolve_end(found: Reference, stock: Stock, axes: Mapping[str, Axis]) -> End:
    """Say which axis each label in brackets belongs to.

    Raises ``StructureError`` for a label on no axis of the stock, on two, or two on one axis.
    """
    fixed: dict[str, str] = {}
    for label in found.labels:
        axis = _axis_of(label, found, stock, axes)
        if axis in fixed:
            raise StructureError(f"{found}: {fixed[axis]!r} and {label!r} are both on axis {axis}")
        fixed[axis] = label
    return End(stock=stock, fixed={name: fixed[name] for name in stock.axes if name in fixed})


def _axis_of(label: str, found: Reference, stock: Stock, axes: Mapping[str, Axis]) -> str:
    if label == NEWEST:
        moving = [name for name in stock.axes if axes[name].windows is not None]
        if len(moving) != 1:
            raise StructureError(f"{found}: {stock.name} has no cohort axis, so no newest cohort")
        return moving[0]
    holders = [name for name in stock.axes if label in axes[name].labels]
    if not holders:
        known = "; ".join(
            f"{name}: {', '.join(axes[name].labels[:8])}{' …' * (axes[name].size > 8)}"
            for name in stock.axes
        )
        raise StructureError(f"{found}: {label!r} is on no axis of {stock.name} ({known})")
    if len(holders) > 1:
        raise StructureError(f"{found}: {label!r} is on the axes {' and '.join(holders)}")
    return holders[0]
