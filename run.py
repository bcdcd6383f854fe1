#!/usr/bin/env python3
"""Set up on the first call, then run: ``python3 run.py VERB ...``.

Only the standard library is used here, and only what an old interpreter can read, so that it can
say that it is too old. Where the interpreter that reads this has all packages, it goes straight
on; else ``.venv`` beside it is made once, of what the lock files name, and the call goes on there.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit("Python 3.11 or newer is needed.\n需要 Python 3.11 或更新版本。")

import os
import signal

if __name__ == "__main__" and signal.getsignal(signal.SIGINT) != signal.SIG_IGN:
    # Before all that takes a moment to load. A .venv that is half made, the next call completes.
    LINE = "已中断 / stopped\n".encode()
    signal.signal(signal.SIGINT, lambda number, _: os.write(2, LINE) and os._exit(128 + number))
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT,))  # see ``start_again``

import hashlib
import json
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
MARK = "made-by-run.lock"  # held while .venv is built; tells that .venv is ours
RUN_LOCK, TEST_LOCK, WEB_LOCK = (f"requirements{each}.txt" for each in ("", "-dev", "-web"))
PYTHON = "{}.{}".format(*sys.version_info)  # decides which wheels fit
UNREACHED = re.compile(
    "No matching distribution|Max retries|NewConnection|timed? ?out|getaddrinfo|ProxyError|SSL",
    re.IGNORECASE,
)


def say(english: str, chinese: str) -> None:
    """Tell the user, in both languages, beside the results and not among them."""
    print(f"{english}\n{chinese}", file=sys.stderr, flush=True)


def refuse(english: str, chinese: str) -> NoReturn:
    """Stop with a message in both languages; 2 as for every refusal of the program."""
    say(english, chinese)
    sys.exit(2)


def main(arguments: list[str]) -> None:
    """Find or make an interpreter that has the packages, and answer the verb in it."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")  # the arrays are small: more threads wait for each other
    if os.environ.pop("PYTHONPATH", None):  # often holds packages meant for another program
        start_again(Path(sys.executable), arguments)
    keep_compiled()
    show_help(arguments)
    asked = {"testing": arguments[:1] == ["test"], "serving": "serve" in arguments[:3]}
    try:
        if not (is_ready(**asked) if is_inside() else has_packages(**asked)):
            start_again(environment(**asked), arguments)
    except OSError as fault:
        refuse(f"Setting up failed: {fault}", f"安装失败：{fault}")
    if asked["testing"]:
        os.chdir(ROOT)
        hand_over(Path(sys.executable), "-m", "pytest", *pytest_arguments(arguments[1:]))
    answer(arguments)


def show_help(arguments: list[str]) -> None:
    """Answer what only asks for help, before anything is set up; an own interpreter suffices."""
    from calibration.early_help import page_asked, write_page

    page = page_asked(arguments, "python3 run.py")
    if page is not None:
        sys.exit(write_page(page))


def keep_compiled() -> None:
    """Keep compiled modules in .venv, lest every process compiles all packages from the start."""
    if sys.dont_write_bytecode and (VENV / MARK).exists():  # none are kept beside the sources
        sys.dont_write_bytecode = False
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = str(VENV / "compiled")


def answer(arguments: list[str]) -> NoReturn:
    """Let the verb that is asked for answer."""
    from calibration.__main__ import answer as answer_verb
    from simulator import interrupts

    if __name__ == "__main__":  # whoever imports this file answers signals himself
        interrupts.take_over()
    sys.exit(interrupts.leaving(answer_verb(arguments, "python3 run.py")))


def pytest_arguments(given: list[str]) -> list[str]:
    """Two processes share the tests, but time is measured alone; coverage where it is asked for."""
    timing = any("benchmarks" in argument for argument in given)
    share = [] if timing else ["-n", "2", "--dist", "worksteal"]
    report = ["--cov-report=term:skip-covered"] if "--cov" in given else []
    return [*share, *report, *given]


def has_packages(*, testing: bool, serving: bool = False) -> bool:
    """Whether this interpreter has every package the project names, in a version it allows."""
    from simulator.commands.requirements import is_satisfied

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [
        *project["project"]["dependencies"],
        *(project["dependency-groups"]["test"] if testing else ()),
        *(project["project"]["optional-dependencies"]["web"] if serving else ()),
    ]
    return all(is_satisfied(requirement) for requirement in wanted)


def interpreter() -> Path:
    """Where the interpreter of .venv is."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def is_inside() -> bool:
    """Whether this very process runs in .venv."""
    return Path(sys.prefix).resolve() == VENV.resolve()


def is_ready(*, testing: bool, serving: bool = False) -> bool:
    """Whether .venv holds what the lock files say now; the test tools have all of the page's."""
    page = [WEB_LOCK] * (serving and not is_stamped(TEST_LOCK))
    names = (RUN_LOCK, *[TEST_LOCK] * testing, *page)
    return interpreter().exists() and all(is_stamped(name) for name in names)


def is_stamped(lock: str) -> bool:
    """Whether .venv was filled from this text of the lock, for the interpreter it has now."""
    try:
        key, version = stamp_of(lock).read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        return False
    return key == key_of(lock) and (not is_inside() or version == PYTHON)


