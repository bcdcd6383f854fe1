"""What the record of a pack has to hold together: ages without a hole, series that are there."""

from collections.abc import Iterator
from math import isclose
from typing import Any

from simulator.city.axes import CITY, SEX
from simulator.city.pack.contents import PackContents
from simulator.city.pack.sheets import CENSUS, CENSUS_DISTRICTS, OVER_A_PERIOD, SOURCES
from simulator.errors import Fault
from simulator.files.form_check import unknown
from simulator.files.hints import show
from simulator.files.sheet_check import Cells
from simulator.words.catalogue import message

_YEAR = len("2015")
_ADULT, _JUMP = 20, 4.0
_AHEAD = "observations/places_announced.csv"  # what was announced lies ahead


def census_ages_follow(pack: PackContents) -> Iterator[Fault]:
    """Age groups of a sex begin at 0, each where the one before ends; the last one is open."""
    for sex in SEX:
        groups = [(line, row) for line, row in pack.rows[CENSUS.file] if row["sex"] == sex]
        wanted = "0"
        for line, row in groups:
            if row["age_to"] and int(row["age_to"]) < int(row["age_from"]):
                told = {"found": row["age_to"], "right": row["age_from"]}
                yield pack.refuse_row(CENSUS.file, line, "age_to", "age_reversed", **told)
                return
            if row["age_from"] != wanted:
                key = "age_group" if wanted else "age_after"
                found = row["age_from"]
                yield pack.refuse_row(CENSUS.file, line, "age_from", key, found=found, right=wanted)
            wanted = str(int(row["age_to"]) + 1) if row["age_to"] else ""
        if wanted:
            line = groups[-1][0]
            yield pack.refuse_row(CENSUS.file, line, "age_to", "age_open", sex=sex, right=wanted)


def census_adds_up(pack: PackContents) -> Iterator[Fault]:
    """Districts and age groups of the census hold the same men and women."""
    for sex in SEX:
        by_age, by_district = (
            sum(float(row["persons"]) for _, row in pack.rows[sheet.file] if row["sex"] == sex)
            for sheet in (CENSUS, CENSUS_DISTRICTS)
        )
        if by_age != by_district:
            told = {"found": f"{by_district:.15g}", "right": f"{by_age:.15g}"}
            yield pack.refuse_row(CENSUS_DISTRICTS.file, None, "persons", "census_totals", **told,
                                  sex=sex, other=CENSUS.file)  # fmt: skip


def series_are_on_record(pack: PackContents) -> Iterator[Fault]:
    """A series that is defined, or that a basis of the population names, has rows."""
    known = sorted({row["series"] for _, _, row in _observations(pack)})
    defined = pack.documents.get("definitions.toml")
    if defined is not None:
        series: Any = defined.document["series"]
        for name in series:
            if name not in known:
                yield defined.fault(("series", name), _no_series(name, known))
    for file, here, entry in pack.tables("city.toml", "basis"):
        for key in ("residents_series", "births_series"):
            if key in entry and entry[key] not in known:
                yield file.fault((*here, key), _no_series(entry[key], known))


def _no_series(name: str, known: list[str]) -> str:
    return message("form.unknown_name", **unknown(name, known))


def _observations(pack: PackContents) -> Iterator[tuple[str, int, Cells]]:
    for name, rows in pack.rows.items():
        yield from ((name, line, row) for line, row in rows if "series" in row)


def series_have_one_unit(pack: PackContents) -> Iterator[Fault]:
    """Every row of a series is in the unit of its first."""
    seen: dict[tuple[str, str], tuple[int, str]] = {}
    for name, line, row in _observations(pack):
        first, unit = seen.setdefault((name, row["series"]), (line, row["unit"]))
        if row["unit"] != unit:
            told = {"found": show(row["unit"]), "right": show(unit), "first": first}
            yield pack.refuse_row(name, line, "unit", "one_unit", **told)


def dates_are_of_their_year(pack: PackContents) -> Iterator[Fault]:
    """A date stands where something was counted on a day, and lies in its year or at its end."""
    for name, line, row in _observations(pack):
        rule, day, years = row["date_rule"], row["date"], row["year"].split("-")
        if (rule in OVER_A_PERIOD) == bool(day):
            yield pack.refuse_row(name, line, "date", "date_and_rule", rule=rule)
        first = int(years[0]) - rule.startswith("school_year")
        if day and not f"{first}-01-01" <= day <= f"{int(years[-1]) + 1}-01-01":
            told = {"found": day, "year": row["year"]}
            yield pack.refuse_row(name, line, "date", "date_off", **told)


