"""Ten questions a policy officer asks: each as a scenario of a few lines, and what answers it.

A question has numbers (a year, a share, a size). The page shows it with those it has here; the
tests ask it again with others and hold every answer against a count of their own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import simulator
from simulator.city.lineage import Clause, clauses_of
from simulator.city.services.series import service_series
from simulator.city.services.shortfall import FORESEEN, why_short
from simulator.door.result import Result
from simulator.files.hints import meaning_of
from simulator.files.locations import SCENARIOS
from simulator.files.stated_text import shown_value
from simulator.stockflow.values.calendar import instant
from simulator.words.catalogue import Pair, pair

Numbers = Mapping[str, Any]
Text = str | Pair
"""One for both languages, or one for each: Chinese, English."""
Row = tuple[Text, float | Text, float | Text]
"""A label (by its key where it is no pair), the answer of the baseline, that of the scenario."""

PARTS: Mapping[str, Pair] = {
    "gap": ("需求－预期供给", "demand − expected supply"),
    "late": ("承诺供给－预期供给", "promised − expected supply"),
    "unplanned": ("规划口径下的需求－承诺供给", "demand as foreseen − promised supply"),
    "grown": ("需求－规划口径下的需求", "demand − demand as foreseen"),
}
"""How a gap and its parts are read off the tables of services of two runs."""

HEAD = """schema_version = 2
extends = "baseline.toml"
title = {{ zh = "{zh}", en = "{en}" }}
intent = "{zh}？ / {en}?"
"""
_PLAN_ENDS = "[model]\nstop = 2027-01-01\n"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question asked: its numbers, the run it is compared with, the run of its scenario."""

    numbers: Numbers
    base: Result
    changed: Result

    @property
    def both(self) -> tuple[Result, Result]:
        """The run on record and the run of the scenario."""
        return self.base, self.changed


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked, with which numbers, in which words of a scenario, and what answers it."""

    name: str
    numbers: Numbers
    title: tuple[str, str]
    scenario: Callable[[Numbers], str]
    answer: Callable[[Asked], Sequence[Row]]
    base: str = ""

    def text(self, numbers: Numbers) -> str:
        """The scenario file."""
        chinese, english = (each.format(**numbers) for each in self.title)
        return HEAD.format(zh=chinese, en=english) + self.scenario(numbers)

    def ask(self, numbers: Numbers, folder: Path) -> Sequence[Row]:
        """Run what the question is about, and read the answer off."""
        path = folder / f"{self.name}.toml"
        base = folder / f"{self.name}_base.toml"
        path.write_text(self.text(numbers), encoding="utf-8")
        chinese, english = (each.format(**numbers) for each in self.title)
        base.write_text(HEAD.format(zh=chinese, en=english) + self.base, encoding="utf-8")
        (folder / "baseline.toml").write_text(
            (SCENARIOS / "baseline.toml").read_text(encoding="utf-8"), encoding="utf-8"
        )
        return self.answer(
            Asked(numbers=numbers, base=simulator.run(base), changed=simulator.run(path))
        )


def supply(result: Result, service: str, place: str, day: date) -> tuple[float, float, float]:
    """Demand, promised and expected supply of a service in a place on a day."""
    series = next(one for one in service_series(result.outcome) if one.service.name == service)
    row = series.place(place)
    column = int(abs(series.years - instant(day)).argmin())
    return tuple(  # type: ignore[return-value]
        float(values[row, column])
        for values in (series.demand, series.promised, series.risk_adjusted)
    )


def births(result: Result, year: int) -> float:
    """Births of a calendar year."""
    return float(result.flow("births", by="year")[year])


def arrivals(result: Result, year: int) -> float:
    """Arrivals of a calendar year."""
    return float(result.flow("arrivals", by="year")[year])


def _why(asked: Asked) -> Sequence[Row]:
    foreseen, actual = (
        next(s for s in service_series(run.outcome) if s.service.name == asked.numbers["service"])
        for run in (asked.changed, asked.base)
    )
    found = why_short(actual, foreseen, asked.numbers["district"], instant(asked.numbers["day"]))
    if found is None:
        return ()
    return [(part, how, getattr(found, part)) for part, how in PARTS.items()]


def _stage(asked: Asked) -> Sequence[Row]:
    years = range(2015, 2021)
    return [
        (f"births {year}", births(asked.base, year), births(asked.changed, year)) for year in years
    ]


def _late(asked: Asked) -> Sequence[Row]:
    rows: list[Row] = []
    for year in range(2017, 2021):
        day = date(year, 9, 1)
        was, now = (supply(run, "junior", "haicang", day) for run in asked.both)
        rows.append((f"promised {year}", was[1], now[1]))
        rows.append((f"expected {year}", was[2], now[2]))
    return rows


def _new(asked: Asked) -> Sequence[Row]:
    rows: list[Row] = []
    for year in range(2018, 2021):
        day = date(year, 9, 1)
        was, now = (supply(run, "primary", asked.numbers["district"], day) for run in asked.both)
        rows.append((f"expected {year}", was[2], now[2]))
        rows.append((f"gap {year}", was[0] - was[2], now[0] - now[2]))
    return rows


def _fewer(asked: Asked) -> Sequence[Row]:
    years = range(2016, 2021)
    return [
        (f"arrivals {year}", arrivals(asked.base, year), arrivals(asked.changed, year))
        for year in years
    ]


def _norm(asked: Asked) -> Sequence[Row]:
    was, now = (supply(run, "obstetric", "city", date(2021, 1, 1)) for run in asked.both)
    return [("beds needed", was[0], now[0]), ("gap", was[0] - was[2], now[0] - now[2])]


def _plan(asked: Asked) -> Sequence[Row]:
    rows: list[Row] = []
    for year in range(2022, 2027):
        day = date(year, 9, 1)
        was, now = (supply(run, "primary", "city", day) for run in asked.both)
        rows.append((f"promised {year}", was[1], now[1]))
        rows.append((f"gap {year}", was[0] - was[2], now[0] - now[2]))
    return rows


def _converted(asked: Asked) -> Sequence[Row]:
    rows: list[Row] = []
    for service in ("kindergarten", "primary"):
        was, now = (
            supply(run, service, asked.numbers["district"], date(2020, 9, 1)) for run in asked.both
        )
        rows.append((f"promised {service}", was[1], now[1]))
    return rows


def _two_files(asked: Asked) -> Sequence[Row]:
    first, second = (run.outcome.file.values for run in asked.both)
    settings = asked.changed.outcome.file.schema.leaves
    rows: list[Row] = []
    for key in sorted({*first, *second}):
        if first.get(key) != second.get(key):
            chinese, english = meaning_of(settings[key], key)
            label = (f"`{key}` {chinese}", f"`{key}` {english}")
            rows.append((label, _code(first.get(key)), _code(second.get(key))))
    return rows


def _code(value: object) -> str:
    return "" if value is None else f"`{shown_value(value)}`"


def _clause(asked: Asked) -> Sequence[Row]:
    pack = asked.changed.outcome.pack
    clauses = clauses_of(pack, {"service": asked.numbers["service"]})
    return [(each.target.name, _promise(each), _place(each)) for each in clauses]


def _promise(clause: Clause) -> Pair:
    """What a target promises, by when."""
    target, number = clause.target, f"{clause.target.sign} {clause.target.value:,.0f}"
    by = pair("trace.by", year=target.year)
    return (
        f"{target.title['zh']} {number} {clause.unit[0]}，{by[0]}",
        f"{target.title['en']} {number} {clause.unit[1]} {by[1]}",
    )


def _place(clause: Clause) -> Pair:
    """The clause of the plan, and the line of the pack that holds the target."""
    line = f"`targets.csv:{clause.target.line}`"
    return f"{clause.section[0]}，{line}", f"{clause.section[1]}, {line}"


QUESTIONS = (
    Question(
        name="why_short",
        numbers={"service": "primary", "district": "huli", "day": date(2019, 9, 1)},
        title=("规划部门所预计的人口", "The population that planners foresaw"),
        scenario=lambda _: f'\n[world]\npopulation_basis = "{FORESEEN}"\n',
        answer=_why,
    ),
    Question(
        name="a_year_later",
        numbers={"date": date(2017, 1, 1), "announced": date(2016, 10, 29)},
        title=("全面二孩推迟一年", "The universal stage a year later"),
        scenario=lambda numbers: (
            '\n[[policy.two_child.stages]]\nid = "universal"\n'
            f"date = {numbers['date']}\nannounced = {numbers['announced']}\n"
        ),
        answer=_stage,
    ),
    Question(
        name="two_years_late",
        numbers={"late": 2},
        title=(
            "厦门一中海沧校区延期{late}年",
            "Xiamen No. 1 Middle School, Haicang, {late} years late",
        ),
        scenario=lambda numbers: f'\n[[plan.projects]]\nid = "P57"\nlate = {numbers["late"]}\n',
        answer=_late,
    ),
    Question(
        name="a_new_school",
        numbers={"places": 2000, "district": "huli", "opens": date(2019, 9, 1)},
        title=("新建小学{places}个学位", "A new primary school of {places} places"),
        scenario=lambda numbers: (
            '\n[[plan.projects]]\nid = "NEW1"\nservice = "primary"\n'
            f'district = "{numbers["district"]}"\nplaces = {numbers["places"]}\n'
            f"opens = {numbers['opens']}\n"
        ),
        answer=_new,
    ),
    Question(
        name="fewer_arrivals",
        numbers={"year": 2018, "factor": 0.8},
        title=("{year}年起迁入为记录的{factor}倍", "Arrivals times {factor} from {year}"),
        scenario=lambda numbers: (
            f'\n[world]\narrivals = {{ scale = {{ "{numbers["year"]}" = {numbers["factor"]} }} }}\n'
        ),
        answer=_fewer,
    ),
    Question(
        name="obstetric_norm",
        numbers={"beds": 25},
        title=("每千名产妇{beds}张产科床位", "{beds} obstetric beds per 1,000 deliveries"),
        scenario=lambda numbers: f"\n[plan.norm]\nobstetric = {{ per_1000 = {numbers['beds']} }}\n",
        answer=_norm,
    ),
    Question(
        name="two_files",
        numbers={"factor": 1.2, "delay": 1.5},
        title=("迁入更多、延期更久", "More arrivals, longer delays"),
        scenario=lambda numbers: (
            f"\n[world]\narrivals = {{ scale = {numbers['factor']} }}\n"
            f"\n[plan]\ndelay_factor = {numbers['delay']}\n"
        ),
        answer=_two_files,
    ),
    Question(
        name="the_clause",
        numbers={"service": "primary"},
        title=("一个数字所依据的条款", "The clause behind a number"),
        scenario=lambda _: "",
        answer=_clause,
    ),
    Question(
        name="plan_2021_2025",
        numbers={"places": 30000},
        title=("2021—2025年小学{places}个学位", "{places} primary places, 2021–2025"),
        base=f"\n{_PLAN_ENDS}",
        scenario=lambda numbers: (
            f'\n{_PLAN_ENDS}\n[[plan.programmes]]\nid = "plan_2025"\nservice = "primary"\n'
            f"places = {numbers['places']}\nprojects = 20\nbegins = 2021-01-01\n"
            'promised = { "2022-12-31" = 0.4, "2025-12-31" = 1.0 }\n'
            "district_shares = { haicang = 0.3, jimei = 0.3, tongan = 0.2, xiangan = 0.2 }\n"
        ),
        answer=_plan,
    ),
    Question(
        name="kindergarten_converted",
        numbers={"places": 270, "district": "huli"},
        title=(
            "幼儿园{places}个学位改为小学",
            "A kindergarten of {places} becomes a primary",
        ),
        scenario=lambda numbers: (
            '\n[[plan.closures]]\nid = "converted"\nservice = "kindergarten"\n'
            f'district = "{numbers["district"]}"\ndate = 2019-09-01\nplaces = {numbers["places"]}\n'
            'to = "primary"\n'
        ),
        answer=_converted,
    ),
)
"""In the order of the page."""
