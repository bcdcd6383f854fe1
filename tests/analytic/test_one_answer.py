"""One run, one answer: what two tables of a run both say is the same number.

    gap = demand − supply = (norm − ratio) × whom the norm counts

for every service, read off the tables themselves.
"""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from simulator.door.result import Result
from tests.city import outcome_of

SAME = 1e-9
NORMS = {
    "eldercare_per_registered": "eldercare",
    "hospital_per_resident": "hospital",
    "obstetric_per_delivery": "obstetric",
}
"""The ratios that stand beside a norm, and the service it is of."""

READINGS = {("T04", "open"): "hospital", ("T08", "registered"): "eldercare",
            ("T38", "all"): "obstetric", ("T39", "children"): "paediatric"}  # fmt: skip
"""The targets that are norms, as the plan defines them, and the service each is of."""


@cache
def result() -> Result:
    return Result(outcome=outcome_of())


@cache
def table(name: str) -> pd.DataFrame:
    return result().table(name)


def city(service: str) -> pd.DataFrame:
    """The rows of a service of the whole city in table services, by date."""
    rows = table("services")
    kept = (rows["service"] == service) & (rows["district"] == "city")
    return rows[kept].set_index("date")


def near(found: object, expected: object, scale: object) -> None:
    """Equal to 1e-9 of the demand they are made of, and to the decimals of a table."""
    off = np.abs(np.asarray(found, dtype=float) - np.asarray(expected, dtype=float))
    assert (off <= SAME * np.abs(np.asarray(scale, dtype=float)) + 2e-6).all(), off.max()


def test_a_gap_is_norm_less_ratio_times_whom_the_norm_counts() -> None:
    rows = table("services").dropna(subset=["gap"])
    assert set(rows["service"]) == set(table("services")["service"]) - {"psychiatric"}
    near((rows["norm"] - rows["ratio"]) * rows["users"], rows["gap"], rows["demand"])
    every = table("services").dropna(subset=["demand"])
    assert "psychiatric" in set(every["service"])
    near(every["norm"] * every["users"], every["demand"], every["demand"])


@pytest.mark.parametrize(("ratio", "service"), NORMS.items())
def test_a_ratio_of_the_norm_tells_the_gap_of_its_service(ratio: str, service: str) -> None:
    rows, per = table("ratios"), 1000
    rows = rows[rows["ratio"] == ratio].set_index("date")
    there = city(service).loc[rows.index]
    gap = (there["norm"] - rows["value"] / per) * rows["lower"]
    near(gap, there["gap"], there["demand"])
    near(rows["lower"], there["users"], there["users"])


def test_beds_by_the_norm_and_open_are_those_of_services() -> None:
    for row in table("beds").itertuples():
        there = city(str(row.service)).loc[pd.Timestamp(f"{row.year + 1}-01-01")]
        near(row.beds_norm, there["demand"], there["demand"])
        if np.isfinite(row.beds_open):
            near(row.beds_norm - row.beds_open, there["gap"], there["demand"])


def test_the_worst_of_a_gap_is_a_gap_of_services() -> None:
    services = table("services").set_index(["service", "district", "date"])["gap"]
    for row in table("gaps").itertuples():
        for worst, on, sign in (
            (row.worst_shortage, row.worst_shortage_on, 1),
            (row.worst_surplus, row.worst_surplus_on, -1),
        ):
            if pd.notna(on):
                assert worst == pytest.approx(sign * services[row.service, row.district, on])


def test_what_a_target_lacks_by_its_norm_is_the_gap() -> None:
    rows = table("target_values")
    for (target, reading), service in READINGS.items():
        there = rows[(rows["target"] == target) & (rows["reading"] == reading)]
        assert len(there) > 0
        for row in there.dropna(subset=["lacking"]).itertuples():
            assert row.lacking == pytest.approx(city(service).loc[row.date, "gap"], abs=1e-3)


def test_a_project_late_is_told_of_the_gap_of_services() -> None:
    services = table("services").set_index(["service", "district", "date"])["gap"]
    pack = outcome_of().pack
    for row in table("project_sensitivity").itertuples():
        places = pack.catchments(str(row.service)).items()
        place = next(name for name, own in places if row.district in (name, *own))
        gap = services[row.service, place, row.most_lost_on]
        assert row.gap_then == pytest.approx(gap, abs=1e-3)


def test_from_python_gap_and_demand_are_those_of_the_tables() -> None:
    rows = table("services").set_index(["service", "district", "date"])
    gap = result().measure("gap").xs("expected", level="timetable")
    told = gap.to_dict()
    found = np.array([told[key] for key in rows.index])
    known = rows["gap"].notna().to_numpy()
    assert (np.isfinite(found) == known).all()
    near(found[known], rows["gap"][known], rows["demand"][known])
    demand = result().measure("demand").groupby(["service", "date"]).sum(min_count=6)
    of_city = rows.xs("city", level="district")["demand"].dropna()
    near([demand.to_dict()[key] for key in of_city.index], of_city, of_city)


def test_no_gap_is_made_below_a_catchment() -> None:
    places = result().measure("gap").index.to_frame(index=False).groupby("service")["district"]
    found = {str(service): set(names) for service, names in places}
    districts = set(outcome_of().pack.axes["district"])
    for service in ("kindergarten", "primary", "eldercare"):
        assert found[service] == districts | {"city"}
    assert found["junior"] == {"island", "mainland", "city"}
    for service in set(found) - {"kindergarten", "primary", "eldercare", "junior"}:
        assert found[service] == {"city"}, service
    assert outcome_of().trajectory.system.measure["gap"].axes == ("timetable", "service")
