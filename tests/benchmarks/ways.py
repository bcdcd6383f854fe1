"""Every way of following the comparable population that the work–precision diagram shows.

To add one of ours, name its method in ``METHODS``; to add another program, write a function from
rates to demand and put a ``Way`` into the list.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec

from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.values.scenario import Method, Scenario
from tests.comparable import MONTHLY, comparable, scenario_of
from tests.comparable_chain import Step, euler, follow_chain, rk4
from tests.comparable_rates import Rates

METHODS: tuple[tuple[str, bool, tuple[float, ...]], ...] = (
    ("RK45", False, (1e-3, 1e-5, 1e-7, 1e-9)),
    ("RK45", True, (1e-5, 1e-9)),
    ("DOP853", False, (1e-3, 1e-6, 1e-9)),
)
"""Methods of ours, whether compiled, and the relative tolerances each is tried at."""

WINDOWS = (1, 3, 12)
TIGHT = Method(name="DOP853", relative=1e-12, absolute=1e-15)
STEPS: tuple[tuple[str, Step, tuple[int, ...]], ...] = (
    ("Euler", euler, (1, 4, 16, 64)),
    ("RK4", rk4, (2, 4, 16)),
)


@dataclass(frozen=True, kw_only=True)
class Way:
    """One point of the diagram.

    ``prepare`` does once, for given rates, what does not belong to a run; what it returns is run
    and timed, and gives the demand by service at the months, shape (draws, service, time). Ways of
    one ``line`` are joined in the figure; ``limit`` is the line's own equations solved as exactly
    as can be.
    """

    line: str
    label: str
    prepare: Callable[[Rates], Callable[[], FloatArray]]
    limit: str


def ours(per_year: int, method: Method, rates: Rates) -> Callable[[], FloatArray]:
    """A run of our engine; the scenario is built, and the system compiled, beforehand."""
    scenario = scenario_of(rates, per_year=per_year, method=method)
    return partial(_demand, per_year, scenario)


def _demand(per_year: int, scenario: Scenario) -> FloatArray:
    return simulate(comparable(per_year), scenario).measures["demand"]


def chain(step: Step, steps_a_year: int, rates: Rates) -> Callable[[], FloatArray]:
    """The ageing chain in plain NumPy."""
    return partial(follow_chain, rates, step=step, steps_a_year=steps_a_year, readings=MONTHLY)


def ways() -> Iterator[Way]:
    """All of ours, then the chains in plain NumPy."""
    for per_year in WINDOWS:
        for name, compiled, tolerances in METHODS:
            if compiled and find_spec("numba") is None:
                continue
            for relative in tolerances:
                method = Method(
                    name=name, relative=relative, absolute=relative * 1e-3, compiled=compiled
                )
                yield Way(
                    line=f"cohorts, {per_year} a year, {name}{', compiled' * compiled}",
                    label=f"{relative:.0e}",
                    prepare=partial(ours, per_year, method),
                    limit=f"cohorts {per_year}",
                )
    for name, step, numbers in STEPS:
        for steps in numbers:
            yield Way(
                line=f"ageing chain, NumPy, {name}",
                label=f"1/{steps}",
                prepare=partial(chain, step, steps),
                limit="chain",
            )


def limits(rates: Rates) -> dict[str, FloatArray]:
    """The equations of every line, solved as exactly as can be: what its solver should come to."""
    found = {f"cohorts {m}": ours(m, TIGHT, rates)() for m in WINDOWS}
    return found | {"chain": chain(rk4, 128, rates)()}
