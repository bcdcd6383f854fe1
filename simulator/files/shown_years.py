"""Years that a report is to show, against the years that are run."""

from collections.abc import Mapping, Sequence
from datetime import date

from simulator.files.hints import show
from simulator.files.merging import Stated
from simulator.files.stated_layers import StatedLayer
from simulator.stockflow.values.calendar import exact_instant, instant

_SHOWN = ("report.from_year", "report.to_year")
_RUN = ("model.start", "model.stop")


def check_shown_years(layers: Sequence[StatedLayer], stated: Mapping[str, Stated]) -> None:
    """Refuse years outside the run where they were stated for it; else tell that they are cut.

    A scenario that runs a shorter time than its parents inherits the years they show: nothing is
    wrong with it. One that states years which its run does not have asks for what can't be shown.
    """
    if not all(key in stated for key in (*_SHOWN, *_RUN)):
        return
    days = [stated[key].value for key in _RUN]
    if not all(isinstance(day, date) for day in days):
        return
    start, stop = (instant(day) for day in days if isinstance(day, date))
    if start >= stop or _years(stated[_SHOWN[0]]) > _years(stated[_SHOWN[1]]):
        return  # told already, and what is meant by it nobody knows
    bounded = max(_last_layer(layers, key) for key in _RUN)
    for key in _SHOWN:
        found = stated[key].value
        if isinstance(found, int) and not start <= float(exact_instant(found)) < stop:
            span = {"start": show(days[0]), "stop": show(days[1])}
            if _last_layer(layers, key) >= bounded:
                stated[key].spot.refuse("effect.report_outside", found=found, **span)
            else:
                stated[key].spot.remark("effect.report_shown", **span)


def _years(stated: Stated) -> int:
    return stated.value if isinstance(stated.value, int) else 0


def _last_layer(layers: Sequence[StatedLayer], key: str) -> int:
    return max(number for number, layer in enumerate(layers) if key in layer.stated)
