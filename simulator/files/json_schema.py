"""The schema of scenario files for editors (completion, underlined slips), as JSON Schema.

It is made from the very settings that check a file, so an editor and a run never disagree. An
editor sees one file at a time: what only the merged chain can lack is not asked of it.
"""

import json
from collections.abc import Mapping
from dataclasses import replace

from simulator.files.hints import has_chinese, meaning_of, unit_of
from simulator.files.path_tables import EDITS, PATH_CHOICES
from simulator.files.schema import SCHEMA_VERSION, TABLES, Branch, Labelled, Node, Schema
from simulator.stockflow.grammar.setting import Kind, Setting
from simulator.stockflow.grammar.spoken_units import FACTOR, SPOKEN_UNITS, Dimension, dimension_of
from simulator.words.declared import chinese

# A year stands for its 1 January.
_DATED = r"^\d{4}(-\d{2}-\d{2})?$"
_DAY = r"^\d{4}-\d{2}-\d{2}$"
_BOTH_LANGUAGES = {
    "type": "object",
    "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
    "required": ["zh", "en"],
    "additionalProperties": False,
}
_PLAIN: Mapping[Kind, dict[str, object]] = {
    "switch": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "schedule": {
        "anyOf": [
            {"type": "string", "format": "date"},
            {
                "type": "object",
                "patternProperties": {_DAY: {"type": "number", "minimum": 0, "maximum": 1}},
                "additionalProperties": False,
                "minProperties": 1,
            },
        ]
    },
    "text": {"anyOf": [{"type": "string"}, _BOTH_LANGUAGES]},
    "free": {"additionalProperties": True},
}


def build_json_schema(schema: Schema) -> dict[str, object]:
    """The JSON Schema (draft 2020-12) of a scenario file, from the schema that checks it.

    Only the version is required: a file that extends another states only what differs.
    """
    described = _describe_table(schema.root, schema.axes)
    properties = described["properties"]
    # The checker leaves these to the reader of the chain; an editor can be told their form.
    if isinstance(properties, dict):
        properties["overlays"] = {"type": "array", "items": {"type": "string"}}
        properties["title"] = _BOTH_LANGUAGES
        for name, meaning in TABLES.items():
            if name in properties:
                told = dict.fromkeys(chinese().pair("setting", name, meaning))
                properties[name] = {"description": " / ".join(told), **properties[name]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Scenario, schema_version {SCHEMA_VERSION}",
        **described,
        "required": ["schema_version"],
        "$defs": {fits: _spoken(fits) for fits in dict.fromkeys(u.fits for u in SPOKEN_UNITS)},
    }


def dump_json_schema(schema: Schema) -> str:
    """The text of ``scenario.schema.json``; the same settings give the same text."""
    return json.dumps(build_json_schema(schema), ensure_ascii=False, indent=2) + "\n"


def _describe(node: Node, axes: Mapping[str, tuple[str, ...]]) -> dict[str, object]:
    if isinstance(node, Branch):
        return _describe_table(node, axes)
    if isinstance(node, Labelled):
        each = _describe_setting(node.setting, node.setting.key, axes)
        return _object(dict.fromkeys(node.labels, each))
    return _describe_setting(node, node.key, axes)


def _describe_table(branch: Branch, axes: Mapping[str, tuple[str, ...]]) -> dict[str, object]:
    return _object({name: _describe(node, axes) for name, node in branch.children.items()})


def _object(properties: Mapping[str, object]) -> dict[str, object]:
    return {"type": "object", "properties": dict(properties), "additionalProperties": False}


def _describe_setting(
    setting: Setting, key: str, axes: Mapping[str, tuple[str, ...]]
) -> dict[str, object]:
    return {"description": _description(setting, key), **_describe_kind(setting, axes)}


def _description(setting: Setting, key: str) -> str:
    """Meaning and unit, in Chinese and English; in English alone where there is no Chinese."""
    told = meaning_of(setting, key)
    if setting.unit:
        unit = unit_of(setting)
        told = (f"{told[0]}（{unit[0]}）", f"{told[1]} ({unit[1]})")
    return " / ".join(told if has_chinese(setting, key) else told[1:])


def _describe_kind(setting: Setting, axes: Mapping[str, tuple[str, ...]]) -> dict[str, object]:
    match setting.kind:
        case "path":
            return {"anyOf": [*_numbers(setting), _describe_path(setting)]}
        case "number":
            # A field of a record has no value beneath it to be relative to.
            relative = [_object(_edits(setting))] if "." in setting.key else []
            return _either([*_numbers(setting), *relative])
        case "integer":
            return {**_number(setting), "type": "integer", **_choices(setting)}
        case "choice":
            return _choices(setting)
        case "records":
            return _describe_records(setting, axes)
    labels = axes.get(setting.label_of or "")
    return {"enum": list(labels)} if labels else _PLAIN[setting.kind]


def _number(setting: Setting) -> dict[str, object]:
    bounds = {"minimum": setting.minimum, "maximum": setting.maximum}
    return {"type": "number", **{key: at for key, at in bounds.items() if at is not None}}


def _numbers(setting: Setting) -> list[dict[str, object]]:
    """A number, and the same in a unit of speech where one fits."""
    fits = dimension_of(setting.unit)
    spoken: list[dict[str, object]] = [] if fits is None else [{"$ref": f"#/$defs/{fits}"}]
    return [_number(setting), *spoken]


def _either(forms: list[dict[str, object]]) -> dict[str, object]:
    return forms[0] if len(forms) == 1 else {"anyOf": forms}


def _spoken(fits: Dimension) -> dict[str, object]:
    """A table with one unit of speech; bounds hold for what it comes to, so none are stated."""
    names = (name for unit in SPOKEN_UNITS if unit.fits == fits for name in unit.names)
    table = _object({name: {"type": "number"} for name in names})
    return {**table, "minProperties": 1, "maxProperties": 1}


def _choices(setting: Setting) -> dict[str, object]:
    return {"enum": list(setting.choices)} if setting.choices else {}


def _describe_path(setting: Setting) -> dict[str, object]:
    number = _either(_numbers(setting))
    between = {key: {"enum": list(choices)} for key, choices in PATH_CHOICES.items()}
    edits = {key: {"anyOf": [edit, _dated(edit)]} for key, edit in _edits(setting).items()}
    beneath = {"over": {"type": "object"}}
    table = _object({**beneath, "value": number, "values": _dated(number), **between, **edits})
    return {**table, "minProperties": 1, "not": {"required": ["value", "values"]}}


def _edits(setting: Setting) -> dict[str, dict[str, object]]:
    """A factor and an amount; bounds hold for what they come to, which takes the value beneath."""
    factor = _numbers(replace(setting, unit=FACTOR, minimum=0.0, maximum=None))
    amount = _numbers(replace(setting, minimum=None, maximum=None))
    return dict(zip(EDITS, map(_either, (factor, amount)), strict=True))


def _dated(number: Mapping[str, object]) -> dict[str, object]:
    return {
        "type": "object",
        "patternProperties": {_DATED: number},
        "additionalProperties": False,
        "minProperties": 1,
    }


def _describe_records(setting: Setting, axes: Mapping[str, tuple[str, ...]]) -> dict[str, object]:
    fields: dict[str, object] = {"id": {"type": "string", "minLength": 1}}
    for name, field in setting.fields.items():
        each = _describe_setting(field, f"{setting.key}[].{name}", axes)
        fields[name] = (
            each if field.axis is None else _object(dict.fromkeys(axes[field.axis], each))
        )
    return {"type": "array", "items": {**_object(fields), "required": ["id"]}}
