"""What ``parameters.toml`` states of a key: a value or dated values, interval and bounds."""

from collections.abc import Iterator, Mapping
from typing import Any

from simulator.city.pack.contents import PackContents, refuse
from simulator.errors import Fault
from simulator.files.form_check import is_number
from simulator.files.hints import expect, show
from simulator.files.scalar_values import is_within_bounds
from simulator.files.spelling import is_dated
from simulator.files.toml_lines import Parts
from simulator.files.toml_text import TomlFile
from simulator.stockflow.grammar.setting import Setting
from simulator.words.catalogue import message

_ENDS = 2


def parameters_have_a_value(pack: PackContents) -> Iterator[Fault]:
    """A parameter states a value, or dated values with what holds between and beyond them."""
    for file, parts, entry in pack.tables("parameters.toml", "parameter"):
        if ("value" in entry) == ("values" in entry):
            yield refuse(file, parts, "value_or_values")
            continue
        value = entry.get("value", 0)
        if not (is_number(value) or isinstance(value, list | dict)):
            yield refuse(file, (*parts, "value"), "no_number", found=show(value))
        if "values" in entry:
            for name in ("interpolation", "before", "after"):
                if name not in entry:
                    yield refuse(file, parts, "dated_lacks", name=name)
            yield from _dated(file, (*parts, "values"), entry["values"])
        yield from _interval(file, parts, entry)


def _dated(file: TomlFile, parts: Parts, values: object) -> Iterator[Fault]:
    """Every date is one, every value a number."""
    for key, number in values.items() if isinstance(values, dict) else ():
        if not is_dated(key):
            yield refuse(file, (*parts, key), "no_date", found=key)
        if not is_number(number):
            yield refuse(file, (*parts, key), "no_number", found=show(number))
    dated = [str(key) for key in values] if isinstance(values, dict) else []
    for key in dated:
        if f"{key}-01-01" in dated:
            yield refuse(file, (*parts, f"{key}-01-01"), "same_instant", other=key)


def _interval(file: TomlFile, parts: Parts, entry: Mapping[str, Any]) -> Iterator[Fault]:
    """An interval is two numbers with the value between; of dated values one at each date."""
    found = entry.get("interval")
    if found is None:
        return
    values = entry["values"] if "values" in entry else {"": entry["value"]}
    intervals = found if isinstance(found, dict) else {"": found}
    for key, pair in intervals.items():
        here = (*parts, "interval", key) if key else (*parts, "interval")
        value = values.get(key)
        whole = isinstance(pair, list) and len(pair) == _ENDS and all(map(is_number, pair))
        if not is_number(value) or not whole:
            yield refuse(file, here, "interval")
        elif not pair[0] <= value <= pair[1]:
            yield refuse(file, here, "interval_off", low=pair[0], high=pair[1], value=value)


def parameters_within_bounds(pack: PackContents, leaves: Mapping[str, Setting]) -> Iterator[Fault]:
    """What a parameter says of a key of scenarios is lawful there too."""
    for file, parts, entry in pack.tables("parameters.toml", "parameter"):
        setting = leaves.get(entry["key"])
        dated = entry.get("values")
        found = {(*parts, "values", key): value for key, value in (dated or {}).items()}
        if "value" in entry:
            found[*parts, "value"] = entry["value"]
        for here, number in found.items():
            if setting is None or not is_number(number):
                continue
            if not is_within_bounds(setting, float(number)):
                said = message("form.wrong", found=show(number), right=expect(setting))
                yield file.fault(here, said)


RULES = (parameters_have_a_value,)
