"""Before a run: a method the system can use, a value for every parameter, dates inside the run.

All that a scenario lacks is said at once, not one fault a try.
"""

from collections.abc import Iterator
from importlib.util import find_spec

from simulator.errors import IntegrationError
from simulator.stockflow.grammar.axis import NEWEST
from simulator.stockflow.grammar.system import System, named_parameters
from simulator.stockflow.numbers.generate import generate
from simulator.stockflow.values.calendar import SAME_INSTANT
from simulator.stockflow.values.paths import SLIVER, Moment
from simulator.stockflow.values.scenario import Method, Scenario

EXPLICIT = ("RK45", "RK23", "DOP853")
IMPLICIT = ("Radau", "BDF", "LSODA")
COMPILABLE = ("RK45", "RK23")
# 4000² numbers are 128 MB
_DENSE_LIMIT = 4000
# SciPy itself raises a relative tolerance below 100 machine epsilons, with a warning
_FINEST = 1e-13


def refuse_unbearable(method: Method, size: int, year: float) -> None:
    """Refuse a method that would need a dense Jacobian of a large system.

    LSODA keeps a dense work array of size² numbers whatever Jacobian it is given; Radau and BDF
    take the exact sparse one.

    Raises
    ------
    IntegrationError
        For an unknown method too, tolerances out of range, or compiled steps that can't be had.
    """
    name = method.name
    if name not in (*EXPLICIT, *IMPLICIT):
        known = ", ".join((*EXPLICIT, *IMPLICIT))
        raise IntegrationError(f"no method {name!r}; the methods are {known}", year=year)
    if not (0 < method.relative < 1 and 0 <= method.absolute < 1):
        raise IntegrationError(
            f"tolerances of {method.relative:g} relative and {method.absolute:g} absolute; both "
            "lie between 0 and 1, e.g. 1e-9 and 1e-12",
            year=year,
        )
    if method.relative < _FINEST:
        raise IntegrationError(
            f"the relative tolerance of {method.relative:g} is finer than rounding; "
            f"at least {_FINEST:g}",
            year=year,
        )
    if method.compiled:
        _refuse_uncompiled(name, year)
    if name == "LSODA" and size > _DENSE_LIMIT:
        gigabytes = size**2 * 8 / 1e9
        raise IntegrationError(
            f"LSODA would need a dense work array of {size} × {size} numbers ({gigabytes:.1f} GB) "
            f"for its Jacobian; use {', '.join(EXPLICIT)}, or Radau or BDF, which take the exact "
            "sparse Jacobian",
            year=year,
        )


def _refuse_uncompiled(name: str, year: float) -> None:
    """Refuse machine code for a method it is not made for, or where the compiler is missing."""
    if name not in COMPILABLE:
        raise IntegrationError(
            f"{name} is not compiled; use {' or '.join(COMPILABLE)}, or model.compiled = false",
            year=year,
        )
    if find_spec("numba") is None:
        raise IntegrationError(
            "model.compiled = true needs the package numba (the extra fast); install it, or set "
            "model.compiled = false / model.compiled = true 需要安装 numba",
            year=year,
        )


def refuse_incomplete(system: System, scenario: Scenario) -> None:
    """Raise ``IntegrationError`` with everything a scenario lacks or has too much.

    A parameter that only transfers name may come with their occasions instead.
    """
    # shapes last: a value can be asked for only where there is a path
    faults = [*_dates(system, scenario), *_values(system, scenario), *_occasions(system, scenario)]
    if not faults:
        faults += _shapes(system, scenario)
    if faults:
        raise IntegrationError("; ".join(faults), year=scenario.start)


def _dates(system: System, scenario: Scenario) -> Iterator[str]:
    start, stop = scenario.start, scenario.stop
    if not stop - start > SAME_INSTANT:
        yield f"the run ends ({stop:g}) before it starts ({start:g})"
    for kind, years in (("reading", scenario.readings), ("snapshot", scenario.snapshots)):
        for year in years:
            if not start - SAME_INSTANT <= year <= stop + SAME_INSTANT:
                yield f"the {kind} of {year:g} lies outside the run ({start:g} to {stop:g})"
    if system.moving is not None and NEWEST in generate(system).text:
        windows = system.moving.birth_windows
        first, last = windows.opening(0), windows.opening(windows.count)
        if start < first - SAME_INSTANT or stop > last + SAME_INSTANT:
            yield (
                f"{system.moving.name}: its windows reach from {first:g} to {last:g}; "
                f"whoever is born from {start:g} to {stop:g} needs one"
            )


def _values(system: System, scenario: Scenario) -> Iterator[str]:
    needed = _needed(system, scenario)
    for parameter in system.parameters:
        path = scenario.paths.get(parameter.name)
        if path is None and parameter.name in needed:
            yield f"{parameter.name}: no value; a path on ({', '.join(parameter.axes)})"
        elif path is not None and path.axes != parameter.axes:
            yield (
                f"{parameter.name}: the path has axes ({', '.join(path.axes)}); "
                f"would be right: ({', '.join(parameter.axes)})"
            )
    yield from (f"{n}: no such parameter" for n in scenario.paths if n not in system.parameter)
    yield from (f"{n}: no such stock" for n in scenario.initial if n not in system.stock)


def _occasions(system: System, scenario: Scenario) -> Iterator[str]:
    known = {transfer.name for transfer in system.transfers}
    for name, occasions in scenario.occasions.items():
        if name not in known:
            yield f"{name}: no such transfer"
            continue
        needed = named_parameters(system, name)
        for occasion in occasions:
            for given, array in occasion.values.items():
                if given not in needed:
                    yield f"{name}: does not name {given}, so a value of it changes nothing"
                else:
                    yield from _shape(system, scenario, given, array.shape)


def _shapes(system: System, scenario: Scenario) -> Iterator[str]:
    """Shapes of the values that flows follow, as they stand at the start."""
    moment = Moment(scenario.start, scenario.start, scenario.start + SLIVER)
    names = {name for flow in system.flows for name in named_parameters(system, flow.name)}
    for name in sorted(names):
        yield from _shape(system, scenario, name, scenario.paths[name].value(moment).shape)


def _shape(system: System, scenario: Scenario, name: str, shape: tuple[int, ...]) -> Iterator[str]:
    axes = system.parameter[name].axes
    if shape[1:] != system.shape(axes) or shape[0] not in {1, scenario.draws}:
        right = ", ".join(map(str, (f"1 or {scenario.draws}", *system.shape(axes))))
        yield f"{name}: its value has shape {shape}; would be right: ({right}), draws first"


def _needed(system: System, scenario: Scenario) -> set[str]:
    """Parameters that must have a path: named by what always runs, or by an occasion without it."""
    standing = [*system.flow, *system.measure]
    needed = {name for item in standing for name in named_parameters(system, item)}
    for transfer, occasions in scenario.occasions.items():
        if any(item.name == transfer for item in system.transfers):
            for occasion in occasions:
                needed |= set(named_parameters(system, transfer)) - set(occasion.values)
    return needed
