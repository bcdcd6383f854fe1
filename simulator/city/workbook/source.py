"""What the sheets of a workbook are made from: the tables of a run, and what their words mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil

from simulator.city.axes import CITY
from simulator.city.ground.outcome import Outcome
from simulator.city.ground.subject import Subject, titled
from simulator.city.ground.titles import place_title
from simulator.report.table import Table
from simulator.report.workbook.sheets import NOTHING, Called, Field, Form
from simulator.stockflow.values.calendar import SAME_INSTANT
from simulator.words.catalogue import Language, Pair, beside, is_known, moment, pair, spoken

Row = Mapping[str, str]
_LABEL = "label"


@dataclass(frozen=True, kw_only=True)
class Source:
    """The tables of a run by name, the dictionary among them, and the language of its readers."""

    outcome: Outcome
    tables: Mapping[str, Table]
    language: Language

    @cached_property
    def subject(self) -> Subject:
        """The run as figures take it: its span, its names."""
        return Subject(outcome=self.outcome, language=self.language)

    @property
    def years(self) -> range:
        """The years shown."""
        first, last = self.subject.shown
        return range(int(first + SAME_INSTANT), ceil(last - SAME_INSTANT))

    @property
    def places(self) -> tuple[str, ...]:
        """The city first, then its districts."""
        return (CITY, *self.outcome.pack.axes["district"])

    def rows(self, name: str) -> list[dict[str, str]]:
        """The rows of a table, by column."""
        table = self.tables[name]
        names = [column.name for column in table.columns]
        cells = zip(*(column.cells for column in table.columns), strict=True)
        return [dict(zip(names, row, strict=True)) for row in cells]

    @cached_property
    def _dictionary(self) -> Mapping[tuple[str, str, str], Row]:
        """The rows of the dictionary by table, column and value."""
        return {(row["table"], row["column"], row["value"]): row for row in self.rows("dictionary")}

    def has(self, table: str, column: str) -> bool:
        """Whether a table of this run has a column: some only come with draws."""
        return (table, column, "") in self._dictionary

    def field(
        self, origin: str, cells: Sequence[str], form: Form, head: str | None = None
    ) -> Field:
        """A column that shows one of a table (``services.gap``), with its head and meaning."""
        table, _, column = origin.partition(".")
        told = self._dictionary[table, column, ""]
        unit = self.tables[table].column(column).unit
        return Field(
            head=(told["zh"], told["en"]) if head is None else pair(f"workbook.head.{head}"),
            form=form,
            cells=cells,
            meaning=(told["definition_zh"], told["definition_en"]),
            unit=NOTHING if unit in (_LABEL, "date") else pair(f"unit.{unit}"),
            origin=origin,
        )

    def label(self, column: str, value: str, between: str = " ") -> str:
        """A label as its readers know it; itself where the dictionary has no words for it.

        Both languages stand beside each other, or beneath.
        """
        told = self._dictionary.get(("", column, value))
        return value if told is None else self._said((told["zh"], told["en"]), between)

    def place(self, name: str, between: str = " ") -> str:
        """A district, an area or the city."""
        return self._said(titled(place_title(self.outcome.pack, name)), between)

    def service(self, name: str, between: str = " ") -> str:
        """A service."""
        return self._said(titled(self.outcome.pack.service[name].title), between)

    def unit(self, name: str, between: str = " ") -> str:
        """A unit of services or series by its name."""
        key = f"unit.{name}"
        return self._said(pair(key), between) if is_known(key) else name

    def _said(self, text: Pair, between: str) -> str:
        return between.join(spoken(text, self.language))

    def reading(self, service: str, year: int) -> str:
        """The day of a year on which a service is read: 1 September, or the end of the year."""
        is_school = self.outcome.pack.service[service].is_school
        return f"{year}-09-01" if is_school else f"{year + 1}-01-01"

    def moment(self, day: str) -> str:
        """A day as people name it."""
        year, month = int(day[:4]), int(day[5:7])
        return beside(moment(year + (month - 1) / 12), self.language)

    def line(self, text: Pair) -> str:
        """A text on one line."""
        return beside(text, self.language)

    def told(self, chinese: str, english: str) -> str:
        """A text that differs by language, in those of the readers, one beneath the other."""
        return self._said((chinese, english), "\n")


def own_field(name: str, cells: Sequence[str], form: Form, unit: Pair = NOTHING) -> Field:
    """A column that no table has: its head and meaning are those of the workbook."""
    key = f"workbook.meaning.{name}"
    return Field(
        head=pair(f"workbook.head.{name}"),
        form=form,
        cells=cells,
        meaning=pair(key) if is_known(key) else NOTHING,
        unit=unit,
    )


def notes(*names: str) -> tuple[Pair, ...]:
    """Notes of the workbook by name."""
    return tuple(pair(f"workbook.note.{name}") for name in names)


def words_of(sheet: str, **values: object) -> Called:
    """Name, title and meaning of a sheet."""
    name, title, meaning = (
        pair(f"workbook.sheet.{sheet}.{each}", **values) for each in ("name", "title", "meaning")
    )
    return Called(name=name, title=title, meaning=meaning)
