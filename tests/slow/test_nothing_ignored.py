"""Of 300 random lawful scenarios every stated key counts or is told; 50 are run with and without.

Whole runs tell the truth: with a key and without it they differ, or the key was told to do nothing.
"""

from collections import Counter
from random import Random

import numpy as np
import pytest

from simulator.city.idle_input import asked_of, told_of_input
from simulator.city.loading import city_system, load
from simulator.city.whole import build_scenario
from simulator.errors import ScenarioError
from simulator.files.locations import SCENARIOS
from simulator.stockflow.engine.simulate import simulate
from tests.city import choices, city_pack
from tests.legal_scenarios import draw_scenario

DRAWN = range(300)
RUN_WHOLE = range(0, 300, 6)
# of two runs that are given the same but are cut into other segments
NOISE = 1e-4


def drawn(seed, folder):
    path = folder / f"drawn_{seed}.toml"
    text = draw_scenario(Random(seed), choices(), SCENARIOS.as_posix())  # noqa: S311 - a draw
    path.write_text(text, encoding="utf-8")
    return path


def measures(file):
    system = city_system(file, city_pack())
    return simulate(system, build_scenario(system, file, city_pack())).measures


def difference(one, other):
    """The largest difference of any measure, relative to its scale; 1 where shapes differ."""
    if one.keys() != other.keys():
        return 1.0
    found = 0.0
    for name, values in one.items():
        if values.shape != other[name].shape:
            return 1.0
        scale = np.abs(values).max(initial=0.0) or 1.0
        found = max(found, float(np.abs(values - other[name]).max(initial=0.0) / scale))
    return found


def is_told(one, told):
    return one.address in told or f"{one.key}.{one.record}" in told


def test_most_of_what_is_drawn_is_lawful(tmp_path):
    count = Counter()
    for seed in DRAWN:
        try:
            loaded = load(drawn(seed, tmp_path), (), city_pack())
            told_of_input(loaded)
            count["lawful"] += 1
        except ScenarioError:
            count["refused"] += 1
    assert count["lawful"] >= 240


@pytest.mark.parametrize("seed", RUN_WHOLE)
def test_whole_runs_agree(seed, tmp_path):
    try:
        loaded = load(drawn(seed, tmp_path), (), city_pack())
        # that only the last of several dates is used is told too, of what counts
        told = {fault.key for fault in told_of_input(loaded) if "has no effect" in fault.message}
    except ScenarioError:
        return  # what is refused is not ignored
    whole = measures(loaded.file)
    for one in asked_of(loaded.file):
        left = loaded.file.without(one)
        if left is None:
            continue
        try:
            moved = difference(whole, measures(left))
        except ScenarioError:
            continue  # without it the scenario is refused: it counts
        if is_told(one, told):
            assert moved <= NOISE, one.address
        else:
            assert moved > 0, one.address
