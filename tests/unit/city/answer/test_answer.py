"""The answer of made-up cities whose every gap is known: none, one, all, surplus alone, tie."""

import io
import re
from collections.abc import Sequence
from math import isclose, isnan

import numpy as np
import pytest
from rich.cells import cell_len
from rich.console import Console

from simulator.city.answer.amounts import amount, month, side
from simulator.city.answer.answer import Answer, answer_of
from simulator.city.answer.screen import print_answer
from simulator.city.answer.sentences import checks, headline, held, sureness
from simulator.city.answer.table import answer_table
from simulator.city.ground.outcome import Outcome
from simulator.stockflow.arrays import FloatArray
from simulator.words.catalogue import Language
from tests.outcomes import READINGS, MadeUp, reading

WIDE = READINGS.size


def city(folder, north: float, south: float, *, beds: float = 10.0) -> Outcome:
    """Primary demand is 1,000 a district, supply is stated; beds are 10 of 10 unless stated."""
    demand = np.zeros((3, 2, WIDE))
    demand[0], demand[1] = 1000.0, 10.0
    supply = np.zeros((2, 3, 2, WIDE))
    supply[:, 0, 0], supply[:, 0, 1] = north, south
    supply[:, 1] = beds
    measures: dict[str, FloatArray] = {"demand": demand, "supply": supply}
    return MadeUp(folder=folder, measures=measures).outcome()


def english(texts: Sequence[tuple[str, str]]) -> str:
    return " ".join(text[1] for text in texts)


def of(answer: Answer, name: str):
    return next(one for one in answer.services if one.service.name == name)


def test_none_short(tmp_path):
    answer = answer_of(city(tmp_path, 1000.0, 1000.0))
    assert english(headline(answer)).startswith("Nothing is short at the end. In balance: the ")
    assert of(answer, "primary").city.worst is None
    assert of(answer, "primary").short == ()


def test_one_district_is_short_and_the_city_is_not(tmp_path):
    answer = answer_of(city(tmp_path, 900.0, 1200.0))
    found = of(answer, "primary")
    assert found.city.end is not None
    assert found.city.end.gap == pytest.approx(-100.0)
    assert found.hardest is not None
    assert found.hardest.place == "north"
    said = english(headline(answer))
    assert "Surplus: the primary 100 (5%)" in said
    assert "Deepest in North: the primary, short 100 (10%), Sept 2015." in said


def test_all_are_short_and_the_deepest_is_named(tmp_path):
    answer = answer_of(city(tmp_path, 900.0, 600.0, beds=4.0))
    found = of(answer, "primary")
    assert [place.place for place in found.short] == ["south", "north"]
    assert "Short at the end: the hospital 12 (60%), the primary 500 (25%)" in english(
        headline(answer)
    )


def test_surplus_alone(tmp_path):
    said = english(headline(answer_of(city(tmp_path, 2000.0, 2000.0, beds=20.0))))
    assert said.startswith("Nothing is short at the end. Surplus: the ")
    assert "short 1" not in said


def test_half_a_place_is_a_tie(tmp_path):
    answer = answer_of(city(tmp_path, 999.8, 999.9))
    found = of(answer, "primary").city
    assert found.end is not None
    assert found.end.side == "even"
    assert found.worst is None


def test_what_is_not_on_record_is_unknown_and_in_no_sum(tmp_path):
    answer = answer_of(city(tmp_path, 900.0, 900.0))
    assert not of(answer, "psychiatric").is_known
    assert "Not known, for the starting stock is not on record: the psychiatric." in english(
        headline(answer)
    )


def test_the_largest_shortage_is_that_of_its_month(tmp_path):
    outcome = city(tmp_path, 1000.0, 1000.0)
    outcome.trajectory.measures["demand"][0, 1, :, reading(2017.0)] = 20.0
    found = of(answer_of(outcome), "hospital").city.worst
    assert found is not None
    assert (found.gap, found.when) == (20.0, pytest.approx(2017.0))


def test_the_table_holds_the_numbers_of_the_sentences(tmp_path):
    answer = answer_of(city(tmp_path, 900.0, 600.0))
    table = answer_table(answer)
    row = table.column("service").cells.index("primary")
    assert float(table.column("end_gap").cells[row]) == pytest.approx(500.0)
    assert table.column("hardest").cells[row] == "south"
    assert float(table.column("hardest_gap").cells[row]) == pytest.approx(400.0)
    assert table.column("districts_short").cells[row] == "2"
    unknown = table.column("service").cells.index("psychiatric")
    assert table.column("end_gap").cells[unknown] == ""


def test_without_draws_there_is_no_interval_and_it_is_said(tmp_path):
    assert sureness(answer_of(city(tmp_path, 900.0, 900.0)))[1].startswith(
        "How sure: expected course, no interval"
    )


def test_a_city_without_a_record_is_tested_by_nothing(tmp_path):
    answer = answer_of(city(tmp_path, 900.0, 900.0))
    assert answer.checks.tests == 0
    assert "no record to test against" in checks(answer)[1]
    assert held(answer)[1] == "Nothing is held beyond its record."


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        (9999.4, 1.0, ("9,999", "9,999")),
        (10_000.0, 1.0, ("1.0万", "10,000")),
        (-44_152.5, 1.0, ("4.4万", "44,152")),
        (44_152.5, 1000.0, ("4.4万", "44,000")),
        (0.2, 1.0, ("0", "0")),
    ],
)
def test_chinese_counts_in_myriads_with_one_decimal(value, unit, told):
    assert amount(value, unit) == told


def test_a_gap_says_its_side():
    assert side(12_000.0) == ("短缺1.2万", "short 12,000")
    assert side(-3.0) == ("富余3", "surplus 3")
    assert side(0.3) == ("平衡", "in balance")


def test_the_last_day_of_a_year_is_its_december():
    assert month(2018.0) == "2017-12"
    assert month(2017 + 8 / 12) == "2017-09"


@pytest.mark.parametrize("language", ["zh", "en", "both"])
@pytest.mark.parametrize("width", [80, 120])
def test_the_screen_fits_in_its_width_and_in_forty_lines(language: Language, width, tmp_path):
    outcome = city(tmp_path, 900.0, 600.0)
    written = io.StringIO()
    console = Console(file=written, width=width, highlight=False)
    print_answer(answer_of(outcome), outcome, language, console)
    lines = written.getvalue().splitlines()
    assert max(map(cell_len, lines)) <= width
    assert len(lines) <= 38, "two more say where the results are and what comes next"
    assert bool(re.search("[一-鿿]", written.getvalue())) is (language != "en")


def test_a_share_of_nothing_is_not_told(tmp_path):
    outcome = city(tmp_path, 900.0, 900.0)
    outcome.trajectory.measures["demand"][0, 1] = 0.0
    found = of(answer_of(outcome), "hospital").city.end
    assert found is not None
    assert isnan(found.share)
    assert isclose(found.gap, -20.0)
    assert "the hospital 20." in english(headline(answer_of(outcome)))
