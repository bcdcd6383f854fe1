"""The dictionary of a system: every parameter and every setting, as Markdown tables."""

from collections.abc import Iterator

from simulator.stockflow.grammar.elements import Parameter
from simulator.stockflow.grammar.setting import Setting
from simulator.stockflow.grammar.system import System
from simulator.stockflow.printed.latex import Notation


def write_dictionary(system: System) -> str:
    """Symbol, name, axes, unit, meaning and source of every parameter; then every setting."""
    notation = Notation(system)
    intent = (
        "What the equations take from outside. A source with a dot is a key of the scenario file; "
        "one that ends in `.csv` or `.toml` is a table of the city pack."
    )
    parts = [
        f"# Dictionary of {system.name}",
        "## Parameters",
        intent,
        _table(
            ("symbol", "name", "axes", "unit", "meaning", "made from"),
            (_parameter(notation, parameter) for parameter in system.parameters),
        ),
    ]
    if system.settings:
        parts += [
            "## Settings",
            "What a scenario file may choose.",
            _table(
                ("key", "kind", "unit", "meaning", "values", "likely"),
                (row for setting in system.settings for row in _setting(setting, "")),
            ),
        ]
    return "\n\n".join(parts) + "\n"


def _parameter(notation: Notation, parameter: Parameter) -> tuple[str, ...]:
    return (
        f"${notation.indexed(parameter.symbol, parameter.axes, {})}$",
        f"`{parameter.name}`",
        ", ".join(axis.replace("_", " ") for axis in parameter.axes),
        parameter.unit,
        parameter.meaning,
        "; ".join(f"`{source}`" for source in parameter.made_from),
    )


def _setting(setting: Setting, owner: str) -> Iterator[tuple[str, ...]]:
    """A setting, then the fields of its records."""
    key = f"{owner}{setting.key}" + (f".<{setting.axis}>" if setting.axis else "")
    sense = "" if setting.sense is None else str(setting.sense)
    yield (f"`{key}`", setting.kind, setting.unit, setting.meaning, _values(setting), sense)
    # the brackets tell a list of records from a table, as a scenario file writes them
    inside = f"{key}[]." if setting.kind == "records" else f"{key}."
    for field in setting.fields.values():
        yield from _setting(field, inside)


def _values(setting: Setting) -> str:
    """What may stand there."""
    found = [", ".join(f"`{choice}`" for choice in setting.choices)] if setting.choices else []
    low, high = setting.minimum, setting.maximum
    if low is not None and high is not None:
        found.append(f"{low:g} to {high:g}")
    elif low is not None:
        found.append(f"at least {low:g}")
    elif high is not None:
        found.append(f"at most {high:g}")
    if setting.required:
        found.append("required")
    return "; ".join(found)


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(
        # a bar in a cell would end it
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |"
        for line in lines
    )
