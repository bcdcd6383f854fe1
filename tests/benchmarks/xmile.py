"""The comparable population written as XMILE, the common format of system dynamics programs.

    python3 -m tests.benchmarks.xmile comparable.xmile

One array of people over sex, age, residency and district, an ageing chain of one-year bands, by
Euler's method with the step given. Five constants carry what varies by draw. Only what both
engines of ``rivals.py`` read is used: neither the sum over an array nor the shift of a subscript is
known to both, so the band before and the sums are written out. One equation has two spellings: who
comes into a band is given for every cell (the standard), or, ``by_row``, for every band at once,
which only PySD reads and which spares it most of its time.
"""

import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np

from simulator.stockflow.arrays import FloatArray
from tests.comparable import START, STOP
from tests.comparable_rates import (
    BOYS_SHARE,
    DISTRICTS,
    NEWBORN_RESIDENCY,
    RESIDENCY,
    SERVICES,
    SEXES,
    arrival_ages,
    arrival_districts,
    comparable_rates,
    starting_people,
)
from tests.national_tables import N_AGES

AGES = tuple(f"a{age}" for age in range(N_AGES))
DIMENSIONS = {"Sex": SEXES, "Age": AGES, "Residency": RESIDENCY, "District": DISTRICTS}
PEOPLE = ("Sex", "Age", "Residency", "District")
LEVELS = ("fertility_level", "mortality_level", "arrivals", "departure_level", "registration_rate")
"""Constants that a run may set to other values."""


HEADER = (
    '<header><vendor>Minsheng</vendor><product version="1.0" lang="en">Minsheng</product>'
    "<name>comparable</name></header>"
)


def write_xmile(path: Path, steps_a_year: int = 16, *, by_row: bool = False) -> None:
    """Write the model to a file."""
    path.write_text(xmile(steps_a_year, by_row=by_row), encoding="utf-8")


def xmile(steps_a_year: int, *, by_row: bool = False) -> str:
    """The whole model as text."""
    middle = comparable_rates(1, np.random.default_rng(0))
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<xmile version="1.0" xmlns="http://docs.oasis-open.org/xmile/ns/XMILE/v1.0">',
        HEADER,
        _clock(steps_a_year),
        "<dimensions>",
        *(_dimension(name, labels) for name, labels in DIMENSIONS.items()),
        "</dimensions>",
        "<model><variables>",
        *_constants(float(middle.arrivals[0]), float(middle.registration[0])),
        *_births(middle.fertility[0]),
        *_people(middle.death_rates[0], middle.departure_rates[0]),
        _coming(by_row=by_row),
        *_demand(),
        "</variables></model></xmile>",
    ]
    return "\n".join(lines) + "\n"


def _clock(steps_a_year: int) -> str:
    return (
        f'<sim_specs method="Euler" time_units="year"><start>{START:g}</start>'
        f"<stop>{STOP:g}</stop><dt>{1 / steps_a_year!r}</dt></sim_specs>"
    )


def _constants(arrivals: float, registration: float) -> Iterator[str]:
    values = dict(zip(LEVELS, (1.0, 1.0, arrivals, 1.0, registration), strict=True))
    yield from (_auxiliary(name, (), repr(value)) for name, value in values.items())
    yield _table("district_share", ("District",), arrival_districts())
    yield _table("is_migrant", ("Residency",), np.array([0.0, 1.0]))
    yield _table("is_registered", ("Residency",), np.array([1.0, 0.0]))
    yield _table("newborn_share", ("Sex",), np.array([BOYS_SHARE, 1 - BOYS_SHARE]))
    for place, mother in enumerate(RESIDENCY):
        yield _table(f"child_of_{mother}", ("Residency",), NEWBORN_RESIDENCY[place])


def _births(fertility: FloatArray) -> Iterator[str]:
    terms = [
        f"{value!r} * people[women, {AGES[age]}, Residency, District]"
        for age, value in enumerate(fertility.tolist())
        if value
    ]
    yield _auxiliary(
        "births", ("Residency", "District"), f"fertility_level * ({' + '.join(terms)})"
    )
    born = [
        f"newborn_share[Sex] * child_of_{mother}[Residency] * births[{mother}, District]"
        for mother in RESIDENCY
    ]
    yield _auxiliary("newborns", ("Sex", "Residency", "District"), " + ".join(born))


