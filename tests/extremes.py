"""The city under extreme conditions: through the door of a user, at a coarse resolution, run once.

What is asked of it in ``tests/extreme`` is what logic dictates, whatever the record says: the test
of extreme conditions of Barlas (1996), "Formal aspects of model validity and validation in system
dynamics", *System Dynamics Review* 12(3), 183–210.
"""

import csv
import shutil
import warnings
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest

from simulator import Result
from simulator.city import loading
from simulator.city.tables import build_tables
from simulator.door.running import run_loaded
from simulator.errors import ScenarioWarning
from simulator.files import locations
from tests.city import BASELINE, city_pack
from tests.pack_files import PACK

COARSE = ("model.cohorts_per_year=1", "report.to_year=2018", "model.stop=2019-01-01")
END = "2019-01-01"
LEVELS = ("first", "second", "higher")
NO_BIRTHS = tuple(f"world.{order}_birth_level=0" for order in LEVELS)
NO_ARRIVALS = ("world.arrivals=0", "world.registered_arrivals=0", "world.newborn_arrivals=0")
NO_DEPARTURES = ("world.departures=0", "world.registered_departures=0")
NO_MOVES = (*NO_ARRIVALS, *NO_DEPARTURES, "world.registration_rate=0")
LOOPS = tuple(f"feedback.{name}.on=true" for name in ("planners", "families", "private"))
DISTRICTS = tuple(district.name for district in city_pack().districts)
SCHOOLS = tuple(service.name for service in city_pack().services if service.is_school)
PLACES = {name: tuple(city_pack().catchments(name)) for name in city_pack().axes["service"]}
"""Where the gap of a service is told: its catchments and, last, the city."""
LOAD = 0.97
"""Pupils of 2015 for each designed place."""
GROWN = {"primary": 14_165.6, "junior": 5_028.6, "senior_general": 1_618.8, "kindergarten": 5_390.0}
"""Places a year that no list names, from September 2015 to September 2017."""
BEDS = ("hospital", "obstetric", "paediatric", "eldercare")
"""Beds whose start is on record."""


@cache
def result(*sets: str) -> Result:
    """The baseline with some keys set to the limits of what can be, and beyond all sense."""
    return _run(loading.load(BASELINE, (*COARSE, *sets), known=city_pack(), force=True))


def result_of(folder: Path, edit: Callable[[Path], None], *sets: str) -> Result:
    """The same on a pack of one's own: that of Xiamen, edited where it lies."""
    shutil.copytree(PACK, folder / "xiamen")
    edit(folder / "xiamen")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(locations, "PACKS", folder)
        return _run(loading.load(BASELINE, (*COARSE, *sets), force=True))


def _run(one: loading.Loaded) -> Result:
    """A run whose remarks, of course it has some, are left unsaid."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ScenarioWarning)
        return run_loaded(one)


def nobody(pack: Path) -> None:
    """Nobody lives in the city at its start."""
    _put(pack / "city.toml", "value = 3561000", "value = 0")
    _put(pack / "city.toml", "value = 1946000", "value = 0")


def all_in_siming(pack: Path) -> None:
    """Everybody of the census lives in one district; the others are empty."""
    path = pack / "observations" / "districts_2010.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for sex in ("men", "women"):
        every = sum(int(row["persons"]) for row in rows if row["sex"] == sex)
        for row in rows:
            if row["sex"] == sex:
                row["persons"] = str(every) if row["district"] == "siming" else "0"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    shares = "value = { island = 0.4808, mainland = 0.5192 }"
    _put(pack / "parameters.toml", shares, "value = { island = 1.0, mainland = 0.0 }")


def _put(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")


def closing(services: Sequence[str], day: str) -> str:
    """Every place of some services closes, in every district, on a day."""
    each = '{{ id = "c_{0}_{1}", service = "{0}", district = "{1}", date = {2}, share = 1.0 }}'
    every = (each.format(name, place, day) for name in services for place in DISTRICTS)
    return f"plan.closures=[{', '.join(every)}]"


def on(measure, date):
    """The values of a measure on a day, by the labels of its axes but time."""
    return measure.unstack("date")[date]


def row(found, service, district, date):
    """One row of the table of services."""
    [place] = found.index[
        (found["service"] == service)
        & (found["district"] == district)
        & (found["date"].astype(str) == date)
    ]
    return found.loc[place]


def unsaid_numbers(found: Result) -> list[str]:
    """Cells of all tables that say what no reader should meet: nan, inf, −0."""
    return [
        f"{table.name}.{column.name}: {cell}"
        for table in build_tables(found.outcome)
        for column in table.columns
        if column.kind in ("integer", "number")
        for cell in set(column.cells)
        if any(text in cell.lower() for text in ("nan", "inf")) or cell in ("-0", "-0.0")
    ]
