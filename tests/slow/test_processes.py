"""Processes: the very bytes of this one; one that dies is replaced."""

import numpy as np
import pytest

from simulator.city.ensemble import processes
from simulator.city.ensemble.ensemble import run_ensemble
from simulator.city.ensemble.processes import Processes
from simulator.city.loading import load
from simulator.files.locations import SCENARIOS
from tests.workers import dies_once, orders

SMALL = (
    "model.cohorts_per_year=1",
    "model.stop=2016-01-01",
    "report.to_year=2015",
    "model.compiled=false",
)
DRAWS, SEED, SIZE = 6, 7, 2


@pytest.fixture(scope="module")
def loaded():
    return load(SCENARIOS / "baseline.toml", SMALL)


@pytest.fixture(scope="module")
def here(loaded):
    return bytes_of(run_ensemble(loaded, DRAWS, SEED, size=SIZE))


def bytes_of(ensemble):
    return {
        (table, name): np.ascontiguousarray(values).tobytes()
        for table, columns in ensemble.numbers.items()
        for name, values in columns.items()
    }


def test_processes_give_the_very_bytes_of_this_process(loaded, here):
    told = []
    found = run_ensemble(loaded, DRAWS, SEED, Processes(workers=2), told.append, SIZE)
    assert [chunk.first for chunk in found.chunks] == [0, 2, 4]
    assert told == [2, 4, 6]
    assert bytes_of(found) == here


def test_a_process_that_dies_is_replaced_and_order_and_memory_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "run_order", dies_once)
    asked, ahead, done = [], [], []

    def noted():
        for order in orders(tmp_path / "mark", 6):
            asked.append(order)
            yield order

    for chunk in Processes(workers=2)(noted()):
        done.append(chunk.first)
        ahead.append(len(asked) - len(done) + 1)
    assert done == list(range(6))
    assert max(ahead) == 3  # one more than there are workers
