"""What ``pyproject.toml`` asks for is what the code imports, in both directions."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = PROJECT["dependency-groups"]
OURS = {"simulator", "calibration", "tests", "docs", "run"}
PROGRAM = ("simulator", "calibration")
RIVALS = {"simlin", "pysd", "pysimlin"}  # not installed, a distribution goes by its package
# The door returns frames; until it stands nothing in the program imports pandas.
AWAITED = set() if (ROOT / "simulator" / "door").is_dir() else {"pandas"}


def normal(name: str) -> str:
    """The name of a distribution as all its spellings have it in common."""
    return re.sub(r"[-_.]+", "-", name).lower()


def asked(requirements: Iterable[object]) -> set[str]:
    """Distributions that requirements name; groups inside a group are left out."""
    texts = [text for text in requirements if isinstance(text, str)]
    return {normal(re.findall(r"^[\w.-]+", text)[0]) for text in texts}


def modules(folder: str) -> Iterator[ast.Module]:
    """Every module of a folder, one after the other: all at once would fill the memory."""
    for path in (ROOT / folder).rglob("*.py"):
        yield ast.parse(path.read_text(encoding="utf-8"))


def statements(folders: Iterable[str], *, at_load: bool) -> Iterator[ast.AST]:
    """Every node of every module; ``at_load`` without those inside functions."""
    for module in (module for folder in folders for module in modules(folder)):
        waiting: list[ast.AST] = [module]
        while waiting:
            node = waiting.pop()
            yield node
            if not (at_load and is_put_off(node)):
                waiting += ast.iter_child_nodes(node)


def is_put_off(node: ast.AST) -> bool:
    """Whether what stands inside is not carried out when the module is loaded."""
    if isinstance(node, ast.If):
        return ast.unparse(node.test).endswith("TYPE_CHECKING")
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


@cache
def imported(*folders: str, at_load: bool = False) -> frozenset[str]:
    """Names of foreign packages that are imported, at load or later, or looked for by name.

    What generated code imports is looked for before: ``find_spec("numba")``.
    """
    found = set()
    for node in statements(folders, at_load=at_load):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").split(".")[0])
        elif isinstance(node, ast.Call) and "find_spec" in {
            getattr(node.func, "attr", ""),
            getattr(node.func, "id", ""),
        }:
            found |= {each.value for each in node.args if isinstance(each, ast.Constant)}
    return frozenset(found - OURS - set(sys.stdlib_module_names))


installed = cache(packages_distributions)


def distributions(packages: Iterable[str]) -> set[str]:
    """The distributions that packages come from; one that is not installed goes by its own name."""
    known = installed()
    return {normal(name) for package in packages for name in known.get(package, [package])}


NEEDED = asked(PROJECT["project"]["dependencies"])
EXTRAS = {name: asked(texts) for name, texts in PROJECT["project"]["optional-dependencies"].items()}


def test_whatever_the_program_imports_is_asked_for():
    assert distributions(imported(*PROGRAM)) <= NEEDED.union(*EXTRAS.values())


def test_whatever_is_asked_for_is_imported():
    assert NEEDED - distributions(imported(*PROGRAM)) == AWAITED


@pytest.mark.parametrize("extra", EXTRAS)
def test_every_extra_is_imported_and_nothing_needs_it_at_load(extra):
    assert EXTRAS[extra] <= distributions(imported(*PROGRAM))
    assert not EXTRAS[extra] & (NEEDED | distributions(imported(*PROGRAM, at_load=True)))


def test_pandas_is_imported_where_it_is_used():
    assert "pandas" not in imported(*PROGRAM, at_load=True)


def test_the_tests_ask_for_what_they_import():
    known = NEEDED.union(*EXTRAS.values(), asked(GROUPS["test"]), RIVALS)
    assert distributions(imported("tests", "docs")) <= known


def test_every_kind_of_requirement_is_used():
    assert set(EXTRAS) == {"fast", "cluster", "pdf", "web"}
    assert set(GROUPS) == {"build", "test", "lint", "dev", "rivals"}


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_holds_what_is_asked_for_and_no_address(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    held = {normal(name) for name in re.findall(r"^([\w.-]+)==", text, re.MULTILINE)}
    wanted = NEEDED | asked(GROUPS["build"])
    if lock == "requirements-dev.txt":
        wanted |= asked(GROUPS["test"]) | asked(GROUPS["lint"])
    assert wanted <= held
    assert "://" not in text


def test_the_page_is_locked_in_the_versions_that_are_tested():
    from docs.making.web_lock import LOCK, NEEDED, lock

    assert LOCK.read_text(encoding="utf-8") == lock()
    assert set(asked(PROJECT["project"]["optional-dependencies"]["web"])) <= set(NEEDED)
    assert not asked(PROJECT["project"]["dependencies"]) & set(NEEDED)
