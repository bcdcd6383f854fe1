"""The shares of a difference: laws, a case by hand, and every scenario between as it runs alone."""

import numpy as np
import pytest

from simulator.city.services.series import service_series
from simulator.city.why.coalitions import Question, worths
from simulator.city.why.explained import explain, telling_day
from simulator.city.why.mixing import Two, joined
from simulator.city.why.sentences import sentence
from simulator.city.why.table import contributions_table
from tests.city import ONE_WINDOW, city_pack, loaded, outcome_of

SHORT = (ONE_WINDOW, "model.stop=2018-01-01", "report.to_year=2017")
CHANGES = {
    "later_births": "world.second_birth_level.scale=1.2",
    "migration": "world.arrivals.scale=1.1",
    "norm": "plan.norm.kindergarten.scale=1.1",
    "supply_timing": "plan.delay_factor=1.5",
}
DAY = 2017 + 8 / 12


def question(first=(), second=(), service="kindergarten", place="city", quantity="gap"):
    sides = [loaded(*SHORT, *each) for each in (first, second)]
    two = Two(first=sides[0].file, second=sides[1].file, pack=city_pack())
    sizes = {name: len(addresses) for name, addresses in two.differing.items()}
    return Question(
        first=sides[0],
        second=sides[1],
        service=city_pack().service[service],
        place=place,
        when=DAY,
        quantity=quantity,
        joined=joined(sizes, 8),
    )


def gap_of(*sets, service="kindergarten", place="city", quantity="gap"):
    """The number as a run of its own has it."""
    series = next(
        each for each in service_series(outcome_of(*SHORT, *sets)) if each.service.name == service
    )
    row, at = series.place(place), int(np.argmin(np.abs(series.years - DAY)))
    found = {"gap": series.gap, "demand": series.demand, "supply": series.risk_adjusted}
    return float(found[quantity][row, at])


@pytest.fixture(scope="module")
def found():
    return explain(question(second=tuple(CHANGES.values()), place="huli"))


def test_the_shares_sum_to_the_difference(found):
    assert sum(each.share for each in found.contributions) == pytest.approx(
        found.difference, abs=1e-9
    )
    assert abs(found.difference) > 100
    for each in found.contributions:
        assert each.least - 1e-9 <= each.share <= each.most + 1e-9


def test_both_ends_are_the_runs_themselves(found):
    assert found.first == pytest.approx(gap_of(place="huli"), abs=1e-5)
    assert found.last == pytest.approx(gap_of(*CHANGES.values(), place="huli"), abs=1e-5)


def test_every_scenario_between_is_as_it_runs_alone():
    asked = question(second=tuple(CHANGES.values()))
    found = worths(asked)
    assert len(found) == 16
    for names in (("norm",), ("later_births", "supply_timing"), ("migration", "norm")):
        alone = gap_of(*(CHANGES[name] for name in names))
        assert found[frozenset(names)] == pytest.approx(alone, abs=1e-5)


def test_a_turned_question_turns_every_share(found):
    back = explain(question(first=tuple(CHANGES.values()), place="huli"))
    there = {each.groups: each for each in found.contributions}
    for each in back.contributions:
        same = there[each.groups]
        assert each.share == pytest.approx(-same.share, abs=1e-6)
        assert (each.least, each.most) == pytest.approx((-same.most, -same.least), abs=1e-6)


def test_what_does_not_touch_the_number_has_no_share():
    asked = question(second=("plan.norm.hospital.scale=1.2", CHANGES["supply_timing"]))
    found = {each.groups: each for each in explain(asked).contributions}
    assert found["norm",].share == 0.0
    assert (found["norm",].least, found["norm",].most) == (0.0, 0.0)
    assert abs(found["supply_timing",].share) > 1


def test_demand_takes_nothing_from_supply():
    asked = question(second=(CHANGES["norm"], CHANGES["supply_timing"]), quantity="demand")
    found = {each.groups: each.share for each in explain(asked).contributions}
    assert found["supply_timing",] == pytest.approx(0.0, abs=1e-6)
    assert found["norm",] == pytest.approx(0.1 * gap_of(quantity="demand"), rel=1e-9)


def test_two_factors_that_multiply_share_what_they_make_together():
    """demand = norm × take-up × children: with norm × 1.1 and take-up × 0.9 by hand.

    Alone the norm adds 0.1 d, after the take-up 0.09 d: on average 0.095 d; the take-up takes
    0.1 d or 0.11 d, on average 0.105 d. The interaction, −0.01 d, is shared evenly.
    """
    sets = ("plan.norm.kindergarten.scale=1.1", "plan.take_up.kindergarten.scale=0.9")
    found = {each.groups: each for each in explain(question(second=sets)).contributions}
    demand = gap_of(quantity="demand")
    assert found["norm",].share == pytest.approx(0.095 * demand, rel=1e-9)
    assert found["enrolment",].share == pytest.approx(-0.105 * demand, rel=1e-9)
    assert found["norm",].most == pytest.approx(0.1 * demand, rel=1e-9)
    assert found["norm",].least == pytest.approx(0.09 * demand, rel=1e-9)


def test_groups_switched_together_are_one_factor():
    asked = question(second=tuple(CHANGES.values()))
    together = Question(
        **{
            name: getattr(asked, name)
            for name in ("first", "second", "service", "place", "when", "quantity")
        },
        joined=(("later_births", "migration"), ("norm", "supply_timing")),
    )
    apart, whole = explain(asked), explain(together)
    assert whole.is_joined
    assert not apart.is_joined
    assert whole.runs == 4
    assert whole.difference == pytest.approx(apart.difference, abs=1e-6)


def test_the_day_is_that_of_the_largest_shortage_in_either():
    outcomes = (outcome_of(*SHORT), outcome_of(*SHORT, CHANGES["supply_timing"]))
    when = telling_day(outcomes, "kindergarten", "city")
    gaps = [
        each.gap[each.place("city")]
        for outcome in outcomes
        for each in service_series(outcome)
        if each.service.name == "kindergarten"
    ]
    years = service_series(outcomes[0])[0].years
    shown = np.flatnonzero((years >= 2015) & np.isfinite(gaps[0]))
    assert when == years[shown[int(np.argmax(np.maximum(*gaps)[shown]))]]


def test_table_and_sentence_say_the_same(found):
    table = contributions_table(found)
    shares = [float(cell) for cell in table.column("contribution").cells]
    assert shares == sorted(shares, key=abs, reverse=True)
    for told in sentence(found):
        assert f"{round(shares[0]):+,}".replace("-", "−") in told
    assert set(table.column("district").cells) == {"huli"}
