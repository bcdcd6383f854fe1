"""Table ``housing``: households and subsidised homes by year, and what covers whom."""

from collections.abc import Callable

from simulator.city.ground.outcome import Outcome
from simulator.city.housing.years import HousingYear, housing_years
from simulator.report.table import Column, Table, integers, numbers, texts

_NAN = float("nan")
_HOMES = "homes"
_HOUSEHOLDS = "households"


def housing_table(outcome: Outcome) -> Table:
    """A row a year; no rows where the pack says nothing of housing."""
    found, known = housing_years(outcome), outcome.pack.housing

    def column(name: str, unit: str, value: Callable[[HousingYear], float | None]) -> Column:
        values = [value(one) for one in found]
        return numbers(name, [_NAN if each is None else each for each in values], unit, 3)

    return Table(
        name="housing",
        columns=(
            integers("year", [one.year for one in found], "year"),
            column("households", _HOUSEHOLDS, lambda one: one.households),
            column("urban_households", _HOUSEHOLDS, lambda one: one.urban),
            column("households_in_need", _HOUSEHOLDS, lambda one: one.in_need),
            column("homes_begun", _HOMES, lambda one: one.begun),
            column("homes_under_construction", _HOMES, lambda one: one.under_construction),
            column("homes_completed", _HOMES, lambda one: one.completed),
            column("homes_finished", _HOMES, lambda one: one.finished),
            column("homes_allocated", _HOMES, lambda one: one.allocated),
            column("homes_begun_since", _HOMES, lambda one: one.begun_since),
            column("homes_finished_since", _HOMES, lambda one: one.finished_since),
            column("covered_of_urban", "percent", lambda one: one.coverage),
            column("covered_of_need", "percent", lambda one: one.coverage_of_need),
            texts("grade", [known.grade if known else "" for _ in found]),
        ),
    )
