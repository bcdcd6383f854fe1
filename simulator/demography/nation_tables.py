"""The tables of a nation, by year, sex and single age, and what they have to be."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.demography.life_table import SEXES
from simulator.demography.nation_frames import lay_out
from simulator.demography.single_ages import OPEN_AGE
from simulator.demography.tables_by_age import (
    Finding,
    Last,
    Stated,
    count_faults,
    refuse,
    year_faults,
)
from simulator.demography.years_lived import YearsLived, refuse_both
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT, calendar_label
from simulator.words.catalogue import message

if TYPE_CHECKING:
    from simulator.demography.long_rows import Frame

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
        age on it. ``None``: nobody ever moves.
    a0, ax, open_expectancy
        What published life tables say beside their rates (years), one or none of the first two:
        ``a0`` shape (years, sex), ``ax`` shape (years, sex, ages 0 … 99), ``open_expectancy`` shape
        (years, sex); see ``MortalityPaths``. Of none of them a0 follows from the death rates.

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
    migrants: Mapping[float, FloatArray] | None = None
    a0: FloatArray | None = None
    ax: FloatArray | None = None
    open_expectancy: FloatArray | None = None

    def __post_init__(self) -> None:
        """Refuse tables that are not what they are stated to be."""
        refuse(type(self).__name__, self._findings())

    @classmethod
    def from_frames(  # noqa: PLR0913 - a table each, by name
        cls,
        *,
        death_rates: "Frame",
        fertility: "Frame",
        boys_per_girl: "Frame | float",
        people: "Frame",
        migrants: "Frame | None" = None,
        years_lived: "Frame | None" = None,
        open_age: int = OPEN_AGE,
    ) -> "NationTables":
        """The same from pandas frames or series in long form.

        Keys are columns or levels of the index, in any order; the values stand in the column
        ``value``, or in the only other one. Sexes are men and women, male and female, or M and F.
        Ages are single years from 0 on, the last open and marked so (``85+``), or ``open_age``.
        Dates are dates, ISO texts, or instants in years.

        Parameters
        ----------
        death_rates
            By year, sex and age: central death rates (per year). Its years are those of the tables;
            others may have more.
        fertility
            By year and age: births per woman-year, zero outside the ages given.
        boys_per_girl
            By year, or one number for all: sex ratio at birth.
        people
            By date, sex and age (persons).
        migrants
            By date, sex and age, signed: who is added on that day. Not given: nobody moves.
        years_lived
            By year, sex and age: a(x), years lived in the year of age by those who die in it: of
            age 0 alone, of every closed age, or of the open age too, which is then the e of it.
        open_age
            The last age of frames that do not mark it.

        Raises
        ------
        DataError
            With everything wrong with any of the frames, by year or date, sex and age.

        Notes
        -----
        Of an open age below 100 its rate holds for all who have reached it, and its people are
        spread over 85, 86, … as a population that neither grows nor shrinks would be under these
        rates: an assumption. An open age above 100 is put together to 100 and over.
        """
        given = {
            "death_rates": death_rates,
            "years_lived": years_lived,
            "fertility": fertility,
            "boys_per_girl": boys_per_girl,
            "people": people,
            "migrants": migrants,
        }
        there = {name: frame for name, frame in given.items() if frame is not None}
        laid = lay_out(there, open_age)
        findings = laid.findings
        findings += _rate_findings(laid.arrays, ("fertility", "boys_per_girl"))
        refuse(cls.__name__, dict.fromkeys(findings))
        return cls(**laid.arrays)

    def _findings(self) -> Iterator[Finding]:
        found = [("years", text) for text in year_faults(self.years)]
        yield from found
        if found:
            return
        yield from _rate_findings(vars(self), ("death_rates", "fertility", "boys_per_girl"))
        yield from self._life_table_findings()
        for name, counts, least in (
            ("people", self.people, 0.0),
            ("migrants", self.migrants or {}, -np.inf),
        ):
            for when, table in counts.items():
                faults = count_faults(table, (len(SEXES), _AGES), least)
                yield from ((f"{name} of {when}", text) for text in faults)

    def _life_table_findings(self) -> Iterator[Finding]:
        """What stands beside the death rates; that rates are too high is found with the paths."""
        yield from refuse_both(self.a0, self.ax, one=False)
        mx = Stated(
            array=self.death_rates[np.newaxis], years=self.years, leading=("sex",), size=_AGES
        )
        lived = YearsLived(
            mx=mx,
            **{
                name: None if array is None else array[np.newaxis]
                for name, array in (
                    ("a0", self.a0),
                    ("ax", self.ax),
                    ("open_expectancy", self.open_expectancy),
                )
            },
        )
        yield from lived.findings(rates_are_sound=not [*mx.faults()])


def _rate_findings(tables: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[Finding]:
    """What is wrong with those of some rates that are there."""
    for name in names:
        if name in tables:
            yield from ((name, text) for text in _stated(name, tables).faults())


def _stated(name: str, tables: Mapping[str, Any]) -> Stated:
    leading = ("sex",) if name == "death_rates" else ()
    last: tuple[Last, int] = ("none", 0) if name == "boys_per_girl" else ("ages", _AGES)
    return Stated(
        array=tables[name][np.newaxis],
        years=tables["years"],
        leading=leading,
        last=last[0],
        size=last[1],
    )


def counted_at(counts: Mapping[float, FloatArray] | None, year: float) -> FloatArray:
    """The counts of an instant, however it was rounded; ``KeyError`` where there are none."""
    for instant, table in (counts or {}).items():
        if abs(instant - year) <= SAME_INSTANT:
            return table
    raise KeyError(year)


def _is_among(year: float, instants: Iterable[float]) -> bool:
    return any(abs(year - instant) <= SAME_INSTANT for instant in instants)


def refuse_dates(tables: NationTables, anniversaries: tuple[float, ...], stop: float) -> None:
    """Raise ``DataError`` where there are no counts at the start or at an anniversary of it.

    Migrants between two anniversaries are refused too: nobody would ever be moved.
    """
    start = anniversaries[0]
    found: list[Finding] = []
    if abs(anniversaries[-1] - stop) > SAME_INSTANT or stop <= start:
        found.append(("", message("array.odd_span", start=start, stop=stop)))
    if abs(start * 12 - round(start * 12)) > SAME_INSTANT:
        found.append(("", message("array.odd_day", start=calendar_label(start))))
    if not _is_among(start, tables.people):
        known = ", ".join(map(str, sorted(tables.people))) or "–"
        found.append(("people", message("array.no_people", start=start, known=known)))
    moved = tables.migrants
    found += [
        ("migrants", message("array.no_migrants", year=year))
        for year in anniversaries[1:]
        if moved is not None and not _is_among(year, moved)
    ]
    found += [
        ("migrants", message("array.stray_migrants", year=year, start=start))
        for year in moved or ()
        if start < year < stop and not _is_among(year, anniversaries)
    ]
    refuse("NationTables", found)
