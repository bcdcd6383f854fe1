"""Demand and supply on a plot: shortage solid, surplus hatched, so that grey print tells them."""

import numpy as np

from simulator.report.marks import Curves
from simulator.report.plot import Plot
from simulator.report.scales import runs
from simulator.report.shapes import Hatch, Look
from simulator.report.style import (
    DEMAND,
    PAPER,
    QUIET,
    SHORTAGE_FILL,
    SUPPLY,
    SURPLUS,
)
from simulator.stockflow.arrays import FloatArray

SURPLUS_HATCH = Hatch(slant="/", colour=SURPLUS, apart=3.6, width=0.7)
"""Of what is over."""
OBSERVED = Look(kind="o", size=4.6, fill=PAPER, edge=DEMAND, rim=1.1)
"""A count on record: hollow, on no line."""
INTERPOLATED = Look(kind="o", size=2.6, fill=QUIET, edge=PAPER, rim=0.4)
"""A figure that was interpolated or estimated: a small grey dot."""
_BAND = 0.2
_PROMISED = (3.5, 2.0)


def draw_curves(plot: Plot, curves: Curves) -> None:
    """Shortage and surplus, then demand, promised (dashed) and risk-adjusted supply as lines."""
    years, demand, promised, supply = corners(curves)
    draw_gap(plot, years, demand, supply)
    if curves.fan is not None:
        for ends, colour in ((curves.fan.supply, SUPPLY), (curves.fan.demand, DEMAND)):
            low, high = (_stepped(values) if curves.in_steps else values for values in ends)
            plot.area(years, low, high, colour, opacity=_BAND)
    plot.line(years, promised, SUPPLY, 1.2, _PROMISED)
    plot.line(years, supply, SUPPLY, 1.9)
    plot.line(years, demand, DEMAND, 1.9)


def draw_gap(plot: Plot, years: FloatArray, demand: FloatArray, supply: FloatArray) -> None:
    """What lies between demand and supply: solid where demand is above, else hatched."""
    for known in runs(demand + supply):
        xs, wanted, there = crossed(years[known], demand[known], supply[known])
        if (wanted > there).any():
            plot.area(xs, there, np.maximum(wanted, there), SHORTAGE_FILL)
        if (wanted < there).any():
            plot.area(xs, wanted, np.maximum(wanted, there), None, hatch=SURPLUS_HATCH)


def crossed(
    xs: FloatArray, first: FloatArray, second: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Two lines with the points added where they cross, so that each bit lies on one side."""
    apart = first - second
    places = np.flatnonzero(apart[:-1] * apart[1:] < 0)
    share = apart[places] / (apart[places] - apart[places + 1])
    return tuple(  # type: ignore[return-value]
        np.insert(line, places + 1, line[places] + share * (line[places + 1] - line[places]))
        for line in (xs, first, second)
    )


def corners(curves: Curves) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Years, demand, promised and expected supply; of a step line both ends of every step."""
    lines = (curves.demand, curves.promised, curves.risk_adjusted)
    if not curves.in_steps:
        return (curves.years, *lines)
    demand, promised, supply = (_stepped(values) for values in lines)
    return np.repeat(curves.years, 2)[1:], demand, promised, supply


def _stepped(values: FloatArray) -> FloatArray:
    return np.repeat(values, 2)[:-1]
