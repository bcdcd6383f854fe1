"""The answer in the README of either language is the one that ``run`` shows of the baseline."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from docs.making import answer
from simulator.city.answer.answer import answer_of
from simulator.city.answer.screen import print_answer
from tests.city import outcome_of


@pytest.mark.parametrize("language", answer.PARTS)
def test_the_answer_is_the_one_that_is_shown(language):
    made = answer.shown(outcome_of(), language).splitlines()
    assert answer.PARTS[language].kept() == made, (
        "run python3 -m docs.making.answer and read the page again"
    )


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["baseline", "long_view_2030", "as_planned"])
@pytest.mark.parametrize("draws", [0, 200])
def test_the_answer_of_a_long_view_fits_a_screen(draws, name, language):
    # with draws the rows have a column more, and the names are broken
    outcome = outcome_of(name=name)
    written = io.StringIO()
    console = Console(file=written, width=answer.COLUMNS, highlight=False)
    print_answer(replace(answer_of(outcome), draws=draws), outcome, language, console)
    lines = written.getvalue().splitlines()
    assert len(lines) <= 38, "two more say where the results are and what comes next"
