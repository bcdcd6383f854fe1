"""What the project asks of its surroundings, and whether it is here. The standard library alone."""

import operator
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, packages_distributions, requires, version
from pathlib import Path

_COMPARE = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    ">": operator.gt,
    "<": operator.lt,
}
_NAME = "minsheng"
_EXTRA = re.compile(r"extra\s*==\s*['\"]([\w-]+)['\"]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Requirement:
    """A package by name, the versions allowed as text, and the extra it belongs to, if any."""

    name: str
    bounds: str
    extra: str = ""

    def allows(self, found: str) -> bool:
        """Whether a version lies within the bounds."""
        pairs = re.findall(r"([<>=!~]+)\s*([\d.]+)", self.bounds)
        return all(_COMPARE[sign](release(found), release(bound)) for sign, bound in pairs)


def parse_requirement(text: str) -> Requirement:
    """The requirement of ``name[part]>=1.2,<3; extra == 'fast'``."""
    stated, _, marker = text.partition(";")
    name, bounds = re.findall(r"^\s*([\w.-]+)(?:\[[\w,\s-]*\])?(.*)", stated)[0]
    extra = _EXTRA.search(marker)
    return Requirement(name=name, bounds=bounds.strip(), extra=extra[1] if extra else "")


def requirements(root: Path) -> tuple[Requirement, ...]:
    """What the project needs: as its checkout says, else as it was installed."""
    path = root / "pyproject.toml"
    if not path.is_file():
        return tuple(map(parse_requirement, requires(_NAME) or ()))
    project = tomllib.loads(path.read_text(encoding="utf-8"))["project"]
    optional = [
        f"{text}; extra == '{extra}'"
        for extra, texts in project.get("optional-dependencies", {}).items()
        for text in texts
    ]
    return tuple(map(parse_requirement, [*project["dependencies"], *optional]))


def installed(name: str) -> str | None:
    """The version of a package that is here; ``None`` where it is not."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def package_of(name: str) -> str:
    """The package that a distribution is imported by: ``docx`` of ``python-docx``.

    Where a distribution brings several, the one of its own name, else the first by the alphabet.
    """
    wanted = _normal(name)
    brought = sorted(
        package
        for package, owners in _distributions().items()
        if package.isidentifier() and wanted in map(_normal, owners)
    )
    return next((package for package in brought if _normal(package) == wanted), brought[0])


@cache
def _distributions() -> Mapping[str, list[str]]:
    """Which distributions bring a package; every file of every one of them is looked through."""
    return packages_distributions()


def _normal(name: str) -> str:
    """A name as all its spellings have it in common."""
    return re.sub(r"[-_.]+", "-", name).lower()


def is_satisfied(text: str) -> bool:
    """Whether the package of ``name>=1.2,<3`` is here in such a version."""
    wanted = parse_requirement(text)
    found = installed(wanted.name)
    return found is not None and wanted.allows(found)


def release(text: str) -> tuple[int, ...]:
    """Numbers at the head of a version: 2.0.1rc1 gives (2, 0, 1)."""
    return tuple(int(number) for number in re.findall(r"^[\d.]*\d", text)[0].split("."))
