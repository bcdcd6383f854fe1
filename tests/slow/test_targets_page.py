"""The tables of ``docs/targets.md`` are those that its command writes."""

from docs.making import targets


def test_the_tables_say_what_is_scored(tmp_path):
    page = targets.PAGE.read_text(encoding="utf-8")
    made = targets.written(page, *targets.scored(tmp_path / "out"))
    assert page.splitlines() == made.splitlines(), (
        "run python3 -m docs.making.targets and read the page again"
    )
