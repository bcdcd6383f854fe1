"""The rate tables of the city pack are whole and follow their stated rules."""

import pytest

from tests.pack_files import PACK, read_rows


def test_mortality_has_every_year_sex_and_age() -> None:
    rows = read_rows("rates/mortality.csv")
    keys = [(int(row["year"]), row["sex"], int(row["age"])) for row in rows]
    wanted = [(y, s, a) for y in range(2000, 2026) for s in ("men", "women") for a in range(101)]
    assert keys == wanted
    assert all(0 < float(row["mx"]) < 2 for row in rows)


def test_rate_tables_are_described() -> None:
    described = {row["file"] for row in read_rows("rates/tables.csv")}
    assert described == {path.name for path in (PACK / "rates").glob("*.csv")} - {"tables.csv"}
    for row in read_rows("rates/tables.csv"):
        assert row["column"] in read_rows(f"rates/{row['file']}")[0]


def test_infant_age_at_death_follows_its_rule() -> None:
    rows = read_rows("rates/infant.csv")
    assert len(rows) == 26 * 2
    rates = {
        (r["year"], r["sex"]): r["mx"] for r in read_rows("rates/mortality.csv") if r["age"] == "0"
    }
    men, women = (
        next(r for r in rows if r["year"] == "2015" and r["sex"] == s) for s in ("men", "women")
    )
    assert float(men["a0"]) == pytest.approx(
        0.14929 - 1.99545 * float(rates["2015", "men"]), abs=1e-5
    )
    assert float(women["a0"]) == pytest.approx(
        0.14903 - 2.05527 * float(rates["2015", "women"]), abs=1e-5
    )


@pytest.mark.parametrize(("order", "level"), [("1", 0.585), ("2", 0.522), ("3+", 0.106)])
def test_fertility_by_order_has_the_printed_level(order: str, level: float) -> None:
    rows = [row for row in read_rows("rates/fertility_by_order.csv") if row["order"] == order]
    assert [int(row["age"]) for row in rows] == list(range(15, 50))
    assert all(float(row["rate"]) >= 0 for row in rows)
    assert sum(float(row["rate"]) for row in rows) == pytest.approx(level, rel=0.015)


def test_migration_profiles_are_shares() -> None:
    rows = read_rows("rates/migration_profile.csv")
    for schedule in {row["schedule"] for row in rows}:
        one = [row for row in rows if row["schedule"] == schedule]
        assert [int(row["age"]) for row in one] == list(range(101))
        assert sum(float(row["weight"]) for row in one) == pytest.approx(1, abs=2e-6)
