"""The tables of ``docs/feedback.md`` are those that its command writes."""

import pytest

from tests import feedback_figure


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("table of the jump", feedback_figure.table_of_the_jump),
        ("table of the city", feedback_figure.table_of_the_city),
    ],
)
def test_a_table_says_what_is_computed(name, made):
    page = feedback_figure.PAGE.read_text(encoding="utf-8")
    begin, end = feedback_figure.MARKS[name]
    kept = page.partition(begin)[2].partition(end)[0].strip().splitlines()
    assert kept == list(made()), "run python3 -m tests.feedback_figure and read the page again"
