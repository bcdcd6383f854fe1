"""The house in numbers: files, lines, circles, files with one importer, modules that a run calls.

    python3 -m tests.house [CHECKOUT]

Reads the two packages of a checkout (default: this one) as text; imports inside functions and under
TYPE_CHECKING count like any other. The modules that a run calls are counted in a process of its
own, which runs the baseline of that checkout under a profile: once the whole command, with tables
and figures, and once loading and simulating alone.
"""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from statistics import median

from tests.architecture import LONGEST_FILE, ROOT, Sources, imports_of, read_sources

CALLS = {"command": "modules a run calls", "simulation": "to load and simulate"}

PROFILED = """
import importlib, json, sys
from pathlib import Path
what, root, out = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
sys.path.insert(0, str(root))
called, importing = set(), 0
def note(frame, event, arg):
    # what is called while a module is being loaded (class bodies, decorators) is no part of a run
    global importing
    if frame.f_code.co_filename == "<frozen importlib._bootstrap>":
        if frame.f_code.co_name == "_find_and_load":
            importing += {"call": 1, "return": -1}.get(event, 0)
    elif event == "call" and not importing:
        called.add(frame.f_code.co_filename)
def first(*modules):
    # a checkout of before the rooms has the module elsewhere
    for name in modules:
        if root.joinpath(*name.split(".")).with_suffix(".py").is_file():
            return importlib.import_module(name)
    raise SystemExit("none of " + ", ".join(modules))
baseline = root / "scenarios" / "baseline.toml"
if what == "command":
    from simulator.commands import cli
    sys.setprofile(note)
    cli.main(["run", str(baseline), "--out", out])
else:
    load = first("simulator.city.loading", "simulator.commands.loading").load
    simulate = first("simulator.stockflow.engine.simulate", "simulator.engine.simulate").simulate
    sys.setprofile(note)
    one = load(baseline)
    simulate(one.system, one.scenario)
sys.setprofile(None)
inside = (str(root / "simulator"), str(root / "calibration"))
names = sorted(name for name in called if name.startswith(inside))
print("\\n" + json.dumps([str(Path(name).relative_to(root)) for name in names]))
"""


def circles(sources: Sources) -> list[list[str]]:
    """Groups of modules that reach each other by imports, largest first."""
    graph = {module: set(imports_of(module, sources)) for module in sources}
    reached = {module: _reach(module, graph) for module in graph}
    groups = {
        tuple(sorted(other for other in reached[module] if module in reached.get(other, ())))
        for module in graph
        if module in reached[module]
    }
    return sorted((list(group) for group in groups), key=len, reverse=True)


def _reach(start: str, graph: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.add(module)
            waiting += graph.get(module, ())
    return found


def called_by(what: str, root: Path, folder: Path) -> list[str]:
    """Files with a function that the baseline calls (functions nobody calls don't count).

    ``what`` is "command", all of ``run``, or "simulation": loading and simulating alone. Class
    bodies and module bodies are no functions.
    """
    done = subprocess.run(
        [sys.executable, "-c", PROFILED, what, str(root), str(folder)],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    )
    found: list[str] = json.loads(done.stdout.splitlines()[-1])
    return found


def main(root: Path) -> None:
    """Print the numbers."""
    sources = read_sources(root)
    texts = {name: text for name, text in sources.items() if text.strip()}
    lengths = {name: len(text.splitlines()) for name, text in texts.items()}
    importers = Counter(target for name in sources for target in set(imports_of(name, sources)))
    alone = [name for name in texts if importers[name] == 1]
    print(f"files with text        {len(texts)} ({len(sources)} with empty packages)")
    print(f"lines                  {sum(lengths.values())}")
    print(f"median file            {median(lengths.values()):.0f} lines")
    print(f"files under 60 lines   {sum(length < 60 for length in lengths.values())}")
    print(f"files over {LONGEST_FILE} lines   {sum(n > LONGEST_FILE for n in lengths.values())}")
    print(f"with a single importer {len(alone)}")
    found = circles(sources)
    print(f"circles                {len(found)}")
    for group in found:
        print(f"    {' '.join(group)}")
    with tempfile.TemporaryDirectory() as made:
        for what, words in CALLS.items():
            called = called_by(what, root, Path(made) / what)
            print(f"{words:<23}{len(called)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT)
