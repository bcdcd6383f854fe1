"""The program serving its page, and a browser that opens it."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
_NAMES = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge")
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


def browser_here() -> str | None:
    """A browser of this machine; ``MINSHENG_BROWSER`` names another."""
    named = os.environ.get("MINSHENG_BROWSER")
    found = [named, *map(shutil.which, _NAMES)]
    return next((each for each in found if each and Path(each).exists()), None)


@dataclass
class Program:
    """A serving process and its address."""

    process: subprocess.Popen[str]
    address: str


@contextmanager
def serving(*arguments: str) -> Iterator[Program]:
    """The program serving, until it is no longer wanted."""
    process = subprocess.Popen(
        [sys.executable, "-m", "calibration", "serve", "--no-browser", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        text=True,
        encoding="utf-8",
    )
    try:
        yield Program(process=process, address=_address(process))
    finally:
        process.kill()
        process.communicate()


def _address(process: subprocess.Popen[str]) -> str:
    said: list[str] = []
    for line in process.stdout or ():
        said.append(line)
        found = re.search(r"http://127\.0\.0\.1:\d+/[\w-]+/", line)
        if found:
            return found[0]
    raise AssertionError("".join(said))


@dataclass
class Seen:
    """What a page asked for and complained of."""

    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def listen(self, page) -> None:
        page.on("console", lambda told: self._hear(told.type, told.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))

    def _hear(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(text)


def settle(page) -> None:
    """Wait until nothing is computed any more and the strip of targets is there."""
    page.wait_for_selector("body[data-ready]", timeout=60_000)
    page.wait_for_selector("#strip button", timeout=60_000)
    page.wait_for_selector("body[aria-busy='false']", timeout=60_000)


def resident(process: subprocess.Popen[str]) -> float:
    """Megabytes that a process holds (Linux)."""
    told = Path(f"/proc/{process.pid}/statm").read_text(encoding="ascii")
    return int(told.split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def wait_for(condition, seconds: float = 20.0) -> None:
    """Wait until something holds."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)
