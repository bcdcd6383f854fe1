"""From a scenario file to everything a run needs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path

from simulator.city.feedback.loops import Feedback, close_loops
from simulator.city.ground.choices import choices_of
from simulator.city.ground.rewritten_past import rewritten
from simulator.city.ground.sense import judge, judge_readable, told
from simulator.city.kept_parts import KeptParts
from simulator.city.pack.city_pack import CityPack, load_city_pack
from simulator.city.people import moves
from simulator.city.whole import SETTINGS, build_city
from simulator.errors import Fault, ScenarioError
from simulator.files.layers import read_chain
from simulator.files.locations import cities, pack_folder
from simulator.files.overrides import SOURCE
from simulator.files.scenario_file import ScenarioFile, load_scenario
from simulator.files.schema import run_settings
from simulator.stockflow.grammar.setting import Setting
from simulator.stockflow.grammar.system import System
from simulator.stockflow.values.calendar import instant
from simulator.stockflow.values.scenario import Scenario
from simulator.words.catalogue import listed, message

DEFAULT_CITY = "xiamen"
ANSWERS = ("planners", "families", "private")
_CITY_KEY = "model.city"
_SPAN = ("model.start", "model.stop")


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """A scenario file, its city pack, and the system and values built from them.

    ``remarks`` is what is lawful in the file and yet told; ``parts`` are what the values were put
    together from, for those of a neighbour.
    """

    file: ScenarioFile
    pack: CityPack
    system: System
    scenario: Scenario
    remarks: tuple[Fault, ...] = ()
    parts: KeptParts = field(default_factory=KeptParts, repr=False, compare=False)


def all_settings() -> tuple[Setting, ...]:
    """Every key a scenario file may hold."""
    return (*SETTINGS, *run_settings())


def load(
    path: Path,
    overrides: Sequence[str] = (),
    known: CityPack | None = None,
    *,
    force: bool = False,
    near: KeptParts | None = None,
) -> Loaded:
    """Read, check and build a scenario that can be run.

    Raises ``ScenarioError`` or ``DataError``, ``MissingExtraError`` where a package is missing.
    ``known`` is a pack already read, which need not be read again where it is the scenario's.
    ``force``: what lies beyond all sense (``city/ground/sense.py``) is told in place of refused.
    ``near`` are the parts of a neighbour on the same pack: what comes out alike is taken again.
    """
    file, pack = _read(path, overrides, known)
    # SciPy, only once the file is right
    from simulator.city.runnable import refuse_unrunnable
    from simulator.city.supply.told import plan_remarks
    from simulator.city.whole import build_scenario

    system = city_system(file, pack)
    parts = KeptParts() if near is None else near.following()
    try:
        scenario = build_scenario(system, file, pack, parts)
    except ScenarioError as error:
        beyond = () if force else _beyond_sense(file, pack, error.faults)
        raise ScenarioError(_together(file, error.faults, beyond)) from None
    told_of = (*_unlikely(file, pack, force=force), *plan_remarks(choices_of(file, pack)))
    refuse_unrunnable(system, scenario, file)
    return Loaded(
        file=file,
        pack=pack,
        system=system,
        scenario=scenario,
        remarks=(*file.remarks, *told_of),
        parts=parts,
    )


def _read(
    path: Path, overrides: Sequence[str], known: CityPack | None
) -> tuple[ScenarioFile, CityPack]:
    """A scenario file, checked and merged, and the pack of the city it names."""
    city, fault = _city(path, overrides)
    folder = pack_folder(city)
    if known is not None and known.folder == folder:
        pack = known
    else:
        pack = load_city_pack(folder, all_settings())
    try:
        file = load_scenario(path, all_settings(), pack.axes, overrides)
    except ScenarioError as error:
        raise ScenarioError([*error.faults, *fault]) from None
    if fault:
        raise ScenarioError(fault)
    return file, pack


def _beyond_sense(file: ScenarioFile, pack: CityPack, besides: Sequence[Fault]) -> Sequence[Fault]:
    """What is refused as beyond all sense in a file whose values can't be built, which is told.

    Nothing where the span of the run is among what can't: within it values are judged.
    """
    if any(fault.key.startswith(_SPAN) for fault in besides):
        return ()
    judged = judge_readable(choices_of(file, pack))
    return [told(each, force=False) for each in judged if each.is_beyond]


def _together(file: ScenarioFile, *found: Sequence[Fault]) -> list[Fault]:
    """Faults each once, by file in the order of the chain, then by line."""
    order = {layer.path: number for number, layer in enumerate(file.layers)}
    once = dict.fromkeys(fault for faults in found for fault in faults)
    return sorted(once, key=lambda each: (order.get(each.path, len(order)), each.line or 0))


def _unlikely(file: ScenarioFile, pack: CityPack, *, force: bool) -> tuple[Fault, ...]:
    """What a scenario states and that is unlikely to be meant; refuses what is beyond all sense."""
    choices = choices_of(file, pack)
    judged = judge(choices)
    refused = [told(each, force=force) for each in judged if each.is_beyond and not force]
    if refused:
        raise ScenarioError(refused)
    return (*(told(each, force=force) for each in judged), *rewritten(choices))


def city_system(file: ScenarioFile, pack: CityPack) -> System:
    """The system of a city at the resolution and horizon of a scenario, its loops closed or not."""
    values = file.values
    start, stop = values["model.start"], values["model.stop"]
    form = _Form(
        districts=pack.axes["district"],
        services=pack.axes["service"],
        cohorts_per_year=int(str(values["model.cohorts_per_year"])),
        building_stages=int(str(values["model.building_stages"])),
        start=instant(start),  # type: ignore[arg-type]
        stop=instant(stop),  # type: ignore[arg-type]
        moves=moves.are_stated(values),
        feedback=feedback_of(file),
    )
    return _system_of(form)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Form:
    """All of a scenario and its pack that its system depends on."""

    districts: tuple[str, ...]
    services: tuple[str, ...]
    cohorts_per_year: int
    building_stages: int
    start: float
    stop: float
    moves: bool
    feedback: Feedback


@lru_cache(maxsize=8)
def _system_of(form: _Form) -> System:
    """Scenarios of one form have the very same system, and programs generated from it once."""
    city = build_city(
        districts=form.districts,
        services=form.services,
        cohorts_per_year=form.cohorts_per_year,
        building_stages=form.building_stages,
        start=form.start,
        stop=form.stop,
    )
    if form.moves:
        city = moves.let_move(city)
    return close_loops(city, form.feedback)


def feedback_of(file: ScenarioFile) -> Feedback:
    """Which feedback loops a scenario closes."""
    on = {name: bool(file.values[f"feedback.{name}.on"]) for name in ANSWERS}
    return Feedback(**on)


def _city(path: Path, overrides: Sequence[str]) -> tuple[str, list[Fault]]:
    """The city a chain of files names; its pack says which districts and services may be named.

    Where there is no such pack the rest of the files is checked against the default city.
    """
    for text in reversed(overrides):
        key, _, value = text.partition("=")
        city = value.strip(" \"'")
        if key.strip() == _CITY_KEY and city:
            return _known(city, _fault_of_override)
    for layer in reversed(read_chain(path).layers):
        model = layer.file.document.get("model")
        named = model.get("city") if isinstance(model, dict) else None
        if isinstance(named, str) and named.strip():
            return _known(named, partial(layer.file.fault, ("model", "city")))
    return DEFAULT_CITY, []


def _fault_of_override(told: str) -> Fault:
    return Fault(path=SOURCE, line=None, key=_CITY_KEY, message=told)


def _known(city: str, fault: Callable[[str], Fault]) -> tuple[str, list[Fault]]:
    packs = cities()
    if city in packs:
        return city, []
    return DEFAULT_CITY, [fault(message("fault.unknown_city", found=city, names=listed(packs)))]
