"""Canada from 2010 to 2020, from the inputs of the United Nations' own projection engine.

    python3 docs/examples/canada.py FOLDER

FOLDER holds the tables of the engine's example, ``tests/data/un_engine`` of this repository.
"""

import sys
from pathlib import Path

import pandas as pd

from simulator.demography import FollowedNation, NationTables, follow_nation


def follow_canada(folder: Path) -> FollowedNation:
    """Canada's people, births and deaths over ten years, in windows of birth of four months."""
    given = pd.read_csv(folder / "canada_inputs.csv.gz").set_index("component")
    counted = pd.read_csv(folder / "canada_outputs.csv.gz").set_index("component")
    people = counted.loc["pop_count_age_sex_1x1"].query("sex != 'B'")
    moved = given.loc["mig_net_count_age_sex"]
    tables = NationTables.from_frames(
        death_rates=given.loc["lt_nMx"],
        fertility=given.loc["fert_rate_age_f"],
        boys_per_girl=given.loc["srb"],
        people=people.assign(date=people["year"].astype(str) + "-01-01"),
        migrants=moved.assign(date=(moved["year"] + 1).astype(str) + "-01-01"),
    )
    return follow_nation(tables, per_year=3, start="2010-01-01", stop="2020-01-01")


if __name__ == "__main__":
    canada = follow_canada(Path(sys.argv[1]))
    print(canada.people(by=("age", "sex")).unstack().head(10).round())
    print(canada.births(by="year").round())
