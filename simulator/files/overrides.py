"""A value of the command line, ``--set key=value``, as a small scenario file over all others."""

import re
import tomllib

from simulator.errors import Fault
from simulator.files.bearable_text import refuse_size
from simulator.files.schema import Schema
from simulator.files.toml_text import TomlFile
from simulator.words.catalogue import message

_NAME = re.compile(r"([{,]\s*)([^\s\"'{},=\x00-\x7f]+|%)(\s*=)")
SOURCE = "--set"
"""Where a value of the command line is said to come from."""


def parse_override(text: str, schema: Schema) -> tuple[TomlFile | None, list[Fault]]:
    """A ``key=value`` as the content of a small scenario file.

    The value is written as in TOML; text may go without quotes, which a command line swallows.
    One record is reached by its id: ``plan.projects.south_school.size=900``.

    Parameters
    ----------
    text
        The text after ``--set``.
    schema
        Tells which keys hold records.

    Returns
    -------
    tuple
        The content, ``None`` where ``text`` can't be read, and the faults.
    """
    key, equals, value = text.partition("=")
    key = key.strip()
    too_large = refuse_size(text)
    if too_large is not None:
        return None, [Fault(path=SOURCE, line=None, key=_printable(key), message=too_large[1])]
    parts = _split_key(key)
    refusal = _refuse(text, equals, value, parts)
    if refusal is None and parts[0] in {"schema_version", "extends", "overlays"}:
        refusal = message("fault.set_in_file")
    if refusal is not None:
        return None, [Fault(path=SOURCE, line=None, key=_printable(key), message=refusal)]
    content, refusal = _read_value(value.strip())
    if refusal is not None:
        return None, [Fault(path=SOURCE, line=None, key=key, message=refusal)]
    return TomlFile(path=SOURCE, document=_nest(parts, content, schema), lines={}), []


def _refuse(text: str, equals: str, value: str, parts: tuple[str, ...]) -> str | None:
    if not equals and "＝" in text:
        return message("fault.set_full_width")
    if not equals or not value.strip():
        missing = "value" if equals else "equals"
        return message(f"fault.set_no_{missing}", text=_printable(text))
    if not parts:
        return message("fault.set_no_key")
    if _printable(text) != text:
        return message("fault.set_not_text")
    return None


def _split_key(key: str) -> tuple[str, ...]:
    """The parts of a dotted key, quoted ones included; none where it is no key."""
    try:
        table: object = tomllib.loads(f"{key} = 0")
    except (ValueError, RecursionError):
        table = {}
        bare = tuple(part.strip() for part in key.split("."))
        # A key TOML would refuse may still be named in a message about the nearest known one.
        return bare if all(bare) and "\n" not in key else ()
    parts: list[str] = []
    while isinstance(table, dict):
        [(part, table)] = table.items() if len(table) == 1 else [("", None)]
        parts.append(part)
    return tuple(parts)


def _read_value(text: str) -> tuple[object, str | None]:
    try:
        document = tomllib.loads(f"value = {text}")
    except RecursionError:
        return None, message("fault.too_deep")
    except ValueError as error:
        # A command line swallows quotes, and TOML wants them around names in Chinese.
        quoted = _NAME.sub(r'\1"\2"\3', text)
        if quoted != text:
            return _read_value(quoted)
        if text[0] in "\"'[{":
            reason = str(error).split(" (at")[0]
            return None, message("fault.set_not_toml", text=text, reason=reason)
        return text, None
    if set(document) != {"value"}:
        return None, message("fault.set_several", text=text)
    return document["value"], None


def _nest(parts: tuple[str, ...], content: object, schema: Schema) -> dict[str, object]:
    for length in range(1, len(parts)):
        setting = schema.leaves.get(".".join(parts[:length]))
        fields = _wrap(parts[length + 1 :], content)
        # What stands behind the key of records is an id, then a field: one record with that field.
        if setting is not None and setting.kind == "records" and isinstance(fields, dict):
            return _as_table(_wrap(parts[:length], [{"id": parts[length], **fields}]))
    return _as_table(_wrap(parts, content))


def _wrap(parts: tuple[str, ...], content: object) -> object:
    for part in reversed(parts):
        content = {part: content}
    return content


def _as_table(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
