"""The named projects through time: promised and expected opening, with every 1 September."""

from collections.abc import Iterator, Sequence
from math import ceil

import numpy as np

from simulator.city.ground.subject import Chosen, Subject, titled
from simulator.city.supply.project_rows import ProjectRow, by_service, called, project_rows
from simulator.report.legend import Entry, draw_legend
from simulator.report.marks import whole_number
from simulator.report.paper import LINE, Heading, Page, new_page, shortened
from simulator.report.plot import Plot, years_room
from simulator.report.shapes import POINTS, Box, Look
from simulator.report.sheet import Sheet
from simulator.report.style import FAINT, INK, PAPER, QUIET, SUPPLY
from simulator.stockflow.values.calendar import SAME_INSTANT, calendar_label, first_september
from simulator.words.catalogue import Pair, leading, listed, moment, pair

_NAMES = {"a4": 2.9, "slide": 4.6, "phone": 3.55}
_ROW, _GROUP = 1.62, 1.9
"""Height of a row and of the name of a service, in sizes of small letters."""
_BEYOND = 3.0
"""Years after the last one shown that late openings are followed."""
_LATE = 1.0
"""Years after the promised day from which on a project is told to be late."""
_NAMED, _NOTED = 3, 4
"""Projects promised after the picture that a note names; lines kept free for notes."""
_NEVER = 99.0
"""Years that stand for no day at all."""
_ABOVE = 0.05
"""By how much the promise stands above the middle of its row, inches on A4."""
_PROMISE = Look(kind="^", size=4.8, fill=PAPER, edge=INK, rim=1.0)
_EXPECTED = Look(kind="o", size=4.2, fill=SUPPLY, edge=SUPPLY, rim=0.5)
_RECORDED = Look(kind="D", size=4.2, fill=INK, edge=INK, rim=0.5)
_BAR = "#99c7e0"


def draw_projects(subject: Subject, sheet: Sheet, chosen: Chosen) -> Page | None:
    """One row for each project, or several alike, of a service or district where asked for.

    ``None`` where no such project runs by its name.
    """
    rows = project_rows(subject, chosen)
    edge = _edge(subject)
    shown = [row for row in rows if row.promised <= edge + SAME_INSTANT]
    if not shown:
        return None
    page = new_page(
        Heading(
            finding=_finding(subject, rows),
            shown=subject.shown_line("shown.projects", chosen.place),
            notes=(pair("read.how.projects"), pair("read.projects")),
        ),
        sheet,
        subject.language,
    )
    on_record = any(row.members[0].is_on_record for row in shown)
    down = draw_legend(page, 0.0, _key(page, on_record=on_record)) + 0.08
    notes = _notes(rows, edge)
    foot = years_room(sheet.letters.small) + 0.11 + _NOTED * LINE * sheet.letters.small / POINTS
    kept = _fitting(page, shown, subject, page.room - down - foot)
    groups = by_service(kept, subject)
    height = sum(_group_height(page) + _row_height(page) * len(group) for group in groups)
    _draw(page, subject, groups, (down, height))
    down += height + years_room(sheet.letters.small) + 0.06
    if len(kept) < len(shown):
        notes.append(pair("projects.fewer", number=len(shown) - len(kept)))
    for told in notes:
        down = page.write(
            sheet.margin, down, told, sheet.letters.small, colour=QUIET, within=sheet.room
        )
    return page.close(down + 0.05)


def _edge(subject: Subject) -> float:
    """The last instant of the picture."""
    return subject.shown[1] + _BEYOND


def _notes(rows: Sequence[ProjectRow], edge: float) -> list[Pair]:
    """What the picture has no room for in time: projects promised, or expected, after its edge."""
    end, notes = moment(edge, inside=True), []
    later = sorted(
        (row for row in rows if row.promised > edge + SAME_INSTANT), key=lambda row: row.promised
    )
    if later:
        named = listed([_named_later(row) for row in later[:_NAMED]])
        number = sum(len(row.members) for row in later)
        key = "projects.later_more" if len(later) > _NAMED else "projects.later"
        notes.append(pair(key, number=number, end=end, names=named))
    unseen = sum(
        len(row.members)
        for row in rows
        if row.promised <= edge + SAME_INSTANT and row.expected.middle > edge + SAME_INSTANT
    )
    if unseen:
        notes.append(pair("projects.unseen", number=unseen, end=end))
    return notes


def _named_later(row: ProjectRow) -> Pair:
    return pair(
        "projects.named",
        name=called(row),
        day=calendar_label(row.promised)[:7],
        places=whole_number(row.places),
    )


def _fitting(
    page: Page, rows: Sequence[ProjectRow], subject: Subject, room: float
) -> list[ProjectRow]:
    """All rows where the page has room for them; else those that are late, then the largest."""
    kept = sorted(rows, key=lambda row: (row.late_by < _LATE, -row.places))
    while len(kept) > 1:
        groups = len(by_service(kept, subject))
        if groups * _group_height(page) + len(kept) * _row_height(page) <= room:
            break
        kept = kept[:-1]
    return kept


