"""The way from one number to the other: a bar a group, each beginning where the last one ends."""

from typing import TYPE_CHECKING

from simulator.city.why.explained import Explained
from simulator.city.why.sentences import acting_of, named_groups, names_of, signed
from simulator.report.marks import BEHIND, whole_number
from simulator.report.page import MARGIN, Headline, Page, new_page, room_for
from simulator.report.style import INK, LABEL, QUIET, SHORTAGE, SMALL, SURPLUS
from simulator.words.catalogue import Language, Pair, beside, pair

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH, _ROW, _BAR = 11.0, 0.42, 0.62
Row = tuple[str, float, float, tuple[float, float] | None]
"""What a bar is called, where it begins and ends, and its whisker."""


def draw_why(found: Explained, language: Language) -> Page:
    """One page: the first number, what each group makes of the difference, the second number."""
    rows = _rows(found, language)
    names = max(room_for([row[0] for row in rows], LABEL), 1.0) + 0.15
    height = _ROW * len(rows)
    page = new_page(_WIDTH, height + 0.85, _headline(found), language)
    axes = page.axes(MARGIN + names, 0.1, _WIDTH - 2 * MARGIN - names, height)
    _prepare(axes, rows)
    axes.set_xlabel(beside(pair(f"label.why_{found.question.quantity}"), language), size=SMALL)
    for number, row in enumerate(rows):
        _draw(axes, row, number, len(rows) - 1, turned=_turned(found))
    return page


def _headline(found: Explained) -> Headline:
    acting, names = acting_of(found), dict(names_of(found))
    names["service"] = _called(found)
    if not acting:
        title = pair("title.why_even", **names)
    else:
        title = pair("title.why", group=named_groups(acting[0].groups), **names)
    names |= {"first": names["first_title"], "last": names["last_title"]}
    return Headline(title=title, details=(pair("detail.why", **names), pair("detail.why_range")))


def _called(found: Explained) -> Pair:
    """The service within a sentence."""
    title = found.question.service.title
    return str(title["zh"]), str(title["en"])[:1].lower() + str(title["en"])[1:]


def _rows(found: Explained, language: Language) -> list[Row]:
    """The two numbers, and between them every group that does something, the largest first."""
    names = names_of(found)
    ends = [
        beside(pair("why.end", title=names[f"{end}_title"], amount=names[end]), language)
        for end in ("first", "last")
    ]
    rows: list[Row] = [(ends[0], 0.0, found.first, None)]
    value = found.first
    for each in acting_of(found):
        name = beside(named_groups(each.groups), language)
        whisker = (value + each.least, value + each.most)
        rows.append((name, value, value + each.share, whisker))
        value += each.share
    return [*rows, (ends[1], 0.0, found.last, None)]


def _turned(found: Explained) -> bool:
    """Whether more of it is better: of supply."""
    return found.question.quantity == "supply"


def _prepare(axes: "Axes", rows: list[Row]) -> None:
    ends = [end for _, first, last, whisker in rows for end in (first, last, *(whisker or ()))]
    low, high = min(0.0, *ends), max(0.0, *ends)
    room = 0.13 * (high - low or 1.0)
    axes.set_xlim(low - room, high + room)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    axes.axvline(0.0, color=INK, lw=0.9, zorder=3)
    axes.spines["left"].set_visible(False)
    axes.set_yticks([])
    axes.xaxis.set_major_formatter(lambda value, _: whole_number(value))


def _draw(axes: "Axes", row: Row, number: int, last: int, *, turned: bool) -> None:
    """A bar with its name and number, its whisker, and the thin line to the next."""
    name, begin, end, whisker = row
    is_end = whisker is None
    is_worse = (end > begin) != turned
    colour = QUIET if is_end else SHORTAGE if is_worse else SURPLUS
    axes.barh(
        number, end - begin, _BAR, left=begin, color=colour, zorder=2,
        hatch="" if is_end or is_worse else "////", edgecolor="white", linewidth=0,
    )  # fmt: skip
    if whisker is not None:
        axes.plot(whisker, (number, number), color=INK, lw=1.0, marker="|", ms=7, zorder=4)
    if number < last:
        joint = (number - _BAR / 2, number + 1 - _BAR / 2)
        axes.plot((end, end), joint, color=QUIET, lw=0.6, zorder=1)
    if whisker is not None:
        axes.annotate(
            signed(end - begin), (max(begin, end, *whisker), number), xytext=(7, 0),
            textcoords="offset points", size=LABEL, color=INK, va="center", zorder=5, bbox=BEHIND,
        )  # fmt: skip
    axes.annotate(
        name, (0.0, number), xycoords=("axes fraction", "data"), xytext=(-8, 0),
        textcoords="offset points", size=LABEL, color=INK, ha="right", va="center",
        annotation_clip=False,
    )  # fmt: skip
