"""Who lives here: pyramid then and now, what changed their number, births by order."""

from collections.abc import Mapping

import numpy as np

from simulator.city.answer.amounts import amount, signed
from simulator.city.axes import CITY
from simulator.city.document.material import Material
from simulator.city.document.pyramid_chart import pyramid_chart, whole_numbers
from simulator.city.people.births_by_order import births_by_order, waiting_mothers
from simulator.city.people.yearly_changes import changes_of
from simulator.report.document.parts import Chart, Section
from simulator.report.table import Table, integers, numbers
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT, place_of


def people_section(material: Material) -> Section:
    """Three charts, each with the numbers that it shows."""
    blocks = (pyramid_chart(material, _span(material)), _components(material), _births(material))
    return Section(
        name="people",
        title=material.say("report.people"),
        blocks=tuple(block for block in blocks if block is not None),
    )


def _span(material: Material) -> tuple[float, float]:
    """From the first reading of the run to the last one shown: people are on record from there."""
    return float(material.outcome.trajectory.readings[0]), material.subject.shown[1]


_SIGNS = {"births": 1, "arrivals": 1, "deaths": -1, "departures": -1}
"""What changes the number of residents, and which way."""


def _components(material: Material) -> Chart | None:
    first, last = _span(material)
    changes = changes_of(material.outcome, CITY)
    found = {
        year: {name: float(changes.groups[name][row]) for name in _SIGNS}
        for row, year in enumerate(changes.years)
        if first - SAME_INSTANT <= year and year + 1 <= last + SAME_INSTANT
    }
    if not found:
        return None
    return Chart(
        name="people-components",
        title=_components_finding(material, found),
        how=material.say("report.components_how"),
        notes=(material.say("report.components_unit"),),
        kind="stacked",
        values=_components_values(material, found),
        pictures=material.pictures("components"),
        data=_components_table(found),
    )


def _components_finding(material: Material, found: Mapping[int, Mapping[str, float]]) -> str:
    totals = {name: sum(each[name] for each in found.values()) for name in _SIGNS}
    natural = totals["births"] - totals["deaths"]
    net = totals["arrivals"] - totals["departures"]
    return material.say(
        "report.components_grew" if natural + net >= 0 else "report.components_fell",
        first=min(found),
        last=max(found),
        grown=amount(natural + net),
        natural=signed(natural),
        net=signed(net),
    )


def _components_values(
    material: Material, found: Mapping[int, Mapping[str, float]]
) -> Mapping[str, object]:
    years = sorted(found)
    net = [sum(sign * found[year][name] for name, sign in _SIGNS.items()) for year in years]
    bars = {
        name: [round(sign * found[year][name]) for year in years] for name, sign in _SIGNS.items()
    }
    return _stacked(material, years, bars, {"net": list(map(round, net))})


def _stacked(
    material: Material,
    years: list[int],
    bars: Mapping[str, list[int]],
    lines: Mapping[str, list[int]],
) -> Mapping[str, object]:
    """Bars on one another and lines over years, persons, each called by its word."""

    def titled(values: Mapping[str, list[int]]) -> list[dict[str, object]]:
        return [
            {"name": name, "title": material.say(f"report.{name}"), "values": each}
            for name, each in values.items()
        ]

    return {
        "unit": material.say("unit.persons"),
        "when": list(map(str, years)),
        "bars": titled(bars),
        "lines": titled(lines),
    }


def _components_table(found: Mapping[int, Mapping[str, float]]) -> Table:
    years = sorted(found)
    return Table(
        name="components-of-change",
        columns=(
            integers("year", years, "year"),
            *(
                numbers(name, [found[year][name] for year in years], "persons", 6)
                for name in _SIGNS
            ),
        ),
    )


_ORDERS = ("first", "second", "later")


def _births(material: Material) -> Chart | None:
    births = births_by_order(material.outcome)
    first, last = _span(material)
    kept = [
        row
        for row, year in enumerate(births.years)
        if first - SAME_INSTANT <= year and year + 1 <= last + SAME_INSTANT
    ]
    if not kept:
        return None
    years = [births.years[row] for row in kept]
    orders = dict(zip(_ORDERS, births.orders[:, kept], strict=True))
    waiting = _waiting(material, years)
    bars = {name: whole_numbers(values) for name, values in orders.items()}
    return Chart(
        name="people-births",
        title=_births_finding(material, years, orders, waiting[-1]),
        how=material.say("report.births_how"),
        notes=(material.say("report.births_unit"),),
        kind="stacked",
        values=_stacked(material, years, bars, {"waiting": list(map(round, waiting))}),
        pictures=material.pictures("births"),
        data=_births_table(years, orders, waiting),
    )


def _births_finding(
    material: Material, years: list[int], orders: Mapping[str, FloatArray], waiting: float
) -> str:
    """The year of most births, and the last one with the mothers who still wait."""
    every = np.sum([*orders.values()], axis=0)
    peak = int(every.argmax())
    return material.say(
        "report.births_rising" if peak == len(years) - 1 else "report.births_finding",
        peak=amount(float(every[peak])),
        year=years[peak],
        last=years[-1],
        now=amount(float(every[-1])),
        second=f"{100 * orders['second'][-1] / max(every[-1], 1.0):.0f}",
        waiting=amount(waiting),
    )


def _births_table(
    years: list[int], orders: Mapping[str, FloatArray], waiting: list[float]
) -> Table:
    by_order = (numbers(name, values, "persons", 6) for name, values in orders.items())
    return Table(
        name="births-by-order",
        columns=(
            integers("year", years, "year"),
            *by_order,
            numbers("waiting", waiting, "persons", 6),
        ),
    )


def _waiting(material: Material, years: list[int]) -> list[float]:
    """Mothers who wait at the end of each year, persons."""
    instants, persons = waiting_mothers(material.outcome)
    places = [place_of(instants, year + 1.0) for year in years]
    return [float("nan") if place is None else float(persons[place]) for place in places]
