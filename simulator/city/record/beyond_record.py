"""Whether the city of a run still bears any likeness to the record: told after the summary."""

import numpy as np

from simulator.city.ground.outcome import Outcome
from simulator.stockflow.grammar.spoken_units import as_spoken
from simulator.words.catalogue import Pair, moment, pair

FARTHEST = 3.0
"""Times the highest number of residents on record, or part of the lowest, that is still told."""


def beyond_record(outcome: Outcome) -> Pair | None:
    """The reading at which residents lie farthest beyond the record; ``None`` where none does.

    The record is every observation of residents in the city pack, on the basis of the run.
    """
    recorded = _recorded(outcome)
    if not recorded:
        return None
    run = outcome.trajectory
    residents = run.measures["residents"][0]
    residents = residents.reshape(-1, residents.shape[-1]).sum(axis=0)
    low, high = min(recorded.values()), max(recorded.values())
    far = np.maximum(residents / high, low / np.maximum(residents, 1e-9))
    place = int(far.argmax())
    if far[place] <= FARTHEST:
        return None
    is_above = residents[place] > high
    bound = high if is_above else low
    number = f"{far[place]:,.0f}" if far[place] >= 100 else f"{far[place]:.3g}"
    years = sorted(recorded)
    return pair(
        "sense.city",
        number=as_spoken(float(residents[place]), "persons"),
        day=moment(float(run.readings[place])),
        times=pair("sense.times" if is_above else "sense.part", number=number),
        bound=pair("sense.highest" if is_above else "sense.lowest"),
        recorded=as_spoken(bound, "persons"),
        **{"from": years[0], "to": years[-1]},
    )


def _recorded(outcome: Outcome) -> dict[str, float]:
    """Residents of the city that were counted, by year."""
    pack, basis = outcome.pack, outcome.file.values["world.population_basis"]
    entry = next(each for each in pack.city["basis"] if each["id"] == basis)
    name = "observations/residents.csv"
    rows = pack.rows(name) if (pack.folder / name).is_file() else ()
    return {
        row.text("year"): row.number("value")
        for row in rows
        if row.text("series") == entry["residents_series"] and row.text("use") == "observation"
    }
