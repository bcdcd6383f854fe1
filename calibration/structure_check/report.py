"""Tables and figure of the structure check, written into the report of a fit."""

from pathlib import Path

from calibration.fit.result import FitResult
from calibration.rows_file import write_rows
from calibration.structure_check.causes import split_births
from calibration.structure_check.figure import draw_structure
from calibration.structure_check.stages import run_cases

SPANS = ((2013, 2017), (2017, 2018))
YEARS = tuple(range(2011, 2021))


def write_structure(folder: Path, result: FitResult) -> None:
    """Write ``births_by_cause.csv``, ``policy_stages.csv`` and the figure."""
    point = result.best.array
    cases = run_cases(result.problem, point, YEARS)
    splits = split_births(result.problem, point, SPANS)
    causes: list[list[object]] = [["first_year", "last_year", "cause", "births"]]
    for split in splits:
        causes += [[split.first, split.last, name, part] for name, part in split.parts.items()]
        causes.append([split.first, split.last, "total", split.total])
    stages: list[list[object]] = [["case", "year", "waiting", "opening", "second", "first"]]
    for name, case in cases.items():
        for place, year in enumerate(case.years):
            counts = (case.waiting, case.opening, case.second, case.first)
            stages.append([name, year, *(float(count[place]) for count in counts)])
    for name, rows in (("births_by_cause", causes), ("policy_stages", stages)):
        write_rows(folder / f"{name}.csv", rows)
    draw_structure(cases, splits, folder, result.problem.blocks.pack.title)
