"""What each layer of a scenario states, one statement at a time, and the scenario without one.

A scenario is its parents, their overlays, its own overlays, itself and ``--set``, each of which
states only its difference. Here the layers are kept apart, lowest first, so that of every value can
be told who states it, over whom, and what would hold if he did not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from simulator.files.merging import Stated, lay_over
from simulator.files.toml_text import Findings, Spot, TomlFile
from simulator.stockflow.grammar.setting import Setting

LayerKind = Literal["parent", "overlay", "file", "set"]


@dataclass(frozen=True, kw_only=True, slots=True)
class StatedLayer:
    """The checked values of one layer by complete key; ``path`` is its name for the user."""

    path: str
    kind: LayerKind
    stated: Mapping[str, Stated]


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """One thing that one layer states: a key, a record as a whole, or one field of a record.

    ``layer`` is its place among the layers, lowest first. ``record`` is the id of a record and
    ``field`` the field of it, both ``None`` for any other key; of a record as a whole ``field`` is
    ``None`` and ``value`` the record.
    """

    layer: int
    key: str
    record: str | None = None
    field: str | None = None
    value: object
    path: str
    line: int | None

    @property
    def address(self) -> str:
        """The dotted key, records by their id: ``plan.projects.P57.promised``."""
        return ".".join(part for part in (self.key, self.record, self.field) if part is not None)


def merge_layers(layers: Sequence[StatedLayer]) -> dict[str, Stated]:
    """What all layers state together, the later ones over the earlier ones."""
    stated: dict[str, Stated] = {}
    for layer in layers:
        stated = lay_over(stated, layer.stated)
    return stated


def statements(layers: Sequence[StatedLayer]) -> Iterator[Statement]:
    """Every statement of every layer, lowest layer first; records field by field.

    A record that no lower layer has comes as a whole before its fields.
    """
    known: set[tuple[str, str]] = set()
    for number, layer in enumerate(layers):
        for key, entry in layer.stated.items():
            if entry.setting.kind != "records":
                yield _statement(number, layer, key, entry)
                continue
            for record in _records(entry):
                identity = str(record["id"])
                if (key, identity) not in known:
                    yield _whole(number, layer, key, identity, record)
                known.add((key, identity))
                yield from _fields(number, layer, key, identity, record)


def examined(layers: Sequence[StatedLayer]) -> tuple[int, ...]:
    """Places of the layers that lie over the parents: the overlays of a file, itself, ``--set``."""
    parents = [number for number, layer in enumerate(layers) if layer.kind == "parent"]
    first = max(parents) + 1 if parents else 0
    return tuple(range(first, len(layers)))


def leave_out(layers: Sequence[StatedLayer], one: Statement) -> tuple[StatedLayer, ...]:
    """The layers with one statement left out of its layer."""
    layer = layers[one.layer]
    stated = {key: entry for key, entry in layer.stated.items() if key != one.key}
    entry = layer.stated[one.key]
    if one.record is not None:
        stated[one.key] = replace(entry, value=tuple(_thinned(entry, one)))
    changed = replace(layer, stated=stated)
    return (*layers[: one.layer], changed, *layers[one.layer + 1 :])


def lay_on_top(
    layers: Sequence[StatedLayer], setting: Setting, key: str, value: object
) -> tuple[StatedLayer, ...]:
    """The layers with a checked value of a key over all of them."""
    nowhere = TomlFile(path="", document={}, lines={})
    spot = Spot(file=nowhere, findings=Findings(), parts=tuple(key.split(".")))
    stated = {key: Stated(setting=setting, value=value, spot=spot)}
    return (*layers, StatedLayer(path="", kind="set", stated=stated))


def collected_in(stated: Mapping[str, Stated], findings: Findings) -> dict[str, Stated]:
    """The same values with their later faults collected in other findings."""
    return {
        key: replace(
            entry,
            spot=replace(entry.spot, findings=findings),
            records={
                name: replace(spot, findings=findings) for name, spot in entry.records.items()
            },
        )
        for key, entry in stated.items()
    }


def _statement(number: int, layer: StatedLayer, key: str, entry: Stated) -> Statement:
    return Statement(
        layer=number, key=key, value=entry.value, path=layer.path, line=entry.spot.line
    )


def _whole(
    number: int, layer: StatedLayer, key: str, identity: str, record: Mapping[str, object]
) -> Statement:
    spot = layer.stated[key].records[identity]
    return Statement(
        layer=number, key=key, record=identity, value=record, path=layer.path, line=spot.line
    )


def _fields(
    number: int, layer: StatedLayer, key: str, identity: str, record: Mapping[str, object]
) -> Iterator[Statement]:
    spot = layer.stated[key].records[identity]
    for field, value in record.items():
        if field != "id":
            yield Statement(
                layer=number,
                key=key,
                record=identity,
                field=field,
                value=value,
                path=layer.path,
                line=spot.inside(field).line,
            )


def _thinned(entry: Stated, one: Statement) -> Iterator[Mapping[str, object]]:
    """The records of an entry without the one, or without one field of it."""
    for record in _records(entry):
        if record["id"] != one.record:
            yield record
        elif one.field is not None:
            yield {name: value for name, value in record.items() if name != one.field}


def _records(entry: Stated) -> tuple[Mapping[str, object], ...]:
    return entry.value if isinstance(entry.value, tuple) else ()
