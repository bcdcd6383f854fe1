"""What is said of records: in which unit, of which day or year, yes and no."""

import re

import pytest

from simulator.city.targets.numbers_said import printed
from tests.scoreboards import board, rows, words


def test_a_recorded_share_misses_by_points_and_every_other_number_in_its_own():
    recorded = [row for row in board().rows if row.entry.status == "recorded"]
    shares = {row.target.name for row in recorded if row.target.unit == "percent"}
    assert {"T11", "T26", "T71", "T73", "T75"} <= shares
    for row in recorded:
        if row.verdict not in ("open", "recorded_missed") or row.target.unit == "flag":
            continue
        english, chinese = (next(words(each).results(row)) for each in ("en", "zh"))
        is_share = row.target.unit == "percent"
        assert ("percentage points" in english) == is_share, english
        assert ("个百分点" in chinese) == is_share, chinese


@pytest.mark.parametrize(
    ("target", "when", "said"),
    [
        ("T16", "2024-11-30", "first on record as met on 2024-11-30: 44 projects"),
        ("T34", "2021", "first on record as met in 2021: 3 schools"),
    ],
)
def test_what_was_met_after_the_deadline_says_when_it_first_was(target, when, said):
    row = rows()[target]
    assert row.verdict == "met_after"
    assert said in list(words("en").results(row))
    (chinese,) = [each for each in words("zh").results(row) if "首次有达到的记录" in each]
    assert chinese.startswith(when)


def test_every_row_met_late_says_its_day_once():
    for row in board().rows:
        told = [each for each in words("en").results(row) if "first on record" in each]
        late = row.latest is not None and row.latest.is_met is False
        assert len(told) == (row.verdict == "met_after" and late), row.target.name


@pytest.mark.parametrize("target", ["T12", "T14", "T47"])
def test_a_year_on_record_is_no_day(target):
    row = rows()[target]
    last = row.latest
    assert last is not None
    year = last.row.text("year")
    for language, said in (("en", f"in {year}"), ("zh", f"{year}年")):
        for sentence in (next(words(language).results(row)), words(language).record(row, last)):
            assert said in sentence
            assert "end of" not in sentence
            assert "年底" not in sentence


def test_what_is_promised_a_year_is_a_year_in_every_sentence():
    for row in board().rows:
        unit, lacking = row.entry.unit["zh"], row.entry.lacking["zh"]
        assert not lacking or unit.endswith(("/年", "·年")) == lacking.endswith("/年"), row.target
    row = rows()["T56"]
    assert words("zh").need(row, row.needs[0]).endswith("目标本身即 30 公里/年")


def test_chinese_counts_large_numbers_by_the_hundred_million():
    row = rows()["T77"]
    told = {each.row.text("series"): each for each in row.records}
    assert "（立方米）：6.31亿（" in words("zh").record(row, told["water_use"])
    assert "m³: 631 million (" in words("en").record(row, told["water_use"])
    assert "（立方米/年）：2亿（" in words("zh").record(row, told["supply_capacity_added"])


def test_no_sentence_has_a_number_for_yes_and_no_or_a_share_without_its_sign():
    seen = set()
    for row in board().rows:
        for record in row.records:
            unit = record.row.text("unit")
            english, chinese = (words(each).record(row, record) for each in ("en", "zh"))
            assert "1 = yes" not in english
            assert "=是" not in chinese
            if unit == "flag":
                is_promised = record.is_met is not None
                answer = ("done", "完成") if is_promised else ("yes", "是")
                denial = ("not done", "未完成") if is_promised else ("no", "否")
                first, second = answer if record.value else denial
                assert re.search(rf": {first}[; ]", english), english
                assert re.search(rf"[：，]{second}[；（]", chinese), chinese
                seen.add((first, is_promised))
            if unit == "percent":
                for said in (english, chinese):
                    assert f"{printed(record.value)}%" in said
                    assert "（%）" not in said
                    assert "per cent" not in said
    assert seen == {("done", True), ("not done", True), ("yes", False), ("no", False)}


def test_what_follows_from_targets_alone_is_no_record():
    row = rows()["T06"]
    assert (row.verdict, row.records, row.entry.status) == ("no_number", (), "unknown")
    assert "taken back from the targets themselves" in row.entry.definition["en"]
