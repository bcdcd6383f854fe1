"""A plan: cities × scenarios × draws, who runs them, and where the results go. A TOML file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from simulator.errors import Fault, ScenarioError
from simulator.files.form import Entry, Form, choice, integer, several, table, text
from simulator.files.form_check import check_form
from simulator.files.hints import show, suggest
from simulator.files.locations import OUTPUTS, cities, shipped, shipped_names, shown
from simulator.files.regular_file import refuse_name
from simulator.files.schema import MOST_DRAWS
from simulator.files.toml_text import TomlFile, read_toml
from simulator.words.catalogue import message, pair

Kind = Literal["threads", "processes", "dask"]

PLAN = Form(
    file="plan.toml",
    entries=(
        several("cities", Entry(name="city", names="city"), required=False, least=1),
        several("scenarios", text("scenario"), least=1),
        integer("draws", 1, MOST_DRAWS),
        integer("seed", 0, 2**32 - 1),
        several("set", text("change"), required=False),
        text("out", required=False),
        table(
            "executor",
            choice("kind", "threads", "processes", "dask"),
            integer("workers", 1, 1000, required=False),
            text("address", required=False),
            required=False,
        ),
    ),
)
"""The keys of a plan."""

_STATED_BY_PLAN = {"model.city": "cities", "model.draws": "draws", "model.seed": "seed"}
_TAKES: Mapping[Kind, tuple[str, ...]] = {
    "threads": (),
    "processes": ("workers",),
    "dask": ("workers", "address"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Executor:
    """Who runs the chunks: this process, so many more of this machine, or a cluster."""

    kind: Kind = "threads"
    workers: int = 0
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A plan as checked. Without ``cities`` each scenario is of the city that it states itself."""

    file: TomlFile
    cities: tuple[str, ...]
    scenarios: tuple[Path, ...]
    draws: int
    seed: int
    changes: tuple[str, ...]
    out: Path
    executor: Executor


def read_plan(path: Path) -> Plan:
    """Read and check a plan; scenarios and folder of results are named as seen from it.

    A scenario that does not lie there and came with the program is meant by its name, too.

    Raises ``ScenarioError`` with everything that is wrong with it.
    """
    file, faults = read_toml(path, shown(path))
    if file is None:
        raise ScenarioError(faults)
    faults += check_form(file, PLAN, {"city": cities()})
    faulty = {fault.key.partition(".")[0] for fault in faults}
    faults += _against_each_other(file, path.parent, faulty)
    if faults:
        raise ScenarioError(sorted(dict.fromkeys(faults), key=lambda each: each.line or 0))
    said = cast("Mapping[str, Any]", file.document)
    return Plan(
        file=file,
        cities=tuple(said.get("cities", ())),
        scenarios=tuple(_scenario(path.parent, name) for name in said["scenarios"]),
        draws=said["draws"],
        seed=said["seed"],
        changes=tuple(said.get("set", ())),
        out=path.parent / said["out"] if "out" in said else OUTPUTS / "batches" / path.stem,
        executor=Executor(**said.get("executor", {})),
    )


def _scenario(folder: Path, name: str) -> Path:
    beside = folder / name
    return beside if beside.exists() else shipped(Path(name)) or beside


def _against_each_other(file: TomlFile, folder: Path, faulty: set[str]) -> Iterator[Fault]:
    """What is wrong with values that are right each by itself; ``faulty`` keys are left out."""
    said = {key: value for key, value in file.document.items() if key not in faulty}
    for number, name in enumerate(_texts(said, "scenarios")):
        yield from _no_scenario(file, folder, number, name)
    for number, change in enumerate(_texts(said, "set")):
        key = change.partition("=")[0].strip()
        if key in _STATED_BY_PLAN:
            told = message("plan.set_elsewhere", name=key, right=_STATED_BY_PLAN[key])
            yield file.fault(("set", number), told)
    executor = said.get("executor")
    if isinstance(executor, dict) and "kind" in executor:
        yield from _of_executor(file, executor)


def _texts(said: Mapping[str, object], key: str) -> list[str]:
    found = said.get(key)
    return found if isinstance(found, list) else []


def _no_scenario(file: TomlFile, folder: Path, number: int, name: str) -> Iterator[Fault]:
    refusal = refuse_name(name)
    if refusal is not None:
        yield file.fault(("scenarios", number), refusal)
        return
    path = _scenario(folder, name)
    if not path.is_file():
        beside = [each.name for each in path.parent.glob("*.toml")] or shipped_names(Path())
        told = message("plan.no_scenario", found=show(name), hint=suggest(path.name, beside))
        yield file.fault(("scenarios", number), told)


def _of_executor(file: TomlFile, said: Mapping[str, Any]) -> Iterator[Fault]:
    kind: Kind = said["kind"]
    given = [name for name in ("workers", "address") if name in said]
    for name in given:
        if name not in _TAKES[kind]:
            told = message("plan.only_for", name=name, kind=kind)
            yield file.fault(("executor", name), told)
    if kind == "processes" and not given:
        told = message("plan.needs", kind=kind, name="workers", right=pair("executor.at_least_one"))
        yield file.fault(("executor", "kind"), told)
    if kind == "dask" and len(given) != 1:
        key = "plan.one_of" if given else "plan.one_missing"
        yield file.fault(("executor", "kind"), message(key))
