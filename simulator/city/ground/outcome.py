"""An outcome: a run together with what it was made from, and what is derived from it once."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any, Protocol, TypeVar

import numpy as np

from simulator.city.ground.choices import Choices, choices_of
from simulator.city.pack.city_pack import CityPack
from simulator.files.scenario_file import ScenarioFile
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.trajectory import Trajectory
from simulator.stockflow.values.calendar import end_of_year
from simulator.stockflow.values.chance import EXPECTED, Chance
from simulator.stockflow.values.scenario import Scenario

Found = TypeVar("Found")
Found_co = TypeVar("Found_co", covariant=True)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Trajectory, values, scenario file and city pack of one run.

    ``chance`` is what was left to chance in it, of a run without draws nothing.
    ``kept`` holds what has been derived from it so far (see ``derived``).
    """

    trajectory: Trajectory
    scenario: Scenario
    file: ScenarioFile
    pack: CityPack
    chance: Chance = EXPECTED
    kept: dict[tuple[str, str, int], Any] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def once(self, key: tuple[str, str, int], make: Callable[[], Found]) -> Found:
        """What is made under a key (module, name, draw), made once.

        What is kept must not name the outcome, nor a function that does: an outcome that names
        itself is let go late, and of many draws it is half a gigabyte.
        """
        if key not in self.kept:
            self.kept[key] = make()
        known: Found = self.kept[key]
        return known


class Derived(Protocol[Found_co]):
    """Something of a run: of its first draw, or of the one that is asked for."""

    def __call__(self, outcome: Outcome, draw: int = 0) -> Found_co:
        """What it is."""


def derived(make: Callable[[Outcome, int], Found_co]) -> Derived[Found_co]:
    """Derive something of a run once, however many tables and figures ask for it.

    What is derived is immutable, as the outcome is, so that handing out the same thing twice
    changes nothing.
    """

    @wraps(make)
    def found(outcome: Outcome, draw: int = 0) -> Found_co:
        key = (make.__module__, make.__qualname__, draw)
        return outcome.once(key, lambda: make(outcome, draw))

    return found


def shown_span(outcome: Outcome) -> tuple[float, float]:
    """First and last instant that ``[report]`` asks to show, within the run."""
    values, readings = outcome.file.values, outcome.trajectory.readings
    first = float(str(values["report.from_year"]))
    last = end_of_year(int(str(values["report.to_year"])))
    return max(first, float(readings[0])), min(last, float(readings[-1]))


def with_city(by_district: FloatArray) -> FloatArray:
    """Append the sum over districts as a last row: shape (district, …) → (district + 1, …)."""
    return np.concatenate([by_district, by_district.sum(axis=0, keepdims=True)])


@derived
def choices_of_run(outcome: Outcome, draw: int = 0) -> Choices:  # noqa: ARG001 - all draws
    """What held of every key of the run's scenario, over its city pack; of all draws."""
    return replace(choices_of(outcome.file, outcome.pack), chance=outcome.chance)


def measured(outcome: Outcome, name: str, draw: int = 0) -> FloatArray:
    """A measure of one draw, shape (*axes, time), its labels in a known order whatever the run's.

    That of the pack for services and districts, that of ``simulator.city.axes`` for the others.
    """
    run = outcome.trajectory
    found = run.measures[name][draw]
    axes = choices_of_run(outcome).axis
    for place, axis in enumerate(run.system.measure[name].axes):
        known = axes[axis].labels
        labels = run.system.axis[axis].labels
        if labels != known:
            found = np.take(found, [labels.index(label) for label in known], axis=place)
    return np.asarray(found)
