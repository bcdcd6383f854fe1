"""The country's figures of years after the record that a run uses: told after the summary.

What a run says of years to come rests on the city's record alone but for these, which a forecast
made when the record ended could not have known.
"""

from collections.abc import Iterator

from simulator.city.ground.choices import Choices
from simulator.city.ground.future import ARRIVALS
from simulator.city.ground.outcome import Outcome, choices_of_run
from simulator.city.pack.city_pack import NATIONAL, NATIONAL_FERTILITY
from simulator.files.path_values import path_from
from simulator.stockflow.values.calendar import SAME_INSTANT, calendar_label
from simulator.stockflow.values.paths import Lines, Steps
from simulator.words.catalogue import Pair, listed, pair

_TABLES = ("rates/mortality.csv", "rates/population.csv")
"""Tables of the country by year that a run reads for each of its years."""


def later_figures(outcome: Outcome) -> Pair | None:
    """Which of the country's figures are later than the city's record; ``None`` if none is used."""
    choices = choices_of_run(outcome)
    end = _record_end(choices)
    if end is None or outcome.scenario.stop < end + SAME_INSTANT:
        return None
    used = [*_tables(outcome, end), *_keys(choices, end)]
    return pair("held.later", end=calendar_label(end), inputs=listed(used)) if used else None


def _record_end(choices: Choices) -> float | None:
    """The end of the record of who comes, the longest that the city has of its people."""
    if not choices.is_known(ARRIVALS):
        return None
    recorded = path_from(ARRIVALS, choices.known(ARRIVALS))
    return recorded.last if isinstance(recorded, Steps) else None


def _tables(outcome: Outcome, end: float) -> Iterator[str]:
    for name in _TABLES:
        rows = outcome.pack.rows(name) if (outcome.pack.folder / name).is_file() else ()
        years = {row.integer("year") for row in rows}
        if any(end - SAME_INSTANT < year < outcome.scenario.stop for year in years):
            yield name


def _keys(choices: Choices, end: float) -> Iterator[str]:
    """Keys, each once without the labels that follow it, whose dated values go on."""
    found: dict[str, None] = {}
    for key in choices.settings:
        if key.startswith(NATIONAL) and choices.is_known(key):
            path = path_from(key, choices.known(key))
            stated = choices.file.values.get(key)
            if isinstance(path, Lines) and path.years[-1] > end and stated is None:
                found[key.rpartition(".")[0]] = None
    yield from found
    if choices.future.by_nation:
        last, _ = choices.pack.parameters.value(NATIONAL_FERTILITY)[-1]
        if last > end - SAME_INSTANT:
            yield NATIONAL_FERTILITY
