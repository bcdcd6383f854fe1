"""The words of the grammar: stock, parameter, auxiliary, flow, transfer, measure.

A reference to a stock fixes labels in brackets: ``people[childless, newest]`` is the part of the
stock ``people`` with status *childless* in the newest cohort. Outside the system is ``None``.
Expressions are text: names, numbers, ``+ - * / **`` and the functions ``exp log sqrt tanh``; every
name is taken at the same labels and broadcast by axis name.
"""

from dataclasses import dataclass, field

from simulator.stockflow.grammar.setting import THRICE, Kind, Sense, Setting


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
class Lever:
    """How a scenario states a parameter: under which key, and what may stand there.

    Without ``unit`` and ``meaning`` the key holds the parameter itself, ``axis`` (one of its axes,
    or a part of one) naming the labels that follow the key. With them it holds another figure, as
    people speak of it (boys born for 100 girls, days in a bed), from which the parameter is made.
    ``minimum`` and ``maximum`` are law, ``sense`` says what is likely to be meant.
    """

    key: str
    kind: Kind = "path"
    axis: str | None = None
    minimum: float | None = 0.0
    maximum: float | None = None
    sense: Sense = THRICE
    unit: str | None = None
    meaning: str | None = None

    @property
    def is_plain(self) -> bool:
        """Whether the key holds the parameter itself."""
        return self.unit is None and self.meaning is None


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameter:
    """A quantity given from outside, constant or a path in time.

    ``lever`` is the key by which a scenario states it, ``source`` whatever else its value is made
    from: tables of the city pack, keys that act on it by the way.
    """

    name: str
    axes: tuple[str, ...]
    unit: str
    meaning: str
    symbol: str
    source: tuple[str, ...] = ()
    lever: Lever | None = field(default=None)

    @property
    def made_from(self) -> tuple[str, ...]:
        """Everything its value is made from, the key of a scenario first."""
        return self.source if self.lever is None else (self.lever.key, *self.source)

    @property
    def setting(self) -> Setting | None:
        """The key of scenario files that states it, with unit and meaning said once: here."""
        if self.lever is None:
            return None
        return Setting(
            key=self.lever.key,
            kind=self.lever.kind,
            unit=self.unit if self.lever.unit is None else self.lever.unit,
            meaning=self.meaning if self.lever.meaning is None else self.lever.meaning,
            axis=self.lever.axis,
            minimum=self.lever.minimum,
            maximum=self.lever.maximum,
            sense=self.lever.sense,
            states=self.name if self.lever.meaning is None else None,
        )


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
    outside), in units of the stock per year. ``seldom`` says that most runs have none of it most of
    the time: compiled steps then leave it out where it is zero. No result depends on it.
    """

    name: str
    source: str | None
    target: str | None
    rate: str
    meaning: str
    spread: Spread | None = None
    seldom: bool = False


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
