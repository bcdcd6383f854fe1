"""Every value that holds in a scenario, by its address, with the layer that said it last.

An address is a complete key; of records the id and the field follow it, as in
``plan.projects.P57.promised``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.files.merging import Stated
from simulator.files.scenario_file import ScenarioFile
from simulator.files.stated_layers import (
    LayerKind,
    StatedLayer,
    Statement,
    examined,
    merge_layers,
)
from simulator.stockflow.grammar.setting import Setting

_NAMES = ("title", "intent")


@dataclass(frozen=True, kw_only=True, slots=True)
class InForce:
    """The merged value of one address, its setting, and who said it last.

    ``is_own`` tells that the file itself, one of its overlays or ``--set`` makes it differ from
    what its parents come to.
    """

    address: str
    key: str
    setting: Setting
    value: object
    kind: LayerKind
    path: str
    line: int | None
    is_own: bool

    @property
    def place(self) -> str:
        """File and line, as messages name them."""
        return self.path if self.line is None else f"{self.path}:{self.line}"


def values_in_force(file: ScenarioFile) -> dict[str, InForce]:
    """Every address that any layer states, in the order of the schema."""
    own = set(examined(file.layers))
    below = [layer for number, layer in enumerate(file.layers) if number not in own]
    inherited, merged = _by_address(below), _by_address(file.layers)
    last = {one.address: one for one in file.statements if _is_leaf(one, file)}
    order = {key: place for place, key in enumerate(file.schema.leaves)}
    found = {
        address: InForce(
            address=address,
            key=one.key,
            setting=file.schema.leaves[one.key],
            value=merged[address],
            kind=file.layers[one.layer].kind,
            path=one.path,
            line=one.line,
            is_own=bool(below)
            and (address not in inherited or inherited[address] != merged[address]),
        )
        for address, one in last.items()
    }
    # stable: records keep the order in which they were first said
    return dict(sorted(found.items(), key=lambda item: order[item[1].key]))


def said_of(file: ScenarioFile, address: str) -> tuple[tuple[LayerKind, Statement], ...]:
    """Every statement of an address, lowest layer first, with the kind of its layer."""
    return tuple(
        (file.layers[one.layer].kind, one) for one in file.statements if one.address == address
    )


def _is_leaf(one: Statement, file: ScenarioFile) -> bool:
    """Whether a statement is about a value, not about a record as a whole or a name."""
    is_whole = file.schema.leaves[one.key].kind == "records" and one.field is None
    return not is_whole and one.key not in _NAMES


def _by_address(layers: Sequence[StatedLayer]) -> dict[str, object]:
    """The merged values of layers by their addresses."""
    found: dict[str, object] = {}
    for key, entry in merge_layers(layers).items():
        found[key] = entry.value
        for record in _records(entry):
            for field, value in record.items():
                found[f"{key}.{record['id']}.{field}"] = value
    return found


def _records(entry: Stated) -> tuple[Mapping[str, object], ...]:
    is_list = entry.setting.kind == "records" and isinstance(entry.value, tuple)
    return entry.value if is_list else ()  # type: ignore[return-value]
