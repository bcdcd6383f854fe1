"""Equal steps of many draws: what a draw gets depends on nothing but itself."""

import numpy as np
import pytest

from simulator.stockflow.engine import simulation as run
from simulator.stockflow.engine import solve
from simulator.stockflow.engine.equal_steps import refine_steps
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.values.scenario import Method, Scenario
from tests.toys import decay

# a first draw that needs four steps but first tries two, a second that tries four at once
HEIGHT = np.array([0.021340470588467234, 0.04071220570953146])
WIDTH = np.array([0.3717781768508767, 0.38768619565984774])
WHEN = np.array([0.3130478588199377, 0.576699716252952])


class Pulse:
    """A leak that opens and closes within the run, of one draw or of all."""

    axes = ()

    def __init__(self, draws):
        self.draws = draws

    def kinks(self, start, stop):
        return ()

    def value(self, moment):
        height, width, when = (each[self.draws] for each in (HEIGHT, WIDTH, WHEN))
        return height * np.exp(-(((moment.year - 2000 - when) / width) ** 2))


def level(draws, *, compiled):
    tolerance = 7.218548489029429e-05
    water = np.array([1.0, 20.0])[draws]
    scenario = Scenario(
        name="pulse",
        start=2000.0,
        stop=2001.0,
        initial={"water": water},
        paths={"leak": Pulse(draws)},
        draws=len(water),
        method=Method(relative=tolerance, absolute=tolerance / 1000, compiled=compiled),
    )
    return simulate(decay(), scenario).final["water"]


@pytest.mark.parametrize("compiled", [False, True])
def test_draws_that_come_to_a_number_of_steps_one_after_another_keep_their_own_rates(
    monkeypatch, compiled
):
    tried = []

    def spied(attempt, draws, order):
        def one(places, steps):
            tried.append((places.tolist(), steps))
            return attempt(places, steps)

        return refine_steps(one, draws, order)

    monkeypatch.setattr(run, "processors", lambda: 1)  # both draws in one block
    monkeypatch.setattr(run, "_SHARES", 1)
    monkeypatch.setattr(solve, "refine_steps", spied)
    together = level(slice(None), compiled=compiled)
    assert tried == [([0, 1], 1), ([0], 2), ([0, 1], 4)]
    for draw in (0, 1):
        alone = level(slice(draw, draw + 1), compiled=compiled)
        assert together[draw] == pytest.approx(alone[0], rel=1e-13)
