"""Laws of drawn supplies, over random plans of the city."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simulator.stockflow.values.chance import Chance
from tests.properties.test_city_laws import assert_kept, few, plans
from tests.supply_alone import supply_outcome


@few
@given(plans(), st.integers(0, 10**6))
def test_any_plan_is_lawful_in_every_draw_of_its_supply(sets, seed):
    """Nothing is made or lost or less than nothing, and no draw knows of those beside it."""
    block = supply_outcome(*sets, chance=Chance(seed=seed, first=3, draws=3)).trajectory
    alone = supply_outcome(*sets, chance=Chance(seed=seed, first=4, draws=1)).trajectory
    assert_kept(block)
    found, supply = alone.measures["supply"][0], block.measures["supply"]
    assert supply.min() >= -1e-9 * supply.max()
    np.testing.assert_allclose(found, supply[1], rtol=1e-12, atol=1e-9 * supply.max())
