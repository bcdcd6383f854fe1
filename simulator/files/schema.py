"""What a scenario file may say: the keys that every scenario has, and the tree of all keys.

Those of any city and any model are declared here; ``build_schema`` adds the settings of a model.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from simulator.errors import StructureError
from simulator.files.limits import FIRST_YEAR, LAST_YEAR
from simulator.stockflow.grammar.setting import Setting

SCHEMA_VERSION = 2
"""The form of scenario files that this program writes; it reads version 1 as well."""

HEADER_SETTINGS = (
    Setting(
        key="schema_version",
        kind="integer",
        meaning="form of the file",
        choices=(1, SCHEMA_VERSION),
        required=True,
    ),
    Setting(key="extends", kind="text", meaning="file whose choices hold where this one is silent"),
    Setting(key="overlays", kind="free", meaning="files laid over the parent, in this order"),
    Setting(key="title", kind="text", meaning="name in figures and tables", required=True),
    Setting(key="intent", kind="text", meaning="the question the scenario asks", required=True),
)
"""The keys at the top of a file, before its first table."""

TABLES = {
    "world": "what nobody here decides",
    "policy": "what a government decides about people",
    "plan": "what is decided about services and their places",
    "feedback": "who responds to the gap, and how",
    "model": "how the run is computed",
    "report": "what is shown",
    "notes": "remarks; kept, never used",
}
"""The tables of a scenario file, in order."""

# Those of scipy.integrate.solve_ivp.
METHODS = ("RK45", "RK23", "DOP853", "Radau", "BDF", "LSODA")
ORDERED = (("model.start", "model.stop"), ("report.from_year", "report.to_year"))
"""Pairs of settings the first of which must come before the second (years: not after it)."""


MOST_DRAWS = 100_000
"""More than that is a slip of the finger, and days of work."""


def run_settings() -> tuple[Setting, ...]:
    """The settings of the tables [model], [report] and [notes]."""
    return (*_model(), *_report(), Setting(key="notes", kind="free", meaning=TABLES["notes"]))


def _model() -> tuple[Setting, ...]:
    return (
        Setting(
            key="model.city",
            kind="text",
            meaning="city pack, a folder of calibration/",
            required=True,
        ),
        _day("model.start", "first day of the run"),
        _day("model.stop", "day the run ends"),
        Setting(
            key="model.cohorts_per_year",
            kind="integer",
            meaning="birth windows in a year",
            unit="1/year",
            choices=(1, 2, 3, 4, 6, 12),  # windows of whole months
            required=True,
        ),
        Setting(
            key="model.building_stages",
            kind="integer",
            meaning="stages of building in a row: more stages, less spread around the mean",
            minimum=1,
            maximum=6,
            required=True,
        ),
        *_chance(),
        *_solver(),
    )


def _chance() -> tuple[Setting, ...]:
    return (
        Setting(
            key="model.seed",
            kind="integer",
            meaning="start of all random numbers",
            minimum=0,
            maximum=2**32 - 1,
            required=True,
        ),
        Setting(
            key="model.draws",
            kind="integer",
            meaning="runs with everything uncertain drawn, beside the expected one; 0: none",
            minimum=0,
            maximum=MOST_DRAWS,
        ),
    )


def _day(key: str, meaning: str) -> Setting:
    return Setting(
        key=key, kind="date", meaning=meaning, minimum=FIRST_YEAR, maximum=LAST_YEAR, required=True
    )


def _solver() -> tuple[Setting, ...]:
    return (
        Setting(
            key="model.method",
            kind="choice",
            meaning="integration method of scipy.integrate.solve_ivp",
            choices=METHODS,
            required=True,
        ),
        Setting(
            key="model.compiled",
            kind="choice",
            choices=(True, False, "auto"),
            meaning="take the steps of RK45 or RK23 in machine code, by the extra fast (numba);"
            " auto: for several draws, where it is installed",
            required=True,
        ),
        Setting(
            key="model.relative_tolerance",
            kind="number",
            meaning="error allowed in a step, relative to a stock",
            unit="1",
            minimum=1e-13,
            maximum=1e-2,
            required=True,
        ),
        Setting(
            key="model.absolute_tolerance",
            kind="number",
            meaning="error allowed in a step, relative to the scale of its stock",
            unit="1",
            minimum=1e-16,
            maximum=1e-2,
            required=True,
        ),
    )


def _report() -> tuple[Setting, ...]:
    return (
        Setting(
            key="report.language",
            kind="choice",
            meaning="language of figures and tables",
            choices=("both", "zh", "en"),
            required=True,
        ),
        Setting(key="report.page", kind="switch", meaning="write the report (default true)"),
        Setting(
            key="report.figures",
            kind="choice",
            meaning="draw the figures, as SVG; png: as PNG as well, for Word and WPS",
            choices=(True, "png", False),
            required=True,
        ),
        Setting(key="report.workbook", kind="switch", meaning="write results.xlsx (default true)"),
        Setting(
            key="report.from_year",
            kind="integer",
            meaning="first year shown",
            unit="year",
            minimum=FIRST_YEAR,
            maximum=LAST_YEAR,
            required=True,
        ),
        Setting(
            key="report.to_year",
            kind="integer",
            meaning="last year shown",
            unit="year",
            minimum=FIRST_YEAR,
            maximum=LAST_YEAR,
            required=True,
        ),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Labelled:
    """A key that is followed by the labels of an axis, each with a value of its own."""

    setting: Setting
    labels: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Branch:
    """A key that holds nothing but further keys, a table of the file."""

    children: Mapping[str, "Node"]


Node = Branch | Labelled | Setting


@dataclass(frozen=True, kw_only=True, slots=True)
class Schema:
    """What a scenario file may say.

    ``root`` is the tree of keys, ``leaves`` every complete key (labels of axes included) with its
    setting, ``keys`` the keys as declared together with the tables around them, ``axes`` the labels
    of every axis. A scenario carries the one it was checked against: it is built once a run.
    """

    root: Branch
    leaves: Mapping[str, Setting]
    keys: tuple[str, ...]
    axes: Mapping[str, tuple[str, ...]]


def build_schema(settings: Sequence[Setting], axes: Mapping[str, tuple[str, ...]]) -> Schema:
    """The tree of the given settings and of the keys at the top of every file.

    Parameters
    ----------
    settings
        What a model lets a scenario choose, ``run_settings()`` included.
    axes
        Labels of every axis that a setting names.

    ``StructureError`` for a key declared twice, or both a value and a table, or without its axis.
    """
    # Grown as plain dicts and frozen at the end: a key may come before the tables around it fill.
    root: dict[str, object] = {}
    leaves: dict[str, Setting] = {}
    for setting in (*HEADER_SETTINGS, *settings):
        _plant(root, setting, axes)
        leaves.update(dict.fromkeys(_leaf_keys(setting, axes), setting))
    tree = _freeze(root, axes)
    return Schema(root=tree, leaves=leaves, keys=tuple(_all_keys(tree, "")), axes=axes)


def record_node(field: Setting, axes: Mapping[str, tuple[str, ...]]) -> Labelled | Setting:
    """The node of one field of a record."""
    return field if field.axis is None else Labelled(setting=field, labels=axes[field.axis])


def _plant(root: dict[str, object], setting: Setting, axes: Mapping[str, tuple[str, ...]]) -> None:
    _refuse_unfit(setting, axes)
    *tables, last = setting.key.split(".")
    table = root
    for name in tables:
        inner = table.setdefault(name, {})
        if not isinstance(inner, dict):
            raise StructureError(f"{setting.key}: {name!r} is a value and can't hold further keys")
        table = inner
    if last in table:
        raise StructureError(f"{setting.key}: declared twice, or a table of other settings")
    table[last] = setting


def _refuse_unfit(setting: Setting, axes: Mapping[str, tuple[str, ...]]) -> None:
    for each in (setting, *setting.fields.values()):
        for axis in {each.axis, each.label_of} - {None}:
            if axis not in axes:
                raise StructureError(f"{setting.key}: no axis {axis!r}; there are {sorted(axes)}")
        # A label is the last part of a dotted key; with a dot of its own it would be two parts.
        if each.axis is not None and any("." in label for label in axes[each.axis]):
            raise StructureError(f"{setting.key}: labels of {each.axis!r} may not hold a dot")
    # Records merge by id, one list a key; a list for each label would have to merge twice.
    if setting.kind == "records" and setting.axis is not None:
        raise StructureError(f"{setting.key}: records can't have an axis; give them a field")


def _leaf_keys(setting: Setting, axes: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    if setting.axis is None:
        return (setting.key,)
    return tuple(f"{setting.key}.{label}" for label in axes[setting.axis])


def _freeze(table: Mapping[str, object], axes: Mapping[str, tuple[str, ...]]) -> Branch:
    children: dict[str, Node] = {}
    for name, inner in table.items():
        if isinstance(inner, Setting):
            children[name] = record_node(inner, axes)
        elif isinstance(inner, dict):
            children[name] = _freeze(inner, axes)
    return Branch(children=children)


def _all_keys(branch: Branch, prefix: str) -> Iterator[str]:
    for name, node in branch.children.items():
        yield f"{prefix}{name}"
        if isinstance(node, Branch):
            yield from _all_keys(node, f"{prefix}{name}.")
