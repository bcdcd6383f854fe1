"""Running a scenario from Python: a file and changes in, a result out."""

import warnings
from pathlib import Path

from simulator.city.ensemble.ensemble import drawn_as_stated
from simulator.city.expected_run import run_expected
from simulator.city.idle_input import examine
from simulator.city.loading import Loaded, load
from simulator.door.changes import Changes, overrides_of
from simulator.door.result import Result
from simulator.errors import ScenarioWarning


def run(
    scenario: str | Path,
    changes: Changes | None = None,
    *,
    draws: int | None = None,
    seed: int | None = None,
    force: bool = False,
) -> Result:
    """Run a scenario.

    Parameters
    ----------
    scenario
        A scenario file, ``"scenarios/baseline.toml"``.
    changes
        Values in place of those of the file, by dotted key: ``{"world.arrivals.scale": 1.1}``.
        What ``--set`` takes on the command line is taken here, as Python values. A factor from a
        date on is ``{"world.arrivals.scale": {2018: 0.8}}``, a number in a unit of speech
        ``{"plan.norm.obstetric": {"per_1000": 25}}``.
    draws
        How many runs with everything uncertain drawn are made beside the expected one; by default
        as many as the scenario states. ``Result.draws`` and the columns ``low``, ``middle``,
        ``high`` and ``probability_…`` of its tables tell them.
    seed
        Start of all random numbers, in place of the scenario's.
    force
        Run what lies beyond a twentieth to twenty times the value on record, too.

    Returns
    -------
    Result
        Tables, measures, flows, people and figures of the run. Nothing is written.

    Raises
    ------
    ScenarioError, DataError
        With every fault of the scenario, of a change, or of the city pack.
    IntegrationError
        Where the run had to stop.

    Warns
    -----
    ScenarioWarning
        Of what is lawful in the scenario and unlikely to be meant, and of what has no effect in it
        or in ``changes``.
    """
    named = {"model.draws": draws, "model.seed": seed}
    stated = {key: value for key, value in named.items() if value is not None}
    asked = (*overrides_of(changes), *overrides_of(stated))
    return run_loaded(examine(load(Path(scenario), asked, force=force)))


def run_loaded(loaded: Loaded) -> Result:
    """Run a scenario that is loaded; to whoever called the caller its remarks are warnings."""
    for remark in loaded.remarks:
        warnings.warn(str(remark), ScenarioWarning, stacklevel=3)
    return Result(
        outcome=run_expected(loaded),
        remarks=loaded.remarks,
        ensemble=drawn_as_stated(loaded),
    )
