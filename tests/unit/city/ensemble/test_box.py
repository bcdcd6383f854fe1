"""Boxes that are found again."""

from math import inf

import numpy as np
import pytest

from simulator.city.ensemble.box import Points, _one_sided, find_box

POINTS = 1000


@pytest.fixture(scope="module")
def variables():
    generator = np.random.default_rng(3)
    return {name: generator.uniform(0, 100, POINTS) for name in ("a", "b", "c", "d")}


def test_a_box_is_found_again(variables):
    sought = (variables["a"] > 60) & (variables["b"] < 45)
    box = find_box(Points(variables=variables, sought=sought))
    assert set(box.limits) == {"a", "b"}
    (low, above), (below, high) = box.limits["a"], box.limits["b"]
    assert (below, above) == (-inf, inf)
    assert low == pytest.approx(60, abs=3)
    assert high == pytest.approx(45, abs=3)
    assert box.density > 0.95
    assert box.coverage > 0.95


def test_a_box_with_two_sides(variables):
    sought = (variables["c"] > 30) & (variables["c"] < 60)
    box = find_box(Points(variables=variables, sought=sought))
    assert list(box.limits) == ["c"]
    assert box.limits["c"] == pytest.approx((30, 60), abs=3)


def test_density_and_coverage_are_those_of_the_box(variables):
    noise = np.random.default_rng(4).uniform(0, 1, POINTS) < 0.2
    sought = (variables["a"] > 70) ^ noise
    box = find_box(Points(variables=variables, sought=sought))
    assert list(box.limits) == ["a"]
    within = variables["a"] >= box.limits["a"][0]
    assert box.density == pytest.approx(sought[within].mean())
    assert box.coverage == pytest.approx(sought[within].sum() / sought.sum())
    assert 0.7 < box.density < 0.9


@pytest.mark.parametrize("every", [True, False])
def test_where_all_or_none_are_sought_there_is_no_box(variables, every):
    box = find_box(Points(variables=variables, sought=np.full(POINTS, every)))
    assert box.limits == {}


def test_what_has_nothing_to_do_with_it_gives_no_sharp_box(variables):
    sought = np.random.default_rng(5).uniform(0, 1, POINTS) < 0.3
    box = find_box(Points(variables=variables, sought=sought))
    assert box.density < 0.45


def test_values_that_repeat_are_cut_between_them():
    steps = {"a": np.repeat([1.0, 2.0, 3.0, 4.0], 25)}
    box = find_box(Points(variables=steps, sought=steps["a"] >= 3))
    assert box.limits == {"a": (3.0, inf)}
    assert (box.density, box.coverage) == (1.0, 1.0)


def test_a_side_that_is_worth_nothing_is_left_out():
    values = np.arange(100.0)
    points = Points(variables={"a": values}, sought=values > 50)
    assert _one_sided(points, points.box({"a": (51.0, 97.0)})).limits == {"a": (51.0, inf)}
