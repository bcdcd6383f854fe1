"""What is asked of whoever runs a chunk of draws: small enough to be sent anywhere.

A worker loads the scenario by itself. Whether it has the very same is told by a digest of all that
a draw depends on: another pack or another program would give other numbers without a word.
"""

import platform
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from json import dumps
from pathlib import Path

from simulator.city.ground.manifest import digests_inside
from simulator.city.loading import Loaded
from simulator.files.locations import ROOT
from simulator.files.resolved import dump_scenario
from simulator.files.results_mark import digest_of, program
from simulator.stockflow.values.chance import Chance

CHUNK = 50
"""Draws that are run together; a share of the draws of a posterior, so that rows stay whole."""

_ASKED = ("model.draws", "model.seed")
"""Which draws there are: of each, ``Chance`` says so."""

_LIBRARIES = ("numpy", "scipy", "numba")
"""Those that numbers pass through; another version may round otherwise."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """A chunk of draws of a scenario: the file, its changes, the draws, and what they depend on."""

    scenario: str
    overrides: tuple[str, ...]
    made_from: str
    chance: Chance


def orders_of(loaded: Loaded, draws: int, seed: int, size: int = CHUNK) -> Iterator[Order]:
    """Every chunk of an ensemble, in order."""
    digest = made_from(loaded)
    for first in range(0, draws, size):
        yield Order(
            scenario=str(Path(loaded.file.files[-1]).absolute()),
            overrides=loaded.file.overrides,
            made_from=digest,
            chance=Chance(seed=seed, first=first, draws=min(size, draws - first)),
        )


def made_from(loaded: Loaded) -> str:
    """A digest of all that a draw depends on, besides seed and number: scenario, pack, program."""
    file = loaded.file
    values = {key: value for key, value in file.values.items() if key not in _ASKED}
    said = {
        "scenario": dump_scenario(replace(file, values=values, title={}, intent="")),
        "pack": digests_inside(loaded.pack.folder),
        **_surroundings(),
    }
    return sha256(dumps(said, sort_keys=True).encode()).hexdigest()


@cache
def _surroundings() -> dict[str, object]:
    """The program, to its last line, and what carries it; it is one as long as it runs."""
    folder = ROOT / "simulator"
    sources = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.py")}
    return {
        "program": dict(program()),
        "sources": {name: digest_of(path) for name, path in sorted(sources.items())},
        "libraries": {name: _version(name) for name in _LIBRARIES},
        "machine": platform.machine(),
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
