"""The content of one scenario file against the schema: its values, and every fault in it.

The document is walked key by key beside the tree of the schema. A fault never stops the walk: who
mends a file wants to hear of all its slips at once, so what is wrong is noted and left out.
"""

from collections.abc import Mapping, Sequence

from simulator.files.hints import nearest, show, suggest, suggest_keys
from simulator.files.limits import RECORDS
from simulator.files.merging import Stated
from simulator.files.path_tables import check_path, check_relative, is_relative
from simulator.files.scalar_values import check_scalar
from simulator.files.schedules import check_schedule
from simulator.files.schema import Branch, Labelled, Schema, record_node
from simulator.files.toml_text import Spot
from simulator.files.unknown_keys import refuse_key
from simulator.stockflow.grammar.setting import Setting
from simulator.words.catalogue import Pair, listed, pair

_ID = Setting(key="id", kind="text", meaning="name of the record")
_MOST_NAMES = 12


def check_document(spot: Spot, schema: Schema, *, without: Sequence[str] = ()) -> dict[str, Stated]:
    """The values of a whole file by complete key; faults are collected at ``spot``.

    Parameters
    ----------
    spot
        The top of the file.
    schema
        What it may say.
    without
        Keys at the top that are checked elsewhere.

    Returns
    -------
    dict
        What the file says of each complete key it states rightly, labels of axes included; a
        value that was refused is not among them.
    """
    stated: dict[str, Stated] = {}
    for name, value in spot.file.document.items():
        if name not in without and not spot.findings.is_full:
            _check_child(schema.root, schema, spot.inside(name), value, stated)
    return stated


def _check_child(
    table: Branch, schema: Schema, spot: Spot, value: object, stated: dict[str, Stated]
) -> None:
    """One key of a table: a further table, a labelled table, a value, or unknown."""
    node = table.children.get(str(spot.parts[-1]))
    if node is None:
        _refuse_unknown(table, schema, spot)
    elif isinstance(node, Branch):
        if not isinstance(value, dict):
            _refuse_flat(node, spot, value)
            return
        for name, inner in value.items():
            if spot.findings.is_full:  # each unknown key is held against all known ones
                return
            _check_child(node, schema, spot.inside(name), inner, stated)
    elif isinstance(node, Labelled):
        for label, inner in _labelled_entries(node, spot, value).items():
            _note(node.setting, schema, spot.inside(label), inner, stated)
    else:
        _note(node, schema, spot, value, stated)


def _note(
    setting: Setting, schema: Schema, spot: Spot, value: object, stated: dict[str, Stated]
) -> None:
    checked: object | None
    records: dict[str, Spot] = {}
    if setting.kind == "number" and is_relative(value):
        checked = check_relative(setting, value, spot)
    else:
        checked, records = _check_value(setting, schema, spot, value)
    if checked is not None:
        stated[spot.key] = Stated(setting=setting, value=checked, spot=spot, records=records)


def _check_value(
    setting: Setting, schema: Schema, spot: Spot, value: object
) -> tuple[object | None, dict[str, Spot]]:
    if setting.kind == "path":
        return check_path(setting, value, spot), {}
    if setting.kind == "schedule":
        return check_schedule(setting, value, spot), {}
    if setting.kind == "records":
        return _check_records(setting, schema, spot, value)
    return check_scalar(setting, value, spot), {}


def _check_records(
    setting: Setting, schema: Schema, spot: Spot, value: object
) -> tuple[tuple[object, ...] | None, dict[str, Spot]]:
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        spot.refuse("fault.not_records", found=show(value), key=spot.key)
        return None, {}
    if len(value) > RECORDS:
        spot.refuse("limit.records", found=len(value), most=RECORDS)
        return None, {}
    spots: dict[str, Spot] = {}
    records: list[object] = []
    for number, entry in enumerate(value):
        record = _check_record(setting, schema, spot.inside(number), entry)
        identity = record.get("id")
        # Without an id a record cannot be laid over that of a parent; its fault is noted already.
        if not isinstance(identity, str):
            continue
        if identity in spots:
            spot.inside(number).refuse("fault.same_id", line=spots[identity].line)
        spots[identity] = spot.inside(number)
        records.append(record)
    return tuple(records), spots


