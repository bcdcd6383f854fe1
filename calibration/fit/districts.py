"""Where arrivals settle: the shares that bring the districts to their recorded totals.

People do not move between districts, so what one district gains from a share of the arrivals is
its own: two runs give the response of each, and the shares follow without iteration. Five shares
meet five totals; the sixth is the city's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from calibration.parameters_file import Entry
from simulator.commands.loading import all_settings
from simulator.engine.simulate import simulate
from simulator.inputs.pack.city_pack import CityPack
from simulator.inputs.scenario_file import ScenarioFile
from simulator.inputs.schema import build_schema
from simulator.inputs.values.build import build_population_scenario
from simulator.inputs.values.choices import Choices, offered
from simulator.model.population_system import build_population
from simulator.structure.arrays import FloatArray

SERIES = "districts_revised"
KEY = "world.arrival_districts"
_SHIFT = 0.1
_TOLERANCE = 1e-7


def recorded_districts(pack: CityPack, year: int) -> FloatArray:
    """Residents of the districts at the end of a year, shape (district,)."""
    found = {
        row.text("district"): row.number("value")
        for row in pack.rows("observations/districts.csv")
        if row.text("series") == SERIES and row.text("year") == str(year)
    }
    return np.array([found[name] for name in pack.axes["district"]])


def fit_districts(
    pack: CityPack, file: ScenarioFile, span: tuple[float, float], year: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Shares of arrivals, residents they lead to, and those recorded; each of shape (district,).

    The record is scaled to the city of the run, so that the shares add to one.
    """
    recorded = recorded_districts(pack, year)
    even = np.full(recorded.size, 1 / recorded.size)
    tilted = even * (1 + _SHIFT * np.where(np.arange(recorded.size) % 2, -1, 1))
    low, high = (residents_with(pack, file, span, shares, year + 1.0) for shares in (even, tilted))
    slope = (high - low) / (tilted - even)
    shares = even + (recorded * low.sum() / recorded.sum() - low) / slope
    shares = shares / shares.sum()
    return shares, residents_with(pack, file, span, shares, year + 1.0), recorded


def residents_with(
    pack: CityPack,
    file: ScenarioFile,
    span: tuple[float, float],
    shares: Sequence[float] | FloatArray,
    when: float,
) -> FloatArray:
    """Residents of the districts at an instant under some shares of arrivals."""
    names = pack.axes["district"]
    table = {**pack.parameters.table}
    for name, share in zip(names, shares, strict=True):
        table[f"{KEY}.{name}", ""] = {**table[f"{KEY}.{name}", ""], "value": float(share)}
    shifted = replace(pack, parameters=replace(pack.parameters, table=table))
    choices = Choices(
        pack=shifted,
        file=file,
        offered=offered(shifted),
        settings=build_schema(all_settings(), shifted.axes).leaves,
    )
    system = build_population(
        districts=names, services=("primary",), cohorts_per_year=1, start=span[0], stop=span[1]
    )
    scenario = build_population_scenario(system, choices, span)
    method = replace(scenario.method, relative=_TOLERANCE, absolute=_TOLERANCE * 1e-3)
    run = simulate(system, replace(scenario, readings=(when,), method=method))
    return np.asarray(run.measures["residents"][0, ..., 0].sum(axis=0))


def district_entries(
    pack: CityPack, shares: FloatArray, stamped: Mapping[str, str]
) -> tuple[Entry, ...]:
    """The entries of the shares; the last takes what rounding leaves."""
    names = pack.axes["district"]
    written = [round(float(share), 5) for share in shares]
    written[-1] = round(1 - sum(written[:-1]), 5)
    return tuple(
        Entry(
            key=f"{KEY}.{name}",
            fields={
                "value": share,
                "unit": "1",
                "definition": "share of arrivals that settle in the district",
                "source_id": "REV21;XM21",
                "status": "fitted",
                "grade": "D",
                **stamped,
                "note": "five shares meet the five district totals of 2020, by construction",
            },
        )
        for name, share in zip(names, written, strict=True)
    )