def counts_were_known(pack: PackContents) -> Iterator[Fault]:
    """Nothing was counted in a year after the one in which all its dated sources were published."""
    published = {row["source_id"]: row["date"][:_YEAR] for _, row in pack.rows[SOURCES.file]}
    for name, line, row in _observations(pack):
        years = [published[source] for source in row["source_id"].split(";")]
        if name == _AHEAD or row["use"] == "reference" or not all(map(str.isdigit, years)):
            continue
        counted = row["year"].split("-")[0]
        if counted > max(years) and row["date_rule"] != OVER_A_PERIOD[0]:
            told = {"found": row["year"], "source": row["source_id"], "date": max(years)}
            yield pack.refuse_row(name, line, "year", "not_yet", **told)


def series_have_no_hole(pack: PackContents) -> Iterator[Fault]:
    """A series that a basis names, or that fixes a path of the fit, has every year between."""
    named = {
        entry[key]
        for _, _, entry in pack.tables("city.toml", "basis")
        for key in ("residents_series", "births_series")
        if key in entry
    }
    fixing = (each for _, _, each in pack.tables("fit.toml", "series") if each.get("condition"))
    for series in sorted(named | {each["series"] for each in fixing}):
        found = [
            (int(row["year"]), name, line)
            for name, line, row in _observations(pack)
            if (row["series"], row["district"]) == (series, CITY) and row["year"].isdigit()
        ]
        years = {year for year, _, _ in found}
        holes = sorted(set(range(min(years), max(years))) - years) if years else ()
        if holes:
            _, name, line = min(each for each in found if each[0] > holes[0])
            told = {"series": series, "first": min(years), "last": max(years)}
            shown = ", ".join(map(str, holes))
            yield pack.refuse_row(name, line, "year", "series_hole", **told, found=shown)


def rates_reach_over_the_plan(pack: PackContents) -> Iterator[Fault]:
    """Death rates begin with the start of the city and last as long as its programmes."""
    start: Any = pack.documents["city.toml"].document["start"]
    ends = [
        int(str(entry["ends"])[:_YEAR])
        for _, _, entry in pack.tables("programmes.toml", "programme")
        if "ends" in entry
    ]
    begins = int(str(start["date"])[:_YEAR])
    for table in ("rates/mortality.csv", "rates/infant.csv", "rates/population.csv"):
        years = [int(row["year"]) for _, row in pack.rows[table]]
        if min(years) > begins:
            told = {"found": min(years), "right": begins}
            yield pack.refuse_row(table, None, "year", "rates_begin", **told)
        if ends and max(years) < max(ends):
            told = {"found": max(years), "right": max(ends)}
            yield pack.refuse_row(table, None, "year", "rates_end", **told)


def death_rates_are_smooth(pack: PackContents) -> Iterator[Fault]:
    """From age to age a death rate of adults changes little: a decimal point may be misplaced."""
    table = "rates/mortality.csv"
    before: dict[tuple[str, str], float] = {}
    for line, row in sorted(pack.rows[table], key=lambda each: int(each[1]["age"])):
        rate, key = float(row["mx"]), (row["year"], row["sex"])
        last = before.get(key, rate)
        if int(row["age"]) > _ADULT and not last / _JUMP <= rate <= last * _JUMP:
            told = {"found": row["mx"], "before": f"{last:g}"}
            yield pack.refuse_row(table, line, "mx", "rate_jumps", **told)
            return
        before[key] = rate


def weights_add_up(pack: PackContents) -> Iterator[Fault]:
    """The weights of a schedule of moves are shares of all of them."""
    table = "rates/migration_profile.csv"
    sums: dict[str, float] = {}
    for _, row in pack.rows.get(table, ()):
        sums[row["schedule"]] = sums.get(row["schedule"], 0.0) + float(row["weight"])
    for schedule, total in sums.items():
        if not isclose(total, 1.0, abs_tol=1e-5):
            told = {"schedule": schedule, "found": f"{total:g}"}
            yield pack.refuse_row(table, None, "weight", "weights", **told)


RULES = (
    census_ages_follow,
    census_adds_up,
    series_are_on_record,
    series_have_one_unit,
    dates_are_of_their_year,
    counts_were_known,
    series_have_no_hole,
    rates_reach_over_the_plan,
    death_rates_are_smooth,
    weights_add_up,
)
