"""Why two scoreboards differ: every figure on the way from the first to the last, as % of promise.

A row a figure: from the value of the first scenario, as the plan reckoned, each factor moves it by
its share to the value of the second, as it is counted. The line at 100 % is the promise, the band
below it what is close to it; a row whose outcome is not on record says so.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from simulator.city.ground.outcome import Outcome
from simulator.city.ground.subject import titled
from simulator.city.ground.titles import title_or_name
from simulator.city.ground.titles import titled as words
from simulator.city.targets.causes import DEFINITION, Causes, reading_of
from simulator.city.targets.numbers_said import figure, printed
from simulator.city.targets.reading import read_close
from simulator.city.targets.readings import INDIRECT
from simulator.report.page import MARGIN, Headline, Page, fitting, new_page
from simulator.report.style import FAINT, INK, LABEL, PAPER, QUIET, SMALL
from simulator.words.catalogue import Language, Pair, beside, is_known, pair

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH = 13.0
_NAMES = 4.9
_ROW = 0.52
_BAR = 0.16
_COLOURS = ("#0072b2", "#d55e00", "#7a3e9d", "#009e73", "#b8860b")
_IN_A_ROW = 6
_SMALLEST = 0.4
"""Per cent of a promise below which a share is not drawn."""


def draw_causes(
    causes: Sequence[Causes], first: Outcome, last: Outcome, language: Language = "both"
) -> Page:
    """One page: names and promises at the left, the way from the first scenario to the last."""
    height = _ROW * len(causes)
    ends = {"first": _named(first), "last": _named(last)}
    page = new_page(
        _WIDTH,
        height + 1.15,
        Headline(
            title=pair("title.causes", city=first.pack.title, **ends),
            details=(
                pair("detail.causes", **_read(first, last)),
                pair("detail.causes_share"),
            ),
        ),
        language,
    )
    axes = page.axes(MARGIN + _NAMES, 0.55, _WIDTH - 2 * MARGIN - _NAMES, height)
    close = read_close(first.pack).per_cent
    _prepare(axes, causes, (height, close))
    colours = dict(zip(causes[0].shares, _COLOURS, strict=False))
    for number, each in enumerate(causes):
        _draw(axes, each, _ROW * (number + 0.5), colours, language)
    _key(axes, (colours, close), ends, language)
    return page


def _named(outcome: Outcome) -> Mapping[str, str]:
    name = outcome.file.name
    return outcome.file.title or {"zh": name, "en": name}


def _read(first: Outcome, last: Outcome) -> Mapping[str, object]:
    """Both scenarios with the definition by which each is read."""
    found = {}
    for end, outcome in (("first", first), ("last", last)):
        definition = pair(f"detail.read_{reading_of(outcome.file)}")
        found[end] = pair("detail.read", name=_named(outcome), definition=definition)
    return found


def _prepare(axes: "Axes", causes: Sequence[Causes], sizes: tuple[float, int]) -> None:
    height, close = sizes
    reach = max(max(_share(c, c.first), _share(c, c.last), *_stops(c)) for c in causes)
    axes.set_xlim(0, max(reach, 100) * 1.12)
    axes.set_ylim(height, 0)
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    axes.axvspan(100 - close, 100, color=FAINT, lw=0, zorder=0)
    axes.axvline(100, color=INK, lw=1.1, zorder=3)
    axes.spines["left"].set_visible(False)
    axes.set_yticks([])
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0f} %")


def _stops(causes: Causes) -> list[float]:
    """Where the way stops after each factor, per cent of the promise."""
    stops, value = [], causes.first
    for share in causes.shares.values():
        value += share
        stops.append(_share(causes, value))
    return stops


def _share(causes: Causes, value: float) -> float:
    return 100 * value / causes.row.target.value


def _draw(
    axes: "Axes", causes: Causes, down: float, colours: dict[str, str], language: Language
) -> None:
    """The shares one below the other, joined by thin lines; first value hollow, last one full."""
    begin, lane = _share(causes, causes.first), 0
    start = begin
    lanes = len(causes.shares)
    for factor, end in zip(causes.shares, _stops(causes), strict=True):
        height = down + (lane - (lanes - 1) / 2) * _BAR
        if abs(end - begin) >= _SMALLEST:
            axes.barh(height, end - begin, _BAR * 0.9, left=begin, color=colours[factor], zorder=2)
            _number(axes, min(begin, end), height, end - begin, colours[factor])
        begin, lane = end, lane + 1
    top, bottom = down - lanes * _BAR / 2, down + lanes * _BAR / 2
    axes.plot([start], [top + _BAR / 2], marker="o", ms=6, mfc=PAPER, mec=INK, mew=1.2, zorder=4)
    axes.plot([begin], [bottom - _BAR / 2], marker="o", ms=6, color=INK, zorder=4)
    axes.axhline(down + _ROW / 2, color=FAINT, lw=0.6)
    _label(axes, causes, down, language)


def _number(axes: "Axes", left: float, height: float, share: float, colour: str) -> None:
    """What a share is, per cent of the promise, left of its bar."""
    axes.annotate(
        f"{share:+.1f}".replace("-", "−"),
        (left, height),
        xytext=(-5, 0),
        textcoords="offset points",
        size=SMALL,
        color=colour,
        ha="right",
        va="center",
    )


def _label(axes: "Axes", causes: Causes, down: float, language: Language) -> None:
    """Name in both languages, and first value, last value and promise under it."""
    target, entry = causes.row.target, causes.row.entry
    name = f"{target.name}  {beside(titled(target.title), language)}"
    numbers = f"{figure(causes.first)} → {figure(causes.last)}   /   {printed(target.value)}"
    below = f"{numbers} {beside(titled(entry.unit), language)}"
    if causes.row.verdict == INDIRECT:
        below = f"{below} · {beside(pair('verdict.indirect'), language)}"
    for text, rise, size, colour in ((name, -0.02, LABEL, INK), (below, 0.19, SMALL, QUIET)):
        axes.annotate(
            text,
            (0.0, down + rise),
            xycoords=("axes fraction", "data"),
            xytext=(-_NAMES * 72, 0),
            textcoords="offset points",
            size=fitting(text, size, _NAMES - 0.15),
            color=colour,
            va="bottom",
            annotation_clip=False,
        )


def _key(
    axes: "Axes",
    marks: tuple[dict[str, str], int],
    ends: dict[str, Mapping[str, str]],
    language: Language,
) -> None:
    """What the marks and colours mean, from the left edge of the page on."""
    colours, close = marks
    for name, shape in zip(ends.values(), (PAPER, INK), strict=True):
        axes.plot([], [], marker="o", ms=6, mfc=shape, mec=INK, ls="none",
                  label=beside(titled(name), language))  # fmt: skip
    for factor, colour in colours.items():
        axes.barh([0], [0], color=colour, label=beside(_factor(factor), language))
    axes.barh([0], [0], color=FAINT, label=beside(pair("label.close", close=close), language))
    axes.legend(
        loc="lower left", bbox_to_anchor=(-_NAMES / (_WIDTH - 2 * MARGIN - _NAMES), 1.0),
        ncols=_columns(3 + len(colours)), frameon=False, fontsize=LABEL, borderpad=0,
        handletextpad=0.5, columnspacing=1.6, handlelength=1.6,
    )  # fmt: skip


def _columns(marks: int) -> int:
    """How many marks of a key stand beside each other; the rest in a second row."""
    return marks if marks <= _IN_A_ROW else -(-marks // 2)


def _factor(name: str) -> Pair:
    """A factor by its own words; a setting without any by its key."""
    key = f"cause.{name}"
    if not is_known(key) and name != DEFINITION:
        return titled(title_or_name(key, name))
    return titled(words(key))
