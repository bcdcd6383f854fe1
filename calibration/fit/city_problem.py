"""A problem of a city put together from its pack: the whole record, or what stood at an instant."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import ceil, floor
from pathlib import Path

import numpy as np

from calibration.fit.block import Blocks
from calibration.fit.fit_plan import FitPlan, load_fit_plan
from calibration.fit.observations import Observation, load_observations
from calibration.fit.prior import Prior, build_prior
from calibration.fit.quantities import QUANTITIES, BlockRuns
from calibration.fit.transform import natural
from simulator.city.loading import all_settings
from simulator.city.pack.city_pack import CityPack
from simulator.city.pack.fit_form import FIT, SERVED
from simulator.files.locations import SCENARIOS
from simulator.files.scenario_file import load_scenario
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import instant

BASELINE = SCENARIOS / "baseline.toml"
SERVICES = ("primary", "junior")
_SEPTEMBER = 2 / 3


@dataclass(frozen=True, kw_only=True)
class CityProblem:
    """The people of a city against its record.

    ``largest`` is how many points run at once, so that memory stays small.
    """

    blocks: Blocks
    observations: tuple[Observation, ...]
    prior: Prior
    presence: float
    largest: int = 128

    def record_residuals(self, block: FloatArray) -> FloatArray:
        """Standardised residuals of the record."""
        predicted = self.predict(block, [(each.quantity, each.when) for each in self.observations])
        return np.stack(
            [each.residual(predicted[:, place]) for place, each in enumerate(self.observations)],
            axis=1,
        )

    def predict(self, block: FloatArray, asked: Sequence[tuple[str, float]]) -> FloatArray:
        """Quantities at instants, (draws, free) → (draws, asked)."""
        # what a block keeps grows with its draws, so many points go in parts
        found = [
            self._predict(block[first : first + self.largest], asked)
            for first in range(0, len(block), self.largest)
        ]
        return np.concatenate(found)

    def runs(self, block: FloatArray) -> BlockRuns:
        """The runs of a block small enough to run at once."""
        numbers = natural(self.blocks.plan, block)
        take_up = {
            key.removeprefix(SERVED): numbers[free.name]
            for free in self.blocks.plan.free
            for key in free.keys
            if key.startswith(SERVED)
        }
        return BlockRuns(self.blocks.run(block), take_up, self.presence)

    def _predict(self, block: FloatArray, asked: Sequence[tuple[str, float]]) -> FloatArray:
        runs = self.runs(block)
        return np.stack([QUANTITIES[name](runs, when) for name, when in asked], axis=1)


def build_problem(
    pack: CityPack,
    basis: str,
    *,
    tolerance: float = 1e-6,
    observations: Sequence[Observation] | None = None,
    sets: Sequence[str] = (),
) -> CityProblem:
    """The people of a city on a population basis against the rows of its record.

    ``observations`` takes the place of all rows that ``fit.toml`` names; ``sets`` are overrides of
    the baseline, as of the command line.

    Raises
    ------
    DataError
        Where ``fit.toml`` or the record is at fault: a name twice, a series without a row, a row
        that would enter twice.
    ScenarioError
        Where an override is.
    """
    plan = load_fit_plan(pack, basis)
    file = load_scenario(
        BASELINE, all_settings(), pack.axes, (f'world.population_basis="{basis}"', *sets)
    )
    start = instant(file.values["model.start"])  # type: ignore[arg-type]
    rows = load_observations(pack, plan, start)
    stop = float(ceil(max(each.when for each in rows)))
    return CityProblem(
        blocks=Blocks(
            plan=plan,
            pack=pack.known_by(stop),
            file=file,
            services=SERVICES,
            span=(start, stop),
            readings=_readings(start, stop),
            snapshots=tuple(float(year) for year in range(floor(start), floor(stop) + 1)),
            tolerance=tolerance,
        ),
        observations=tuple(rows if observations is None else observations),
        prior=build_prior(plan),
        presence=float(pack.city["register"]["presence_share"]["value"]),
    )


def solved(plan: FitPlan) -> tuple[int, ...]:
    """Places of the numbers that are solved year by year to meet what is known tightly."""
    # Residents fix arrivals and the register fixes registration, year by year: by design these two
    # are outcomes of the record and not of a belief.
    keys = ("world.arrivals", "world.registration_rate")
    return tuple(place for place, free in enumerate(plan.free) if free.keys[0] in keys)


def tight(observations: Sequence[Observation]) -> tuple[int, ...]:
    """Places of the rows of the tight error model."""
    return tuple(place for place, each in enumerate(observations) if each.error_model == "tight")


def data_hash(folder: Path, observations: Sequence[Observation]) -> str:
    """First twelve digits of the SHA-256 of the plan of the fit and the tables it reads."""
    # names too: a row that moves from one table to another is another fit
    names = [FIT.file, *sorted({f"observations/{each.file}.csv" for each in observations})]
    digest = sha256()
    for name in names:
        digest.update(name.encode())
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:12]


def _readings(start: float, stop: float) -> tuple[float, ...]:
    years = np.arange(floor(start), floor(stop) + 1, dtype=np.float64)
    # only what some row may ask for: whole years for counts and stocks, September for pupils
    found = np.concatenate([years, years + _SEPTEMBER])
    return tuple(sorted(float(year) for year in found if start <= year <= stop))
