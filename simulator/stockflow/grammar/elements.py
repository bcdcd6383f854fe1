"""The words of the grammar: stock, parameter, auxiliary, flow, transfer, measure.

A reference to a stock fixes labels in brackets: ``people[childless, newest]`` is the part of the
stock ``people`` with status *childless* in the newest cohort. Outside the system is ``None``.
Expressions are text: names, numbers, ``+ - * / **`` and the functions ``exp log sqrt tanh``; every
name is taken at the same labels and broadcast by axis name.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Stock:
    """A quantity that accumulates.

    ``axes`` in the order of the system; ``kind`` is what is conserved (people, capacity);
    ``watched`` are the axes along which the balance of that kind is kept and reported.
    """

    name: str
    axes: tuple[str, ...]
    unit: str
    meaning: str
    kind: str
    watched: tuple[str, ...]
    symbol: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameter:
    """A quantity given from outside, constant or a path in time.

    ``source`` says what its value is made from: keys of settings and tables of the city pack.
    """

    name: str
    axes: tuple[str, ...]
    unit: str
    meaning: str
    symbol: str
    source: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Auxiliary:
    """An intermediate quantity: ``expression`` on ``axes`` and ``over``, the latter summed away.

    The expression may name stocks, parameters, other auxiliaries, and flows (their rates).
    """

    name: str
    axes: tuple[str, ...]
    expression: str
    unit: str
    meaning: str
    symbol: str
    over: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Spread:
    """Sends a flow along ``axis`` by the parameter ``shares``, whose rows sum to one.

    The parameter has the axes ``axis`` and ``to_<axis>`` (an axis of the same labels that the
    system adds by itself).
    """

    axis: str
    shares: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Flow:
    """A stream out of ``source`` into ``target``; either may be ``None``, the outside.

    ``rate`` is elementwise over the free axes of the source (of the target where the source is
    outside), in units of the stock per year.
    """

    name: str
    source: str | None
    target: str | None
    rate: str
    meaning: str
    spread: Spread | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Transfer:
    """What happens on a date: an ``amount`` enters or leaves, or a ``share`` of a stock moves.

    Exactly one of ``amount`` and ``share`` is given. The instants, and the values of parameters
    that exist only then, belong to the scenario.
    """

    name: str
    source: str | None
    target: str | None
    meaning: str
    amount: str | None = None
    share: str | None = None
    spread: Spread | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """A quantity read off the state at chosen instants; form and names as in an auxiliary."""

    name: str
    axes: tuple[str, ...]
    expression: str
    unit: str
    meaning: str
    symbol: str
    over: tuple[str, ...] = ()


Stream = Flow | Transfer
Formula = Auxiliary | Measure
