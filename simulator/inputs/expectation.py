"""What a setting takes and what a file gave instead, in words."""

from collections.abc import Mapping
from datetime import date, time

from simulator.structure.setting import Kind, Setting

_ENGLISH: Mapping[Kind, str] = {
    "path": "a number",
    "number": "a number",
    "integer": "a whole number",
    "switch": "true or false",
    "date": "a date like 2020-09-01, without quotes",
    "choice": "one of",
    "text": "text between quotes",
    "records": "records with an id, each under [[…]]",
    "free": "anything",
}
_CHINESE: Mapping[Kind, str] = {
    "path": "应为数字",
    "number": "应为数字",
    "integer": "应为整数",
    "switch": "应为 true 或 false",
    "date": "应为日期，如 2020-09-01，不加引号",
    "choice": "可选值",
    "text": "应为加引号的文本",
    "records": "应为带 id 的记录 [[…]]",
    "free": "不限",
}


def expect(setting: Setting) -> tuple[str, str]:
    """What a setting takes, in English and in Chinese."""
    if setting.choices:
        listed = ", ".join(show(choice) for choice in setting.choices)
        return f"one of {listed}", f"可选：{listed}"
    english, chinese = _ENGLISH[setting.kind], _CHINESE[setting.kind]
    if setting.unit not in {"", "1"}:
        english, chinese = f"{english} ({setting.unit})", f"{chinese}（{setting.unit}）"
    english_bounds, chinese_bounds = _bounds(setting)
    english, chinese = f"{english}{english_bounds}", f"{chinese}{chinese_bounds}"
    if setting.kind == "path":
        return f"{english}, or a table of dated values", f"{chinese}，或带年份数值的表"
    return english, chinese


def _bounds(setting: Setting) -> tuple[str, str]:
    low, high = setting.minimum, setting.maximum
    if low is not None and high is not None:
        return f" from {low:.15g} to {high:.15g}", f"，{low:.15g} 至 {high:.15g}"
    if low is not None:
        return f", {low:.15g} or more", f"，不小于 {low:.15g}"
    if high is not None:
        return f", {high:.15g} or less", f"，不大于 {high:.15g}"
    return "", ""


def show(value: object) -> str:
    """A value as it would be written in the file, cut short; a table or list by its name."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{_shorten(value)}"'
        case int() if abs(value) >= 10**20:
            return "a very long number"
        case date() | time():
            return value.isoformat()
        case dict() | list():
            return "a table" if isinstance(value, dict) else "a list"
    return repr(value)


def _shorten(text: str) -> str:
    text = "".join(letter if letter.isprintable() else " " for letter in text)
    return text if len(text) <= 40 else f"{text[:39]}…"
