"""The feedback loops of the city: figures and tables of ``docs/feedback.md``.

    python3 -m docs.making.feedback

draws the loops with their signs, a jump of demand in a city at rest, and the long view of Xiamen
with each loop alone and all together; writes the figures to ``docs/images/`` and the tables into
the page.
"""

from collections.abc import Callable, Mapping

from docs.making.feedback_figures import draw_city, draw_jump
from docs.making.feedback_loops import drawn_loops
from docs.making.feedback_runs import ROWS, SERVICES, SWEEP, WEIGHTS, gap, long_view
from docs.making.page import DOCS, IMAGES, Part, signed, table
from simulator.report.outlines import outlined
from simulator.report.style import drawing_style
from tests.city import reading
from tests.feedback import step_response


def table_of_the_jump() -> str:
    """Overshoot and time to reach demand, by delay and weight."""
    rows = []
    for delay in SWEEP:
        found = [step_response(delay, weight) for weight in WEIGHTS]
        cells = [f"{100 * one.overshoot:.1f} % ({one.reached:.1f})" for one in found]
        rows.append((f"{delay:g}", *cells))
    headings = ("delay, years", "none counted", "34 % counted", "all counted")
    return table(headings, rows, texts=0)


def table_of_the_city() -> str:
    """Gaps on 1 September of two years, residents and added places, loop by loop."""
    gaps = [(name, year) for year in (2020, 2030) for name in SERVICES]
    headings = ("", *(f"{name} {year}" for name, year in gaps), "residents 2030", "places added")
    rows = []
    for way in ROWS:
        found = long_view(way)
        people = found.measures["residents"][0, ..., reading(found, 2030 + 2 / 3)].sum()
        added = found.arrived.get("added_plans")
        rows.append(
            (
                way,
                *(_thousands(gap(way, name)[reading(found, year + 2 / 3)]) for name, year in gaps),
                f"{people / 1e3:,.0f}",
                "–" if added is None else _thousands(added[0, :3, :, -1].sum()),
            )
        )
    return table(headings, rows)


def _thousands(number: float) -> str:
    return signed(f"{number / 1e3:+,.1f}").replace("+0.0", "0.0")


TABLES: Mapping[Part, Callable[[], str]] = {
    Part(page=DOCS / "feedback.md", name=f"table of the {name}", module="feedback"): made
    for name, made in (("jump", table_of_the_jump), ("city", table_of_the_city))
}


def main() -> None:
    """Draw the figures and write the tables."""
    IMAGES.mkdir(exist_ok=True)
    loops = outlined(drawn_loops())
    (IMAGES / "feedback_loops.svg").write_text(loops, encoding="utf-8", newline="\n")
    with drawing_style():
        for name, figure in (("feedback_jump", draw_jump()), ("feedback_city", draw_city())):
            figure.savefig(IMAGES / f"{name}.svg", metadata={"Date": None})
            figure.savefig(IMAGES / f"{name}.png", dpi=130, metadata={"Software": None})
    for part, made in TABLES.items():
        part.write(made())


if __name__ == "__main__":
    main()
