"""Read the files of the city pack as they lie on disk, without the program."""

import csv
import tomllib
from pathlib import Path
from typing import Any

PACK = Path(__file__).parents[1] / "calibration" / "xiamen"
ISLAND = {"siming", "huli"}
MAINLAND = {"jimei", "haicang", "tongan", "xiangan"}
DISTRICTS = ISLAND | MAINLAND
PLACES = DISTRICTS | {"city", "island", "mainland", "fujian", "fuzhou", "china", "beijing"}
SERVICES = [
    "kindergarten",
    "primary",
    "junior",
    "senior_general",
    "senior_vocational",
    "hospital",
    "obstetric",
    "paediatric",
    "psychiatric",
    "eldercare",
]
STATUSES = {"published", "revised", "derived", "estimated", "unknown"}
Row = dict[str, str]


def read_rows(name: str) -> list[Row]:
    with (PACK / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def read_toml(name: str) -> dict[str, Any]:
    return tomllib.loads((PACK / name).read_text(encoding="utf-8"))


def line_of(name: str, place: int | str | None) -> int | None:
    """Return the line of a file on which a text first begins; a line itself stays as it is."""
    if not isinstance(place, str):
        return place
    whole = (PACK / name).read_text(encoding="utf-8")
    return whole.count("\n", 0, whole.index(place)) + 1


def csv_names() -> list[str]:
    return sorted(str(path.relative_to(PACK)) for path in PACK.rglob("*.csv"))


def described_names() -> list[str]:
    """Return the tables whose rows carry their own source; of others ``rates/tables.csv`` does."""
    other = {"sources.csv", "rates/mortality.csv", "rates/population.csv"}
    return [name for name in csv_names() if name not in other]


def series_names() -> list[str]:
    return [name for name in csv_names() if read_rows(name) and "series" in read_rows(name)[0]]


def tables_of(node: Any) -> list[dict[str, Any]]:
    """Return every table of a TOML document that names a source."""
    found = [node] if isinstance(node, dict) and "source_id" in node else []
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return found + [table for child in children for table in tables_of(child)]


def services() -> dict[str, dict[str, Any]]:
    return {service["id"]: service for service in read_toml("services.toml")["service"]}


def programmes() -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in read_toml("programmes.toml")["programme"]}


def grades() -> dict[str, str]:
    return {row["source_id"]: row["grade"] for row in read_rows("sources.csv")}


def total(rows: list[Row], column: str, **labels: str) -> int:
    kept = [r for r in rows if all(r[key] == value for key, value in labels.items())]
    assert kept, labels
    return sum(int(row[column]) for row in kept)
