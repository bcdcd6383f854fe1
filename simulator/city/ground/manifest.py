"""The manifest of a run: what went in, how it was computed, what came out.

It tells no time and no path of a machine, so that the same run gives the same manifest.
"""

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from os.path import relpath
from pathlib import Path

import numpy as np

from simulator.city.ground.held import held_data
from simulator.city.ground.outcome import Outcome
from simulator.files.locations import ROOT, is_shipped
from simulator.files.publishing import MARK
from simulator.files.resolved import dump_scenario

_PROGRAM = "minsheng"
_LIBRARIES = ("numpy", "scipy", "duckdb", "matplotlib")
_READ = (".toml", ".csv")
_FORM = 1


def write_manifest(folder: Path, outcome: Outcome) -> None:
    """Write ``manifest.json`` into a folder of results, after everything else in it."""
    content = build_manifest(folder, outcome)
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=False) + "\n"
    (folder / MARK).write_bytes(text.encode())


def build_manifest(folder: Path, outcome: Outcome) -> Mapping[str, object]:
    """The manifest of a run whose other results lie in ``folder``."""
    run, file = outcome.trajectory, outcome.file
    return {
        "form": _FORM,
        "program": {"name": _PROGRAM, "version": _version(_PROGRAM)},
        "scenario": {
            "name": file.name,
            "title": file.title,
            "resolved_sha256": _digest(dump_scenario(file).encode()),
            "set": {
                key: str(leaf.value) for key, leaf in file.origin.items() if _is_set(leaf.path)
            },
            "seed": file.values["model.seed"],
        },
        "inputs": {
            "scenario": _scenario_files(file.files),
            "pack": {
                f"calibration/{outcome.pack.name}/{name}": digest
                for name, digest in _digests(outcome.pack.folder).items()
                if name.endswith(_READ)
            },
        },
        "solver": {
            "method": outcome.scenario.method.name,
            "relative_tolerance": outcome.scenario.method.relative,
            "absolute_tolerance": outcome.scenario.method.absolute,
            "segments": run.segments,
            "evaluations": run.evaluations,
        },
        "held": held_data(outcome),
        "residuals": {
            balance.kind: float(f"{np.abs(balance.residual).max(initial=0.0):.6e}")
            for balance in run.balances
        },
        "software": {
            "python": platform.python_version(),
            **{name: _version(name) for name in _LIBRARIES},
        },
        "outputs": {name: digest for name, digest in _digests(folder).items() if name != MARK},
    }


def _scenario_files(files: Iterable[str]) -> Mapping[str, str]:
    """Digests of a chain of scenario files, each named as seen from the last of them.

    One that came with the program is ``minsheng:baseline.toml`` to a scenario outside of it: where
    the program lies is the machine's own.
    """
    paths = [Path(name) for name in files]
    home = paths[-1].parent
    is_outside = not home.resolve().is_relative_to(ROOT)
    return {
        f"{_PROGRAM}:{path.name}"
        if is_outside and is_shipped(path)
        else Path(relpath(path, home)).as_posix(): _digest(path.read_bytes())
        for path in paths
    }


def _digests(folder: Path) -> Mapping[str, str]:
    """Digest of every file in a folder, by its path inside; hidden and compiled ones left out."""
    found = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    return {
        name.as_posix(): _digest(path.read_bytes())
        for name, path in sorted(found.items(), key=lambda item: item[0].as_posix())
        if not any(part.startswith((".", "__")) for part in name.parts)
    }


def _is_set(path: str) -> bool:
    return path == "--set"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
