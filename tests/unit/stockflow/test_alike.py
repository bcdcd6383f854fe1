"""Two scenarios are alike when a run would be given the same by both, its last instant included."""

from dataclasses import replace

import numpy as np

from simulator.stockflow.values.alike import are_alike
from simulator.stockflow.values.paths import Constant, Steps
from simulator.stockflow.values.scenario import Occasion
from tests.toys import region, region_scenario

REGION = region()
BASE = region_scenario(REGION)


def with_moves(*dated):
    years, values = zip(*dated, strict=True)
    path = Steps(name="m", years=years, values=np.array(values)[:, np.newaxis])
    return replace(BASE, paths={**BASE.paths, "moving_rate": path})


def called(year):
    occasion = Occasion(year, {"recalled": np.array([[0.5, 0.1]])})
    return replace(BASE, occasions={"recall": (occasion,)})


def test_the_same_numbers_are_alike_however_they_are_stated():
    assert are_alike(REGION, BASE, with_moves((2000.0, 0.02)))
    constant = {**BASE.paths, "moving_rate": Constant(np.array([0.02 + 1e-16]))}
    assert are_alike(REGION, BASE, replace(BASE, paths=constant))
    assert not are_alike(REGION, BASE, with_moves((2000.0, 0.02), (2005.0, 0.03)))


def test_what_begins_on_the_last_day_counts_and_what_begins_later_does_not():
    assert not are_alike(REGION, BASE, with_moves((2000.0, 0.02), (2010.0, 0.03)))
    assert are_alike(REGION, BASE, with_moves((2000.0, 0.02), (2010.001, 0.03)))
    assert not are_alike(REGION, BASE, called(2010.0))
    assert are_alike(REGION, BASE, called(2010.001))
