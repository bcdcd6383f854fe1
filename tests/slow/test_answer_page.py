"""The answer in the README of either language is the one that ``run`` shows of the baseline."""

import pytest

from docs.making import answer
from tests.city import outcome_of


@pytest.mark.parametrize("language", answer.PARTS)
def test_the_answer_is_the_one_that_is_shown(language):
    made = answer.shown(outcome_of(), language).splitlines()
    assert answer.PARTS[language].kept() == made, (
        "run python3 -m docs.making.answer and read the page again"
    )
