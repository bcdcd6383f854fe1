"""Processes: the very bytes of this one; one that dies is replaced."""

import pytest

from simulator.city.ensemble import processes
from simulator.city.ensemble.ensemble import run_ensemble
from simulator.city.ensemble.processes import Processes
from tests.small_draws import DRAWS, SEED, SIZE, bytes_here, bytes_of, small
from tests.workers import dies_once, orders


@pytest.fixture(scope="module")
def loaded():
    return small()


@pytest.fixture(scope="module")
def here():
    return bytes_here()


def test_processes_give_the_very_bytes_of_this_process(loaded, here):
    told = []
    found = run_ensemble(loaded, DRAWS, SEED, Processes(workers=2), told.append, SIZE)
    assert [chunk.first for chunk in found.chunks] == list(range(0, DRAWS, SIZE))
    assert told == list(range(SIZE, DRAWS + 1, SIZE))
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
