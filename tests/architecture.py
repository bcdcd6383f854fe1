"""The shape of the program: what may import what, where equations stand, how long a thing may be.

Each rule maps sources to faults; ``test_architecture.py`` shows each some that break it.
"""

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[1]

# From the ground up. A room is a folder with one duty; a module imports from its own room and those
# that stand before it, so that neither modules nor rooms can depend on each other in a circle.
ROOMS = tuple(
    """
    visible errors words interrupts
    stockflow.arrays stockflow.kept stockflow.attribution
    stockflow.grammar stockflow.values stockflow.numbers
    stockflow.proof stockflow.printed stockflow.diagram stockflow.engine stockflow.labelled
    demography files report
    city.axes city.pack city.ground
    city.people city.services city.schools city.supply city.beds city.housing city.feedback
    city.record city.targets city.answer city.document city.workbook
    city city.why city.ensemble city.batch city.comparison
    door page commands
    """.split()  # noqa: SIM905 - a list of names, not of lines
)
# What every other room of the city stands on, or shows; each of the rest has a subject of its own.
GROUND = ("city.axes", "city.pack", "city.ground", "city.document", "city.workbook")
SUBJECTS = tuple(room for room in ROOMS if room.startswith("city.") and room not in GROUND)
DECLARATIONS = {"Stock", "Flow", "Transfer", "Auxiliary", "Parameter", "Measure"}
# Any system runs, so these never construct a part of one; nor does the whole, which puts together.
DECLARING = {*SUBJECTS, "demography"}
# What a part of a system lends another is worded anew: a measure here, a parameter there.
DIVIDING = "simulator.stockflow.grammar.division"
EMPTY_NAMES = {
    *("util", "utils", "helper", "helpers", "common", "core", "base", "manager", "managers"),
    *("misc", "shared", "stuff"),
}
LONGEST_FILE, LONGEST_FUNCTION = 300, 40

Sources = Mapping[str, str]  # dotted name of a module -> its text


def read_sources(root: Path = ROOT) -> Sources:
    """Every module of both packages; a package goes by its folder's name."""
    found = {}
    for package in ("simulator", "calibration"):
        for path in (root / package).rglob("*.py"):
            parts = path.relative_to(root).with_suffix("").parts
            found[".".join(parts).removesuffix(".__init__")] = path.read_text(encoding="utf-8")
    return found


def read_beside(root: Path = ROOT) -> Sources:
    """Every Python file that is not of the packages: tests, what makes pages, the set-up."""
    folders = (root / "tests", root / "docs" / "making", root / "docs" / "examples")
    paths = [root / "run.py", *(path for folder in folders for path in folder.rglob("*.py"))]
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(paths)
    }


def room_of(module: str) -> str:
    """``simulator.city.beds.table`` lies in city.beds; another package is a room of its own."""
    package, _, rest = module.partition(".")
    if package != "simulator" or not rest:
        return package
    parts = rest.split(".")
    names = [".".join(parts[:number]) for number in range(len(parts), 0, -1)]
    return next((name for name in names if name in ROOMS), rest)


def is_empty_package(module: str) -> bool:
    """``simulator.stockflow`` holds nothing but rooms; what it names of them is for others."""
    inside = module.removeprefix("simulator.")
    return inside not in ROOMS and any(room.startswith(f"{inside}.") for room in ROOMS)


def allowed_for(room: str) -> set[str]:
    """Rooms that a module of this room may import; the root package opens the door, no more."""
    below = set(ROOMS[: ROOMS.index("door") + 1])
    if room == "simulator":
        return below
    if room == "calibration":
        return {*ROOMS, "simulator", "calibration"}
    above = set() if room in below else {"simulator"}
    return {*ROOMS[: ROOMS.index(room) + 1], *above}


