"""Who lives here: pyramid then and now, what changed their number, births by order."""

from collections.abc import Mapping
from datetime import date

import numpy as np

from simulator.city.answer.amounts import amount, signed
from simulator.city.answer.sentences import day
from simulator.city.document.material import Material
from simulator.city.people.births import NEWBORNS
from simulator.city.people.births_by_order import births_by_order, waiting_mothers
from simulator.report.document.parts import Chart, Section
from simulator.report.table import Table, dates, integers, numbers, texts
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT, calendar_label, instant, place_of
from simulator.words.catalogue import Pair

_GROUP = 5
_LAST = 100
_SEXES = ("men", "women")
_RESIDENCIES = ("registered", "migrant")
_TONES = {"registered": "#5b9bc8", "migrant": "#e6b27a"}


def people_section(material: Material) -> Section:
    """Three charts, each with the numbers that it shows."""
    blocks = (_pyramid(material), _components(material), _births(material))
    return Section(
        name="people",
        title=material.say("report.people"),
        blocks=tuple(block for block in blocks if block is not None),
    )


def _span(material: Material) -> tuple[float, float]:
    """From the first reading of the run to the last one shown: people are on record from there."""
    return float(material.outcome.trajectory.readings[0]), material.subject.shown[1]


def _pyramid(material: Material) -> Chart | None:
    table = material.tables["population"]
    days = sorted(set(table.column("date").cells))
    first, last = map(calendar_label, _span(material))
    shown = [each for each in days if first <= each <= last]
    if len(shown) < 2:
        return None
    then, now = shown[0], shown[-1]
    people = {each: _by_age(table, each) for each in (then, now)}
    ages = [_age_label(group) for group in range(_LAST // _GROUP + 1)]
    return Chart(
        name="people-pyramid",
        title=_pyramid_finding(material, people[then], people[now], (then, now)),
        how=material.say("report.pyramid_how", then=_day(then), now=_day(now)),
        notes=(material.say("report.pyramid_unit"),),
        kind="pyramid",
        values=_pyramid_values(material, people[then], people[now], ages, _day(then)),
        pictures=material.pictures("pyramid"),
        data=_pyramid_table(people, ages),
    )


def _day(label: str) -> Pair:
    """A day as a sentence names it."""
    return day(instant(date.fromisoformat(label)))


def _by_age(table: Table, label: str) -> FloatArray:
    """People of the city on a day, shape (sex, residency, five-year group)."""
    found = np.zeros((len(_SEXES), len(_RESIDENCIES), _LAST // _GROUP + 1))
    names = ("date", "sex", "residency", "age", "persons")
    columns = (table.column(name).cells for name in names)
    for when, sex, residency, age, persons in zip(*columns, strict=True):
        if when == label:
            place = _SEXES.index(sex), _RESIDENCIES.index(residency), int(age) // _GROUP
            found[place] += float(persons)
    return found


def _age_label(group: int) -> str:
    low = group * _GROUP
    return f"{low}+" if low >= _LAST else f"{low}–{low + _GROUP - 1}"


def _pyramid_values(
    material: Material, before: FloatArray, after: FloatArray, ages: list[str], then: Pair
) -> Mapping[str, object]:
    bars, lines = [], []
    for sex, name in enumerate(_SEXES):
        for kind, residency in enumerate(_RESIDENCIES):
            bars.append(
                {
                    "name": material.say(f"word.{residency}"),
                    "sex": material.say(f"word.{name}"),
                    "left": sex == 0,
                    "colour": _TONES[residency],
                    "values": _whole(after[sex, kind]),
                }
            )
        lines.append(
            {
                "name": material.one(then),
                "sex": material.say(f"word.{name}"),
                "left": sex == 0,
                "values": _whole(before[sex].sum(axis=0)),
            }
        )
    unit = material.say("unit.persons")
    return {"ages": ages, "unit": unit, "bars": bars, "lines": lines}


def _whole(values: FloatArray) -> list[int]:
    return [round(value) for value in values.tolist()]


def _pyramid_finding(
    material: Material, before: FloatArray, after: FloatArray, days: tuple[str, str]
) -> str:
    shares: dict[str, str] = {}
    for name, people in (("then", before), ("now", after)):
        by_group = people.sum(axis=(0, 1))
        total = by_group.sum()
        shares |= {
            f"old_{name}": f"{100 * by_group[60 // _GROUP :].sum() / total:.1f}",
            f"young_{name}": f"{100 * by_group[: 15 // _GROUP].sum() / total:.1f}",
        }
    return material.say("report.pyramid_finding", **shares, then=_day(days[0]), now=_day(days[1]))


def _pyramid_table(people: Mapping[str, FloatArray], ages: list[str]) -> Table:
    rows = [
        (when, sex, residency, age, float(found[one, two, three]))
        for when, found in people.items()
        for one, sex in enumerate(_SEXES)
        for two, residency in enumerate(_RESIDENCIES)
        for three, age in enumerate(ages)
    ]
    when, sex, residency, age, persons = zip(*rows, strict=True)
    return Table(
        name="pyramid",
        columns=(
            dates("date", when),
            texts("sex", sex),
            texts("residency", residency),
            texts("age", age),
            numbers("persons", persons, "persons", 6),
        ),
    )


_COMPONENTS = ("births", "arrivals", "deaths", "departures")
"""What changes the number of residents; the last two take away."""


def components_of_change(table: Table) -> Mapping[int, Mapping[str, float]]:
    """Births, arrivals, deaths and departures of the city by year, persons, none negative.

    From the table ``components``: whatever moves within the city, or changes residency alone, goes
    in and out and is left out. residents at the end = residents before + births + arrivals −
    deaths − departures.
    """
    found: dict[int, dict[str, float]] = {}
    names = ("year", "flow", "direction", "persons")
    columns = (table.column(name).cells for name in names)
    every = list(zip(*columns, strict=True))
    within = {flow for _, flow, direction, _ in every if direction == "in"} & {
        flow for _, flow, direction, _ in every if direction == "out"
    }
    for year, flow, direction, persons in every:
        if flow in within or direction == "within":
            continue
        kind = _kind(flow, direction)
        of_year = found.setdefault(int(year), dict.fromkeys(_COMPONENTS, 0.0))
        of_year[kind] += float(persons)
    return found


def _kind(flow: str, direction: str) -> str:
    if direction == "out":
        return "deaths" if flow == "deaths" else "departures"
    return "births" if flow in NEWBORNS else "arrivals"


def _components(material: Material) -> Chart | None:
    first, last = _span(material)
    found = {
        year: each
        for year, each in components_of_change(material.tables["components"]).items()
        if first - SAME_INSTANT <= year and year + 1 <= last + SAME_INSTANT
    }
    if not found:
        return None
    years = sorted(found)
    signs = {"births": 1, "arrivals": 1, "deaths": -1, "departures": -1}
    net = [sum(sign * found[year][name] for name, sign in signs.items()) for year in years]
    totals = {name: sum(each[name] for each in found.values()) for name in _COMPONENTS}
    grown = totals["births"] + totals["arrivals"] - totals["deaths"] - totals["departures"]
    return Chart(
        name="people-components",
        title=material.say(
            "report.components_grew" if grown >= 0 else "report.components_fell",
            first=years[0],
            last=years[-1],
            grown=amount(grown),
            natural=signed(totals["births"] - totals["deaths"]),
            net=signed(totals["arrivals"] - totals["departures"]),
        ),
        how=material.say("report.components_how"),
        notes=(material.say("report.components_unit"),),
        kind="stacked",
        values={
            "unit": material.say("unit.persons"),
            "when": [str(year) for year in years],
            "bars": [
                {
                    "name": name,
                    "title": material.say(f"report.{name}"),
                    "values": [round(sign * found[year][name]) for year in years],
                }
                for name, sign in signs.items()
            ],
            "lines": [
                {
                    "name": "net",
                    "title": material.say("report.net"),
                    "values": list(map(round, net)),
                }
            ],
        },
        pictures=material.pictures("components"),
        data=_components_table(found),
    )


def _components_table(found: Mapping[int, Mapping[str, float]]) -> Table:
    years = sorted(found)
    return Table(
        name="components-of-change",
        columns=(
            integers("year", years, "year"),
            *(
                numbers(name, [found[year][name] for year in years], "persons", 6)
                for name in _COMPONENTS
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
    orders = births.orders[:, kept]
    waiting = _waiting(material, years)
    every = orders.sum(axis=0)
    peak = int(every.argmax())
    return Chart(
        name="people-births",
        title=material.say(
            "report.births_finding",
            peak=amount(float(every[peak])),
            year=years[peak],
            last=years[-1],
            now=amount(float(every[-1])),
            second=f"{100 * orders[1, -1] / max(every[-1], 1.0):.0f}",
            waiting=amount(waiting[-1]),
        ),
        how=material.say("report.births_how"),
        notes=(material.say("report.births_unit"),),
        kind="stacked",
        values={
            "unit": material.say("unit.persons"),
            "when": list(map(str, years)),
            "bars": [
                {"name": name, "title": material.say(f"report.{name}"), "values": _whole(values)}
                for name, values in zip(_ORDERS, orders, strict=True)
            ],
            "lines": [
                {
                    "name": "waiting",
                    "title": material.say("report.waiting"),
                    "values": list(map(round, waiting)),
                }
            ],
        },
        pictures=material.pictures("births"),
        data=Table(
            name="births-by-order",
            columns=(
                integers("year", years, "year"),
                *(
                    numbers(name, values, "persons", 6)
                    for name, values in zip(_ORDERS, orders, strict=True)
                ),
                numbers("waiting", waiting, "persons", 6),
            ),
        ),
    )


def _waiting(material: Material, years: list[int]) -> list[float]:
    """Mothers who wait at the end of each year, persons."""
    instants, persons = waiting_mothers(material.outcome)
    places = [place_of(instants, year + 1.0) for year in years]
    return [float("nan") if place is None else float(persons[place]) for place in places]
