"""How the beds of a city are used: who is admitted, for how long, in wards of what size."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from simulator.errors import DataError
from simulator.files.records import Fields
from simulator.files.toml_text import read_toml

_BOUNDS = {
    "from_outside": (0.0, 0.95),
    "length_of_stay": (0.01, 36_500.0),
    "target_occupancy": (0.01, 1.0),
    "ward": (1.0, 10_000.0),
    "season": (1.0, 12.0),
}
"""The figures of a ``[[use]]`` beside its admissions, and what each can be."""

_STATED, _MAY_STATE = ("unit", "definition", "source_id", "status"), {"rule", "reason", "note"}


@dataclass(frozen=True, kw_only=True, slots=True)
class BedUse:
    """How the beds of one service are used.

    ``rates[i]`` are admissions a year for each resident of ages ``ages[i]`` up to the next of
    ``ages``; ``per_delivery`` the share of deliveries that take a bed. Of all admissions by age
    ``from_outside`` are people who do not live in the city. ``stay`` in days; ``occupancy`` is the
    share of beds to be taken on an average day; ``ward`` the beds that stand in for each other;
    ``season`` the load of the busiest month over that of the average one. ``grade`` is the weakest.
    """

    service: str
    ages: tuple[int, ...]
    rates: tuple[float, ...]
    per_delivery: float
    from_outside: float
    stay: float
    occupancy: float
    ward: float
    season: float
    grade: str


def read_bed_use(path: Path, shown: str, services: Collection[str]) -> dict[str, BedUse]:
    """The uses of ``beds.toml`` by service; ``DataError`` with every fault and its line."""
    file, faults = read_toml(path, shown)
    if file is None or faults:
        raise DataError(faults)
    top = Fields(file=file, parts=(), table=file.document, faults=faults)
    found: dict[str, BedUse] = {}
    for entry in top.tables("use"):
        use = _use(entry, services)
        if use.service in found:
            entry.refuse("service", f"{use.service} has a [[use]] already / 该服务已有一项")
        found[use.service] = use
    top.asked.add("schema_version")
    top.done()
    if faults:
        raise DataError(faults)
    return found


def _use(entry: Fields, services: Collection[str]) -> BedUse:
    service = entry.choice("service", services)
    figures = {name: _figure(entry, name) for name in _BOUNDS}
    ages, rates, per_delivery, grade = _admissions(entry)
    entry.done()
    return BedUse(
        service=service,
        ages=ages,
        rates=rates,
        per_delivery=per_delivery,
        from_outside=figures["from_outside"][0],
        stay=figures["length_of_stay"][0],
        occupancy=figures["target_occupancy"][0],
        ward=figures["ward"][0],
        season=figures["season"][0],
        grade=max(grade, *(each for _, each in figures.values())),
    )


def _table(entry: Fields, name: str) -> Fields | None:
    """A figure with what every figure states; ``None`` where it is not there."""
    entry.asked.add(name)
    if name not in entry.table:
        entry.refuse("", f"states no {name}; would be right: a table [use.{name}] / 缺少该项")
        return None
    table = entry.inside(name)
    for key in _STATED:
        table.text(key)
    table.asked |= _MAY_STATE
    return table


def _figure(entry: Fields, name: str) -> tuple[float, str]:
    """A number within its bounds, and its grade."""
    table = _table(entry, name)
    if table is None:
        return float("nan"), ""
    low, high = _BOUNDS[name]
    found = table.number("value")
    if found < low or found > high:
        right = f"a number from {low:g} to {high:g} / 应为数字，{low:g} 至 {high:g}"
        table.refuse("value", f"found {found:g}; would be right: {right}")
    grade = table.choice("grade", tuple("ABCD"))
    table.done()
    return found, grade


def _admissions(entry: Fields) -> tuple[tuple[int, ...], tuple[float, ...], float, str]:
    """Ages, their rates, admissions per delivery, and the grade."""
    table = _table(entry, "admissions")
    if table is None:
        return (), (), 0.0, ""
    ages, rates = table.numbers("from"), table.numbers("values")
    per_delivery = table.number("per_delivery", default=0.0)
    if len(ages) != len(rates) or any(not low < high for low, high in pairwise(ages)):
        right = "ages that rise, and one rate for each / 年龄递增，每个年龄一个比率"
        message = f"found {len(ages)} ages and {len(rates)} rates; would be right: {right}"
        table.refuse("from", message)
    if any(rate < 0 for rate in (*rates, per_delivery)):
        key, least = ("values", min(rates)) if per_delivery >= 0 else ("per_delivery", per_delivery)
        table.refuse(key, f"found {least:g}; would be right: at least 0 / 应不小于 0")
    grade = table.choice("grade", tuple("ABCD"))
    table.done()
    return tuple(int(age) for age in ages), rates, per_delivery, grade
