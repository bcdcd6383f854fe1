"""The tables of the city pack agree with each other, whatever program reads them."""

import re
from collections import Counter
from datetime import date

import pytest

from tests.pack_files import (
    DISTRICTS,
    PACK,
    PLACES,
    STATUSES,
    csv_names,
    described_names,
    grades,
    read_rows,
    read_toml,
    series_names,
    tables_of,
    total,
)


@pytest.mark.parametrize("name", csv_names())
def test_table_is_tidy_text(name: str) -> None:
    raw = (PACK / name).read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    rows = read_rows(name)
    assert rows
    assert all(None not in row and None not in row.values() for row in rows)


@pytest.mark.parametrize("name", described_names())
def test_every_row_names_known_sources(name: str) -> None:
    known = grades()
    for row in read_rows(name):
        for source in row["source_id"].split(";"):
            assert source in known, (name, row)


@pytest.mark.parametrize("name", [n for n in described_names() if n != "targets.csv"])
def test_every_row_carries_unit_status_and_grade(name: str) -> None:
    known = grades()
    for row in read_rows(name):
        assert row["unit"], row
        assert row.get("definition") or row.get("reason"), row
        assert row["status"] in STATUSES, row
        worst = max(known[source] for source in row["source_id"].split(";"))
        assert worst <= row["grade"] <= "D", row
        assert row["status"] != "estimated" or row["grade"] == "D", row


@pytest.mark.parametrize("name", ["city.toml", "services.toml", "programmes.toml", "beds.toml"])
def test_every_toml_figure_carries_its_record(name: str) -> None:
    known = grades()
    tables = tables_of(read_toml(name))
    assert tables
    for table in tables:
        assert {"definition", "status", "grade"} <= set(table), table
        assert table["status"] in STATUSES, table
        assert all(source in known for source in table["source_id"].split(";")), table
        if {"value", "values", "places", "total"} & set(table):
            assert table["unit"], table
        if table["grade"] == "D":
            assert table.get("reason") or table.get("rule") or table.get("note"), table


def test_every_source_is_used_once_listed() -> None:
    rows = read_rows("sources.csv")
    names = [row["source_id"] for row in rows]
    assert len(names) == len(set(names))
    text = "".join(
        path.read_text(encoding="utf-8")
        for path in [*PACK.rglob("*.csv"), *PACK.glob("*.toml")]
        if path.name != "sources.csv"
    )
    for row in rows:
        assert re.search(rf"(?<![\w-]){re.escape(row['source_id'])}(?![\w-])", text), row
        assert all(row[column] for column in ("title", "publisher", "date"))
        assert row["grade"] in set("ABCD")
        assert not row["address"] or row["read_as"] == "publisher"


@pytest.mark.parametrize("name", series_names())
def test_no_observation_enters_twice(name: str) -> None:
    labels = ("series", "year", "date", "district", "sex", "age_group")
    if name == "observations/target_figures.csv":
        labels = (*labels, "source_id")  # where two sources disagree, both stand there
    counts = Counter(tuple(row[label] for label in labels) for row in read_rows(name))
    assert max(counts.values()) == 1, [key for key, count in counts.items() if count > 1]


@pytest.mark.parametrize("name", series_names())
def test_labels_of_observations_are_known(name: str) -> None:
    for row in read_rows(name):
        float(row["value"])
        assert row["district"] in PLACES, row
        assert row["sex"] in {"both", "men", "women"}, row
        assert row["error_model"] in {"tight", "medium", "loose", "shape", "none"}, row
        assert row["use"] in {"observation", "input", "aid", "outcome", "reference"}, row
        assert (row["status"] == "estimated") == (row["use"] == "aid"), row
        assert row["use"] == "observation" or row["error_model"] == "none", row


@pytest.mark.parametrize("name", series_names())
def test_dates_of_observations_follow_their_rule(name: str) -> None:
    for row in read_rows(name):
        if row["date"]:
            date.fromisoformat(row["date"])
        if row["date_rule"] == "year_end":
            assert row["date"] == f"{int(row['year']) + 1}-01-01", row
        if row["date_rule"] in {"calendar_year", "period"}:
            assert row["date"] == "", row


