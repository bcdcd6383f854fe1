"""What a run would stop for before its first step, told at the lines of the scenario behind it.

The engine says what is wrong with what it is given, by the names of its declarations. Here the same
faults are told to whoever wrote the scenario: at the key that states the path, the method or the
end of the run. Nothing is run.
"""

from collections.abc import Iterator

from simulator.city.ground.uncovered import uncovered
from simulator.errors import Fault, MissingExtraError, ScenarioError
from simulator.files.scenario_file import ScenarioFile
from simulator.stockflow.engine.parts import largest
from simulator.stockflow.engine.preconditions import (
    given_faults,
    method_faults,
    refuse_uncompiled,
)
from simulator.stockflow.grammar.division import divide
from simulator.stockflow.grammar.system import System
from simulator.stockflow.values.scenario import Scenario

_STOP = "model.stop"
METHOD_KEYS = {
    "name": "model.method",
    "relative": "model.relative_tolerance",
    "absolute": "model.absolute_tolerance",
    "compiled": "model.compiled",
}
"""The key that states each field of a method."""


def refuse_unrunnable(system: System, scenario: Scenario, file: ScenarioFile) -> None:
    """Refuse what ``simulate`` would refuse, and whatever it needs that is not installed.

    Raises
    ------
    ScenarioError
        With every fault at its line.
    MissingExtraError
        Where nothing is wrong but that the steps can't be compiled; says what installs it.
    """
    faults = [*_of_method(system, scenario, file), *_of_values(system, scenario, file)]
    if faults:
        raise ScenarioError(list(dict.fromkeys(faults)))
    try:
        refuse_uncompiled(scenario.method)
    except MissingExtraError as missing:
        fault = file.fault(missing.args[0], METHOD_KEYS["compiled"])
        raise MissingExtraError(str(fault), [fault]) from None


def _of_method(system: System, scenario: Scenario, file: ScenarioFile) -> Iterator[Fault]:
    for field, told in method_faults(scenario.method, largest(divide(system))):
        yield file.fault(told, METHOD_KEYS[field])


def _of_values(system: System, scenario: Scenario, file: ScenarioFile) -> Iterator[Fault]:
    for fault in given_faults(system, scenario):
        if fault.beyond is not None:
            yield uncovered(file, fault.beyond)
        else:
            yield file.fault(fault.told, _STOP)
