from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from simulator.stockflow.engine.course import Segment, segments
from simulator.stockflow.values.paths import Steps
from simulator.stockflow.values.scenario import Occasion
from tests.textbook import numbers, start_with
from tests.toys import decay, region, region_scenario

REGION = region()
BASE = region_scenario(REGION)


def ends(system, scenario):
    pieces = segments(system, scenario)
    assert all(a.stop == b.start for a, b in pairwise(pieces))
    return [pieces[0].start, *(piece.stop for piece in pieces)]


def moving(name, *years, axes=()):
    value = BASE.paths[name].array
    return Steps(name=name, years=years, values=np.stack([value] * len(years)), axes=axes)


def test_a_run_is_cut_at_every_opening_of_a_cohort():
    assert len(ends(REGION, BASE)) == 31
    assert ends(REGION, BASE)[:4] == [2000.0, 2000 + 1 / 3, 2000 + 2 / 3, 2001.0]


def test_a_run_is_cut_at_the_kinks_of_paths_that_flows_follow():
    paths = BASE.paths | {"boys": moving("boys", 2000.0, 2003.1)}
    assert 2003.1 in ends(REGION, replace(BASE, paths=paths))


def test_paths_that_only_transfers_follow_cut_nothing():
    extra = Steps(name="extra", years=(2000.0, 2003.1), values=np.zeros((2, 1, 2)),
                  axes=("district",))  # fmt: skip
    assert 2003.1 not in ends(REGION, replace(BASE, paths=BASE.paths | {"extra": extra}))


def test_a_run_is_cut_where_something_happens_but_not_outside_it():
    occasions = {
        "extra_newborns": tuple(Occasion(year) for year in (1999.0, 2001.5, 2010.0, 2011.0))
    }
    found = ends(REGION, replace(BASE, occasions=occasions))
    assert 2001.5 in found
    assert len(found) == 32


def test_one_date_reached_by_two_sums_is_one():
    paths = BASE.paths | {"boys": moving("boys", 2000.0, 2003 + 2 / 3 + 4e-13, 2010 - 4e-13)}
    found = ends(REGION, replace(BASE, paths=paths))
    assert len(found) == 31
    assert found[-1] == 2010.0


def test_without_cohorts_and_kinks_a_run_is_one_segment():
    scenario = replace(BASE, initial=start_with(water=1), paths=numbers(leak=1))
    (piece,) = segments(decay(), scenario)
    assert piece == Segment(2000.0, 2010.0)
    assert piece.middle == pytest.approx(2005)
