from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from calibration.fit.quantities import QUANTITIES, BlockRuns
from simulator.city.record.modelled import (
    Counts,
    NoReadingError,
    Occasion,
    births,
    crude_death_rate,
    deliveries,
    pupils,
    register,
    registered_births,
    resident_deliveries,
    residents,
    second_birth_share,
    supply,
)
from tests.outcomes import READINGS, MadeUp, reading

SINCE = READINGS - READINGS[0]
EXPECTED = 1


def asked(made_up: MadeUp, when: float, place: str = "city") -> Occasion:
    return Occasion(outcome=made_up.outcome(), place=place, when=when)


def by_place(*values: float) -> np.ndarray:
    """Running totals that grow by so much a year, shape (residency, district, time)."""
    return np.array(values).reshape(2, 2, 1) * SINCE


@pytest.fixture
def counted(tmp_path: Path) -> MadeUp:
    return MadeUp(
        folder=tmp_path,
        measures={
            "residents": np.ones((2, 2, READINGS.size)) * 1000 + SINCE,
            "register": np.full((2, READINGS.size), 70.0),
        },
        arrived={
            "newborn_boys": by_place(1, 2, 3, 4),
            "newborn_girls": by_place(10, 20, 30, 40),
            "newborn_boys_from_outside": np.array([[9.0], [9.0]]) * SINCE,
            "second_births": by_place(5, 6, 7, 4),
        },
        left={"second_births": by_place(5, 6, 7, 4), "deaths": by_place(2, 2, 2, 2)},
    )


def test_residents_of_the_city_and_of_a_district(counted: MadeUp) -> None:
    assert residents(asked(counted, 2016.0)) == pytest.approx(4 * 1002)
    assert residents(asked(counted, 2016.0, "south")) == pytest.approx(2 * 1002)


def test_the_register_is_summed_over_districts(counted: MadeUp) -> None:
    assert register(asked(counted, 2016.0)) == 140


def test_births_are_those_of_residents_in_the_year_that_ends(counted: MadeUp) -> None:
    assert births(asked(counted, 2016.0)) == pytest.approx(110)
    assert births(asked(counted, 2016.0, "north")) == pytest.approx(1 + 10 + 3 + 30)


def test_registered_births_leave_migrants_out(counted: MadeUp) -> None:
    assert registered_births(asked(counted, 2016.0)) == pytest.approx(1 + 2 + 10 + 20)


def test_second_births_are_a_percentage_of_all(counted: MadeUp) -> None:
    assert second_birth_share(asked(counted, 2016.0)) == pytest.approx(20)


def test_deaths_are_per_thousand_of_the_mean_population(counted: MadeUp) -> None:
    assert crude_death_rate(asked(counted, 2016.0)) == pytest.approx(1000 * 8 / (4 * 1001.5))


def test_deliveries_of_a_year_are_its_births_by_mothers(counted: MadeUp) -> None:
    """110 births ÷ 1.1 children a maternity are 100, half of all; in the north 44 ÷ 1.1 ÷ 0.5."""
    assert resident_deliveries(asked(counted, 2016.0)) == pytest.approx(100)
    assert deliveries(asked(counted, 2016.0)) == pytest.approx(200)
    assert deliveries(asked(counted, 2016.0, "north")) == pytest.approx(80)


def test_what_the_run_does_not_hold_is_unknown(counted: MadeUp) -> None:
    for quantity in (residents, births, second_birth_share, crude_death_rate, deliveries):
        assert quantity(asked(counted, 2030.0)) is None
    for quantity in (births, second_birth_share, crude_death_rate, deliveries):
        assert quantity(asked(counted, 2014.0)) is None
    assert residents(asked(counted, 2014.01)) is None


def test_no_births_have_no_share(tmp_path: Path) -> None:
    assert second_birth_share(asked(MadeUp(folder=tmp_path), 2016.0)) is None


def test_pupils_are_counted_in_persons(tmp_path: Path) -> None:
    demand = np.zeros((3, 2, READINGS.size))
    demand[0, :, reading(2016.0)] = 30.0, 10.0
    made_up = MadeUp(folder=tmp_path, measures={"demand": demand})
    school = made_up.outcome().pack.service["primary"]
    assert pupils(school)(asked(made_up, 2016.0)) == 20
    assert pupils(school)(asked(made_up, 2030.0)) is None


def test_supply_is_the_risk_adjusted_one_after_its_start(tmp_path: Path) -> None:
    supplied = np.zeros((2, 3, 2, READINGS.size))
    supplied[EXPECTED, 1] = 25.0
    made_up = MadeUp(folder=tmp_path, measures={"supply": supplied})
    pack = made_up.outcome().pack
    assert supply(pack.service["hospital"])(asked(made_up, 2017.0)) == 50
    assert supply(pack.service["hospital"])(asked(made_up, 2016.0)) is None
    assert supply(pack.service["psychiatric"])(asked(made_up, 2017.0)) is None


def test_a_fit_reads_what_a_table_reads_and_every_draw_of_it(counted: MadeUp) -> None:
    run = counted.outcome().trajectory
    both = replace(
        run,
        measures={n: np.concatenate([m, 2 * m]) for n, m in run.measures.items()},
        arrived={n: np.concatenate([a, 3 * a]) for n, a in run.arrived.items()},
        left={n: np.concatenate([a, 4 * a]) for n, a in run.left.items()},
    )
    runs = BlockRuns(trajectory=both, take_up={}, presence=1.0)
    for name, quantity, times in (
        ("residents", residents, 2),
        ("register", register, 2),
        ("births", births, 3),
        ("registered_births", registered_births, 3),
        ("second_birth_share", second_birth_share, 1),
        ("crude_death_rate", crude_death_rate, 4 / 2),
    ):
        told = quantity(asked(counted, 2016.0))
        assert QUANTITIES[name](runs, 2016.0) == pytest.approx([told, times * told], rel=1e-14)


def test_a_fit_counts_pupils_by_the_share_that_is_served(tmp_path: Path) -> None:
    in_scope = np.zeros((3, 2, READINGS.size))
    in_scope[0, :, reading(2016.0)] = 30.0, 10.0
    run = MadeUp(folder=tmp_path, measures={"in_scope": in_scope}).outcome().trajectory
    runs = BlockRuns(trajectory=run, take_up={"primary": np.array([0.5, 0.75])}, presence=1.0)
    assert QUANTITIES["pupils_primary"](runs, 2016.0) == pytest.approx([20, 30])


def test_a_fit_that_asks_for_what_was_not_read_is_told(counted: MadeUp) -> None:
    with pytest.raises(NoReadingError, match=r"no reading at 20"):
        Counts(trajectory=counted.outcome().trajectory).births(2030.0)
