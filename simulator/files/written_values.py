"""What was meant by a value that people write and TOML does not know: 45%, 12,000, 是, 2018/9/1."""

import re

from simulator.files.quoted_numbers import read_factor, read_quoted_number
from simulator.files.spoken_dates import meant_day
from simulator.words.catalogue import Pair, pair

TRUTHS = {"true": "true", "yes": "true", "on": "true", "是": "true", "开": "true"} | {
    "false": "false", "no": "false", "off": "false", "否": "false", "关": "false"
}  # fmt: skip
"""Words that stand for a truth value, with how TOML has it."""

# The last key of a line and the value behind it, as far as a value without quotes goes.
_VALUE = re.compile(
    r"(?P<key>[\w-]+)[\"']?\s*=\s*(?P<value>[-+]?[\d.]+\s*%"
    r"|[-+]?\d[\d,]*(?:\.\d+)?(?![^\s,}\]#])|[^\s,=#}\]]+)"
)


def advice_on(slip: str, line: str) -> Pair:
    """What is right in place of a slip on a line, its own value put right where that is clear."""
    for found in _VALUE.finditer(line):
        right = _right(slip, found["key"], found["value"].strip())
        if right is not None:
            is_factor = slip == "percent" and found["key"] == "scale"
            told = f"syntax.{'factor' if is_factor else slip}_as"
            return pair(told, found=found["value"].strip(), right=right)
    return pair(f"syntax.{slip}")


def _right(slip: str, key: str, value: str) -> str | None:
    match slip:
        case "truth":
            return TRUTHS.get(value.casefold())
        case "date":
            return meant_day(value)
        case "percent" if value.endswith("%"):
            number = read_factor(value) if key == "scale" else read_quoted_number(value)
        case "thousands" | "fraction" if "," in value:
            number = read_quoted_number(value)
        case _:
            return None
    return None if number is None else f"{number:.15g}"
