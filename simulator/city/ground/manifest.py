"""The manifest of a run: what went in, how it was computed, what came out.

It tells no time and no path of a machine, so that the same run gives the same manifest.
"""

import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from os.path import relpath
from pathlib import Path

import numpy as np

from simulator.city.ground.held import held_data
from simulator.city.ground.outcome import Outcome
from simulator.files.changes import split_change
from simulator.files.locations import ROOT, is_shipped, named
from simulator.files.resolved import dump_scenario
from simulator.files.result_names import owner_of
from simulator.files.results_mark import OWNER, PROGRAM, digest_of
from simulator.files.stated_places import stated_places

_LIBRARIES = ("numpy", "scipy", "duckdb", "matplotlib")
_READ = (".toml", ".csv")


def build_manifest(outcome: Outcome) -> Mapping[str, object]:
    """What the manifest of a run says besides form, program and the list of its files."""
    run, file = outcome.trajectory, outcome.file
    return {
        OWNER: owner_of([Path(file.files[-1])], file.overrides),
        "scenario": {
            "name": file.name,
            "title": file.title,
            "resolved_sha256": sha256(dump_scenario(file).encode()).hexdigest(),
            "set": _set(file.overrides),
            "seed": file.values["model.seed"],
            "stated": stated_places(file, names_kept(file.files)),
        },
        "inputs": {
            "scenario": _scenario_files(file.files),
            "pack": {
                f"calibration/{outcome.pack.name}/{name}": digest
                for name, digest in digests_inside(outcome.pack.folder).items()
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
    }


def _set(overrides: Sequence[str]) -> Mapping[str, str]:
    """What ``--set`` changed, by key; of one key in the order given."""
    found: dict[str, list[str]] = {}
    for text in overrides:
        key, value = split_change(text)
        found.setdefault(key, []).append(value)
    return {key: "; ".join(values) for key, values in found.items()}


def _scenario_files(files: Iterable[str]) -> Mapping[str, str]:
    """Digests of a chain of scenario files, each named as seen from the last of them.

    One that came with the program is ``minsheng:baseline.toml`` to a scenario outside of it: where
    the program lies is the machine's own.
    """
    return {kept: digest_of(path) for path, _, kept in _scenario_names(files)}


def names_kept(files: Iterable[str]) -> Mapping[str, str]:
    """What is kept of a chain of scenario files in place of the names the user knows them by."""
    return {shown: kept for _, shown, kept in _scenario_names(files)}


def _scenario_names(files: Iterable[str]) -> Iterator[tuple[Path, str, str]]:
    """Each file of a chain, its name for the user, and the name that is kept of it."""
    paths = [Path(name) for name in files]
    home = paths[-1].parent
    is_outside = not home.resolve().is_relative_to(ROOT)
    for path in paths:
        is_ours = is_outside and is_shipped(path)
        kept = f"{PROGRAM}:{path.name}" if is_ours else Path(relpath(path, home)).as_posix()
        yield path, named(path), kept


def digests_inside(folder: Path) -> Mapping[str, str]:
    """Digest of every file in a folder, by its path inside; hidden and compiled ones left out."""
    found = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    return {
        name.as_posix(): digest_of(path)
        for name, path in sorted(found.items(), key=lambda item: item[0].as_posix())
        if not any(part.startswith((".", "__")) for part in name.parts)
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
