"""Every number that a report says is that of its cell, in the digits it is told in."""

import re

import pytest

from simulator.city.axes import CITY
from simulator.city.people.yearly_changes import changes_of
from tests.city import outcome_of, reading
from tests.reports import (
    SMALL,
    chart_of,
    column,
    expected,
    is_told,
    numbers_in,
    numbers_of,
    rows_of,
    tables_of,
)


@pytest.fixture(scope="module")
def tables():
    return tables_of(outcome_of(*SMALL))


def _gaps(table, service):
    cells = {name: column(table, name) for name in ("service", "district", "date", "gap")}
    return {
        (district, date): float(gap)
        for one, district, date, gap in zip(*cells.values(), strict=True)
        if one == service and gap
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_finding_of_every_curve_says_numbers_of_its_cells(tables, language):
    named = _services(tables, language)
    drawn = chart_of(expected(language), "places-curves").values["services"]
    assert [told["title"] for told in drawn] == list(named)
    seen = 0
    for told in drawn:
        gaps = _gaps(tables["services"], named[told["title"]])
        for place in told["places"]:
            dates = sorted(date for where, date in gaps if where == place["name"])
            if not dates:
                assert ("未知" if language == "zh" else "unknown") in place["finding"]
                continue
            last = gaps[place["name"], dates[-1]]
            sizes = [n for n in numbers_of(place["finding"]) if n not in _days(place["finding"])]
            if abs(last) > 0.5:
                assert is_told(sizes[0], last, signed=False), place["finding"]
                short, spare = ("短缺", "富余") if language == "zh" else ("short", "surplus")
                assert (short if last > 0 else spare) in place["finding"]
                seen += 1
            if len(sizes) > 1:
                worst = max(gaps[where, date] for where, date in gaps if where == place["name"])
                assert is_told(sizes[1], worst, signed=False), place["finding"]
    assert seen > 20


def _services(tables, language):
    answer = tables["answer"]
    return dict(zip(column(answer, f"service_{language}"), column(answer, "service"), strict=True))


def _days(text: str) -> list[str]:
    """What is a date in a sentence: 2017年9月, 2016年底, Sept 2017, end of 2016."""
    return [*re.findall(r"(\d+)(?=年|月)", text), *re.findall(r"[a-z] (20\d\d)\b", text)]


def test_the_curves_are_the_cells_of_their_table(tables):
    table = tables["services"]
    names = ("service", "district", "date", "demand", "risk_adjusted")
    assert set(names) <= {each.name for each in table.columns}
    cells = zip(*(column(table, name) for name in names), strict=True)
    found = {row[:2]: [] for row in zip(*(column(table, n) for n in names[:2]), strict=True)}
    for service, place, date, demand, supply in cells:
        found[service, place].append((date[:7], demand, supply))
    named = _services(tables, "en")
    for told in chart_of(expected("en"), "places-curves").values["services"]:
        for place in told["places"]:
            rows = {day: ends for day, *ends in found[named[told["title"]], place["name"]]}
            for when, demand, supply in zip(
                place["when"], place["demand"], place["expected"], strict=True
            ):
                if when in rows:
                    assert demand == _whole(rows[when][0])
                    assert supply == _whole(rows[when][1])


def _whole(cell: str) -> int | None:
    return round(float(cell)) if cell else None


@pytest.mark.parametrize("service", ["kindergarten", "primary", "junior", "eldercare"])
def test_the_cells_of_a_map_are_those_of_its_table(tables, service):
    shown = rows_of(expected("zh"), f"map-{service}")
    gaps = _gaps(tables["services"], service)
    titles = (column(tables["services"], name) for name in ("district_zh", "district"))
    district = dict(zip(*titles, strict=True))
    for row in shown.body:
        for year, cell in zip(shown.head[1:], row[1:], strict=True):
            day = f"{int(year) + 1}-01-01" if service == "eldercare" else f"{year}-09-01"
            assert is_told(cell.text.removeprefix("+"), gaps[district[row[0].text], day])
            assert cell.tone == ("shortage" if cell.text.startswith("+") else "surplus")
            assert 0.15 <= cell.strength <= 1.0
    assert shown.data is not None
    assert set(column(shown.data, "service")) == {service}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_answer_says_the_numbers_of_its_table(language):
    shown = rows_of(expected(language), "answer-services")
    assert shown.data is not None
    table = shown.data
    for n, row in enumerate(shown.body):
        _, largest, end, hardest = row[:4]
        for cell, name in ((largest, "largest_gap"), (end, "end_gap"), (hardest, "hardest_gap")):
            value, told = column(table, name)[n], numbers_of(cell.text)
            assert bool(told) == bool(value), (name, cell)
            if value:
                assert is_told(told[0], float(value), signed=False)
        share = column(table, "end_share")[n]
        if share:
            assert is_told(numbers_of(end.more)[0], 100 * float(share))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_change_of_the_people_is_that_of_its_table(language):
    chart = chart_of(expected(language), "people-components")
    births, arrivals, deaths, departures = (
        sum(numbers_in(chart.data, name)) for name in ("births", "arrivals", "deaths", "departures")
    )
    years = column(chart.data, "year")
    assert re.findall(r"\b20\d\d|20\d\d(?=年)", chart.title) == [years[0], years[-1]]
    grown, natural, net = (n for n in numbers_of(chart.title) if not n.startswith("20"))
    assert is_told(grown, births + arrivals - deaths - departures)
    assert is_told(natural, births - deaths)
    assert is_told(net, arrivals - departures)


def test_residents_at_the_end_are_those_before_and_what_came_less_what_left():
    outcome = outcome_of(*SMALL)
    run = outcome.trajectory
    residents = run.measures["residents"][0]
    every = residents.reshape(-1, residents.shape[-1]).sum(axis=0)
    changes = changes_of(outcome, CITY)
    assert len(changes.years) == 7
    for row, year in enumerate(changes.years):
        found = {name: values[row] for name, values in changes.groups.items()}
        assert min(found.values()) >= 0
        before, after = (every[reading(run, at)] for at in (year, year + 1.0))
        come, gone = found["births"] + found["arrivals"], found["deaths"] + found["departures"]
        assert after == pytest.approx(before + come - gone, abs=0.01)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_births_in_the_finding_are_those_of_its_table(language):
    chart = chart_of(expected(language), "people-births")
    years = column(chart.data, "year")
    first, second, later = (numbers_in(chart.data, name) for name in ("first", "second", "later"))
    every = [sum(each) for each in zip(first, second, later, strict=True)]
    peak = max(range(len(every)), key=every.__getitem__)
    # they rise to the last year of this run: one year, one number of births
    assert peak == len(years) - 1
    last, now, share, waiting = numbers_of(chart.title)
    assert last == years[-1]
    assert is_told(now, every[-1])
    assert is_told(share, 100 * second[-1] / every[-1])
    assert is_told(waiting, numbers_in(chart.data, "waiting")[-1])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_ages_in_the_finding_are_those_of_its_table(language):
    chart = chart_of(expected(language), "people-pyramid")
    people: dict[str, dict[int, float]] = {}
    for day, age, persons in zip(
        column(chart.data, "date"), column(chart.data, "age"), numbers_in(chart.data, "persons"),
        strict=True,
    ):  # fmt: skip
        low = int(re.split("[–+]", age)[0])
        of_day = people.setdefault(day, {})
        of_day[low] = of_day.get(low, 0.0) + persons
    shares = [
        100 * sum(n for low, n in found.items() if is_in(low)) / sum(found.values())
        for is_in in (lambda low: low >= 60, lambda low: low < 15)
        for found in people.values()
    ]
    told = [n for n in numbers_of(chart.title) if "." in n]
    assert len(told) == len(shares) == 4
    assert all(is_told(one, share) for one, share in zip(told, shares, strict=True))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_projects_in_the_finding_are_those_of_its_table(language, tables):
    chart = chart_of(expected(language), "projects-by-year")
    table = tables["projects"]
    promised, due = (column(table, f"{name}_opening") for name in ("promised", "expected"))
    dated = [(one, other) for one, other in zip(promised, due, strict=True) if one and other]
    numbers = numbers_of(chart.title)
    late = [str(sum(other > one for one, other in dated)), str(len(dated))]
    assert sorted(numbers[:2]) == sorted(late)
    places = numbers_in(table, "places")
    rows = zip(promised, due, places, strict=True)
    unopened = sum(n for one, other, n in rows if one and one <= "2018-01-01" < (other or "9999"))
    assert is_told(numbers[3], unopened)
