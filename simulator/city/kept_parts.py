"""Parts of a scenario's values, built once and taken again where nothing they read has changed.

The values of a city come in parts (people, supply, …), each made from some keys of the scenario
file, laid along some axes. Which those are is noted while a part is built; for another scenario on
the same pack a part is built again only where one of them differs, or a part it is made from has
come out otherwise.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Generic, TypeVar

from simulator.city.ground.choices import Choices
from simulator.city.ground.uncovered import uncovered
from simulator.errors import BeyondError, Fault, ScenarioError
from simulator.stockflow.grammar.axis import Axis
from simulator.stockflow.values.same_parts import are_same_parts

Made = TypeVar("Made")
Value = TypeVar("Value")
_ABSENT = object()
_SPAN = ("model.start", "model.stop")


class ReadNoted(Mapping[str, Value], Generic[Value]):
    """Values by name; every name that is asked for is noted in ``read``.

    ``listed`` says that somebody went through the names themselves.
    """

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = values
        self.read: set[str] = set()
        self.listed = False

    def __getitem__(self, key: str) -> Value:
        """The value of a name."""
        self.read.add(key)
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        """Every name."""
        self.listed = True
        return iter(self._values)

    def __len__(self) -> int:
        """How many names there are."""
        return len(self._values)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Part:
    """What was made, and the value of each key and the axis of each name it was made from.

    ``keys`` are those there were, where it was made from which there are: a key that is new then
    makes it anew.
    """

    made: Any
    read: Mapping[str, object]
    axes: Mapping[str, Axis]
    keys: frozenset[str] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Making:
    """How a part is made: from the parts that ``of`` names, by name, and the choices."""

    name: str
    make: Callable[[Mapping[str, Any], Choices], Any]
    of: Sequence[str] = ()


@dataclass(kw_only=True)
class KeptParts:
    """The parts of one scenario's values, for those of its neighbours.

    ``earlier`` is what may be taken again. ``fresh`` names the parts that had to be built and are
    not made of what they were made of before.
    """

    earlier: Mapping[str, _Part] = field(default_factory=dict)
    parts: dict[str, _Part] = field(init=False, default_factory=dict)
    fresh: set[str] = field(init=False, default_factory=set)

    def part(
        self,
        name: str,
        choices: Choices,
        make: Callable[[Choices], Made],
        *,
        of: Sequence[str] = (),
    ) -> Made:
        """A part by its name: the earlier one, where it would come out the same.

        ``of`` names the parts that it is made from, beside what it reads of the choices.
        """
        known = self.earlier.get(name)
        if known is None or self.fresh & set(of) or not _reads_same(known, choices):
            built = _build(choices, make)
            if known is not None and are_same_parts(built.made, known.made):
                # the very same object, so that nobody who compares has to look into it
                built = replace(built, made=known.made)
            else:
                self.fresh.add(name)
            known = built
        self.parts[name] = known
        found: Made = known.made
        return found

    def all_of(self, choices: Choices, makings: Sequence[Making]) -> Mapping[str, Any]:
        """Every part, each after those it is made of.

        Raises
        ------
        ScenarioError
            With the faults of all parts that can be made without one that fails: no fault hides
            one that it has nothing to do with.
        """
        made: dict[str, Any] = {}
        faults: list[Fault] = []
        for each in makings:
            if not made.keys() >= set(each.of):
                continue
            try:
                made[each.name] = self.part(
                    each.name, choices, partial(each.make, made), of=each.of
                )
            except BeyondError as error:
                faults.append(uncovered(choices.file, error))
            except ScenarioError as error:
                faults += error.faults
        if faults:
            raise ScenarioError(list(dict.fromkeys(faults)))
        return made

    def following(self) -> "KeptParts":
        """For a neighbour of this scenario: whatever was built here may be taken again."""
        return KeptParts(earlier=dict(self.parts))

    @property
    def read(self) -> frozenset[str]:
        """Every key that any part was made from."""
        return frozenset(key for part in self.parts.values() for key in part.read)


def _build(choices: Choices, make: Callable[[Choices], Made]) -> _Part:
    values, axes = ReadNoted(choices.file.values), ReadNoted(choices.axis)
    made = make(replace(choices, file=replace(choices.file, values=values), axis=axes))
    read = {*values.read, *_SPAN}
    return _Part(
        made=made,
        read={key: choices.file.values.get(key, _ABSENT) for key in read},
        axes={name: choices.axis[name] for name in axes.read if name in choices.axis},
        keys=frozenset(choices.file.values) if values.listed else None,
    )


def _reads_same(part: _Part, choices: Choices) -> bool:
    values, axes = choices.file.values, choices.axis
    if part.keys is not None and part.keys != frozenset(values):
        return False
    return all(values.get(key, _ABSENT) == value for key, value in part.read.items()) and all(
        axes.get(name) == axis for name, axis in part.axes.items()
    )
