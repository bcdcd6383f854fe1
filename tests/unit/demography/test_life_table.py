import numpy as np
import pytest
from scipy.integrate import quad

from simulator.demography import infancy
from simulator.demography.infancy import (
    first_year_hazards,
    infant_hazards,
    share_under_one,
    window_survivors,
)
from simulator.demography.life_table import (
    infant_death_probability,
    life_expectancy,
    shift_to,
    years_lived_by_infants_who_die,
)

AGES = np.arange(101)
TABLE = np.where(AGES == 0, 0.012, 3e-4 + 2e-5 * np.exp(0.1 * AGES))
M0, A0, M1 = np.array([[0.012, 0.003], [0.05, 0.0]]), np.array([0.12, 0.15]), 6e-4
WINDOWS = (1, 2, 3, 4, 6, 12)


def survivorship(age, first_month, rest, m1):
    spent = np.diff(np.clip(age, 0.0, [0.0, 1 / 12, 1.0, 2.0]))
    return np.exp(-spent @ [first_month, rest, m1])


def test_a_constant_hazard_gives_its_inverse():
    mu = 0.02
    q0 = 1 - np.exp(-mu)
    lived = q0 / mu
    m0, a0 = mu, (lived - (1 - q0)) / q0
    assert life_expectancy(np.array([m0, *[mu] * 100]), a0) == pytest.approx(1 / mu, rel=1e-12)


def test_infants_shift_life_expectancy_by_what_they_lose():
    none = TABLE.copy()
    none[0] = 0.0
    q0 = 0.012 / (1 + 0.88 * 0.012)
    expected = 1 - 0.88 * q0 + (1 - q0) * (life_expectancy(none, 0.12) - 1)
    assert life_expectancy(TABLE, 0.12) == pytest.approx(expected, rel=1e-12)


def test_life_expectancy_works_over_leading_axes():
    tables = np.stack([[TABLE, 2 * TABLE, 3 * TABLE]] * 2)
    a0 = np.array([[0.1, 0.2, 0.3]] * 2)
    found = life_expectancy(tables, a0)
    assert found.shape == (2, 3)
    assert found[1, 2] == pytest.approx(float(life_expectancy(3 * TABLE, 0.3)), rel=1e-14)


def test_shifted_tables_have_their_targets_and_keep_their_shape():
    tables = np.stack((TABLE, 1.3 * TABLE))
    target = np.array([72.0, 84.5])
    shifted = shift_to(tables, np.array([0.12, 0.1]), target)
    assert life_expectancy(shifted, np.array([0.12, 0.1])) == pytest.approx(target, abs=1e-10)
    assert np.ptp(shifted / tables, axis=-1) == pytest.approx([0, 0], abs=1e-12)


def test_a_table_at_its_target_stays():
    assert shift_to(TABLE, 0.12, life_expectancy(TABLE, 0.12)) == pytest.approx(TABLE, rel=1e-10)


def test_a_target_out_of_reach_is_refused():
    with pytest.raises(ValueError, match="life expectancy of 500 years"):
        shift_to(TABLE, 0.12, 500.0)


@pytest.mark.parametrize("a0", [0.06, 0.12, 0.3, 0.5])
def test_infant_hazards_reproduce_rate_and_years_lived(a0):
    m0 = np.array([0.0005, 0.003, 0.012, 0.08])
    first, rest = infant_hazards(m0, a0)
    for month, later, rate in zip(first, rest, m0, strict=True):
        lived = sum(
            quad(survivorship, low, high, args=(month, later, 0), epsabs=0, epsrel=1e-13)[0]
            for low, high in ((0, 1 / 12), (1 / 12, 1))
        )
        alive = survivorship(1.0, month, later, 0)
        assert (1 - alive) / lived == pytest.approx(rate, rel=1e-11)
        assert (lived - alive) / (1 - alive) == pytest.approx(a0, rel=1e-9)


def test_infant_hazards_of_nobody_dying_are_zero():
    first, rest = infant_hazards(np.array([0.0, 0.01]), 0.12)
    assert (first[0], rest[0]) == (0, 0)
    assert first[1] > rest[1] > 0


@pytest.mark.parametrize("a0", [0.02, 0.6])
def test_years_lived_that_no_hazards_give_are_refused(a0):
    with pytest.raises(ValueError, match="a0 cannot be reached"):
        infant_hazards(np.array([0.01]), a0)


@pytest.mark.parametrize("per_year", WINDOWS)
def test_window_survivors_are_integrals_of_survivorship(per_year):
    first, rest = infant_hazards(M0, A0)
    held = window_survivors(first, rest, np.full_like(M0, M1), per_year)
    assert held.shape == (2, 2, per_year + 1)
    for n in range(1, per_year + 2):
        low, high = (n - 1) / per_year, n / per_year
        kinks = [kink for kink in (1 / 12, 1.0) if low < kink < high] or None
        found = quad(
            survivorship, low, high, args=(first[0, 0], rest[0, 0], M1), points=kinks, epsrel=1e-13
        )[0]
        assert held[0, 0, n - 1] == pytest.approx(found, rel=1e-12)


