"""Indices and boxes beside those of other programs, where these are installed.

``uv pip install SALib ema_workbench``; without them the tests are skipped.
"""

import numpy as np
import pytest

from simulator.city.ensemble.box import Points, find_box
from simulator.city.ensemble.variance_shares import estimated, variance_shares

DRAWS = 2**12


def ishigami(x):
    return np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])


@pytest.mark.filterwarnings("default")
def test_indices_are_those_of_salib():
    sobol = pytest.importorskip("SALib.analyze.sobol")
    a, b = np.random.default_rng(2).uniform(-np.pi, np.pi, (2, 3, DRAWS))
    mixed = [np.where(np.arange(3)[:, np.newaxis] == row, b, a) for row in range(3)]
    f_a, f_b, f_ab = ishigami(a), ishigami(b), np.array([ishigami(each) for each in mixed])
    problem = {"num_vars": 3, "names": list("abc"), "bounds": [[-np.pi, np.pi]] * 3}
    rows = np.vstack([f_a, f_ab, f_b]).T.ravel()
    theirs = sobol.analyze(problem, rows, calc_second_order=False, seed=1)
    ours = variance_shares(f_a, f_b, f_ab)
    assert ours.first.value == pytest.approx(theirs["S1"], abs=0.03)
    assert ours.total.value == pytest.approx(theirs["ST"], abs=0.03)
    # their intervals are of the plain estimators: none of ours is much wider
    assert ours.half_width < 1.2 * max(theirs["S1_conf"].max(), theirs["ST_conf"].max())
    assert np.isfinite(estimated(f_a[None], f_b[None], f_ab[:, None])).all()


@pytest.mark.filterwarnings("default")
def test_a_box_is_that_of_the_ema_workbench():
    prim = pytest.importorskip("ema_workbench.analysis.prim")
    pandas = pytest.importorskip("pandas")
    generator = np.random.default_rng(3)
    variables = {name: generator.uniform(0, 100, 1000) for name in ("a", "b", "c")}
    noise = generator.uniform(0, 1, 1000) < 0.1
    sought = ((variables["a"] > 60) & (variables["b"] < 45)) ^ noise
    ours = find_box(Points(variables=variables, sought=sought))
    theirs = prim.Prim(pandas.DataFrame(variables), sought, threshold=0.5).find_box()
    path = theirs.peeling_trajectory
    merit = 2 * path["coverage"] * path["density"] / (path["coverage"] + path["density"])
    assert ours.merit == pytest.approx(float(merit.max()), abs=0.05)
    assert set(ours.limits) == {"a", "b"}
