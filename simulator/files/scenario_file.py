"""A scenario read from its files: checked, merged, and knowing where each value came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from simulator.errors import Fault, ScenarioError
from simulator.files.check_document import check_document
from simulator.files.layers import Chain, parse_override, read_chain
from simulator.files.merging import Stated, check_merged, check_required, lay_over
from simulator.files.schema import Schema, build_schema
from simulator.files.toml_text import Findings, Spot
from simulator.stockflow.grammar.setting import Setting

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

    Two are equal when their values are: ``name``, ``origin``, ``files`` and ``schema`` tell where
    the values come from and by what rules they were checked, and are not compared.

    ``values`` maps every complete key (labels of an axis included) to its checked value: a float
    for a number, ``datetime.date`` for a date, a table of ``path_tables.PATH_KEYS`` for a path, a
    tuple of mappings for records. Keys that no file states are absent. ``schema`` is what the
    files were checked against.
    """

    name: str = field(compare=False)
    title: Mapping[str, str]
    intent: str | Mapping[str, str] = ""
    values: Mapping[str, object]
    origin: Mapping[str, Origin] = field(compare=False)
    files: tuple[str, ...] = field(compare=False)
    schema: Schema = field(compare=False, repr=False)


def load_scenario(
    path: Path,
    settings: Sequence[Setting],
    axes: Mapping[str, tuple[str, ...]],
    overrides: Sequence[str] = (),
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
    chain = read_chain(path)
    findings = Findings(faults=list(chain.faults))
    stated = _merge_chain(chain, schema, findings)
    for text in overrides:
        file, faults = parse_override(text, schema)
        findings.faults.extend(faults)
        if file is not None:
            top = Spot(file=file, findings=findings)
            stated = lay_over(stated, check_document(top, schema))
    check_merged(stated)
    # With a file of the chain unread, what is missing may stand there: nothing is called missing.
    if not chain.unread:
        check_required(stated, schema, Spot(file=chain.layers[-1].file, findings=findings))
    if findings.faults:
        raise ScenarioError(_sort(findings.faults, chain))
    return _build(path, chain, schema, stated)


def _merge_chain(chain: Chain, schema: Schema, findings: Findings) -> dict[str, Stated]:
    stated: dict[str, Stated] = {}
    for layer in chain.layers:
        top = Spot(file=layer.file, findings=findings)
        above = check_document(top, schema, without=_CHECKED_BY_CHAIN)
        # An overlay is lent to many scenarios: it changes their values, not what they are called.
        if layer.is_overlay:
            above = {key: entry for key, entry in above.items() if key not in _NAMES}
        stated = lay_over(stated, above)
    return stated


def _sort(faults: Sequence[Fault], chain: Chain) -> list[Fault]:
    """Each fault once, by file in the order of the chain, then by line."""
    # Two layers may find one fault: a file that is both parent and overlay is checked twice.
    order = {layer.file.path: number for number, layer in enumerate(chain.layers)}
    once = dict.fromkeys(faults)
    return sorted(once, key=lambda fault: (order.get(fault.path, len(order)), fault.line or 0))


def _build(path: Path, chain: Chain, schema: Schema, stated: Mapping[str, Stated]) -> ScenarioFile:
    title, intent = stated["title"].value, stated["intent"].value
    values = {key: stated[key].value for key in sorted(stated) if key not in _NAMES}
    return ScenarioFile(
        name=path.stem,
        title=title if isinstance(title, dict) else {},
        intent=intent if isinstance(intent, str | dict) else "",
        values=values,
        origin={
            key: Origin(value=value, path=stated[key].spot.file.path, line=stated[key].spot.line)
            for key, value in values.items()
        },
        files=tuple(dict.fromkeys(layer.path.as_posix() for layer in chain.layers)),
        schema=schema,
    )
