"""What a check finds, for other programs: as JSON, or as annotations of a pull request."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from simulator.commands.language import language
from simulator.errors import Fault
from simulator.words.catalogue import Message, told_in


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """A fault, or what is lawful and yet told."""

    severity: Literal["error", "warning"]
    fault: Fault


def as_json(findings: Sequence[Finding]) -> str:
    """A list of objects: severity, file, line, key, and the message in both languages."""
    rows = [
        {
            "severity": each.severity,
            "file": each.fault.path,
            "line": each.fault.line,
            "key": each.fault.key,
            "message": _both(each.fault.message),
        }
        for each in findings
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def as_annotations(findings: Sequence[Finding]) -> str:
    """A line each, ``::error file=…,line=…,title=…::…``, as GitHub reads them."""
    return "".join(f"{_annotation(each)}\n" for each in findings)


def _annotation(found: Finding) -> str:
    fault = found.fault
    properties = {"file": fault.path, "line": fault.line, "title": fault.key}
    stated = ",".join(
        f"{name}={_escaped(str(value), ':,')}" for name, value in properties.items() if value
    )
    return f"::{found.severity} {stated}::{_escaped(told_in(fault.message, language()))}"


def _escaped(text: str, further: str = "") -> str:
    """A text in which nothing ends the line, or the property, that it stands in."""
    for sign in f"%\r\n{further}":
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


def _both(told: str) -> dict[str, str]:
    chinese, english = told.pair if isinstance(told, Message) else (told, told)
    return {"zh": chinese, "en": english}
