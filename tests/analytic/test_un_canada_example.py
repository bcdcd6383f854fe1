"""The example docs/examples/canada.py: at most forty lines, exact as the arrays, run as shown."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from simulator.demography import follow_nation
from tests.national_tables import DATA, percent_off, read_un_engine

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "canada.py"
FOLDER = DATA / "un_engine"
PLACES = {"M": "men", "F": "women"}


@pytest.fixture(scope="module")
def followed():
    return runpy.run_path(str(EXAMPLE))["follow_canada"](FOLDER)


@pytest.fixture(scope="module")
def published():
    """What the engine put out, by component, with our names of the sexes."""
    table = pd.read_csv(FOLDER / "canada_outputs.csv.gz")
    return table[table["sex"] != "B"].replace({"sex": PLACES}).set_index("component")


def off(found, published):
    """Per cent off, label by label."""
    wanted = published["value"].reindex(found.index)
    assert wanted.notna().all()
    return pd.Series(np.abs(percent_off(found, wanted)), index=found.index)


def test_it_has_at_most_forty_lines():
    assert len(EXAMPLE.read_text(encoding="utf-8").splitlines()) <= 40


def test_people_of_every_age_and_sex(followed, published):
    people = published.loc["pop_count_age_sex_1x1"].query("year == 2020")
    by_age = people.astype({"age": int}).set_index(["sex", "age"])
    assert off(followed.people(), by_age).loc[:, :89].max() < 0.2
    by_sex = people.groupby("sex")[["value"]].sum()
    assert off(followed.people(by="sex"), by_sex).max() < 0.02
    for ages in (slice(0, 14), slice(60, None)):
        found = followed.people().loc[:, ages].groupby(level="sex").sum()
        wanted = by_age.sort_index().loc[(slice(None), ages), :].groupby(level="sex").sum()
        assert off(found, wanted).max() < 0.03


def test_births_and_deaths_of_every_year(followed, published):
    born = published.loc["birth_count_tot_sex"].set_index(["year", "sex"])
    died = published.loc["death_count_age_sex_1x1"]
    assert off(followed.births(by=("year", "sex")), born).max() < 0.1
    whole = died.groupby(["year", "sex"])[["value"]].sum()
    assert off(followed.deaths(by=("year", "sex")), whole).max() < 0.1
    infants = followed.deaths(by=("under_one", "year", "sex")).loc[True]
    assert off(infants, died.query("age == 0").set_index(["year", "sex"])).max() < 1


def test_frames_and_arrays_are_the_same_to_the_last_digit(followed):
    by_arrays = follow_nation(read_un_engine("canada", 2005, 2020), 3, 2010.0, 2020.0)
    np.testing.assert_array_equal(followed.people_by_age, by_arrays.people_by_age)
    np.testing.assert_array_equal(followed.deaths_by_year, by_arrays.deaths_by_year)
    labelled = followed.people(by=("sex", "age"), on="2020-01-01").to_numpy().reshape(2, 101)
    np.testing.assert_array_equal(labelled, by_arrays.people_by_age)


def test_it_runs_as_shown():
    done = subprocess.run(
        [sys.executable, "-W", "error", str(EXAMPLE), str(FOLDER)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert "women" in done.stdout
    assert "2019    379628" in done.stdout
