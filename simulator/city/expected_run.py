"""The one run of a scenario in which everything takes its expected course."""

from collections.abc import Callable

from simulator.city.ground.outcome import Outcome
from simulator.city.loading import Loaded
from simulator.stockflow.engine.simulate import simulate


def run_expected(loaded: Loaded, progress: Callable[[float], None] | None = None) -> Outcome:
    """Run a loaded scenario; ``progress`` is told the year that has been reached.

    Raises ``IntegrationError`` where the run had to stop.
    """
    return Outcome(
        trajectory=simulate(loaded.system, loaded.scenario, progress),
        scenario=loaded.scenario,
        file=loaded.file,
        pack=loaded.pack,
    )
