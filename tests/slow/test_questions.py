"""The ten questions with numbers drawn by a seed: every answer against a count of its own."""

from datetime import date
from random import Random

import pytest

from docs.making.asked import QUESTIONS
from tests.city import city_pack

BY_NAME = {question.name: question for question in QUESTIONS}
SEEDS = (1, 2, 3)
DISTRICTS = city_pack().axes["district"]


def _stage(random):
    year = random.choice([2017, 2018])
    return {"date": date(year, 1, 1), "announced": date(year - 1, 10, 29)}


DRAWN = {
    "why_short": lambda random: {
        "service": random.choice(["primary", "junior", "kindergarten"]),
        "district": random.choice([*DISTRICTS, "city"]),
        "day": date(random.randint(2017, 2020), 9, 1),
    },
    "a_year_later": _stage,
    "two_years_late": lambda random: {"late": random.choice([1, 2, 3])},
    "a_new_school": lambda random: {
        "places": random.randrange(600, 3000, 30),
        "district": random.choice(DISTRICTS),
        "opens": date(random.choice([2018, 2019]), 9, 1),
    },
    "fewer_arrivals": lambda random: {
        "year": random.choice([2017, 2018, 2019]),
        "factor": random.choice([0.7, 0.85, 1.1]),
    },
    "obstetric_norm": lambda random: {"beds": random.choice([18, 20, 23, 30])},
    "two_files": lambda random: {
        "factor": random.choice([0.9, 1.1, 1.3]),
        "delay": random.choice([0.5, 1.25, 2.0]),
    },
    "the_clause": lambda random: {"service": random.choice(["primary", "hospital", "eldercare"])},
    "plan_2021_2025": lambda random: {"places": random.randrange(5_000, 60_000, 1_000)},
    "kindergarten_converted": lambda random: {
        "places": random.randrange(90, 900, 30),
        "district": random.choice(DISTRICTS),
    },
}


def drawn(name, seed):
    """The numbers of a question, drawn."""
    return DRAWN[name](Random(f"{name} {seed}"))  # noqa: S311 - a draw


@pytest.fixture(params=SEEDS)
def ask(request, tmp_path):
    """A question asked with drawn numbers: these, and the answer by label."""

    def asked(name):
        numbers = drawn(name, request.param)
        return numbers, {row[0]: row[1:] for row in BY_NAME[name].ask(numbers, tmp_path)}

    return asked


def test_every_question_is_drawn():
    assert len(QUESTIONS) == 10
    assert all(drawn(name, 1).keys() == BY_NAME[name].numbers.keys() for name in BY_NAME)


def test_why_short_adds_up(ask):
    _, found = ask("why_short")
    parts = [found[name][1] for name in ("late", "unplanned", "grown")]
    assert sum(parts) == pytest.approx(found["gap"][1], abs=1e-6)


def test_a_stage_that_comes_later_moves_births(ask):
    numbers, found = ask("a_year_later")
    answered = numbers["announced"].year + 1  # three quarters of a year after it is announced
    for year in range(2015, 2021):
        was, now = found[f"births {year}"]
        if year < 2016:
            assert now == pytest.approx(was, rel=1e-6)
        elif year < answered:
            assert now < was - 500
    assert found[f"births {answered + 1}"][1] > found[f"births {answered - 1}"][1] * 0.9


def test_a_late_project_is_on_paper_until_it_opens(ask):
    numbers, found = ask("two_years_late")
    opens = 2017 + numbers["late"]
    for year in range(2017, 2021):
        promised, expected = found[f"promised {year}"], found[f"expected {year}"]
        assert promised[1] == pytest.approx(promised[0], abs=1e-6)
        if year < opens:
            assert expected[1] <= expected[0] + 1e-6
        else:
            # a third of 1,385 places in the first school year, two in the second, all in the third
            of_the_project = 1385 * min(year - opens + 1, 3) / 3
            assert expected[1] >= of_the_project


def test_a_new_school_fills_grade_by_grade(ask):
    numbers, found = ask("a_new_school")
    for year in range(2018, 2021):
        was, now = found[f"expected {year}"]
        grades = max(0, min(year - numbers["opens"].year + 1, 6))
        assert now - was == pytest.approx(numbers["places"] * grades / 6, abs=1e-6)
        gap = found[f"gap {year}"]
        assert gap[0] - gap[1] == pytest.approx(now - was, abs=1e-6)


def test_arrivals_change_from_their_year_on(ask):
    numbers, found = ask("fewer_arrivals")
    for year in range(2016, 2021):
        was, now = found[f"arrivals {year}"]
        factor = numbers["factor"] if year >= numbers["year"] else 1.0
        assert now == pytest.approx(was * factor, rel=1e-6)


def test_beds_follow_the_norm(ask):
    numbers, found = ask("obstetric_norm")
    was, now = found["beds needed"]
    assert now / was == pytest.approx(numbers["beds"] / 21, rel=1e-6)


def test_the_difference_of_two_files_is_what_was_written(ask):
    numbers, found = ask("two_files")
    by_key = {english.split("`")[1]: row for (_, english), row in found.items()}
    assert set(by_key) == {"world.arrivals", "plan.delay_factor"}
    assert by_key["plan.delay_factor"] == ("`1`", f"`{numbers['delay']:g}`")
    assert by_key["world.arrivals"][1] == f"`{{ scale = {numbers['factor']} }}`"


def test_the_clause_is_that_of_the_table(ask):
    numbers, found = ask("the_clause")
    lines = (city_pack().folder / "targets.csv").read_text(encoding="utf-8-sig").splitlines()
    assert found
    for name, (_, place) in found.items():
        for told in place:
            line = int(told.rpartition(":")[2].rstrip("`"))
            assert lines[line - 1].startswith(f"{name},")
    assert numbers["service"] in city_pack().axes["service"]


def test_a_plan_is_promised_by_its_shares(ask):
    numbers, found = ask("plan_2021_2025")
    # promised for the end of 2022 and of 2025: schools open on the 1 September after
    for year, share in ((2022, 0.0), (2023, 0.4), (2024, 0.4), (2025, 0.4), (2026, 1.0)):
        was, now = found[f"promised {year}"]
        assert now - was == pytest.approx(numbers["places"] * share, abs=1e-6)


def test_a_conversion_moves_its_places(ask):
    numbers, found = ask("kindergarten_converted")
    (lost_was, lost_now), (won_was, won_now) = (
        found[f"promised {service}"] for service in ("kindergarten", "primary")
    )
    assert lost_now - lost_was == pytest.approx(-numbers["places"], abs=1e-6)
    assert won_now - won_was == pytest.approx(numbers["places"], abs=1e-6)
