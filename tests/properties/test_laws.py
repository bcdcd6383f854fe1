"""Laws that hold for any system and any scenario."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.stockflow.engine.course import segments
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.values.paths import Scaled
from tests.examples import examples
from tests.strategies import YEARS, case, cases, drafts, values
from tests.two_readings import agree_on_rates, agree_on_transfers_and_measures

SEED = st.integers(0, 2**32 - 1)


def point(draft, seed):
    """Values of all parameters and stocks at random, two draws."""
    system, generator = draft.system(), np.random.default_rng(seed)
    given = {name: values(draft, system, name, generator, 2) for name in system.parameter}
    stocks = {s.name: generator.uniform(0, 100, (2, *system.shape(s.axes))) for s in system.stocks}
    place = generator.integers(system.moving.birth_windows.count) if system.moving else 0
    return given, stocks, int(place)


@settings(max_examples=examples(200))
@given(drafts(), SEED)
def test_compiled_rates_are_those_declared(draft, seed):
    agree_on_rates(draft.system(), *point(draft, seed))


@settings(max_examples=examples(100))
@given(drafts(), SEED)
def test_compiled_transfers_and_measures_are_those_declared(draft, seed):
    agree_on_transfers_and_measures(draft.system(), *point(draft, seed))


@settings(max_examples=examples(50))
@given(cases())
def test_nothing_is_lost_and_nothing_below_zero(case):
    """Δ stock = arrived − left at every watched place, from the totals as they are reported."""
    found = simulate(case.system, replace(case.scenario, snapshots=case.scenario.readings))
    for kind in {stock.kind for stock in case.system.stocks}:
        change, scale = 0.0, 1e-300
        for stock in case.system.stocks:
            if stock.kind == kind:
                cells = found.stocks[stock.name]
                assert cells.min() >= -1e-9 * cells.max()
                whole = cells.sum(axis=tuple(range(1, cells.ndim - 1)))
                change = change + whole - whole[..., :1]
                scale = max(scale, whole.max())
        for stream in case.system.streams:
            for text, totals, sign in (
                (stream.source, found.left, 1),
                (stream.target, found.arrived, -1),
            ):
                end = case.system.part(text)
                if end is not None and end.stock.kind == kind:
                    whole = totals[stream.name].sum(
                        axis=tuple(range(1, totals[stream.name].ndim - 1))
                    )
                    change = change + sign * (whole - whole[..., :1])
                    scale = max(scale, whole.max())
        # what happens at the very start is in the first reading and in the first totals
        assert np.abs(change).max() <= 1e-9 * scale
    assert max(np.abs(each.residual).max() for each in found.balances) <= 1e-9


@settings(max_examples=examples(25))
@given(cases(linear=True), st.floats(0.01, 100))
def test_twice_the_people_and_arrivals_are_twice_the_result(case, factor):
    scenario = case.scenario
    paths = {
        name: Scaled(path=path, factor=factor) if name in case.inflows else path
        for name, path in scenario.paths.items()
    }
    initial = {name: array * factor for name, array in scenario.initial.items()}
    once = simulate(case.system, scenario)
    scaled = simulate(case.system, replace(scenario, initial=initial, paths=paths))
    for name, array in once.final.items():
        near(scaled.final[name], array * factor, 1e-8)


def near(found, expected, tolerance):
    scale = np.abs(expected).max(initial=1e-300)
    assert np.abs(found - expected).max(initial=0.0) <= tolerance * scale


@settings(max_examples=examples(30))
@given(cases(), st.sampled_from(("anywhere", "boundary", "transfer")), st.floats(0.05, 0.95))
def test_stopping_and_going_on_changes_nothing(case, where, share):
    """0 → T equals 0 → s → T: to 1e-12 at a boundary, to 100 × rtol elsewhere.

    Readings of both parts are those of the whole; what happens at s is booked once.
    """
    scenario = case.scenario
    whole = simulate(case.system, scenario)
    pieces = segments(case.system, scenario)
    stop = scenario.start + share * YEARS
    if where == "boundary":
        stop = pieces[int(share * len(pieces))].stop
    if where == "transfer":
        dates = [each.year for found in scenario.occasions.values() for each in found]
        stop = max(dates, default=stop)
    if not scenario.start < stop < scenario.stop:
        return
    first = simulate(case.system, scenario.until(stop))
    rest = simulate(case.system, scenario.resumed(stop, first.final))
    tolerance = 1e-12 if any(piece.start == stop for piece in pieces) else 100e-9
    for name, array in whole.final.items():
        near(rest.final[name], array, tolerance)
    for name, array in whole.measures.items():
        both = np.concatenate([first.measures[name], rest.measures[name]], axis=-1)
        near(both, array, tolerance)
    moved = simulate(case.system, replace(scenario.until(stop), readings=(stop,)))
    for kind in ("arrived", "left"):
        for name, array in getattr(whole, kind).items():
            both = getattr(moved, kind)[name][..., -1] + getattr(rest, kind)[name][..., -1]
            near(both, array[..., -1], max(tolerance, 1e-11))


@settings(max_examples=examples(20))
@given(drafts(), SEED)
def test_the_order_of_declaration_changes_nothing(draft, seed):
    system = draft.system()
    turned = replace(
        system,
        stocks=system.stocks[::-1],
        parameters=system.parameters[::-1],
        auxiliaries=system.auxiliaries[::-1],
        flows=system.flows[::-1],
        measures=system.measures[::-1],
    )
    made = case(draft, system, seed)
    once, again = simulate(system, made.scenario), simulate(turned, made.scenario)
    for name, array in once.final.items():
        near(again.final[name], array, 1e-12)
    for name, array in once.measures.items():
        near(again.measures[name], array, 1e-12)


@settings(max_examples=examples(15))
@given(drafts(), SEED)
def test_a_draw_alone_is_that_draw_in_a_batch(draft, seed):
    system = draft.system()
    scenario = case(draft, system, seed, draws=3).scenario
    batch = simulate(system, scenario)
    for draw in range(3):
        alone = replace(
            scenario,
            draws=1,
            initial={name: array[[draw]] for name, array in scenario.initial.items()},
            paths={name: OneDraw(path, draw) for name, path in scenario.paths.items()},
        )
        found = simulate(system, alone)
        for name, array in batch.final.items():
            near(found.final[name], array[[draw]], 1e-12)
        for name, array in batch.measures.items():
            near(found.measures[name], array[[draw]], 1e-12)


class OneDraw:
    """One draw of a path."""

    def __init__(self, path, draw):
        self.path, self.draw, self.axes = path, draw, path.axes
        self.kinks = path.kinks

    def value(self, moment):
        found = self.path.value(moment)
        return found[[self.draw]] if found.shape[0] > 1 else found
