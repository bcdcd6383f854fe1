"""A scenario's values in a block of draws: everything uncertain has one value a draw.

What a scenario states outright is a choice and not drawn; what it makes of a recorded value (a
factor, a number added) it makes of every draw of it. Norms are choices, too.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from simulator.city.axes import sex_of
from simulator.city.ensemble.age_groups import group_days
from simulator.city.ensemble.posterior import posterior_entries
from simulator.city.ensemble.stated_intervals import enrolment_ratios, take_ups, uses_of_beds
from simulator.city.ground.choices import Choices, choices_of
from simulator.city.ground.outcome import Outcome
from simulator.city.loading import Loaded
from simulator.city.supply.city_places import GROWTH
from simulator.city.targets.drawn import days_of_people
from simulator.city.whole import values_of
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.grammar.system import System
from simulator.stockflow.values.chance import Chance


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """Some draws of a scenario, to be run together."""

    loaded: Loaded
    chance: Chance


def drawn_choices(block: Block) -> Choices:
    """What holds of every key, of what is uncertain one value a draw."""
    loaded = block.loaded
    basis = choices_of(loaded.file, loaded.pack).basis
    parameters = loaded.pack.parameters
    table = {
        **parameters.table,
        **posterior_entries(loaded.pack, basis, block.chance),
        **enrolment_ratios(loaded.pack, basis, block.chance),
    }
    pack = replace(loaded.pack, parameters=replace(parameters, table=table))
    plain = choices_of(loaded.file, pack)
    stated = (take_ups(loaded.pack, block.chance), uses_of_beds(loaded.pack, block.chance))
    offered = {**plain.offered, **stated[0], **stated[1]}
    return replace(plain, offered=offered, chance=block.chance)


def drawn_outcome(block: Block) -> Outcome:
    """The runs of a block of draws, one beside the other in the leading axis."""
    choices = drawn_choices(block).along(block.loaded.system.axis)
    values = values_of(choices)
    # what is kept of people by age is large: the days on which they are counted, and no others; of
    # their statuses nothing but the sex is asked for
    days = values.snapshots
    asked = {*days_of_people(choices.pack, choices.file, days), *group_days(days)}
    # and so is what every stream has carried: of places only what no list promised is asked for
    values = replace(
        values,
        snapshots=tuple(sorted(asked)),
        totals=frozenset(_streams_of_people(block.loaded.system)) | {GROWTH},
        summed={"status": _sexes(block.loaded.system)},
    )
    return Outcome(
        trajectory=simulate(block.loaded.system, values),
        scenario=values,
        file=choices.file,
        pack=choices.pack,
        chance=choices.chance,
    )


def _sexes(system: System) -> tuple[int, ...]:
    """The sex of every status, by number."""
    sexes = [sex_of(status) for status in system.axis["status"].labels]
    return tuple(list(dict.fromkeys(sexes)).index(sex) for sex in sexes)


def _streams_of_people(system: System) -> Iterator[str]:
    """Streams that people come, go or pass by."""
    for stream in system.streams:
        ends = (system.part(stream.source), system.part(stream.target))
        if any(end is not None and end.stock.kind == "people" for end in ends):
            yield stream.name
