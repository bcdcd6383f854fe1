from pathlib import Path

import numpy as np

from simulator.city.record.observed import observed_table
from tests.outcomes import READINGS, MadeUp, write_observations

FIRST = ["series", "date", "observed", "modelled", "error", "tolerance", "source"]
ROW = "residents_revised,{},{}-01-01,year_end,city,both,all,{},persons,口径,tight,observation"


def test_the_columns_promised_with_the_source_in_words(tmp_path: Path) -> None:
    rows = [ROW.format(2015, 2016, 400), ROW.format(2016, 2017, 500)]
    write_observations(tmp_path, "residents", rows)
    residents = np.full((2, 2, READINGS.size), 100.0)
    table = observed_table(MadeUp(folder=tmp_path, measures={"residents": residents}).outcome())
    assert [column.name for column in table.columns][: len(FIRST)] == FIRST
    first, second = zip(*(column.cells for column in table.columns), strict=True)
    assert first[: len(FIRST)] == (
        "residents",
        "2015-12-31",
        "400.000",
        "400.000",
        "0.000000",
        "0.0300",
        "S1: 年鉴, Bureau, 2018",
    )
    assert second[4] == "-0.200000"
    assert table.column("result").cells == ["ok", "miss"]
    assert table.column("definition").cells == ["口径", "口径"]


def test_a_row_is_judged_by_its_own_error_model_and_without_one_by_its_grade(
    tmp_path: Path,
) -> None:
    row = "registered_births,{},,calendar_year,city,both,all,50,persons,d,{},observation"
    rows = [row.format(2015, "medium"), row.format(2016, "none")]
    write_observations(tmp_path, "registered_births", rows)
    table = observed_table(MadeUp(folder=tmp_path).outcome())
    assert table.column("tolerance").cells == ["0.0800", "0.0800"]  # medium; grade B
    assert table.column("result").cells == ["miss", "miss"]
    assert table.column("use").cells == ["test", "test"]


def test_no_observation_makes_an_empty_table(tmp_path: Path) -> None:
    write_observations(tmp_path, "residents", [])
    table = observed_table(MadeUp(folder=tmp_path).outcome())
    assert table.length == 0
    assert table.text().count("\n") == 1
