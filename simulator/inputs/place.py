"""Where in a scenario file a value stands, and what was found wrong there."""

from dataclasses import dataclass, field

from simulator.errors import Fault
from simulator.inputs.toml_lines import Parts
from simulator.inputs.toml_text import TomlFile


@dataclass(frozen=True, kw_only=True, slots=True)
class Findings:
    """What a check of one file collects.

    ``faults`` is what is wrong; ``meant`` the dotted keys that a faulty entry was about, so that
    the same key is not also called missing.
    """

    faults: list[Fault] = field(default_factory=list)
    meant: set[str] = field(default_factory=set)


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """One key of one file, and where faults are collected."""

    file: TomlFile
    findings: Findings
    parts: Parts = ()

    def inside(self, *parts: str | int) -> "Place":
        """A place below this one."""
        return Place(file=self.file, findings=self.findings, parts=(*self.parts, *parts))

    @property
    def key(self) -> str:
        """The dotted key, records by their ``id``."""
        return self.file.dotted(self.parts)

    @property
    def line(self) -> int | None:
        """The line, counted from one."""
        return self.file.line(self.parts)

    def refuse(self, english: str, chinese: str) -> None:
        """Report a fault here, in both languages."""
        self.findings.faults.append(self.file.fault(self.parts, f"{english} / {chinese}"))
        self.findings.meant.add(self.key)