@pytest.mark.parametrize("per_year", WINDOWS)
def test_hazards_carry_a_window_exactly_from_close_to_close(per_year):
    width = 1 / per_year
    first, rest = infant_hazards(M0, A0)
    m1 = np.full_like(M0, M1)
    hazards = first_year_hazards(first, rest, m1, per_year)
    held = window_survivors(first, rest, m1, per_year)
    opening = hazards[..., 0] * width
    grown = np.where(opening == 0, 1.0, -np.expm1(-opening) / np.where(opening == 0, 1, opening))
    people = width * grown
    assert people == pytest.approx(held[..., 0], rel=1e-12)
    for n in range(1, per_year + 1):
        people = people * np.exp(-hazards[..., n] * width)
        assert people == pytest.approx(held[..., n], rel=1e-12)


@pytest.mark.parametrize("per_year", WINDOWS)
def test_infants_have_all_deaths_until_the_window_passes_its_first_birthday(per_year):
    first, rest = infant_hazards(M0, A0)
    shares = share_under_one(first, rest, np.full_like(M0, M1), per_year)
    assert np.all(shares[..., :-1] == 1)
    low, kinks = 1 - 1 / per_year, [1 / 12, 1.0]
    given = (first[0, 0], rest[0, 0], M1)
    reaching = survivorship(1.0, *given) / per_year
    before = quad(survivorship, low, 1, args=given, points=kinks[:1], epsrel=1e-13)[0]
    after = quad(survivorship, 1, 1 + 1 / per_year, args=given, epsrel=1e-13)[0]
    assert shares[0, 0, -1] == pytest.approx((before - reaching) / (before - after), rel=1e-9)


def test_where_nobody_dies_infants_have_all_deaths():
    none = np.array(0.0)
    assert np.all(share_under_one(none, none, none, 3) == 1)


def test_hazards_of_whole_months_past_the_first_are_those_of_the_year():
    first, rest = infant_hazards(np.array(0.012), 0.12)
    hazards = first_year_hazards(first, rest, np.array(M1), 12)
    assert hazards[0] == pytest.approx(first, rel=1e-9)
    assert hazards[2:12] == pytest.approx(np.full(10, rest), rel=1e-9)
    assert M1 < hazards[12] < rest


def test_a_constant_hazard_stays_constant():
    mu = np.array(0.03)
    assert first_year_hazards(mu, mu, mu, 3) == pytest.approx(np.full(4, 0.03), rel=1e-10)


def test_rounding_past_a_whole_window_of_survivors_is_no_hazard(monkeypatch):
    held = np.full(4, np.nextafter(1 / 3, 1))
    monkeypatch.setattr(infancy, "window_survivors", lambda *_: held)
    none = np.array(0.0)
    assert first_year_hazards(none, none, none, 3) == pytest.approx(np.zeros(4), abs=1e-15)


def test_windows_that_do_not_divide_the_year_are_refused():
    with pytest.raises(ValueError, match="5 windows a year"):
        first_year_hazards(M0, M0, M0, 5)


def test_years_lived_follow_the_published_segments():
    men = years_lived_by_infants_who_die(np.array([0.0, 0.01, 0.05, 0.2]), "men")
    women = years_lived_by_infants_who_die(np.array([0.0, 0.01, 0.05, 0.2]), "women")
    assert men == pytest.approx([0.14929, 0.1293355, 0.1913305, 0.29915])
    assert women == pytest.approx([0.14903, 0.1284773, 0.2407145, 0.31411])


@pytest.mark.parametrize(
    ("sex", "ends"), [("men", (0.0230, 0.08307)), ("women", (0.01724, 0.06891))]
)
def test_published_segments_meet(sex, ends):
    for end in ends:
        around = years_lived_by_infants_who_die(np.array([end - 1e-9, end + 1e-9]), sex)
        assert around[0] == pytest.approx(around[1], abs=2e-3)


def test_rates_that_are_no_rates_are_refused():
    with pytest.raises(ValueError, match="at least 0"):
        infant_death_probability(np.array([-0.01]), 0.1)
    with pytest.raises(ValueError, match="open age"):
        life_expectancy(np.zeros(101), 0.1)
    with pytest.raises(ValueError, match="hazards have to be numbers"):
        window_survivors(-M0, M0, M0, 3)
    with pytest.raises(ValueError, match="hazards have to be numbers"):
        first_year_hazards(np.array(np.inf), np.array(0.1), np.array(0.1), 3)
