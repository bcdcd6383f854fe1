"""Whether a run has to wait for a compiler first: machine code is made once for a declaration."""

from simulator.stockflow.engine.compiled import is_kept, loops_text
from simulator.stockflow.engine.parts import scenario_of
from simulator.stockflow.engine.tiles import tiles_of
from simulator.stockflow.grammar.division import divide
from simulator.stockflow.grammar.system import System
from simulator.stockflow.values.scenario import Scenario


def is_ready(system: System, scenario: Scenario) -> bool:
    """Whether every part that takes compiled steps finds its machine code kept.

    Half a minute passes where it does not: whoever waits is told.
    """
    for part in divide(system):
        method = scenario_of(part, scenario).method
        if not method.compiled:
            continue
        tiles = tiles_of(part.system, method.name)
        if not is_kept(loops_text(part.system) if tiles is None else tiles.text):
            return False
    return True
