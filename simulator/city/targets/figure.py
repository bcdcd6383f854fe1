"""Why two scoreboards differ: every figure on the way from the first to the last, as % of promise.

A row a figure: from the value of the first scenario, as the plan reckoned, each factor moves it by
its share to the value of the second, as it is counted. The line at 100 % is the promise, the band
below it what is close to it; a row whose outcome is not on record says so.
"""

from collections.abc import Mapping, Sequence

from simulator.city.ground.outcome import Outcome
from simulator.city.ground.subject import titled
from simulator.city.ground.titles import title_or_name
from simulator.city.ground.titles import titled as words
from simulator.city.targets.causes import DEFINITION, Causes, reading_of
from simulator.city.targets.numbers_said import figure, printed
from simulator.city.targets.reading import read_close
from simulator.city.targets.readings import INDIRECT
from simulator.report.legend import Entry, draw_legend
from simulator.report.paper import LINE, Heading, Page, new_page, shortened
from simulator.report.plot import Plot
from simulator.report.scales import round_ticks
from simulator.report.shapes import POINTS, Box, Hatch, Look, Mark, width_of
from simulator.report.sheet import SHEETS, Sheet
from simulator.report.style import FAINT, INK, PAPER, QUIET
from simulator.words.catalogue import Language, Pair, is_known, pair

_NAMES = 0.47
"""Share of the page for names and numbers."""
_ROW, _BAR = 5.2, 1.05
"""Height of a row and of a bar, in sizes of small letters."""
_LOOKS: tuple[tuple[str, Hatch | None], ...] = (
    ("#0072b2", None),
    ("#d55e00", Hatch(slant="/", colour=PAPER, apart=3.4, width=0.7)),
    ("#7a3e9d", Hatch(slant="\\", colour=PAPER, apart=3.4, width=0.7)),
    ("#009e73", Hatch(slant=".", colour=PAPER, apart=3.0, width=0.6)),
    ("#b8860b", None),
)
_SMALLEST = 0.4
"""Per cent of a promise below which a share is not drawn."""
_FIRST = Look(kind="o", size=5.0, fill=PAPER, edge=INK, rim=1.2)
_LAST = Look(kind="o", size=5.0, fill=INK, edge=INK, rim=1.2)


def draw_causes(
    causes: Sequence[Causes],
    first: Outcome,
    last: Outcome,
    language: Language = "both",
    sheet: Sheet = SHEETS["a4"],
) -> Page:
    """One page: names and promises at the left, the way from the first scenario to the last."""
    ends = {"first": _named(first), "last": _named(last)}
    page = new_page(
        Heading(
            finding=_finding(causes, first, ends),
            shown=pair("detail.causes", **_read(first, last)),
            notes=(pair("detail.causes_share"),),
        ),
        sheet,
        language,
    )
    close = read_close(first.pack).per_cent
    looks = dict(zip(causes[0].shares, _LOOKS, strict=False))
    down = draw_legend(page, 0.0, _key(page, looks, ends, close)) + 0.06
    small = sheet.letters.small
    names, high = _NAMES * sheet.room, _ROW * small / POINTS
    plot = Plot(
        page=page, left=sheet.margin + names, down=down, width=sheet.room - names,
        height=high * len(causes), x=_span(causes), y=(float(len(causes)), 0.0),
    )  # fmt: skip
    _draw_scale(plot, close)
    for number, each in enumerate(causes):
        _draw(plot, each, number + 0.5, looks)
    return page.close(down + plot.height + 1.6 * LINE * small / POINTS)


def _finding(
    causes: Sequence[Causes], first: Outcome, ends: Mapping[str, Mapping[str, str]]
) -> Pair:
    """The factor that moves the targets most, on the mean of all of them."""
    moved = {
        factor: sum(abs(_share(each, each.shares[factor])) for each in causes) / len(causes)
        for factor in causes[0].shares
    }
    most = max(moved, key=lambda factor: moved[factor])
    return pair(
        "title.causes",
        city=first.pack.title,
        factor=_factor(most),
        points=f"{moved[most]:.1f}",
        all=len(causes),
        **ends,
    )


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


def _span(causes: Sequence[Causes]) -> tuple[float, float]:
    """From nothing to the largest share of a promise that any way comes to."""
    reach = max(max(_share(c, c.first), _share(c, c.last), *_stops(c)) for c in causes)
    return 0.0, max(reach, 100) * 1.08


