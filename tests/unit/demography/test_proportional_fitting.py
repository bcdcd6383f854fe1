import numpy as np
import pytest

from simulator.demography.proportional_fitting import fit_proportionally, starting_residency

ROWS, COLUMNS = np.array([30.0, 70.0]), np.array([20.0, 30.0, 50.0])


def test_even_seed_gives_the_product_of_the_margins():
    fitted = fit_proportionally(np.ones((2, 3)), (((0,), ROWS), ((1,), COLUMNS)))
    assert fitted == pytest.approx(np.outer(ROWS, COLUMNS) / 100)


def test_fitted_table_keeps_the_odds_ratios_of_the_seed():
    seed = np.array([[1.0, 2.0, 5.0], [4.0, 1.0, 3.0]])
    fitted = fit_proportionally(seed, (((0,), ROWS), ((1,), COLUMNS)))
    odds = fitted[0, 1:] * fitted[1, 0] / (fitted[1, 1:] * fitted[0, 0])
    assert odds == pytest.approx(seed[0, 1:] * seed[1, 0] / (seed[1, 1:] * seed[0, 0]))
    assert fitted.sum(axis=1) == pytest.approx(ROWS, rel=1e-12)
    assert fitted.sum(axis=0) == pytest.approx(COLUMNS, rel=1e-12)


def test_margins_over_pairs_of_axes_are_met_together():
    truth = np.random.default_rng(7).uniform(1, 9, (2, 3, 4))
    margins = (((0, 1), truth.sum(axis=2)), ((1, 2), truth.sum(axis=0)), ((0, 2), truth.sum(1)))
    fitted = fit_proportionally(np.ones((2, 3, 4)), margins)
    for axes, target in margins:
        gone = ({0, 1, 2} - set(axes)).pop()
        assert fitted.sum(axis=gone) == pytest.approx(target, rel=1e-11)


def test_zeros_of_seed_and_margin_stay_zero():
    seed = np.array([[0.0, 1.0, 1.0], [1.0, 1.0, 1.0]])
    fitted = fit_proportionally(seed, (((0,), ROWS), ((1,), np.array([20.0, 80.0, 0.0]))))
    assert fitted[0, 0] == 0
    assert not fitted[:, 2].any()


def test_seed_is_left_as_it_was():
    seed = np.ones((2, 3))
    fit_proportionally(seed, (((0,), ROWS), ((1,), COLUMNS)))
    assert (seed == 1).all()


@pytest.mark.parametrize(
    ("seed", "margins", "message"),
    [
        (np.ones((2, 3)), (((0,), ROWS), ((1,), COLUMNS * 1.01)), r"do not agree in total"),
        (
            np.ones((2, 3, 1)),
            (((0, 1), np.outer(ROWS, COLUMNS)), ((0, 2), 100 * ROWS[::-1, None])),
            r"do not agree over axes \(0,\)",
        ),
        (np.array([[0.0] * 3, [1.0] * 3]), (((0,), ROWS), ((1,), COLUMNS)), "the seed is zero"),
        (np.ones((2, 3)), (((1,), ROWS),), "has shape"),
        (np.ones((2, 2)), (((1, 0), np.ones((2, 2))),), "rising axes"),
        (np.ones((2, 3)), (((0,), -ROWS),), "negative"),
        (-np.ones((2, 3)), (((0,), ROWS),), "seed holds a negative"),
    ],
)
def test_contradictions_are_refused(seed, margins, message):
    with pytest.raises(ValueError, match=message):
        fit_proportionally(seed, margins)


def test_zeros_that_leave_no_table_are_refused():
    seed = np.array([[1.0, 0.0], [1.0, 1.0]])
    with pytest.raises(ValueError, match="the zeros of the seed"):
        fit_proportionally(
            seed, (((0,), np.array([60.0, 40.0])), ((1,), np.array([50.0, 50.0]))), rounds=50
        )


PERSONS = np.linspace(10.0, 200.0, 2 * 720).reshape(2, 720)
DISTRICTS = np.array([[10.0, 20.0, 30.0], [25.0, 20.0, 10.0]])
REGISTERED = np.array([22_000.0, 33_000.0])
MEN = ((0.0, 0.6), (15.0, 0.5), (25.0, 0.2), (50.0, 0.8))
WOMEN = ((0.0, 0.6), (15.0, 0.6), (25.0, 0.4), (50.0, 0.8))
SHARES = (MEN, WOMEN)


@pytest.fixture(scope="module")
def residency():
    return starting_residency(PERSONS, DISTRICTS, REGISTERED, (0, 1, 1), SHARES)


def test_residency_keeps_persons_by_sex_and_month(residency):
    assert residency.shape == (2, 2, 720, 3)
    assert residency.sum(axis=(0, 3)) == pytest.approx(PERSONS, rel=1e-11)


def test_residency_keeps_districts_scaled_by_sex(residency):
    scaled = DISTRICTS * (PERSONS.sum(axis=1) / DISTRICTS.sum(axis=1))[:, None]
    assert residency.sum(axis=(0, 2)) == pytest.approx(scaled, rel=1e-11)


def test_residency_keeps_registered_people_by_area(residency):
    by_district = residency[0].sum(axis=(0, 1))
    assert by_district[0] == pytest.approx(REGISTERED[0], rel=1e-11)
    assert by_district[1:].sum() == pytest.approx(REGISTERED[1], rel=1e-11)


def test_registered_people_follow_the_shape_by_sex_and_age(residency):
    share = (residency[0].sum(axis=(0, 2)) / residency.sum(axis=(0, 1, 3)))[::-1]
    young, children, old = share[12 * 25], share[12 * 5], share[12 * 50]
    assert young < children < old
    odds = residency[0, :, :, 0] / residency[1, :, :, 0]
    ages = (np.arange(720)[::-1] + 0.5) / 12
    wanted = np.stack([np.interp(ages, *np.array(pairs).T) for pairs in SHARES])
    ratio = odds / (wanted / (1 - wanted))
    assert np.ptp(ratio) < 1e-9 * ratio.mean()


def test_more_registered_people_than_residents_are_refused():
    with pytest.raises(ValueError, match="fewer than are registered"):
        starting_residency(PERSONS, DISTRICTS, REGISTERED * 3, (0, 1, 1), SHARES)


@pytest.mark.parametrize("shares", [((0.0, 0.5), (0.0, 0.4)), ((0.0, 0.5), (9.0, 1.0))])
def test_shares_outside_their_range_are_refused(shares):
    with pytest.raises(ValueError, match="rising ages"):
        starting_residency(PERSONS, DISTRICTS, REGISTERED, (0, 1, 1), (shares, MEN))
