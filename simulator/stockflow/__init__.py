"""Stocks and flows of any subject: all that is needed to declare, prove, run and read a system.

::

    from simulator.stockflow import Flow, Scenario, Stock, System, prove, simulate
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.stockflow.engine.simulate import simulate
    from simulator.stockflow.engine.trajectory import Trajectory
    from simulator.stockflow.grammar.axis import Axis, cohort_axis
    from simulator.stockflow.grammar.elements import (
        Auxiliary,
        Flow,
        Measure,
        Parameter,
        Spread,
        Stock,
        Transfer,
    )
    from simulator.stockflow.grammar.system import System
    from simulator.stockflow.labelled import (
        balance_frame,
        flow_series,
        measure_series,
        stock_series,
    )
    from simulator.stockflow.proof.proof import prove
    from simulator.stockflow.proof.units import check_units
    from simulator.stockflow.values.paths import Constant, Lines, Steps
    from simulator.stockflow.values.scenario import Method, Occasion, Scenario

__all__ = [
    "Auxiliary",
    "Axis",
    "Constant",
    "Flow",
    "Lines",
    "Measure",
    "Method",
    "Occasion",
    "Parameter",
    "Scenario",
    "Spread",
    "Steps",
    "Stock",
    "System",
    "Trajectory",
    "Transfer",
    "balance_frame",
    "check_units",
    "cohort_axis",
    "flow_series",
    "measure_series",
    "prove",
    "simulate",
    "stock_series",
]

_PLACES = {
    "engine.simulate": ("simulate",),
    "engine.trajectory": ("Trajectory",),
    "grammar.axis": ("Axis", "cohort_axis"),
    "grammar.elements": (
        *("Auxiliary", "Flow", "Measure", "Parameter", "Spread", "Stock", "Transfer"),
    ),
    "grammar.system": ("System",),
    "labelled": ("balance_frame", "flow_series", "measure_series", "stock_series"),
    "proof.proof": ("prove",),
    "proof.units": ("check_units",),
    "values.paths": ("Constant", "Lines", "Steps"),
    "values.scenario": ("Method", "Occasion", "Scenario"),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever stands there
    """A name, from its module, loaded when it is first asked for: start-up counts."""
    for module, names in _PLACES.items():
        if name in names:
            return getattr(import_module(f"simulator.stockflow.{module}"), name)
    raise AttributeError(f"module 'simulator.stockflow' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
