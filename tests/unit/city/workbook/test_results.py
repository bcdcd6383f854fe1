"""``results.xlsx`` of a run: every number is that of a table, every sheet can be found and read."""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from simulator.city import publication
from simulator.city.answer.answer import answer_of
from simulator.city.answer.sentences import headline
from simulator.city.ground.outcome import Outcome
from simulator.city.tables import build_tables
from simulator.city.workbook.book import write_results
from simulator.report.table import Table
from simulator.words.catalogue import Language, pair, texts
from tests.city import ONE_WINDOW, ROOT, outcome_of

ROOM = ROOT / "simulator" / "city" / "workbook"

Rows = list[dict[str, object]]


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return outcome_of(ONE_WINDOW)


@pytest.fixture(scope="module")
def tables(outcome: Outcome) -> dict[str, Table]:
    return {table.name: table for table in build_tables(outcome)}


@pytest.fixture(scope="module")
def book(
    outcome: Outcome, tables: dict[str, Table], tmp_path_factory: pytest.TempPathFactory
) -> Workbook:
    return written(outcome, tables, tmp_path_factory.mktemp("book"), "en")


def written(
    outcome: Outcome, tables: dict[str, Table], folder: Path, language: Language
) -> Workbook:
    path = folder / "results.xlsx"
    write_results(path, outcome, tuple(tables.values()), language=language)
    return load_workbook(path)


def rows_of_table(table: Table) -> list[dict[str, str]]:
    names = [column.name for column in table.columns]
    cells = zip(*(column.cells for column in table.columns), strict=True)
    return [dict(zip(names, row, strict=True)) for row in cells]


def rows_of_sheet(sheet: Worksheet, first_head: str) -> Rows:
    """The rows beneath the heads, by head; the heads are where the first of them is."""
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    top = next(place for place, row in enumerate(cells) if row[0] == first_head)
    return [dict(zip(map(str, cells[top]), row, strict=True)) for row in cells[top + 1 :]]


def number(cell: str) -> float | None:
    return float(cell) if cell else None


def test_sheets_are_those_of_a_run_without_draws(book: Workbook) -> None:
    assert book.sheetnames == [
        *("Contents", "Answer", "Charts", "City", "Gaps by district", "Results", "Targets"),
        *("Population", "Components", "Projects", "Inputs", "Record", "Dictionary"),
    ]


def test_results_are_those_of_services_to_the_digit(
    book: Workbook, tables: dict[str, Table], outcome: Outcome
) -> None:
    titles = {service.title["en"]: service for service in outcome.pack.services}
    kept = {
        (row["service"], row["district"], row["date"]): row
        for row in rows_of_table(tables["services"])
    }
    places = {pair("word.city")[1]: "city", "Xiamen Island": "island"}
    places |= {each.title["en"]: each.name for each in outcome.pack.districts}
    seen = 0
    for row in rows_of_sheet(book["Results"], "Service"):
        service = titles[str(row["Service"])]
        year = int(str(row["Year"]))
        day = f"{year}-09-01" if service.is_school else f"{year + 1}-01-01"
        place = places.get(str(row["District or area"]), "mainland")
        cells = kept[service.name, place, day]
        for head, column in (
            ("Demand", "demand"),
            ("Promised supply", "promised"),
            ("Risk-adjusted supply", "risk_adjusted"),
            ("Gap", "gap"),
            ("Coverage", "coverage"),
            ("Unplaced", "unplaced"),
        ):
            assert row[head] == number(cells[column]), (service.name, place, day, column)
        seen += 1
    assert seen == 6 * sum(len(outcome.pack.catchments(s.name)) for s in outcome.pack.services)