def test_census_has_the_printed_total_and_no_hole() -> None:
    rows = read_rows("observations/census_2010.csv")
    assert len(rows) == 38
    assert total(rows, "persons", sex="men") == 1_832_194
    assert total(rows, "persons", sex="women") == 1_699_153
    for sex in ("men", "women"):
        groups = [row for row in rows if row["sex"] == sex]
        assert [int(row["age_from"]) for row in groups] == [0, 1, *range(5, 90, 5)]
        ends = [row["age_to"] for row in groups]
        assert ends == ["0", *[str(age) for age in range(4, 85, 5)], ""]


def test_census_districts_sum_to_the_census() -> None:
    districts = read_rows("observations/districts_2010.csv")
    ages = read_rows("observations/census_2010.csv")
    assert len(districts) == 12
    assert {row["district"] for row in districts} == DISTRICTS
    for sex in ("men", "women"):
        assert total(districts, "persons", sex=sex) == total(ages, "persons", sex=sex)


@pytest.mark.parametrize("year", ["2014", "2015", "2016", "2017", "2018"])
def test_districts_of_the_published_series_sum_to_the_city(year: str) -> None:
    rows = read_rows("observations/districts.csv")
    city = total(
        read_rows("observations/residents.csv"), "value", series="residents_published", year=year
    )
    parts = [r for r in rows if r["series"] == "districts_published" and r["year"] == year]
    assert {row["district"] for row in parts} == DISTRICTS
    assert abs(total(parts, "value") - city) <= 3_000


def test_island_and_mainland_sum_to_the_register() -> None:
    registered = read_rows("observations/registered.csv")
    for row in registered:
        if row["series"] == "registered" and row["year"] >= "2014":
            parts = total(
                read_rows("observations/registered_by_area.csv"), "value", year=row["year"]
            )
            assert parts == int(row["value"])


def test_recorded_rows_name_targets_of_the_plan() -> None:
    targets = {row["id"] for row in read_rows("targets.csv")}
    rows = read_rows("observations/recorded.csv")
    assert {row["target_id"] for row in rows} - {""} <= targets
    assert any(row["target_id"] for row in rows)


def test_every_figure_beside_a_target_has_the_words_that_bear_it() -> None:
    rows = read_rows("observations/target_figures.csv")
    targets = {row["id"] for row in read_rows("targets.csv")}
    beside = {
        (entry["id"], str(record["where"]["series"]))
        for entry in read_toml("scoreboard.toml")["target"]
        for key in ("record", "value")
        for record in entry.get(key, ())
        for record in [record if key == "record" else {"where": {"series": record.get("series")}}]
        if "series" in record["where"]
    }
    for row in rows:
        assert row["target_id"] in targets, row
        assert row["quote"], row
        assert (row["target_id"], row["series"]) in beside, row


def test_a_figure_that_was_printed_stands_in_the_words_quoted() -> None:
    """In digits, of the unit or of 万 or 亿 of it, or in the words for none, one and all."""
    words = {"0": "反复", "1": "开通|销号|具备|正式获评|December", "100": "全覆盖"}
    for row in read_rows("observations/target_figures.csv"):
        if row["status"] != "published":
            continue
        value, quote = float(row["value"]), row["quote"].replace(",", "")
        told = {round(value / scale, 9) for scale in (1, 1e4, 1e8)}
        numbers = {round(float(n), 9) for n in re.findall(r"[0-9]+(?:[.][0-9]+)?", quote)}
        said = words.get(row["value"], "九条|第三所" if row["value"] in "9 3" else "")
        assert told & numbers or (said and re.search(said, row["quote"])), row


def test_what_was_left_out_says_why() -> None:
    rows = read_rows("observations/unused.csv")
    assert all(len(row["reason"]) > 10 for row in rows)
    left_out = {(r["table"], r["quantity"], r["year"], r["value"]) for r in rows}
    assert ("population_registered", "elderly_population", "2016", "275800") in left_out
    assert ("population_registered", "deaths", "2010", "14306") in left_out
    assert ("population_migration", "inflow_share", "2017", "57.2") in left_out
