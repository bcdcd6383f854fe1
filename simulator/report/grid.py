"""A grid of texts for a screen: coloured where there is a terminal, plain lines elsewhere.

Widths are counted in columns of the screen, of which a Chinese character takes two.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from simulator.report.pieces import PIECES

_GAP = "  "


def broken_to(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` columns.

    English breaks at spaces, Chinese between any two characters but before a closing mark; a word
    longer than a line is cut.
    """
    lines: list[str] = []
    line = ""
    for piece in PIECES.findall(text):
        if line.strip() and cell_len(line + piece.rstrip()) > width:
            lines.append(line.strip())
            line = ""
        line += piece
        # A word longer than a line, a key or an address, is cut rather than let run over.
        while cell_len(line) > width and not line.isspace():
            cut = _fitting(line, width)
            lines.append(line[:cut].strip())
            line = line[cut:]
    return [*lines, line.strip()] if line.strip() or not lines else lines


def _fitting(text: str, width: int) -> int:
    """How many characters of a text fit a width; at least one."""
    count = len(text)
    while count > 1 and cell_len(text[:count]) > width:
        count -= 1
    return count


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """Title, headings and rows; notes follow below.

    ``numeric`` columns stand right, ``group`` rows belong together, and ``styles`` gives certain
    cells a colour on a terminal. There, headings are broken into words; cells stay in one line.
    """

    title: str
    headings: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    numeric: tuple[bool, ...]
    group: int = 1
    notes: tuple[str, ...] = ()
    styles: Mapping[str, str] = field(default_factory=dict)

    def show(self, console: Console) -> None:
        """Draw where a terminal is, write plain lines where none is."""
        if console.is_terminal:
            console.print(*self._drawn(), sep="\n")
        else:
            console.out(self.text(), highlight=False)

    def text(self) -> str:
        """The grid as plain lines; a Chinese character is as wide as two others."""
        every, widths = (self.headings, *self.rows), self._plain()
        lines = (_GAP.join(self._padded(cells, widths)).rstrip() for cells in every)
        return "\n".join((self.title, *lines, *self.notes))

    def plain_width(self) -> int:
        """Columns that the plain lines take: their headings are not broken."""
        return sum(self._plain()) + len(_GAP) * (len(self.headings) - 1)

    def _plain(self) -> list[int]:
        every = (self.headings, *self.rows)
        return [max(map(cell_len, column)) for column in zip(*every, strict=True)]

    def width(self) -> int:
        """Columns of a terminal that the grid takes."""
        return sum(self._widths()) + len(_GAP) * (len(self.headings) - 1)

    def _drawn(self) -> Iterator[Text]:
        widths, rule = self._widths(), Text("─" * self.width(), style="dim")
        yield Text(self.title, style="bold")
        yield rule
        for line in self._heading_lines():
            yield Text(_GAP.join(self._padded(line, widths)), style="bold")
        for number, row in enumerate(self.rows):
            if number == 0 or (self.group > 1 and number % self.group == 0):
                yield rule
            padded = self._padded(row, widths)
            # A style goes by what a cell says, before it was padded.
            cells = zip(padded, row, strict=True)
            styled = [Text(text, style=self.styles.get(cell, "")) for text, cell in cells]
            yield Text(_GAP).join(styled)
        yield rule
        yield from (Text(note, style="dim") for note in self.notes)

    def _heading_lines(self) -> Iterator[tuple[str, ...]]:
        """The headings word by word, the last words in the last line."""
        # Last words in the last line: short headings stand right above their cells.
        words = [heading.split() for heading in self.headings]
        height = max(map(len, words))
        for line in range(height):
            places = [line - height + len(each) for each in words]
            yield tuple(
                each[place] if place >= 0 else "" for each, place in zip(words, places, strict=True)
            )

    def _widths(self) -> list[int]:
        """Width of the widest cell of each column, and of the widest word of its heading."""
        every = (*self._heading_lines(), *self.rows)
        return [max(map(cell_len, column)) for column in zip(*every, strict=True)]

    def _padded(self, cells: tuple[str, ...], widths: Sequence[int]) -> Iterator[str]:
        for cell, width, right in zip(cells, widths, self.numeric, strict=True):
            space = " " * (width - cell_len(cell))
            yield space + cell if right else cell + space