def _row_height(page: Page) -> float:
    lines = 2 if page.sheet.name == "phone" else 1
    return lines * _ROW * page.sheet.letters.small / POINTS


def _group_height(page: Page) -> float:
    return _GROUP * page.sheet.letters.label / POINTS


def _finding(subject: Subject, rows: Sequence[ProjectRow]) -> Pair:
    """How many projects are expected, or were, a year or more after their day; the latest."""
    every = sum(len(row.members) for row in rows)
    late = [row for row in rows if row.late_by >= _LATE]
    if not late:
        return pair("finding.projects_on_time", where=subject.city, all=every)
    worst = max(late, key=lambda row: (min(row.late_by, _NEVER), row.places))
    return pair(
        "finding.projects",
        where=subject.city,
        all=every,
        late=sum(len(row.members) for row in late),
        latest=titled(worst.members[0].project.title),
        promised=moment(worst.promised, inside=True),
        when=pair(f"projects.by_{'record' if worst.members[0].is_on_record else 'chance'}"),
        expected=moment(worst.expected.middle, inside=True)
        if np.isfinite(worst.expected.middle)
        else pair("projects.never"),
    )


def _draw(
    page: Page, subject: Subject, groups: list[list[ProjectRow]], span: tuple[float, float]
) -> None:
    sheet, letters = page.sheet, page.sheet.letters
    names = 0.0 if sheet.name == "phone" else _NAMES[sheet.name]
    first = max(min(2016.0, subject.shown[1] - 1), subject.shown[0])
    plot = Plot(
        page=page, left=sheet.margin + names + 0.1, down=span[0], height=span[1],
        width=sheet.room - names - 0.2, x=(first, _edge(subject)), y=(0.0, span[1]),
    )  # fmt: skip
    for september in _septembers(*plot.x):
        plot.rule(september, FAINT, 0.8)
    down = 0.0
    for group in groups:
        title = titled(group[0].members[0].service.title)
        base = span[0] + down + 1.35 * letters.label / POINTS
        page.words(page.lead(title), (sheet.margin, base), letters.label, INK)
        down += _group_height(page)
        for row in group:
            _write_row(page, subject, row, span[0] + down)
            down += _row_height(page)
            line = 0.5 * _ROW * letters.small / POINTS
            _mark(plot, row, span[1] - down + line)
    plot.years(letters.small)


def _write_row(page: Page, subject: Subject, row: ProjectRow, down: float) -> None:
    """Name of a row, cut short with a mark where it is wider than its room."""
    size, room = page.sheet.letters.small, _NAMES[page.sheet.name]
    text = shortened(_told(subject, row), size, room, keep=" +")
    page.words(text, (page.sheet.margin, down + 1.15 * size / POINTS), size, QUIET)


def _septembers(first: float, last: float) -> Iterator[float]:
    for year in range(int(first), ceil(last)):
        if first <= first_september(year) <= last:
            yield first_september(year)


def _mark(plot: Plot, row: ProjectRow, height: float) -> None:
    """Promised and expected opening at a height of the plot, inches from its foot."""
    expected, last = row.expected, plot.x[1]
    early, late = max(expected.early, plot.x[0]), min(expected.late, last)
    if late > early:
        left, right = plot.across(early), plot.across(late)
        thick = 0.035 * plot.weight / 0.8
        plot.page.shapes.append(
            Box(
                left=left,
                top=plot.page.top + plot.up(height) - thick / 2,
                width=right - left,
                height=thick,
                fill=_BAR,
            )
        )
    if np.isfinite(expected.middle) and expected.middle <= last:
        mark = _RECORDED if row.members[0].is_on_record else _EXPECTED
        plot.mark(np.array([expected.middle]), np.array([height]), mark)
    above = height + _ABOVE * plot.weight / 0.8
    plot.mark(np.array([row.promised]), np.array([above]), _PROMISE)


def _key(page: Page, *, on_record: bool) -> list[Entry]:
    entries = [
        Entry(name=page.lead(pair("projects.promised")), mark=_PROMISE),
        Entry(name=page.lead(pair("projects.expected")), mark=_EXPECTED, line=_BAR),
    ]
    if on_record:
        entries.append(Entry(name=page.lead(pair("projects.on_record")), mark=_RECORDED))
    return entries


def _told(subject: Subject, row: ProjectRow) -> str:
    """Name, number and size of a row in one language."""
    text = f"{leading(called(row), subject.language)} +{whole_number(row.places)}"
    marks = [leading(pair("projects.own"), subject.language)] if row.is_own else []
    marks += ["D"] if row.is_derived else []
    if np.isfinite(row.members[0].closes):
        until = pair("projects.closes", day=calendar_label(row.members[0].closes))
        marks.append(leading(until, subject.language))
    return f"{text} ({', '.join(marks)})" if marks else text
