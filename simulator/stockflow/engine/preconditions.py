"""Before a run: a method the system can use, a value for every parameter, dates inside the run.

Everything a scenario lacks is reported at once, not one fault per attempt. Whoever only checks asks
for the same faults (``method_faults``, ``given_faults``, ``refuse_uncompiled``) and runs nothing.
"""

import sys
from collections.abc import Iterator
from importlib.util import find_spec

from simulator.errors import IntegrationError, MissingExtraError
from simulator.stockflow.engine.given_arrays import (
    GivenFault,
    initial_faults,
    transfer_faults,
    value_faults,
)
from simulator.stockflow.engine.given_dates import date_faults
from simulator.stockflow.grammar.system import System, named_parameters
from simulator.stockflow.values.scenario import Method, Scenario
from simulator.words.catalogue import listed, message

EXPLICIT = ("RK45", "RK23", "DOP853")
IMPLICIT = ("Radau", "BDF", "LSODA")
COMPILABLE = ("RK45", "RK23")
# 4000² numbers are 128 MB
_DENSE_LIMIT = 4000
# SciPy itself raises a relative tolerance below 100 machine epsilons, with a warning
_FINEST = 1e-13


def refuse_unbearable(method: Method, size: int, year: float) -> None:
    """Refuse a method that a system of some size can't use, or whose compiled steps are not there.

    Raises
    ------
    IntegrationError
        With every fault of ``method_faults``, one to a line.
    MissingExtraError
        As ``refuse_uncompiled``.
    """
    faults = [told for _, told in method_faults(method, size)]
    if faults:
        raise IntegrationError("\n".join(faults), year=year)
    refuse_uncompiled(method)


def method_faults(method: Method, size: int) -> Iterator[tuple[str, str]]:
    """What is wrong with a method for a system of ``size`` numbers: its field, and a message.

    LSODA keeps a dense work array of size² numbers whatever Jacobian it is given; Radau and BDF
    take the exact sparse one.
    """
    name = method.name
    relative, absolute = f"{method.relative:g}", f"{method.absolute:g}"
    if name not in (*EXPLICIT, *IMPLICIT):
        names = listed((*EXPLICIT, *IMPLICIT))
        yield "name", message("fault.no_method", name=name, names=names)
    if not (0 < method.relative < 1 and 0 <= method.absolute < 1):
        wrong = "absolute" if 0 < method.relative < 1 else "relative"
        yield wrong, message("fault.tolerances", relative=relative, absolute=absolute)
    elif method.relative < _FINEST:
        yield "relative", message("fault.too_fine", relative=relative, finest=f"{_FINEST:g}")
    if method.compiled is True and name not in COMPILABLE:
        names = listed(COMPILABLE, "list.or")
        yield "compiled", message("fault.not_compiled", name=name, names=names)
    if name == "LSODA" and size > _DENSE_LIMIT:
        gigabytes = f"{size**2 * 8 / 1e9:.1f}"
        yield (
            "name",
            message("fault.dense", size=size, gigabytes=gigabytes, names=listed(EXPLICIT)),
        )


def refuse_uncompiled(method: Method) -> None:
    """Raise ``MissingExtraError`` where steps are to be compiled and the compiler is missing."""
    if method.compiled is True and find_spec("numba") is None:
        command = f"{sys.executable} -m pip install numba"
        raise MissingExtraError(message("fault.needs_numba", command=command))


def is_compiled(method: Method, draws: int) -> bool:
    """Whether the steps of some draws are taken in machine code."""
    if method.compiled != "auto":
        return method.compiled
    # a single draw is done before the compiler has begun
    return draws > 1 and method.name in COMPILABLE and find_spec("numba") is not None


def refuse_incomplete(system: System, scenario: Scenario) -> None:
    """Raise ``IntegrationError`` with everything of ``given_faults``, one to a line."""
    faults = [each.told for each in given_faults(system, scenario)]
    if faults:
        raise IntegrationError("\n".join(faults), year=scenario.start)


def given_faults(system: System, scenario: Scenario) -> list[GivenFault]:
    """Everything wrong with what a run is given.

    A parameter that only transfers name may come with their occasions instead.
    """
    faults = [
        GivenFault(told=told)
        for told in (*date_faults(system, scenario), *_names(system, scenario))
    ]
    # values only then: they can be asked for where there is a path, and at a date of the run
    is_named = not faults
    faults += [GivenFault(told=told) for told in initial_faults(system, scenario)]
    if is_named:
        faults += transfer_faults(system, scenario)
        faults += value_faults(system, scenario)
    return faults


def _names(system: System, scenario: Scenario) -> Iterator[str]:
    """A path of the right axes for every parameter in need of one, and nothing unknown."""
    needed = _needed(system, scenario)
    for parameter in system.parameters:
        path, axes = scenario.paths.get(parameter.name), ", ".join(parameter.axes)
        if path is None and parameter.name in needed:
            yield message("given.no_path", name=parameter.name, axes=axes)
        elif path is not None and path.axes != parameter.axes:
            found = ", ".join(path.axes)
            yield message("given.axes", name=parameter.name, found=found, axes=axes)
    transfers = {transfer.name for transfer in system.transfers}
    unknown = {
        "given.no_parameter": scenario.paths.keys() - system.parameter.keys(),
        "given.no_stock": scenario.initial.keys() - system.stock.keys(),
        "given.no_transfer": scenario.occasions.keys() - transfers,
    }
    yield from (message(key, name=name) for key in unknown for name in sorted(unknown[key]))
    for transfer in system.transfers:
        named = named_parameters(system, transfer.name)
        for occasion in scenario.occasions.get(transfer.name, ()):
            for given in occasion.values:
                if given not in named:
                    yield message("given.useless", name=transfer.name, parameter=given)


def _needed(system: System, scenario: Scenario) -> set[str]:
    """Parameters that must have a path: named by what always runs, or by an occasion without it."""
    standing = [*system.flow, *system.measure]
    needed = {name for item in standing for name in named_parameters(system, item)}
    for transfer, occasions in scenario.occasions.items():
        if any(item.name == transfer for item in system.transfers):
            for occasion in occasions:
                needed |= set(named_parameters(system, transfer)) - set(occasion.values)
    return needed
