"""What can be called from Python, from the docstrings: the page ``docs/api.md``.

python3 -m docs.making.api
"""

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import simulator
from docs.making.page import DOCS
from simulator import demography, stockflow
from simulator.door.frames import frame_of
from simulator.door.result import Result
from simulator.door.saved import Saved

PAGE = DOCS / "api.md"
_HEADING = re.compile(r"^(\w[\w ]*)\n-+$", re.MULTILINE)
_HEAD = """# From Python

Written by `python3 -m docs.making.api` from the docstrings; don't edit. A walk through it with a
run, curves and a sweep: [notebooks/explore.ipynb](notebooks/explore.ipynb). Everything refused is a
`SimulatorError` ([errors.py](../simulator/errors.py)) in both languages.
"""

SECTIONS: tuple[tuple[str, str, Mapping[str, Any]], ...] = (
    (
        "The city",
        "`import simulator`",
        {name: getattr(simulator, name) for name in ("run", "load", "sweep", "use_chinese_font")},
    ),
    ("A result", "What `simulator.run` gives.", {"Result": Result}),
    ("Results on disk", "What `simulator.load` gives.", {"Saved": Saved}),
    ("Tables as frames", "What `table` gives.", {"frame_of": frame_of}),
    (
        "A system of one's own",
        "`from simulator.stockflow import …`; see [its page](../simulator/stockflow/README.md).",
        {
            name: getattr(stockflow, name)
            for name in (
                *("prove", "check_units", "simulate", "Scenario", "Trajectory"),
                *("measure_series", "stock_series", "flow_series", "balance_frame"),
            )
        },
    ),
    (
        "A population of one's own",
        "`from simulator.demography import …`; see [examples/canada.py](examples/canada.py).",
        {
            name: getattr(demography, name)
            for name in (
                *("NationTables", "follow_nation", "FollowedNation", "by_age"),
                *("life_table_columns", "MortalityPaths", "to_windows"),
            )
        },
    ),
)


def page() -> str:
    """The whole page."""
    parts = [_HEAD]
    for title, told, things in SECTIONS:
        parts.append(f"## {title}\n\n{told}\n")
        parts += [text for name, thing in things.items() for text in _described(name, thing)]
    return "\n".join(parts)


def _described(name: str, thing: Any) -> Iterator[str]:  # noqa: ANN401 - a function or a class
    if not inspect.isclass(thing):
        yield _entry(name, thing)
        return
    yield f"### {name}\n\n{_text(thing)}\n"
    for part, member in vars(thing).items():
        if part.startswith("_") or not getattr(member, "__doc__", None):
            continue
        if isinstance(member, property) or hasattr(member, "func"):
            yield f"#### `.{part}`\n\n{_text(getattr(member, 'fget', None) or member.func)}\n"
        elif callable(member) or isinstance(member, classmethod):
            yield _entry(f".{part}", getattr(thing, part), level=4)


def _entry(name: str, function: Callable[..., Any], level: int = 3) -> str:
    return f"{'#' * level} `{name}{_signature(function)}`\n\n{_text(function)}\n"


def _signature(function: Callable[..., Any]) -> str:
    """Names and defaults; types stand in the text."""
    parameters = [
        parameter.replace(annotation=inspect.Parameter.empty)
        for name, parameter in inspect.signature(function).parameters.items()
        if name != "self"
    ]
    return str(inspect.Signature(parameters))


def _text(thing: Any) -> str:  # noqa: ANN401 - whatever has a docstring
    """A docstring as Markdown: sections bold, parameters as a list."""
    text = inspect.getdoc(thing) or ""
    text = _HEADING.sub(r"**\1**\n", text)
    text = re.sub(r"^(\w[\w, ]*)\n    (?=\S)", r"- `\1`: ", text, flags=re.MULTILINE)
    text = re.sub(r"^    ", "  ", text, flags=re.MULTILINE)
    return text.replace("``", "`")


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
