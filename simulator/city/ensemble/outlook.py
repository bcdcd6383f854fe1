"""The people of the city and its districts year by year, in every draw.

What a planner asks of people before asking for places: how many live here and stand in the
register, how many are born, and how many more come than go. Counted as the record counts them
(``city/record/modelled.py``).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from simulator.city.axes import CITY
from simulator.city.ensemble.numbers import Numbers, in_rows
from simulator.city.ground.level import levels
from simulator.city.ground.outcome import Outcome
from simulator.city.people.births import NEWBORNS
from simulator.city.record.modelled import Counts
from simulator.report.table import Table, integers, texts
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.trajectory import Trajectory
from simulator.stockflow.values.calendar import SAME_INSTANT, end_of_year, years_between


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A quantity of a place at the end of a year, or over it."""

    year: int
    district: str
    quantity: str


def net_arrivals(counts: Counts, stop: float) -> FloatArray:
    """Who came less who went in the year that ends, children who left for lack of points too."""
    run = counts.trajectory
    # stream by stream: some are told by residency and district, some by district alone
    came, went = (
        np.sum([counts.here(counts.carried((name,), stop)) for name in each], axis=0)
        for each in _moving(run)
    )
    return np.asarray(came - went)


def _moving(run: Trajectory) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Streams of people from outside the city and to it, births and deaths left out."""
    come: list[str] = []
    gone: list[str] = []
    for stream in run.system.streams:
        source, target = run.system.part(stream.source), run.system.part(stream.target)
        people = [part for part in (source, target) if part is not None]
        if len(people) != 1 or people[0].stock.kind != "people" or stream.name in _BORN_OR_DEAD:
            continue
        (come if source is None else gone).append(stream.name)
    return tuple(come), tuple(gone)


_BORN_OR_DEAD = (*NEWBORNS, "deaths")

QUANTITIES: Mapping[str, Callable[[Counts, float], FloatArray]] = {
    "residents": Counts.residents,
    "register": Counts.register,
    "births": Counts.births,
    "second_birth_share": Counts.second_birth_share,
    "net_arrivals": net_arrivals,
}
"""What is told of people, in the order of the table."""


def outlook_rows(outcome: Outcome) -> tuple[Row, ...]:
    """The rows of the table: by year, then quantity, then district, the city last."""
    return tuple(_rows(outcome))


def _rows(outcome: Outcome) -> Iterator[Row]:
    for year in _whole_years(outcome.trajectory.readings):
        for quantity in QUANTITIES:
            for district in (*outcome.pack.axes["district"], CITY):
                yield Row(year=year, district=district, quantity=quantity)


def _whole_years(readings: FloatArray) -> list[int]:
    """The calendar years that a run holds whole: births of another would be those of a part."""
    first, last = float(readings[0]), float(readings[-1])
    return [
        year
        for year in years_between(first, last)
        if year >= first - SAME_INSTANT and end_of_year(year) <= last + SAME_INSTANT
    ]


def outlook_numbers(outcome: Outcome) -> Numbers:
    """The value of every row in every draw, shape (draws, rows)."""
    run, districts = outcome.trajectory, outcome.trajectory.system.axis["district"]
    order = [districts.index(name) for name in outcome.pack.axes["district"]]
    each, city = (Counts(trajectory=run, place=place) for place in (None, CITY))
    columns = []
    for year in _whole_years(run.readings):
        stop = end_of_year(year)
        for count in QUANTITIES.values():
            columns += [count(each, stop)[:, order], count(city, stop)]
    return {"value": in_rows(outcome.scenario.draws, columns)}


def outlook_table(outcome: Outcome) -> Table:
    """The labels of the rows; what is said of all draws is put beside them."""
    rows = outlook_rows(outcome)
    places = [row.district for row in rows]
    return Table(
        name="outlook",
        columns=(
            integers("year", [row.year for row in rows], "year"),
            texts("district", places),
            texts("quantity", [row.quantity for row in rows]),
            levels(outcome.pack, places),
        ),
    )
