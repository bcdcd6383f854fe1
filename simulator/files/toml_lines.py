"""On which line each key of a TOML text stands.

The reader of Python tells no lines. Tree-sitter does, and it goes on behind a fault; its tree is of
the text as written, so dotted keys, headers and arrays of tables are put together here.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

Parts = tuple[str | int, ...]
"""A key as its parts; an integer is the number (from 0) of an element of an array."""

Span = tuple[int, int]
"""First byte of a piece of text, and the one behind its last."""

_TABLES = {"table": False, "table_array_element": True}


@dataclass(frozen=True, kw_only=True, slots=True)
class Repeat:
    """A key written a second time."""

    parts: Parts
    line: int
    first_line: int


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyLines:
    """Where the keys of one text stand.

    ``lines`` gives the line (from 1) of every key and table, of those that dotted keys and headers
    imply the first one that does; ``columns`` where on the line of its key (from 1) a value begins;
    ``repeats`` the keys written twice; ``broken`` the first line that is not TOML.
    ``words`` and ``values`` give, in bytes, where the last part of a key and its value stand.
    """

    lines: dict[Parts, int] = field(default_factory=dict)
    columns: dict[Parts, int] = field(default_factory=dict)
    repeats: list[Repeat] = field(default_factory=list)
    broken: int | None = None
    words: dict[Parts, Span] = field(default_factory=dict)
    values: dict[Parts, Span] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class WhereAsked(Mapping[Parts, int]):
    """Lines or columns of the keys of a sound text, found once somebody asks for one.

    Files of a pack are asked only where something is wrong with them.
    """

    text: str
    kind: Literal["lines", "columns"]

    def __getitem__(self, parts: Parts) -> int:
        return self._found()[parts]

    def __iter__(self) -> Iterator[Parts]:
        return iter(self._found())

    def __len__(self) -> int:
        return len(self._found())

    def _found(self) -> dict[Parts, int]:
        keys = _found_once(self.text)
        return keys.lines if self.kind == "lines" else keys.columns


@lru_cache(maxsize=16)
def _found_once(text: str) -> KeyLines:
    return find_key_lines(text)


def find_key_lines(text: str) -> KeyLines:
    """The lines of all keys of a text, of a broken one as far as it can be understood.

    Parameters
    ----------
    text
        A TOML text, lines ended by line feeds.
    """
    root = Parser(Language(tree_sitter_toml.language())).parse(text.encode()).root_node
    found = KeyLines(broken=_first_error(root))
    counts: Counter[Parts] = Counter()
    assigned: set[Parts] = set()
    for node in root.named_children:
        if node.type == "pair":
            _note_statement(node, (), found, assigned)
        elif node.type in _TABLES:
            _note_table(node, found, counts, assigned)
    return found


def _note_table(node: Node, found: KeyLines, counts: Counter[Parts], assigned: set[Parts]) -> None:
    parts: Parts = ()
    header = _key_parts(node.named_children[0])
    for number, part in enumerate(header, start=1):
        parts = (*parts, part)
        # [a.b] makes a table a too, which has no line of its own before [a] gives it one.
        if number < len(header):
            found.lines.setdefault(parts, _line(node))
        # [[a]] opens a new element of a; [a.b] after it lies in the element opened last.
        is_new_element = number == len(header) and _TABLES[node.type]
        if is_new_element:
            counts[parts] += 1
        if counts[parts]:
            found.lines.setdefault(parts, _line(node))
            parts = (*parts, counts[parts] - 1)
    _note(parts, _line(node), found, assigned)
    for child in node.named_children[1:]:
        if child.type == "pair":
            _note_statement(child, parts, found, assigned)


def _note_statement(node: Node, table: Parts, found: KeyLines, assigned: set[Parts]) -> None:
    """A pair on a line of its own: nothing stands before its key but spaces."""
    parts = _note_pair(node, table, found, assigned)
    value = next(each for each in node.named_children[1:] if each.type != "comment")
    before = (node.text or b"")[: value.start_byte - node.start_byte]
    if value.start_point.row == node.start_point.row:
        found.columns[parts] = node.start_point.column + len(before.decode()) + 1


def _note_pair(node: Node, table: Parts, found: KeyLines, assigned: set[Parts]) -> Parts:
    key, *values = node.named_children
    parts = (*table, *_key_parts(key))
    for length in range(len(table) + 1, len(parts)):
        found.lines.setdefault(parts[:length], _line(node))
    _note(parts, _line(node), found, assigned)
    word = key.named_children[-1] if key.type == "dotted_key" else key
    found.words[parts] = (word.start_byte, word.end_byte)
    for value in values:
        # a remark behind the value is a part of the pair too
        found.values.setdefault(parts, (value.start_byte, value.end_byte))
        _note_value(value, parts, found, assigned)
    return parts


def _note_value(node: Node, parts: Parts, found: KeyLines, assigned: set[Parts]) -> None:
    if node.type == "inline_table":
        for child in node.named_children:
            if child.type == "pair":
                _note_pair(child, parts, found, assigned)
    elif node.type == "array":
        for number, child in enumerate(c for c in node.named_children if c.type != "comment"):
            found.lines[(*parts, number)] = _line(child)
            _note_value(child, (*parts, number), found, assigned)


def _note(parts: Parts, line: int, found: KeyLines, assigned: set[Parts]) -> None:
    if parts in assigned:
        found.repeats.append(Repeat(parts=parts, line=line, first_line=found.lines[parts]))
    if parts not in assigned:
        found.lines[parts] = line
    assigned.add(parts)


def _key_parts(node: Node) -> tuple[str, ...]:
    text = (node.text or b"").decode()
    # Quotes may hide dots and escapes: only the reader of TOML takes such a key apart rightly.
    if '"' not in text and "'" not in text:
        return tuple(part.strip() for part in text.split("."))
    try:
        table: object = tomllib.loads(f"{text} = 0")
    except tomllib.TOMLDecodeError:
        return (text,)
    return tuple(_nested_keys(table))


def _nested_keys(table: object) -> Iterator[str]:
    while isinstance(table, dict):
        [(key, table)] = table.items()
        yield key


def _first_error(root: Node) -> int | None:
    if not root.has_error:
        return None
    # A fault makes every node around it faulty: go down to the innermost one.
    node = root
    while node.type != "ERROR" and not node.is_missing:
        inside = [child for child in node.children if child.has_error or child.is_missing]
        if not inside:
            break
        node = inside[0]
    return _line(node)


def _line(node: Node) -> int:
    return node.start_point.row + 1
