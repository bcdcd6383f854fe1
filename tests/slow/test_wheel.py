"""The wheel, installed and started in an empty folder, does what ``run.py`` does."""

import hashlib
import os
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import pytest

from tests.city import ROOT

CHILD = """schema_version = 2
extends = "baseline.toml"
title = { zh = "我的方案", en = "Mine" }
intent = "迁入人口增加10%？ / Arrivals up by 10 %?"

[world]
arrivals = { scale = 1.1 }
"""
FOREIGN = "raise SystemExit('a package meant for another program')\n"


class Installed:
    """An environment with the wheel, beside the locked packages; and a folder to work in."""

    def __init__(self, root: Path) -> None:
        self.root, self.work = root, root / "空 folder"
        self.work.mkdir()
        self.environment = root / "venv"
        build = ("-m", "hatchling", "build", "-t", "wheel", "-d", str(root))
        done([sys.executable, *build], ROOT)
        [self.wheel] = root.glob("*.whl")
        done([sys.executable, "-m", "venv", "--without-pip", str(self.environment)], root)
        scripts = "Scripts" if os.name == "nt" else "bin"
        self.python = self.environment / scripts / "python"
        self.command = self.environment / scripts / "minsheng"
        self.packages = Path(
            done(
                [self.python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], root
            )
        )
        # Paths that such a file adds have no say in what else is added: the checkout is not there.
        locked = self.packages / "locked.pth"
        locked.write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
        pip = ("-m", "pip", "--python", str(self.python), "install", "-q", "--no-deps")
        done([sys._base_executable, *pip, "--no-index", str(self.wheel)], root)

    def __call__(self, *arguments: str) -> str:
        return done([self.command, *arguments], self.work)

    def content(self) -> dict[str, str]:
        """Digest of every file of the environment."""
        return digests(self.environment)


def done(command: list[object], folder: Path) -> str:
    """What a command says; it must end well. Packages of another program stand on its path."""
    with tempfile.TemporaryDirectory() as foreign:
        Path(foreign, "numpy.py").write_text(FOREIGN, encoding="utf-8")
        said = subprocess.run(
            [str(part) for part in command],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": foreign},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    assert said.returncode == 0, said.stdout + said.stderr
    return said.stdout.strip()


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(read(path)).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def read(path: Path) -> bytes:
    """What a file holds; of a manifest all but whose results they are.

    A scenario of one's own goes by its place as seen from the folder of all results, which is
    another one for the installed program; the digest of the manifest itself moves with it.
    """
    lines = path.read_bytes().splitlines(keepends=True)
    marks = (b'"written_for": ', b'"manifest_sha256": ')
    return b"".join(
        line for line in lines if path.name != "manifest.json" or not line.strip().startswith(marks)
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    return Installed(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def before(installed):
    return installed.content()


def test_the_wheel_is_small_and_typed(installed):
    # more than half of it is the font, without which Chinese is boxes
    assert installed.wheel.stat().st_size < 4_500_000
    for package in ("simulator", "calibration"):
        assert (installed.packages / package / "py.typed").is_file()


def test_every_verb_is_there(installed, before):
    told = installed("--help")
    assert "Usage: minsheng" in told
    for verb in ("run", "check", "describe", "targets", "calibrate", "backtest"):
        assert f"\n  {verb} " in told
        assert f"Usage: minsheng {verb}" in installed(verb, "--help")


def test_all_scenarios_that_came_along_are_checked(installed, before):
    told = installed("check")
    names = [path.name for path in (ROOT / "scenarios").glob("*.toml")]
    assert names
    assert all(f"scenarios/{name}: " in told for name in names)


@pytest.mark.parametrize("scenario", ["scenarios/baseline.toml", "mine.toml"])
def test_a_run_gives_the_same_to_the_byte(installed, before, scenario, tmp_path):
    (installed.work / "mine.toml").write_text(CHILD, encoding="utf-8")
    told = installed("run", scenario)
    name = Path(scenario).stem
    assert f"outputs/{name}/" in told
    assert f"minsheng run {scenario} --draws" in told
    source = ROOT / scenario if (ROOT / scenario).exists() else installed.work / scenario
    done([sys.executable, ROOT / "run.py", "run", source, "--out", tmp_path / name], tmp_path)
    assert digests(installed.work / "outputs" / name) == digests(tmp_path / name)


def test_the_model_is_described_in_the_working_folder(installed, before):
    installed("describe")
    assert (installed.work / "outputs" / "model" / "equations.zh-CN.md").is_file()


def test_a_fit_goes_into_a_copy_of_the_pack(installed, before):
    told = installed("calibrate", "xiamen", "--step", "supply")
    assert "calibration/xiamen/" in told
    assert (installed.work / "outputs/calibration/xiamen/supply/report.md").is_file()
    own, shipped = installed.work / "calibration/xiamen", installed.packages / "calibration/xiamen"
    assert digests(own).keys() == digests(shipped).keys()


def test_nothing_was_written_into_the_installation(installed, before):
    assert installed.content() == before
    assert {path.name for path in installed.work.iterdir()} == {
        *("calibration", "mine.toml", "outputs")
    }
