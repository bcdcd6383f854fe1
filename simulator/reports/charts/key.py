"""How to read a figure of demand and supply: a small made-up example, every part named."""

import numpy as np

from simulator.reports.charts.marks import Curves, draw_curves, observed_marks
from simulator.reports.charts.page import Page
from simulator.reports.charts.sentences import beside, sentence
from simulator.reports.style import (
    DEMAND,
    PANEL,
    QUIET,
    SHORTAGE,
    SMALL,
    SUPPLY,
    SURPLUS,
)


def draw_key(page: Page, left: float, down: float, width: float) -> None:
    """The key of the figure of gaps, as wide as a panel."""
    written = page.write(left, down, sentence("key.title"), PANEL, colour=QUIET) + 0.08
    axes = page.axes(left, written, width, 2.2)
    years = np.linspace(0.0, 1.0, 101)
    curves = Curves(
        years=years,
        demand=0.42 + 0.45 * np.sin(1.15 * np.pi * years),
        promised=0.30 + 0.66 * years,
        risk_adjusted=0.30 + 0.22 * years,
        in_steps=False,
    )
    draw_curves(axes, curves)
    axes.plot(*_OBSERVED, **observed_marks())
    axes.set_xlim(0, 1)
    axes.set_ylim(0.0, 1.12)
    axes.set_axis_off()
    for key, across, height, colour, align in _NAMES:
        axes.text(
            across,
            height,
            beside(sentence(key), page.language),
            size=SMALL,
            color=colour,
            ha=align,
            va="bottom",
        )


_OBSERVED = ([0.02], [0.065])
_NAMES = (
    ("key.demand", 0.40, 0.885, DEMAND, "center"),
    ("key.promised", 1.0, 0.985, SUPPLY, "right"),
    ("key.risk_adjusted", 0.0, 0.22, SUPPLY, "left"),
    ("key.shortage", 0.31, 0.60, SHORTAGE, "center"),
    ("key.surplus", 1.0, 0.11, SURPLUS, "right"),
    ("key.observed", 0.05, 0.025, DEMAND, "left"),
)
"""Where each name stands: key, across, height, colour, alignment."""
