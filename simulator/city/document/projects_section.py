"""Projects promised and expected: how late each is, and how many places that leaves unopened."""

from collections.abc import Sequence
from datetime import date

from simulator.city.answer.amounts import amount
from simulator.city.document.material import Material, whole
from simulator.city.ground.titles import place_title
from simulator.report.document.parts import Cell, Chart, Rows, Section
from simulator.report.table import Table
from simulator.stockflow.values.calendar import calendar_label
from simulator.words.catalogue import listed

_MOST = 40
"""Projects shown without asking; the others are folded."""


def projects_section(material: Material) -> Section | None:
    """Named projects, the largest first; ``None`` where none has a name."""
    table = material.tables["projects"]
    if not table.length:
        return None
    rows = sorted(range(table.length), key=lambda row: -float(_cell(table, "places", row) or 0.0))
    shown, folded = rows[:_MOST], rows[_MOST:]
    blocks: list[Chart | Rows] = [
        _by_year(material, table),
        _rows(material, table, shown, folded=False),
    ]
    if folded:
        blocks.append(_rows(material, table, folded, folded=True))
    return Section(name="projects", title=material.say("report.projects"), blocks=tuple(blocks))


def _cell(table: Table, column: str, row: int) -> str:
    return str(table.column(column).cells[row])


def _by_year(material: Material, table: Table) -> Chart:
    """Places of named projects by year of opening, as promised and as expected."""
    promised, expected = (_opened(table, f"{name}_opening") for name in ("promised", "expected"))
    dated = sorted({*promised, *expected})
    years = list(range(dated[0], dated[-1] + 1)) if dated else []
    return Chart(
        name="projects-by-year",
        title=_finding(material, table),
        how=material.say("report.projects_how"),
        notes=(material.say("report.projects_unit"),),
        kind="bars",
        values={
            "unit": material.say("report.places_and_beds"),
            "when": list(map(str, years)),
            "bars": [
                {
                    "title": material.say(f"report.{name}"),
                    "colour": colour,
                    "values": [round(found.get(year, 0.0)) for year in years],
                }
                for name, found, colour in (
                    ("promised", promised, "#b3d7ec"),
                    ("expected", expected, "#0072b2"),
                )
            ],
        },
        pictures=material.pictures("projects"),
        data=table,
    )


def _opened(table: Table, column: str) -> dict[int, float]:
    found: dict[int, float] = {}
    for day, places in zip(table.column(column).cells, table.column("places").cells, strict=True):
        if day and places:
            # 1 January is better known as the end of the year before
            year = int(day[:4]) - (day[5:] == "01-01")
            found[year] = found.get(year, 0.0) + float(places)
    return found


def _finding(material: Material, table: Table) -> str:
    """How many open later than promised, by how much, and how many places are not open."""
    delays = [_delay(table, row) for row in range(table.length)]
    late = [delay for delay in delays if delay is not None and delay > 0]
    never = sum(
        bool(_cell(table, "promised_opening", row)) and not _cell(table, "expected_opening", row)
        for row in range(table.length)
    )
    stop = calendar_label(material.subject.shown[1])
    unopened = sum(
        float(_cell(table, "places", row) or 0.0)
        for row in range(table.length)
        if (_cell(table, "promised_opening", row) or stop) <= stop
        and _cell(table, "promised_opening", row)
        and (_cell(table, "expected_opening", row) or "9999") > stop
    )
    months = sum(late) / len(late) / 30.4375 if late else 0.0
    key = "report.projects_finding" if late else "report.projects_on_time"
    if never:
        key = "report.projects_never"
    counts = {"late": len(late), "never": never, "all": table.length}
    said = material.say(key, **counts, months=f"{months:.0f}")
    key = "report.projects_unopened" if round(unopened) else "report.projects_opened"
    further = material.say(key, unopened=amount(unopened))
    return material.one(listed((said, further), "list.semicolon"))


def _delay(table: Table, row: int) -> int | None:
    promised, expected = (_cell(table, f"{name}_opening", row) for name in ("promised", "expected"))
    if not promised or not expected:
        return None
    return (date.fromisoformat(expected) - date.fromisoformat(promised)).days


def _rows(material: Material, table: Table, rows: Sequence[int], *, folded: bool) -> Rows:
    key = "report.projects_further" if folded else "report.projects_largest"
    names = ("project", "service", "place", "places_word", "promised", "expected", "delay")
    return Rows(
        name="projects-further" if folded else "projects-largest",
        title=material.say(key, number=len(rows)),
        head=material.head(*names, "grade"),
        body=[_row(material, table, row) for row in rows],
        numeric=(False, False, False, True, False, False, True, False),
        widths=(2.1, 1.2, 0.8, 0.8, 0.8, 1.45, 0.75, 0.5),
        data=None if folded else table,
        folded=folded,
    )


def _row(material: Material, table: Table, row: int) -> tuple[Cell, ...]:
    services = {each.name: each.title for each in material.outcome.pack.services}
    delay = _delay(table, row)
    early, late = (_cell(table, f"{name}_opening", row)[:7] for name in ("early", "late"))
    district, service = _cell(table, "district", row), _cell(table, "service", row)
    return (
        Cell(text=_cell(table, f"name_{material.language}", row)),
        Cell(text=material.title(services.get(service, service))),
        Cell(text=material.title(place_title(material.outcome.pack, district))),
        Cell(text=whole(float(_cell(table, "places", row) or 0.0))),
        Cell(text=_cell(table, "promised_opening", row)[:7]),
        Cell(
            text=_cell(table, "expected_opening", row)[:7],
            more="" if early == late else f"{early}–{late}",
        ),
        Cell(
            text="" if delay is None else whole(delay / 30.4375),
            tone="shortage" if delay is not None and delay > 0 else "",
        ),
        Cell(text=_cell(table, "grade", row)),
    )
