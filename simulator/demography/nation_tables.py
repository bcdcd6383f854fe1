"""The tables of a nation, by year, sex and single age, and what they have to be."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from simulator.demography.life_table import SEXES
from simulator.demography.single_ages import OPEN_AGE
from simulator.demography.tables_by_age import (
    Finding,
    Last,
    Stated,
    count_faults,
    refuse,
    year_faults,
)
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT
from simulator.words.catalogue import message

_AGES = OPEN_AGE + 1


@dataclass(frozen=True, kw_only=True)
class NationTables:
    """Tables of one nation; sexes in the order men, women; ages 0 … 99, and 100 and over.

    Parameters
    ----------
    years
        Calendar years of the rates, each of which holds from its 1 January.
    death_rates
        shape (years, sex, age), central death rates (per year).
    fertility
        shape (years, age), births per woman-year.
    boys_per_girl
        shape (years,), sex ratio at birth.
    people
        By instant, shape (sex, age), persons by completed age; that of the start is what a run
        begins with, others are there to be compared with.
    migrants
        By instant, shape (sex, age), signed (persons): who is added at that instant, by completed
        age on it.

    Raises
    ------
    DataError
        With everything about the tables that is not so.
    """

    years: tuple[int, ...]
    death_rates: FloatArray
    fertility: FloatArray
    boys_per_girl: FloatArray
    people: Mapping[float, FloatArray]
    migrants: Mapping[float, FloatArray]

    def __post_init__(self) -> None:
        """Refuse tables that are not what they are stated to be."""
        refuse(type(self).__name__, self._findings())

    def _findings(self) -> Iterator[Finding]:
        found = [("years", text) for text in year_faults(self.years)]
        yield from found
        if found:
            return
        ages: tuple[Last, int] = ("ages", _AGES)
        for name, table, leading, (last, size) in (
            ("death_rates", self.death_rates, ("sex",), ages),
            ("fertility", self.fertility, (), ages),
            ("boys_per_girl", self.boys_per_girl, (), ("none", 0)),
        ):
            rates = Stated(
                array=table[np.newaxis], years=self.years, leading=leading, last=last, size=size
            )
            yield from ((name, text) for text in rates.faults())
        for name, counts, least in (
            ("people", self.people, 0.0),
            ("migrants", self.migrants, -np.inf),
        ):
            for when, table in counts.items():
                faults = count_faults(table, (len(SEXES), _AGES), least)
                yield from ((f"{name} of {when}", text) for text in faults)


def refuse_dates(tables: NationTables, anniversaries: tuple[float, ...], stop: float) -> None:
    """Raise ``DataError`` where there are no counts at the start or at an anniversary of it.

    Migrants between two anniversaries are refused too: nobody would ever be moved.
    """
    start = anniversaries[0]
    found: list[Finding] = []
    if abs(anniversaries[-1] - stop) > SAME_INSTANT or stop <= start:
        found.append(("", message("array.odd_span", start=start, stop=stop)))
    if start not in tables.people:
        known = ", ".join(map(str, sorted(tables.people))) or "–"
        found.append(("people", message("array.no_people", start=start, known=known)))
    found += [
        ("migrants", message("array.no_migrants", year=year))
        for year in anniversaries[1:]
        if year not in tables.migrants
    ]
    found += [
        ("migrants", message("array.stray_migrants", year=year, start=start))
        for year in tables.migrants
        if start < year < stop and year not in anniversaries
    ]
    refuse("NationTables", found)
