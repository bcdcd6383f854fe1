"""Moves between districts: in a city only where a scenario states them.

Nothing on record tells who moves within the city beside where arrivals settle, so that a baseline
has none, and its system no such flow.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from simulator.city.ground.choices import Choices, stated_paths
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.grammar.elements import Flow, Lever, Parameter, Spread
from simulator.stockflow.grammar.setting import Sense
from simulator.stockflow.grammar.system import System
from simulator.stockflow.values.paths import Mapped, Path

PARAMETERS = (
    Parameter(
        name="moving_rate",
        axes=("district",),
        unit="1/year",
        meaning="residents of a district who move to another one, per resident and year",
        symbol=r"\omega_d",
        lever=Lever(
            key="world.moves_out",
            axis="district",
            maximum=1.0,
            sense=Sense(low=0.0, high=0.1, of_record=False),
        ),
    ),
    Parameter(
        name="moving_to",
        axes=("district", "to_district"),
        unit="1",
        meaning="where those who leave a district go: to the others as arrivals do; adds to one",
        symbol="M_{dd}",
        source=("world.arrival_districts",),
    ),
)

FLOWS = (
    Flow(
        name="moves",
        source="people",
        target="people",
        rate="moving_rate * people",
        spread=Spread(axis="district", shares="moving_to"),
        meaning="residents who move from one district to another",
    ),
)


def are_stated(values: Mapping[str, object]) -> bool:
    """Whether the stated values of a scenario let anybody move between districts.

    A rate of nothing lets nobody, nor does a multiple of the pack's, which is nothing: the city is
    that of a scenario which says nothing of it.
    """
    key = PARAMETERS[0].made_from[0]
    return any(each.startswith(f"{key}.") and _is_above_nothing(values[each]) for each in values)


def _is_above_nothing(stated: object) -> bool:
    """Whether what a scenario states of a rate has a number in it that is not zero."""
    if not isinstance(stated, Mapping):
        return bool(stated)
    return any(_holds_a_number(stated.get(name)) for name in ("value", "values", "add"))


def _holds_a_number(stated: object) -> bool:
    return any(stated.values()) if isinstance(stated, Mapping) else bool(stated)


def let_move(city: System) -> System:
    """The same city with moves between its districts."""
    return replace(
        city,
        parameters=(*city.parameters, *PARAMETERS),
        flows=(*city.flows, *FLOWS),
    )


def moves_paths(choices: Choices, arriving: Path) -> dict[str, Path]:
    """Paths of both parameters; none where nobody moves. ``arriving`` are shares by district."""
    if not are_stated(choices.file.values):
        return {}
    return stated_paths(choices, PARAMETERS) | {
        "moving_to": Mapped(
            function=_to_others, paths=(arriving,), axes=("district", "to_district")
        )
    }


def _to_others(shares: FloatArray) -> FloatArray:
    """Shares of arrivals, (draws, district), as shares of the others, (draws, district, district).

    Of a district that takes every arrival all others are alike.
    """
    size = shares.shape[-1]
    others = np.where(shares.sum(axis=-1, keepdims=True) - shares > 0, 1.0, 0.0)
    wanted = shares[:, np.newaxis, :] * others[:, :, np.newaxis] + 1 - others[:, :, np.newaxis]
    wanted = wanted * (1 - np.eye(size))
    return np.asarray(wanted / wanted.sum(axis=-1, keepdims=True))
