"""No line of matplotlib about its folder reaches a user, whatever the user's home is like."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.report import own_folder
from tests.city import ROOT

ASK = """
import logging, os, sys
from simulator.report.own_folder import matplotlib_in_own_folder
with matplotlib_in_own_folder():
    import matplotlib
    folder = os.environ["MPLCONFIGDIR"]
    print(folder, matplotlib.get_configdir() == folder)
print(os.path.exists(folder))
"""


def asked(code: str, **surroundings: str) -> tuple[list[str], str]:
    """What a process of its own prints, and what it says beside."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("MPLCONFIGDIR", "MINSHENG_CACHE", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
    }
    done = subprocess.run(
        [sys.executable, *code.split("|")],
        cwd=ROOT,
        env=kept | surroundings,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout.split(), done.stderr


@pytest.fixture
def no_home(tmp_path: Path) -> str:
    """A home in which nobody, not even root, can write."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    return str(tmp_path / "file" / "home")


def test_an_unwritable_home_is_no_matter_of_the_user(no_home: str) -> None:
    (folder, is_used, is_there), said = asked(f"-c|{ASK}", HOME=no_home)
    assert said == ""
    assert Path(folder).name.startswith("minsheng-")
    assert (is_used, is_there) == ("True", "False")


def test_what_can_be_written_is_used_and_kept(tmp_path: Path, no_home: str) -> None:
    (folder, is_used, is_there), said = asked(
        f"-c|{ASK}", HOME=no_home, MINSHENG_CACHE=str(tmp_path)
    )
    assert (folder, is_used, is_there, said) == (str(tmp_path / "matplotlib"), "True", "True", "")
    own = tmp_path / "named"
    (folder, _, _), _ = asked(
        f"-c|{ASK}", HOME=no_home, MINSHENG_CACHE=str(tmp_path), MPLCONFIGDIR=str(own)
    )
    assert folder == str(own)


def test_only_the_line_of_progress_is_held_back() -> None:
    def record(text: str) -> logging.LogRecord:
        return logging.LogRecord("x", logging.WARNING, "", 0, text, (), None)

    line = "Matplotlib is building the font cache; this may take a moment."
    assert not own_folder._is_no_progress(record(line))
    assert own_folder._is_no_progress(record("findfont: Font family 'X' not found."))
    import matplotlib.font_manager as fonts

    assert line.removesuffix("; this may take a moment.") in Path(fonts.__file__).read_text("utf-8")
