"""The step ``net_arrivals``: what arrivals less departures on record come to in every draw.

After the record net arrivals follow a law from their last value. What that value is follows from
what was fitted, and is another in every draw of the posterior: each goes on from its own. Here the
people of the baseline are followed by themselves to the end of their record in every draw, one
birth window a year, as they are fitted. What they come to at the optimum the pack states
(``world.net_arrivals``); it stays as it is, and the report tells both.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import numpy as np

from calibration.fit.block import CITY
from calibration.fit.city_problem import BASELINE
from calibration.fit.posterior_file import columns_as_bytes
from calibration.rows_file import write_rows
from calibration.task import StepResult, Task
from simulator.city.ensemble.posterior import FILE, net_arrivals_in, posterior_columns
from simulator.city.ensemble.posterior import posterior_entries as drawn_entries
from simulator.city.ground.choices import Choices, choices_of
from simulator.city.ground.future import FOLLOWED, NET_ARRIVALS
from simulator.city.loading import all_settings
from simulator.city.pack.city_pack import CityPack
from simulator.city.people_alone import build_population, build_population_scenario
from simulator.files.scenario_file import ScenarioFile, load_scenario
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.values.chance import Chance
from simulator.stockflow.values.scenario import Compiled, Method
from simulator.words.catalogue import say

_KEY = FOLLOWED[NET_ARRIVALS]
_BLOCK = 50
_TOLERANCE = 1e-6
_EDGES = (0.1, 0.9)


@dataclass(frozen=True, kw_only=True, slots=True)
class Derived:
    """Net arrivals of some years on a basis: as fitted (year,), and in draws (draws, year)."""

    basis: str
    years: tuple[int, ...]
    fitted: FloatArray
    drawn: FloatArray

    @property
    def edges(self) -> FloatArray:
        """The middle 80 % of the draws, shape (2, year)."""
        return np.quantile(self.drawn, _EDGES, axis=0)


def derive_net_arrivals(task: Task) -> StepResult:
    """Net arrivals of the years that the pack states, on each population basis."""
    pack = task.pack
    found = tuple(
        _derived(pack, basis)
        for basis in (str(each["id"]) for each in pack.city["basis"])
        if pack.parameters.find(_KEY, basis) is not None
    )
    return StepResult(
        entries=(),
        summary=tuple(_told(each) for each in found),
        write_report=lambda folder: _write(folder, found),
        files={FILE[each.basis]: _posterior(pack, each) for each in found},
    )


def _derived(pack: CityPack, basis: str) -> Derived:
    stated = pack.parameters.find(_KEY, basis) or {}
    years = tuple(map(int, stated["values"]))
    asked = (f'world.population_basis="{basis}"', "model.cohorts_per_year=1")
    file = load_scenario(BASELINE, all_settings(), pack.axes, asked)
    draws = len(posterior_columns(pack, basis)["draw"])
    blocks = [Chance(first=first, draws=min(_BLOCK, draws - first))
              for first in range(0, draws, _BLOCK)]  # fmt: skip
    return Derived(
        basis=basis,
        years=years,
        fitted=_of_run(choices_of(file, pack), years, 1)[0],
        drawn=np.concatenate([_of_block(file, pack, each, years) for each in blocks]),
    )


def _of_block(
    file: ScenarioFile, pack: CityPack, chance: Chance, years: Sequence[int]
) -> FloatArray:
    """Of some rows of the posterior, shape (draws, year)."""
    basis = str(file.values["world.population_basis"])
    table = {**pack.parameters.table, **drawn_entries(pack, basis, chance)}
    drawn = replace(pack, parameters=replace(pack.parameters, table=table))
    return _of_run(choices_of(file, drawn), years, chance.draws)


def _of_run(choices: Choices, years: Sequence[int], draws: int) -> FloatArray:
    """Arrivals less departures of migrants in each year, of the city as one region."""
    start, stop = choices.date("model.start"), float(years[-1] + 1)
    system = build_population(
        districts=(CITY,),
        services=choices.axis["service"].labels,
        cohorts_per_year=1,
        start=start,
        stop=stop,
    )
    scenario = build_population_scenario(system, choices, (start, stop), draws=draws, whole=True)
    ends = tuple(float(year) for year in (years[0], *(year + 1 for year in years)))
    method = Method(
        relative=_TOLERANCE,
        absolute=_TOLERANCE * 1e-3,
        compiled=cast("Compiled", choices.file.values["model.compiled"]),
    )
    run = simulate(system, replace(scenario, readings=ends, method=method))
    came, went = (
        array.reshape(draws, -1, len(ends)).sum(axis=1)
        for array in (run.arrived["arrivals"], run.left["departures"])
    )
    return np.diff(came - went)


def _edges_of_mean(found: Derived) -> FloatArray:
    return np.asarray(np.quantile(found.drawn.mean(axis=1), _EDGES))


def _tens(number: float) -> float:
    return float(np.round(number, -1))


def _posterior(pack: CityPack, found: Derived) -> bytes:
    """The file of the posterior with net arrivals as further columns."""
    columns = {**posterior_columns(pack, found.basis)}
    columns |= net_arrivals_in(found.years, found.drawn)
    return columns_as_bytes({name: each for name, each in columns.items() if name != "draw"})


def _told(found: Derived) -> str:
    low, high = np.round(_edges_of_mean(found), -1)
    return say(
        "calibration.net_arrivals",
        "both",
        basis=found.basis,
        first=found.years[0],
        last=found.years[-1],
        mean=f"{found.fitted.mean():,.0f}",
        low=f"{low:,.0f}",
        high=f"{high:,.0f}",
    )


def _write(folder: Path, every: Sequence[Derived]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    rows: list[list[object]] = [["basis", "year", "fitted", "low_10", "high_90"]]
    for each in every:
        for place, year in enumerate(each.years):
            low, high = each.edges[:, place]
            rows.append([each.basis, year, *map(_tens, (each.fitted[place], low, high))])
    write_rows(folder / "net_arrivals.csv", rows)
