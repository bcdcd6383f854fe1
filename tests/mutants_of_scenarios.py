"""Mutants of scenario files, made by rule from a seed, and what becomes of each.

    python3 -m tests.mutants_of_scenarios [NUMBER [SEED]]

Every scenario that came with the program is changed one to four times: bytes flipped, taken out or
doubled, lines and words swapped, characters put in that nobody sees, values put in the place of
others. Of each mutant the program may make a scenario or refuse it with a fault that names a file;
anything else is a fault of the program. Of some that are lawful it is also asked what they state in
vain, as ``check`` asks.
"""

import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time

from simulator.city.idle_input import examine
from simulator.city.loading import all_settings, load
from simulator.city.pack.city_pack import load_city_pack
from simulator.errors import ScenarioError
from simulator.files.locations import SCENARIOS, pack_folder
from simulator.files.scenario_file import load_scenario
from simulator.visible import visible

SEED = 20170829
BUILT = 5
"""Of so many lawful mutants one is also built and examined, which takes far longer."""

Change = Callable[[bytes, random.Random], bytes]
_STRANGE = (
    *("\u200b", "\u202e", "\u2066", "\ufeff", "\u3164", "\x00", "\x1b[2J", "\x7f", "\u2028"),
    *("\uff1d", "\uff0c", "\u201c", "\u3000", "\u00a0", "\U0001f600", "\ue000", "\ufffd", "\r"),
)
_VALUES = (
    *("1", "-1", "0", "1e400", "nan", "-inf", "9" * 400, "0x7f", "1_000", "2018-09-01", "20180901"),
    *("2018.9", "2018-02-30", "08:00:00", "true", '"是"', "是", '""', '"2020年底"', "[]", "[[1]]"),
    *(
        "{}",
        '{ scale = "10%" }',
        "{ scale = 10% }",
        "{ values = { } }",
        '{ values = { "2015" = 1 } }',
    ),
    *("'''a\nb'''", '"\\u202e"', '"../outside.toml"', '"baseline.toml"', "1,1", "12,000", "45%"),
)
_WORD = re.compile(rb"[A-Za-z_]+|\d+|\"[^\"\n]*\"|[\[\]{}=,.#]")
_VALUE = re.compile(rb"(=\s*)([^\n#]+)")


def flipped(text: bytes, chance: random.Random) -> bytes:
    """One bit of one byte the other way round."""
    at = chance.randrange(len(text))
    return text[:at] + bytes([text[at] ^ (1 << chance.randrange(8))]) + text[at + 1 :]


def shortened(text: bytes, chance: random.Random) -> bytes:
    """A few bytes taken out."""
    at = chance.randrange(len(text))
    return text[:at] + text[at + chance.randint(1, 40) :]


def doubled(text: bytes, chance: random.Random) -> bytes:
    """A few bytes, or a few lines, once more."""
    if chance.random() < 0.5:
        at = chance.randrange(len(text))
        part = text[at : at + chance.randint(1, 40)]
        return text[:at] + part * chance.randint(2, 5) + text[at + len(part) :]
    lines = text.split(b"\n")
    at = chance.randrange(len(lines))
    return b"\n".join([*lines[: at + chance.randint(1, 5)], *lines[at:]])


def reordered(text: bytes, chance: random.Random) -> bytes:
    """Two words, signs or lines in each other's place."""
    if chance.random() < 0.3:
        lines = text.split(b"\n")
        one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
        return b"\n".join(lines)
    first, second = sorted(chance.sample(list(_WORD.finditer(text)), 2), key=lambda m: m.start())
    between = text[first.end() : second.start()]
    return text[: first.start()] + second[0] + between + first[0] + text[second.end() :]


def strange(text: bytes, chance: random.Random) -> bytes:
    """A character put in that nobody sees, or that TOML does not know."""
    at = chance.randrange(len(text))
    return text[:at] + chance.choice(_STRANGE).encode() + text[at:]


def revalued(text: bytes, chance: random.Random) -> bytes:
    """A value put in the place of another: one of the list, or one of the same file."""
    values = list(_VALUE.finditer(text))
    found = chance.choice(values)
    new = chance.choice(values)[2] if chance.random() < 0.4 else chance.choice(_VALUES).encode()
    return text[: found.start(2)] + new + text[found.end(2) :]


CHANGES: tuple[Change, ...] = (flipped, shortened, doubled, reordered, strange, revalued)


def mutants(number: int, seed: int = SEED) -> Iterator[bytes]:
    """So many mutated texts, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - nothing here is secret
    texts = [path.read_bytes() for path in sorted(SCENARIOS.glob("*.toml"))]
    for _ in range(number):
        text = chance.choice(texts)
        for _ in range(chance.randint(1, 4)):
            if len(_WORD.findall(text)) > 2 and _VALUE.search(text):
                text = chance.choice(CHANGES)(text, chance)
        yield text


def outcomes(number: int, folder: Path, seed: int = SEED) -> Iterator[tuple[str, float, bytes]]:
    """What became of each mutant, the seconds that took, and the mutant itself.

    ``folder`` gets the scenarios that mutants build on.
    """
    for path in SCENARIOS.glob("*.toml"):
        (folder / path.name).write_bytes(path.read_bytes())
    pack = load_city_pack(pack_folder("xiamen"), all_settings())
    path, settings = folder / "mutant.toml", all_settings()
    lawful = 0
    for text in mutants(number, seed):
        path.write_bytes(text)
        start = process_time()
        try:
            load_scenario(path, settings, pack.axes)
            lawful += 1
            if lawful % BUILT == 0:
                examine(load(path, known=pack))
            became = "lawful"
        except ScenarioError as error:
            became = "refused" if _is_told(error) else "told badly"
        except Exception as error:  # noqa: BLE001 - what the program does not refuse is counted
            became = f"uncaught {type(error).__name__}"
        yield became, process_time() - start, text


def _is_told(error: ScenarioError) -> bool:
    """Whether every fault names a file and is one line that any terminal may show."""
    lines = str(error).split("\n")
    named = all(fault.path.endswith(".toml") and fault.message for fault in error.faults)
    shown = all(visible(line) == line for line in lines)
    return named and shown and len(lines) == len(error.faults) > 0


def main(number: int = 10_000, seed: int = SEED) -> None:
    """Print what became of how many, how long the slowest took, and every mutant gone wrong."""
    found: Counter[str] = Counter()
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for became, seconds, text in outcomes(number, Path(folder), seed):
            found[became] += 1
            slowest = max(slowest, seconds)
            if became not in {"lawful", "refused"}:
                print(became, text)  # noqa: T201
    print(f"{number} mutants: {dict(found)}; the slowest took {slowest:.2f} s")  # noqa: T201


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
