"""Services, programmes, projects and targets of the city pack add up."""

from collections import Counter
from datetime import date

import pytest

from tests.pack_files import (
    DISTRICTS,
    ISLAND,
    MAINLAND,
    SERVICES,
    programmes,
    read_rows,
    read_toml,
    services,
    total,
)


@pytest.mark.parametrize("service", ["primary", "junior", "senior_general"])
def test_starting_places_are_the_pupils_on_record(service: str) -> None:
    pupils = read_rows("observations/pupils.csv")
    start = services()[service]["start"]
    for district, places in start["districts"].items():
        assert places == total(pupils, "value", series=service, year="2015", district=district)
    assert start["total"] == total(pupils, "value", series=service, year="2015", district="city")


def test_services_come_in_the_order_of_the_axis() -> None:
    assert list(services()) == SERVICES
    city = read_toml("city.toml")
    assert [district["id"] for district in city["district"]] == [
        *("siming", "huli", "jimei", "haicang", "tongan", "xiangan")
    ]
    areas = {area["id"]: set(area["districts"]) for area in city["area"]}
    assert areas == {"city": DISTRICTS, "island": ISLAND, "mainland": MAINLAND}


@pytest.mark.parametrize("service", SERVICES)
def test_starting_stock_sums_or_is_unknown(service: str) -> None:
    start = services()[service]["start"]
    if start["status"] == "unknown":
        assert service == "psychiatric"
        assert not {"total", "districts", "date"} & set(start)
    else:
        assert set(start["districts"]) == DISTRICTS
        assert sum(start["districts"].values()) == start["total"]
        date.fromisoformat(start["date"])


@pytest.mark.parametrize("service", SERVICES)
def test_service_is_declared_whole(service: str) -> None:
    one = services()[service]
    kind_key, kinds = {
        "places": ("place_kind", {"designed", "open", "served"}),
        "beds": ("bed_kind", {"planned", "built", "open"}),
    }[one["unit"]]
    assert one["definition"][kind_key] in kinds
    assert one["definition"]["population"] in {"resident", "registered", "register", "served"}
    assert set(one["scope"]["residency"]) <= {"registered", "migrant"}
    assert 0 < one["take_up"]["value"] <= 1
    assert one["take_up"].get("low", 0) < one["take_up"]["value"] <= one["take_up"].get("high", 1)
    assert one["norm"]["value"] > 0
    assert one["norm"]["per"] in {1, 1000, 10000}
    shares = one["serving_shares"]["values"]
    assert shares == sorted(shares)
    assert one["serving_shares"].get("low", 1) <= shares[-1] <= 1
    if one["scope"]["kind"] == "school_age":
        assert shares == [1.0]


def test_norms_are_the_targets_of_the_plan() -> None:
    targets = {row["id"]: row for row in read_rows("targets.csv")}
    for service in services().values():
        norm = service["norm"]
        assert norm["target_id"] in targets
        if service["unit"] == "beds":
            assert float(targets[norm["target_id"]]["value"]) == norm["value"]


def test_senior_take_up_splits_the_total_by_pupils() -> None:
    general, vocational = (
        services()[name]["take_up"]["value"] for name in ("senior_general", "senior_vocational")
    )
    assert general + vocational == pytest.approx(1, abs=1e-4)
    assert general / vocational == pytest.approx(48_500 / 43_400, rel=1e-3)


def test_programmes_add_up_to_the_printed_totals() -> None:
    document = read_toml("programmes.toml")
    for printed in document["total"]:
        parts = [one for one in document["programme"] if one["total"] == printed["id"]]
        assert sum(one["places"] for one in parts) == printed["places"]
        assert sum(one["projects"] for one in parts) == printed["projects"]
    printed_places = {one["id"]: one["places"] for one in document["total"]}
    assert printed_places["hospital"] == 27_000 - services()["hospital"]["start"]["total"]
    assert printed_places["kindergarten"] + printed_places["compulsory"] == 230_000


