import pytest

from simulator.files.spoken_dates import is_in_words, meant_day
from simulator.stockflow.values.calendar import end_of_year, instant_of


@pytest.mark.parametrize(
    ("written", "day"),
    [
        (20180901, "2018-09-01"),
        (20180901.0, "2018-09-01"),
        (201809, "2018-09-01"),
        (2018, "2018-01-01"),
        (2018.9, "2018-09-01"),
        (2018.12, "2018-12-01"),
        ("2018年9月1日", "2018-09-01"),
        ("２０１８年９月", "2018-09-01"),
        ("2018年9月底", "2018-09-30"),
        ("2020年底", "2020-12-31"),
        ("2020年末", "2020-12-31"),
        ("2020年初", "2020-01-01"),
        ("二〇一八年十二月三十一日", "2018-12-31"),
        ("二〇一八年十月", "2018-10-01"),
        ("2018/9/1", "2018-09-01"),
        ("2018.9.1", "2018-09-01"),
        ("end of 2020", "2020-12-31"),
        ("Sept. 1, 2018", "2018-09-01"),
        ("1 September 2018", "2018-09-01"),
    ],
)
def test_the_day_that_was_meant(written, day):
    assert meant_day(written) == day


@pytest.mark.parametrize(
    "written",
    ["明年9月", "9月1日", "2018年秋季", "01/09/2018", "18-9-1", "0009", "2018-02-30", "x", "",
     20180931, 201813, 2018.1, 2018.5, 12, True, float("nan"), float("inf"), 10**400, None,
     "2300年"],
)  # fmt: skip
def test_what_names_no_single_day_is_not_guessed(written):
    assert meant_day(written) is None


def test_the_end_of_a_year_is_the_instant_at_which_the_next_begins():
    assert instant_of(meant_day("2020年底")) == end_of_year(2020) == instant_of("2021-01-01")


@pytest.mark.parametrize(
    ("text", "told"), [("明年", True), ("May 2018", True), ("2018/9/1", False)]
)
def test_words_are_told_from_figures(text, told):
    assert is_in_words(text) is told
