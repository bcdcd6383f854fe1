"""Draws from Python: a run with some, each of them with its labels."""

import numpy as np
import pytest

import simulator
from simulator.errors import DataError
from simulator.files.locations import SCENARIOS

BASELINE = SCENARIOS / "baseline.toml"
COARSE = {"model.cohorts_per_year": 1}


@pytest.fixture(scope="module")
def drawn():
    return simulator.run(BASELINE, COARSE, draws=3, seed=5)


def test_each_draw_of_a_gap_has_its_labels(drawn):
    gaps = drawn.draws("gap")
    assert gaps.index.names == ["draw", "service", "district", "date"]
    one = gaps.loc[2, "primary", "city", "2020-09-01"]
    kept = drawn.ensemble.numbers["services"]["gap"][2]
    table = drawn.table("services")
    rows = (table.service == "primary") & (table.district == "city")
    place = np.flatnonzero(rows & (table.date == "2020-09-01"))[0]
    assert one == kept[place]


def test_people_of_each_draw(drawn):
    births = drawn.draws("births").unstack("draw")
    assert births.shape == (10 * 7, 3)
    assert births.loc[2017, "city"].between(50_000, 80_000).all()
    districts = births.loc[2017].drop("city").sum()
    assert districts.to_numpy() == pytest.approx(births.loc[2017, "city"].to_numpy())


def test_tables_of_a_run_with_draws_say_how_sure(drawn):
    assert {"low", "high", "probability_short"} <= set(drawn.table("services").columns)
    assert list(drawn.table("outlook").columns)[-3:] == ["low", "middle", "high"]
    assert {"outlook", "population_groups"} <= set(drawn.tables)
    assert drawn.table("population_groups").low.gt(0).all()


def test_a_run_without_draws_has_none():
    alone = simulator.run(BASELINE, COARSE)
    assert "outlook" not in alone.tables
    with pytest.raises(DataError, match="draws=200"):
        alone.draws("gap")


def test_a_number_that_is_not_kept_is_refused(drawn):
    with pytest.raises(DataError, match="gap"):
        drawn.draws("gaps")
