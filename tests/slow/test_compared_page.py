"""The README of either language shows what ``compare`` and ``why`` answer."""

import pytest

from docs.making.compared import answered, part


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_shows_what_is_answered(language):
    assert part(language).kept() == answered(language).splitlines()
