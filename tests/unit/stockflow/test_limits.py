"""Variables cut along the cohorts, and every place that must not be cut with them."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.stockflow.grammar.elements import Auxiliary, Flow, Parameter, Spread
from simulator.stockflow.numbers.variables import Variables, limited_variables
from tests.textbook import leslie
from tests.toys import region
from tests.two_readings import agree_on_rates

SYSTEM = leslie(2, 2000.0, 2004.0, 1999.0)
SIZE = SYSTEM.moving.size


def parameter(name, *axes):
    return Parameter(name=name, axes=axes, unit="1", meaning="", symbol=name)


def auxiliary(name, expression, axes=(), over=("cohort",)):
    return Auxiliary(
        name=name, axes=axes, over=over, expression=expression, unit="1", meaning="", symbol=name
    )


def cut(system):
    names = Variables(system).in_order(tuple(system.flow))
    return limited_variables(system, Variables(system), names)


def named(expression, axes=(), over=("cohort",), rate="daughters", extra=(), parameters=()):
    """Women who bear, in few cohorts, and a flow of births that follows an expression."""
    bearing = auxiliary("bearing_now", "bearing * women", axes=("cohort",), over=())
    used = auxiliary("daughters", expression, axes, over)
    flows = (SYSTEM.flows[0], replace(SYSTEM.flows[1], rate=rate))
    return replace(
        SYSTEM,
        parameters=(*SYSTEM.parameters, *parameters),
        auxiliaries=(bearing, *extra, used),
        flows=flows,
    )


def given(system, few=("bearing",)):
    """Numbers for every parameter, those of ``few`` in two cohorts alone."""
    random = np.random.default_rng(0)
    found = {p.name: 0.1 + random.random((1, *system.shape(p.axes))) for p in system.parameters}
    for number, name in enumerate(few):
        kept = np.zeros(SIZE)
        kept[3 + number : 5 + number] = 1
        found[name] = found[name] * kept
    return found, {"women": 1 + random.random((1, SIZE))}


WEIGHT, OTHER = parameter("weight", "cohort"), parameter("other", "cohort")
SECOND = auxiliary("second_now", "other * women", axes=("cohort",), over=())


@pytest.mark.parametrize(
    ("system", "limited"),
    [
        (named("bearing_now"), {"bearing_now"}),
        (named("weight * bearing_now", parameters=[WEIGHT]), {"bearing_now"}),
        (named("weight * bearing_now * women", parameters=[WEIGHT]), {"bearing_now"}),
        (named("bearing_now + women"), {"bearing_now"}),
        (named("bearing_now + second_now", extra=[SECOND], parameters=[OTHER]),
         {"bearing_now", "second_now"}),
        (named("bearing_now * second_now", extra=[SECOND], parameters=[OTHER]), set()),
        (named("weight / (1 + bearing_now)", parameters=[WEIGHT]), set()),
        (named("women / (2 + bearing_now) * weight", parameters=[WEIGHT]), set()),
        (named("women * (2 + bearing_now)"), set()),
    ],
)  # fmt: skip
def test_a_variable_is_cut_where_every_mention_bears_it(system, limited):
    assert cut(system) == limited
    few = [name for name in ("bearing", "other") if name in system.parameter]
    prepared = agree_on_rates(system, *given(system, few), window=4)
    for name in limited:
        assert prepared.at[name].stop - prepared.at[name].start == 2


def test_a_variable_kept_along_the_cohorts_elsewhere_is_not_cut():
    kept = auxiliary("kept", "bearing_now", axes=("cohort",), over=())
    system = named("kept * women", extra=[kept])
    assert "bearing_now" not in cut(system)
    agree_on_rates(system, *given(system))


def test_a_sum_over_cohorts_is_not_cut_so_what_names_it_is_whole():
    summed = auxiliary("bearing_now", "bearing * women")
    system = named("women * bearing_now")
    system = replace(system, auxiliaries=(summed, system.auxiliary["daughters"]))
    assert cut(system) == set()
    agree_on_rates(system, *given(system))


def test_dividing_by_a_stock_that_is_summed_away():
    system = replace(SYSTEM, auxiliaries=(auxiliary("daughters", "bearing / women"),))
    agree_on_rates(system, *given(system))


def test_losses_that_are_only_booked_are_not_cut():
    system = named("bearing_now")
    assert "deaths" not in cut(system)
    agree_on_rates(system, *given(system, few=("bearing", "dying")))


def test_a_flow_spread_by_cohort_is_not_cut():
    whole = region()
    shares = parameter("by_cohort", "cohort", "district", "to_district")
    flow = Flow(
        name="leaving_home", source="people", target="people", rate="departure_rate * people",
        meaning="", spread=Spread(axis="district", shares="by_cohort"),
    )  # fmt: skip
    system = replace(whole, parameters=(*whole.parameters, shares), flows=(*whole.flows, flow))
    assert cut(system) == {"first_births"}


def test_a_rate_that_lacks_an_axis_of_its_source_is_not_cut():
    whole = region()
    flow = Flow(
        name="odd", source="people", target="people", meaning="",
        rate="departure_rate * people[men, registered, east]",
    )  # fmt: skip
    assert cut(replace(whole, flows=(*whole.flows, flow))) == {"first_births"}