def test_the_city_and_its_parts_by_year_say_the_same(book: Workbook) -> None:
    results = {
        (row["Service"], row["District or area"], str(row["Year"])): row
        for row in rows_of_sheet(book["Results"], "Service")
    }
    for row in rows_of_sheet(book["Gaps by district"], "Service"):
        for year in map(str, range(2015, 2021)):
            assert row[year] == results[row["Service"], row["District or area"], year]["Gap"]
    for row in rows_of_sheet(book["City"], "Service"):
        for year in map(str, range(2015, 2021)):
            assert row[year] == results[row["Service"], "Whole city", year][str(row["Quantity"])]


def test_the_answer_has_the_worst_of_the_city_and_of_its_parts(
    book: Workbook, tables: dict[str, Table], outcome: Outcome
) -> None:
    gaps = rows_of_table(tables["gaps"])
    answers = {row["Service"]: row for row in rows_of_sheet(book["Answer"], "Service")}
    assert len(answers) == len(outcome.pack.services)
    for service in outcome.pack.services:
        answer = answers[service.title["en"]]
        rows = {row["district"]: row for row in gaps if row["service"] == service.name}
        assert answer["Largest shortage, city"] == number(rows["city"]["worst_shortage"])
        parts = [float(row["worst_shortage"] or 0) for name, row in rows.items() if name != "city"]
        worst = max(parts, default=0.0)
        assert answer["Largest shortage there"] == (worst or None)
        assert (answer["Worst district"] is None) == (worst == 0.0)
    assert answers["Primary school places"]["Gap"] < 0 < answers["Hospital beds"]["Gap"]


def test_people_move_by_what_the_components_say(book: Workbook) -> None:
    people = {
        (row["District or area"], row["Year"]): row
        for row in rows_of_sheet(book["Population"], "District or area")
    }
    moved = rows_of_sheet(book["Components"], "District or area")
    assert len(moved) == len(people) == 7 * 6
    for row in moved:
        place, year = str(row["District or area"]), int(str(row["Year"]))
        now, before = people[place, year], people.get((place, year - 1))
        ages = sum(float(str(now[head])) for head in now if head.startswith("Ages"))
        assert ages == pytest.approx(now["Residents"])
        assert now["Registered"] + now["Migrants"] == pytest.approx(now["Residents"])  # type: ignore[operator]
        if before is not None:
            change = float(str(now["Residents"])) - float(str(before["Residents"]))
            assert row["Change"] == pytest.approx(change, abs=1e-3)
    city = {row["Year"]: row for row in moved if row["District or area"] == "Whole city"}
    births = sum(float(str(row["Births"])) for row in moved if row["Year"] == 2017)
    assert births == pytest.approx(2 * float(str(city[2017]["Births"])))


def test_every_target_project_and_input_has_its_row(
    book: Workbook, tables: dict[str, Table]
) -> None:
    for sheet, head, table, column in (
        ("Targets", "Target", "targets", "target"),
        ("Projects", "Project", "projects", "project"),
        ("Inputs", "Name", "inputs", "key"),
        ("Record", "Series", "observed", "series"),
    ):
        found = rows_of_sheet(book[sheet], head)
        assert len(found) == tables[table].length > 50
        if column in ("target", "project"):
            assert [row[head] for row in found] == list(tables[table].column(column).cells)
    chances = [row["chance_on_time"] for row in rows_of_table(tables["projects"])]
    shown = [row["Probability on time"] for row in rows_of_sheet(book["Projects"], "Project")]
    assert shown == [number(cell) for cell in chances]


def test_targets_in_english_have_their_clause_translated_and_flags_in_words(book: Workbook) -> None:
    rows = {row["Target"]: row for row in rows_of_sheet(book["Targets"], "Target")}
    assert all(str(row["Clause"]).isascii() for row in rows.values())
    assert rows["T59"]["Clause"] == "Transport, 3: public transport first"
    assert rows["T59"]["Promise"] == "done by the end of 2020"
    assert "line 2 in service: yes (" in str(rows["T59"]["Grounds"])


