"""What a scenario file states and that does nothing: found by leaving it out, told with the reason.

Every key, record and optional field of a record by which a file differs from its parents is left
out in turn and the values of the run are built without it. What makes no difference anywhere from
start to stop is told. A key that can't be left out without making the file invalid counts.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from simulator.city.ground.choices import choices_of
from simulator.city.ground.future import ARRIVALS
from simulator.city.idle_reasons import (
    WORDS,
    dates_of,
    deciding_sibling,
    moment_of,
    place_of,
    why_idle,
)
from simulator.city.loading import Loaded, city_system
from simulator.city.neighbours import Neighbours
from simulator.city.people.policy import STAGES
from simulator.city.people.replacement import origin_of
from simulator.city.told_once import told_once
from simulator.city.whole import build_scenario
from simulator.errors import Fault, ScenarioError
from simulator.files.hints import show
from simulator.files.scenario_file import ScenarioFile
from simulator.files.stated_layers import Statement, examined
from simulator.stockflow.values.calendar import SAME_INSTANT, calendar_label
from simulator.words.catalogue import listed, message

MOST_EXAMINED = 80
"""Statements of one scenario that are left out in turn: each costs a twentieth of a second at most.

``check --all-keys`` leaves out every one.
"""

COARSEST = ("model.cohorts_per_year", 1)
"""Birth windows a year in which neighbours are built."""

_EXEMPT = ("title", "intent", "notes", "report.", "model.")
_NOT_EXEMPT = ("model.start", "model.stop", "model.city")


def examine(loaded: Loaded, most: int = MOST_EXAMINED) -> Loaded:
    """The same with what its input does not do among its remarks; raises as ``told_of_input``."""
    return replace(loaded, remarks=told_once(loaded.remarks, told_of_input(loaded, most)))


def told_of_input(loaded: Loaded, most: int = MOST_EXAMINED) -> tuple[Fault, ...]:
    """What is to be told of a scenario's statements: those that do nothing, or not what they seem.

    ``most`` statements are examined; that there are more is told.

    Raises
    ------
    ScenarioError
        Where the day of a policy's stage is moved alone and an earlier announcement decides.
    """
    asked = list(asked_of(loaded.file))
    if not asked:
        return ()
    near = Neighbours(loaded=coarse(loaded))
    return told_of(near, asked, list(idle_among(near, near.loaded.file, asked[:most])), most)


def told_of(
    near: Neighbours, asked: list[Statement], idle: list[Statement], most: int
) -> tuple[Fault, ...]:
    """What is to be told where some of the statements asked for do nothing.

    Raises as ``told_of_input``.
    """
    refused = [fault for fault in (_date_alone(near, one) for one in idle) if fault is not None]
    if refused:
        raise ScenarioError(refused)
    found = [_fault(one, message("effect.idle", reason=why_idle(near, one))) for one in idle]
    acting = [one for one in asked if one not in idle]
    told = [*found, *_before_start(near, acting), *_until_origin(near, acting)]
    if len(asked) > most:
        whole = message("effect.unexamined", number=len(asked) - most, most=most)
        told.append(Fault(path=near.loaded.file.files[-1], line=None, key="", message=whole))
    return tuple(told)


def coarse(loaded: Loaded) -> Loaded:
    """The same scenario with one birth window a year: whether a key counts, no window decides."""
    key, windows = COARSEST
    if loaded.file.values[key] == windows:
        return loaded
    file = loaded.file.with_value(key, windows)
    if file is None:
        return loaded
    # what is laid along no cohort has been built already
    system, parts = city_system(file, loaded.pack), loaded.parts.following()
    scenario = build_scenario(system, file, loaded.pack, parts)
    return replace(loaded, file=file, system=system, scenario=scenario, parts=parts)


def asked_of(file: ScenarioFile) -> Iterator[Statement]:
    """Statements over the parents that may be idle, but those that ``--set`` says anew.

    A file without parents states everything and differs from nothing.
    """
    over = examined(file.layers)
    has_parents = any(layer.kind == "parent" for layer in file.layers)
    again = {one.address for one in file.statements if file.layers[one.layer].kind == "set"}
    for one in file.statements:
        kind = file.layers[one.layer].kind
        is_own = kind == "set" or (has_parents and one.address not in again)
        if one.layer in over and is_own and one.field not in WORDS and not is_exempt(one.key):
            yield one


def is_exempt(key: str) -> bool:
    """Whether a key is none that moves the values of a run: what is shown, and how it is solved."""
    return key.startswith(_EXEMPT) and not key.startswith(_NOT_EXEMPT)


def idle_among(
    near: Neighbours, file: ScenarioFile, asked: Iterable[Statement]
) -> Iterator[Statement]:
    """Those that make no difference to a file; of a record that makes none, not its fields."""
    whole: set[tuple[int, str, str | None]] = set()
    for one in asked:
        if one.field is not None and (one.layer, one.key, one.record) in whole:
            continue
        left = file.without(one)
        if left is None or not near.is_alike(file, left):
            continue
        if one.record is not None and one.field is None:
            whole.add((one.layer, one.key, one.record))
        yield one


def _date_alone(near: Neighbours, one: Statement) -> Fault | None:
    """The refusal of a stage's date that an announcement beneath it makes idle."""
    if (one.key, one.field) != (STAGES, "date"):
        return None
    found = deciding_sibling(near, one)
    if found is None or found[0] != "announced":
        return None
    announced = found[1]
    told = message(
        "effect.date_alone",
        announced=show(announced.value),
        place=place_of(announced),
        date=show(one.value),
    )
    return _fault(one, told)


def _before_start(near: Neighbours, acting: list[Statement]) -> Iterator[Fault]:
    """Values whose dates all lie before the run, so that only the last of them is used."""
    start = near.loaded.scenario.start
    for one in acting:
        setting = near.loaded.file.schema.leaves[one.key]
        days = list(dates_of(one.value)) if setting.kind == "path" else []
        if days and max(map(moment_of, days)) < start:
            dates = listed([show(day)[0].strip('"') for day in days])
            label = calendar_label(start)
            yield _fault(one, message("effect.before_start", dates=dates, start=label))


def _until_origin(near: Neighbours, acting: list[Statement]) -> Iterator[Fault]:
    """Arrivals in a run that goes on after their record: from then on net arrivals rule."""
    origin = origin_of(choices_of(near.loaded.file, near.loaded.pack))
    if origin is None or near.loaded.scenario.stop < origin + SAME_INSTANT:
        return
    for one in acting:
        if one.key == ARRIVALS:
            yield _fault(one, message("effect.until_origin", origin=calendar_label(origin)))


def _fault(one: Statement, told: str) -> Fault:
    return Fault(path=one.path, line=one.line, key=one.address, message=told)
