"""The tables of ``docs/feedback.md``, in either language, are those that its command writes."""

import pytest

from docs.making.feedback import TABLES


@pytest.mark.parametrize("part", TABLES, ids=lambda part: part.name)
def test_a_table_says_what_is_computed(part):
    assert part.kept() == TABLES[part]().splitlines(), (
        "run python3 -m docs.making.feedback and read the page again"
    )
