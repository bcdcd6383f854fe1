"""All tables of a run, written as CSV and Parquet."""

from pathlib import Path

from simulator.analysis.beds import bed_years
from simulator.analysis.building import building_of
from simulator.analysis.entitlement import entitlements
from simulator.analysis.outcome import Outcome
from simulator.analysis.ratios import ratios_of
from simulator.analysis.scoreboard.board import score
from simulator.analysis.sensitivity import years_slips
from simulator.analysis.series import service_series
from simulator.analysis.supply_record import compare_supply
from simulator.reports.parquet import write_parquet
from simulator.reports.tables.balance import balance_table
from simulator.reports.tables.beds import beds_table
from simulator.reports.tables.building import (
    project_sensitivity_table,
    projects_table,
    supply_states_table,
)
from simulator.reports.tables.components import components_table
from simulator.reports.tables.dictionary import dictionary_table
from simulator.reports.tables.observed import observed_table
from simulator.reports.tables.population import population_table
from simulator.reports.tables.services import gaps_table, services_table
from simulator.reports.tables.supply_record import (
    definitions_table,
    entitlement_table,
    ratios_table,
    supply_record_table,
)
from simulator.reports.tables.table import Table
from simulator.reports.tables.targets import target_values_table, targets_table


def build_tables(outcome: Outcome) -> tuple[Table, ...]:
    """Every table of a run, the dictionary of them last."""
    tables = (
        population_table(outcome),
        components_table(outcome),
        services_table(outcome),
        gaps_table(outcome),
        observed_table(outcome),
        *_supply_tables(outcome),
        balance_table(outcome),
    )
    return (*tables, dictionary_table(outcome, tables))


def _supply_tables(outcome: Outcome) -> tuple[Table, ...]:
    """Projects, programmes, what decides a gap, the record, ratios, beds, figures of the plan."""
    building, series = building_of(outcome), service_series(outcome)
    board = score(outcome, building)
    return (
        projects_table(building),
        supply_states_table(outcome, building),
        project_sensitivity_table(years_slips(building.projects, series)),
        supply_record_table(compare_supply(outcome, building)),
        ratios_table(ratios_of(outcome)),
        beds_table(bed_years(outcome)),
        entitlement_table(entitlements(outcome, series)),
        definitions_table(outcome),
        targets_table(board, outcome.pack.sources),
        target_values_table(board),
    )


def write_tables(folder: Path, outcome: Outcome) -> tuple[Table, ...]:
    """Write every table into a folder (made where missing) and hand them back."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = build_tables(outcome)
    for table in tables:
        (folder / f"{table.name}.csv").write_bytes(table.text().encode())
    write_parquet(folder, tables)
    return tables
