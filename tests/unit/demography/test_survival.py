import numpy as np
import pytest
from scipy.integrate import quad

from simulator.demography.life_table import birthday_hazard, mean_survival


def test_mean_survival_is_an_integral():
    for hazard in (0.0, 1e-9, 0.3, 4.0):
        wanted = quad(lambda t, hazard=hazard: np.exp(-hazard * t), 0, 1, epsabs=0)[0]
        assert float(mean_survival(np.array(hazard))) == pytest.approx(wanted, rel=1e-12)


@pytest.mark.parametrize("width", [1, 1 / 3, 1 / 12])
@pytest.mark.parametrize(("younger", "older"), [(0.15, 0.17), (0.02, 0.0), (0.0, 0.4), (0.5, 0.5)])
def test_a_window_is_carried_past_its_birthday(younger, older, width):
    def survivors(from_birthday):  # of one who has the birthday today
        return np.exp(-(younger if from_birthday < 0 else older) * from_birthday)

    before = quad(survivors, -width, 0, epsabs=0)[0]
    after = quad(survivors, 0, width, epsabs=0)[0]
    hazard = float(birthday_hazard(np.array(younger), np.array(older), width))
    assert before * np.exp(-hazard * width) == pytest.approx(after, rel=1e-12)


def test_a_hazard_that_rises_thins_the_older_so_the_mean_is_below_that_of_the_ages():
    found = birthday_hazard(np.array([0.1, 0.3]), np.array([0.3, 0.1]), 1.0)
    assert found[0] < 0.2 < found[1]
