"""From a scenario file to everything a run needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator.commands.places import PACKS
from simulator.errors import Fault, ScenarioError
from simulator.inputs.calendar import instant
from simulator.inputs.extends_chain import read_chain
from simulator.inputs.pack.city_pack import CityPack, load_city_pack
from simulator.inputs.scenario import Scenario
from simulator.inputs.scenario_file import ScenarioFile, load_scenario
from simulator.inputs.settings import run_settings
from simulator.inputs.values.build import build_scenario
from simulator.model.city import build_city
from simulator.model.settings import SETTINGS
from simulator.structure.setting import Setting
from simulator.structure.system import System

DEFAULT_CITY = "xiamen"
_CITY_KEY = "model.city="


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """A scenario file, its city pack, and the system and values built from them."""

    file: ScenarioFile
    pack: CityPack
    system: System
    scenario: Scenario


def all_settings() -> tuple[Setting, ...]:
    """Every key a scenario file may hold."""
    return (*SETTINGS, *run_settings())


def load(path: Path, overrides: Sequence[str] = ()) -> Loaded:
    """Read, check and build a scenario; raises ``ScenarioError`` or ``DataError``."""
    pack = load_city_pack(PACKS / _city(path, overrides))
    file = load_scenario(path, all_settings(), pack.axes, overrides)
    system = city_system(file, pack)
    return Loaded(file=file, pack=pack, system=system, scenario=build_scenario(system, file, pack))


def city_system(file: ScenarioFile, pack: CityPack) -> System:
    """The system of a city at the resolution and horizon of a scenario."""
    values = file.values
    start, stop = values["model.start"], values["model.stop"]
    return build_city(
        districts=pack.axes["district"],
        services=pack.axes["service"],
        cohorts_per_year=int(str(values["model.cohorts_per_year"])),
        building_stages=int(str(values["model.building_stages"])),
        start=instant(start),  # type: ignore[arg-type]
        stop=instant(stop),  # type: ignore[arg-type]
    )


def _city(path: Path, overrides: Sequence[str]) -> str:
    """The city a chain of files names; its pack says which districts and services may be named."""
    for text in reversed(overrides):
        if text.startswith(_CITY_KEY):
            return text.removeprefix(_CITY_KEY).strip(" \"'")
    for layer in reversed(read_chain(path).layers):
        model = layer.file.document.get("model")
        city = model.get("city") if isinstance(model, dict) else None
        if isinstance(city, str):
            if not (PACKS / city / "city.toml").is_file():
                raise ScenarioError([_no_city(layer.file.path, city)])
            return city
    return DEFAULT_CITY


def _no_city(path: str, city: str) -> Fault:
    known = ", ".join(sorted(found.parent.name for found in PACKS.glob("*/city.toml")))
    return Fault(
        path=path,
        line=None,
        key="model.city",
        message=f"found {city!r}; would be right: a city with a pack in calibration/ ({known})",
    )
