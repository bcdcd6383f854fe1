"""A city: people, supply and demand put together into one system."""

from collections.abc import Sequence

from simulator.model import (
    beds,
    demand,
    population,
    population_parameters,
    supply,
    supply_parameters,
)
from simulator.model.axes import city_axes
from simulator.model.settings import SETTINGS
from simulator.structure.system import System


def build_city(
    *,
    districts: Sequence[str],
    services: Sequence[str],
    cohorts_per_year: int,
    building_stages: int,
    start: float,
    stop: float,
) -> System:
    """The system of a city, followed from ``start`` to ``stop`` (years).

    Districts and services are labels given by the city pack; the equations are the same for every
    city.
    """
    return System(
        name="city",
        axes=city_axes(
            districts=districts,
            services=services,
            cohorts_per_year=cohorts_per_year,
            start=start,
            stop=stop,
        ),
        stocks=(population.PEOPLE, *supply.supply_stocks(building_stages)),
        parameters=(
            *population_parameters.PARAMETERS,
            *supply_parameters.PARAMETERS,
            *demand.PARAMETERS,
            *beds.PARAMETERS,
        ),
        auxiliaries=(
            *population.AUXILIARIES,
            *supply.supply_auxiliaries(building_stages),
            *demand.AUXILIARIES,
            *beds.AUXILIARIES,
        ),
        flows=(*population.FLOWS, *supply.supply_flows(building_stages)),
        transfers=(*population.TRANSFERS, *supply.supply_transfers(building_stages)),
        measures=(*demand.MEASURES, *beds.MEASURES, *supply.supply_measures(building_stages)),
        settings=SETTINGS,
    )
