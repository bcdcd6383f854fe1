"""The page with runs made beforehand: a folder that opens from a file, without Python or network.

Every scenario at hand as it stands; of the first one each lever alone at a few positions, and the
first two that act together. What was not run is not shown: the page says so.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

from simulator.city.pack.levers import Lever
from simulator.errors import SimulatorError
from simulator.files.locations import pack_folder
from simulator.page import levers
from simulator.page.desk import Desk
from simulator.page.server import LIBRARY, SCRIPTS, STATIC, page_text
from simulator.page.state import State
from simulator.page.words import letters
from simulator.report.document.font_subset import font_for

TOGETHER = 2
"""Levers that may stand anywhere at once; of the others one at a time."""

Picture = Mapping[str, Any]
Changes = Mapping[str, str]


def write_twin(folder: Path, desk: Desk, advance: Callable[[float], object]) -> None:
    """Write the page into an empty folder; ``advance`` is told how many of 100 runs are done.

    Raises as ``Engine.run`` where the first scenario can't be run; others that can't are left out.
    """
    start = dict(desk.start({}))
    pack = desk.engine.run(State(scenario=desk.first)).loaded.pack
    stops = stops_of(levers.levers_of(pack), start["picture"]["levers"])
    asked = list(states_of(desk, levers.levers_of(pack), stops))
    runs: dict[str, Picture] = {}
    for number, (scenario, changes) in enumerate(asked):
        try:
            runs[key_of(scenario, changes)] = _run(desk, scenario, changes)
        except SimulatorError:
            if scenario == desk.first and not changes:
                raise
        advance(100 * (number + 1) / len(asked))
    known = {key.partition("|")[0] for key in runs}
    start["scenarios"] = [one for one in start["scenarios"] if one["name"] in known]
    start["picture"] = runs[key_of(desk.first, {})]["picture"]
    for lever in start["levers"]:
        lever["stops"] = stops[lever["name"]]
    _write(folder, {"start": start, "runs": runs}, pack_folder(pack.name))


def key_of(scenario: str, changes: Changes) -> str:
    """How a run is named in the page: the order of changes does not matter."""
    said = sorted(f"{key}={text}" for key, text in changes.items())
    return f"{scenario}|{'|'.join(said)}"


def stops_of(
    every: Sequence[Lever], rests: Mapping[str, Mapping[str, Any]]
) -> Mapping[str, list[float]]:
    """Positions of each lever: both ends, where it rests, and half way; none where it is idle."""
    found: dict[str, list[float]] = {}
    for lever in every:
        rest = rests[lever.name]["rest"]
        if rest is None or not rests[lever.name]["acts"]:
            found[lever.name] = []
        elif lever.kind == "switch":
            found[lever.name] = [0.0, 1.0]
        else:
            halves = [_stepped(lever, (rest + end) / 2) for end in (lever.low, lever.high)]
            found[lever.name] = sorted({lever.low, *halves, rest, lever.high})
    return found


def _stepped(lever: Lever, shown: float) -> float:
    return lever.low + round((shown - lever.low) / lever.step) * lever.step


def states_of(
    desk: Desk, every: Sequence[Lever], stops: Mapping[str, Sequence[float]]
) -> Iterator[tuple[str, Changes]]:
    """Every scenario and its changes that is run."""
    yield from ((name, {}) for name in desk.scenarios)
    rests = desk.rests[desk.first]
    moves = {
        lever.name: [
            dict([lever.statement(shown, lever.picked_at_first())])
            for shown in stops[lever.name]
            if shown != rests[lever.name]["rest"]
        ]
        for lever in every
    }
    yield from ((desk.first, change) for each in moves.values() for change in each)
    free = [moves[lever.name] for lever in every if moves[lever.name]][:TOGETHER]
    for together in product(*free):
        yield desk.first, {key: text for each in together for key, text in each.items()}


def _run(desk: Desk, scenario: str, changes: Changes) -> Picture:
    state = {"scenario": scenario, "changes": dict(changes)}
    picture = dict(desk.run({"state": state}))
    picture["services"] = [_yearly(one) for one in picture["services"]]
    return {"picture": picture, "targets": desk.targets({"state": state})["targets"]}


def _yearly(service: Picture) -> Picture:
    """Beds at the ends of years alone, a twelfth of the numbers; schools are told once a year."""
    ends = [n for n, when in enumerate(service["when"]) if when.endswith("-01")]
    kept = ends or list(range(len(service["when"])))

    def thinned(values: Sequence[Any] | None) -> list[Any] | None:
        return None if values is None else [values[n] for n in kept]

    places = [
        {name: each if name == "name" else thinned(each) for name, each in place.items()}
        for place in service["places"]
    ]
    return {**service, "when": thinned(service["when"]), "places": places}


def _write(folder: Path, data: Picture, pack: Path) -> None:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    page = page_text().replace(
        '<script src="state.js">',
        '<script src="runs.js"></script>\n<script src="twin.js"></script>\n<script src="state.js">',
    )
    font = f"data:font/woff;base64,{font_for([letters(pack)])}"
    style = (STATIC / "page.css").read_text(encoding="utf-8").replace("font.woff", font)
    written = {"index.html": page, "page.css": style, "runs.js": f"window.RUNS = {text};\n"}
    written |= {name: (STATIC / name).read_text(encoding="utf-8") for name in (*SCRIPTS, "twin.js")}
    written["echarts.js"] = LIBRARY.read_text(encoding="utf-8")
    for name, content in written.items():
        (folder / name).write_text(content, encoding="utf-8", newline="\n")
