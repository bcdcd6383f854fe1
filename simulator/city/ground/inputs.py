"""What a run was made from: every key that the city pack or the scenario states, on what grounds.

The pack says a value with its source and grade; the scenario may say another, or change it. Both
stand in one row, so that what is assumed can be read, filtered by grade, and looked up.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from simulator.city.ground.choices import Choices
from simulator.city.ground.outcome import Outcome, choices_of_run
from simulator.city.ground.provenance import Backing, backings
from simulator.city.ground.subject import titled as as_pair
from simulator.city.ground.titles import place_title
from simulator.files.hints import meaning_of
from simulator.files.in_force import InForce, values_in_force
from simulator.stockflow.grammar.setting import Setting
from simulator.words.catalogue import Pair, is_known, pair

_OF_THE_RUN = ("model", "report", "notes")
"""Tables of a scenario that say how a run is computed and shown, nothing of the city."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Input:
    """A key, what the pack says of it (its upper layer), and what the scenario says."""

    key: str
    meaning: Pair
    unit: str
    backing: Backing | None
    stated: InForce | None

    def said(self, name: str) -> str:
        """What the pack says of its value besides; empty where it says nothing."""
        return "" if self.backing is None else self.backing.said(name)


def inputs_of(outcome: Outcome) -> tuple[Input, ...]:
    """Every input, in the order of the keys of scenarios; what only the pack states comes last."""
    choices = choices_of_run(outcome)
    in_force = values_in_force(outcome.file)
    return tuple(each for each in _found(choices, in_force) if each.backing or each.stated)


def _found(choices: Choices, in_force: Mapping[str, InForce]) -> Iterator[Input]:
    basis, settings = choices.basis, choices.settings
    packed = (key for key, stated_for in choices.pack.parameters.table if stated_for in ("", basis))
    of_list = {name: one.key for name, one in in_force.items() if name not in settings}
    known = [
        name
        for key in settings
        for name in (key, *(name for name, of in of_list.items() if of == key))
        if settings[key].kind != "records" or name != key
    ]
    for name in dict.fromkeys((*known, *packed)):
        stated = in_force.get(name)
        setting = _setting(choices, name, stated)
        if name.split(".")[0] in _OF_THE_RUN:
            continue
        found = backings(choices.pack, name, basis)
        backing = found[-1] if found else None
        yield Input(
            key=name,
            meaning=_meaning(choices, name, backing, stated),
            unit=backing.said("unit") if backing else (setting.unit if setting else ""),
            backing=backing,
            stated=stated,
        )


def _setting(choices: Choices, name: str, stated: InForce | None) -> Setting | None:
    """The setting of a key; of a field of a list, that of the field."""
    if stated is None or stated.key == name:
        return choices.settings.get(name)
    return stated.setting.fields.get(name.rpartition(".")[2])


def _meaning(choices: Choices, name: str, backing: Backing | None, stated: InForce | None) -> Pair:
    """What a key means, with the label it is of; what only the pack states goes by its words."""
    setting = _setting(choices, name, stated)
    if setting is None:
        told = "" if backing is None else backing.said("definition")
        return told, told
    key, label = name, ""
    if stated is not None and stated.key != name:
        label, _, field = name.removeprefix(f"{stated.key}.").rpartition(".")
        key = f"{stated.key}[].{field}"
    elif setting.axis is not None:
        key, _, label = name.rpartition(".")
    meaning = meaning_of(setting, key)
    if not label:
        return meaning
    return pair("inputs.of", meaning=meaning, label=_label(choices, label))


def _label(choices: Choices, label: str) -> Pair:
    """What a label of an axis is called: a district, a service, men, a month; else itself."""
    pack = choices.pack
    if label in pack.axes["district"]:
        return as_pair(place_title(pack, label))
    if label in pack.service:
        return as_pair(pack.service[label].title)
    key = next((each for each in (f"word.{label}", f"month.{label}") if is_known(each)), None)
    return (label, label) if key is None else pair(key)
