"""The steps of a calibration, in the order in which they are carried out.

A step reads the city pack, fits its own parameters and returns the entries of ``parameters.toml``
it answers for, with a report; it writes nothing itself and leaves the entries of every other step
alone. To add one, add a function and its name to ``STEPS``.
"""

from collections.abc import Mapping

from calibration.task import Step, StepResult, Task


def step_supply(task: Task) -> StepResult:
    """How late what is promised comes: slippage of projects, pipeline of the programmes."""
    from calibration.slippage.step import fit_supply

    return fit_supply(task)


def step_population(task: Task) -> StepResult:
    """The people: births, policy, migration, register."""
    from calibration.fit.step import fit_population

    return fit_population(task)


def step_net_arrivals(task: Task) -> StepResult:
    """What arrivals less departures of the fitted people come to, in every draw."""
    from calibration.fit.net_arrivals import derive_net_arrivals

    return derive_net_arrivals(task)


def step_schools(task: Task) -> StepResult:
    """How many children come to school, and how many places grow that no list names."""
    from calibration.schools.step import fit_schools

    return fit_schools(task)


STEPS: Mapping[str, Step] = {
    "supply": step_supply,
    "population": step_population,
    "net_arrivals": step_net_arrivals,
    "schools": step_schools,
}
