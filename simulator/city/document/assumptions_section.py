"""What a run assumes: what its scenario states, what the pack states, what is held."""

from collections.abc import Iterator
from pathlib import Path

from simulator.city.document.material import Material
from simulator.city.ground.provenance import PARAMETERS, backings, source_title
from simulator.city.record.held_table import unit_told
from simulator.files.hints import meaning_of, unit_of
from simulator.files.in_force import InForce, values_in_force
from simulator.files.stated_text import shown_value
from simulator.report.document.parts import Cell, Paragraph, Rows, Section

_SKIPPED = ("report", "model")
"""Tables of a scenario that say how a run is computed and shown, not what it assumes."""


def assumptions_section(material: Material) -> Section:
    """The scenario's own choices first, then everything in force, then what is held."""
    found = list(values_in_force(material.outcome.file).values())
    own = [one for one in found if one.is_own]
    blocks: list[Paragraph | Rows] = [Paragraph(text=material.say("report.grades"), kind="note")]
    if own:
        blocks.append(_stated(material, "own", own))
    rest = [one for one in found if not one.is_own and one.key.split(".")[0] not in _SKIPPED]
    blocks.append(_stated(material, "inherited", rest))
    blocks.append(_pack(material))
    if material.answer.held:
        blocks.append(_held(material))
    return Section(
        name="assumptions", title=material.say("report.assumptions"), blocks=tuple(blocks)
    )


def _stated(material: Material, name: str, found: list[InForce]) -> Rows:
    return Rows(
        name=f"assumptions-{name}",
        title=material.say(f"report.stated_{name}", number=len(found)),
        head=material.head("key", "meaning", "value", "unit", "set_at"),
        body=[
            (
                Cell(text=one.address),
                Cell(text=_meaning(material, one)),
                Cell(text=shown_value(one.value)),
                Cell(text=_unit(material, one)),
                Cell(text=_place(one)),
            )
            for one in found
        ],
        numeric=(False,) * 5,
        folded=name != "own",
    )


def _place(one: InForce) -> str:
    """File and line, wherever the file lies: a report says no path of a machine."""
    name = Path(one.path).name
    return name if one.line is None else f"{name}:{one.line}"


def _meaning(material: Material, one: InForce) -> str:
    return material.one(meaning_of(one.setting, one.key))


def _unit(material: Material, one: InForce) -> str:
    return material.one(unit_of(one.setting))


def _pack(material: Material) -> Rows:
    """Every value that the pack's parameters state for this run, with source and grade."""
    pack, basis = material.outcome.pack, str(material.outcome.file.values["world.population_basis"])
    body = list(_backed(material, basis))
    return Rows(
        name="assumptions-pack",
        title=material.say("report.stated_pack", number=len(body), city=pack.title),
        head=material.head("key", "definition", "value", "unit", "status", "grade", "source"),
        body=body,
        numeric=(False,) * 7,
        folded=True,
    )


def _backed(material: Material, basis: str) -> Iterator[tuple[Cell, ...]]:
    pack = material.outcome.pack
    for key in dict.fromkeys(key for key, stated in pack.parameters.table if stated in ("", basis)):
        for one in backings(pack, key, basis):
            if one.path.endswith(PARAMETERS):
                yield (
                    Cell(text=key),
                    Cell(text=one.said("definition")),
                    Cell(text=shown_value(one.value)),
                    Cell(text=one.said("unit")),
                    Cell(text=one.said("status")),
                    Cell(text=one.said("grade")),
                    Cell(text=source_title(pack, one.said("source_id")) or one.said("note")),
                )


def _held(material: Material) -> Rows:
    table = material.tables["held"]
    names = ("key", f"name_{material.language}", "since", "value", "unit")
    rows = zip(*(table.column(name).cells for name in names), strict=True)
    return Rows(
        name="assumptions-held",
        title=material.say("report.held_title", number=table.length),
        head=material.head("key", "meaning", "since", "value"),
        body=[
            (*map(_text, cells), _text(_value(material, value, unit)))
            for *cells, value, unit in rows
        ],
        numeric=(False,) * 4,
        widths=(2.2, 2.6, 0.8, 1.2),
        data=table,
    )


def _value(material: Material, value: str, unit: str) -> str:
    """A value with its unit; nothing of what is a table by itself."""
    if not value:
        return ""
    told = "" if unit == "1" else f" {unit_told(unit, material.language)}"
    return f"{float(value):,.6g}{told}"


def _text(text: str) -> Cell:
    return Cell(text=text)
