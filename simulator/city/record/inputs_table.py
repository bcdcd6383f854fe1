"""What a run was made from, as a table: value, grade and source, and what the scenario states."""

from collections.abc import Mapping

from simulator.city.ground.inputs import inputs_of
from simulator.city.ground.manifest import names_kept
from simulator.city.ground.outcome import Outcome
from simulator.city.ground.provenance import Backing, source_title
from simulator.files.in_force import InForce
from simulator.files.stated_text import shown_value
from simulator.report.table import Table, texts


def inputs_table(outcome: Outcome) -> Table:
    """One row an input: the value of the pack, its grounds, and what the scenario states."""
    found = inputs_of(outcome)
    kept = names_kept(outcome.file.files)
    values = [None if one.backing is None else one.backing.value for one in found]
    return Table(
        name="inputs",
        columns=(
            texts("key", [one.key for one in found]),
            texts("value", ["" if each is None else _shown(each) for each in values]),
            texts("unit", [one.unit for one in found]),
            texts("grade", [one.said("grade") for one in found]),
            texts("status", [one.said("status") for one in found]),
            texts("source", [source_title(outcome.pack, one.said("source_id")) for one in found]),
            texts("stands_in", [_place(one.backing) for one in found]),
            texts("stated", [_stated(one.stated) for one in found]),
            texts("stated_in", [_stated_in(one.stated, kept) for one in found]),
            texts("name_zh", [one.meaning[0] for one in found]),
            texts("name_en", [one.meaning[1] for one in found]),
        ),
    )


def _place(backing: Backing | None) -> str:
    if backing is None:
        return ""
    return backing.path if backing.line is None else f"{backing.path}:{backing.line}"


def _stated(stated: InForce | None) -> str:
    return "" if stated is None else _shown(stated.value)


def _shown(value: object) -> str:
    """A value as a cell; a switch in words that no spreadsheet takes for its own."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return shown_value(value)


def _stated_in(stated: InForce | None, kept: Mapping[str, str]) -> str:
    """File and line as the manifest has them: no path of the machine; ``set`` has none."""
    if stated is None or stated.kind == "set":
        return "" if stated is None else stated.kind
    path = kept.get(stated.path, stated.path)
    return path if stated.line is None else f"{path}:{stated.line}"
