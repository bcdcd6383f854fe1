"""The command ``minsheng``: the verbs of both packages, for installations and checkouts alike."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Answer the verb on the command line of ``minsheng`` or ``python3 -m calibration``."""
    drop_foreign_paths()
    is_module = Path(sys.argv[0]).name == "__main__.py"
    sys.exit(answer(sys.argv[1:], "python3 -m calibration" if is_module else "minsheng"))


def answer(arguments: Sequence[str], typed: str) -> int:
    """Let the verb that is asked for answer; return the exit code.

    Parameters
    ----------
    arguments
        What stood behind the command.
    typed
        The command itself; hints say it again.
    """
    from calibration.commands import ANSWERS
    from simulator.commands import cli
    from simulator.commands.verbs import TEST

    # the tests lie in a checkout alone, and run.py answers for them
    helped = (TEST,) if typed == cli.CHECKOUT else ()
    return cli.main(arguments, typed, ANSWERS, helped)


def drop_foreign_paths() -> None:
    """Start again without ``PYTHONPATH``, which often holds packages meant for another program.

    Where this program itself lies on it, it is how the program was put together, and stands.
    """
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    if not any(given) or ROOT in {Path(entry).resolve() for entry in given if entry}:
        return
    command = [sys.executable, *sys.orig_argv[1:]]
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    if os.name == "nt":  # there, exec returns to the prompt at once
        sys.exit(subprocess.call(command, env=surroundings))  # noqa: S603
    os.execve(command[0], command, surroundings)  # noqa: S606


if __name__ == "__main__":
    main()
