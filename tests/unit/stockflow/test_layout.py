from dataclasses import replace

import numpy as np

from simulator.stockflow.numbers.layout import Layout
from tests.toys import decay, region


def test_blocks_lie_side_by_side_and_fill_the_vector():
    layout = Layout(region())
    blocks = list(layout.stocks.values())
    for totals in layout.totals.values():
        blocks += [totals.leaving] if totals.leaving else []
        blocks += [totals.arriving] if totals.arriving not in {None, totals.leaving} else []
    place = 0
    for block in blocks:
        assert block.start == place
        assert block.stop - block.start == np.prod(block.shape, dtype=int)
        place = block.stop
    assert place == layout.size


def test_totals_are_kept_by_watched_place_where_a_flow_leaves_and_arrives():
    totals = Layout(region()).totals
    assert totals["deaths"].leaving.axes == ("residency", "district")
    assert totals["deaths"].arriving is None
    assert totals["arrivals"].leaving is None
    assert totals["arrivals"].arriving.axes == ("district",)
    assert totals["registration"].arriving is totals["registration"].leaving
    assert totals["first_births"].leaving.axes == ("residency", "district")


def test_arrivals_are_booked_apart_where_a_flow_changes_a_watched_place():
    totals = Layout(region()).totals
    assert totals["moves"].arriving is not totals["moves"].leaving
    system = region()
    unwatched = replace(system, stocks=(replace(system.stocks[0], watched=("residency",)),))
    totals = Layout(unwatched).totals
    assert totals["moves"].arriving is totals["moves"].leaving


def test_a_stock_without_axes_is_one_number():
    layout = Layout(decay())
    assert layout.size == 2
    assert layout.stocks["water"].shape == ()
    assert (layout.totals["leaking"].leaving.start, layout.totals["leaking"].arriving) == (1, None)
