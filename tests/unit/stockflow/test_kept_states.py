"""What a scenario keeps of whole states: totals of some streams, stocks summed over some axes."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.stockflow.engine.simulate import simulate
from tests.drawn_tiles import Drawn
from tests.uncompiled import without_compiler


def run(compiled, **asked):
    drawn = Drawn(11, 2)
    method = replace(drawn.scenario.method, compiled=compiled)
    with without_compiler():
        return simulate(drawn.system, replace(drawn.scenario, method=method, **asked))


@pytest.mark.parametrize("compiled", [False, True])
def test_stocks_are_summed_over_the_axes_named(compiled):
    whole = run(compiled)
    for axis in ("u", "v"):
        summed = run(compiled, summed={axis: (0,) * whole.system.axis[axis].size})
        for name, array in whole.stocks.items():
            axes = whole.system.stock[name].axes
            assert array.shape[-1] > 0
            wanted = array.sum(axis=1 + axes.index(axis), keepdims=True) if axis in axes else array
            np.testing.assert_allclose(summed.stocks[name], wanted, rtol=1e-13)


@pytest.mark.parametrize("compiled", [False, True])
def test_stocks_are_summed_by_groups_of_labels(compiled):
    whole = run(compiled)
    wide = max(whole.system.axes, key=lambda axis: axis.size)
    # every other label, so that no group is a stretch of neighbours
    groups = tuple(number % 2 for number in range(wide.size))
    summed = {wide.name: groups, "w": (0, 0)}
    found = run(compiled, summed=summed)
    assert wide.size > 2
    for name, array in whole.stocks.items():
        wanted = array
        for axis, own in summed.items():
            if axis in whole.system.stock[name].axes:
                at = 1 + whole.system.stock[name].axes.index(axis)
                parts = [
                    wanted.compress([each == number for each in own], axis=at).sum(axis=at)
                    for number in range(max(own) + 1)
                ]
                wanted = np.stack(parts, axis=at)
        np.testing.assert_allclose(found.stocks[name], wanted, rtol=1e-13)
    scenario = replace(Drawn(11, 2).scenario, summed=summed)
    assert scenario.kept_labels(wide) == wide.labels[:2]


@pytest.mark.parametrize("compiled", [False, True])
def test_totals_are_those_of_the_streams_named(compiled):
    whole = run(compiled)
    name = next(iter(whole.left))
    some = run(compiled, totals=frozenset({name}))
    assert set(some.left) == {name}
    assert set(some.arrived) <= {name}
    np.testing.assert_array_equal(some.left[name], whole.left[name])
    assert not any(each.shape[-1] for each in run(compiled, totals=False).left.values())
