"""Who lives here then and now, by age, sex and residency."""

from collections.abc import Mapping
from datetime import date

import numpy as np

from simulator.city.answer.sentences import day
from simulator.city.document.material import Material
from simulator.report.document.parts import Chart
from simulator.report.table import Table, dates, numbers, texts
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import calendar_label, instant
from simulator.words.catalogue import Pair

_GROUP = 5
_LAST = 100
_SEXES = ("men", "women")
_RESIDENCIES = ("registered", "migrant")
_TONES = {"registered": "#5b9bc8", "migrant": "#e6b27a"}


def pyramid_chart(material: Material, span: tuple[float, float]) -> Chart | None:
    """The pyramid of the first and the last day on record within a span; ``None`` of one alone."""
    table = material.tables["population"]
    days = sorted(set(table.column("date").cells))
    first, last = map(calendar_label, span)
    shown = [each for each in days if first <= each <= last]
    if len(shown) < 2:
        return None
    then, now = shown[0], shown[-1]
    people = {each: _by_age(table, each) for each in (then, now)}
    if not all(found.any() for found in people.values()):
        return None  # nobody has no shares
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
                    "values": whole_numbers(after[sex, kind]),
                }
            )
        lines.append(
            {
                "name": material.one(then),
                "sex": material.say(f"word.{name}"),
                "left": sex == 0,
                "values": whole_numbers(before[sex].sum(axis=0)),
            }
        )
    unit = material.say("unit.persons")
    return {"ages": ages, "unit": unit, "bars": bars, "lines": lines}


def whole_numbers(values: FloatArray) -> list[int]:
    """Persons without a fraction."""
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
