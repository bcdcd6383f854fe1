"""Path tables of several files, one laid over the other.

With a table as a function of what lies beneath it, a chain of files is the functions one after the
other, lowest first: value → × scale + add → × scale + add → …, each from its first date on. What is
absolute and undated starts afresh. Where two edits are plain numbers, they are carried out here;
anything else keeps the table beneath under ``over``, so that the whole can be written as one file.
"""

from collections.abc import Mapping
from datetime import MAXYEAR, MINYEAR

from simulator.files.hints import expect, show
from simulator.files.path_tables import (
    EDITS,
    PATH_CHOICES,
    has_dated_edits,
    has_dates,
    in_order,
)
from simulator.files.path_values import first_date, needs_beneath, path_from
from simulator.files.scalar_values import is_within_bounds
from simulator.files.toml_text import Spot
from simulator.stockflow.grammar.setting import Setting
from simulator.stockflow.values.calendar import calendar_label
from simulator.stockflow.values.extremes import telling_moments
from simulator.words.catalogue import listed

Table = Mapping[str, object]


def merge_paths(lower: object, upper: object) -> dict[str, object]:
    """A path table over that of a parent; either may be a value of another kind, taken as empty."""
    below, above = _as_table(lower), _as_table(upper)
    if "over" in above or "value" in above:
        return in_order(above)
    if "values" in above:
        return _values_over(below, above)
    if has_dated_edits(above):
        return _nested(below, above)
    # How to read between dates stands beside dates; said alone it is meant for those beneath.
    words = {key: entry for key, entry in above.items() if key in PATH_CHOICES}
    edits = {key: entry for key, entry in above.items() if key in EDITS}
    below = _read_as(below, words) if words else below
    if not edits:
        return in_order(below)
    return _nested(below, edits) if has_dated_edits(below) else _carried_out(below, edits)


def merge_numbers(lower: object, upper: object) -> object:
    """A number, or edits of one, over that of a parent: a number as soon as one is stated."""
    if not isinstance(upper, dict):
        return upper
    merged = merge_paths({"value": lower} if isinstance(lower, float) else lower, upper)
    if "value" not in merged:
        return merged
    scale, add = _as_number(merged.get("scale", 1.0)), _as_number(merged.get("add", 0.0))
    return _rounded(_as_number(merged["value"]) * scale + add)


def afresh(setting: Setting, value: object) -> object:
    """A value as one that stands over the record, whatever files lie beneath it.

    Only a path or a number may be relative; any other value is what it is.
    """
    if setting.kind not in ("path", "number") or not isinstance(value, dict):
        return value
    return in_order({"over": {}, **value} if needs_beneath(value) else value)


def check_merged_path(setting: Setting, path: object, spot: Spot) -> None:
    """Refuse a merged path that says too little, or whose edits leave the bounds."""
    table = _as_table(path)
    before = len(spot.findings.faults)
    _check_complete(table, spot)
    if len(spot.findings.faults) == before:
        _check_edited(setting, table, spot)


def _check_complete(table: Table, spot: Spot) -> None:
    between = [key for key in PATH_CHOICES if key in table]
    if "values" in table:
        for key, allowed in PATH_CHOICES.items():
            if key not in table:
                choices = listed(map(show, allowed), "list.or")
                spot.inside(key).refuse("fault.path_incomplete", key=key, choices=choices)
    elif between and not has_dates(table):
        spot.inside(between[0]).refuse("fault.path_without_values")
    if "over" in table:
        _check_complete(_as_table(table["over"]), spot.inside("over"))


def _check_edited(setting: Setting, table: Table, spot: Spot) -> None:
    """Refuse edits that bring a stated value out of its bounds, at the dates where they do."""
    edits = [key for key in EDITS if key in table]
    if not edits or needs_beneath(table):
        return
    stated = path_from(setting.key, {key: table[key] for key in table if key not in EDITS})
    edited = path_from(setting.key, table)
    for moment in telling_moments(edited):
        # Twelve digits decide: what rounding in base two does is not held against a file.
        after = float(f"{float(edited.value(moment)[0]):.12g}")
        if not is_within_bounds(setting, after):
            before = f"{float(stated.value(moment)[0]):.15g}"
            told = {"before": before, "after": f"{after:.15g}", "expected": expect(setting)}
            if first_date(table) is None:
                spot.inside(edits[0]).refuse("fault.path_edited", **told)
            else:
                day = calendar_label(min(max(moment.year, MINYEAR), MAXYEAR))
                spot.inside(edits[0]).refuse("fault.path_edited_on", day=day, **told)
            return


def _values_over(below: Table, above: Table) -> dict[str, object]:
    """Dated values over a table: they take its place, from their first date on or altogether."""
    # How to read between dates carries over to other dates; what held before them does not.
    table = {**_read_beneath(below), **above}
    return _nested(below, table) if table["before"] == "parent" else in_order(table)


def _read_beneath(table: Table) -> dict[str, object]:
    """How the topmost dated values of a table are read between dates and after the last."""
    if "values" in table:
        return {key: table[key] for key in ("interpolation", "after") if key in table}
    return _read_beneath(_as_table(table["over"])) if "over" in table else {}


def _read_as(table: Table, words: Table) -> dict[str, object]:
    """A table whose topmost dated numbers are read in another way."""
    if has_dates(table) or "over" not in table:
        changed = {**table, **words}
        if "values" in changed and changed.get("before") != "parent":
            changed.pop("over", None)
        return changed
    return {**table, "over": _read_as(_as_table(table["over"]), words)}


def _nested(below: Table, above: Table) -> dict[str, object]:
    """A table over another as it stands; over one that changes nothing, itself."""
    return in_order(above if _changes_nothing(below) else {**above, "over": dict(below)})


def _changes_nothing(table: Table) -> bool:
    neutral: Mapping[str, object] = {"scale": 1.0, "add": 0.0, "over": {}}
    return all(key in neutral and entry == neutral[key] for key, entry in table.items())


def _carried_out(below: Table, edits: Table) -> dict[str, object]:
    """Plain edits over plain ones: (x × s + a) × t + b is x × st + (at + b)."""
    scale, add = _as_number(below.get("scale", 1.0)), _as_number(below.get("add", 0.0))
    factor, shift = _as_number(edits.get("scale", 1.0)), _as_number(edits.get("add", 0.0))
    whole = {"scale": _rounded(scale * factor), "add": _rounded(add * factor + shift)}
    stated = {key: whole[key] for key in EDITS if key in below or key in edits}
    return in_order({**below, **stated})


def _rounded(number: float) -> float:
    # 1.1 × 1.1 is 1.2100000000000002 in base two; a file says what a reader would type.
    return float(f"{number:.15g}")


def _as_number(value: object) -> float:
    return value if isinstance(value, float) else 0.0


def _as_table(value: object) -> Table:
    return value if isinstance(value, dict) else {}
