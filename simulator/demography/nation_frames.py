"""The tables of a nation from pandas frames, laid out as the arrays of ``NationTables``.

What is missing, doubled, no number or of another kind is told by year, sex and age, of all frames
at once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from simulator.demography.age_layout import (
    counts_to_100,
    death_rates_to_100,
    years_lived_to_100,
)
from simulator.demography.long_rows import Rows, read_rows
from simulator.demography.published import life_table_columns
from simulator.demography.single_ages import OPEN_AGE
from simulator.demography.tables_by_age import (
    Finding,
    Stated,
    count_faults,
    mortality_faults,
    year_faults,
)
from simulator.demography.years_lived import YearsLived
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import calendar_label
from simulator.words.catalogue import message

_SEXES = (0.0, 1.0)
_BY_AGE = ("year", "sex", "age")
_COUNTED = ("date", "sex", "age")
KEYS: Mapping[str, tuple[str, ...]] = {
    "death_rates": _BY_AGE,
    "fertility": ("year", "age"),
    "boys_per_girl": ("year",),
    "people": _COUNTED,
    "migrants": _COUNTED,
    "years_lived": _BY_AGE,
}
"""What the rows of every frame are told apart by."""
_NUMBER = (int, float, np.number)
_OPEN = ("death_rates", "people", "migrants")


@dataclass(kw_only=True)
class LaidOut:
    """Arrays by the names of ``NationTables``, as far as frames could be laid out; and findings."""

    arrays: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the death rates."""
        found: tuple[int, ...] = self.arrays["years"]
        return found


def lay_out(frames: Mapping[str, object], open_age: int) -> LaidOut:
    """Read frames by name (see ``KEYS``) and lay them out.

    ``boys_per_girl`` may be a number; ``open_age`` is the last age of frames that do not mark it.
    """
    laid = LaidOut()
    rows: dict[str, Rows] = {}
    for name, frame in frames.items():
        if name == "boys_per_girl" and isinstance(frame, _NUMBER):
            continue
        read, found = read_rows(name, frame, KEYS[name])
        laid.findings += found
        if read is not None:
            rows[name] = read
            laid.findings += _open_age_findings(read, open_age)
    if "death_rates" not in rows:
        return laid
    laid.arrays["years"] = tuple(round(year) for year in rows["death_rates"].labels("year"))
    laid.findings += [("death_rates", text) for text in year_faults(laid.years)]
    rates = _mortality(laid, rows)
    _births(laid, rows, frames.get("boys_per_girl"))
    for name in ("people", "migrants"):
        if name in rows:
            laid.arrays[name] = dict(_counts(laid, rows[name], rates))
    return laid


def _open_age_findings(rows: Rows, open_age: int) -> Iterator[Finding]:
    """The last age is open and says so: else the oldest would be given to the wrong age."""
    if rows.name not in _OPEN:
        return
    last = round(rows.labels("age")[-1])
    if not rows.is_open and last != open_age:
        yield rows.name, message("array.open_unsaid", last=last, open=open_age)


def _ages(rows: Rows) -> range:
    """Every age from 0 to the last in the frame."""
    return range(round(rows.labels("age")[-1]) + 1)


def _mortality(laid: LaidOut, rows: Mapping[str, Rows]) -> FloatArray | None:
    """Death rates and years lived; the rates to 100 and over where nothing is wrong with them."""
    given = rows["death_rates"]
    ages = _ages(given)
    table, found = given.grid({"year": laid.years, "sex": _SEXES, "age": ages})
    stated = Stated(array=table[np.newaxis], years=laid.years, leading=("sex",), size=len(ages))
    if not found:
        faults = [*stated.faults()] or [*_rate_faults(stated)]
        found += [("death_rates", text) for text in faults]
    laid.findings += found
    lived = _years_lived(laid, rows, stated, sound=not found)
    if found or (lived is None and "years_lived" in rows):
        return None
    ax, years = lived or (None, None)
    laid.arrays |= _to_100(table, ax, years)
    rates: FloatArray = laid.arrays["death_rates"]
    return rates


def _rate_faults(rates: Stated) -> Iterator[str]:
    """As of any death rates; of another open age than 100 nobody may live for ever."""
    found = [*mortality_faults(rates)]
    yield from found
    immortal = np.zeros(rates.array.shape, dtype=np.bool_)
    immortal[..., -1] = rates.array[..., -1] == 0
    if not found and rates.size != OPEN_AGE + 1 and immortal.any():
        yield rates.cell("array.never_die", immortal)


