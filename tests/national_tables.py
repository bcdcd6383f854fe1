"""Readers of national tables by single year of age.

Another country whose files have the same columns needs only another name: its files lie in
``data/`` beside those of Canada (``un_engine/``) or of China (``china/``).
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from simulator.demography.nation_tables import NationTables
from simulator.demography.single_ages import OPEN_AGE
from simulator.stockflow.arrays import FloatArray

DATA = Path(__file__).parent / "data"
N_AGES = OPEN_AGE + 1  # 0, 1, …, 99, and 100 and over


@cache
def read_un_engine(country: str, first: int, last: int) -> NationTables:
    """Inputs of the United Nations' engine and its people on 1 January, ``first`` to ``last``."""
    given = _long_table(DATA / "un_engine" / f"{country}_inputs.csv.gz")
    result = _long_table(DATA / "un_engine" / f"{country}_outputs.csv.gz")
    years = tuple(range(first, last))
    migrants = _by_sex(given, "mig_net_count_age_sex", years)
    counted = (*years, last)
    people = _by_sex(result, "pop_count_age_sex_1x1", counted)
    return NationTables(
        years=years,
        death_rates=_by_sex(given, "lt_nMx", years),
        fertility=_by_age(given, "fert_rate_age_f", years),
        boys_per_girl=_by_age(given, "srb", years)[:, 0],
        people={float(year): people[place] for place, year in enumerate(counted)},
        migrants={year + 1.0: migrants[place] for place, year in enumerate(years)},
    )


@cache
def read_un_engine_flows(country: str, first: int, last: int) -> Mapping[str, FloatArray]:
    """Yearly births (sex, years) and deaths (sex, years, age) as the engine put them out."""
    result = _long_table(DATA / "un_engine" / f"{country}_outputs.csv.gz")
    years = tuple(range(first, last))
    births = _by_sex(result, "birth_count_tot_sex", years)[..., 0]
    deaths = _by_sex(result, "death_count_age_sex_1x1", years)
    return {"births": births.T, "deaths": deaths.swapaxes(0, 1)}


@cache
def read_un_life_tables(country: str, first: int, last: int) -> Mapping[str, FloatArray]:
    """Columns ``mx``, ``lx`` and ``Lx`` of the engine's life tables, shape (years, sex, age)."""
    given = _long_table(DATA / "un_engine" / f"{country}_inputs.csv.gz")
    columns = {"mx": "lt_nMx", "lx": "lt_lx", "Lx": "lt_nLx"}
    return {name: _by_sex(given, of, range(first, last)) for name, of in columns.items()}


@cache
def read_wpp(country: str, first: int, last: int, profile: str) -> NationTables:
    """Tables of World Population Prospects between two 1 Julys.

    Net migrants of the year that ends on a 1 July are half of those of each calendar year, shared
    out by sex evenly and by age as ``profile`` of ``migration_age_schedule.csv`` says; they are
    added at its end.
    """
    folder = DATA / country
    years = tuple(range(first, last + 1))
    people = pd.read_csv(folder / f"{country}_population_1y.csv.gz")
    mortality = pd.read_csv(folder / f"{country}_mortality_1y.csv.gz")
    fertility = pd.read_csv(folder / f"{country}_fertility_1y.csv")
    annual = pd.read_csv(folder / f"{country}_annual_summary.csv").set_index("year")
    schedule = pd.read_csv(folder / "migration_age_schedule.csv")
    weights = _ages(schedule[schedule["schedule"] == profile], "weight") / 2
    net = annual["net_international_migration"]
    return NationTables(
        years=years,
        death_rates=np.stack([_both(mortality, year, "mx") for year in years]),
        fertility=np.stack([_ages(fertility[fertility.year == year], "asfr") for year in years]),
        boys_per_girl=annual.loc[list(years), "srb_males_per_female"].to_numpy(),
        people={year + 0.5: _both(people, year, "population") for year in years},
        migrants={
            year + 0.5: np.stack([weights, weights]) * (net[year - 1] + net[year]) / 2
            for year in years[1:]
        },
    )


def percent_off(found: FloatArray, published: FloatArray) -> FloatArray:
    """Relative error in per cent, of the shape of both."""
    return 100 * (np.asarray(found) / np.asarray(published) - 1)


def _long_table(path: Path) -> pd.DataFrame:
    """Rows of component, year, sex, age and value, those of text left out."""
    table = pd.read_csv(path, dtype={"value": str})
    table["value"] = pd.to_numeric(table["value"], errors="coerce")
    return table.dropna(subset="value")


def _by_sex(table: pd.DataFrame, component: str, years: Sequence[int]) -> FloatArray:
    """Shape (years, sex, age)."""
    return np.stack([_by_age(table[table.sex == sex], component, years) for sex in "MF"], axis=1)


def _by_age(table: pd.DataFrame, component: str, years: Sequence[int]) -> FloatArray:
    """Shape (years, age); what is not by age stands at age 0."""
    rows = table[table.component == component]
    return np.stack([_ages(rows[rows.year == year], "value") for year in years])


def _both(table: pd.DataFrame, year: int, column: str) -> FloatArray:
    """Shape (sex, age)."""
    rows = table[table.year == year]
    return np.stack([_ages(rows[rows.sex == sex], column) for sex in "MF"])


def _ages(rows: pd.DataFrame, column: str) -> FloatArray:
    """A column by age, zero where there is no row; ``ValueError`` for no rows or two of one age."""
    ages = rows["age"].fillna(0).astype(int)
    if rows.empty or ages.duplicated().any():
        raise ValueError(f"{column}: {len(rows)} rows, {ages.nunique()} ages")
    found = np.zeros(N_AGES)
    found[ages] = rows[column]
    return found
