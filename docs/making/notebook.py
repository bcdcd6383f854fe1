"""The notebook of the door: its cells, carried out, with what they print and draw.

    python3 -m docs.making.notebook

writes ``docs/notebooks/explore.ipynb``. The cells run in plain Python, one after the other in one
namespace, so that neither making nor testing the notebook needs Jupyter; Jupyter opens it.
"""

import ast
import base64
import contextlib
import io
import json
import warnings
from typing import Any

from docs.making.page import DOCS

PATH = DOCS / "notebooks" / "explore.ipynb"
Cell = dict[str, Any]

CELLS = (
    (
        "markdown",
        """# A run, seen from pandas

Run a scenario, plot one district's curves, sweep arrivals, compare two scenarios. Start it from
the folder of the project (or where `minsheng` is installed). 中文字体随程序提供。""",
    ),
    (
        "code",
        """import os

import matplotlib.pyplot as plt
import pandas as pd

import simulator

if not os.path.exists("scenarios"):
    os.chdir("../..")
simulator.use_chinese_font()
pd.set_option("display.float_format", lambda x: f"{x:,.0f}" if abs(x) > 9 else f"{x:.2g}")
result = simulator.run("scenarios/baseline.toml")
result""",
    ),
    (
        "markdown",
        """## Tables

Every table of a run is a frame with the numbers of its CSV file. Units, definitions and the Chinese
and English titles of labels are in `attrs`.""",
    ),
    (
        "code",
        """gaps = result.table("gaps")
print(gaps.attrs["title"]["en"])
print(gaps.attrs["meanings"]["worst_shortage"]["en"])
city = gaps[gaps["district"] == "city"].set_index("service")
city[["unit", "first_shortage", "worst_shortage", "worst_shortage_on"]]""",
    ),
    (
        "markdown",
        """## One district's curve

Primary places in Xiang'an: demand against what was promised and what can be expected.""",
    ),
    (
        "code",
        """services = result.table("services")
xiangan = services.query("service == 'primary' and district == 'xiangan'").set_index("date")
figure, axes = plt.subplots(figsize=(7, 3.2))
for column, label in {
    "demand": "需求 demand",
    "promised": "承诺 promised",
    "risk_adjusted": "预期 expected",
}.items():
    axes.plot(xiangan.index, xiangan[column], marker="o", label=label)
axes.set(title="翔安区小学学位 primary places, Xiang'an", ylim=(0, None))
axes.legend(frameon=False)
figure""",
    ),
    (
        "markdown",
        "The page that the program itself draws of the same curves, as a Matplotlib figure:",
    ),
    ("code", 'result.figure("district_curves", district="xiangan", service="primary")'),
    (
        "markdown",
        """## People, flows and measures

Any day of the run, by any of district, residency, sex and age; flows as amounts a year; measures by
the names of their axes.""",
    ),
    (
        "code",
        """age = result.people("age", on="2020-11-01")
print(f"residents on 1 November 2020: {age.sum():,.0f}")
print(f"of them 60 and over: {age.loc[60:].sum() / age.sum():.1%}")
result.flow("births", by=("year", "residency")).unstack()""",
    ),
    (
        "markdown",
        """## A sweep

Arrivals from 20 % fewer to 20 % more, delays as on record and 50 % longer: six runs, one frame.""",
    ),
    (
        "code",
        """grid = {"world.arrivals.scale": [0.8, 1.0, 1.2], "plan.delay_factor": [1.0, 1.5]}
swept = simulator.sweep("scenarios/baseline.toml", grid, progress=False)
primary = swept.query("service == 'primary' and district == 'city'")
primary.pivot_table("worst_shortage", "world.arrivals.scale", "plan.delay_factor")""",
    ),
    (
        "markdown",
        "## Two scenarios compared\n\nHow much longer delays change the gap of every service.",
    ),
    (
        "code",
        """late = simulator.run("scenarios/slow_delivery.toml").table("services")
keys = ["service", "district", "date"]
both = services.merge(late, on=keys, suffixes=("", "_late")).query("district == 'city'")
both["more"] = both["gap_late"] - both["gap"]
last = both.sort_values("date").groupby("service", observed=True).last()
last[["unit", "gap", "gap_late", "more"]]""",
    ),
)


def notebook(cells: tuple[tuple[str, str], ...]) -> Cell:
    """A notebook of cells, each code cell carried out."""
    namespace: dict[str, Any] = {}
    made = []
    for number, (kind, text) in enumerate(cells):
        cell: Cell = {"cell_type": kind, "id": f"cell-{number:02d}", "metadata": {}}
        cell["source"] = text.splitlines(keepends=True)
        if kind == "code":
            cell["execution_count"] = None
            cell["outputs"] = outputs_of(text, namespace)
        made.append(cell)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {
        "cells": made,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def outputs_of(text: str, namespace: dict[str, Any]) -> list[Cell]:
    """What a cell prints, and its last expression as a notebook shows it."""
    tree = ast.parse(text)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), warnings.catch_warnings():
        warnings.simplefilter("error")
        exec(compile(tree, "cell", "exec"), namespace)  # noqa: S102 - our own cells
        value = None
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), namespace)  # noqa: S307
    found: list[Cell] = []
    if printed.getvalue():
        found.append({"output_type": "stream", "name": "stdout", "text": printed.getvalue()})
    if value is not None:
        found.append({"output_type": "display_data", "metadata": {}, "data": shown(value)})
    return found


def shown(value: Any) -> dict[str, str]:  # noqa: ANN401 - whatever a cell ends with
    """A value in the forms a notebook keeps."""
    if hasattr(value, "savefig"):
        written = io.BytesIO()
        value.savefig(written, format="png", dpi=80, metadata={"Software": None})
        return {"image/png": base64.b64encode(written.getvalue()).decode(), "text/plain": "figure"}
    if hasattr(value, "to_html"):
        return {"text/plain": repr(value), "text/html": value.to_html()}
    return {"text/plain": repr(value)}


def dump(made: Cell) -> str:
    """The text of a notebook file."""
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Carry the cells out and write the notebook."""
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(dump(notebook(CELLS)), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
