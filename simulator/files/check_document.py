"""The content of one scenario file against the schema: its values, and every fault in it."""

from collections.abc import Sequence

from simulator.files.completeness import Given
from simulator.files.hints import expect, nearest, show, suggest_keys
from simulator.files.path_tables import check_path
from simulator.files.scalar_values import check_scalar
from simulator.files.schema import Labelled, Schema, Table, record_node
from simulator.files.toml_text import Place
from simulator.stockflow.grammar.setting import Setting

_ID = Setting(key="id", kind="text", meaning="name of the record")


def check_document(
    place: Place, schema: Schema, *, without: Sequence[str] = ()
) -> dict[str, Given]:
    """The values of a whole file by complete key; faults are collected at ``place``.

    Parameters
    ----------
    place
        The top of the file.
    schema
        What it may say.
    without
        Keys at the top that are checked elsewhere.
    """
    given: dict[str, Given] = {}
    for name, value in place.file.document.items():
        if name not in without:
            _check_child(schema.root, schema, place.inside(name), value, given)
    return given


def _check_child(
    table: Table, schema: Schema, place: Place, value: object, given: dict[str, Given]
) -> None:
    """One key of a table: a further table, a labelled table, a value, or unknown."""
    node = table.children.get(str(place.parts[-1]))
    if node is None:
        _refuse_unknown(table, schema, place)
    elif isinstance(node, Table):
        if not isinstance(value, dict):
            _refuse_flat(node, place, value)
            return
        for name, inner in value.items():
            _check_child(node, schema, place.inside(name), inner, given)
    elif isinstance(node, Labelled):
        for label, inner in _labelled_entries(node, place, value).items():
            _note(node.setting, schema, place.inside(label), inner, given)
    else:
        _note(node, schema, place, value, given)


def _note(
    setting: Setting, schema: Schema, place: Place, value: object, given: dict[str, Given]
) -> None:
    checked, records = _check_value(setting, schema, place, value)
    if checked is not None:
        given[place.key] = Given(setting=setting, value=checked, place=place, records=records)


def _check_value(
    setting: Setting, schema: Schema, place: Place, value: object
) -> tuple[object | None, dict[str, Place]]:
    if setting.kind == "path":
        return check_path(setting, value, place), {}
    if setting.kind == "records":
        return _check_records(setting, schema, place, value)
    return check_scalar(setting, value, place), {}


def _check_records(
    setting: Setting, schema: Schema, place: Place, value: object
) -> tuple[tuple[object, ...] | None, dict[str, Place]]:
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        english, chinese = expect(setting)
        name = place.key
        place.refuse(f"found {show(value)}; would be right: {english}, [[{name}]]", chinese)
        return None, {}
    places: dict[str, Place] = {}
    records: list[object] = []
    for number, entry in enumerate(value):
        record = _check_record(setting, schema, place.inside(number), entry)
        identity = record.get("id")
        if not isinstance(identity, str):
            continue
        if identity in places:
            first = places[identity].line
            place.inside(number).refuse(
                f"has the same id as the record on line {first}; would be right: an id of its own",
                "id 重复",
            )
        places[identity] = place.inside(number)
        records.append(record)
    return tuple(records), places


def _check_record(
    setting: Setting, schema: Schema, place: Place, entry: dict[str, object]
) -> dict[str, object]:
    record: dict[str, object] = {}
    fields = {"id": _ID, **setting.fields}
    if not isinstance(entry.get("id"), str) or not str(entry["id"]).strip():
        place.refuse(
            'is a record without an id; would be right: id = "…", text that no other record has',
            "每条记录需要唯一的 id",
        )
        entry = {key: value for key, value in entry.items() if key != "id"}
    for name, value in entry.items():
        if name not in fields:
            close = nearest(name, fields)
            hint = f'did you mean "{close}"?' if close else f"known are {', '.join(fields)}"
            place.inside(name).refuse(f"no such key; {hint}", "没有这个键")
            continue
        checked = _check_field(fields[name], schema, place.inside(name), value)
        if checked is not None:
            record[name] = checked
    return record


def _check_field(field: Setting, schema: Schema, place: Place, value: object) -> object | None:
    node = record_node(field, schema.axes)
    if isinstance(node, Setting):
        return _check_value(field, schema, place, value)[0]
    return {
        label: _check_value(field, schema, place.inside(label), inner)[0]
        for label, inner in _labelled_entries(node, place, value).items()
    }


def _labelled_entries(node: Labelled, place: Place, value: object) -> dict[str, object]:
    """The entries of a labelled table that have a label of its axis; the others are refused."""
    axis, example = node.setting.axis, node.labels[0]
    if not isinstance(value, dict):
        place.refuse(
            f"found {show(value)}; would be right: a value for each {axis}, "
            f"{place.parts[-1]}.{example} = …",
            f"应按 {axis} 分别填写",
        )
        return {}
    for label in value:
        if label not in node.labels:
            close = nearest(label, node.labels)
            listed = ", ".join(node.labels[:12])
            hint = f'did you mean "{close}"?' if close else f"known are {listed}"
            place.inside(label).refuse(f"no such {axis}; {hint}", f"{axis} 中没有这一项")
            if close:
                place.findings.meant.add(place.inside(close).key)
    return {label: inner for label, inner in value.items() if label in node.labels}


def _refuse_flat(node: Table, place: Place, value: object) -> None:
    key, inside = place.key, next(iter(node.children))
    if isinstance(value, list):
        place.refuse(f"found [[{key}]]; would be right: [{key}]", f"应为 [{key}]")
        return
    place.refuse(
        f"found {show(value)}; would be right: a table, [{key}] with {inside} = … below it",
        f"应为表 [{key}]",
    )


def _refuse_unknown(table: Table, schema: Schema, place: Place) -> None:
    key = place.key
    prefix = key.rpartition(".")[0]
    siblings = [f"{prefix}.{name}" if prefix else name for name in table.children]
    found = suggest_keys(key, siblings, schema.keys)
    place.findings.meant.update(found)
    if not found:
        where = f"[{prefix}]" if prefix else "the top of the file"
        listed = ", ".join(list(table.children)[:12]) + (", …" if len(siblings) > 12 else "")
        place.refuse(f"no such key; known in {where}: {listed}", "没有这个键")
        return
    named = " or ".join(f'"{other}"' for other in found)
    top = [other for other in found if "." not in other and prefix]
    note = " (at the top of the file, before the first [table])" if found == tuple(top) else ""
    places = "、".join(found)
    place.refuse(f"no such key; did you mean {named}{note}?", f"没有这个键，是否应为 {places}？")
