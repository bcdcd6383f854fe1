"""The figure of the step ``supply``: delays of hospitals, and the state of schools through time."""

from typing import TYPE_CHECKING

import numpy as np

from calibration.slippage.result import SupplyFit, shares_through_time
from simulator.report.marks import end_labels, observed_marks
from simulator.report.page import MARGIN, Headline, Page, new_page
from simulator.report.style import (
    FAINT,
    INK,
    LABEL,
    PANEL,
    QUIET,
    SHORTAGE,
    SMALL,
    SUPPLY,
)
from simulator.words.catalogue import beside, pair, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH, _BODY = 13.0, 5.4
_PANEL = 5.6
_COLOURS = {
    "planned": QUIET,
    "approved": "#7a3e9d",
    "building": SHORTAGE,
    "finished": SUPPLY,
}


def draw_slippage(fit: SupplyFit) -> Page:
    """Left the delay of hospitals, prior and result; right the states of schools, 1-4 stages."""
    page = new_page(_WIDTH, _BODY, _headline(fit), "both")
    page.write(MARGIN, 0.0, pair("slippage.panel_hospitals"), PANEL)
    _draw_hospitals(page.axes(MARGIN + 0.5, 0.65, _PANEL - 0.6, _BODY - 1.35), fit)
    left = _WIDTH - MARGIN - _PANEL
    page.write(left, 0.0, pair("slippage.panel_schools"), PANEL)
    _draw_schools(page.axes(left + 0.5, 0.65, _PANEL - 1.75, _BODY - 1.35), fit)
    return page


def _headline(fit: SupplyFit) -> Headline:
    until = fit.standing or pair("slippage.whole_record")
    return Headline(
        title=pair("slippage.figure", city=fit.title),
        details=(
            pair("slippage.figure_standing", until=until),
            pair("slippage.figure_key"),
        ),
    )


def _draw_hospitals(axes: "Axes", fit: SupplyFit) -> None:
    result, prior = fit.hospitals, fit.prior
    axes.fill_between(
        prior.years,
        prior.low,
        prior.high,
        color=FAINT,
        lw=0,
        label=beside(pair("slippage.curve_prior"), "both"),
    )
    axes.plot(prior.years, prior.chance, color=QUIET, lw=1.2, ls=(0, (3.5, 1.8)))
    if fit.delays:
        axes.fill_between(
            result.years, result.low, result.high, color=SUPPLY, alpha=0.25, lw=0,
            label=beside(pair("slippage.curve_result"), "both"),
        )  # fmt: skip
        axes.plot(result.years, result.chance, color=SUPPLY, lw=1.8)
    _draw_delays(axes, fit)
    axes.set_xlim(0, 6)
    axes.set_ylim(0, 1.02)
    axes.set_yticks(np.linspace(0, 1, 5), [f"{share:.0%}" for share in np.linspace(0, 1, 5)])
    axes.set_xlabel(say("slippage.axis_late", "both"), size=LABEL)
    axes.legend(loc="upper left", bbox_to_anchor=(0.0, 1.0), frameon=False, fontsize=SMALL)


def _draw_delays(axes: "Axes", fit: SupplyFit) -> None:
    """Every delay on record, the shortest at the bottom."""
    for number, delay in enumerate(sorted(fit.delays, key=lambda each: each.low)):
        height = 0.06 + 0.052 * number
        late = max(delay.high if delay.kind == "late" else delay.low, 0.0)
        if delay.kind == "at_least":
            axes.annotate(
                "", (late + 0.55, height), (late, height),
                arrowprops={"arrowstyle": "->", "color": INK, "lw": 1.1},
            )  # fmt: skip
            late += 0.55
        else:
            if delay.kind == "late":
                axes.plot([delay.low, delay.high], [height, height], color=INK, lw=1.1)
            axes.plot([late], [height], **observed_marks())
        axes.annotate(
            f"{delay.project.name} {delay.project.title['zh'].split('(')[0]}",
            (late, height),
            xytext=(7, 0),
            textcoords="offset points",
            size=SMALL,
            color=INK,
            va="center",
        )


def _draw_schools(axes: "Axes", fit: SupplyFit) -> None:
    elapsed = np.linspace(0.0, 5.0, 61)
    snapshot = fit.schools.snapshot
    begins = snapshot.begins if snapshot is not None else 0.0
    paths = np.stack([shares_through_time(chain, elapsed) for chain in fit.schools.whole])
    ends = []
    for number, (name, colour) in enumerate(_COLOURS.items()):
        axes.fill_between(
            begins + elapsed,
            paths[:, number].min(axis=0),
            paths[:, number].max(axis=0),
            color=colour,
            alpha=0.25,
            lw=0,
        )
        used = paths[min(1, len(paths) - 1), number]
        axes.plot(begins + elapsed, used, color=colour, lw=1.7)
        state = beside(pair(f"slippage_state.{name}"), "both")
        ends.append((float(used[-1]), f"{state} {used[-1]:.0%}", colour))
    if snapshot is not None:
        for state, colour in zip(snapshot.projects, _COLOURS.values(), strict=True):
            share = snapshot.projects[state] / snapshot.total
            axes.plot([snapshot.when], [share], **observed_marks(colour=colour))
    axes.set_xlim(begins, begins + elapsed[-1])
    axes.set_ylim(0, 1.02)
    axes.set_yticks(np.linspace(0, 1, 5), [f"{share:.0%}" for share in np.linspace(0, 1, 5)])
    axes.set_xlabel(say("slippage.axis_elapsed", "both"), size=LABEL)
    end_labels(axes, begins + float(elapsed[-1]), ends)
