"""What a chain of files states together, and what only the whole of it can lack or contradict.

Each file is checked alone (``check_document``). Its values are laid over those of the files below
it, by the kind of their setting; only then can be told whether a required key, a field of a record
or the end of a path is missing, and whether the run ends before it begins.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from simulator.files.hints import expect, meaning_of, nearest, show
from simulator.files.path_layers import check_merged_path, merge_numbers, merge_paths
from simulator.files.scalar_values import is_within_bounds
from simulator.files.schema import HEADER_SETTINGS, ORDERED, Schema
from simulator.files.toml_text import Spot
from simulator.stockflow.grammar.setting import Setting
from simulator.stockflow.values.calendar import instant
from simulator.words.catalogue import Pair, listed


@dataclass(frozen=True, kw_only=True, slots=True)
class Stated:
    """What files state of one complete key: its checked value, and where it was last said.

    ``records`` tells where each record was last said, by its id, for settings of that kind.
    """

    setting: Setting
    value: object
    spot: Spot
    records: Mapping[str, Spot] = field(default_factory=dict)


def lay_over(lower: Mapping[str, Stated], upper: Mapping[str, Stated]) -> dict[str, Stated]:
    """Every key of both; where both give it, the upper one over the lower one."""
    merged = dict(lower)
    for key, above in upper.items():
        below = lower.get(key)
        if below is not None:
            above = Stated(  # noqa: PLW2901
                setting=above.setting,
                value=merge_values(above.setting, below.value, above.value),
                spot=above.spot,
                records={**below.records, **above.records},
            )
        merged[key] = above
    return merged


def merge_values(setting: Setting, lower: object, upper: object) -> object:
    """One checked value over another, by the kind of their setting.

    Paths compound (see ``path_layers``), records by ``id`` and then field by field, free
    tables key by key; anything else is replaced. A file can so state one field of one project and
    leave the others to its parents.
    """
    match setting.kind:
        case "path":
            return merge_paths(lower, upper)
        case "number":
            return merge_numbers(lower, upper)
        case "records":
            return _merge_records(setting, lower, upper)
        case "free":
            return _merge_free(lower, upper)
    return upper


def _merge_records(setting: Setting, lower: object, upper: object) -> tuple[object, ...]:
    merged: dict[object, Mapping[str, object]] = {}
    # A record keeps the place its id first had: a difference stated later does not move it.
    for record in (*_as_records(lower), *_as_records(upper)):
        below = merged.get(record["id"], {})
        merged[record["id"]] = {
            **below,
            **{
                name: _merge_field(setting.fields.get(name), below.get(name), value)
                for name, value in record.items()
            },
        }
    return tuple(merged.values())


def _merge_field(setting: Setting | None, lower: object, upper: object) -> object:
    if setting is None or lower is None:
        return upper
    if setting.axis is None:
        return merge_values(setting, lower, upper)
    if not isinstance(lower, dict) or not isinstance(upper, dict):
        return upper
    return {
        **lower,
        **{
            label: merge_values(setting, lower[label], value) if label in lower else value
            for label, value in upper.items()
        },
    }


def _merge_free(lower: object, upper: object) -> object:
    if not isinstance(lower, dict) or not isinstance(upper, dict):
        return upper
    return {
        **lower,
        **{
            key: _merge_free(lower[key], value) if key in lower else value
            for key, value in upper.items()
        },
    }


def _as_records(value: object) -> tuple[Mapping[str, object], ...]:
    return value if isinstance(value, tuple) else ()


# The other keys at the top of a file are looked at while the chain of files is read.
_INHERITED = {"title", "intent"}
_PER_FILE = {setting.key for setting in HEADER_SETTINGS} - _INHERITED


def check_merged(stated: Mapping[str, Stated]) -> None:
    """Refuse merged paths and records that say too little, and dates in the wrong order.

    Faults are collected where each key was last stated.
    """
    for entry in stated.values():
        if entry.spot.findings.is_full:
            return
        if entry.setting.kind == "path":
            check_merged_path(entry.setting, entry.value, entry.spot)
        elif entry.setting.kind == "records":
            _check_merged_records(entry)
        elif isinstance(entry.value, float) and not is_within_bounds(entry.setting, entry.value):
            told = {"number": f"{entry.value:.15g}", "expected": expect(entry.setting)}
            entry.spot.refuse("fault.comes_to", **told)
    _check_order(stated)


def check_required(stated: Mapping[str, Stated], schema: Schema, top: Spot) -> None:
    """Refuse a scenario without a required key, unless a faulty entry already meant that key.

    Parameters
    ----------
    stated
        What the whole chain states, merged.
    schema
        Tells what is required.
    top
        The top of the file that was asked for.
    """
    meant = frozenset(top.findings.meant)
    if "extends" in meant:  # written into a table by mistake: the parents are unknown
        return
    required = [key for key, setting in schema.leaves.items() if setting.required]
    missing = [key for key in required if key not in stated and key not in _PER_FILE]
    missing = [key for key in missing if not _is_meant(key, meant)]
    # A file without parents that lacks most keys has forgotten one line, not forty.
    if "extends" not in top.file.document and 2 * len(missing) > len(required):
        top.inside("extends").refuse(
            "fault.missing_extends", number=len(missing), names=listed(missing[:4])
        )
        return
    for key in missing:
        setting = schema.leaves[key]
        top.inside(*key.split(".")).refuse(
            "fault.missing_required", expected=expect(setting), meaning=meaning_of(setting, key)
        )


def _is_meant(key: str, meant: frozenset[str]) -> bool:
    return any(_is_within(key, other) or _is_within(other, key) for other in meant)


def _is_within(key: str, other: str) -> bool:
    return key == other or key.startswith(f"{other}.")


def _check_merged_records(stated: Stated) -> None:
    records = stated.value if isinstance(stated.value, tuple) else ()
    identities = [str(record["id"]) for record in records]
    for record in records:
        if stated.spot.findings.is_full:
            return
        spot = stated.records[record["id"]]
        for name, asked in stated.setting.fields.items():
            if asked.required and name not in record:
                others = set(identities) - {record["id"]}
                meaning = meaning_of(asked, f"{stated.setting.key}[].{name}")
                _refuse_missing_field(asked, name, spot, others, meaning)
            for labelled, path in _paths(asked, record.get(name)).items():
                check_merged_path(asked, path, spot.inside(name, *labelled))


def _refuse_missing_field(
    field: Setting, name: str, spot: Spot, others: set[str], meaning: Pair
) -> None:
    where = spot.inside(name)
    if _is_meant(where.key, frozenset(spot.findings.meant)):
        return
    identity = spot.key.rpartition(".")[2]
    # A slip in an id opens a record of its own, which then lacks all that its model states.
    close = nearest(identity, sorted(others), cutoff=0.75)
    where.refuse(
        "fault.missing_field_near" if close else "fault.missing_field",
        expected=expect(field),
        meaning=meaning,
        name=close,
    )


def _paths(field: Setting, value: object) -> dict[tuple[str, ...], object]:
    if field.kind != "path" or not isinstance(value, dict):
        return {}
    if field.axis is None:
        return {(): value}
    return {(label,): path for label, path in value.items()}


def _check_order(stated: Mapping[str, Stated]) -> None:
    for first, second in ORDERED:
        if first not in stated or second not in stated:
            continue
        low, high = stated[first].value, stated[second].value
        if isinstance(low, date) and isinstance(high, date):
            is_ordered, relation = instant(low) < instant(high), "after"
        else:
            is_ordered, relation = _number(low) <= _number(high), "not_before"
        if not is_ordered:
            stated[second].spot.refuse(
                f"fault.{relation}", found=show(high), key=first, value=show(low)
            )


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
