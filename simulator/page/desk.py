"""What the page asks and is answered, without a word of HTTP: one question at a time."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulator import __version__
from simulator.city.loading import DEFAULT_CITY, all_settings
from simulator.city.pack.city_pack import CityPack, load_city_pack
from simulator.errors import CommandError, DataError, Fault, SimulatorError
from simulator.files.locations import (
    own_scenario_folder,
    pack_folder,
    scenario_files,
    shown,
)
from simulator.files.own_scenario import ENDING, reference, stem_of, write_anew
from simulator.files.scenario_file import ScenarioFile, load_scenario
from simulator.interrupts import uninterrupted
from simulator.page import levers, words
from simulator.page.engine import Engine, Ran
from simulator.page.fans import Fans
from simulator.page.opened import opened_state
from simulator.page.shown import every_title, named, targets, targets_named
from simulator.page.shown import shown as shown_of
from simulator.page.state import State, state_of, toml_of
from simulator.words.catalogue import message

Asked = Mapping[str, Any]
Answered = Mapping[str, Any]
Tracer = Callable[[Ran, Asked], Answered]
"""From a cell of a run to what stands behind it: service, place and day in ``cell``."""

_KEPT = 4
"""Runs kept: the one shown, the one it is held against, and what undo goes back to."""


def scenarios_at_hand(asked: Path | None = None) -> dict[str, Path]:
    """Scenario files by name; the one that was asked for among them, wherever it lies."""
    found = {path.stem: path for path in scenario_files()}
    if asked is not None:
        found = {asked.stem: asked, **{n: p for n, p in found.items() if n != asked.stem}}
    return found


@dataclass(kw_only=True)
class Desk:
    """Answers questions about scenarios; ``first`` is the one shown when the page opens."""

    first: str
    scenarios: dict[str, Path]
    tracer: Tracer
    engine: Engine = field(init=False)
    fans: Fans = field(init=False, default_factory=Fans)
    kept: OrderedDict[State, Ran] = field(init=False, default_factory=OrderedDict)
    rests: dict[str, Answered] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.engine = Engine(scenarios=self.scenarios)

    def start(self, _asked: Asked) -> Answered:
        """Everything that does not change while the page is open, and the first picture."""
        ran = self._ran(State(scenario=self.first))
        return {
            "version": __version__,
            "words": words.of_the_page(),
            "first": self.first,
            "scenarios": self._scenarios(ran.loaded.pack),
            "levers": levers.levers_shown(ran.loaded.pack),
            "named": named(ran.outcome),
            "targets": targets_named(ran.outcome),
            "picture": self.run({"state": {"scenario": self.first}}),
        }

    def run(self, asked: Asked) -> Answered:
        """The picture of a state, held against a scenario without changes."""
        state = state_of(asked.get("state"), self.scenarios)
        base = state_of(asked.get("base", {"scenario": state.scenario}), self.scenarios)
        against, ran = self._ran(base), self._ran(state)
        return {
            **shown_of(ran, against),
            **dict(every_title(ran)),
            "levers": self._rests(state.scenario, ran.loaded.pack),
        }

    def targets(self, asked: Asked) -> Answered:
        """What becomes of every figure of the plan."""
        return {"targets": targets(self._asked(asked))}

    def fan(self, asked: Asked) -> Answered:
        """How sure the curve of a service in a place is, as far as draws have been run."""
        ran = self._asked(asked)
        service, place = str(asked.get("service")), str(asked.get("place"))
        known = {one.name: ran.loaded.pack.catchments(one.name) for one in ran.loaded.pack.services}
        if service not in known or place not in known[service]:
            raise _refused("place", "page.no_place")
        return self.fans.fan(ran, service, place)

    def keys(self, asked: Asked) -> Answered:
        """Every key, with what the scenario says of it."""
        return {"keys": levers.every_key(self._asked(asked).loaded.file)}

    def trace(self, asked: Asked) -> Answered:
        """What stands behind a cell."""
        return self.tracer(self._asked(asked), asked)

    def toml(self, asked: Asked) -> Answered:
        """The file that would be saved."""
        return {"text": self._text(asked, self._name(asked, "mine"))}

    def save(self, asked: Asked) -> Answered:
        """Write the state as a scenario of one's own, never over a file that is there.

        Raises ``CommandError`` where the name can't be one, or is taken.
        """
        name = self._name(asked, "")
        path = own_scenario_folder() / f"{name}{ENDING}"
        with uninterrupted():
            if not write_anew(path, self._text(asked, name)):
                raise CommandError(message("new.taken", path=shown(path)))
        self.scenarios[name] = path
        return {
            "name": name,
            "path": shown(path),
            "scenarios": self._scenarios(self._ran(State(scenario=name)).loaded.pack),
        }

    def open(self, asked: Asked) -> Answered:
        """The state that a file states, which has not to lie anywhere."""
        text, name = asked.get("text"), asked.get("name", "opened.toml")
        if not isinstance(text, str) or not isinstance(name, str):
            raise _refused("text", "page.no_text")
        path = own_scenario_folder() / f"{_plain(name)}{ENDING}"
        axes = self._pack().axes
        state = opened_state(text, path, self.scenarios, all_settings(), axes)
        self._ran(state)  # refused now, not when it is shown
        return {"scenario": state.scenario, "changes": dict(state.changes)}

    def _rests(self, name: str, pack: CityPack) -> Answered:
        """Where levers rest in a scenario without changes."""
        if name not in self.rests:
            file = load_scenario(self.scenarios[name], all_settings(), pack.axes)
            self.rests[name] = levers.where_they_rest(file, pack)
        return self.rests[name]

    def _asked(self, asked: Asked) -> Ran:
        return self._ran(state_of(asked.get("state"), self.scenarios))

    def _ran(self, state: State) -> Ran:
        if state in self.kept:
            self.kept.move_to_end(state)
            return self.kept[state]
        self.kept[state] = ran = self.engine.run(state)
        while len(self.kept) > _KEPT:
            self.kept.popitem(last=False)
        return ran

    def _pack(self) -> CityPack:
        known = self.engine.pack
        return known or load_city_pack(pack_folder(DEFAULT_CITY), all_settings())

    def _name(self, asked: Asked, otherwise: str) -> str:
        name = asked.get("name", otherwise)
        return stem_of(name if isinstance(name, str) and name else otherwise)

    def _text(self, asked: Asked, name: str) -> str:
        """The file of a state, after the state has been run: what is saved is right."""
        ran = self._asked(asked)
        path = own_scenario_folder() / f"{name}{ENDING}"
        lists = levers.list_keys(ran.loaded.file)
        of_records = {
            key: next(each for each in lists if key.startswith(f"{each}."))
            for key, _ in ran.state.changes
            if any(key.startswith(f"{each}.") for each in lists)
        }
        parent = reference(self.scenarios[ran.state.scenario], path)
        return toml_of(ran.state, parent, words.titles(name, asked.get("intent")), of_records)

    def _scenarios(self, pack: CityPack) -> list[Answered]:
        return [_scenario(name, path, pack) for name, path in self.scenarios.items()]


def _scenario(name: str, path: Path, pack: CityPack) -> Answered:
    """A scenario in the list; one with faults goes by its name, and says why when it is chosen."""
    try:
        file: ScenarioFile | None = load_scenario(path, all_settings(), pack.axes)
    except SimulatorError:
        file = None
    title = file.title if file is not None else {}
    return {"name": name, "title": (title.get("zh", name), title.get("en", name))}


def _plain(name: str) -> str:
    """The name of a file as messages may show it, whatever folder it came from."""
    return Path(name.replace("\\", "/")).name.removesuffix(ENDING)[:60] or "opened"


def _refused(key: str, said: str) -> DataError:
    return DataError([Fault(path="page", line=None, key=key, message=message(said))])
