"""What holds of a key: the pack, over it the fitted parameters, over it the scenario."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from simulator.city.axes import standing_axes
from simulator.city.ground.continued import with_continuation
from simulator.city.ground.future import (
    BY_NATION,
    FIRST_BIRTHS,
    FOLLOWED,
    HELD,
    NATIONAL,
    Future,
)
from simulator.city.ground.own_plan import with_own_plan
from simulator.city.pack.city_pack import NATIONAL_FERTILITY, CityPack
from simulator.city.pack.parameter_form import FUTURE
from simulator.errors import ScenarioError
from simulator.files.hints import expect, show
from simulator.files.path_values import each_draw, needs_beneath, path_from
from simulator.files.scalar_values import is_within_bounds
from simulator.files.scenario_file import ScenarioFile
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.grammar.axis import Axis
from simulator.stockflow.grammar.elements import Lever, Parameter
from simulator.stockflow.grammar.setting import Setting
from simulator.stockflow.values.calendar import instant
from simulator.stockflow.values.chance import EXPECTED, Chance
from simulator.stockflow.values.extremes import telling_moments
from simulator.stockflow.values.paths import Constant, Path, Stacked, at
from simulator.words.catalogue import listed, message, pair

Made = TypeVar("Made")

_FIRST_BIRTHS = f"world.future.{FIRST_BIRTHS}"
_OF_NATION = (NATIONAL_FERTILITY, f"{FUTURE}{BY_NATION}")
"""What a pack has to state for first births to go as the country's."""


@dataclass(frozen=True, kw_only=True)
class Choices:
    """A scenario file over a city pack.

    ``path`` and ``number`` resolve a key by precedence: pack < parameters < scenario. ``offered``
    is what the pack itself states of a key, beside its parameters; ``settings`` tells the bounds
    of each key, which also hold for what a scenario makes of a value it does not state itself.
    ``axis`` says in which order the labels of an axis stand in the arrays that are made.
    ``chance`` is what a block of draws leaves to chance; of a run without draws, nothing is.
    """

    pack: CityPack
    file: ScenarioFile
    offered: Mapping[str, float | FloatArray]
    settings: Mapping[str, Setting]
    axis: Mapping[str, Axis]
    chance: Chance = EXPECTED
    _made: dict[object, Any] = field(init=False, default_factory=dict, repr=False, compare=False)

    def once(self, make: "Callable[[Choices], Made]") -> Made:
        """``make(choices)``, made once. Nobody may write to it."""
        if make not in self._made:
            self._made[make] = make(self)
        found: Made = self._made[make]
        return found

    @cached_property
    def plan(self) -> CityPack:
        """The pack with the projects and programmes that the scenario itself plans."""
        return with_continuation(self.pack, with_own_plan(self.pack, self.file), self.file)

    def along(self, axes: Mapping[str, Axis]) -> "Choices":
        """The same choices for arrays along the axes of a system."""
        return replace(self, axis={**self.axis, **axes})

    @property
    def basis(self) -> str:
        """The population basis of the run."""
        return str(self.file.values["world.population_basis"])

    def path(self, key: str, recorded: Path | None = None) -> Path:
        """The path of a key, on ``recorded`` in place of what is on record."""
        stated = self.file.values.get(key)
        table: Mapping[str, Any] = stated if isinstance(stated, Mapping) else {}
        beneath = (recorded or self.recorded(key)) if needs_beneath(table) else None
        path = path_from(key, table, beneath)
        self._refuse_beyond(key, [float(n) for m in telling_moments(path) for n in path.value(m)])
        return path

    def recorded(self, key: str) -> Path:
        """The path of a key on record and after it, whatever the scenario states of the key."""
        return self.future.continued(key, path_from(key, self.known(key)))

    @cached_property
    def future(self) -> Future:
        """What follows the record: the laws of the pack that the scenario asks for."""
        trends = frozenset(law for law in FOLLOWED if self.follows(law))
        by_nation = self.file.values[_FIRST_BIRTHS] == NATIONAL
        if by_nation and any(self.pack.parameters.find(key, "") is None for key in _OF_NATION):
            raise self.fault(_FIRST_BIRTHS, "pack.no_nation", names=listed(_OF_NATION))
        return Future(
            by_nation=by_nation,
            parameters=self.pack.parameters,
            basis=self.basis,
            trends=trends,
            stop=self.date("model.stop") if trends else 0.0,
            chance=self.chance,
        )

    def follows(self, law: str) -> bool:
        """Whether the scenario asks for a law after the record, and not for its last value."""
        return self.file.values[f"world.future.{law}"] != HELD

    def number(self, key: str) -> float:
        """The number of a key that is the same in all draws; ``ValueError`` for one that is not."""
        (found,) = self.numbers(key)
        return float(found)

    def numbers(self, key: str) -> FloatArray:
        """The number of a key for every draw of the parameters, shape (draws or 1,)."""
        stated = self.file.values.get(key)
        if isinstance(stated, int | float):
            return np.array([float(stated)])
        edits: Mapping[str, Any] = stated if isinstance(stated, Mapping) else {}
        found = at(path_from(key, edits, self.recorded(key)), 0.0)
        self._refuse_beyond(key, [float(found.min()), float(found.max())])
        return found

    def pack_numbers(self, key: str) -> FloatArray:
        """A number that only the pack states, for every draw, shape (draws or 1,)."""
        return each_draw(self.pack.parameters.value(key, self.basis))

    def records(self, key: str) -> tuple[Mapping[str, Any], ...]:
        """The records of a key; none where the scenario states none."""
        found = self.file.values.get(key, ())
        return tuple(found) if isinstance(found, tuple | list) else ()

    def switch(self, key: str) -> bool:
        """A switch the scenario must state."""
        return bool(self.file.values[key])

    def date(self, key: str) -> float:
        """An instant (years) the scenario must state as a date; ``ScenarioError`` for others."""
        found = self.file.values[key]
        if not isinstance(found, date):
            raise self.fault(key, "fault.found", found=show(found), expected=pair("expected.date"))
        return instant(found)

    def fault(self, key: str, told: str, /, **values: object) -> ScenarioError:
        """A fault at the place where the scenario states a key, in the words of ``told``."""
        return ScenarioError([self.file.fault(message(told, **values), key)])

    def fault_of(
        self, key: str, place: tuple[str, ...], told: str, /, **values: object
    ) -> ScenarioError:
        """A fault at a record of a key: ``place`` is its id, and the fields it may stand at."""
        return ScenarioError([self.file.fault(message(told, **values), key, *place)])

    def _refuse_beyond(self, key: str, numbers: Sequence[float]) -> None:
        """Refuse a resolved value out of the bounds of its setting."""
        setting = self.settings[key]
        # of many draws the least and the greatest tell, unless one of them is refused
        ends = (min(numbers), max(numbers)) if numbers else ()
        if all(is_within_bounds(setting, float(f"{number:.12g}")) for number in ends):
            return
        for number in numbers:
            if not is_within_bounds(setting, float(f"{number:.12g}")):
                raise self.fault(
                    key, "fault.comes_to", number=f"{number:.12g}", expected=expect(setting)
                )

    def is_known(self, key: str) -> bool:
        """Whether the pack says anything of a key."""
        found = self.pack.parameters.find(key, self.basis)
        return found is not None or key in self.offered

    def known(self, key: str) -> Mapping[str, Any]:
        """What the pack says of a key, whatever the scenario says; else ``ScenarioError``."""
        found = self.pack.parameters.find(key, self.basis)
        if found is not None:
            return found
        if key in self.offered:
            return {"value": self.offered[key]}
        raise self.fault(key, "fault.no_value")


