"""The baseline, year by year, as decimal text of six significant digits, compared to the letter."""

import difflib
from pathlib import Path

from tests.city import reading, run

TABLE = Path(__file__).with_name("baseline.csv")
HEADER = "date,quantity,place,value"
BIRTHS = {
    "first_births": ("first_births_planning", "first_births_content"),
    "second_births": ("second_births",),
}


def decimal(value: float) -> str:
    """Six significant digits, never a power of ten."""
    rounded = float(f"{value:.6g}")
    return f"{rounded:.12g}" if abs(rounded) < 1e12 else f"{rounded:.0f}"


def yearly(year: int) -> dict[tuple[str, str, str], float]:
    """People on 1 January, and what came and went in the year before."""
    baseline = run()
    now, before = reading(baseline, year), reading(baseline, year - 1)
    day, last = f"{year}-01-01", f"{year - 1}"
    found = {}
    residents = baseline.measures["residents"][0].sum(axis=0)
    for place, district in enumerate(baseline.system.axis["district"].labels):
        found[day, "residents", district] = residents[place, now]
    found[day, "register", "city"] = baseline.measures["register"][0, :, now].sum()

    def total(name: str) -> float:
        totals = (baseline.arrived if name in baseline.arrived else baseline.left)[name][0]
        return float((totals[..., now] - totals[..., before]).sum())

    for order, flows in BIRTHS.items():
        found[last, order, "city"] = sum(map(total, flows))
    births = total("newborn_boys") + total("newborn_girls")
    earlier = sum(found[last, order, "city"] for order in BIRTHS)
    found[last, "higher_births", "city"] = births - earlier
    found[last, "deaths", "city"] = total("deaths")
    found[last, "arrivals", "city"] = total("arrivals")
    return found


def on_september(year: int) -> dict[tuple[str, str, str], float]:
    """Demand and both supplies of every service, city-wide on 1 September."""
    baseline = run()
    place = reading(baseline, year + 2 / 3)
    demand = baseline.measures["demand"][0, ..., place].sum(axis=1)
    supply = baseline.measures["supply"][0, ..., place].sum(axis=2)
    found = {}
    for number, service in enumerate(baseline.system.axis["service"].labels):
        for name, value in zip(("demand", "promised", "expected"), (demand, *supply), strict=True):
            found[f"{year}-09-01", name, service] = value[number]
    return found


def table() -> list[str]:
    found: dict[tuple[str, str, str], float] = {}
    for year in range(2012, 2022):
        found |= yearly(year)
    for year in range(2015, 2021):
        found |= on_september(year)
    return [HEADER, *(f"{','.join(key)},{decimal(value)}" for key, value in found.items())]


def test_the_baseline_is_the_one_on_record(regenerate):
    found = table()
    if regenerate:
        TABLE.write_text("\n".join(found) + "\n", encoding="utf-8", newline="\n")
    kept = TABLE.read_text(encoding="utf-8").splitlines()
    changed = "\n".join(difflib.unified_diff(kept, found, "kept", "found", lineterm="", n=0))
    assert found == kept, (
        f"the baseline has changed; name it in CHANGELOG under Results change, with the reason, "
        f"and only then run pytest tests/golden --regenerate. Never regenerate to silence this.\n"
        f"{changed}"
    )


def test_the_text_is_decimal():
    values = [1234567.4, 0.000123456789, 12.0, 0.0, 99999.96]
    assert list(map(decimal, values)) == ["1234570", "0.000123457", "12", "0", "100000"]
