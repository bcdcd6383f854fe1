"""The city's supply without its people: the same declarations, run in a moment."""

from dataclasses import replace
from functools import cache

from simulator.city.axes import city_axes
from simulator.city.ground.outcome import Outcome
from simulator.city.loading import all_settings
from simulator.city.services import equations as demand
from simulator.city.supply import equations as supply
from simulator.city.supply import parameters as supply_parameters
from simulator.city.supply.state_measures import supply_measures
from simulator.city.supply.values import supply_occasions, supply_paths
from simulator.city.whole import months
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.grammar.system import System
from simulator.stockflow.values.chance import EXPECTED
from simulator.stockflow.values.scenario import Scenario
from tests.city import choices, city_pack

SPAN = (2015.0, 2021.0)


@cache
def supply_system(stages, span):
    """The same system for all plans, so that its programs are generated once."""
    return System(
        name="supply",
        axes=tuple(
            axis
            for axis in city_axes(
                districts=city_pack().axes["district"],
                services=city_pack().axes["service"],
                cohorts_per_year=1,
                start=span[0],
                stop=span[1],
            )
            if axis.name in ("timetable", "service", "district", "years_open")
        ),
        stocks=supply.supply_stocks(stages),
        parameters=supply_parameters.PARAMETERS,
        auxiliaries=(
            *supply.supply_auxiliaries(stages),
            *(each for each in demand.AUXILIARIES if each.name == "serving"),
        ),
        flows=supply.supply_flows(stages),
        transfers=supply.supply_transfers(stages),
        measures=(
            *supply_measures(stages),
            *(each for each in demand.MEASURES if each.name == "supply"),
        ),
        settings=all_settings(),
    )


def supply_outcome(*sets, pack=None, span=SPAN, chance=EXPECTED, readings=None):
    """What a plan makes of supply: an outcome whose trajectory knows nothing of people."""
    if pack is None and readings is None and chance == EXPECTED:
        return _kept(sets, span)
    return _made(sets, pack, span, chance, readings)


@cache
def _kept(sets, span):
    """On the pack with the values set by hand, run once for the same wishes."""
    return _made(sets, None, span, EXPECTED, None)


def _made(sets, pack, span, chance, readings):
    plan = replace(choices(*sets, pack=pack), chance=chance)
    scenario = Scenario(
        name="supply",
        start=span[0],
        stop=span[1],
        initial={},
        paths=supply_paths(plan, *span),
        occasions=supply_occasions(plan, *span),
        readings=months(*span) if readings is None else readings,
        draws=max(chance.draws, 1),
    )
    system = supply_system(int(plan.number("model.building_stages")), span)
    return Outcome(
        trajectory=simulate(system, scenario), scenario=scenario, file=plan.file, pack=plan.pack
    )
