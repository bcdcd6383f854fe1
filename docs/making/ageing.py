"""The ageing chain beside birth cohorts: the table and figure of ``docs/ageing.md``.

    python3 -m docs.making.ageing

follows China's people from 1 July 2010 to 1 July 2020 in several ways, all from the same tables,
and writes the figure to ``docs/images/`` and the table into the page.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from docs.making import page
from docs.making.page import DOCS, IMAGES, Part
from simulator.demography.nation import NationTables, follow_nation
from simulator.stockflow.arrays import FloatArray
from tests.chain import follow_chain, follow_chain_by_euler
from tests.national_tables import percent_off, read_wpp

START, STOP = 2010.5, 2020.5
PART = Part(page=DOCS / "ageing.md", name="table", module="ageing")
IMAGE = IMAGES / "ageing_chain"

COHORTS, CHAIN, MONTHS = "birth cohorts, windows of a year", "chain, bands of a year", "month"
Way = Callable[[NationTables], FloatArray]
WAYS: Mapping[str, Way] = {
    COHORTS: lambda china: follow_nation(china, 1, START, STOP).people_by_age,
    CHAIN: lambda china: follow_chain(china, START, STOP),
    "chain, bands of a quarter": lambda china: follow_chain(china, START, STOP, bands=4),
    f"chain, bands of a {MONTHS}": lambda china: follow_chain(china, START, STOP, bands=12),
    "chain of years, Euler, 16 steps a year": lambda china: follow_chain_by_euler(
        china, START, STOP, steps=16
    ),
    "chain of years, Euler, 1 step a year": lambda china: follow_chain_by_euler(
        china, START, STOP, steps=1
    ),
}
"""People by sex and completed age on the last day, in every way tried."""

COLUMNS = ("total", "0–14", "60+", "age 6", "worst age below 90", "mean of ages 1–79")
INK, QUIET, BLUE, VERMILION = "#1f2328", "#667079", "#0072b2", "#d55e00"
STYLE = {
    "font.size": 9.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "svg.hashsalt": "minsheng",
}


def read_china() -> NationTables:
    """The tables that every way of ageing is given."""
    return read_wpp("china", 2010, 2020, profile="bayespop_default_1y")


def row(label: str, people: FloatArray, published: FloatArray) -> tuple[str, ...]:
    """One line of the table: relative errors of both sexes together."""
    found, wanted = people.sum(axis=0), published.sum(axis=0)
    by_age = percent_off(found, wanted)
    worst = int(np.abs(by_age[:90]).argmax())
    groups = [
        float(percent_off(found[ages].sum(), wanted[ages].sum()))
        for ages in (slice(None), slice(0, 15), slice(60, None), slice(6, 7))
    ]
    return (
        label,
        *(signed(each, 2) for each in groups),
        f"{signed(by_age[worst], 1)} (age {worst})",
        f"{np.abs(by_age[1:80]).mean():.2f}",
    )


def signed(value: float, digits: int) -> str:
    """A number with its sign, a true minus; what rounds to zero is +0."""
    return page.signed(f"{value:+z.{digits}f}")


def table(rows: Iterable[Sequence[str]]) -> str:
    """Errors in per cent, as Markdown."""
    return page.table(("error in per cent", *COLUMNS), rows)


def draw(published: FloatArray, cohorts: FloatArray, chain: FloatArray) -> Figure:
    """People by single age, and how far the two ways are off; arrays of shape (sex, age)."""
    figure = Figure(figsize=(8.0, 6.4), layout="constrained")
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
    ages = np.arange(90)
    wanted, ours, theirs = (people.sum(axis=0)[:90] for people in (published, cohorts, chain))
    _people(above, ages, wanted / 1e6, ours / 1e6, theirs / 1e6)
    _errors(below, ages, percent_off(ours, wanted), percent_off(theirs, wanted))
    figure.suptitle(
        "After ten years an ageing chain has filled the famine years and flattened the peaks",
        x=0.01, ha="left", fontsize=12, color=INK,
    )  # fmt: skip
    return figure


def _people(
    axes: Axes, ages: FloatArray, wanted: FloatArray, ours: FloatArray, theirs: FloatArray
) -> None:
    axes.plot(ages, theirs, color=VERMILION, linewidth=1.6, label="ageing chain, one-year bands")
    axes.plot(ages, ours, color=BLUE, linewidth=1.6, label="birth cohorts, one-year windows")
    axes.plot(ages, wanted, "o", color=INK, markersize=2.6, label="United Nations, 1 July 2020")
    axes.set_ylabel("million people")
    axes.set_ylim(0, None)
    axes.set_title(
        "China on 1 July 2020, followed from 1 July 2010 by the same rates and the same migrants",
        loc="left", fontsize=9, color=QUIET,
    )  # fmt: skip
    axes.annotate(
        "born 1960–61,\nin the famine",
        xy=(59, wanted[59]), xytext=(62, 3.2), color=QUIET,
        arrowprops={"arrowstyle": "-", "color": QUIET, "shrinkB": 3},
    )  # fmt: skip
    axes.legend(frameon=False, loc="upper right")


def _errors(axes: Axes, ages: FloatArray, ours: FloatArray, theirs: FloatArray) -> None:
    axes.axhline(0.0, color=QUIET, linewidth=0.6)
    axes.plot(ages, theirs, color=VERMILION, linewidth=1.6)
    axes.plot(ages, ours, color=BLUE, linewidth=1.6)
    for age, shift in ((6, (0, -16)), (59, (8, -4))):
        axes.plot(age, theirs[age], "o", color=VERMILION, markersize=4)
        axes.annotate(
            f"age {age}: {signed(theirs[age], 1)} %",
            (age, theirs[age]), xytext=shift, textcoords="offset points", color=VERMILION,
        )  # fmt: skip
    axes.set_ylabel("error, per cent")
    axes.set_xlabel("completed age")
    axes.set_xlim(0, 89)


def main() -> None:
    """Run every way, write the table and draw the figure."""
    china = read_china()
    published = china.people[STOP]
    people = {label: way(china) for label, way in WAYS.items()}
    PART.write(table(row(label, found, published) for label, found in people.items()))
    with mpl.rc_context(STYLE):
        figure = draw(published, people[COHORTS], people[CHAIN])
        IMAGE.parent.mkdir(exist_ok=True)
        figure.savefig(IMAGE.with_suffix(".svg"), metadata={"Date": None})
        figure.savefig(IMAGE.with_suffix(".png"), dpi=150, metadata={"Software": None})


if __name__ == "__main__":
    main()
