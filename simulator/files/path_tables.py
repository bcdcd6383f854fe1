"""A quantity that may change in time, as a scenario file writes it.

===================================  ==============================================================
``arrivals = 120``                   a constant
``{ value = 120 }``                  the same
``{ values = { "2015" = 120, … },``  dated values (a year means its 1 January), which need
``interpolation = …, before = …,``   ``interpolation`` ("linear", "step") and what holds ``before``
``after = … }``                      the first and ``after`` the last ("hold", "error")
``{ scale = 1.2 }``                  the value given by the parents or the city pack, times 1.2
``{ add = 10 }``                     the same plus 10; with both: value × scale + add
===================================  ==============================================================

The checked form is always a table of these keys. An absolute value starts afresh: it takes the
place of the parents' value, scale and add; ``scale`` and ``add`` alone leave the value as it is.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from simulator.files.hints import expect, narrow, show, suggest
from simulator.files.scalar_values import check_number, check_scalar, is_within_bounds
from simulator.files.toml_text import Spot
from simulator.stockflow.grammar.setting import Setting
from simulator.stockflow.values.calendar import instant
from simulator.words.catalogue import listed, pair

PATH_CHOICES: Mapping[str, tuple[str, ...]] = {
    "interpolation": ("linear", "step"),
    "before": ("hold", "error"),
    "after": ("hold", "error"),
}
"""What the keys beside dated values may say."""
PATH_KEYS = ("value", "values", *PATH_CHOICES, "scale", "add")
"""All keys of a path table, in the order of its checked form."""
_YEAR = re.compile(r"\d{4}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def check_path(setting: Setting, value: object, spot: Spot) -> dict[str, object] | None:
    """The table that a path stands for, keys in the order of ``PATH_KEYS``.

    ``None`` where anything of it is wrong; the faults are collected at ``spot``.
    """
    if not isinstance(value, dict):
        number = check_number(setting, value, spot)
        return None if number is None else {"value": number}
    before = len(spot.findings.faults)
    _check_shape(value, spot)
    checked = {
        key: _check_entry(setting, key, entry, spot.inside(key))
        for key, entry in value.items()
        if key in PATH_KEYS
    }
    if len(spot.findings.faults) > before:
        return None
    return {key: checked[key] for key in PATH_KEYS if key in checked}


def merge_paths(lower: object, upper: object) -> dict[str, object]:
    """A path table over that of a parent; either may be a value of another kind, taken as empty."""
    below, above = _as_table(lower), _as_table(upper)
    # An edit of the parents was meant for their value; it does not carry over to a new one. How to
    # read between dates does: a file may state other dates and leave that as it is.
    if "value" in above:
        below = {}
    elif "values" in above:
        below = {key: entry for key, entry in below.items() if key in PATH_CHOICES}
    merged = {**below, **above}
    return {key: merged[key] for key in PATH_KEYS if key in merged}


def check_merged_path(setting: Setting, path: object, spot: Spot) -> None:
    """Refuse a merged path that says too little, or whose edits leave the bounds."""
    table = _as_table(path)
    between = [key for key in PATH_CHOICES if key in table]
    if "values" in table:
        for key, allowed in PATH_CHOICES.items():
            if key not in table:
                choices = listed(map(show, allowed), "list.or")
                spot.inside(key).refuse("fault.path_incomplete", key=key, choices=choices)
    elif between:
        spot.inside(between[0]).refuse("fault.path_without_values")
    _check_edited(setting, table, spot)


def _check_edited(setting: Setting, table: Mapping[str, object], spot: Spot) -> None:
    """Refuse edits that bring a stated value out of its bounds."""
    edits = [key for key in ("scale", "add") if key in table]
    scale, add = _as_number(table.get("scale", 1.0)), _as_number(table.get("add", 0.0))
    stated = {"value": table["value"]} if "value" in table else _as_table(table.get("values"))
    for number in map(_as_number, stated.values() if edits else ()):
        # Twelve digits decide: what rounding in base two does is not held against a file.
        edited = float(f"{number * scale + add:.12g}")
        if not is_within_bounds(setting, edited):
            spot.inside(edits[0]).refuse(
                "fault.path_edited",
                before=f"{number:.15g}",
                after=f"{edited:.15g}",
                expected=expect(setting),
            )
            return


def _as_number(value: object) -> float:
    return value if isinstance(value, float) else 0.0


def _as_table(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _check_shape(table: Mapping[str, object], spot: Spot) -> None:
    unknown = [key for key in table if key not in PATH_KEYS]
    if unknown and all(instant_of(key) is not None for key in unknown):
        spot.refuse("fault.path_date_outside", date=unknown[0])
        return
    for key in unknown:
        spot.inside(key).refuse("fault.unknown_key", hint=suggest(key, PATH_KEYS))
    if not table:
        spot.refuse("fault.path_empty")
    if "value" in table and "values" in table:
        spot.refuse("fault.path_twice")


def _check_entry(setting: Setting, key: str, entry: object, spot: Spot) -> object | None:
    if key == "values":
        return _check_values(setting, entry, spot)
    if key in PATH_CHOICES:
        choice = replace(setting, kind="choice", choices=PATH_CHOICES[key])
        return check_scalar(choice, entry, spot)
    if key == "scale":
        factor = replace(setting, kind="number", unit="0.8 = −20%", minimum=0.0)
        return check_number(replace(factor, maximum=None), entry, spot)
    if key == "add":
        return check_number(
            replace(setting, kind="number", minimum=None, maximum=None), entry, spot
        )
    return check_number(replace(setting, kind="number"), entry, spot)


def _check_values(setting: Setting, entry: object, spot: Spot) -> dict[str, object] | None:
    if not isinstance(entry, dict) or not entry:
        found = pair("given.empty_table") if entry == {} else show(entry)
        spot.refuse("fault.path_not_dated", found=found)
        return None
    plain = replace(setting, kind="number")
    # By instant, not by text: "2015" and "2015-01-01" are one, and so are an end and a beginning.
    dated: dict[float, tuple[str, object]] = {}
    for key, number in entry.items():
        checked = check_number(plain, number, spot.inside(key))
        when = instant_of(key)
        if when is None:
            _refuse_date(key, spot.inside(key))
        elif when in dated:
            spot.inside(key).refuse("fault.path_same_instant", other=dated[when][0])
        else:
            dated[when] = (key, checked)
    return dict(dated[when] for when in sorted(dated))


def instant_of(key: str) -> float | None:
    """The instant of a date as paths write it, a year or a day; ``None`` where it is none."""
    text = f"{key}-01-01" if _YEAR.fullmatch(key) else key
    try:
        return instant(date.fromisoformat(text)) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _refuse_date(key: str, spot: Spot) -> None:
    narrowed = narrow(key)
    if narrowed != key and instant_of(narrowed) is not None:
        spot.refuse("fault.path_date_near", found=show(key), right=narrowed)
    else:
        spot.refuse("fault.path_date", found=show(key))
