"""Texts broken to a number of columns of a screen, where a Chinese character takes two."""

from rich.cells import cell_len

from simulator.reports.charts.lettering import PIECES


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
