"""A quantity that may change in time, as a scenario file writes it.

===================================  ==============================================================
``arrivals = 120``                   a constant
``{ value = 120 }``                  the same
``{ values = { "2015" = 120, … },``  dated values (a year means its 1 January), which need
``interpolation = …, after = … }``   ``interpolation`` ("linear", "step") and what holds ``after``
                                     the last ("hold", "error")
``{ scale = 1.2 }``                  what holds without this file, times 1.2
``{ add = 10 }``                     the same plus 10; with both: value × scale + add
``{ scale = { "2018" = 0.8 } }``     the same from a date on: as steps unless ``interpolation``
                                     says otherwise, the last one held
``over = { … }``                     such a table in the place of all that lies beneath; ``{}`` is
                                     the value on record
===================================  ==============================================================

``before`` says what holds before the first date: "parent", unless stated, is what holds without
this file; "hold" is the first dated number, "error" nothing. The checked form is always a table of
these keys. ``path_layers`` lays one over another, ``path_values`` makes a path of it.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from simulator.files.hints import narrow, nearest, show
from simulator.files.scalar_values import check_number, check_scalar
from simulator.files.spoken_dates import meant_day
from simulator.files.spoken_values import is_spoken
from simulator.files.toml_text import Spot
from simulator.files.unknown_keys import refuse_key
from simulator.stockflow.grammar.setting import Setting
from simulator.stockflow.grammar.spoken_units import FACTOR, fitting
from simulator.stockflow.values.calendar import instant
from simulator.words.catalogue import Pair, listed, pair

PATH_CHOICES: Mapping[str, tuple[str, ...]] = {
    "interpolation": ("linear", "step"),
    "before": ("parent", "hold", "error"),
    "after": ("hold", "error"),
}
"""What the keys beside dated numbers may say."""
EDITS = ("scale", "add")
"""Relative edits, in the order in which they act."""
PATH_KEYS = ("over", "value", "values", *PATH_CHOICES, *EDITS)
"""All keys of a path table, in the order of its checked form."""
DATED_EDITS: Mapping[str, object] = {"interpolation": "step", "before": "parent", "after": "hold"}
"""What holds around dated edits where nothing is said."""
_DEEPEST = 100
_YEAR = re.compile(r"\d{4}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def check_path(setting: Setting, value: object, spot: Spot) -> dict[str, object] | None:
    """The table that a path stands for, keys in the order of ``PATH_KEYS``.

    ``None`` where anything of it is wrong; the faults are collected at ``spot``.
    """
    if not isinstance(value, dict) or is_spoken(value):
        number = check_number(setting, value, spot)
        return None if number is None else {"value": number}
    before = len(spot.findings.faults)
    if len(spot.parts) > _DEEPEST:
        replace(spot, parts=spot.parts[:2]).refuse("fault.too_deep")
        return None
    _check_shape(setting, value, spot)
    checked = {
        key: _check_entry(setting, key, entry, spot.inside(key))
        for key, entry in value.items()
        if key in PATH_KEYS
    }
    if len(spot.findings.faults) > before:
        return None
    return in_order(_with_defaults(checked))


def is_relative(value: object) -> bool:
    """Whether a value is a table of edits, and so relative to what holds without it."""
    return isinstance(value, dict) and any(key in value for key in (*EDITS, "over"))


def check_relative(setting: Setting, value: object, spot: Spot) -> dict[str, object] | None:
    """The edits of a number that does not vary in time: ``{ scale = 1.2 }``, ``{ add = 100 }``."""
    before = len(spot.findings.faults)
    table = check_path(setting, value, spot)
    over = {} if table is None else table.get("over", {})
    plain = {"over", *EDITS}
    if table is not None and (not plain.issuperset(table) or has_dated_edits(table) or over):
        spot.refuse("fault.not_relative", found=listed(table))
    return table if len(spot.findings.faults) == before else None


def has_dates(table: Mapping[str, object]) -> bool:
    """Whether a table states dated numbers of its own, values or edits."""
    return "values" in table or has_dated_edits(table)


def has_dated_edits(table: Mapping[str, object]) -> bool:
    """Whether a table states edits that hold from a date on."""
    return any(isinstance(table.get(key), Mapping) for key in EDITS)


def instant_of(key: str) -> float | None:
    """The instant that a date of a table means, in years; ``None`` where it is no date."""
    text = f"{key}-01-01" if _YEAR.fullmatch(key) else key
    try:
        return instant(date.fromisoformat(text)) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _with_defaults(table: Mapping[str, object]) -> dict[str, object]:
    """What is not said beside dates, said; of values only what holds before them."""
    if "values" in table:
        return {"before": "parent", **table}
    return {**DATED_EDITS, **table} if has_dated_edits(table) else dict(table)


def in_order(table: Mapping[str, object]) -> dict[str, object]:
    """A table with its keys in the order of ``PATH_KEYS``."""
    return {key: table[key] for key in PATH_KEYS if key in table}


def _check_shape(setting: Setting, table: Mapping[str, object], spot: Spot) -> None:
    unknown = {key: entry for key, entry in table.items() if key not in PATH_KEYS}
    dated = {key: entry for key, entry in unknown.items() if instant_of(key) is not None}
    for key in unknown:
        if key not in dated:
            refuse_key(spot.inside(key), _meant(setting, key))
    if dated:
        _refuse_dates_here(setting, dated, spot)
        return
    if not table:
        spot.refuse("fault.path_empty")
    if "value" in table and "values" in table:
        spot.refuse("fault.path_twice")
    if "values" in table and has_dated_edits(table):
        spot.refuse("fault.path_dated_twice")
    own = "value" in table or ("values" in table and table.get("before") in ("hold", "error"))
    if "over" in table and own:
        spot.inside("over").refuse("fault.path_over_nothing")


def _refuse_dates_here(setting: Setting, dated: Mapping[str, object], spot: Spot) -> None:
    """Refuse dates where ``values`` should be, and what is wrong with their numbers besides."""
    spot.refuse("fault.path_date_outside", date=next(iter(dated)))
    _check_dated(replace(setting, kind="number"), dated, spot)


def _is_dated(value: object) -> bool:
    if not isinstance(value, dict) or not value:
        return False
    return all(instant_of(key) is not None for key in value)


def _meant(setting: Setting, key: str) -> Pair:
    """The key or unit most like one that there is not; else all of them."""
    units = fitting(setting.unit)
    keys = (*PATH_KEYS[1:], PATH_KEYS[0])
    close = nearest(key, (*keys, *(name for unit in units for name in unit.names)))
    if close is not None:
        return pair("hint.near", names=show(close))
    return pair("hint.known", names=listed([*keys, *(unit.called for unit in units)]))


def _check_entry(setting: Setting, key: str, entry: object, spot: Spot) -> object | None:
    if key == "over":
        return {} if entry == {} else check_path(setting, entry, spot)
    if key == "values":
        return _check_dated(replace(setting, kind="number"), entry, spot)
    if key in PATH_CHOICES:
        choice = replace(setting, kind="choice", choices=PATH_CHOICES[key])
        return check_scalar(choice, entry, spot)
    if key in EDITS:
        edit = _edit(setting, key)
        is_dated = isinstance(entry, dict) and not is_spoken(entry)
        return (_check_dated if is_dated else check_number)(edit, entry, spot)
    if isinstance(entry, dict) and _is_dated(entry):
        _refuse_dates_here(setting, entry, spot)
        return None
    return check_number(replace(setting, kind="number"), entry, spot)


def _edit(setting: Setting, key: str) -> Setting:
    """What an edit takes: a factor of at least zero, or any number in the unit of the key."""
    free = replace(setting, kind="number", minimum=None, maximum=None)
    return replace(free, unit=FACTOR, minimum=0.0) if key == "scale" else free


def _check_dated(setting: Setting, entry: object, spot: Spot) -> dict[str, object] | None:
    if not isinstance(entry, dict) or not entry or is_spoken(entry):
        found = pair("given.empty_table") if entry == {} else show(entry)
        spot.refuse("fault.path_not_dated", found=found)
        return None
    # By instant, not by text: "2015" and "2015-01-01" are one, and so are an end and a beginning.
    dated: dict[float, tuple[str, object]] = {}
    for key, number in entry.items():
        checked = check_number(setting, number, spot.inside(key))
        when = instant_of(key)
        if when is None:
            _refuse_date(key, spot.inside(key))
        elif when in dated:
            spot.inside(key).refuse("fault.path_same_instant", other=dated[when][0])
        else:
            dated[when] = (key, checked)
    return dict(dated[when] for when in sorted(dated))


def _refuse_date(key: str, spot: Spot) -> None:
    narrowed = narrow(key)
    if narrowed != key and instant_of(narrowed) is not None:
        spot.refuse("fault.path_date_near", found=show(key), right=narrowed)
    elif (meant := meant_day(key)) is not None:
        spot.refuse("fault.path_date_near", found=show(key), right=meant)
    else:
        spot.refuse("fault.path_date", found=show(key))
