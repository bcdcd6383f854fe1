"""A scenario read from its files: checked, merged, and knowing where each value came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from simulator.errors import Fault, ScenarioError
from simulator.files.changes import changed_title
from simulator.files.check_document import check_document
from simulator.files.layers import Chain, read_chain
from simulator.files.limits import FAULTS
from simulator.files.locations import named
from simulator.files.merging import Stated, check_merged, check_required
from simulator.files.older_versions import is_older, renewed
from simulator.files.overrides import parse_override
from simulator.files.schema import SCHEMA_VERSION, Schema, build_schema
from simulator.files.shown_years import check_shown_years
from simulator.files.stated_layers import (
    LayerKind,
    StatedLayer,
    Statement,
    collected_in,
    lay_on_top,
    leave_out,
    merge_layers,
    statements,
)
from simulator.files.toml_text import Findings, Spot
from simulator.stockflow.grammar.setting import Setting
from simulator.words.catalogue import message

_CHECKED_BY_CHAIN = ("schema_version", "extends", "overlays")
_NAMES = ("title", "intent")


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """The file and line that set a value last (``--set`` has no line), and the value."""

    value: object
    path: str
    line: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ScenarioFile:
    """A scenario with its whole chain merged.

    Two are equal when their values are: ``name``, ``origin``, ``files``, ``layers``, ``remarks``,
    ``overrides`` and ``schema`` tell where the values come from and by what rules they were
    checked, and are not compared.

    ``values`` maps every complete key (labels of an axis included) to its checked value: a float
    for a number, ``datetime.date`` for a date, a table of ``path_tables.PATH_KEYS`` for a path, a
    tuple of mappings for records. Keys that no file states are absent. ``title`` says what
    ``overrides``, the texts of ``--set``, have changed. ``layers`` are what each
    file states by itself, lowest precedence first; ``remarks`` what is lawful in them and yet told.
    ``schema`` is what the files were checked against.
    """

    name: str = field(compare=False)
    title: Mapping[str, str]
    intent: str | Mapping[str, str] = ""
    values: Mapping[str, object]
    origin: Mapping[str, Origin] = field(compare=False)
    files: tuple[str, ...] = field(compare=False)
    schema: Schema = field(compare=False, repr=False)
    layers: tuple[StatedLayer, ...] = field(default=(), compare=False, repr=False)
    remarks: tuple[Fault, ...] = field(default=(), compare=False)
    overrides: tuple[str, ...] = field(default=(), compare=False)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Everything any layer states, lowest layer first."""
        return tuple(statements(self.layers))

    def origin_of(self, key: str, record: str | None = None, *fields: str) -> Origin | None:
        """Where a key, a record of it or one of some fields of that record was said last.

        ``None`` where no layer says it.
        """
        found = self._latest(key, record, fields)
        if found is None:
            return None
        return Origin(value=found.value, path=found.path, line=found.line)

    def fault(self, told: str, key: str, record: str | None = None, *fields: str) -> Fault:
        """A fault at a key, at a record of it, or at one of some fields of that record.

        It stands where that was said last; what no layer says stands at the key, or at the file.
        """
        found = self._latest(key, record, fields) or self._latest(key, record, ())
        if found is not None:
            return Fault(path=found.path, line=found.line, key=found.address, message=told)
        origin = self.origin.get(key)
        address = ".".join(part for part in (key, record, *fields[:1]) if part is not None)
        return Fault(
            path=origin.path if origin is not None else self.files[-1],
            line=origin.line if origin is not None else None,
            key=address,
            message=told,
        )

    def _latest(self, key: str, record: str | None, fields: tuple[str, ...]) -> Statement | None:
        asked = fields or (None,)
        found = [
            one
            for one in self.statements
            if (one.key, one.record) == (key, record) and one.field in asked
        ]
        return found[-1] if found else None

    def without(self, one: Statement) -> "ScenarioFile | None":
        """The scenario with one statement left out; ``None`` where that is no valid scenario."""
        return self._of(leave_out(self.layers, one))

    def with_value(self, key: str, value: object) -> "ScenarioFile | None":
        """The scenario with a checked value of a key laid over it; ``None`` as for ``without``."""
        return self._of(lay_on_top(self.layers, self.schema.leaves[key], key, value))

    def _of(self, layers: tuple[StatedLayer, ...]) -> "ScenarioFile | None":
        findings = Findings()
        stated = collected_in(merge_layers(layers), findings)
        check_merged(stated)
        tops = [entry.spot for layer in reversed(layers) for entry in layer.stated.values()]
        check_required(stated, self.schema, replace(tops[0], findings=findings, parts=()))
        return None if findings.faults else _merged(self, layers, stated)