@dataclass(frozen=True, kw_only=True)
class Call:
    """What a call names last (``a.b()`` names b), where, and the texts that it is given."""

    line: int
    name: str
    texts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What the rules look at in a module; whole trees of all modules would fill the memory."""

    imports: tuple[ast.Import | ast.ImportFrom, ...]
    calls: tuple[Call, ...]
    functions: tuple[tuple[int, str, int], ...]
    """Line, name and length."""


@cache
def parts_of(text: str) -> Parts:
    """The parts of a module, read once for all rules."""
    nodes = tuple(ast.walk(ast.parse(text)))
    return Parts(
        imports=tuple(node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)),
        calls=tuple(call_of(node) for node in nodes if isinstance(node, ast.Call)),
        functions=tuple(
            (node.lineno, node.name, length_of(node))
            for node in nodes
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ),
    )


def call_of(node: ast.Call) -> Call:
    """A call as the rules see it; ``f()()`` names nothing."""
    named = node.func
    plain = (arg.value for arg in node.args if isinstance(arg, ast.Constant))
    return Call(
        line=node.lineno,
        name=getattr(named, "attr", "") or getattr(named, "id", ""),
        texts=tuple(value for value in plain if isinstance(value, str)),
    )


def imports_of(module: str, sources: Sources) -> Iterator[str]:
    """Every module of ours that this one imports, when it is loaded or later."""
    parts = parts_of(sources[module])
    names = [name for node in parts.imports for name in names_imported(node, module, sources)]
    for call in parts.calls:
        names += call.texts if call.name in {"import_module", "__import__"} else ()
    for name in names:
        target = name
        while target not in sources and target.count(".") > 1:
            target = target.rpartition(".")[0]
        if target.split(".")[0] in {"simulator", "calibration"} and target != module:
            yield target


def names_imported(
    node: ast.Import | ast.ImportFrom, module: str, sources: Sources
) -> Iterator[str]:
    """Dotted names that a statement brings in."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
        return
    start = node.module or ""
    if node.level:
        is_package = any(other.startswith(f"{module}.") for other in sources)
        parts = module.split(".") if is_package else module.split(".")[:-1]
        parts = parts[: len(parts) - node.level + 1]
        start = ".".join([*parts, *([start] if start else [])])
    whole = (f"{start}.{alias.name}" for alias in node.names)
    yield from (name if name in sources else start for name in whole)


# -- the rules


def room_faults(sources: Sources) -> Iterator[str]:
    """Every module belongs to a room, every room has a module."""
    inside = {m for m in sources if m.startswith("simulator.") and not is_empty_package(m)}
    found = {room_of(module) for module in inside}
    yield from (f"{room}: a room without a module" for room in set(ROOMS) - found)
    yield from (f"{room}: belongs to no room" for room in found - set(ROOMS))


def import_faults(sources: Sources) -> Iterator[str]:
    """A module imports from its own and lower rooms alone, at load and later."""
    for module in sources:
        room = room_of(module)
        if room not in {*ROOMS, "simulator", "calibration"}:
            continue
        for target in imports_of(module, sources):
            if room_of(target) not in allowed_for(room) and not is_empty_package(target):
                yield f"{module}: imports {target}"


def circle_faults(sources: Sources) -> Iterator[str]:
    """No module needs, now or later, a module that needs it."""
    graph = {module: set(imports_of(module, sources)) for module in sources}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        yield " -> ".join(circle.args[1])


def declaration_faults(sources: Sources) -> Iterator[str]:
    """Stocks, flows and their kin are constructed in the rooms of the subjects alone."""
    for module, text in sources.items():
        if room_of(module) in DECLARING or module == DIVIDING:
            continue
        parts = parts_of(text)
        meant = {name: name for name in DECLARATIONS} | {
            alias.asname: alias.name
            for node in parts.imports
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("simulator")
            for alias in node.names
            if alias.asname and alias.name in DECLARATIONS
        }
        for call in parts.calls:
            if call.name in meant:
                yield f"{module}:{call.line}: constructs a {meant[call.name]}"


def subject_faults(sources: Sources) -> Iterator[str]:
    """A room of the city declares something, or makes a table, of its own."""
    made = {*DECLARATIONS, "Table"}
    for room in SUBJECTS:
        calls = {
            call.name
            for module, text in sources.items()
            if room_of(module) == room
            for call in parts_of(text).calls
        }
        if not calls & made:
            yield f"{room}: has neither an equation nor a table of its own"


def length_faults(sources: Sources) -> Iterator[str]:
    """Files and functions stay short enough to be read at once; docstrings are free."""
    yield from long_files(sources)
    for module, text in sources.items():
        for line, name, length in parts_of(text).functions:
            if length > LONGEST_FUNCTION:
                yield f"{module}:{line}: {name} has {length} lines"


def long_files(sources: Sources) -> Iterator[str]:
    """Files that are too long to be read at once, whatever is in them."""
    for module, text in sources.items():
        lines = len(text.splitlines())
        if lines > LONGEST_FILE:
            yield f"{module}: {lines} lines"


def length_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from ``def`` to the end, without the docstring."""
    whole = (function.end_lineno or 0) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function, clean=False) is None:
        return whole
    return whole - ((first.end_lineno or 0) - first.lineno + 1)


def name_faults(sources: Sources) -> Iterator[str]:
    """A module is called after what it holds."""
    for module in sources:
        for part in module.split("."):
            if EMPTY_NAMES & set(part.split("_")):
                yield f"{module}: {part} says nothing of what it holds"


Rule = Callable[[Sources], Iterator[str]]
RULES: tuple[Rule, ...] = (
    room_faults,
    import_faults,
    circle_faults,
    declaration_faults,
    subject_faults,
    length_faults,
    name_faults,
)
