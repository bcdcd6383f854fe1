"""The tables of ``docs/targets.md``, in either language, are those that its command writes."""

import pytest

from docs.making import targets


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    return targets.scored(tmp_path_factory.mktemp("targets") / "out")


@pytest.mark.parametrize("language", targets.PAGES)
def test_the_tables_say_what_is_computed(language, tables):
    page = targets.PAGES[language].read_text(encoding="utf-8")
    assert page.splitlines() == targets.written(page, language, *tables).splitlines(), (
        "run python3 -m docs.making.targets and read the page again"
    )
