"""Are the tables of every shipped scenario what they were at an earlier commit?

    python3 -m tests.same_tables REVISION [--keep FOLDER]

Checks the revision out beside the work tree, runs every scenario of ``scenarios/`` with both
programs, and compares the tables cell by cell as text: numbers, dates, labels and keys. Prints what
differs, by table and column, and ends with 1 where a column that is not one of words differs, or
where a table, a column or a row has come or gone.
"""

import argparse
import csv
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]

# Columns that hold sentences or titles in a language; the rest are numbers, dates, labels, keys.
WORDS = ("_zh", "_en", "title", "note", "meaning", "definition", "reason", "said", "source")

Cells = list[dict[str, str]]


def read(path: Path) -> Cells:
    """Rows of a table."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def is_words(column: str) -> bool:
    """Whether a column holds words and not numbers, dates, labels or keys."""
    return any(column.endswith(word) or column == word.strip("_") for word in WORDS)


def differences(before: Path, after: Path) -> Iterator[tuple[str, bool]]:
    """What differs between two folders of tables, and whether it is words alone."""
    names = sorted({path.name for folder in (before, after) for path in folder.glob("*.csv")})
    for name in names:
        if not all((folder / name).is_file() for folder in (before, after)):
            yield f"{name}: only in one of the two", False
            continue
        old, new = (read(folder / name) for folder in (before, after))
        if len(old) != len(new) or list(old[0]) != list(new[0]):
            yield f"{name}: {len(old)} rows x {len(old[0])} columns, now {len(new)}", False
            continue
        for column in old[0]:
            pairs = [(a[column], b[column]) for a, b in zip(old, new, strict=True)]
            changed = [pair for pair in pairs if pair[0] != pair[1]]
            if changed:
                first = f"{changed[0][0]!r} -> {changed[0][1]!r}"
                words = name == "dictionary.csv" or is_words(column)
                yield f"{name}: {column}: {len(changed)} cells, {first}", words


_COMMAND = "import sys; from simulator.commands.cli import main; sys.exit(main(sys.argv[1:]))"


def run_all(root: Path, results: Path) -> None:
    """Run every scenario of a checkout with its own program."""
    for scenario in sorted((root / "scenarios").glob("*.toml")):
        # Not by run.py: an older one may ask for packages that nothing imported even then.
        command = ["run", str(scenario), "--out", str(results / scenario.stem)]
        subprocess.run(
            [sys.executable, "-c", _COMMAND, *command],
            cwd=root,
            check=True,
            capture_output=True,
        )


def main() -> int:
    """Compare; the exit code says whether anything but words has changed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("revision")
    parser.add_argument("--keep", type=Path, help="where the results lie, made where missing")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        results = asked.keep or Path(made)
        before, after = results / asked.revision, results / "now"
        if not before.is_dir():
            tree = Path(made) / "tree"
            subprocess.run(["git", "worktree", "add", "-f", tree, asked.revision], check=True)
            try:
                run_all(tree, before)
            finally:
                subprocess.run(["git", "worktree", "remove", "--force", tree], check=True)
        run_all(ROOT, after)
        found = 0
        for scenario in sorted(path.name for path in before.iterdir()):
            for text, words in differences(
                *(each / scenario / "tables" for each in (before, after))
            ):
                print(f"{scenario}: {'words' if words else 'DIFFERS'}: {text}")
                found += not words
        tables = len(list(after.glob("*/tables/*.csv")))
    print(f"{tables} tables, {found} differences in numbers, dates, labels or keys")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
