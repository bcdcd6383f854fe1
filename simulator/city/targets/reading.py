"""``scoreboard.toml`` of a city pack, checked against the plan, the pack and its record."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from simulator.city.pack.city_pack import CityPack
from simulator.city.record.groups import GROUPS, Ages, Group
from simulator.city.record.ratios import read_definitions
from simulator.city.targets.counts import (
    NUMERATORS,
    OF_PROGRAMMES,
    OF_RECORDS,
    RECORD,
)
from simulator.city.targets.entries import (
    DAYS,
    DIRECTIONS,
    READINGS,
    ROLES,
    STATUSES,
    Driver,
    NeedEntry,
    RecordEntry,
    TargetEntry,
    ValueEntry,
    Whom,
)
from simulator.city.targets.plan import FILE as PLAN
from simulator.city.targets.plan import PlanTarget, read_plan
from simulator.errors import DataError, Fault
from simulator.files.records import Fields, Row
from simulator.files.toml_text import TomlFile, read_toml
from simulator.words.catalogue import message

FILE = "scoreboard.toml"
KINDS = (*GROUPS, "districts", "beds", "target")
_NOTHING = {"zh": "", "en": ""}
_MOST_AGES = 2

Pairs = tuple[tuple[PlanTarget, TargetEntry], ...]
"""Every figure of the plan with what the pack says of it."""


def read_entries(pack: CityPack) -> Pairs:
    """Every figure of the plan with its entry, in the order of the plan.

    Nothing where the pack has no scoreboard. Raises ``DataError`` with all faults at once: a figure
    without an entry, an entry without a figure or with the id of another, a word that is not known.
    """
    path = pack.folder / FILE
    if not path.is_file():
        return ()
    plan = {target.name: target for target in read_plan(pack)}
    shown = f"calibration/{pack.name}/{FILE}"
    file, faults = read_toml(path, shown)
    if file is None or faults:
        raise DataError(faults)
    reader = _Reader(pack=pack, plan=plan, file=file, faults=faults)
    entries = reader.entries()
    faults += _without_entry(pack, plan, entries)
    if faults:
        raise DataError(faults)
    return tuple((target, entries[name]) for name, target in plan.items())


def _without_entry(
    pack: CityPack, plan: Mapping[str, PlanTarget], entries: Mapping[str, TargetEntry]
) -> Iterator[Fault]:
    for name, target in plan.items():
        if name not in entries:
            told = message("fault.no_target_entry", id=name, file=FILE)
            path = f"calibration/{pack.name}/{PLAN}"
            yield Fault(path=path, line=target.line, key="id", message=told)


@dataclass(kw_only=True)
class _Reader:
    pack: CityPack
    plan: Mapping[str, PlanTarget]
    file: TomlFile
    faults: list[Fault]
    tables: dict[str, tuple[Row, ...] | None] = field(default_factory=dict)

    def rows(self, name: str) -> tuple[Row, ...] | None:
        """Rows of a table of the pack, read once; ``None`` where there is no such table."""
        if name not in self.tables:
            there = (self.pack.folder / name).is_file()
            self.tables[name] = self.pack.rows(name) if there else None
        return self.tables[name]

    @cached_property
    def ratios(self) -> Mapping[str, Mapping[str, Any]]:
        """The ratios of the pack by name."""
        return {entry["id"]: entry for entry in read_definitions(self.pack).ratios}

    @cached_property
    def series(self) -> Sequence[str]:
        """The series of the record of what is not modelled."""
        return sorted({row.text("series") for row in self.rows(RECORD) or ()})

    def entries(self) -> Mapping[str, TargetEntry]:
        """Every entry by its id; of two with one id the first."""
        top = Fields(file=self.file, parts=(), table=self.file.document, faults=self.faults)
        names = {key: top.inside(key).table for key in ("sector", "section")}
        found: dict[str, TargetEntry] = {}
        lines: dict[str, int | None] = {}
        for table in top.tables("target"):
            name = table.choice("id", self.plan)
            if name in found:
                table.refuse("id", message("fault.entry_twice", line=lines[name]))
            elif name in self.plan:
                lines[name] = self.file.line(table.parts)
                found[name] = self._entry(table, self.plan[name], names)
        return found

    def _entry(
        self, table: Fields, target: PlanTarget, names: Mapping[str, Mapping[str, object]]
    ) -> TargetEntry:
        entry = TargetEntry(
            name=target.name,
            status=table.choice("status", STATUSES),
            definition=table.pair("definition"),
            unit=table.pair("unit"),
            lacking=table.pair("lacking", default=_NOTHING),
            sector=self._sector(table, target, names["sector"]),
            section=self._section(table, target, names["section"]),
            values=tuple(self._value(each) for each in table.tables("value")),
            needs=tuple(self._need(each) for each in table.tables("need")),
            records=tuple(r for each in table.tables("record") if (r := self._record(each))),
        )
        table.done()
        _refuse_contradiction(table, entry)
        return entry

    def _sector(
        self, table: Fields, target: PlanTarget, known: Mapping[str, object]
    ) -> Mapping[str, str]:
        found = known.get(target.sector)
        if isinstance(found, dict) and {"zh", "en"} <= set(found):
            return {"zh": str(found["zh"]), "en": str(found["en"])}
        table.refuse("", message("fault.no_sector", name=target.sector))
        return {"zh": target.sector, "en": target.sector}

    def _section(
        self, table: Fields, target: PlanTarget, known: Mapping[str, object]
    ) -> Mapping[str, str]:
        found = known.get(target.section)
        if not isinstance(found, str):
            table.refuse("", message("fault.no_section", name=target.section))
        return {"zh": target.section, "en": str(found)}

    def _value(self, table: Fields) -> ValueEntry:
        ratio = self.ratios.get(table.choice("ratio", self.ratios, default=""), {})
        counts = table.choice("counts", NUMERATORS)
        services = (ratio["service"],) if ratio else table.words("of", self.pack.service)
        entry = ValueEntry(
            name=table.text("id"),
            title=table.pair("name"),
            counts=counts,
            services=services,
            reading=table.choice("reading", READINGS, default=""),
            whom=self._divisor(table, ratio),
            per=float(ratio["per"]) if ratio else table.number("per", default=1.0),
            day=table.choice("day", DAYS, default=DAYS[0]),
            grade=table.choice("grade", "ABCD"),
            driver=self._driver(table.inside("driver")),
            programme=table.choice("programme", self._programmes(), default=""),
            base=table.number("base", default=0.0),
            series=table.choice("series", self.series, default=""),
            stated={**ratio.get("as", {}), **_texts(table.inside("as"))},
        )
        table.asked |= {"base_rule", "source_id", "factor_rule"}
        table.done()
        _refuse_missing(table, entry)
        return entry

    def _divisor(self, table: Fields, ratio: Mapping[str, Any]) -> Whom | None:
        if not ratio and "people" not in table.table:
            return None
        if not ratio:
            return self._whom(table, scope="scope")
        ages: tuple[Ages, ...] = ((int(ratio["from"]), None),) if "from" in ratio else ()
        group = Group(kind=ratio["people"], ages=ages, services=(ratio["service"],))
        return Whom(title=table.pair("whom"), group=group)

    def _whom(self, table: Fields, *, scope: str) -> Whom:
        group = Group(
            kind=table.choice("people", KINDS),
            ages=_ages(table),
            services=table.words(scope, self.pack.service),
        )
        return Whom(
            title=table.pair("whom"),
            group=group,
            factor=table.number("factor", default=1.0),
            target=table.choice("target", self.plan, default=""),
        )

    def _driver(self, table: Fields) -> Driver:
        driver = Driver(
            key=table.text("key"),
            to=table.number("to"),
            direction=table.choice("direction", DIRECTIONS),
        )
        table.done()
        return driver

    def _need(self, table: Fields) -> NeedEntry:
        entry = NeedEntry(
            whom=self._whom(table, scope="of"),
            per=table.number("per") if "per" in table.table else None,
            only=table.switch("only", default=False),
            limit=table.pair("limit") if "limit" in table.table else None,
        )
        table.asked |= {"per", "limit", "source_id", "factor_rule", "grade"}
        table.done()
        return entry

    def _record(self, table: Fields) -> RecordEntry | None:
        role = table.choice("role", ROLES)
        name, where = table.text("table"), _texts(table.inside("where"))
        compares = table.switch("compares", default=True)
        note = table.pair("note", default=_NOTHING)
        table.done()
        every = self.rows(name)
        if every is None:
            table.refuse("table", message("fault.no_pack_table", name=name))
            return None
        rows = [
            row
            for row in every
            if all(row.cells.get(column) == text for column, text in where.items())
        ]
        if len(rows) != 1:
            table.refuse("where", message("fault.where_rows", number=len(rows), name=name))
            return None
        return RecordEntry(role=role, row=rows[0], compares=compares, note=note)

    def _programmes(self) -> Sequence[str]:
        return [programme.name for programme in self.pack.programmes]


def _texts(table: Fields) -> dict[str, str]:
    return {key: str(value) for key, value in table.table.items()}


def _ages(table: Fields) -> tuple[Ages, ...]:
    table.asked.add("ages")
    found = table.table.get("ages", [])
    pairs: list[Ages] = []
    for each in found if isinstance(found, list) else [found]:
        ages = each if isinstance(each, list) else []
        if not 1 <= len(ages) <= _MOST_AGES or not all(type(age) is int for age in ages):
            table.refuse("ages", message("fault.ages", found=found))
            break
        pairs.append((ages[0], ages[1] if len(ages) == _MOST_AGES else None))
    return tuple(pairs)


def _refuse_missing(table: Fields, entry: ValueEntry) -> None:
    """A reading needs what it counts of."""
    if entry.counts in OF_PROGRAMMES:
        key, there = "programme", bool(entry.programme)
    elif entry.counts in OF_RECORDS:
        key, there = "series", bool(entry.series)
    else:
        key, there = "of", bool(entry.services)
    if entry.counts in NUMERATORS and not there:
        table.refuse(key, message("fault.counted_of", counts=entry.counts))


def _refuse_contradiction(table: Fields, entry: TargetEntry) -> None:
    """The status says what the entry has."""
    compared = any(record.compares for record in entry.records)
    is_right = {
        "modelled": bool(entry.values),
        "recorded": not entry.values and compared,
        "unknown": not entry.values and not compared,
    }
    if not is_right.get(entry.status, True):
        table.refuse("status", message("fault.status", found=entry.status))
