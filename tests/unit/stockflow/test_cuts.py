"""Cuts along the cohorts: by what is not zero, in transfers too."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.city.loading import load
from simulator.files.locations import SCENARIOS
from simulator.stockflow.engine.events import due_events
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.grammar.elements import Auxiliary, Parameter, Transfer
from simulator.stockflow.numbers.cuts import cut_to_live, live_cohorts, live_span
from simulator.stockflow.numbers.generate import generate
from simulator.stockflow.values.scenario import Occasion
from tests.toys import region, region_scenario

REGION = region()
COHORTS = REGION.axis["cohort"].size


@pytest.mark.parametrize(
    ("live", "expected"),
    [
        ([0, 1, 0, 1, 0], slice(1, 4)),
        ([1, 1, 1, 1, 1], slice(0, 5)),
        ([0, 0, 0, 0, 0], slice(0, 1)),
    ],
    ids=["from the first to the last", "all", "one cohort where none counts"],
)
def test_a_span_goes_from_the_first_to_the_last_that_counts(live, expected):
    assert live_span(np.array(live, dtype=bool)) == expected


def test_a_hole_is_not_cut_off():
    array = np.array([[[0.0, 0], [np.nan, 0], [0, 0]]])
    assert live_cohorts(array, 1).tolist() == [False, True, False]


def test_what_is_cut_is_found_under_its_name_and_nothing_else_changes():
    k = {"share": np.array([[0.0, 2, 3, 0]]), "other": np.zeros((1, 4))}
    cut, at = cut_to_live(k, {"newest": 3}, {"share": 1})
    assert cut["share"].tolist() == [[2, 3]]
    assert cut["other"] is k["other"]
    assert at == {"newest": 3, "share": slice(1, 3)}
    assert k["share"].shape == (1, 4)


def test_who_leaves_on_entering_school_is_worked_out_of_the_cohorts_that_enter():
    transfers = generate(load(SCENARIOS / "baseline.toml").system).transfers
    for name in ("parents_of_leavers", "children_without_points", "plans_taken_up_that_day"):
        assert f"people[:, {'2' if 'plans' in name else ':'}, at['{name}']" in transfers[name].text
    assert "people.sum" not in transfers["parents_of_leavers"].text


def leaving(text, **more):
    """A region in which a share by cohort leaves, reckoned by a text."""
    share = Parameter(name="leaving", axes=("cohort",), unit="1", meaning="", symbol="l")
    transfer = Transfer(name="leave", source="people[migrant]", target=None, share=text, meaning="")
    there = Auxiliary(
        name="there",
        axes=("district",),
        over=("status", "cohort"),
        expression="leaving * people[migrant]",
        unit="persons",
        meaning="",
        symbol="T",
    )
    return replace(
        REGION,
        parameters=(*REGION.parameters, share),
        auxiliaries=(*REGION.auxiliaries, *((there,) if "there" in text else ())),
        transfers=(*REGION.transfers, replace(transfer, **more)),
    )


def given(shares, draws):
    base = region_scenario(REGION)
    return replace(
        base,
        draws=draws,
        initial={n: np.repeat(a[:1], draws, axis=0) for n, a in base.initial.items()},
        occasions={"leave": (Occasion(2003.0, {"leaving": shares}),)},
    )


def happened(system, shares, draws):
    """What is there after it, and what has left; one share by cohort for every draw."""
    run = simulate(system, given(shares, draws))
    return run.final["people"], run.left["leave"]


@pytest.mark.parametrize("target", [None, "people[registered]"])
def test_draws_cut_to_different_cohorts_are_each_as_alone(target):
    rng, shares = np.random.default_rng(1), np.zeros((4, COHORTS))
    for draw, (first, last) in {0: (5, 17), 1: (2, COHORTS), 3: (2, COHORTS)}.items():
        shares[draw, first:last] = rng.random(last - first)
    system = leaving("leaving / (1 + there)", target=target)
    found = happened(system, shares, 4)
    for draw in range(4):
        for together, alone in zip(found, happened(system, shares[[draw]], 1), strict=True):
            np.testing.assert_array_equal(together[draw], alone[0])
    assert not np.array_equal(found[0][0], found[0][2])


def test_draws_cut_alike_go_together_and_no_others():
    """Sums over more cohorts may round otherwise: whom a draw goes with must not decide it."""
    shares = np.zeros((4, COHORTS))
    shares[0, 2:5], shares[1, 3:9], shares[3, 3:9] = 0.5, 0.25, 0.125
    (event,) = due_events(generate(leaving("leaving")), given(shares, 4), 2003.0)
    groups = event._cut_alike(event.k)
    assert sorted(tuple(group.tolist()) for group in groups) == [(0,), (1, 3), (2,)]


def test_a_factor_that_follows_the_cohorts_is_not_cut_off():
    """Where it is no number is told, also where nothing leaves."""
    assert "at['leave']" in generate(leaving("leaving")).transfers["leave"].text
    text = "leaving / (1 + people[migrant])"
    assert "at['leave']" not in generate(leaving(text)).transfers["leave"].text
