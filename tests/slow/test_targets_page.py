"""The tables of ``docs/targets.md`` are those that its command writes."""

from tests import targets_page


def test_the_tables_say_what_is_scored(tmp_path):
    page = targets_page.PAGE.read_text(encoding="utf-8")
    made = targets_page.written(page, *targets_page.scored(tmp_path / "out"))
    assert page.splitlines() == made.splitlines(), (
        "run python3 -m tests.targets_page and read the page again"
    )