def stamp_of(lock: str) -> Path:
    """Where it is noted which text of a lock file .venv was filled from."""
    return VENV / f"{lock}.stamp"


def key_of(lock: str) -> str:
    """Digest of everything the content of .venv depends on."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    digest = hashlib.sha256(json.dumps(project, sort_keys=True).encode())
    digest.update((ROOT / lock).read_bytes())
    return digest.hexdigest()


def environment(*, testing: bool, serving: bool = False) -> Path:
    """Make .venv, or complete it, where needed; return its interpreter."""
    if is_ready(testing=testing, serving=serving):
        return interpreter()
    if VENV.exists() and any(VENV.iterdir()) and not (VENV / MARK).exists():
        refuse(
            f"{VENV} was not made by run.py; activate it, or move it away.",
            f"{VENV} 不是由 run.py 创建的；请先激活它，或将它移走。",
        )
    VENV.mkdir(exist_ok=True)
    with one_at_a_time(VENV / MARK):
        if not is_ready(testing=False):
            build()
        if testing and not is_ready(testing=True):
            say("Adding the test tools (once) ...", "正在安装测试工具（仅一次）……")
            install(TEST_LOCK)
        if serving and not is_ready(testing=testing, serving=True):
            from calibration.page_packages import add

            add(install, WEB_LOCK)
    return interpreter()


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Let one process build while others wait; a process that dies lets go by itself."""
    with path.open("a") as mark:
        if os.name == "nt":
            import msvcrt

            while True:
                try:
                    msvcrt.locking(mark.fileno(), msvcrt.LK_LOCK, 1)  # gives up after 10 s
                    break
                except OSError:
                    continue
        else:
            import fcntl

            fcntl.flock(mark, fcntl.LOCK_EX)
        yield


def build() -> None:
    """Make .venv from nothing: interpreter, locked packages, this project."""
    say(
        "First call: setting up .venv (once, about half a minute) ...",
        "首次运行：正在准备 .venv（仅一次，约半分钟）……",
    )
    need_pip()
    for entry in VENV.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry.name != MARK:
            entry.unlink()
    step(builder(), "-m", "venv", "--without-pip", str(VENV))
    install(RUN_LOCK)


def install(lock: str) -> None:
    """Fill .venv from a lock file; only then note it, so that a broken attempt is made again."""
    pip("--require-hashes", "-r", str(ROOT / lock))
    if lock == RUN_LOCK:
        pip("--no-index", "--no-build-isolation", "-e", str(ROOT))
    stamp_of(lock).write_text(f"{key_of(lock)} {PYTHON}\n", encoding="utf-8")


def builder() -> str:
    """Interpreter outside .venv, the one that has pip."""
    return sys._base_executable if is_inside() else sys.executable  # noqa: SLF001


def need_pip() -> None:
    """Refuse early where pip is missing."""
    asked = subprocess.run([builder(), "-m", "pip", "--version"], capture_output=True, check=False)
    if asked.returncode:
        refuse(
            "pip is missing; on Debian or Ubuntu: apt install python3-pip",
            "缺少 pip；在 Debian 或 Ubuntu 上请执行：apt install python3-pip",
        )


def pip(*arguments: str) -> None:
    """Install into .venv, with the user's own settings for indexes, mirrors and certificates."""
    step(
        *(builder(), "-m", "pip", "--python", str(interpreter())),
        *("--disable-pip-version-check", "--no-input", "-qq"),
        *("install", "--no-deps", "--no-compile", *arguments),
    )


def step(*command: str) -> None:
    """Run one step of the set-up; say in one line why it failed."""
    surroundings = {**os.environ, "PYTHONUTF8": "1", "PIP_USER": "0"}
    surroundings.pop("PYTHONPATH", None)
    done = subprocess.run(
        command,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if not done.returncode:
        return
    lines = [f"exit code {done.returncode}", *(done.stdout + done.stderr).splitlines()]
    reason = next(line.strip() for line in lines[::-1] if line.strip())
    if UNREACHED.search(done.stderr):
        refuse(
            f"No package index answered with what is needed: check the network, or pip's "
            f"index-url or find-links. ({reason})",
            "未能从软件包源取得所需软件包：请检查网络，或 pip 的 index-url、find-links 设置。",
        )
    refuse(f"Setting up failed: {reason}", f"安装失败：{reason}")


def start_again(python: Path, arguments: list[str]) -> NoReturn:
    """Go on with this very file in another interpreter."""
    if __name__ == "__main__" and hasattr(signal, "pthread_sigmask"):
        # Ctrl-C pressed while nobody listens waits for the process to come.
        signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
    hand_over(python, str(ROOT / "run.py"), *arguments)


def hand_over(python: Path, *arguments: str) -> NoReturn:
    """Go on in another interpreter; UTF-8 whatever the system's code page is."""
    surroundings = {**os.environ, "PYTHONUTF8": "1"}
    command = [str(python), *arguments]
    if os.name == "nt":  # there, exec returns to the prompt at once
        signal.signal(signal.SIGINT, lambda *_: None)  # the other one answers it
        sys.exit(subprocess.call(command, env=surroundings))
    os.execve(command[0], command, surroundings)


if __name__ == "__main__":
    main(sys.argv[1:])
