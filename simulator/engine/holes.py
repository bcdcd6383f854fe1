"""Coefficients that are not numbers: a hole in a table, an overflow, a division by zero."""

from collections.abc import Mapping

import numpy as np

from simulator.errors import IntegrationError
from simulator.structure.arrays import FloatArray
from simulator.structure.generate import Program
from simulator.structure.references import named_parameters
from simulator.structure.system import System


def refuse_holes(
    system: System, program: Program, found: Mapping[str, FloatArray], year: float
) -> None:
    """Raise where a coefficient is not a number; names the flow, what it is made of, and where."""
    holes: dict[str, str] = {}
    for item in program.coefficients:
        value = found[item.name]
        if not np.isfinite(value).all():
            place = np.argwhere(~np.isfinite(value))[0][1:]
            labels = [system.axis[a].labels[n] for a, n in zip(item.axes, place, strict=True)]
            holes.setdefault(item.name.split(".")[0], f" ({', '.join(labels)})" if labels else "")
    for name in (*system.flow, *system.auxiliary):
        if name in holes:
            parameters = ", ".join(named_parameters(system, name))
            raise IntegrationError(
                f"{name}: its rate is not a number{holes[name]}; {parameters}: one of these has "
                "a hole, overflows, or is divided by while it is zero",
                year=year,
                flow=name,
            )
