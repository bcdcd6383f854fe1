"""The feedback loops of the city: figures and tables of ``docs/feedback.md``.

    python3 -m docs.making.feedback

draws the loops with their signs, a jump of demand in a city at rest, and the long view of Xiamen
with each loop alone and all together; writes the figures to ``docs/images/`` and the tables into
the page.
"""

from collections.abc import Callable, Mapping
from functools import partial

from docs.making.feedback_figures import CHINESE as WAYS_IN_CHINESE
from docs.making.feedback_figures import draw_city, draw_jump
from docs.making.feedback_loops import drawn_loops
from docs.making.feedback_runs import ROWS, SERVICES, SWEEP, WEIGHTS, gap, long_view
from docs.making.page import DOCS, IMAGES, Part, signed, table
from simulator.report.outlines import outlined
from simulator.report.style import drawing_style
from tests.city import reading
from tests.feedback import step_response

CHINESE = {**WAYS_IN_CHINESE, "planners and families": "规划部门与携子女家庭"}
SERVICES_IN_CHINESE = {
    "kindergarten": "幼儿园",
    "primary": "小学",
    "junior": "初中",
    "hospital": "医疗床位",
}


def table_of_the_jump(language: str) -> str:
    """Overshoot and time to reach demand, by delay and weight."""
    rows = []
    for delay in SWEEP:
        found = [step_response(delay, weight) for weight in WEIGHTS]
        cells = [f"{100 * one.overshoot:.1f} % ({one.reached:.1f})" for one in found]
        rows.append((f"{delay:g}", *cells))
    headings = {
        "en": ("delay, years", "none counted", "34 % counted", "all counted"),
        "zh": ("滞后（年）", "完全不计", "计入 34 %", "全部计入"),
    }
    return table(headings[language], rows, texts=0)


def table_of_the_city(language: str) -> str:
    """Gaps on 1 September of two years, residents and added places, loop by loop."""
    gaps = [(name, year) for year in (2020, 2030) for name in SERVICES]
    rows = []
    for way in ROWS:
        found = long_view(way)
        people = found.measures["residents"][0, ..., reading(found, 2030 + 2 / 3)].sum()
        added = found.arrived.get("added_plans")
        rows.append(
            (
                CHINESE[way] if language == "zh" else way,
                *(_hundreds(gap(way, name)[reading(found, year + 2 / 3)]) for name, year in gaps),
                f"{1000 * round(people / 1000):,}",
                "–" if added is None else _hundreds(added[0, :3, :, -1].sum()),
            )
        )
    if language == "zh":
        services = [f"{year}年{SERVICES_IN_CHINESE[name]}" for name, year in gaps]
        return table(("", *services, "2030年常住人口", "新增学位"), rows)
    return table(("", *(f"{n} {y}" for n, y in gaps), "residents 2030", "places added"), rows)


def _hundreds(number: float) -> str:
    rounded = 100 * round(number / 100)
    return signed(f"{rounded:+,}") if rounded else "0"


PAGES = {"en": "feedback.md", "zh": "feedback.zh-CN.md"}
TABLES: Mapping[Part, Callable[[], str]] = {
    Part(page=DOCS / page, name=f"table of the {name}", module="feedback"): partial(made, language)
    for language, page in PAGES.items()
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
