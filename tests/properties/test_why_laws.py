"""Laws of the shares of a difference, over random pairs of scenarios of a small city."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.city.why.coalitions import Question
from simulator.city.why.explained import explain
from simulator.city.why.mixing import Two
from tests.city import ONE_WINDOW, city_pack, loaded
from tests.examples import examples

SHORT = (ONE_WINDOW, "model.stop=2017-01-01")
MENU = (
    "world.first_birth_level.scale=1.2",
    "world.arrivals.scale=0.8",
    "world.registration_rate.scale=1.3",
    "plan.take_up.kindergarten.scale=0.9",
    "plan.norm.kindergarten.scale=1.1",
    "plan.unlisted_expansion.kindergarten.scale=0.5",
    "plan.on_time=true",
)
changes = st.sets(st.sampled_from(MENU), max_size=2)


def explained(first, second):
    sides = [loaded(*SHORT, *sorted(sets)) for sets in (first, second)]
    two = Two(first=sides[0].file, second=sides[1].file, pack=city_pack())
    return explain(
        Question(
            first=sides[0],
            second=sides[1],
            service=city_pack().service["kindergarten"],
            place="jimei",
            when=2016 + 8 / 12,
            quantity="gap",
            joined=tuple((name,) for name in two.differing),
        )
    )


@settings(max_examples=examples(6), deadline=None)
@given(first=changes, second=changes)
def test_shares_sum_and_turn_with_the_pair(first, second):
    there, back = explained(first, second), explained(second, first)
    assert len(there.contributions) == len(first ^ second)
    total = sum(each.share for each in there.contributions)
    assert total == pytest.approx(there.difference, abs=1e-9)
    turned = {each.groups: each.share for each in back.contributions}
    for each in there.contributions:
        assert each.share == pytest.approx(-turned[each.groups], abs=1e-6)
        assert each.least - 1e-9 <= each.share <= each.most + 1e-9
