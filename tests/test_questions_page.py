"""The page of ten questions reads as its tables mean, in the language of the page."""

import re

import pytest

from docs.making.asked import QUESTIONS
from docs.making.questions import HEADINGS, PAGES, label, printed


def cells(language):
    """The cells of every table but what is code or a number."""
    lines = PAGES[language].read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith("|") and not line.startswith("|--")]
    found = [re.sub("`[^`]*`", "", cell).strip() for row in rows for cell in row.split("|")]
    return [cell for cell in found if re.search("[^0-9,.−%-]", cell)]


@pytest.mark.parametrize("language", PAGES)
def test_no_value_is_written_as_python_writes_it(language):
    assert not [cell for cell in cells(language) if re.search(r"\{'|\btrue\b|None|>=|<=", cell)]


def test_a_table_is_in_the_language_of_its_page():
    known = re.compile(r"[A-Z]\d+|baseline\.toml|mine\.toml")
    strange = [cell for cell in cells("zh") if not re.search("[一-鿿]", cell)]
    assert [cell for cell in strange if not known.fullmatch(cell)] == []
    assert not [cell for cell in cells("en") if re.search("[一-鿿]", cell)]


def test_only_a_comparison_has_the_headings_of_one():
    compared = {question.name for question in QUESTIONS} - set(HEADINGS)
    assert compared.isdisjoint({"why_short", "two_files", "the_clause"})
    for language in PAGES:
        text = PAGES[language].read_text(encoding="utf-8")
        for heads in HEADINGS.values():
            assert f"| {' | '.join(getattr(heads, language))} |" in text


def test_labels_and_cells_are_told_in_a_language():
    assert label("births 2016", "zh") == "2016年出生人口"
    assert label("births 2016", "en") == "births, 2016"
    assert label("promised primary", "zh") == "小学承诺供给"
    assert label("beds needed", "en") == "beds needed"
    assert label("T23", "zh") == "T23"
    assert printed(("甲", "one"), "zh") == "甲"
    assert printed(-1234.4, "en") == "−1,234"
