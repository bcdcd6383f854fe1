"""Scoreboards as tests need them: of the real city, run small and once; of a pack with a slip."""

import shutil
from functools import cache
from pathlib import Path

from simulator.city.ground.outcome import Outcome
from simulator.city.loading import all_settings
from simulator.city.pack.city_pack import CityPack, load_city_pack
from simulator.city.supply.building import building_of
from simulator.city.targets.board import ScoreRow, score
from simulator.city.targets.screen import Board
from simulator.city.targets.words import Words
from tests.city import ONE_WINDOW, ROOT, city_pack, loaded, run

SCOREBOARD = "scoreboard.toml"


@cache
def board(*sets: str, name: str = "baseline") -> Board:
    """A scenario with one birth window a year, scored."""
    one = loaded(ONE_WINDOW, *sets, name=name)
    outcome = Outcome(
        trajectory=run(ONE_WINDOW, *sets, name=name),
        scenario=one.scenario,
        file=one.file,
        pack=one.pack,
    )
    return Board(outcome=outcome, rows=score(outcome, building_of(outcome)))


def rows(*sets: str, name: str = "baseline") -> dict[str, ScoreRow]:
    """The rows of a scoreboard by id."""
    return {row.target.name: row for row in board(*sets, name=name).rows}


def words(language: str) -> Words:
    """What is said in a language, with the sources of the city."""
    return Words(language=language, sources=city_pack().sources)  # type: ignore[arg-type]


def pack_with(folder: Path, name: str, old: str, new: str) -> CityPack:
    """The pack of the city, copied, with one text of one file replaced."""
    there = folder / "calibration" / "xiamen"
    if not there.exists():
        ignored = shutil.ignore_patterns("posterior.parquet")
        shutil.copytree(ROOT / "calibration" / "xiamen", there, ignore=ignored)
    path = there / name
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
    return load_city_pack(there, all_settings())
