"""The texts of the files of one scenario, read as long as they stay near it, few and small."""

from dataclasses import dataclass, field
from pathlib import Path

from simulator.files.limits import FILE_BYTES, LAYERS
from simulator.files.reach import Reach, names_itself
from simulator.files.regular_file import read_regular, refuse_name
from simulator.files.schema import SCHEMA_VERSION
from simulator.files.written_text import decode
from simulator.words.catalogue import message

Refusal = tuple[int | None, str]
"""A line (from 1) where there is one, and why a file is refused."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ChainReading:
    """What may be read for one scenario, and the sizes (bytes) of what was.

    ``text_asked`` is the text of the file that was asked for, where it lies on no disk.
    """

    reach: Reach
    text_asked: str | None = None
    sizes: list[int] = field(default_factory=list)

    def text(self, path: Path, *, is_asked: bool) -> tuple[str, Refusal | None]:
        """The text of a file; nothing, and why, of one that is refused. No reason quotes it.

        ``is_asked`` says that whoever runs the program named it, not another file.
        """
        refusal = None if is_asked else self._refuse_unread(path)
        if refusal is not None:
            return "", (None, refusal)
        if is_asked and self.text_asked is not None:
            content, refusal = self.text_asked.encode("utf-8", "surrogatepass"), None
        else:
            content, refusal = read_regular(path)
        if refusal is not None:
            return "", (None, refusal)
        self.sizes.append(len(content))
        if sum(self.sizes) > FILE_BYTES:
            return "", (None, message("limit.chain", most=FILE_BYTES // 10**6))
        text, found = decode(content)
        if found is None and text.strip() and not names_itself(text, is_asked=is_asked):
            found = (None, message("place.no_scenario", version=SCHEMA_VERSION))
        return text, found

    def _refuse_unread(self, path: Path) -> str | None:
        refusal = refuse_name(path.name)
        if refusal is not None:
            return refusal
        if not self.reach.holds(path):
            return message("place.outside")
        if len(self.sizes) >= LAYERS:
            return message("limit.layers", found=len(self.sizes) + 1, most=LAYERS)
        return None
