"""A trajectory: the results of a run."""

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.grammar.system import System


@dataclass(frozen=True, kw_only=True, slots=True)
class Balance:
    """The balance of one conserved kind, along its watched axes.

    ``residual`` = stock at the end − stock at the start − all that arrived + all that left, divided
    by the largest of these; shape (draws, *watched axes).
    """

    kind: str
    axes: tuple[str, ...]
    residual: FloatArray


@dataclass(frozen=True, kw_only=True, slots=True)
class Trajectory:
    """Results of one run; every array has the draw axis first and time last.

    Parameters
    ----------
    readings
        Instants of the measures, shape (time,).
    measures
        Arrays of shape (draws, *axes, time), unit as declared.
    snapshots, stocks
        Instants at which whole stocks were kept, and the stocks.
    arrived, left
        Running totals of every flow and transfer at the readings, by where they arrive and where
        they leave: shape (draws, *watched free axes, time), in units of the stock; empty along
        time where the scenario keeps no totals.
    balances
        One for every conserved kind.
    final
        The state at the end, by stock, shape (draws, *axes).
    segments, evaluations
        Number of segments, and of evaluations of the right-hand side.
    before
        Results just before the transfers of ``Scenario.before``; these instants are its readings
        and its snapshots. ``None`` where the scenario names no such instant.
    """

    system: System
    name: str
    readings: FloatArray
    measures: Mapping[str, FloatArray]
    snapshots: FloatArray
    stocks: Mapping[str, FloatArray]
    arrived: Mapping[str, FloatArray]
    left: Mapping[str, FloatArray]
    balances: tuple[Balance, ...]
    final: Mapping[str, FloatArray]
    segments: int
    evaluations: int
    before: "Trajectory | None" = None
