"""The scoreboard as data: everything a later report needs, in one JSON file."""

import json
from collections.abc import Mapping, Sequence

from simulator.city.targets.board import ScoredRecord, ScoreRow
from simulator.city.targets.causes import Causes
from simulator.city.targets.readings import ScoredNeed, ScoredValue
from simulator.city.targets.screen import Board
from simulator.city.targets.table import said
from simulator.city.targets.words import Words
from simulator.files.records import Row
from simulator.stockflow.values.calendar import calendar_label

FORM = 2
"""The form of the file; raised when a reader of the old one would be misled."""

_DIGITS = 10


def dump_data(boards: Sequence[Board], causes: Sequence[Causes], sources: Mapping[str, Row]) -> str:
    """One or several scoreboards of a plan as JSON; the same bytes for the same runs."""
    content = {
        "form": FORM,
        "city": dict(boards[0].outcome.pack.title),
        "scenarios": [
            {
                "name": board.outcome.file.name,
                "title": board.title,
                "targets": [_row(row, sources) for row in board.rows],
            }
            for board in boards
        ],
        "causes": [_cause(each) for each in causes],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _row(row: ScoreRow, sources: Mapping[str, Row]) -> dict[str, object]:
    target, entry = row.target, row.entry
    return {
        "id": target.name,
        "sector": dict(entry.sector),
        "section": dict(entry.section),
        "title": dict(target.title),
        "definition": dict(entry.definition),
        "comparator": target.comparator,
        "promise": target.value,
        "unit": dict(entry.unit),
        "deadline": target.year,
        "source": target.source,
        "standing": entry.status,
        "verdict": row.verdict,
        "source_kind": row.entry.source_kind or None,
        "said": {
            "zh": said(row, Words(language="zh", sources=sources)),
            "en": said(row, Words(language="en", sources=sources)),
        },
        "values": [_value(each) for each in row.values],
        "needs": [_need(each) for each in row.needs],
        "records": [_record(each) for each in row.records],
    }


def _value(value: ScoredValue) -> dict[str, object]:
    return {
        "reading": value.entry.name,
        "title": dict(value.entry.title),
        "kind": value.entry.reading,
        "grade": value.entry.grade,
        "years": [
            {
                "year": year,
                "date": calendar_label(answer.when),
                "value": _number(answer.value),
                "numerator": _number(answer.upper),
                "denominator": _number(answer.lower),
            }
            for year, answer in value.answers.items()
        ],
        "verdict": value.verdict,
        "is_met": value.is_met,
        "unrecorded": value.entry.unrecorded or None,
        "since": value.since,
        "lacking": _number(value.lacking),
        "fewer_people": _number(value.fewer),
    }


def _need(need: ScoredNeed) -> dict[str, object]:
    return {
        "whom": dict(need.entry.whom.title),
        "people": _number(need.people),
        "number": _number(need.number),
    }


def _record(record: ScoredRecord) -> dict[str, object]:
    return {
        "role": record.entry.role,
        "note": dict(record.entry.note),
        "definition": dict(record.entry.definition),
        "quote": record.entry.quote,
        "date": calendar_label(record.when),
        "value": record.value,
        "unit": record.row.text("unit"),
        "is_met": record.is_met,
        "source": record.row.text("source_id"),
        "status": record.row.text("status"),
        "grade": record.row.text("grade"),
    }


def _cause(causes: Causes) -> dict[str, object]:
    return {
        "id": causes.row.target.name,
        "first": _number(causes.first),
        "last": _number(causes.last),
        "shares": {name: _number(share) for name, share in causes.shares.items()},
    }


def _number(value: float | None) -> float | None:
    """Ten significant digits: the last ones of a float differ between machines."""
    return None if value is None else float(f"{value:.{_DIGITS}g}")
