"""Forms of the keys that are no parameter: switches, dates and the fields of records.

The key of a parameter is said with the parameter (``Lever``). What is left, each room keeps beside
its equations in a tuple ``SETTINGS``.
"""

from collections.abc import Iterable

from simulator.stockflow.grammar.elements import Parameter
from simulator.stockflow.grammar.setting import Kind, Setting


def switch(key: str, meaning: str) -> Setting:
    """True or false, to be stated by every scenario."""
    return Setting(key=key, kind="switch", meaning=meaning, required=True)


def records(key: str, meaning: str, *fields: Setting) -> Setting:
    """A list of tables, merged by their ``id``, each with these fields."""
    named = {field.key: field for field in fields}
    return Setting(key=key, kind="records", meaning=meaning, fields=named)


def label_of(axis: str, meaning: str, *, key: str = "", required: bool = True) -> Setting:
    """A field of a record that names a label of an axis, called after it but where ``key`` says."""
    return Setting(key=key or axis, kind="text", meaning=meaning, label_of=axis, required=required)


def field(key: str, kind: Kind, meaning: str, *, unit: str = "", required: bool = True) -> Setting:
    """A field of a record."""
    return Setting(key=key, kind=kind, meaning=meaning, unit=unit, required=required)


def amount(key: str, meaning: str, unit: str, *, required: bool = True) -> Setting:
    """A field that holds a number of at least 0; in the unit "1" it is a share."""
    return Setting(
        key=key,
        kind="number",
        meaning=meaning,
        unit=unit,
        required=required,
        minimum=0.0,
        maximum=1.0 if unit == "1" else None,
    )


def keys_of(parameters: Iterable[Parameter]) -> tuple[Setting, ...]:
    """The keys by which scenarios state parameters, in the order these are declared."""
    found = (parameter.setting for parameter in parameters)
    return tuple(setting for setting in found if setting is not None)
