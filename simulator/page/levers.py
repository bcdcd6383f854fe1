"""What the page offers to move: the levers of the city pack, and every key a scenario may hold."""

from collections.abc import Iterator, Mapping
from typing import Any

from simulator.city.pack.city_pack import CityPack
from simulator.city.pack.levers import Lever, read_levers
from simulator.city.pack.levers_form import LEVERS
from simulator.files.hints import expect, meaning_of, unit_of
from simulator.files.resolved import dump_value
from simulator.files.scenario_file import ScenarioFile
from simulator.stockflow.grammar.setting import Setting
from simulator.stockflow.values.calendar import instant

_HIDDEN = ("schema_version", "extends", "overlays", "title", "intent", "notes", "model.draws")
"""Keys that say what a file is, not what happens; draws are the page's own."""

_NOTHING: Mapping[str, Any] = {}


def levers_of(pack: CityPack) -> tuple[Lever, ...]:
    """The levers that a pack declares; none where it declares none."""
    return read_levers(pack.documents.get(LEVERS.file, _NOTHING))


def levers_shown(pack: CityPack) -> list[Mapping[str, Any]]:
    """Levers as data: label, unit, bounds, and the statement that each makes."""
    return [
        {
            "name": one.name,
            "title": (one.title["zh"], one.title["en"]),
            "unit": (one.unit["zh"], one.unit["en"]),
            "kind": one.kind,
            "key": one.key,
            "says": one.says,
            "low": one.low,
            "high": one.high,
            "step": one.step,
            "times": one.times,
            "picks": [{"name": name, "words": words} for name, words in one.picks.items()],
        }
        for one in levers_of(pack)
    ]


def where_they_rest(file: ScenarioFile, pack: CityPack) -> Mapping[str, Mapping[str, Any]]:
    """By lever what is shown of a scenario without changes, and since when it could act.

    ``acts`` is false where the scenario ends before the lever acts.
    """
    stop = float(instant(file.values["model.stop"]))  # type: ignore[arg-type]
    return {
        one.name: {
            "rest": _rest(one, file),
            "acts": one.acts_from is None or instant(one.acts_from) < stop,
        }
        for one in levers_of(pack)
    }


def _rest(lever: Lever, file: ScenarioFile) -> float | None:
    if lever.rest is not None:
        return lever.rest
    stated = _stated(lever.key, file)
    if isinstance(stated, bool):
        return 1.0 if stated else 0.0
    if isinstance(stated, int | float):
        return float(f"{stated / lever.times:.12g}")
    return None


def _stated(address: str, file: ScenarioFile) -> object:
    """What a scenario states of a key, or of a field of a record by its address."""
    if address in file.values:
        return file.values[address]
    for key, value in file.values.items():
        if isinstance(value, tuple) and address.startswith(f"{key}."):
            name, _, field = address.removeprefix(f"{key}.").partition(".")
            records: tuple[Any, ...] = value
            return next((one.get(field) for one in records if one["id"] == name), None)
    return None


def every_key(file: ScenarioFile) -> list[Mapping[str, Any]]:
    """Every key of the schema, with its meaning, unit, bounds, and what the scenario says of it."""
    return [_key(key, setting, file) for key, setting in _keys(file)]


def _keys(file: ScenarioFile) -> Iterator[tuple[str, Setting]]:
    for key, setting in file.schema.leaves.items():
        if key not in _HIDDEN and not key.startswith("report."):
            yield key, setting


def _key(key: str, setting: Setting, file: ScenarioFile) -> Mapping[str, Any]:
    value = file.values.get(key)
    return {
        "key": key,
        "kind": setting.kind,
        "meaning": meaning_of(setting, setting.key),
        "unit": unit_of(setting) if setting.unit not in {"", "1"} else ("", ""),
        "expected": expect(setting),
        "choices": [dump_value(choice) for choice in setting.choices],
        "value": "" if value is None else dump_value(value),
    }


def list_keys(file: ScenarioFile) -> tuple[str, ...]:
    """Keys that hold lists of records."""
    return tuple(key for key, each in file.schema.leaves.items() if each.kind == "records")