def choices_of(file: ScenarioFile, pack: CityPack) -> Choices:
    """What holds of every key of a scenario over a pack."""
    axes = standing_axes(
        districts=pack.axes["district"],
        services=pack.axes["service"],
        schools=pack.axes["school"],
        bed_services=pack.axes["bed_service"],
    )
    return Choices(
        pack=pack, file=file, offered=offered(pack), settings=file.schema.leaves, axis=axes
    )


def offered(pack: CityPack) -> dict[str, float]:
    """What a pack states of keys outside its parameter file."""
    found: dict[str, float] = {}
    for service in pack.services:
        found[f"plan.take_up.{service.name}"] = service.take_up
        found[f"plan.norm.{service.name}"] = service.norm
        found[f"plan.building_capacity.{service.name}"] = 0.0
        found[f"plan.programme_places.{service.name}"] = sum(
            programme.places for programme in pack.programmes if programme.service == service.name
        )
    for name, use in pack.bed_use.items():
        found[f"world.admissions.{name}"] = 1.0
        found[f"plan.length_of_stay.{name}"] = use.stay
        found[f"plan.target_occupancy.{name}"] = use.occupancy
    found["world.presence_share"] = float(pack.city["register"]["presence_share"]["value"])
    return found


def stated_paths(
    choices: Choices, parameters: Iterable[Parameter], *, but: Collection[str] = ()
) -> dict[str, Path]:
    """A path for every parameter whose key holds the parameter itself; ``but`` some by name.

    The others are made from what their keys hold, by the values of their room.
    """
    return {
        parameter.name: stated_path(choices, parameter.lever)
        for parameter in parameters
        if parameter.lever is not None and parameter.lever.is_plain and parameter.name not in but
    }


def stated_path(choices: Choices, lever: Lever) -> Path:
    """The path of a key, or of the labels that follow it, shape (draws or 1,) or (…, labels)."""
    if lever.kind == "number":
        return Constant(choices.numbers(lever.key))
    if lever.axis is None:
        return choices.path(lever.key)
    labels = choices.axis[lever.axis].labels
    paths = {label: choices.path(f"{lever.key}.{label}") for label in labels}
    return Stacked(axis=lever.axis, place=0, paths=paths)
