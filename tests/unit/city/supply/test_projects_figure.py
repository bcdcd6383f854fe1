"""The picture of named projects: each of them is a row, or is counted and named below."""

import re

import pytest

from simulator.city.figures import draw
from simulator.city.ground.subject import Chosen, Subject
from simulator.city.supply.project_rows import project_rows
from tests.city import ONE_WINDOW, outcome_of
from tests.page_faults import cut_off, outside, touching, written

EDGE = 2024.0
"""Three years after the last that is shown."""


def said(language, *sets, size="a4"):
    """A picture, its text as one line, and the rows it is of."""
    subject = Subject(outcome=outcome_of(ONE_WINDOW, *sets), language=language)
    page = draw(subject, "projects", size=size)
    assert (cut_off(page), touching(page), outside(page)) == ([], [], [])
    text = re.sub(r"\s+", " ", " ".join(text for text, _ in written(page)))
    return text, project_rows(subject, Chosen())


def number(text, told):
    found = re.search(told, text)
    return 0 if found is None else int(found[1])


@pytest.mark.parametrize("size", ["a4", "slide", "phone"])
def test_every_named_project_is_drawn_or_counted(size):
    text, rows = said("en", size=size)
    assert number(text, r"(\d+) named projects a year") == sum(len(row.members) for row in rows)
    later = [len(row.members) for row in rows if row.promised > EDGE + 1e-6]
    assert number(text, r"beyond the picture: (\d+)") == sum(later) == 1
    assert "Jimei campus, 2024-01, +800" in text
    without = [len(r.members) for r in rows if r.promised <= EDGE < r.expected.middle - 1e-6]
    assert number(text, r"without a dot here: (\d+)") == sum(without) > 0


def test_it_is_said_in_chinese():
    text, _ = said("zh")
    assert re.search(r"2023年底以后承诺启用、图中未画的项目 1 个：.*（2024-01，\+800）", text)


def test_of_many_promised_later_the_first_are_named():
    late = [f"plan.projects.P{each}.promised=2026-06-30" for each in ("03", "09", "11", "15")]
    text, rows = said("en", *late)
    later = [row for row in rows if row.promised > EDGE + 1e-6]
    assert len(later) == 5
    assert "beyond the picture: 5, the first of them " in text
    assert text.count("2026-06, +") == 2
