"""Paths and occasions of supply: starting stock, pipeline, projects, Septembers, closures."""

from simulator.city.ground.choices import Choices
from simulator.city.supply.closed_shares import closures_of_run
from simulator.city.supply.serving import project_serving
from simulator.city.supply.standing_values import opening_occasions, standing_paths
from simulator.stockflow.values.paths import Path
from simulator.stockflow.values.scenario import Occasion


def supply_paths(choices: Choices, start: float, stop: float) -> dict[str, Path]:
    """A path for every parameter of supply."""
    serving = project_serving(choices, start, stop)
    return {**standing_paths(choices), "project_serving": serving}


def supply_occasions(
    choices: Choices, start: float, stop: float
) -> dict[str, tuple[Occasion, ...]]:
    """When the transfers of supply happen, and with what."""
    return {
        **opening_occasions(choices, start, stop),
        **closures_of_run(choices, start, stop),
    }
