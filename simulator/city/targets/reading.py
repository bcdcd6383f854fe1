"""``scoreboard.toml`` of a city pack: every figure of the plan with what the pack says of it.

The file is checked with the rest of the pack (``city.pack.scoreboard_form``): here it is only read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.city.pack.city_pack import CityPack
from simulator.city.pack.scoreboard_form import SCOREBOARD
from simulator.city.record.groups import Ages, Group
from simulator.city.record.ratios import read_definitions
from simulator.city.targets.entries import (
    Driver,
    NeedEntry,
    RecordEntry,
    TargetEntry,
    ValueEntry,
    Whom,
)
from simulator.city.targets.plan import Close, PlanTarget, read_plan
from simulator.files.records import Row

_NOTHING = {"zh": "", "en": ""}

Entry = Mapping[str, Any]
Pairs = tuple[tuple[PlanTarget, TargetEntry], ...]
"""Every figure of the plan with what the pack says of it."""


def read_entries(pack: CityPack) -> Pairs:
    """Every figure of the plan with its entry, in the order of the plan.

    Nothing where the pack has no scoreboard. Parameters have no part in it.
    """
    return pack.once_of_tables(_entries)


def _entries(pack: CityPack) -> Pairs:
    document = pack.documents.get(SCOREBOARD.file)
    if document is None:
        return ()
    reader = _Reader(
        pack=pack,
        document=document,
        ratios={entry["id"]: entry for entry in read_definitions(pack).ratios},
        tables={},
    )
    entries = {entry["id"]: entry for entry in document["target"]}
    return tuple((target, reader.entry(target, entries[target.name])) for target in read_plan(pack))


def read_close(pack: CityPack) -> Close:
    """How near to its target an expected value is *close*, not missed.

    Raises ``KeyError`` where the pack has no scoreboard.
    """
    stated = pack.documents[SCOREBOARD.file]["close"]
    return Close(per_cent=int(stated["value"]), none_for=tuple(stated["none_for"]))


@dataclass(frozen=True, kw_only=True)
class _Reader:
    pack: CityPack
    document: Entry
    ratios: Mapping[str, Entry]
    tables: dict[str, Sequence[Row]]

    def entry(self, target: PlanTarget, entry: Entry) -> TargetEntry:
        """What the pack says of a figure."""
        return TargetEntry(
            name=target.name,
            status=entry["status"],
            source_kind=entry.get("source_kind", ""),
            definition=entry["definition"],
            unit=entry["unit"],
            lacking=entry.get("lacking", _NOTHING),
            sector=self.document["sector"][target.sector],
            section=self._section(target.section),
            values=tuple(self._value(each) for each in entry.get("value", ())),
            needs=tuple(_need(each) for each in entry.get("need", ())),
            records=tuple(self._record(each) for each in entry.get("record", ())),
        )

    def _section(self, clause: str) -> Mapping[str, str]:
        """A clause as the plan calls it, and its translation; itself where the pack has none."""
        translated = self.document.get("section", {}).get(clause, clause)
        return {"zh": clause, "en": translated}

    def _value(self, entry: Entry) -> ValueEntry:
        ratio = self.ratios.get(entry.get("ratio", ""), {})
        return ValueEntry(
            name=entry["id"],
            title=entry["name"],
            counts=entry["counts"],
            services=(ratio["service"],) if ratio else tuple(entry.get("of", ())),
            reading=entry.get("reading", ""),
            whom=_divisor(entry, ratio),
            per=float((ratio or entry).get("per", 1.0)),
            day=entry.get("day", "year_end"),
            grade=entry["grade"],
            driver=Driver(**{**entry["driver"], "to": float(entry["driver"]["to"])}),
            programme=entry.get("programme", ""),
            base=float(entry.get("base", 0.0)),
            series=entry.get("series", ""),
            population=entry.get("population", "resident"),
            unrecorded=entry.get("unrecorded", ""),
            stated={**ratio.get("as", {}), **entry.get("as", {})},
        )

    def _record(self, entry: Entry) -> RecordEntry:
        name = entry["table"]
        if name not in self.tables:
            self.tables[name] = self.pack.rows(name)
        [row] = (
            row
            for row in self.tables[name]
            if all(row.cells.get(column, "") == text for column, text in entry["where"].items())
        )
        return RecordEntry(
            role=entry["role"],
            row=row,
            compares=entry.get("compares", True),
            note=entry.get("note", _NOTHING),
            definition=entry.get("definition", _NOTHING),
        )


def _need(entry: Entry) -> NeedEntry:
    return NeedEntry(
        whom=_whom(entry, scope="of"),
        per=float(entry["per"]) if "per" in entry else None,
        only=entry.get("only", False),
        limit=entry.get("limit"),
    )


def _divisor(entry: Entry, ratio: Entry) -> Whom | None:
    """Whom a reading is divided by: those of its ratio, those it names, or nobody."""
    if ratio:
        ages: tuple[Ages, ...] = ((int(ratio["from"]), None),) if "from" in ratio else ()
        group = Group(kind=ratio["people"], ages=ages, services=(ratio["service"],))
        return Whom(title=entry["whom"], group=group)
    return _whom(entry, scope="scope") if "people" in entry else None


def _whom(entry: Entry, *, scope: str) -> Whom:
    ages = tuple((first, *(rest or [None])) for first, *rest in entry.get("ages", ()))
    return Whom(
        title=entry["whom"],
        group=Group(kind=entry["people"], ages=ages, services=tuple(entry.get(scope, ()))),
        factor=float(entry.get("factor", 1.0)),
        target=entry.get("target", ""),
    )
