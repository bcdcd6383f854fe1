"""The generated programs held against the second, slow reading of the same declaration."""

import numpy as np

from simulator.stockflow.engine.compiled import loops_of, pack, parts_alone
from simulator.stockflow.engine.course import ParameterValues, Segment
from simulator.stockflow.engine.preparation import prepare_segment, values_at
from simulator.stockflow.numbers.generate import generate
from simulator.stockflow.values.paths import Constant, Moment
from simulator.stockflow.values.scenario import Scenario
from tests.naive import Naive


def agree_on_rates(system, given, stocks, window=0):
    """Rates of change of every stock and total; arrays by name with the draw axis first.

    ``window`` is the birth window that is open. Returns the prepared coefficients.
    """
    generated = generate(system)
    windows = system.moving.birth_windows if system.moving else None
    opening = windows.opening(window) if windows else 0.0
    state = _state(generated.layout, stocks)
    segment = Segment(opening, opening + 0.1)
    paths = {name: Constant(array, system.parameter[name].axes) for name, array in given.items()}
    scenario = Scenario(
        name="given", start=opening, stop=segment.stop, initial={}, paths=paths, draws=len(state)
    )
    program = generated.dynamics
    course = ParameterValues(system=system, scenario=scenario).course(program.parameters, segment)
    prepared = prepare_segment(system, program, course)
    change = np.full_like(state, np.nan)
    generated.dynamics.body(state, change, prepared.reader().k, prepared.at)
    orders = loops_of(system).orders
    parts = prepare_segment(system, parts_alone(system), course, orders)
    in_loops = _in_loops(generated, parts, state)
    for draw in range(len(state)):
        naive = _naive(system, given, stocks, window, draw)
        expected = {flow.name: naive.flow(flow) for flow in system.flows}
        empty = {name: np.zeros_like(array) for name, array in naive.stocks.items()}
        expected["nothing"] = (empty, {}, {})
        _compare(generated.layout, change[[draw]], expected, system.flows)
        _compare(generated.layout, in_loops[[draw]], expected, system.flows)
    return prepared


def _in_loops(generated, prepared, state):
    """The generated loops, run as they stand, without a compiler."""
    space = {"np": np}
    exec(loops_of(generated.layout.system).text, space)  # noqa: S102 - text of our own making
    packed = pack(generated, prepared)
    constant, drawn = packed.constant
    change = np.full_like(state, np.nan)
    for draw in range(len(state)):
        own = drawn[draw] if len(drawn) > 1 else drawn[0]
        space["rates"](state[draw], change[draw], np.concatenate([constant, own]), *packed.where)
    return change


def agree_on_transfers_and_measures(system, given, stocks, window=0):
    """What every transfer does to every stock and total, and every measure."""
    generated, at = generate(system), {"newest": window + 1}
    state = _state(generated.layout, stocks)
    draws = len(state)
    found = generated.reading.body(state, _coefficients(generated.reading, given), at)
    for draw in range(draws):
        naive = _naive(system, given, stocks, window, draw)
        for item in system.measures:
            whole = np.broadcast_to(found[item.name], (draws, *system.shape(item.axes)))
            _near(whole[draw], naive.measure(item), item.name)
    for transfer in system.transfers:
        program, after = generated.transfers[transfer.name], state.copy()
        program.body(after, _coefficients(program, given), at)
        for draw in range(draws):
            naive = _naive(system, given, stocks, window, draw)
            expected = {transfer.name: naive.transfer(transfer)}
            _compare(generated.layout, (after - state)[[draw]], expected, [transfer])


def _naive(system, given, stocks, window, draw):
    return Naive(
        system=system,
        values={name: array[draw] for name, array in given.items()},
        stocks={name: array[draw] for name, array in stocks.items()},
        newest=window + 1,
    )


def _state(layout, stocks):
    draws = len(next(iter(stocks.values())))
    state = np.zeros((draws, layout.size))
    for name, array in stocks.items():
        block = layout.stocks[name]
        state[:, block.start : block.stop] = block.flat(array)
    return state


def _coefficients(program, given):
    paths = {name: Constant(array, ("",) * (array.ndim - 1)) for name, array in given.items()}
    return values_at(program, paths, Moment(0, 0, 1))


def _compare(layout, found, expected, streams):
    for name, block in layout.stocks.items():
        whole = sum(change[name] for change, _, _ in expected.values())
        _near(block.view(found)[0], whole, name)
    for stream in streams:
        totals = layout.totals[stream.name]
        _, left, arrived = expected[stream.name]
        for block, booked in ((totals.leaving, left), (totals.arriving, arrived)):
            if booked:
                cells = np.zeros(block.shape)
                for place, number in booked.items():
                    cells[place] = number
                _near(block.view(found)[0], cells, stream.name)


def _near(found, expected, name):
    np.testing.assert_allclose(found, expected, rtol=1e-11, atol=1e-9, err_msg=name)
