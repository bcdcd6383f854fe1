"""Laws that hold for any system and any scenario."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.engine.prepared import prepare_segment, values_at
from simulator.engine.segments import Segment, segments
from simulator.engine.simulate import simulate
from simulator.inputs.paths import Constant, Moment, Scaled
from simulator.structure.generate import generate
from tests.naive import Naive
from tests.strategies import YEARS, at_stop, case, cases, drafts, values

SEED = st.integers(0, 2**32 - 1)


def point(draft, system, seed):
    """Paths, stocks and a segment at a random point, two draws."""
    generator = np.random.default_rng(seed)
    given = {name: values(draft, system, name, generator, 2) for name in system.parameter}
    stocks = {s.name: generator.uniform(0, 100, (2, *system.shape(s.axes))) for s in system.stocks}
    windows = system.moving.birth_windows if system.moving else None
    place = int(generator.integers(windows.count)) if windows else 0
    opening = windows.opening(place) if windows else 0.0
    return given, stocks, Segment(opening, opening + 0.1), place + 1


def state_of(layout, stocks):
    state = np.zeros((2, layout.size))
    for name, array in stocks.items():
        block = layout.stocks[name]
        state[:, block.start : block.stop] = block.flat(array)
    return state


def read(block, state, draw):
    return block.view(state)[draw]


def compare(layout, found, draw, expected, streams):
    """Changes of stocks and totals against those of the second reading."""
    for name, block in layout.stocks.items():
        whole = sum(change[name] for change, _, _ in expected.values())
        np.testing.assert_allclose(
            read(block, found, draw), whole, rtol=1e-11, atol=1e-9, err_msg=name
        )
    for stream in streams:
        totals = layout.totals[stream.name]
        _, left, arrived = expected[stream.name]
        for block, booked in ((totals.leaving, left), (totals.arriving, arrived)):
            if booked:
                cells = np.zeros(block.shape)
                for place, number in booked.items():
                    cells[place] = number
                np.testing.assert_allclose(
                    read(block, found, draw), cells, rtol=1e-11, atol=1e-9, err_msg=stream.name
                )


@settings(max_examples=120)
@given(drafts(), SEED)
def test_compiled_rates_are_those_declared(draft, seed):
    system = draft.system()
    generated = generate(system)
    given, stocks, segment, newest = point(draft, system, seed)
    state = state_of(generated.layout, stocks)
    k = coefficients(generated.dynamics, given)
    prepared = prepare_segment(system, generated.dynamics, lambda _: k, segment)
    change = np.full_like(state, np.nan)
    generated.dynamics.body(state, change, prepared.k, prepared.at)
    for draw in range(2):
        naive = second(system, given, stocks, newest, draw)
        expected = {flow.name: naive.flow(flow) for flow in system.flows}
        empty = {name: np.zeros_like(array) for name, array in naive.stocks.items()}
        expected["nothing"] = (empty, {}, {})
        compare(generated.layout, change, draw, expected, system.flows)


@settings(max_examples=60)
@given(drafts(), SEED)
def test_compiled_transfers_and_measures_are_those_declared(draft, seed):
    system = draft.system()
    generated = generate(system)
    given, stocks, _, newest = point(draft, system, seed)
    state = state_of(generated.layout, stocks)
    k = coefficients(generated.reading, given)
    found = generated.reading.body(state, k, {"newest": newest})
    for draw in range(2):
        naive = second(system, given, stocks, newest, draw)
        for item in system.measures:
            whole = np.broadcast_to(found[item.name], (2, *system.shape(item.axes)))
            np.testing.assert_allclose(whole[draw], naive.measure(item), rtol=1e-11, atol=1e-9)
    for transfer in system.transfers:
        program = generated.transfers[transfer.name]
        after = state.copy()
        program.body(after, coefficients(program, given), {"newest": newest})
        for draw in range(2):
            naive = second(system, given, stocks, newest, draw)
            expected = {transfer.name: naive.transfer(transfer)}
            compare(generated.layout, after - state, draw, expected, [transfer])


def second(system, given, stocks, newest, draw):
    return Naive(
        system=system,
        values={name: array[draw] for name, array in given.items()},
        stocks={name: array[draw] for name, array in stocks.items()},
        newest=newest,
    )


def coefficients(program, given):
    paths = {name: Constant(array) for name, array in given.items()}
    return values_at(program, paths, Moment(0, 0, 1), 2)


@settings(max_examples=50)
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
                end = case.system.end(text)
                if end is not None and end.stock.kind == kind:
                    whole = totals[stream.name].sum(
                        axis=tuple(range(1, totals[stream.name].ndim - 1))
                    )
                    change = change + sign * (whole - whole[..., :1])
                    scale = max(scale, whole.max())
        # what happens at the very start is in the first reading and in the first totals
        assert np.abs(change).max() <= 1e-9 * scale
    assert max(np.abs(each.residual).max() for each in found.balances) <= 1e-9


@settings(max_examples=25)
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


@settings(max_examples=30)
@given(cases(), st.booleans(), st.floats(0.05, 0.95))
def test_stopping_and_going_on_changes_nothing(case, on_boundary, share):
    """0 → T equals 0 → s → T: to 1e-12 at a boundary, to 100 × rtol elsewhere."""
    scenario = case.scenario
    whole = simulate(case.system, scenario)
    pieces = segments(case.system, scenario)
    stop = scenario.start + share * YEARS
    if on_boundary:
        stop = pieces[int(share * len(pieces))].stop
    if not scenario.start < stop < scenario.stop:
        return
    late = {
        name: tuple(each for each in occasions if each.year > stop + 1e-9)
        for name, occasions in scenario.occasions.items()
    }
    first = simulate(case.system, at_stop(scenario, stop))
    rest = simulate(
        case.system,
        replace(scenario, start=stop, initial=first.final, occasions=late, readings=()),
    )
    tolerance = 1e-12 if any(piece.start == stop for piece in pieces) else 100e-9
    for name, array in whole.final.items():
        near(rest.final[name], array, tolerance)


@settings(max_examples=20)
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


@settings(max_examples=15)
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
