"""The shape of the program: what may import what, where equations stand, how long a thing may be.

Each rule is a function from sources to faults, so that each can also be shown a source that
breaks it (the second half of this file).
"""

import ast
from collections.abc import Callable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# From the ground up: a layer imports from itself and from what stands before it.
LAYERS = ("errors", "structure", "model", "inputs", "engine", "analysis", "reports", "commands")
# These are given a system and must run with any, so they never look at the one in `model`.
WITHOUT_MODEL = {"inputs", "engine", "analysis", "reports"}
DECLARATIONS = {"Stock", "Flow", "Transfer", "Auxiliary", "Parameter", "Measure"}
EMPTY_NAMES = {
    *("util", "utils", "helper", "helpers", "common", "core", "base", "manager", "managers"),
    *("misc", "shared", "stuff"),
}
LONGEST_FILE = 300
LONGEST_FUNCTION = 40

Sources = Mapping[str, str]  # dotted name of a module -> its text


def read_sources() -> Sources:
    """Every module of both packages; a package goes by its folder's name."""
    found = {}
    for package in ("simulator", "calibration"):
        for path in (ROOT / package).rglob("*.py"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts).removesuffix(".__init__")] = path.read_text(encoding="utf-8")
    return found


def layer_of(module: str) -> str:
    """Layer of ``simulator.engine.solve`` is engine; other packages are their own layer."""
    package, _, rest = module.partition(".")
    return rest.split(".")[0] if package == "simulator" and rest else package


def allowed_for(layer: str) -> set[str]:
    """Layers that a module of this layer may import; the root package holds nothing but names."""
    if layer == "simulator":
        return set()
    if layer == "calibration":
        return {*LAYERS, "simulator", "calibration"}
    lower = set(LAYERS[: LAYERS.index(layer) + 1])
    return (lower - {"model"} if layer in WITHOUT_MODEL else lower) | {"simulator"}


def imports_of(module: str, sources: Sources) -> Iterator[tuple[str, bool]]:
    """Every module of ours that this one imports, and whether it does so when it is loaded."""
    for node, at_load in walk(ast.parse(sources[module]), at_load=True):
        for name in names_imported(node, module, sources):
            target = name
            while target not in sources and target.count(".") > 1:
                target = target.rpartition(".")[0]
            if target.split(".")[0] in {"simulator", "calibration"} and target != module:
                yield target, at_load


def walk(node: ast.AST, *, at_load: bool) -> Iterator[tuple[ast.AST, bool]]:
    """Every node below; inside a function or under TYPE_CHECKING it is not run at load."""
    for child in ast.iter_child_nodes(node):
        later = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) or (
            isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
        )
        yield child, at_load
        yield from walk(child, at_load=at_load and not later)


