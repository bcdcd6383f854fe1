"""Before a run: every parameter has a value of the right axes, every stock that starts a shape."""

from simulator.errors import IntegrationError
from simulator.inputs.scenario import Scenario
from simulator.structure.references import named_parameters
from simulator.structure.system import System


def refuse_incomplete(system: System, scenario: Scenario) -> None:
    """Raise ``IntegrationError`` naming every parameter without a path, or with other axes.

    A parameter that only transfers name may come with their occasions instead.
    """
    needed = _needed(system, scenario)
    faults = []
    for parameter in system.parameters:
        path = scenario.paths.get(parameter.name)
        if path is None and parameter.name in needed:
            faults.append(f"{parameter.name}: no value; a path on ({', '.join(parameter.axes)})")
        elif path is not None and path.axes != parameter.axes:
            faults.append(
                f"{parameter.name}: the path has axes ({', '.join(path.axes)}); "
                f"would be right: ({', '.join(parameter.axes)})"
            )
    faults += [
        f"{name}: no such parameter" for name in scenario.paths if name not in system.parameter
    ]
    faults += [f"{name}: no such stock" for name in scenario.initial if name not in system.stock]
    known = {transfer.name for transfer in system.transfers}
    faults += [f"{name}: no such transfer" for name in scenario.occasions if name not in known]
    if scenario.stop <= scenario.start:
        faults.append(f"the run ends ({scenario.stop:g}) before it starts ({scenario.start:g})")
    if faults:
        raise IntegrationError("; ".join(faults), year=scenario.start)


def _needed(system: System, scenario: Scenario) -> set[str]:
    """Parameters that must have a path: named by what always runs, or by an occasion without it."""
    standing = (*system.flows, *system.measures)
    needed = {name for item in standing for name in named_parameters(system, item.name)}
    for transfer, occasions in scenario.occasions.items():
        if any(item.name == transfer for item in system.transfers):
            for occasion in occasions:
                needed |= set(named_parameters(system, transfer)) - set(occasion.values)
    return needed
