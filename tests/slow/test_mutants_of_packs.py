"""Three thousand small slips in the files of the pack: each is told, or harms nothing.

A mutant changes one place of one file. Whatever it is, reading ends in faults with their place or
in a pack that can be built; and a key, a label or a column nobody knows is never accepted.
"""

import random
import re
import shutil
from pathlib import Path

import pytest

from calibration.fit.fit_plan import load_fit_plan
from simulator.city.loading import all_settings, city_system, load_scenario
from simulator.city.pack.city_pack import load_city_pack
from simulator.city.targets.reading import read_entries
from simulator.city.whole import build_scenario
from simulator.errors import DataError, Fault, ScenarioError
from simulator.files.locations import SCENARIOS
from tests.pack_files import PACK

SETTINGS = all_settings()
SHARES = 30
"""The mutants are made in so many tests, so that two processes share them."""

EACH = 100
READ = sorted(
    path.relative_to(PACK).as_posix()
    for path in PACK.rglob("*")
    if path.suffix in (".toml", ".csv")
)
_KEY = re.compile(r"^([a-z_]+) = ", re.MULTILINE)
_HEAD = re.compile(r"^\[+[a-z_.]*?([a-z_]+)\]+$", re.MULTILINE)
_LABEL = re.compile(
    r"^(?:service|area|kind|status|grade|source_id|counts|people|transform|scale|direction|key"
    r'|quantity|programme|total|asks|use|population|role|table|after|place_kind) = "(\w+)',
    re.MULTILINE,
)
_LABELS = {"district", "sex", "status", "grade", "use", "error_model", "service", "state", "kind"}
_NUMBER = re.compile(r"(?<![\w.\"-])-?\d+(?:\.\d+)?(?![\w.\"-])")
_LINE = re.compile(r"^.+\n", re.MULTILINE)


def unknown_key(chance: random.Random, text: str) -> str | None:
    """A key of a TOML file misspelt."""
    found = list(_KEY.finditer(text))
    if not found:
        return None
    one = chance.choice(found)
    return text[: one.start(1)] + one[1] + "q" + text[one.end(1) :]


def unknown_head(chance: random.Random, text: str) -> str | None:
    """The name of a table misspelt."""
    found = list(_HEAD.finditer(text))
    if not found:
        return None
    one = chance.choice(found)
    return text[: one.start(1)] + one[1] + "q" + text[one.end(1) :]


def unknown_label(chance: random.Random, text: str) -> str | None:
    """A word of a known set misspelt: behind a key of a TOML file, or in a cell of a table."""
    head, _, _ = text.partition("\n")
    places = [place for place, name in enumerate(head.split(",")) if name in _LABELS]
    if not places:
        found = list(_LABEL.finditer(text))
        one = chance.choice(found) if found else None
        return None if one is None else f"{text[: one.end(1)]}q{text[one.end(1) :]}"
    lines = text.split("\n")
    row = chance.randrange(1, len(lines))
    cells = lines[row].split(",")
    place = chance.choice(places)
    # A quoted cell may hold commas: such a row is left to the other kinds.
    if len(cells) != len(head.split(",")) or not cells[place]:
        return None
    cells[place] += "q"
    return "\n".join([*lines[:row], ",".join(cells), *lines[row + 1 :]])


def unknown_column(chance: random.Random, text: str) -> str | None:
    """A column of a CSV table misspelt."""
    head, line, rest = text.partition("\n")
    names = head.split(",")
    place = chance.randrange(len(names))
    names[place] += "q"
    return ",".join(names) + line + rest


def other_number(chance: random.Random, text: str) -> str | None:
    """A number negative, huge, none, or in quotes."""
    found = list(_NUMBER.finditer(text))
    if not found:
        return None
    one = chance.choice(found)
    new = chance.choice((f"-{one[0]}", "1e300", "nan", "", f'"{one[0]}"', "inf", "0", "９"))
    return text[: one.start()] + new + text[one.end() :]


def other_line(chance: random.Random, text: str) -> str | None:
    """A line left out, doubled, or cut short."""
    one = chance.choice(list(_LINE.finditer(text)))
    cut = one[0][: chance.randrange(len(one[0]))] + "\n"
    return text[: one.start()] + chance.choice(("", one[0] * 2, cut)) + text[one.end() :]


def other_letter(chance: random.Random, text: str) -> str | None:
    """A letter dropped, doubled or changed, anywhere."""
    place = chance.randrange(len(text))
    new = chance.choice(("", text[place] * 2, chance.choice('",[]{}=\n\t\x00\ufeff，“é')))
    return text[:place] + new + text[place + 1 :]


ANYTHING = (other_number, other_line, other_letter)
REFUSED = (unknown_key, unknown_head, unknown_column, unknown_label)


def mutant(chance: random.Random) -> tuple[str, str, bool]:
    """A file, its changed text, and whether it has to be refused."""
    while True:
        name = chance.choice(READ)
        kind = chance.choice((*ANYTHING, *REFUSED))
        if kind is unknown_column and not name.endswith(".csv"):
            continue
        if kind in (unknown_key, unknown_head) and name.endswith(".csv"):
            continue
        if kind is unknown_label and name.endswith("unused.csv"):  # whose words are not checked
            continue
        text = (PACK / name).read_text(encoding="utf-8")
        changed = kind(chance, text)
        if changed is not None and changed != text:
            return name, changed, kind in REFUSED


def faults(folder: Path) -> tuple[Fault, ...]:
    """What is said of a pack and of a scenario built on it; any other error gets out."""
    try:
        pack = load_city_pack(folder, SETTINGS)
        file = load_scenario(SCENARIOS / "baseline.toml", SETTINGS, pack.axes)
        build_scenario(city_system(file, pack), file, pack)
        read_entries(pack)
        if "fit.toml" in pack.documents:
            load_fit_plan(pack, "revised")
    except (DataError, ScenarioError) as error:
        return tuple(error.faults)
    return ()


@pytest.mark.parametrize("share", range(SHARES))
def test_no_mutant_of_a_pack_gets_through(tmp_path, share):
    folder = tmp_path / "calibration" / "xiamen"
    shutil.copytree(PACK, folder)
    chance = random.Random(f"packs {share}")  # noqa: S311 - no secret
    wrong = []
    for _ in range(EACH):
        name, changed, refused = mutant(chance)
        sound = (folder / name).read_bytes()
        (folder / name).write_text(changed, encoding="utf-8")
        try:
            told = faults(folder)
            if (refused and not told) or not all(fault.path for fault in told):
                wrong.append((name, difference(sound.decode(), changed), str(told)))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            wrong.append((name, difference(sound.decode(), changed), repr(error)))
        (folder / name).write_bytes(sound)
    assert not wrong


def difference(before: str, after: str) -> str:
    """The first line that two texts do not share."""
    pairs = zip(before.split("\n"), after.split("\n"), strict=False)
    return next((f"{old!r} -> {new!r}" for old, new in pairs if old != new), "")
