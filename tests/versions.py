"""The default tests with the lowest or the newest versions: ``python3 -m tests.versions lowest``.

The versions are those that ``pyproject.toml`` allows, chosen by uv, in an environment that is
thrown away. Where uv is not at hand it is first installed for this one run. What stands behind
the word goes to pytest: ``python3 -m tests.versions newest --python 3.13 -k balance``.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROJECT = ROOT / "pyproject.toml"
RESOLUTION = {"lowest": "lowest-direct", "newest": "highest"}


def main() -> int:
    """Make the environment, say what is in it, run the tests in it; their exit code."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.versions", description=__doc__)
    parser.add_argument("which", choices=RESOLUTION)
    parser.add_argument("--python", default=sys.executable, help="version or path of a Python")
    asked, for_pytest = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as made:
        python = environment(Path(made), asked.which, asked.python)
        print(f"{asked.which} versions, {told(python)}", flush=True)
        pytest = [*("-m", "pytest", "-p", "no:cacheprovider"), *("-n", "2", "--dist", "worksteal")]
        done = subprocess.run(
            [python, *pytest, *for_pytest],
            cwd=ROOT,
            env=surroundings() | {"MINSHENG_CACHE": f"{made}/kept"},
            check=False,
        )
    return done.returncode


def environment(folder: Path, which: str, python: str) -> Path:
    """An environment with the packages of the program, its extras and its tests."""
    uv = tool(folder)
    run(uv, "venv", "-q", "--python", python, folder / "venv")
    inside = folder / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    chosen = folder / "chosen.txt"
    run(
        *(uv, "pip", "compile", "-q", PROJECT, "--all-extras", "--group", "build"),
        *("--group", "test", "--resolution", RESOLUTION[which], "--python", inside, "-o", chosen),
    )
    run(uv, "pip", "install", "-q", "--python", inside, "-r", chosen)
    return inside


def tool(folder: Path) -> str | Path:
    """Where uv is: at hand, or installed here with pip."""
    at_hand = shutil.which("uv")
    if at_hand:
        return at_hand
    run(sys.executable, "-m", "venv", folder / "uv")
    inside = folder / "uv" / ("Scripts" if os.name == "nt" else "bin")
    run(inside / "python", "-m", "pip", "install", "-q", "uv")
    return inside / "uv"


def told(python: Path) -> str:
    """Python and every package of an environment, in a line."""
    script = (
        "import sys; from importlib.metadata import distributions as all; "
        "print('Python', sys.version.split()[0] + ':', ', '.join(sorted("
        "{f'{d.name} {d.version}' for d in all()}, key=str.lower)))"
    )
    return run(python, "-c", script).strip()


def run(*command: str | Path) -> str:
    """Run a step; its output, or the end where it fails."""
    done = subprocess.run(
        command, env=surroundings(), stdout=subprocess.PIPE, encoding="utf-8", check=False
    )
    if done.returncode:
        sys.exit(done.returncode)
    return done.stdout


def surroundings() -> dict[str, str]:
    """The environment without what belongs to the Python that runs this."""
    drop = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    return {name: value for name, value in os.environ.items() if name not in drop}


if __name__ == "__main__":
    sys.exit(main())
