"""Who runs a chunk makes no difference to it, and a worker that dies is no loss."""

import pickle
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace

import pytest

from simulator.city.ensemble.ensemble import run_ensemble
from simulator.city.ensemble.order import orders_of
from simulator.city.ensemble.processes import Processes
from simulator.city.ensemble.worker import run_order
from simulator.errors import (
    BeyondError,
    CalibrationError,
    Fault,
    IntegrationError,
    MissingDataError,
    MissingExtraError,
    ScenarioError,
    SimulatorError,
)
from simulator.stockflow.engine import simulation
from simulator.words.catalogue import message
from tests.small_draws import DRAWS, SEED, SIZE, bytes_here, bytes_of, small
from tests.workers import orders


@pytest.fixture(scope="module")
def loaded():
    return small()


@pytest.fixture(scope="module")
def here():
    return bytes_here()


def test_the_number_of_processors_makes_no_difference(loaded, here, monkeypatch):
    monkeypatch.setattr(simulation, "processors", lambda: 3)
    assert bytes_of(run_ensemble(loaded, DRAWS, SEED, size=SIZE)) == here


class DeadPool:
    """A pool whose processes have died before anything is asked of them."""

    def __init__(self):
        self.asked = []

    def submit(self, _run, order):
        self.asked.append(order.chance.first)
        lost = Future()
        lost.set_exception(BrokenProcessPool())
        return lost

    def shutdown(self, **_how):
        pass


def test_processes_that_die_again_and_again_are_told(tmp_path, monkeypatch):
    pool = DeadPool()
    monkeypatch.setattr(Processes, "_pool", lambda _: pool)
    with pytest.raises(SimulatorError, match="ended 4 times while it ran draws 1 to 1"):
        list(Processes(workers=1)(orders(tmp_path / "mark", 3)))
    assert pool.asked == [0, 1] * 4


def test_a_worker_with_other_files_gives_no_numbers(loaded):
    order = next(orders_of(loaded, DRAWS, SEED, SIZE))
    changed = replace(order, made_from="0" * 64)
    with pytest.raises(SimulatorError, match="is not what the draws were asked for with"):
        run_order(changed)


TOLD = message("executor.no_draws")
FAULT = Fault(path="a.toml", line=3, key="model.stop", message=TOLD)


@pytest.mark.parametrize(
    "error",
    [
        SimulatorError(TOLD),
        ScenarioError([FAULT]),
        MissingDataError([FAULT, FAULT]),
        MissingExtraError(TOLD, [FAULT]),
        IntegrationError(TOLD, year=2016.5, flow="deaths"),
        BeyondError(TOLD, year=2016.5, path="x", span=(1.0, 2.0)),
        CalibrationError(TOLD, estimate=[1.0]),
    ],
)
def test_a_refusal_comes_home_with_all_that_it_says(error):
    home = pickle.loads(pickle.dumps(error))  # noqa: S301 - what was just written
    assert type(home) is type(error)
    assert home.args == error.args
    assert vars(home) == vars(error)
    assert str(home) == str(error)