def test_programme_shares_and_dates_are_whole() -> None:
    for one in programmes().values():
        assert set(one["district_shares"]) == DISTRICTS
        assert min(one["district_shares"].values()) >= 0
        assert sum(one["district_shares"].values()) == pytest.approx(1, abs=1e-12)
        shares = one["promised"]["shares"]
        assert shares == sorted(shares)
        assert shares[0] > 0
        assert shares[-1] == 1.0
        days = one["promised"]["dates"]
        assert days == sorted(days)
        assert (days[0], days[-1]) == ("2016-12-31", "2020-12-31")
        assert len(days) == len(shares)


def test_programmes_name_targets_of_the_plan() -> None:
    targets = {row["id"] for row in read_rows("targets.csv")}
    document = read_toml("programmes.toml")
    for one in [*document["programme"], *document["total"]]:
        assert set(one["target_ids"]) <= targets


def test_projects_fit_their_programme() -> None:
    known = programmes()
    named: Counter[str] = Counter()
    counted: Counter[str] = Counter()
    for row in read_rows("projects.csv"):
        assert row["district"] in DISTRICTS | {"city", "mainland"}, row
        assert (row["inside_programme"] == "yes") == bool(row["programme"]), row
        if row["programme"]:
            one = known[row["programme"]]
            assert (row["service"], row["unit"]) == (one["service"], one["unit"]), row
            promised = row["promised_by_plan"] or row["promised_opening"]
            assert one["begins"] <= promised <= one["ends"], row
            named[row["programme"]] += int(row["increment"] or 0)
            counted[row["programme"]] += 1
    for name, places in named.items():
        assert places <= known[name]["places"]
        assert counted[name] < known[name]["projects"]


def test_projects_are_consistent_in_themselves() -> None:
    rows = read_rows("projects.csv")
    assert len({row["id"] for row in rows}) == len(rows)
    assert len({row["id"].rstrip("ab") for row in rows}) == 63
    columns = set(rows[0])
    for row in rows:
        assert row["service"] in {*SERVICES, ""}, row
        assert row["state"] in {"planned", "approved", "building", "open", "cancelled", "closed"}
        assert {row["inside_programme"], row["in_starting_stock"]} <= {"yes", "no"}
        assert not (row["inside_programme"] == row["in_starting_stock"] == "yes"), row
        assert (row["in_starting_stock"] == "yes") == (row["increment"] == "0"), row
        assert set(filter(None, row["derived"].split(";"))) <= columns, row
        assert not row["derived"] or row["rule"] or row["derived"] == "name_en", row
        for column in ("start", "promised_opening", "revised_opening", "actual_opening"):
            if row[column]:
                date.fromisoformat(row[column])
        if row["unit"] == "places" and row["promised_opening"]:
            assert row["promised_opening"].endswith("-09-01"), row
        started = bool(row["start"]) and row["start"] <= "2017-09-01"
        assert not started or row["state"] in {"building", "open"}, row


@pytest.mark.parametrize(
    ("project", "column", "expected"),
    [
        ("P10", "in_starting_stock", "yes"),
        ("P14", "in_starting_stock", "yes"),
        ("P20", "in_starting_stock", "yes"),
        ("P13", "increment", ""),
        ("P13", "service", "psychiatric"),
        # the Decision names three of the hospitals promised for 2021, and not the two after them
        ("P04", "promised_by_plan", "2020-12-31"),
        ("P05", "inside_programme", "yes"),
        ("P06", "programme", "hospital_2016_2020"),
        ("P07", "inside_programme", "no"),
        ("P08", "inside_programme", "no"),
        ("P34", "service", ""),
        ("P09", "state", "building"),
        ("P01", "promised_opening", "2016-12-31"),
    ],
)
def test_known_traps_of_the_project_list(project: str, column: str, expected: str) -> None:
    rows = {row["id"]: row for row in read_rows("projects.csv")}
    assert rows[project][column] == expected


def test_targets_are_the_eighty_four() -> None:
    rows = read_rows("targets.csv")
    assert [row["id"] for row in rows] == [f"T{number:02d}" for number in range(1, 85)]
    for row in rows:
        float(row["value"])
        assert row["comparator"] in {">=", "<=", "="}
        assert 2017 <= int(row["deadline_year"]) <= 2020
        assert row["unit"]
        assert row["section"]
