"""The program obeys every rule of its architecture, and each rule is seen to fail."""

from pathlib import Path

import pytest

from tests.architecture import (
    DECLARATIONS,
    LONGEST_FILE,
    LONGEST_FUNCTION,
    ROOMS,
    ROOT,
    RULES,
    SUBJECTS,
    Rule,
    Sources,
    circle_faults,
    declaration_faults,
    import_faults,
    imports_of,
    length_faults,
    long_files,
    name_faults,
    read_beside,
    read_sources,
    room_faults,
    room_of,
    subject_faults,
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


def test_no_file_of_tests_and_pages_is_too_long() -> None:
    beside = read_beside()
    assert {"run.py", "tests/test_architecture.py", "docs/making/page.py"} <= set(beside)
    assert list(long_files(beside)) == []


def test_sources_are_found_and_their_imports_seen(sources: Sources) -> None:
    assert {"simulator", "simulator.errors", "simulator.stockflow", "calibration"} <= set(sources)
    seen = set(imports_of("simulator.commands.answers", sources))
    assert {"simulator.commands.verbs", "simulator.commands.check"} <= seen


# -- each rule is seen to fail

SOUND = {
    "simulator": "",
    **{f"simulator.{room}": "" for room in ROOMS},
    **{f"simulator.{room}.table": "x = Table()" for room in SUBJECTS},
    "simulator.stockflow": "",
    "simulator.stockflow.grammar.system": "from simulator.errors import StructureError",
    "simulator.city.people.equations": (
        "from simulator.stockflow.grammar.system import Stock\nx = Stock()"
    ),
    "simulator.files.records": "from simulator import errors",
    "simulator.stockflow.engine.solve": "import simulator.stockflow.engine",
    "simulator.city.whole": "from simulator.city.people.equations import x",
    "simulator.commands.run": "def f():\n    from simulator.city import whole",
    "calibration": "import simulator.commands",
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_sound_program_has_no_faults(rule: Rule) -> None:
    assert list(rule(SOUND)) == []


@pytest.mark.parametrize("stray", ["stray", "stockflow.stray", "stockflow.stray.thing"])
def test_a_stray_module_is_seen(stray: str) -> None:
    (fault,) = room_faults({**SOUND, f"simulator.{stray}": ""})
    assert fault.startswith(stray)


def test_an_empty_room_is_seen() -> None:
    thin = {name: text for name, text in SOUND.items() if room_of(name) != "stockflow.engine"}
    assert list(room_faults(thin)) == ["stockflow.engine: a room without a module"]


def test_a_room_without_a_subject_is_seen() -> None:
    bare = {**SOUND, "simulator.city.beds.table": "x = 1"}
    assert list(subject_faults(bare)) == [
        "city.beds: has neither an equation nor a table of its own"
    ]


@pytest.mark.parametrize(
    ("module", "text", "target"),
    [
        ("simulator.errors", "import simulator.words", "simulator.words"),
        (
            "simulator.stockflow.grammar",
            "from simulator.city.people.equations import x",
            "simulator.city.people.equations",
        ),
        ("simulator.demography", "from simulator import files", "simulator.files"),
        ("simulator.files", "from simulator.city import whole", "simulator.city.whole"),
        (
            "simulator.city.people",
            "from simulator.city.services import a",
            "simulator.city.services",
        ),
        ("simulator.city.people", "from simulator.city.whole import a", "simulator.city.whole"),
        (
            "simulator.stockflow.engine.solve",
            "from ...city import whole",
            "simulator.city.whole",
        ),
        ("simulator.stockflow.engine", "from ...city.whole import x", "simulator.city.whole"),
        ("simulator.report", "def f():\n    import simulator.city.whole", "simulator.city.whole"),
        ("simulator.report", "if TYPE_CHECKING:\n    import simulator.city", "simulator.city"),
        ("simulator.report", "importlib.import_module('simulator.city')", "simulator.city"),
        ("simulator.city.whole", "import simulator.commands", "simulator.commands"),
        ("simulator.commands", "from calibration import fit", "calibration"),
        ("simulator.commands", "import calibration.fit", "calibration.fit"),
        ("simulator", "import simulator.commands", "simulator.commands"),
    ],
)
def test_an_import_from_above_is_seen(module: str, text: str, target: str) -> None:
    assert list(import_faults({**SOUND, module: text})) == [f"{module}: imports {target}"]


@pytest.mark.parametrize(
    "back",
    [
        "from .a import x",
        "def f():\n    import simulator.files.a",
        "if TYPE_CHECKING:\n    from . import a",
    ],
)
def test_a_circle_is_seen_now_and_later(back: str) -> None:
    broken = {
        **SOUND,
        "simulator.files.a": "import simulator.files.b",
        "simulator.files.b": "from simulator.files import c",
        "simulator.files.c": back,
    }
    (circle,) = circle_faults(broken)
    assert {f"simulator.files.{name}" for name in "abc"} == set(circle.split(" -> "))


@pytest.mark.parametrize("name", sorted(DECLARATIONS))
@pytest.mark.parametrize(
    "module", ["simulator.stockflow.engine", "simulator.city.whole", "calibration"]
)
def test_a_declaration_outside_the_subjects_is_seen(module: str, name: str) -> None:
    (fault,) = declaration_faults({**SOUND, module: f"def f():\n    return {name}(name='x')"})
    assert fault == f"{module}:2: constructs a {name}"


@pytest.mark.parametrize(
    "text",
    [
        "from simulator.stockflow.grammar.elements import Stock as S\nx = S()",
        "import simulator.stockflow.grammar.elements as s\nx = s.Stock()",
    ],
)
def test_a_declaration_by_another_name_is_seen(text: str) -> None:
    assert list(declaration_faults({**SOUND, "simulator.files": text})) == [
        "simulator.files:2: constructs a Stock"
    ]


def test_a_long_file_is_seen() -> None:
    assert list(length_faults({"simulator.files": "x = 1\n" * LONGEST_FILE})) == []
    assert list(length_faults({"simulator.files": "x = 1\n" * (LONGEST_FILE + 1)})) == [
        f"simulator.files: {LONGEST_FILE + 1} lines"
    ]


def test_a_long_file_of_tests_is_seen(tmp_path: Path) -> None:
    for name, lines in (("run.py", 1), ("tests/unit/test_a.py", 301), ("docs/making/b.py", 300)):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x = 1\n" * lines, encoding="utf-8")
    assert list(long_files(read_beside(tmp_path))) == ["tests/unit/test_a.py: 301 lines"]


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
    "name", ["simulator.files.utils", "simulator.core.solve", "calibration.path_helpers"]
)
def test_an_empty_name_is_seen(name: str) -> None:
    (fault,) = name_faults({name: ""})
    assert fault.startswith(f"{name}: ")