def _people(death_rates: FloatArray, departure_rates: FloatArray) -> Iterator[str]:
    yield _table("death_rate", ("Sex", "Age"), death_rates)
    yield _table("departure_rate", ("Age",), departure_rates)
    yield _table("arrival_share", ("Sex", "Age"), arrival_ages())
    yield _table("pace", ("Age",), np.append(np.ones(N_AGES - 1), 0.0))
    yield _table("start", PEOPLE, starting_people())
    here = f"people[{', '.join(PEOPLE)}]"
    yield from (
        _flow(name, rate)
        for name, rate in {
            "deaths": f"mortality_level * death_rate[Sex, Age] * {here}",
            "departures": f"departure_level * departure_rate[Age] * is_migrant[Residency] * {here}",
            "registering": f"registration_rate * is_migrant[Residency] * {here}",
            "registered_now": "registration_rate * is_registered[Residency] * "
            "people[Sex, Age, migrant, District]",
            "arriving": "arrivals * arrival_share[Sex, Age] * is_migrant[Residency] * "
            "district_share[District]",
            "ageing": f"pace[Age] * {here}",
        }.items()
    )
    inflows = ("coming_of_age", "registered_now", "arriving")
    outflows = ("deaths", "departures", "registering", "ageing")
    yield _stock("people", f"start[{', '.join(PEOPLE)}]", inflows, outflows)


def _coming(*, by_row: bool) -> str:
    """Newborns into the first band, into every other what ages out of the one before."""
    rows = [("Sex",), ("Residency",), ("District",)] if by_row else [SEXES, RESIDENCY, DISTRICTS]
    elements = []
    for place, band in enumerate(AGES):
        for sex, residency, district in product(*rows):
            before = f"ageing[{sex}, {AGES[place - 1]}, {residency}, {district}]"
            equation = before if place else f"newborns[{sex}, {residency}, {district}]"
            elements.append(_element((sex, band, residency, district), equation))
    return f'<flow name="coming_of_age">{_axes(PEOPLE)}{"".join(elements)}</flow>'


def _demand() -> Iterator[str]:
    """All people of an age, then for every service those in scope."""
    cells = product(SEXES, RESIDENCY, DISTRICTS)
    everybody = " + ".join(f"people[{sex}, Age, {who}, {where}]" for sex, who, where in cells)
    yield _auxiliary("of_age", ("Age",), everybody)
    for name, (youngest, oldest, norm) in SERVICES.items():
        bands = AGES[youngest:oldest]
        people = " + ".join(f"of_age[{band}]" for band in bands)
        yield _auxiliary(f"demand_{name}", (), f"{norm!r} * ({people})")


def _dimension(name: str, labels: tuple[str, ...]) -> str:
    elements = "".join(f'<elem name="{label}"/>' for label in labels)
    return f'<dim name="{name}">{elements}</dim>'


def _axes(axes: tuple[str, ...]) -> str:
    names = "".join(f'<dim name="{name}"/>' for name in axes)
    return f"<dimensions>{names}</dimensions>" if axes else ""


def _equation(text: str) -> str:
    return f"<eqn>{escape(text)}</eqn>"


def _auxiliary(name: str, axes: tuple[str, ...], equation: str) -> str:
    return f'<aux name="{name}">{_axes(axes)}{_equation(equation)}</aux>'


def _flow(name: str, equation: str) -> str:
    return f'<flow name="{name}">{_axes(PEOPLE)}{_equation(equation)}</flow>'


def _stock(name: str, initial: str, inflows: tuple[str, ...], outflows: tuple[str, ...]) -> str:
    flows = [f"<inflow>{flow}</inflow>" for flow in inflows]
    flows += [f"<outflow>{flow}</outflow>" for flow in outflows]
    return f'<stock name="{name}">{_axes(PEOPLE)}{_equation(initial)}{"".join(flows)}</stock>'


def _table(name: str, axes: tuple[str, ...], values: FloatArray) -> str:
    """A constant for every combination of labels."""
    labels = [DIMENSIONS[axis] for axis in axes]
    elements = "".join(
        _element(tuple(row[at] for row, at in zip(labels, index, strict=True)), repr(float(value)))
        for index, value in np.ndenumerate(values)
    )
    return f'<aux name="{name}">{_axes(axes)}{elements}</aux>'


def _element(labels: tuple[str, ...], equation: str) -> str:
    return f'<element subscript="{",".join(labels)}">{_equation(equation)}</element>'


if __name__ == "__main__":
    write_xmile(Path(sys.argv[1]))
