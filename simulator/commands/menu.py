"""A menu of settings as TOML that does nothing yet: each line a right one, behind a ``#``.

Which settings stand here is chosen; unit, meaning, value on record and form are those of the
declarations and the city pack.
"""

from collections.abc import Iterator, Mapping

from simulator.city.ground.choices import offered
from simulator.city.ground.provenance import PARAMETERS, Backing, backings
from simulator.city.loading import Loaded
from simulator.files.hints import meaning_of, unit_of
from simulator.files.resolved import dump_value
from simulator.files.schema import TABLES
from simulator.files.stated_text import shown_value
from simulator.stockflow.grammar.setting import Setting
from simulator.words.catalogue import pair, say
from simulator.words.declared import chinese

MENU = (
    "world.arrivals",
    "world.departures",
    "world.first_birth_level",
    "world.second_birth_level",
    "world.higher_birth_level",
    "policy.two_child.planning_share",
    "policy.two_child.stages",
    "plan.on_time",
    "plan.delay_factor",
    "plan.cancellation_rate",
    "plan.norm",
    "plan.take_up",
    "plan.programme_places",
    "plan.continues",
    "plan.projects",
    "feedback.planners.on",
    "feedback.families.on",
    "feedback.private.on",
    "model.stop",
    "report.to_year",
)
"""Settings a policy officer pulls most, by key; of those with labels, every label."""

_EXAMPLE = "cancelled"
"""The field that the example of a named project states."""


def menu_of(loaded: Loaded) -> Iterator[str]:
    """Lines of the menu of a scenario, table by table, with the values it has now."""
    settings = {setting.key: setting for setting in loaded.file.schema.leaves.values()}
    for table, meaning in TABLES.items():
        asked = [settings[key] for key in MENU if key.startswith(f"{table}.")]
        if not asked:
            continue
        yield from ("", *(f"# {line}" for line in chinese().pair("setting", table, meaning)))
        yield f"[{table}]"
        # a list of tables ends the table it stands in
        for setting in sorted(asked, key=lambda each: each.kind == "records"):
            yield from ("", *_explained(setting))
            is_list = setting.kind == "records"
            yield from _records(loaded, setting) if is_list else _lines(loaded, setting)


def _explained(setting: Setting) -> Iterator[str]:
    """Meaning and unit, a line in each language."""
    key, meaning = setting.key, meaning_of(setting, setting.key)
    told = pair("menu.explained", key=key, meaning=meaning)
    if setting.unit not in {"", "1"}:
        told = pair("menu.measured", key=key, meaning=meaning, unit=unit_of(setting))
    yield from (f"# {text}" for text in told)


def _lines(loaded: Loaded, setting: Setting) -> Iterator[str]:
    """A setting as it holds now, for every label, switched off; beside it the value on record."""
    for key, other in loaded.file.schema.leaves.items():
        value = _now(loaded, key, setting)
        if other.key == setting.key and value is not None:
            line = f"#{key.partition('.')[2]} = {dump_value(value)}"
            on_record = _on_record(loaded, key)
            yield f"{line}   # {on_record}" if on_record else line


def _found(loaded: Loaded, key: str) -> tuple[Backing, ...]:
    """The last word of the pack on a key: one backing, or several that add up."""
    found = backings(loaded.pack, key, str(loaded.file.values["world.population_basis"]))
    fitted = tuple(each for each in found if each.path.endswith(PARAMETERS))
    return fitted or found


def _on_record(loaded: Loaded, key: str) -> str:
    """The value on record, where it stands, and its grade; empty where nothing is on record."""
    found = _found(loaded, key)
    if not found:
        return ""
    value = found[0].value if len(found) == 1 else offered(loaded.pack)[key]
    places = ", ".join(f"{each.path}:{each.line}" for each in found)
    grade = max(each.said("grade") for each in found)
    return f"{say('menu.on_record', 'both')}: {shown_value(value)} ({places}; {grade})"


def _now(loaded: Loaded, key: str, setting: Setting) -> object:
    """The value a setting has in the scenario; of one it does not state, that of the pack.

    ``None`` where there is neither.
    """
    if key in loaded.file.values:
        return loaded.file.values[key]
    if setting.kind == "path":
        return {"scale": 1.0}
    found = _found(loaded, key)
    return offered(loaded.pack).get(key, found[0].value) if found else None


def _records(loaded: Loaded, setting: Setting) -> Iterator[str]:
    """Records of the scenario as they are; where it has none, one of the pack as an example."""
    key = setting.key
    stated = loaded.file.values.get(key, ())
    records: list[Mapping[str, object]] = list(stated) if isinstance(stated, tuple) else []
    for name, field in setting.fields.items():
        meaning = meaning_of(field, f"{key}[].{name}")
        yield f"#   {say('menu.field', 'both', name=name, meaning=meaning)}"
    if not records and loaded.pack.projects and _EXAMPLE in setting.fields:
        records = [{"id": loaded.pack.projects[0].name, _EXAMPLE: True}]
    for record in records:
        yield f"#[[{key}]]"
        yield from (f"#{name} = {dump_value(value)}" for name, value in record.items())