def load_scenario(
    path: Path,
    settings: Sequence[Setting],
    axes: Mapping[str, tuple[str, ...]],
    overrides: Sequence[str] = (),
    text: str | None = None,
) -> ScenarioFile:
    """Read, check and merge a scenario file, the files it builds on and ``--set`` overrides.

    Parameters
    ----------
    path
        The file; faults name it as it is given here.
    settings
        Everything a scenario may choose, ``run_settings()`` included.
    axes
        Labels of every axis that a setting names.
    overrides
        Texts ``key=value``, later ones over earlier ones.
    text
        What the file says, where it lies on no disk.

    Returns
    -------
    ScenarioFile
        Every key that a file or override states, merged, and the schema it was checked against.

    Raises
    ------
    ScenarioError
        With every fault of every file.
    StructureError
        If the settings themselves contradict each other.
    """
    schema = build_schema(settings, axes)
    chain = read_chain(path, text)
    findings = Findings(faults=list(chain.faults))
    layers = [
        *_layers_of_files(chain, schema, findings),
        *_layers_of_overrides(overrides, schema, findings),
    ]
    stated = merge_layers(layers)
    check_merged(stated)
    check_shown_years(layers, stated)
    # With a file of the chain unread, what is missing may stand there: nothing is called missing.
    if not chain.unread and not findings.is_full:
        check_required(stated, schema, Spot(file=chain.layers[-1].file, findings=findings))
    if findings.faults:
        raise ScenarioError([*_sort(findings.faults, chain), *_more(path, findings)])
    remarks = tuple(_sort(findings.remarks, chain))
    bare = _bare(path, chain, schema)
    told = replace(bare, remarks=remarks, overrides=tuple(overrides))
    return _merged(told, layers, merge_layers(layers))


def _layers_of_files(chain: Chain, schema: Schema, findings: Findings) -> list[StatedLayer]:
    found: list[StatedLayer] = []
    for layer in chain.layers:
        top = Spot(file=layer.file, findings=findings)
        if is_older(layer.file):
            told = {"version": SCHEMA_VERSION}
            top.inside("schema_version").remark("file.older_version", **told)
            top = Spot(file=renewed(layer.file), findings=findings)
        above = check_document(top, schema, without=_CHECKED_BY_CHAIN)
        kind: LayerKind = "file" if layer is chain.layers[-1] else "parent"
        # An overlay is lent to many scenarios: it changes their values, not what they are called.
        if layer.is_overlay:
            above = {key: entry for key, entry in above.items() if key not in _NAMES}
            kind = "overlay"
        found.append(StatedLayer(path=layer.file.path, kind=kind, stated=above))
    return found


def _layers_of_overrides(
    overrides: Sequence[str], schema: Schema, findings: Findings
) -> list[StatedLayer]:
    found: list[StatedLayer] = []
    for text in overrides:
        file, faults = parse_override(text, schema)
        findings.faults.extend(faults)
        if file is not None:
            stated = check_document(Spot(file=file, findings=findings), schema)
            found.append(StatedLayer(path=file.path, kind="set", stated=stated))
    return found


def _more(path: Path, findings: Findings) -> list[Fault]:
    """That there may be more faults than are told."""
    told = message("limit.faults", most=FAULTS)
    return [Fault(path=named(path), line=None, key="", message=told)] if findings.is_full else []


def _sort(faults: Sequence[Fault], chain: Chain) -> list[Fault]:
    """Each fault once, by file in the order of the chain, then by line."""
    # Two layers may find one fault: a file that is both parent and overlay is checked twice.
    order = {layer.file.path: number for number, layer in enumerate(chain.layers)}
    once = dict.fromkeys(faults)
    return sorted(once, key=lambda fault: (order.get(fault.path, len(order)), fault.line or 0))


def _bare(path: Path, chain: Chain, schema: Schema) -> ScenarioFile:
    """A scenario without a value yet."""
    return ScenarioFile(
        name=path.stem,
        title={},
        values={},
        origin={},
        files=tuple(dict.fromkeys(layer.path.as_posix() for layer in chain.layers)),
        schema=schema,
    )


def _merged(
    bare: ScenarioFile, layers: Sequence[StatedLayer], stated: Mapping[str, Stated]
) -> ScenarioFile:
    """A scenario with other values: those of these layers."""
    title, intent = stated["title"].value, stated["intent"].value
    values = {key: stated[key].value for key in sorted(stated) if key not in _NAMES}
    return replace(
        bare,
        title=changed_title(title if isinstance(title, dict) else {}, bare.overrides),
        intent=intent if isinstance(intent, str | dict) else "",
        values=values,
        origin={
            key: Origin(value=value, path=stated[key].spot.file.path, line=stated[key].spot.line)
            for key, value in values.items()
        },
        layers=tuple(layers),
    )
