"""Where arrivals settle: the shares that bring the districts to their recorded totals.

People do not move between districts, so what one district gains from a share of the arrivals is
its own: two runs give the response of each, and the shares follow without iteration. Five shares
meet the five totals of 2020, the sixth is the city's; the shares until 2015 lean a quarter on the
shape of the series in use before the census of 2020.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from calibration.parameters_file import Entry
from simulator.city.ground.choices import choices_of
from simulator.city.pack.city_pack import CityPack
from simulator.city.people_alone import build_population, build_population_scenario
from simulator.files.scenario_file import ScenarioFile
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.simulate import simulate

REVISED, PUBLISHED = "districts_revised", "districts_published"
TURN, LAST = 2015, 2020
PERIODS = ("2011", "2016")
# A judgement; `fit_districts` says what it does to pupils by district.
OLD_SHAPE = 0.25
KEY = "world.arrival_districts"
_SHIFT = 0.02
_STEPS: Mapping[str, str] = {"interpolation": "step", "before": "hold", "after": "hold"}
_TOLERANCE = 1e-7


@dataclass(frozen=True, kw_only=True)
class Settled:
    """Shares of arrivals by period, shape (period, district), and what they lead to.

    ``reached`` and ``recorded`` are residents at the end of the last year, shape (district,).
    """

    shares: FloatArray
    reached: FloatArray
    recorded: FloatArray


def recorded_districts(pack: CityPack, series: str, year: int) -> FloatArray:
    """Residents of the districts at the end of a year, shape (district,), persons.

    Raises ``KeyError`` where the record lacks a district.
    """
    found = {
        row.text("district"): row.number("value")
        for row in pack.rows("observations/districts.csv")
        if row.text("series") == series and row.text("year") == str(year)
    }
    return np.array([found[name] for name in pack.axes["district"]])


def fit_districts(pack: CityPack, file: ScenarioFile, span: tuple[float, float]) -> Settled:
    """Shares of arrivals until 2015 and after.

    With one share for all years the districts of 2020 are met; the old series, which undercounted
    the mainland, has its own shape in 2015. The first period goes a quarter of the way there, which
    brings primary pupils by district in 2015 within 15 % of the record (judgement); the second then
    meets 2020.
    """

    def settle(shares: FloatArray, year: int) -> FloatArray:
        return residents_with(pack, file, span, shares, year + 1.0)

    recorded = recorded_districts(pack, REVISED, LAST)
    even = np.full((2, recorded.size), 1 / recorded.size)
    straight = _solved(even, (0, 1), recorded, lambda shares: settle(shares, LAST))
    middle = settle(straight, TURN)
    old = recorded_districts(pack, PUBLISHED, TURN)
    aim = (1 - OLD_SHAPE) * middle + OLD_SHAPE * old * middle.sum() / old.sum()
    first = _solved(straight, (0,), aim, lambda shares: settle(shares, TURN))
    shares = _solved(first, (1,), recorded, lambda shares: settle(shares, LAST))
    return Settled(shares=shares, reached=settle(shares, LAST), recorded=recorded)


def _solved(
    shares: FloatArray,
    periods: tuple[int, ...],
    wanted: FloatArray,
    settle: Callable[[FloatArray], FloatArray],
) -> FloatArray:
    """Shares of some periods that lead to residents in the wanted proportions."""
    # Up and down by turns, so that the total of the arrivals, and with it the city, hardly moves.
    tilt = np.where(np.arange(wanted.size) % 2, -_SHIFT, _SHIFT)
    tilted = shares.copy()
    tilted[list(periods)] += tilt
    low, high = settle(shares), settle(tilted)
    # Exactly linear: a share multiplies arrivals, who then live, move on and die as anybody does.
    slope = (high - low) / (tilted - shares)[periods[0]]
    found = shares.copy()
    found[list(periods)] += (wanted * low.sum() / wanted.sum() - low) / slope
    return np.asarray(found / found.sum(axis=1, keepdims=True))


def residents_with(
    pack: CityPack,
    file: ScenarioFile,
    span: tuple[float, float],
    shares: FloatArray,
    when: float,
) -> FloatArray:
    """Residents of the districts at an instant, shares of arrivals of shape (period, district)."""
    names = pack.axes["district"]
    table = {**pack.parameters.table}
    for place, name in enumerate(names):
        dated = dict(zip(PERIODS, map(float, shares[:, place]), strict=True))
        table[f"{KEY}.{name}", ""] = {"values": dated, **_STEPS}
    shifted = replace(pack, parameters=replace(pack.parameters, table=table))
    choices = choices_of(file, shifted)
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
    written = np.round(shares, 5)
    # written shares must add up to one to the last digit, or the pack refuses them
    written[:, -1] = np.round(1 - written[:, :-1].sum(axis=1), 5)
    return tuple(
        Entry(
            key=f"{KEY}.{name}",
            fields={
                "values": dict(zip(PERIODS, map(float, written[:, place]), strict=True)),
                **_STEPS,
                "unit": "1",
                "definition": "share of arrivals that settle in the district",
                "source_id": "REV21;XM21",
                "status": "fitted",
                "grade": "D",
                **stamped,
                "note": "five shares meet the five district totals of 2020, by construction; those "
                "until 2015 go a quarter of the way to the shape of the old series",
            },
        )
        for place, name in enumerate(names)
    )
