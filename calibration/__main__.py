"""The command ``minsheng``: the verbs of both packages, for installations and checkouts alike."""

import sys
from collections.abc import Sequence

_SELDOM = (50_000, 20, 50)
"""Objects and rounds between two searches for garbage that refers to itself, far apart.

A command loads a hundred thousand objects and keeps them to its end: by Python's own measure it
would look through all of them again and again, for a tenth of its time.
"""

# Nothing else is loaded here: until ``main`` has begun, nobody answers Ctrl-C.


def main() -> None:
    """Answer the verb on the command line of ``minsheng`` or ``python3 -m calibration``."""
    noted = _note_signals()
    drop_foreign_paths(noted)
    from simulator import interrupts

    interrupts.take_over(noted)
    is_module = sys.argv[0].endswith("__main__.py")
    code = answer(sys.argv[1:], "python3 -m calibration" if is_module else "minsheng")
    sys.exit(interrupts.leaving(code))


def answer(arguments: Sequence[str], typed: str) -> int:
    """Let the verb that is asked for answer; return the exit code.

    Parameters
    ----------
    arguments
        What stood behind the command.
    typed
        The command itself; hints say it again.
    """
    import gc

    gc.set_threshold(*_SELDOM)
    from calibration.commands import ANSWERS
    from simulator.commands import cli
    from simulator.commands.verbs import TEST
    from simulator.report.own_folder import matplotlib_in_own_folder

    # the tests lie in a checkout alone, and run.py answers for them
    helped = (TEST,) if typed == cli.CHECKOUT else ()
    with matplotlib_in_own_folder():
        return cli.main(arguments, typed, ANSWERS, helped)


def drop_foreign_paths(noted: Sequence[int] = ()) -> None:
    """Start again without ``PYTHONPATH``, which often holds packages meant for another program.

    Where this program itself lies on it, it is how the program was put together, and stands.
    Signals ``noted`` until then reach the new start.
    """
    import os
    from pathlib import Path

    root = Path(__file__).resolve().parents[1]
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    if not any(given) or root in {Path(entry).resolve() for entry in given if entry}:
        return
    import signal
    import subprocess

    command = [sys.executable, *sys.orig_argv[1:]]
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    if os.name == "nt":  # there, exec returns to the prompt at once
        signal.signal(signal.SIGINT, lambda *_: None)  # the other one answers it
        sys.exit(subprocess.call(command, env=surroundings))  # noqa: S603
    # A signal that comes while nobody listens waits for the process to come.
    signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
    for number in noted:
        os.kill(os.getpid(), number)
    os.execve(command[0], command, surroundings)  # noqa: S606


def _note_signals() -> list[int]:
    """Note from now on that somebody stops the program; it is answered once there are words."""
    import signal

    noted: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, lambda given, _frame: noted.append(given))
    return noted


if __name__ == "__main__":
    main()