def _draw_scale(plot: Plot, close: int) -> None:
    """Per cent of the promise, the promise itself, and the band of what is close to it."""
    size = plot.page.sheet.letters.small
    left, right = plot.across(100 - close), plot.across(100)
    plot.page.box((left, plot.down), (right - left, plot.height), FAINT)
    base = plot.down + plot.height + 1.2 * size / POINTS
    for tick in round_ticks(*plot.x, 6):
        plot.rule(tick, FAINT, 0.6)
        plot.page.words(f"{tick:.0f}%", (plot.across(tick), base), size, QUIET, "middle")
    plot.rule(100.0, INK, 1.1)


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
    plot: Plot, causes: Causes, middle: float, looks: Mapping[str, tuple[str, Hatch | None]]
) -> None:
    """The shares one below the other; first value hollow, last one full, names at the left."""
    page, small = plot.page, plot.page.sheet.letters.small
    thick, lanes = _BAR * small / POINTS, len(causes.shares)
    begin = start = _share(causes, causes.first)
    for lane, (factor, end) in enumerate(zip(causes.shares, _stops(causes), strict=True)):
        down = plot.up(middle) + (lane - (lanes - 1) / 2) * thick
        if abs(end - begin) >= _SMALLEST:
            left, right = sorted((plot.across(begin), plot.across(end)))
            colour, hatch = looks[factor]
            page.shapes.append(
                Box(
                    left=left,
                    top=page.top + down - 0.45 * thick,
                    width=right - left,
                    height=0.9 * thick,
                    fill=colour,
                    hatch=hatch,
                )
            )
            _number(plot, (left, right), down, (end - begin, colour))
        begin = end
    for value, look, shift in ((start, _FIRST, -lanes / 2 - 0.4), (begin, _LAST, lanes / 2 + 0.4)):
        y = page.top + plot.up(middle) + shift * thick
        page.shapes.append(Mark(x=plot.across(value), y=y, look=look))
    if middle > 1:
        plot.level(middle - 0.5, FAINT, 0.6)
    _label(plot, causes, middle)


def _number(plot: Plot, ends: tuple[float, float], down: float, told: tuple[float, str]) -> None:
    """What a share is, per cent of the promise, left of its bar, else right of it."""
    share, colour = told
    size = plot.page.sheet.letters.small
    text = f"{share:+.1f}".replace("-", "−")
    base = down + 0.36 * size / POINTS
    if ends[0] - 0.05 - width_of(text, size) > plot.left:
        plot.page.words(text, (ends[0] - 0.05, base), size, colour, "end")
    else:
        plot.page.words(text, (ends[1] + 0.05, base), size, colour)


def _label(plot: Plot, causes: Causes, middle: float) -> None:
    """Name, and first value, last value and promise under it."""
    page, letters = plot.page, plot.page.sheet.letters
    target, entry = causes.row.target, causes.row.entry
    room = plot.left - page.sheet.margin - 0.12
    name = f"{target.name}  {page.lead(titled(target.title))}"
    numbers = f"{figure(causes.first)} → {figure(causes.last)} / {printed(target.value)}"
    below = f"{numbers} {page.lead(titled(entry.unit))}"
    if causes.row.verdict == INDIRECT:
        below = f"{below} · {page.lead(pair('verdict.indirect'))}"
    lines = ((name, letters.label, INK, -0.25), (below, letters.small, QUIET, 1.05))
    for text, size, colour, rise in lines:
        base = plot.up(middle) + rise * size / POINTS
        page.words(shortened(text, size, room), (page.sheet.margin, base), size, colour)


def _key(
    page: Page,
    looks: Mapping[str, tuple[str, Hatch | None]],
    ends: Mapping[str, Mapping[str, str]],
    close: int,
) -> list[Entry]:
    """What the marks and colours mean."""
    marks = [
        Entry(name=page.lead(titled(name)), mark=look)
        for name, look in zip(ends.values(), (_FIRST, _LAST), strict=True)
    ]
    bars = [
        Entry(name=page.lead(_factor(factor)), fill=colour, hatch=hatch)
        for factor, (colour, hatch) in looks.items()
    ]
    band = Entry(name=page.lead(pair("label.close", close=close)), fill=FAINT)
    return [*marks, *bars, band]


def _factor(name: str) -> Pair:
    """A factor by its own words; a setting without any by its key."""
    key = f"cause.{name}"
    if not is_known(key) and name != DEFINITION:
        return titled(title_or_name(key, name))
    return titled(words(key))
