"""All tables of a run, written as CSV and Parquet."""

from pathlib import Path

from simulator.analysis.outcome import Outcome
from simulator.reports.parquet import write_parquet
from simulator.reports.tables.balance import balance_table
from simulator.reports.tables.components import components_table
from simulator.reports.tables.dictionary import dictionary_table
from simulator.reports.tables.observed import observed_table
from simulator.reports.tables.population import population_table
from simulator.reports.tables.services import gaps_table, services_table
from simulator.reports.tables.table import Table


def build_tables(outcome: Outcome) -> tuple[Table, ...]:
    """Every table of a run, the dictionary of them last."""
    tables = (
        population_table(outcome),
        components_table(outcome),
        services_table(outcome),
        gaps_table(outcome),
        observed_table(outcome),
        balance_table(outcome),
    )
    return (*tables, dictionary_table(outcome, tables))


def write_tables(folder: Path, outcome: Outcome) -> tuple[Table, ...]:
    """Write every table into a folder (made where missing) and hand them back."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = build_tables(outcome)
    for table in tables:
        (folder / f"{table.name}.csv").write_bytes(table.text().encode())
    write_parquet(folder, tables)
    return tables
