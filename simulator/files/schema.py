"""The tree of keys that a scenario file may have, built from the declared settings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from simulator.errors import StructureError
from simulator.files.run_settings import HEADER_SETTINGS
from simulator.stockflow.grammar.setting import Setting


@dataclass(frozen=True, kw_only=True, slots=True)
class Labelled:
    """A key that is followed by the labels of an axis, each with a value of its own."""

    setting: Setting
    labels: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A key that only holds further keys."""

    children: Mapping[str, "Node"]


Node = Table | Labelled | Setting


@dataclass(frozen=True, kw_only=True, slots=True)
class Schema:
    """What a scenario file may say.

    ``root`` is the tree of keys, ``leaves`` every complete key (labels of axes included) with its
    setting, ``keys`` the keys as declared together with the tables around them.
    """

    root: Table
    leaves: Mapping[str, Setting]
    keys: tuple[str, ...]
    axes: Mapping[str, tuple[str, ...]]


def build_schema(settings: Sequence[Setting], axes: Mapping[str, tuple[str, ...]]) -> Schema:
    """The tree of the given settings and of the keys at the top of every file.

    Raises
    ------
    StructureError
        If a key is declared twice or is both a value and a table, or if an axis is not given.
    """
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
    place = root
    for name in tables:
        inner = place.setdefault(name, {})
        if not isinstance(inner, dict):
            raise StructureError(f"{setting.key}: {name!r} is a value and can't hold further keys")
        place = inner
    if last in place:
        raise StructureError(f"{setting.key}: declared twice, or a table of other settings")
    place[last] = setting


def _refuse_unfit(setting: Setting, axes: Mapping[str, tuple[str, ...]]) -> None:
    for each in (setting, *setting.fields.values()):
        if each.axis is not None and each.axis not in axes:
            raise StructureError(f"{setting.key}: no axis {each.axis!r}; there are {sorted(axes)}")
        if each.axis is not None and any("." in label for label in axes[each.axis]):
            raise StructureError(f"{setting.key}: labels of {each.axis!r} may not hold a dot")
    if setting.kind == "records" and setting.axis is not None:
        raise StructureError(f"{setting.key}: records can't have an axis; give them a field")


def _leaf_keys(setting: Setting, axes: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    if setting.axis is None:
        return (setting.key,)
    return tuple(f"{setting.key}.{label}" for label in axes[setting.axis])


def _freeze(table: Mapping[str, object], axes: Mapping[str, tuple[str, ...]]) -> Table:
    children: dict[str, Node] = {}
    for name, inner in table.items():
        if isinstance(inner, Setting):
            children[name] = record_node(inner, axes)
        elif isinstance(inner, dict):
            children[name] = _freeze(inner, axes)
    return Table(children=children)


def _all_keys(table: Table, prefix: str) -> Iterator[str]:
    for name, node in table.children.items():
        yield f"{prefix}{name}"
        if isinstance(node, Table):
            yield from _all_keys(node, f"{prefix}{name}.")
