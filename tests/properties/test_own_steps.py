"""Steps in place held against SciPy's own steppers: same states, same errors, same calls."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.stockflow.engine import own_steps
from simulator.stockflow.engine.equal_steps import IN_PLACE, Stretch
from tests.examples import examples

SIZE = 7


class Coupled:
    """y' = r (y A + sin t) − y² / 9: nonlinear, moved by time, each draw at its own rate r."""

    def __init__(self, rates, matrix):
        self.rates, self.matrix = rates, matrix

    def of(self, draws, steps):
        own = self.rates[draws][:, np.newaxis]

        def write(time, y, change):
            change[...] = own * (y @ self.matrix + np.sin(time)) - y**2 / 9

        return write


@st.composite
def stretches(draw):
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    draws, length = draw(st.integers(1, 5)), draw(st.floats(0.05, 1.0))
    coupled = Coupled(generator.uniform(0, 2, draws), generator.uniform(-1, 1, (SIZE, SIZE)))
    inside = sorted(generator.uniform(0.01, 0.99, draw(st.integers(0, 6))) * length)
    return Stretch(
        method=draw(st.sampled_from(IN_PLACE)),
        start=generator.uniform(0, 3, (draws, SIZE)),
        length=length,
        inside=tuple(inside),
        rates=coupled.of,
        relative=1e-6,
        absolute=generator.uniform(1e-9, 1e-8, (draws, SIZE)),
    )


@settings(max_examples=examples(150))
@given(stretches(), st.integers(1, 6), st.integers(0, 2**32 - 1))
def test_steps_in_place_are_those_of_scipy(stretch, steps, seed):
    chosen = np.random.default_rng(seed).permutation(len(stretch.start))
    places = np.sort(chosen[: 1 + seed % len(chosen)])
    states, errors, calls = stretch.attempt(places, steps)
    expected, wrong, asked = stretch.by_scipy(places, steps)
    assert calls == asked
    np.testing.assert_allclose(states, expected, rtol=1e-12, atol=1e-12)
    # an error is a difference: of its digits those are left that the stages agree in
    np.testing.assert_allclose(errors, wrong, rtol=1e-4, atol=1e-6)


@settings(max_examples=examples(60))
@given(stretches(), st.integers(1, 4), st.integers(1, 40))
def test_a_draw_steps_alike_whoever_steps_beside_it(stretch, steps, numbers):
    everyone = np.arange(len(stretch.start))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(own_steps, "_TOGETHER", numbers)
        states, errors, _ = replace(stretch, rates=_alone(stretch.rates)).attempt(everyone, steps)
        states = states.copy()
    for draw in everyone:
        alone = replace(stretch, rates=_alone(stretch.rates))
        own, error, _ = alone.attempt(everyone[draw : draw + 1], steps)
        np.testing.assert_array_equal(own[:, 0], states[:, draw])
        assert error[0] == errors[draw]


def _alone(rates):
    """Rates worked out draw by draw, so that nothing but the steps is compared."""

    def of(draws, steps):
        each = [rates(draws[n : n + 1], steps) for n in range(len(draws))]

        def write(time, y, change):
            for number, one in enumerate(each):
                one(time, y[number : number + 1], change[number : number + 1])

        return write

    return of


@pytest.mark.parametrize("method", IN_PLACE)
def test_a_draw_whose_rates_overflow_spoils_no_other(method):
    def rates(draws, steps):
        def write(time, y, change):
            change[...] = np.where((draws == 1)[:, np.newaxis], np.inf, -y)

        return write

    stretch = Stretch(
        method=method,
        start=np.ones((3, 2)),
        length=0.1,
        inside=(),
        rates=rates,
        relative=1e-6,
        absolute=np.full((3, 2), 1e-9),
    )
    with np.errstate(all="ignore"):
        states, errors, _ = stretch.attempt(np.arange(3), 2)
    assert not np.isfinite(errors[1])
    assert np.isfinite(errors[[0, 2]]).all()
    np.testing.assert_allclose(states[-1, [0, 2]], np.exp(-0.1), rtol=1e-5)
