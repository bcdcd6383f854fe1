"""``--set key=value``: one value of a scenario changed on the command line."""

import tomllib

from simulator.errors import Fault
from simulator.inputs.schema import Schema
from simulator.inputs.toml_text import TomlFile

SOURCE = "--set"
"""Where a value of the command line is said to come from."""


def parse_override(text: str, schema: Schema) -> tuple[TomlFile | None, list[Fault]]:
    """A ``key=value`` as the content of a small scenario file.

    The value is written as in TOML; text may go without quotes, which a command line swallows.
    One record is reached by its id: ``plan.projects.south_school.size=900``.

    Parameters
    ----------
    text
        What stood behind ``--set``.
    schema
        Tells which keys hold records.

    Returns
    -------
    tuple
        The content, ``None`` where ``text`` can't be read, and the faults.
    """
    key, equals, value = text.partition("=")
    key = key.strip()
    parts = _split_key(key)
    message = _refuse(text, equals, value, parts)
    if message is None and parts[0] in {"schema_version", "extends", "overlays"}:
        message = (
            "can't be set here; would be right: write it into a scenario file / 只能写在文件中"
        )
    if message is not None:
        return None, [Fault(path=SOURCE, line=None, key=_printable(key), message=message)]
    content, message = _read_value(value.strip())
    if message is not None:
        return None, [Fault(path=SOURCE, line=None, key=key, message=message)]
    return TomlFile(path=SOURCE, document=_nest(parts, content, schema), lines={}), []


def _refuse(text: str, equals: str, value: str, parts: tuple[str, ...]) -> str | None:
    right = "would be right: --set model.seed=2, key and value with = between"
    if not equals and "＝" in text:
        return f"found full-width ＝; {right} / 请用英文半角等号"
    if not equals or not value.strip():
        missing = "=" if not equals else "value after ="
        return f"there is no {missing} in {_printable(text)!r}; {right} / 应为 键=值"
    if not parts:
        return f"found no key before the =; {right} / 应为 键=值"
    if _printable(text) != text:
        return f"holds letters that are not UTF-8; {right} / 请使用 UTF-8 终端"
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
        return None, "tables stand inside each other too deeply / 嵌套层数过多"
    except ValueError as error:
        if text[0] in "\"'[{":
            reason = str(error).split(" (at")[0]
            return None, f"found {text}: {reason}; would be right: a TOML value / 应为 TOML 值"
        return text, None
    if set(document) != {"value"}:
        return None, f"found {text!r}; would be right: one value / 应为一个值"
    return document["value"], None


def _nest(parts: tuple[str, ...], content: object, schema: Schema) -> dict[str, object]:
    for length in range(1, len(parts)):
        setting = schema.leaves.get(".".join(parts[:length]))
        fields = _wrap(parts[length + 1 :], content)
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