def test_every_service_with_supply_and_every_divided_one_has_a_chart(
    book: Workbook, outcome: Outcome
) -> None:
    services = outcome.pack.services
    divided = [one for one in services if len(outcome.pack.catchments(one.name)) > 1]
    charts = book["Charts"]._charts
    assert len(charts) == len(services) + len(divided) + 2
    for chart in charts:
        for series in chart.series:
            name, _, cells = series.val.numRef.f.partition("!")
            values = [
                cell.value for row in book[name.strip("'")][cells.replace("$", "")] for cell in row
            ]
            assert any(value is not None for value in values)
            assert all(value is None or isinstance(value, int | float) for value in values)


def test_all_links_lead_somewhere(book: Workbook) -> None:
    found = 0
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.hyperlink is not None:
                    name = cell.hyperlink.location.rpartition("!")[0].strip("'")
                    assert name in book.sheetnames
                    found += 1
    assert found == 2 * (len(book.sheetnames) - 1)


def test_the_dictionary_tells_every_column_that_a_table_has(
    book: Workbook, tables: dict[str, Table]
) -> None:
    rows = rows_of_sheet(book["Dictionary"], "Sheet")
    assert {row["Sheet"] for row in rows} <= set(book.sheetnames)
    for row in rows:
        assert row["Meaning"]
        if row["Table and column"]:
            table, _, column = str(row["Table and column"]).partition(".")
            assert column in [each.name for each in tables[table].columns]
    gap = next(row for row in rows if row["Table and column"] == "services.gap")
    assert str(gap["Meaning"]).startswith("demand − risk-adjusted supply")


@pytest.mark.parametrize("language", ["zh", "both"])
def test_in_chinese_heads_and_labels_are_chinese(
    outcome: Outcome, tables: dict[str, Table], tmp_path: Path, language: Language
) -> None:
    book = written(outcome, tables, tmp_path, language)
    chinese, english = headline(answer_of(outcome))[0]
    told = {"zh": chinese, "both": f"{chinese}\n{english}"}[language]
    assert book["结论"].cell(3, 1).value == told
    heads = [cell.value for cell in book["分区缺口"][6]]
    first = {"zh": "服务", "both": "服务\nService"}[language]
    rows = rows_of_sheet(book["分区缺口"], first)
    assert str(rows[0][first]).split()[0] == "幼儿园学位"
    assert heads[3:] == [str(year) for year in range(2015, 2021)]
    assert not [name for name in book.sheetnames if name.isascii()]


def test_what_is_unknown_stays_blank(book: Workbook) -> None:
    rows = rows_of_sheet(book["City"], "Service")
    (gap,) = [r for r in rows if (r["Service"], r["Quantity"]) == ("Psychiatric beds", "Gap")]
    assert [gap[str(year)] for year in range(2015, 2021)] == [None] * 6
    (demand,) = [r for r in rows if (r["Service"], r["Quantity"]) == ("Psychiatric beds", "Demand")]
    assert all(demand[str(year)] for year in range(2015, 2021))


@pytest.mark.parametrize(("stated", "is_there"), [(None, True), (True, True), (False, False)])
def test_a_run_writes_it_unless_it_is_told_not_to(
    outcome: Outcome,
    tables: dict[str, Table],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    stated: object,
    is_there: object,
) -> None:
    """Where a scenario says nothing, as those from before there was one, it is written."""
    monkeypatch.setattr(publication, "write_tables", lambda *_: tuple(tables.values()))
    values = {**outcome.file.values, "report.figures": False, "report.page": False}
    values.pop("report.workbook")
    stating = {} if stated is None else {"report.workbook": stated}
    file = replace(outcome.file, values={**values, **stating})
    publication.publish_outcome(replace(outcome, file=file), tmp_path / "run")
    assert (tmp_path / "run" / "results.xlsx").is_file() is is_there


def test_every_word_of_the_workbook_is_asked_for() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in ROOM.glob("*.py"))
    names = {
        key.split(".")[-1 - key.endswith((".name", ".title", ".meaning"))]
        for key in texts("en")
        if key.startswith("workbook.")
    }
    assert sorted(name for name in names if name not in code) == []
