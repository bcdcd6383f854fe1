"""Systems of the textbooks, whose answers can be written down."""

from fractions import Fraction

import numpy as np

from simulator.stockflow.grammar.axis import cohort_axis
from simulator.stockflow.grammar.elements import Auxiliary, Flow, Parameter, Stock
from simulator.stockflow.grammar.system import System
from simulator.stockflow.values.paths import Constant


def _stock(name: str) -> Stock:
    return Stock(name=name, axes=(), unit="1", meaning="", kind="it", watched=(), symbol=name)


def _rate(name: str) -> Parameter:
    return Parameter(name=name, axes=(), unit="1/year", meaning="", symbol=name)


def growth() -> System:
    """One stock that breeds: dx/dt = r x."""
    return System(
        name="growth",
        axes=(),
        stocks=(_stock("hares"),),
        parameters=(_rate("breeding"),),
        flows=(
            Flow(name="births", source=None, target="hares", rate="breeding * hares", meaning=""),
        ),
    )


def logistic() -> System:
    """One stock that meets its limits: dx/dt = r x (1 − x / K)."""
    return System(
        name="logistic",
        axes=(),
        stocks=(_stock("hares"),),
        parameters=(_rate("breeding"), _rate("room")),
        flows=(
            Flow(name="births", source=None, target="hares", rate="breeding * hares", meaning=""),
            Flow(
                name="deaths",
                source="hares",
                target=None,
                rate="breeding * hares ** 2 / room",
                meaning="",
            ),
        ),
    )


def tanks(number: int) -> System:
    """A chain of tanks of one mean stay each: who enters leaves after an Erlang delay."""
    names = [f"tank{place}" for place in range(number)]
    return System(
        name="tanks",
        axes=(),
        stocks=tuple(_stock(name) for name in names),
        parameters=(_rate("passing"),),
        flows=tuple(
            Flow(
                name=f"out_of_{name}",
                source=name,
                target=target,
                rate=f"passing * {name}",
                meaning="",
            )
            for name, target in zip(names, [*names[1:], None], strict=True)
        ),
    )


def leslie(per_year: int, start: float, stop: float, oldest: float) -> System:
    """Women by cohort, who bear daughters and die by age."""
    cohort = cohort_axis(per_year=per_year, first_day=Fraction(0), oldest=oldest, stop=stop)
    return System(
        name="leslie",
        axes=(cohort,),
        stocks=(
            Stock(
                name="women",
                axes=("cohort",),
                unit="persons",
                meaning="",
                kind="people",
                watched=(),
                symbol="W",
            ),
        ),
        parameters=(
            Parameter(name="dying", axes=("cohort",), unit="1/year", meaning="", symbol="m"),
            Parameter(name="bearing", axes=("cohort",), unit="1/year", meaning="", symbol="b"),
        ),
        auxiliaries=(
            Auxiliary(
                name="daughters",
                axes=(),
                over=("cohort",),
                expression="bearing * women",
                unit="persons/year",
                meaning="",
                symbol="B",
            ),
        ),
        flows=(
            Flow(name="deaths", source="women", target=None, rate="dying * women", meaning=""),
            Flow(name="births", source=None, target="women[newest]", rate="daughters", meaning=""),
        ),
    )


def numbers(**values: float) -> dict:
    """Paths that do not move, for parameters without axes."""
    return {name: Constant(np.array([float(value)])) for name, value in values.items()}


def start_with(**values: float) -> dict:
    """Starting values of stocks without axes."""
    return {name: np.array([float(value)]) for name, value in values.items()}