def _check_record(
    setting: Setting, schema: Schema, spot: Spot, entry: dict[str, object]
) -> dict[str, object]:
    record: dict[str, object] = {}
    # Every record has an id, whatever its setting declares: it is what files merge records by.
    fields = {"id": _ID, **setting.fields}
    if not isinstance(entry.get("id"), str) or not str(entry["id"]).strip():
        spot.refuse("fault.no_id")
        entry = {key: value for key, value in entry.items() if key != "id"}
    for name, value in entry.items():
        if spot.findings.is_full:
            break
        if name not in fields:
            refuse_key(spot.inside(name), _suggest_field(name, fields))
            continue
        checked = _check_field(fields[name], schema, spot.inside(name), value)
        if checked is not None:
            record[name] = checked
    return record


def _suggest_field(name: str, fields: Mapping[str, Setting]) -> Pair:
    """The fields that a word may mean, first those that it is another word for."""
    called = [show(key) for key, each in fields.items() if name.casefold() in each.also]
    return pair("hint.near", names=listed(called, "list.or")) if called else suggest(name, fields)


def _check_field(field: Setting, schema: Schema, spot: Spot, value: object) -> object | None:
    node = record_node(field, schema.axes)
    if isinstance(node, Setting):
        checked = _check_value(field, schema, spot, value)[0]
        return checked if _is_label(field, schema, spot, checked) else None
    return {
        label: _check_value(field, schema, spot.inside(label), inner)[0]
        for label, inner in _labelled_entries(node, spot, value).items()
    }


def _is_label(field: Setting, schema: Schema, spot: Spot, value: object) -> bool:
    """Whether a text names a label of the axis that its field names, if it names one."""
    if field.label_of is None or value is None or value in schema.axes[field.label_of]:
        return True
    labels, place = schema.axes[field.label_of], spot.column
    told = {"found": show(value), "axis": field.label_of, "hint": suggest(str(value), labels)}
    if place is None:
        spot.refuse("fault.no_label", **told)
    else:
        spot.refuse("fault.no_label_at", column=place, **told)
    return False


def _labelled_entries(node: Labelled, spot: Spot, value: object) -> dict[str, object]:
    """The entries of a labelled table that have a label of its axis; the others are refused."""
    axis, example = node.setting.axis, node.labels[0]
    if not isinstance(value, dict):
        spot.refuse(
            "fault.not_labelled",
            found=show(value),
            axis=axis,
            name=spot.parts[-1],
            label=example,
        )
        return {}
    for label in value:
        if label not in node.labels and not spot.findings.is_full:
            close = nearest(label, node.labels)
            hint = suggest(label, node.labels if close else node.labels[:_MOST_NAMES])
            refuse_key(spot.inside(label), hint, axis=axis)
            # The nearest label counts as stated, so that it is not called missing as well.
            if close:
                spot.findings.meant.add(spot.inside(close).key)
    return {label: inner for label, inner in value.items() if label in node.labels}


def _refuse_flat(node: Branch, spot: Spot, value: object) -> None:
    key, inside = spot.key, next(iter(node.children))
    if isinstance(value, list):
        spot.refuse("fault.list_of_tables", key=key)
        return
    spot.refuse("fault.not_a_table", found=show(value), key=key, inside=inside)


def _refuse_unknown(table: Branch, schema: Schema, spot: Spot) -> None:
    key = spot.key
    prefix = key.rpartition(".")[0]
    siblings = [f"{prefix}.{name}" if prefix else name for name in table.children]
    found = suggest_keys(key, siblings, schema.keys)
    spot.findings.meant.update(found)
    if not found:
        where = f"[{prefix}]" if prefix else pair("hint.top_of_file")
        more = ["…"] if len(siblings) > _MOST_NAMES else []
        names = listed([*list(table.children)[:_MOST_NAMES], *more])
        refuse_key(spot, pair("hint.known_in", where=where, names=names))
        return
    # A key below a [table] belongs to it, wherever the writer thought it stood.
    at_top = bool(prefix) and all("." not in other for other in found)
    names = listed(map(show, found), "list.or")
    refuse_key(spot, pair("hint.at_top" if at_top else "hint.near", names=names))
