"""The content of one scenario file against the schema: its values, and every fault in it.

The document is walked key by key beside the tree of the schema. A fault never stops the walk: who
mends a file wants to hear of all its slips at once, so what is wrong is noted and left out.
"""

from collections.abc import Sequence

from simulator.files.hints import expect, nearest, show, suggest_keys
from simulator.files.merging import Stated
from simulator.files.path_tables import check_path
from simulator.files.scalar_values import check_scalar
from simulator.files.schema import Branch, Labelled, Schema, record_node
from simulator.files.toml_text import Spot
from simulator.stockflow.grammar.setting import Setting

_ID = Setting(key="id", kind="text", meaning="name of the record")


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
        if name not in without:
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
            _check_child(node, schema, spot.inside(name), inner, stated)
    elif isinstance(node, Labelled):
        for label, inner in _labelled_entries(node, spot, value).items():
            _note(node.setting, schema, spot.inside(label), inner, stated)
    else:
        _note(node, schema, spot, value, stated)


def _note(
    setting: Setting, schema: Schema, spot: Spot, value: object, stated: dict[str, Stated]
) -> None:
    checked, records = _check_value(setting, schema, spot, value)
    if checked is not None:
        stated[spot.key] = Stated(setting=setting, value=checked, spot=spot, records=records)


def _check_value(
    setting: Setting, schema: Schema, spot: Spot, value: object
) -> tuple[object | None, dict[str, Spot]]:
    if setting.kind == "path":
        return check_path(setting, value, spot), {}
    if setting.kind == "records":
        return _check_records(setting, schema, spot, value)
    return check_scalar(setting, value, spot), {}


def _check_records(
    setting: Setting, schema: Schema, spot: Spot, value: object
) -> tuple[tuple[object, ...] | None, dict[str, Spot]]:
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        english, chinese = expect(setting)
        name = spot.key
        spot.refuse(f"found {show(value)}; would be right: {english}, [[{name}]]", chinese)
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
            first = spots[identity].line
            spot.inside(number).refuse(
                f"has the same id as the record on line {first}; would be right: an id of its own",
                "id 重复",
            )
        spots[identity] = spot.inside(number)
        records.append(record)
    return tuple(records), spots


def _check_record(
    setting: Setting, schema: Schema, spot: Spot, entry: dict[str, object]
) -> dict[str, object]:
    record: dict[str, object] = {}
    fields = {"id": _ID, **setting.fields}
    if not isinstance(entry.get("id"), str) or not str(entry["id"]).strip():
        spot.refuse(
            'is a record without an id; would be right: id = "…", text that no other record has',
            "每条记录需要唯一的 id",
        )
        entry = {key: value for key, value in entry.items() if key != "id"}
    for name, value in entry.items():
        if name not in fields:
            close = nearest(name, fields)
            hint = f'did you mean "{close}"?' if close else f"known are {', '.join(fields)}"
            spot.inside(name).refuse(f"no such key; {hint}", "没有这个键")
            continue
        checked = _check_field(fields[name], schema, spot.inside(name), value)
        if checked is not None:
            record[name] = checked
    return record


def _check_field(field: Setting, schema: Schema, spot: Spot, value: object) -> object | None:
    node = record_node(field, schema.axes)
    if isinstance(node, Setting):
        return _check_value(field, schema, spot, value)[0]
    return {
        label: _check_value(field, schema, spot.inside(label), inner)[0]
        for label, inner in _labelled_entries(node, spot, value).items()
    }


def _labelled_entries(node: Labelled, spot: Spot, value: object) -> dict[str, object]:
    """The entries of a labelled table that have a label of its axis; the others are refused."""
    axis, example = node.setting.axis, node.labels[0]
    if not isinstance(value, dict):
        spot.refuse(
            f"found {show(value)}; would be right: a value for each {axis}, "
            f"{spot.parts[-1]}.{example} = …",
            f"应按 {axis} 分别填写",
        )
        return {}
    for label in value:
        if label not in node.labels:
            close = nearest(label, node.labels)
            listed = ", ".join(node.labels[:12])
            hint = f'did you mean "{close}"?' if close else f"known are {listed}"
            spot.inside(label).refuse(f"no such {axis}; {hint}", f"{axis} 中没有这一项")
            # The nearest label counts as stated, so that it is not called missing as well.
            if close:
                spot.findings.meant.add(spot.inside(close).key)
    return {label: inner for label, inner in value.items() if label in node.labels}


def _refuse_flat(node: Branch, spot: Spot, value: object) -> None:
    key, inside = spot.key, next(iter(node.children))
    if isinstance(value, list):
        spot.refuse(f"found [[{key}]]; would be right: [{key}]", f"应为 [{key}]")
        return
    spot.refuse(
        f"found {show(value)}; would be right: a table, [{key}] with {inside} = … below it",
        f"应为表 [{key}]",
    )


def _refuse_unknown(table: Branch, schema: Schema, spot: Spot) -> None:
    key = spot.key
    prefix = key.rpartition(".")[0]
    siblings = [f"{prefix}.{name}" if prefix else name for name in table.children]
    found = suggest_keys(key, siblings, schema.keys)
    spot.findings.meant.update(found)
    if not found:
        where = f"[{prefix}]" if prefix else "the top of the file"
        listed = ", ".join(list(table.children)[:12]) + (", …" if len(siblings) > 12 else "")
        spot.refuse(f"no such key; known in {where}: {listed}", "没有这个键")
        return
    named = " or ".join(f'"{other}"' for other in found)
    # A key below a [table] belongs to it, wherever the writer thought it stood.
    top = [other for other in found if "." not in other and prefix]
    note = " (at the top of the file, before the first [table])" if found == tuple(top) else ""
    listed = "、".join(found)
    spot.refuse(f"no such key; did you mean {named}{note}?", f"没有这个键，是否应为 {listed}？")