def names_imported(node: ast.AST, module: str, sources: Sources) -> list[str]:
    """Dotted names that a statement, or a call of import_module with a plain text, brings in."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        start = node.module or ""
        if node.level:
            is_package = any(other.startswith(f"{module}.") for other in sources)
            parts = module.split(".") if is_package else module.split(".")[:-1]
            parts = parts[: len(parts) - node.level + 1]
            start = ".".join([*parts, *([start] if start else [])])
        whole = [f"{start}.{alias.name}" for alias in node.names]
        return [name if name in sources else start for name in whole]
    if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {
        "import_module",
        "__import__",
    }:
        return [
            a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)
        ]
    return []


# -- the rules


def layer_faults(sources: Sources) -> Iterator[str]:
    """Every module belongs to a layer, every layer has a module."""
    found = {layer_of(module) for module in sources} - {"simulator", "calibration"}
    yield from (f"{layer}: a layer without a module" for layer in set(LAYERS) - found)
    yield from (f"{layer}: belongs to no layer" for layer in found - set(LAYERS))


def import_faults(sources: Sources) -> Iterator[str]:
    """A module imports from its own and lower layers alone, at load and later."""
    for module in sources:
        layer = layer_of(module)
        if layer not in {*LAYERS, "simulator", "calibration"}:
            continue
        for target, _ in imports_of(module, sources):
            if layer_of(target) not in allowed_for(layer):
                yield f"{module}: imports {target}"


def circle_faults(sources: Sources) -> Iterator[str]:
    """No module needs, to be loaded, a module that needs it."""
    graph = {
        module: {target for target, at_load in imports_of(module, sources) if at_load}
        for module in sources
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        yield " -> ".join(circle.args[1])


def declaration_faults(sources: Sources) -> Iterator[str]:
    """Stocks, flows and their kin are constructed in `model` alone."""
    for module, text in sources.items():
        if layer_of(module) == "model":
            continue
        tree = ast.parse(text)
        meant = {name: name for name in DECLARATIONS} | {
            alias.asname: alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("simulator")
            for alias in node.names
            if alias.asname and alias.name in DECLARATIONS
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = meant.get(ast.unparse(node.func).split(".")[-1])
                if called:
                    yield f"{module}:{node.lineno}: constructs a {called}"


def length_faults(sources: Sources) -> Iterator[str]:
    """Files and functions stay short enough to be read at once; docstrings are free."""
    for module, text in sources.items():
        lines = len(text.splitlines())
        if lines > LONGEST_FILE:
            yield f"{module}: {lines} lines"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = length_of(node)
                if length > LONGEST_FUNCTION:
                    yield f"{module}:{node.lineno}: {node.name} has {length} lines"


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
    layer_faults,
    import_faults,
    circle_faults,
    declaration_faults,
    length_faults,
    name_faults,
)


@pytest.fixture(scope="module")
def sources() -> Sources:
    return read_sources()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_program_obeys(rule: Rule, sources: Sources) -> None:
    assert sorted(rule(sources)) == []


def test_run_py_declares_nothing() -> None:
    text = (ROOT / "run.py").read_text(encoding="utf-8")
    assert list(declaration_faults({"run": text})) == []


def test_sources_are_found_and_their_imports_seen(sources: Sources) -> None:
    assert {"simulator", "simulator.errors", "simulator.structure", "calibration"} <= set(sources)
    seen = dict(imports_of("simulator.commands.cli", sources))
    assert seen["simulator.errors"] is True
    assert seen["simulator.commands.check"] is False


# -- each rule is seen to fail

SOUND = {
    "simulator": "",
    "simulator.errors": "",
    "simulator.structure": "",
    "simulator.structure.system": "from simulator.errors import StructureError",
    "simulator.model": "",
    "simulator.model.city": "from simulator.structure.system import Stock\nx = Stock()",
    "simulator.inputs": "from simulator import errors",
    "simulator.engine": "from simulator.inputs import paths",
    "simulator.engine.solve": "import simulator.engine",
    "simulator.analysis": "import numpy",
    "simulator.reports": "",
    "simulator.commands": "def f():\n    from simulator.model import city",
    "calibration": "import simulator.commands",
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_sound_program_has_no_faults(rule: Rule) -> None:
    assert list(rule(SOUND)) == []


def test_a_stray_module_is_seen() -> None:
    assert list(layer_faults({**SOUND, "simulator.stray": ""})) == ["stray: belongs to no layer"]


def test_an_empty_layer_is_seen() -> None:
    thin = {name: text for name, text in SOUND.items() if layer_of(name) != "engine"}
    assert list(layer_faults(thin)) == ["engine: a layer without a module"]


@pytest.mark.parametrize(
    ("module", "text", "target"),
    [
        ("simulator.errors", "import simulator.structure", "simulator.structure"),
        ("simulator.structure", "from simulator.model.city import x", "simulator.model.city"),
        ("simulator.model", "from simulator import engine", "simulator.engine"),
        ("simulator.inputs", "from simulator.model import city", "simulator.model.city"),
        ("simulator.engine", "from simulator.model import absent", "simulator.model"),
        ("simulator.engine.solve", "from ..model import city", "simulator.model.city"),
        ("simulator.engine", "from ..model.city import x", "simulator.model.city"),
        ("simulator.analysis", "def f():\n    import simulator.model", "simulator.model"),
        ("simulator.reports", "if TYPE_CHECKING:\n    import simulator.model", "simulator.model"),
        ("simulator.reports", "importlib.import_module('simulator.model')", "simulator.model"),
        ("simulator.reports", "import simulator.commands", "simulator.commands"),
        ("simulator.commands", "from calibration import fit", "calibration"),
        ("simulator.commands", "import calibration.fit", "calibration.fit"),
        ("simulator", "from simulator.errors import X", "simulator.errors"),
    ],
)
def test_an_import_from_above_is_seen(module: str, text: str, target: str) -> None:
    assert list(import_faults({**SOUND, module: text, "simulator.engine.other": ""})) == [
        f"{module}: imports {target}"
    ]


def test_a_circle_is_seen() -> None:
    broken = {
        **SOUND,
        "simulator.engine.a": "import simulator.engine.b",
        "simulator.engine.b": "from simulator.engine import c",
        "simulator.engine.c": "from .a import x",
    }
    (circle,) = circle_faults(broken)
    assert {f"simulator.engine.{name}" for name in "abc"} == set(circle.split(" -> "))


@pytest.mark.parametrize(
    "late", ["def f():\n    import simulator.engine.b", "if TYPE_CHECKING:\n    from . import b"]
)
def test_a_late_import_makes_no_circle(late: str) -> None:
    sound = {**SOUND, "simulator.engine.a": late, "simulator.engine.b": "from . import a"}
    assert list(circle_faults(sound)) == []


@pytest.mark.parametrize("name", sorted(DECLARATIONS))
@pytest.mark.parametrize("module", ["simulator.engine", "simulator.structure", "calibration"])
def test_a_declaration_outside_the_model_is_seen(module: str, name: str) -> None:
    (fault,) = declaration_faults({**SOUND, module: f"def f():\n    return {name}(name='x')"})
    assert fault == f"{module}:2: constructs a {name}"


@pytest.mark.parametrize(
    "text",
    [
        "from simulator.structure.system import Stock as S\nx = S()",
        "import simulator.structure.system as s\nx = s.Stock()",
    ],
)
def test_a_declaration_by_another_name_is_seen(text: str) -> None:
    assert list(declaration_faults({**SOUND, "simulator.engine": text})) == [
        "simulator.engine:2: constructs a Stock"
    ]


def test_a_long_file_is_seen() -> None:
    assert list(length_faults({"simulator.engine": "x = 1\n" * LONGEST_FILE})) == []
    assert list(length_faults({"simulator.engine": "x = 1\n" * (LONGEST_FILE + 1)})) == [
        f"simulator.engine: {LONGEST_FILE + 1} lines"
    ]


@pytest.mark.parametrize("start", ["def f():\n", "class A:\n    async def f():\n"])
def test_a_long_function_is_seen_and_its_docstring_is_free(start: str) -> None:
    indent = "    " * start.count("\n")
    text = f'{start}{indent}"""Say\n{indent}much.\n{indent}"""\n'
    line = start.count("\n")
    body = f"{indent}x = 1\n"
    assert list(length_faults({"calibration": text + body * (LONGEST_FUNCTION - 1)})) == []
    assert list(length_faults({"calibration": text + body * LONGEST_FUNCTION})) == [
        f"calibration:{line}: f has {LONGEST_FUNCTION + 1} lines"
    ]


@pytest.mark.parametrize(
    "name", ["simulator.engine.utils", "simulator.core.solve", "calibration.path_helpers"]
)
def test_an_empty_name_is_seen(name: str) -> None:
    (fault,) = name_faults({name: ""})
    assert fault.startswith(f"{name}: ")
