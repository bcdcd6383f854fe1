"""What the scoreboard says: numbers as they can be meant, lines that break, sentences."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from simulator.city.pack.scoreboard_form import SOURCE_KINDS
from simulator.city.targets.numbers_said import figure, number, printed
from simulator.report.grid import broken_to
from tests.scoreboards import board, rows, words

HAN = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0.0, "0"),
        (3.8064, "3.81"),
        (3.5, "3.50"),
        (41.476, "41.5"),
        (38.0, "38"),
        (19747.6, "19,750"),
        (-0.0, "0"),
    ],
)
def test_a_value_has_as_many_digits_as_it_can_mean(value, told):
    assert figure(value) == told


@pytest.mark.parametrize(
    ("value", "up", "told"),
    [
        (1037.2, True, "1,038"),
        (6.06, True, "6.06"),
        (570.9, False, "570"),
        (5187943.6, True, "5,188,000"),
        (2.0, True, "2"),
        (38.0000001, True, "38"),
    ],
)
def test_what_is_needed_is_rounded_up_and_what_is_spare_down(value, up, told):
    assert number(value, up=up) == told


@pytest.mark.parametrize(
    ("value", "told"), [(100000.0, "100,000"), (12.63, "12.63"), (6.0, "6"), (13331.0, "13,331")]
)
def test_a_printed_number_keeps_its_digits(value, told):
    assert printed(value) == told


@settings(max_examples=60)
@given(st.text(alphabet="床位，。 abc（）“”7,÷·", max_size=60), st.integers(4, 30))
def test_lines_fit_and_lose_nothing(text, width):
    lines = broken_to(text, width)
    assert all(cell_len(line) <= width for line in lines)
    kept = "".join("".join(lines).split())
    assert kept == "".join(text.split())


def test_no_line_begins_with_a_closing_mark():
    lines = broken_to("每千名常住人口的医疗机构床位。《决定》未说明，按建成还是按开放。", 10)
    assert not any(line[0] in "，。》" for line in lines)


@pytest.mark.parametrize("width", range(12, 30))
def test_a_quotation_keeps_its_marks_and_a_stroke_stays_behind(width):
    lines = broken_to("《决定》的措辞是“力争”，即“半小时交通圈”。 2019:3.50 · 2020:3.81", width)
    assert not any(line[0] in "”，。》·" or line[-1] in "“《" for line in lines)


def test_a_missed_figure_says_by_how_much_and_what_it_would_take():
    row = rows()["T04"]
    value = row.value("open")
    assert value is not None
    chinese, english = (words(each).value(row, value) for each in ("zh", "en"))
    assert re.search(
        r"未达到：差 2\.2\d 张/千人，还缺 11,\d{3} 张床位，或常住人口少 1,\d{3},000$", chinese
    )
    assert re.search(
        r"missed: 2\.2\d beds per 1,000 short, 11,\d{3} beds missing, or 1,\d{3},000 fewer "
        r"residents$",
        english,
    )
    assert "2019:3.54" in english


def test_a_figure_that_is_met_says_since_when_and_what_is_spare():
    row = rows()["T08"]
    value = row.value("registered")
    assert value is not None
    assert re.search(r"met \(since 2018\), [\d,]+ beds to spare$", words("en").value(row, value))
    assert re.search(r"达到（自2018年起），富余 [\d,]+ 张床位$", words("zh").value(row, value))


def test_a_count_that_is_missed_has_no_second_measure():
    row = rows()["T19"]
    value = row.value("finished")
    assert value is not None
    assert words("en").value(row, value).endswith("missed: 27 projects missing")


def test_a_share_misses_by_points():
    row = rows()["T09"]
    value = row.value("centres")
    assert value is not None
    assert "percentage points short" in words("en").value(row, value)
    assert "个百分点" in words("zh").value(row, value)


def test_places_allow_and_enrolment_is_not_on_record():
    row = rows()["T21"]
    assert re.fullmatch(
        r"places would allow 98\.\d%; enrolment not on record", words("en").verdict(row)
    )
    assert re.fullmatch(r"学位可容纳 98\.\d%，实际入学情况没有记录", words("zh").verdict(row))
    value, roomy = row.value("serving"), rows()["T24"].value("serving")
    assert value is not None
    assert roomy is not None
    assert re.search(r"; 98% leaves 8\d\d places to spare$", words("en").value(row, value))
    assert re.search(r"；按 98% 计算，富余 8\d\d 个学位$", words("zh").value(row, value))
    late = rows("plan.delay_factor=1.5")["T21"]
    short = late.value("serving")
    assert short is not None
    assert re.search(r"; 98% would take 1\d,\d{3} more places$", words("en").value(late, short))
    assert re.search(r"；达到 98% 还需 1\d,\d{3} 个学位$", words("zh").value(late, short))
    told = words("en").value(rows()["T24"], roomy)
    assert re.search(r"; 100% leaves 8,\d{3} places to spare$", told)


def test_a_class_is_followed_and_dropping_out_is_not_on_record():
    row = rows()["T01"]
    assert re.fullmatch(
        r"the class comes to 113\.\d% of those who entered; dropping out not on record",
        words("en").verdict(row),
    )
    (need,) = row.needs
    assert re.fullmatch(
        r"2020年毕业的一届入小学时的儿童 32,\d{3}；达标需 32,\d{3} 名学生读完",
        words("zh").need(row, need),
    )


def test_a_close_value_says_how_far_it_is():
    row = rows()["T65"]
    value = row.value("centres")
    assert value is not None
    told = words("en").value(row, value)
    assert told.endswith("close (2.5 % off): 0.96 day-care centres missing")
    assert words("zh").value(row, value).endswith("接近目标（相差2.5%）：还缺 0.96 所日间照料中心")
    assert (words("en").verdict(row), words("zh").verdict(row)) == ("close", "接近目标")


@pytest.mark.parametrize("kind", SOURCE_KINDS)
def test_every_kind_of_source_is_said_and_named_by_some_target(kind):
    (row, *_) = [row for row in board().rows if row.entry.source_kind == kind]
    said = {words(each).source_kind(row) for each in ("zh", "en")}
    assert len(said) == 2
    assert not any(kind in text for text in said if "_" in kind)


def test_a_run_that_ends_early_says_so():
    row = rows("model.stop=2019-01-01", "report.to_year=2018")["T37"]
    value = row.value("open")
    assert value is not None
    assert words("en").value(row, value).endswith("the run ends before the deadline: no number")


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("T43", r"^5,1\d\d,000 residents at the end of 2020; 1,0\d\d general practitioners would"),
        ("T17", r"the target itself is 100,000 subsidised homes$"),
        ("T52", r"cannot be expressed as a number needed$"),
        ("T50", r"live births of residents in 2020; at most [56] deaths of mothers$"),
        ("T27", r"in September 2020; \d\d,\d{3} pupils in schools of the first grade would meet"),
    ],
)
def test_a_need_by_the_word(target, told):
    row = rows()[target]
    assert re.search(told, words("en").need(row, row.needs[0]))


def test_promises_and_verdicts_by_the_word():
    found, english, chinese = rows(), words("en"), words("zh")
    assert english.promise(found["T37"]) == "≥ 27,000 beds by the end of 2020"
    assert english.promise(found["T51"]) == "≤ 5 per 1,000 by the end of 2020"
    assert english.promise(found["T58"]) == "done by the end of 2017"
    assert chinese.promise(found["T44"]) == "= 100%，2020年底前"
    assert english.verdict(found["T60"]) == "recorded: missed"
    assert list(english.results(found["T60"])) == [
        "71.9 km at the end of 2020, the promise is 153 km: 81.1 short"
    ]
    other = "recorded: met after the deadline, by another definition than the plan's"
    assert english.verdict(found["T16"]) == other
    assert chinese.verdict(found["T16"]) == "有记录：期限后达到（非规划口径）"
    assert next(english.results(found["T75"])) == (
        "15.89% in 2015, the promise is 10%: 5.89 percentage points too much"
    )
    recognised = "list of the schools or hospitals that the province or the state has recognised"
    assert list(english.results(found["T33"])) == [
        "neither in the model nor on record",
        f"would come from: {recognised}",
    ]
    assert list(chinese.results(found["T54"])) == [
        "只有相关记录，不是本指标",
        "所需来源：城市建设统计年鉴",
    ]


def test_a_record_names_day_publisher_and_grade():
    found = rows()["T14"]
    told = words("en").record(found, found.records[2])
    assert told == ("On record, in 2018: 45.1% (Fujian Bureau of Statistics, 2020; grade A)")
    line = rows()["T58"]
    assert "完成；2017年12月31日开通" in words("zh").record(line, line.records[0])
    share = rows()["T47"]
    assert (
        words("en")
        .record(share, share.records[0])
        .startswith(
            "On record, in 2012: 25.78%; counted otherwise: visits alone, "
            "clinics included; discharges are not; 6.7815 of 26.2999 million visits (Xiamen"
        )
    )
    goal = rows()["T43"]
    assert words("en").record(goal, goal.records[-1]).startswith("Aim, at the end of 2025: by the ")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_row_speaks_one_language(language):
    found = words(language)
    for row in board().rows:
        said = [found.promise(row), found.verdict(row), found.standing(row), *found.results(row)]
        for sentence in said:
            assert sentence.strip() == sentence != ""
            assert "{" not in sentence
            assert "nan" not in sentence
        if language == "en":
            assert not any(HAN.search(sentence) for sentence in said), row.target.name
        else:
            assert any(HAN.search(sentence) for sentence in said), row.target.name
            assert not any(re.search("[\u4e00-\u9fff][,;?]", each) for each in said), said
