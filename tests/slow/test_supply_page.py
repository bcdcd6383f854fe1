"""The table of what follows the plan, in either language, is what the two scenarios give."""

import pytest

from docs.making import continued


@pytest.mark.parametrize("language", continued.PAGES)
def test_the_table_says_what_is_computed(language):
    made = continued.continued_table(language)
    assert "\n".join(continued.part(language).kept()) == made, (
        "run python3 -m docs.making.continued and read the page again"
    )
