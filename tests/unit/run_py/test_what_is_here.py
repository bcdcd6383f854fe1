"""What an old or bare interpreter sees, and whether everything is here already."""

import ast
import runpy
import sys
from pathlib import Path

import pytest

import run
from simulator.commands import requirements
from tests.set_up import SOURCE


def test_an_old_python_can_read_it() -> None:
    ast.parse(SOURCE.read_text(encoding="utf-8"), feature_version=(3, 7))


def test_an_old_python_is_refused_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 13))
    with pytest.raises(SystemExit, match=r"3\.11 or newer(?s:.*)更新版本"):
        runpy.run_path(str(SOURCE))


def test_its_top_is_standard_library_alone() -> None:
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    names = {
        alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names
    }
    names |= {node.module or "" for node in tree.body if isinstance(node, ast.ImportFrom)}
    assert names
    assert {name.split(".")[0] for name in names} <= set(sys.stdlib_module_names)


@pytest.mark.parametrize(
    ("requirement", "expected"),
    [
        ("numpy>=2.0", True),
        ("numpy>=2.0,<3", True),
        ("numpy==2.4.6", True),
        ("numpy[fast]>=2.0", True),
        ("numpy[fast]>=3", False),
        ("numpy>=2.4.10", False),
        ("numpy<2.4.6", False),
        ("numpy>=2.0,<2.4", False),
        ("nowhere[at_all]>=2025.1", False),
    ],
)
def test_versions_are_compared_by_number(
    requirement: str, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from importlib import metadata

    def version(name: str) -> str:
        if name == "numpy":
            return "2.4.6"
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", version)
    assert requirements.is_satisfied(requirement) is expected


def test_release_stops_at_the_first_letter() -> None:
    assert requirements.release("2.0.1rc1") == (2, 0, 1)
    assert requirements.release("20251206.2.4") == (20251206, 2, 4)


def test_this_interpreter_has_everything_for_the_tests() -> None:
    assert run.has_packages(testing=False)
    assert run.has_packages(testing=True)


def test_a_missing_package_is_noticed(checkout: Path) -> None:
    project = checkout / "pyproject.toml"
    text = project.read_text(encoding="utf-8")
    project.write_text(text.replace('"click>=8.1"', '"click>=99"'), encoding="utf-8")
    assert not run.has_packages(testing=False)
    project.write_text(text.replace('"pytest>=8.3"', '"pytest>=99"'), encoding="utf-8")
    assert run.has_packages(testing=False)
    assert not run.has_packages(testing=True)
