"""Blocks of draws gone at by several processes or threads: one result, and one fault."""

import os
import signal
from dataclasses import replace

import numpy as np
import pytest

from simulator.errors import IntegrationError
from simulator.stockflow.engine import simulation as run
from simulator.stockflow.engine.at_once import at_once, seen_by_all
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.values.paths import Scaled
from simulator.stockflow.values.scenario import Occasion
from tests.toys import region, region_scenario

BLOCKS = [slice(2 * n, 2 * n + 2) for n in range(7)]
# a process that runs tests may have threads; none of them holds what a forked one asks for
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
WAYS = pytest.mark.parametrize("forked", [False, True] if hasattr(os, "fork") else [False])


@WAYS
@pytest.mark.parametrize("processors", [1, 2, 3, 9])
def test_every_block_is_done_once_in_every_turn(forked, processors):
    done = seen_by_all(np.zeros(14))

    def task(turn):
        def job(block):
            done[block] += turn + 1
            return block.start

        return job

    with at_once(task, BLOCKS, processors, forked=forked) as spread:
        assert [spread(turn) for turn in range(3)] == [42, 42, 42]  # 0 + 2 + … + 12
    assert done.tolist() == [6.0] * 14  # 1 + 2 + 3


@WAYS
@pytest.mark.parametrize("wrong", [(3, 4), (4, 5), (1, 2), (0, 6)])
def test_of_several_faults_the_first_block_tells(forked, wrong):
    def task(turn):
        def job(block):
            if block.start // 2 in wrong:
                raise IntegrationError(f"block {block.start // 2}", year=2000.0)
            return 1

        return job

    with (
        pytest.raises(IntegrationError, match=f"block {wrong[0]}$"),
        at_once(task, BLOCKS, 2, forked=forked) as spread,
    ):
        spread(0)


@pytest.mark.parametrize("forked", [True] if hasattr(os, "fork") else [])
def test_a_process_that_is_ended_is_told(forked):
    here = os.getpid()

    def task(turn):
        def job(block):
            if os.getpid() != here:
                os.kill(os.getpid(), signal.SIGKILL)
            return 1

        return job

    with (
        pytest.raises(IntegrationError, match="may not be enough memory"),
        at_once(task, BLOCKS, 2, forked=forked) as spread,
    ):
        spread(0)


def test_what_all_see_holds_what_it_was_made_of():
    for array in (np.arange(6.0).reshape(2, 3), np.zeros((0, 3))):
        np.testing.assert_array_equal(seen_by_all(array), array)


@WAYS
def test_a_run_by_several_is_that_of_one(monkeypatch, forked):
    system = region()
    base = region_scenario(system)
    levels = np.array([0.5, 1.0, 40.0, 2.0, 3.0])
    paths = {name: Scaled(path=base.paths[name], factor=levels) for name in ("arrivals_a_year",)}
    called = Occasion(2003.0, {"recalled": np.linspace(0, 0.5, 10).reshape(5, 2)})
    scenario = replace(
        base,
        paths={**base.paths, **paths},
        draws=5,
        occasions={"recall": (called,)},
        before=(2003.0,),
        snapshots=(2001.0, 2002.0),
    )
    monkeypatch.setattr(run, "_BLOCK", 1)  # every draw is a block
    monkeypatch.setattr(run, "can_fork", lambda: forked)
    found = []
    for processors in (1, 2):
        monkeypatch.setattr(run, "processors", lambda number=processors: number)
        found.append(simulate(system, scenario))
    for one, other in (found, [each.before for each in found]):
        for kind in ("measures", "stocks", "arrived", "left", "final"):
            for name, array in getattr(one, kind).items():
                np.testing.assert_array_equal(getattr(other, kind)[name], array)
    assert found[0].evaluations == found[1].evaluations
