"""Death rates along cohorts from a table of central death rates; infants told apart if wanted.

For a population of one's own, built from Python as ``simulator/README.md`` shows: the city makes
its rates from draws of life expectancy and does not come this way.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from simulator.demography.cohort_paths import ByAge
from simulator.demography.infancy import first_year_hazards, infant_hazards, share_under_one
from simulator.demography.published import hazards_along
from simulator.demography.single_ages import OPEN_AGE
from simulator.demography.tables_by_age import (
    Finding,
    Stated,
    mortality_faults,
    refuse,
    year_faults,
)
from simulator.demography.years_lived import YearsLived, refuse_both
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.grammar.axis import Axis
from simulator.stockflow.values.paths import Beyond


@dataclass(frozen=True, kw_only=True)
class MortalityPaths:
    """A table of mortality by calendar year and single age, ready to be read along cohorts.

    With ``a0`` hazards are constant within a year of age, two in the first; with ``ax``, as life
    tables are published, every year of age has two (see ``published``). Either way every window is
    carried exactly from one opening to the next, as a population that neither grows nor shrinks
    would be.

    Parameters
    ----------
    cohorts
        The cohort axis.
    mx
        shape (draws or 1, years, *leading axes, ages), central death rates at ages 0 … 99, and
        100 and over (per year). Rates of all ages are needed, of 100 and over as well.
    a0
        shape (draws or 1, years, *leading axes), mean years lived in the first year of life by
        those who die in it (``years_lived_by_infants_who_die`` estimates them).
    ax
        In place of ``a0``: shape (draws or 1, years, *leading axes, closed ages), years lived in
        each year of age by those who die in it.
    open_expectancy
        shape (draws or 1, years, *leading axes), years still lived at the open age, where they are
        published and are not 1/m: everybody in it then dies at the rate 1/e.
    years
        Consecutive calendar years of the table; each holds from its 1 January.
    leading
        Names of the leading axes.
    before, after
        Whether the first and the last year hold beyond the table.
    open_age
        The last age of the table, where it is not 100.

    Raises
    ------
    DataError
        With everything about the tables that is not so.
    """

    cohorts: Axis
    mx: FloatArray
    years: tuple[int, ...]
    a0: FloatArray | None = None
    ax: FloatArray | None = None
    open_expectancy: FloatArray | None = None
    leading: tuple[str, ...] = ()
    before: Beyond = "error"
    after: Beyond = "error"
    open_age: int = OPEN_AGE

    def __post_init__(self) -> None:
        """Refuse tables that are not what they are stated to be."""
        refuse(type(self).__name__, self.findings())

    def findings(self) -> Iterator[Finding]:
        """Everything wrong with the tables: which of them, and a message."""
        yield from (("years", text) for text in year_faults(self.years))
        if [*year_faults(self.years)]:
            return
        mx = Stated(array=self.mx, years=self.years, leading=self.leading, size=self.open_age + 1)
        found = [*mx.faults()] or [*mortality_faults(mx)]
        yield from (("mx", text) for text in found)
        yield from refuse_both(self.a0, self.ax, one=True)
        lived = YearsLived(mx=mx, a0=self.a0, ax=self.ax, open_expectancy=self.open_expectancy)
        yield from lived.findings(rates_are_sound=not found)

    # Deaths of infants and of all others may be two flows: by the shares, the hazards of both add
    # to that of all deaths in every interval, the one with the first birthday included.

    def rates(self, name: str) -> ByAge:
        """Deaths at all ages."""
        return self._path(name, self._table, self._first_year[0])

    def under_one(self, name: str) -> ByAge:
        """Deaths before the first birthday."""
        hazards, infants = self._first_year
        return self._path(name, np.zeros_like(self.mx), hazards * infants)

    def from_one(self, name: str) -> ByAge:
        """Deaths from the first birthday on: with ``under_one``, deaths at all ages."""
        hazards, infants = self._first_year
        return self._path(name, self._table, hazards * (1 - infants))

    @cached_property
    def _first_year(self) -> tuple[FloatArray, FloatArray]:
        """Hazards of the windows by intervals since birth, and the share that infants have."""
        per_year = self.cohorts.birth_windows.per_year
        if self.ax is not None:
            hazards, shares = hazards_along(self._table, self.ax, per_year)
            later = np.zeros((*hazards.shape[:-1], hazards.shape[-1] - shares.shape[-1]))
            return hazards, np.concatenate([shares, later], axis=-1)
        first_month, rest = infant_hazards(self.mx[..., 0], np.asarray(self.a0))
        given = (first_month, rest, self.mx[..., 1], per_year)
        return first_year_hazards(*given), share_under_one(*given)

    @cached_property
    def _table(self) -> FloatArray:
        """Death rates, that of the open age by its rule."""
        if self.open_expectancy is None:
            return self.mx
        years = np.broadcast_to(self.open_expectancy, self.mx.shape[:-1])
        return np.concatenate([self.mx[..., :-1], 1 / years[..., np.newaxis]], axis=-1)

    def _path(self, name: str, table: FloatArray, first_year: FloatArray) -> ByAge:
        return ByAge(
            name=name,
            cohorts=self.cohorts,
            table=table,
            years=self.years,
            leading=self.leading,
            first_year=first_year,
            hazard=True,
            before=self.before,
            after=self.after,
            open_age=self.open_age,
        )
