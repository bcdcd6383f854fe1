"""The named projects through time: promised and expected opening, with every 1 September."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.city.ground.outcome import choices_of_run
from simulator.city.ground.own_plan import is_own
from simulator.city.ground.subject import Subject, titled
from simulator.city.supply.project_course import Opening, expected_opening, promised_opening
from simulator.city.supply.projects import RunningProject, running_projects
from simulator.report.marks import whole_number, year_axis
from simulator.report.page import MARGIN, Headline, Page, fitting, new_page
from simulator.report.style import FAINT, INK, LABEL, PAPER, QUIET, SMALL, SUPPLY
from simulator.stockflow.values.calendar import calendar_label, first_september
from simulator.words.catalogue import Pair, beside, leading, pair

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH = 13.0
_NAMES = 4.7
_ROW, _GROUP = 0.235, 0.3
_BEYOND = 3.0
"""Years after the last one shown that late openings are followed."""


@dataclass(frozen=True, kw_only=True)
class _Row:
    """Projects of one service, promised for the same day, that slip alike."""

    members: tuple[RunningProject, ...]
    promised: float
    expected: Opening

    @property
    def places(self) -> float:
        return sum(each.places for each in self.members)

    @property
    def is_derived(self) -> bool:
        """Whether a size is ours, or a day that no record gives."""
        return any(not each.is_sized or each.project.grade == "D" for each in self.members)

    @property
    def is_own(self) -> bool:
        """Whether the scenario itself plans them."""
        return is_own(self.members[0].project)


def draw_projects(subject: Subject) -> Page | None:
    """One row for each project, or several alike; ``None`` where no project runs by its name."""
    last = subject.shown[1]
    rows = _rows(subject)
    shown = [row for row in rows if row.promised <= last + 1]
    if not shown:
        return None
    groups = _by_service(shown, subject)
    height = sum(_GROUP + _ROW * len(group) for group in groups)
    page = new_page(
        _WIDTH,
        height + 1.0,
        Headline(
            title=pair("title.projects", city=subject.city),
            details=(pair("detail.projects"), subject.origin()),
        ),
        subject.language,
    )
    axes = page.axes(MARGIN + _NAMES, 0.25, _WIDTH - 2 * MARGIN - _NAMES, height)
    _draw(axes, subject, groups, height)
    later = sum(len(row.members) for row in rows) - sum(len(row.members) for row in shown)
    if later:
        told = pair("projects.later", number=later, year=int(last))
        page.write(MARGIN, height + 0.62, told, SMALL, colour=QUIET)
    return page


def _rows(subject: Subject) -> list[_Row]:
    outcome = subject.outcome
    choices = choices_of_run(outcome)
    alike: dict[tuple[object, ...], list[RunningProject]] = {}
    for running in running_projects(choices):
        school = running.service.is_school
        own = running.project.programme if running.project.facilities > 1 else ""
        key = (
            running.service.name,
            running.announced,
            running.due,
            running.slippage,
            running.lost,
            own,
            is_own(running.project),
            running.closes,
        )
        alike.setdefault(key if school or own else (*key, running.project.name), []).append(running)
    return [
        _Row(
            members=tuple(members),
            promised=promised_opening(members[0]),
            expected=expected_opening(members[0]),
        )
        for members in alike.values()
    ]


def _by_service(rows: Sequence[_Row], subject: Subject) -> list[list[_Row]]:
    """The rows of each service in the order of the pack, earliest promise first."""
    there = {row.members[0].service.name for row in rows}
    names = [each.name for each in subject.outcome.pack.services if each.name in there]
    return [
        sorted(
            (row for row in rows if row.members[0].service.name == name),
            key=lambda row: (row.promised, -row.places),
        )
        for name in names
    ]


def _draw(axes: "Axes", subject: Subject, groups: list[list[_Row]], height: float) -> None:
    first, last = min(2016.0, subject.shown[1] - 1), subject.shown[1] + _BEYOND
    first = max(first, subject.shown[0])
    axes.set_ylim(height, 0.0)
    axes.grid(visible=False)
    axes.spines["left"].set_visible(False)
    axes.set_yticks([])
    year_axis(axes, first, last, most=16)
    for september in _septembers(first, last):
        axes.axvline(september, color=FAINT, lw=0.9, zorder=0)
    down = 0.0
    for group in groups:
        down += _GROUP
        title = titled(group[0].members[0].service.title)
        _label(axes, down - 0.06, beside(title, subject.language), INK, LABEL)
        for row in group:
            down += _ROW
            _label(axes, down - 0.05, _told(subject, row), QUIET, SMALL)
            _mark(axes, row, down - _ROW / 2, last)
    _key(
        axes, subject, on_record=any(row.members[0].is_on_record for each in groups for row in each)
    )


def _septembers(first: float, last: float) -> Iterator[float]:
    for year in range(int(first), ceil(last)):
        if first <= first_september(year) <= last:
            yield first_september(year)


def _mark(axes: "Axes", row: _Row, height: float, last: float) -> None:
    expected = row.expected
    late = min(expected.late, last)
    axes.plot([expected.early, late], [height, height], color=SUPPLY, lw=2.2, alpha=0.4,
              solid_capstyle="round")  # fmt: skip
    if np.isfinite(expected.middle) and expected.middle <= last:
        mark = _RECORDED if row.members[0].is_on_record else _EXPECTED
        axes.plot([expected.middle], [height], **mark, clip_on=False)
    axes.plot([row.promised], [height - 0.055], **_PROMISE)


_EXPECTED: dict[str, Any] = {"marker": "o", "ms": 4.5, "color": SUPPLY, "ls": "none"}
_RECORDED: dict[str, Any] = {"marker": "D", "ms": 4.5, "color": INK, "ls": "none"}

_PROMISE: dict[str, Any] = {
    "marker": "^",
    "ms": 5.0,
    "mfc": PAPER,
    "mec": INK,
    "mew": 1.0,
    "ls": "none",
    "zorder": 4,
}


def _told(subject: Subject, row: _Row) -> str:
    """Name, number and size of a row in one language."""
    name: Pair = titled(row.members[0].project.title)
    if len(row.members) > 1:
        name = pair("projects.row", name=name, number=len(row.members))
    text = f"{leading(name, subject.language)} +{whole_number(row.places)}"
    marks = [leading(pair("projects.own"), subject.language)] if row.is_own else []
    marks += ["D"] if row.is_derived else []
    if np.isfinite(row.members[0].closes):
        until = pair("projects.closes", day=calendar_label(row.members[0].closes))
        marks.append(leading(until, subject.language))
    return f"{text} ({', '.join(marks)})" if marks else text


def _label(axes: "Axes", height: float, text: str, colour: str, size: float) -> None:
    room = _NAMES - 0.15
    axes.annotate(
        text,
        (0.0, height),
        xycoords=("axes fraction", "data"),
        xytext=(-_NAMES * 72, 0),
        textcoords="offset points",
        size=fitting(text, size, room),
        color=colour,
        va="bottom",
        annotation_clip=False,
    )


def _key(axes: "Axes", subject: Subject, *, on_record: bool) -> None:
    promised, expected, recorded = (
        beside(pair(f"projects.{name}"), subject.language)
        for name in ("promised", "expected", "on_record")
    )
    axes.plot([], [], label=promised, **_PROMISE)
    axes.plot([], [], color=SUPPLY, marker="o", ms=4.5, lw=2.2, label=expected)
    if on_record:
        axes.plot([], [], label=recorded, **_RECORDED)
    axes.legend(
        loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=3, frameon=False, fontsize=LABEL,
        borderpad=0, handletextpad=0.4,
    )  # fmt: skip
