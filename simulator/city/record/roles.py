"""Which rows of the record test a run, and which runs the record may test at all.

A row is *input* where a value is made from it (``use = "input"``, the start of a service, a series
that conditions a fit), *fitted* where a parameter was fitted to it, else a *test*.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from simulator.city.axes import CITY
from simulator.city.ground.choices import Choices
from simulator.city.ground.outcome import Outcome, choices_of_run
from simulator.city.ground.rewritten_past import first_difference, path_of_layers
from simulator.city.pack.city_pack import CityPack
from simulator.city.pack.fit_form import FIT
from simulator.city.record.comparison import Role
from simulator.files.records import Row
from simulator.files.stated_layers import Statement
from simulator.stockflow.values.calendar import SAME_INSTANT, instant

_RATIO = "world.enrolment_ratio."
_EXPANSION = "plan.unlisted_expansion."
_DISTRICTS = "districts"
"""Rows that shares of arrivals by district are fitted to."""

_OF_THE_CITY = ("world.", "policy.", "plan.", "feedback.")


@dataclass(frozen=True)
class Roles:
    """The roles of the rows of a pack, on a population basis."""

    pack: CityPack
    basis: str

    def role(self, table: str, row: Row, when: float) -> Role:
        """The role of a row of ``observations/<table>.csv`` at its instant."""
        if row.text("use") == "input":
            return "input"
        if table == "pupils":
            return self._of_pupils(row, when)
        if table == _DISTRICTS:
            return "fitted"
        fitted = self._fit.get((table, row.text("series"), row.text("age_group"))) or self._fit.get(
            (table, row.text("series"), "")
        )
        if fitted is not None and when <= self._until(fitted) + SAME_INSTANT:
            return "input" if fitted.get("condition") else "fitted"
        return self._of_supply(row, when)

    def of_places(self, row: Row, when: float) -> Role:
        """Places at the start are pupils ÷ load, and what no list names is fitted to later ones."""
        service = self.pack.service[row.text("series")]
        if service.start is not None and when <= service.start.year + SAME_INSTANT:
            return "input"
        grown = self.pack.parameters.find(f"{_EXPANSION}{service.name}", self.basis) or {}
        if grown.get("values") and grown.get("status") != "fitted":
            return "fitted"  # set by hand, with the whole record in view
        until = max((_instant_of(day) for day in grown.get("values", ())), default=float("-inf"))
        by_city = row.text("district") == CITY
        return "fitted" if by_city and when <= until + SAME_INSTANT else "test"

    def _of_pupils(self, row: Row, when: float) -> Role:
        """Of the city fitted; of districts in the year that their ratios were taken from."""
        service = row.text("series")
        entry = self.pack.parameters.find(f"{_RATIO}{service}", self.basis)
        if entry is None:
            return "test"
        by_hand = entry.get("status") != "fitted"  # set with the whole record in view
        if by_hand or row.text("district") == CITY:
            return "fitted"
        return "fitted" if abs(when - self._first_by_district(service)) < SAME_INSTANT else "test"

    def _first_by_district(self, service: str) -> float:
        rows = self.pack.rows("observations/pupils.csv")
        found = (
            instant(date.fromisoformat(row.text("date")))
            for row in rows
            if row.text("series") == service and row.text("district") in self.pack.axes["district"]
        )
        return min(found, default=float("inf"))

    def _of_supply(self, row: Row, when: float) -> Role:
        """Of beds counted: as the record of supply says of the same figure."""
        for entry in self.pack.documents.get("supply_record.toml", {}).get("figure", ()):
            same = float(entry["value"]) == row.number("value") and "date" in entry
            if same and abs(instant(date.fromisoformat(str(entry["date"]))) - when) < 0.01:
                return entry["use"] if entry["use"] in ("input", "fitted") else "test"
        return "test"

    @cached_property
    def _fit(self) -> Mapping[tuple[str, str, str], Mapping[str, Any]]:
        """Series that the fit of the people uses, by table, name and ages."""
        document: Mapping[str, Any] = self.pack.documents.get(FIT.file, {})
        return {
            (each["file"], each["series"], each.get("age_group", "")): each
            for each in document.get("series", ())
            if self.basis in each["bases"]
        }

    def _until(self, series: Mapping[str, Any]) -> float:
        """The instant up to which the fit knows a series."""
        stated = series.get("to", self.pack.documents[FIT.file]["window_end"])
        return instant(date.fromisoformat(str(stated)))


def _instant_of(day: str) -> float:
    """The instant of a date of a parameter, ``2017`` or ``2017-09-01``."""
    return instant(date.fromisoformat(day if len(day) > 4 else f"{day}-01-01"))


def changes_the_past(outcome: Outcome, last: float) -> bool:
    """Whether a run's values differ from its root scenario's before an instant.

    The root is the lowest layer of its chain. A path differs where it has another value by then;
    anything else where it is stated otherwise, but for a record that dates itself later.
    """
    choices = choices_of_run(outcome)
    return any(
        one.key.startswith(_OF_THE_CITY) and _differs(choices, one, last)
        for one in outcome.file.statements
        if one.layer > 0 and one.field is None
    )


def _differs(choices: Choices, one: Statement, last: float) -> bool:
    if one.record is None and choices.settings[one.key].kind == "path":
        root, whole = (
            path_of_layers(choices, one.key, layers) for layers in (1, len(choices.file.layers))
        )
        start = choices.date("model.start")
        return start < last and first_difference(root, whole, start, last) is not None
    if isinstance(one.value, Mapping):
        dates = [instant(value) for value in one.value.values() if isinstance(value, date)]
        return not dates or min(dates) < last
    stated = choices.file.layers[0].stated.get(one.key)
    return stated is None or stated.value != one.value