_Lived = tuple[FloatArray, FloatArray | None]
"""Years lived at age 0 or at every closed age, (years, sex, ages), and at the open one."""


def _years_lived(
    laid: LaidOut, rows: Mapping[str, Rows], rates: Stated, *, sound: bool
) -> _Lived | None:
    """Years lived by those who die, as far as the frame tells: of infants, or of all ages."""
    if "years_lived" not in rows:
        return None
    given = rows["years_lived"]
    # of infants alone, of every closed age, or of the open one too: then e of the open age
    last = given.labels("age")[-1]
    ages = range(1) if last == 0 else range(max(rates.size - 1, round(last) + 1))
    table, found = given.grid({"year": laid.years, "sex": _SEXES, "age": ages})
    if len(ages) > rates.size:
        told = {"last": len(ages) - 1, "open": rates.size - 1}
        found.append((given.name, message("array.beyond_open_age", **told)))
    laid.findings += found
    if found:
        return None
    closed, years = table[..., : rates.size - 1], None
    if len(ages) == rates.size:
        years = table[..., -1]
    only = len(ages) == 1
    lived = YearsLived(
        mx=rates,
        a0=closed[np.newaxis, ..., 0] if only else None,
        ax=None if only else closed[np.newaxis],
        open_expectancy=None if years is None else years[np.newaxis],
    )
    faults = [*lived.findings(rates_are_sound=sound)]
    laid.findings += [(given.name, text) for _, text in faults]
    return None if faults else (closed, years)


def _to_100(
    table: FloatArray, lived: FloatArray | None, years: FloatArray | None
) -> dict[str, FloatArray | None]:
    """Death rates, a0 or ax, and years lived at the open age, laid out to 100 and over."""
    infants = lived[..., 0] if lived is not None and lived.shape[-1] == 1 else None
    ax = lived if infants is None else None
    if ax is not None and table.shape[-1] > OPEN_AGE + 1:
        years = life_table_columns(table, ax, open_expectancy=years).ex[..., OPEN_AGE]
        table = np.concatenate([table[..., :OPEN_AGE], 1 / years[..., np.newaxis]], axis=-1)
    elif years is not None:
        table = np.concatenate([table[..., :-1], 1 / years[..., np.newaxis]], axis=-1)
    rates = death_rates_to_100(table)
    return {
        "death_rates": rates,
        "a0": infants,
        "ax": None if ax is None else years_lived_to_100(ax, rates),
        "open_expectancy": None if years is None else 1 / rates[..., -1],
    }


def _births(laid: LaidOut, rows: Mapping[str, Rows], boys: Any) -> None:  # noqa: ANN401 - a frame
    """Fertility by year and age, zero outside the ages of the frame; the sex ratio by year."""
    if isinstance(boys, _NUMBER):
        laid.arrays["boys_per_girl"] = np.full(len(laid.years), float(boys))
    elif "boys_per_girl" in rows:
        ratio, found = rows["boys_per_girl"].grid({"year": laid.years})
        laid.findings += found
        laid.arrays["boys_per_girl"] = ratio
    if "fertility" not in rows:
        return
    given = rows["fertility"]
    present = given.labels("age")
    ages = range(round(present[0]), round(present[-1]) + 1)
    table, found = given.grid({"year": laid.years, "age": ages})
    laid.findings += found
    whole = np.zeros((len(laid.years), max(OPEN_AGE, ages[-1]) + 1))
    whole[:, ages[0] : ages[-1] + 1] = table
    if whole[:, OPEN_AGE + 1 :].any():
        laid.findings.append((given.name, message("array.old_mothers", age=OPEN_AGE)))
    laid.arrays["fertility"] = whole[:, : OPEN_AGE + 1]


def _counts(
    laid: LaidOut, rows: Rows, rates: FloatArray | None
) -> Iterator[tuple[float, FloatArray]]:
    """Counts by instant, laid out to 100 and over by the death rates of the year they fall in."""
    ages = _ages(rows)
    for instant in rows.labels("date"):
        axes = {"date": (instant,), "sex": _SEXES, "age": ages}
        table, found = rows.of("date", instant).grid(axes)
        least = 0.0 if rows.name == "people" else -np.inf
        place = f"{rows.name} of {calendar_label(instant)}"
        if not found:
            faults = count_faults(table[0], table[0].shape, least)
            found = [(place, text) for text in faults]
        laid.findings += found
        if not found and rates is not None:
            place_of_year = int(np.searchsorted(laid.years, instant, side="right")) - 1
            yield instant, counts_to_100(table[0], rates[max(place_of_year, 0)])
