from dataclasses import replace

import pytest

from simulator.errors import IntegrationError
from simulator.stockflow.engine.preconditions import EXPLICIT, IMPLICIT, refuse_unbearable
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.values.scenario import Method
from tests.toys import region, region_scenario


def test_an_unknown_method_is_refused_with_those_that_are_known():
    with pytest.raises(
        IntegrationError, match="no integration method 'Euler'; known: RK45, RK23, "
    ):
        refuse_unbearable(Method(name="Euler"), 10, 2000.0)


def test_a_dense_jacobian_of_a_city_is_refused_with_the_reason_and_what_works():
    with pytest.raises(IntegrationError) as caught:
        refuse_unbearable(Method(name="LSODA"), 24_000, 2010.0)
    assert str(caught.value) == (
        "2010.0000: LSODA would need a dense work array of 24000 × 24000 numbers (4.6 GB) for its "
        "Jacobian; use RK45, RK23, DOP853, or Radau or BDF, which take the exact sparse Jacobian / "
        "LSODA 计算雅可比矩阵需要 24000 × 24000 的稠密数组（4.6 GB）；应改用 RK45、"
        "RK23、DOP853，或使用精确稀疏雅可比矩阵的 Radau、BDF"
    )
    refuse_unbearable(Method(name="LSODA"), 300, 2010.0)
    for name in set(EXPLICIT + IMPLICIT) - {"LSODA"}:
        refuse_unbearable(Method(name=name), 24_000, 2010.0)


@pytest.mark.parametrize(
    "tolerances",
    [
        {"relative": 0.0},
        {"relative": 1.0},
        {"relative": -1e-9},
        {"absolute": -1.0},
        {"absolute": 2},
    ],
)
def test_tolerances_lie_between_zero_and_one(tolerances):
    with pytest.raises(IntegrationError, match="expected both between 0 and 1"):
        refuse_unbearable(Method(**tolerances), 10, 2000.0)


def test_a_tolerance_finer_than_rounding_is_refused_by_the_solver_and_told():
    scenario = region_scenario(region(), method=Method(relative=1e-16))
    with pytest.raises(
        IntegrationError, match="relative tolerance of 1e-16 is finer than rounding"
    ):
        simulate(region(), scenario)


@pytest.mark.parametrize("name", [*EXPLICIT, *IMPLICIT])
def test_every_method_gives_the_same_people(name):
    system = region()
    base = region_scenario(system, stop=2003.0, readings=())
    right = simulate(system, replace(base, method=Method(relative=1e-11))).final["people"]
    found = simulate(system, replace(base, method=Method(name=name)))
    assert abs(found.final["people"] - right).max() <= 1e-6 * right.max()
    assert abs(found.balances[0].residual).max() <= 1e-12
