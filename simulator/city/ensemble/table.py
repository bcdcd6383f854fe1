"""What is said of all draws, beside the rows of the tables it is said of.

``services``, ``gaps``, ``beds``, ``components``, ``school_entitlement``, ``targets`` and
``target_values`` get further columns; ``outlook`` and ``population_groups`` are tables of their
own. The other columns of a row stay those of the one run in which everything takes its
expected course.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

import numpy as np

from simulator.city.ensemble.age_groups import groups_table
from simulator.city.ensemble.draws_file import write_draws
from simulator.city.ensemble.ensemble import Ensemble
from simulator.city.ensemble.kept import NEVER
from simulator.city.ensemble.numbers import Numbers
from simulator.city.ensemble.outlook import outlook_table
from simulator.city.ensemble.quantiles import (
    Likelihood,
    Quantiles,
    days,
    likelihood,
    quantiles,
)
from simulator.city.ensemble.target_numbers import of_target_values, of_targets
from simulator.city.ground.of_draws import Ends
from simulator.city.ground.outcome import Outcome
from simulator.city.services.series import SMALLEST, service_series
from simulator.city.services.table import rows_of_place, services_table
from simulator.report.table import Column, Table, dates, numbers
from simulator.stockflow.arrays import BoolArray, FloatArray
from simulator.stockflow.values.calendar import calendar_label

EMPTY = 1.25
"""Places for each that is asked for beyond which a service stands empty: use below 80 %."""

FURTHER = ("outlook", "population_groups")
"""The tables that only draws make."""

_UNIT = "of_the_service"


@dataclass(frozen=True, kw_only=True, slots=True)
class SaidOfDraws:
    """What an ensemble says beside the tables of the expected run (``OfDraws``)."""

    ensemble: Ensemble

    @property
    def draws(self) -> int:
        """How many draws there are."""
        return self.ensemble.draws

    def ends(self, outcome: Outcome, service: str, place: str) -> Ends:
        """Low and high of demand and supply of a service in a catchment or the city."""
        rows, years = rows_of_place(service_series(outcome), service, place)
        values = self.ensemble.numbers["services"]
        demand, supply = (quantiles(values[name][:, rows]) for name in ("demand", "risk_adjusted"))
        return Ends(
            years=years,
            demand=np.stack([demand.low, demand.high]),
            supply=np.stack([supply.low, supply.high]),
        )

    def widened(self, table: Table) -> Table:
        """A table with what is said of all draws, if anything is."""
        more = _WIDER.get(table.name)
        if more is None:
            return table
        kept = self.ensemble.numbers.get(table.name)
        added = more(table, kept) if kept else ()
        return Table(name=table.name, columns=(*table.columns, *added))

    def further(self, outcome: Outcome) -> tuple[Table, ...]:
        """People of every year, and by groups of age: low, middle and high of all draws."""
        return (
            self._told(outlook_table(outcome), "value", "of_the_row", 4),
            self._told(groups_table(outcome), "persons", "persons", 1),
        )

    def _told(self, labels: Table, name: str, unit: str, decimals: int) -> Table:
        found = quantiles(self.ensemble.numbers[labels.name][name])
        three = _three("", found, unit, decimals)
        return Table(name=labels.name, columns=(*labels.columns, *three))

    def write(self, folder: Path, outcome: Outcome) -> None:
        """Write ``draws.parquet``."""
        write_draws(folder, services_table(outcome), self.ensemble)


def is_short(values: Numbers) -> BoolArray:
    """Whether demand is above supply at a reading, shape (draws, rows)."""
    return np.asarray(values["gap"] > SMALLEST)


def is_empty(values: Numbers) -> BoolArray:
    """Whether less than 80 % of the places are used at a reading, shape (draws, rows)."""
    return np.asarray(values["risk_adjusted"] > EMPTY * np.maximum(values["demand"], SMALLEST))


def _short_by_use(values: Numbers) -> tuple[BoolArray, BoolArray]:
    """Whether more beds are used than there are, (draws, rows), and where both are known."""
    lacking = values["for_use"] - values["risk_adjusted"]
    return np.asarray(lacking > SMALLEST), np.asarray(np.isfinite(lacking).all(axis=0))


def _of_services(_: Table, values: Numbers) -> tuple[Column, ...]:
    known = np.asarray(np.isfinite(values["gap"]).all(axis=0))
    return (
        *_three("", quantiles(values["gap"]), _UNIT, 2),
        *_chance("short", likelihood(is_short(values), known)),
        *_chance("empty", likelihood(is_empty(values), known)),
        *_ends("demand", quantiles(values["demand"])),
        *_ends("supply", quantiles(values["risk_adjusted"])),
        *_ends("unplaced", quantiles(values["unplaced"])),
        *_ends("for_use", quantiles(values["for_use"])),
        *_chance("short_by_use", likelihood(*_short_by_use(values))),
    )


def _of_gaps(_: Table, values: Numbers) -> tuple[Column, ...]:
    known = np.asarray(~np.isnan(values["first_shortage"]).any(axis=0))
    short, empty = np.isfinite(values["first_shortage"]), values["highest_coverage"] > EMPTY
    return (
        *_days("first_shortage", days(values["first_shortage"])),
        *_chance("short", likelihood(short, known)),
        *_chance("empty", likelihood(empty, known)),
        *_three("worst_shortage_", quantiles(values["worst_shortage"]), _UNIT, 2),
        *_three("shortage_years_", quantiles(values["shortage_years"]), "place_years", 2),
        numbers("shortage_years_mean", values["shortage_years"].mean(axis=0), "place_years", 2),
        *_three("worst_surplus_", quantiles(values["worst_surplus"]), _UNIT, 2),
        *_three("surplus_years_", quantiles(values["surplus_years"]), "place_years", 2),
    )


def _of_components(_: Table, values: Numbers) -> tuple[Column, ...]:
    return _three("", quantiles(values["persons"]), "persons", 1)


def _column_by_column(table: Table, values: Numbers) -> tuple[Column, ...]:
    """Low, middle and high of every column that is kept, in its unit."""
    return tuple(
        each
        for name, drawn in values.items()
        for each in _three(f"{name}_", quantiles(drawn), table.column(name).unit, _DECIMALS)
    )


_DECIMALS = 4

_WIDER: Mapping[str, Callable[[Table, Numbers], tuple[Column, ...]]] = {
    "services": _of_services,
    "gaps": _of_gaps,
    "beds": _column_by_column,
    "components": _of_components,
    "school_entitlement": _column_by_column,
    "targets": of_targets,
    "target_values": of_target_values,
}


def _three(before: str, found: Quantiles, unit: str, decimals: int) -> tuple[Column, ...]:
    return tuple(
        numbers(f"{before}{name}", getattr(found, name), unit, decimals)
        for name in ("low", "middle", "high")
    )


def _ends(before: str, found: Quantiles) -> tuple[Column, ...]:
    return tuple(
        numbers(f"{before}_{name}", getattr(found, name), _UNIT, 2) for name in ("low", "high")
    )


def _chance(what: str, found: Likelihood) -> tuple[Column, ...]:
    return (
        numbers(f"probability_{what}", found.share, "share", 4),
        numbers(f"probability_{what}_error", found.error, "share", 4),
    )


def _days(before: str, found: Quantiles) -> tuple[Column, ...]:
    return tuple(
        dates(f"{before}_{name}", _labels(getattr(found, name)))
        for name in ("low", "middle", "high")
    )


def _labels(years: FloatArray) -> Sequence[str]:
    """Days as cells: blank where it never comes in that part of the draws, and where unknown."""
    return [calendar_label(year) if isfinite(year) and year != NEVER else "" for year in years]
