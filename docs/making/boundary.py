"""The diagram and the tables of ``docs/boundary.md`` and its Chinese twin.

python3 -m docs.making.boundary
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from docs.making.causal import CausalGraph, signed
from docs.making.causal_drawing import Diagram, Mark, Shown
from docs.making.page import DOCS, IMAGES, Part, table
from simulator.city.beds import equations as beds
from simulator.city.feedback import loops as feedback
from simulator.city.people import equations as people
from simulator.city.schools import equations as schools
from simulator.city.services import equations as services
from simulator.city.supply import parameters as supply
from simulator.report.outlines import outlined
from simulator.stockflow.grammar.elements import Parameter
from simulator.stockflow.grammar.loop import Link
from simulator.words.declared import chinese
from tests.city import loaded

Language = Literal["en", "zh"]
Circle = tuple[Link, ...]

PAGES: Mapping[Language, str] = {"en": "boundary.md", "zh": "boundary.zh-CN.md"}
IMAGE = IMAGES / "causal_loops.svg"
CLOSED = tuple(f"feedback.{name}.on=true" for name in ("planners", "families", "private"))
GIVEN = {"watching": 1, "promised_share": 0, "building_load": 0}
"""After the start of the record; what is expected, not promised; building without a limit."""

SIZE = (1300.0, 880.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a name or the mark of a loop stands, and what it is called.

    A loop of two names is ``quiet``: its letter alone is drawn.
    """

    at: tuple[float, float]
    en: str
    zh: str
    quiet: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        """English above Chinese."""
        return (*self.en.split("\n"), self.zh)

    def named(self, language: Language) -> str:
        """The same in one language and one line."""
        return self.en.replace("\n", " ") if language == "en" else self.zh


def _at(x: float, y: float, en: str, zh: str, *, quiet: bool = False) -> Place:
    return Place(at=(x, y), en=en, zh=zh, quiet=quiet)


NAMES: Mapping[str, Place] = {
    "people": _at(300, 440, "residents", "常住人口"),
    "people[waiting]": _at(150, 140, "mothers who plan\na second child", "计划生育二孩的母亲"),
    "second_births": _at(90, 290, "second births", "二孩出生"),
    "births": _at(350, 240, "births", "出生"),
    "deaths": _at(100, 450, "deaths", "死亡"),
    "departures": _at(245, 645, "departures", "迁出"),
    "children_without_points": _at(
        85, 610, "children who leave\nfor lack of points", "积分未达标离开的儿童"
    ),
    "arrivals": _at(430, 620, "arrivals", "迁入"),
    "in_scope_by_residency": _at(490, 390, "people a service\nis for", "服务对象"),
    "deliveries_by_district": _at(465, 185, "deliveries", "分娩"),
    "lying_in_bed": _at(600, 90, "people in bed", "日均在床人数"),
    "wanted": _at(690, 320, "demand for\nplaces and beds", "学位与床位需求"),
    "gap": _at(850, 180, "gap", "缺口"),
    "serving": _at(1000, 210, "supply", "供给"),
    "visible_supply": _at(930, 330, "supply as perceived", "可见的供给"),
    "open": _at(1185, 370, "open", "启用"),
    "building_1": _at(1185, 560, "being built", "在建"),
    "planned_1": _at(1090, 710, "planned", "策划"),
    "under_way": _at(1040, 590, "all under way", "在途"),
    "planning_gap": _at(1010, 460, "gap as planners\nperceive it", "规划掌握的缺口"),
    "added_plans": _at(910, 710, "newly planned", "新增策划"),
    "crowding": _at(570, 510, "crowding\nof schools", "学位紧张程度"),
    "parents_shortage": _at(860, 580, "shortage as\nparents perceive it", "家长掌握的短缺"),
    "turned_private": _at(690, 620, "turned private", "转读民办"),
}
"""Every name that acts and is acted on: where it stands, and what it is called."""

DRIVERS: Mapping[str, Place] = {
    "eligible_share": _at(340, 110, "couples allowed\na second child", "获准生育二孩的夫妇"),
    "death_rate": _at(90, 370, "death rates", "死亡率"),
    "departure_level": _at(150, 735, "level of departures", "迁出水平"),
    "arrivals_a_year": _at(380, 715, "arrivals a year", "每年迁入人数"),
    "net_arrivals_a_year": _at(520, 735, "net arrivals a year", "每年净迁入人数"),
    "norm": _at(640, 200, "norm", "配置标准"),
    "take_up": _at(740, 215, "take-up", "需求率"),
    "admission_level": _at(770, 90, "admissions", "入院率"),
    "project_serving": _at(1030, 110, "named projects", "具名项目"),
    "planned_places": _at(1210, 760, "programmes", "建设计划"),
    "closing_share": _at(1225, 270, "closures", "关闭"),
}
"""What is given from outside, likewise."""

BENDS: Mapping[tuple[str, str], float] = {
    ("people", "lying_in_bed"): -0.16,
    ("people", "births"): 0.22,
    ("births", "people"): 0.22,
    ("people", "deaths"): 0.3,
    ("deaths", "people"): 0.3,
    ("people", "departures"): 0.25,
    ("departures", "people"): 0.25,
    ("people", "children_without_points"): 0.16,
    ("children_without_points", "people"): 0.16,
    ("people[waiting]", "second_births"): 0.25,
    ("second_births", "people[waiting]"): 0.25,
    ("wanted", "crowding"): 0.1,
    ("wanted", "parents_shortage"): 0.2,
    ("visible_supply", "crowding"): 0.12,
    ("visible_supply", "parents_shortage"): 0.1,
    ("wanted", "planning_gap"): -0.12,
    ("open", "serving"): -0.12,
    ("open", "visible_supply"): -0.1,
    ("added_plans", "planned_1"): -0.12,
    ("building_1", "open"): 0.0,
    ("building_1", "under_way"): 0.08,
    ("planned_1", "building_1"): 0.06,
    ("second_births", "births"): 0.08,
    ("people", "people[waiting]"): 0.08,
    ("people", "in_scope_by_residency"): 0.1,
}
"""How far a link is bent; a positive one turns left of its way."""

LOOPS: Mapping[frozenset[str], Place] = {
    frozenset({"people[waiting]", "second_births"}): _at(
        120, 218, "pent-up second births", "积压的二孩生育", quiet=True
    ),
    frozenset({"people", "births"}): _at(330, 335, "growth", "人口增长", quiet=True),
    frozenset({"people", "deaths"}): _at(175, 447, "mortality", "死亡", quiet=True),
    frozenset({"people", "children_without_points"}): _at(
        172, 540, "leaving for lack of points", "积分未达标离开", quiet=True
    ),
    frozenset({"people", "departures"}): _at(274, 555, "leaving", "迁出", quiet=True),
    frozenset({"people", "in_scope_by_residency", "wanted", "crowding", "arrivals"}): _at(
        440, 500, "crowding keeps\nfamilies away", "学位紧张抑制迁入"
    ),
    frozenset({"wanted", "parents_shortage", "turned_private"}): _at(
        748, 500, "shortage turns\nprivate", "短缺促使转读民办"
    ),
    frozenset({"planned_1", "under_way", "planning_gap", "added_plans"}): _at(
        1010, 650, "what is under way is counted", "规划部门计入在途", quiet=True
    ),
    frozenset(
        {"planned_1", "building_1", "open", "visible_supply", "planning_gap", "added_plans"}
    ): (_at(1240, 470, "planners\nclose the gap", "规划部门弥合缺口")),
}
"""The loops that are marked: through which names, where, and what they are called."""

TITLE = (
    "Who acts on whom: the whole model, all loops closed",
    "相互作用关系：模型全貌，各反馈回路均启用",
)
KEY = """\
+: more of the cause, more of the effect; −: less of it. Two bars: it takes time.
Boxes are stocks; grey is given from outside. R reinforces, B balances.
Signs are those of derivatives. Longer loops carry no mark; the table has them all.
+：原因增加则结果增加；−：原因增加则结果减少。双短线：需要时间。方框为存量，灰色为外部给定。
R 为增强回路，B 为平衡回路。符号取自导数。较长的回路不另作标记，全部列于表中。"""


@cache
def graph() -> CausalGraph:
    """The graph of the city with every loop closed."""
    system = loaded("model.cohorts_per_year=1", *CLOSED).system
    shown = (*NAMES, *DRIVERS)
    return CausalGraph(system=system, shown=shown, given=GIVEN, left_out=("departures_before",))


def diagram() -> str:
    """The diagram in both languages, as SVG text."""
    letters = {frozenset(_through(circle)): signed(circle) for circle in graph().loops()}
    return Diagram(
        title="  ".join(TITLE),
        size=SIZE,
        names={
            name: Shown(
                at=place.at,
                lines=place.lines,
                is_stock=name.partition("[")[0] in graph().system.stock,
                is_given=name in DRIVERS,
            )
            for name, place in {**NAMES, **DRIVERS}.items()
        },
        links=graph().links,
        marks=tuple(
            Mark(letter=letters[through], at=place.at, lines=() if place.quiet else place.lines)
            for through, place in LOOPS.items()
        ),
        bends=BENDS,
        key=tuple(KEY.splitlines()),
    ).svg()


def loops_table(language: Language) -> str:
    """Every loop of the diagram: its kind, its name where it is marked, what it runs through."""
    rows = []
    for circle in graph().loops():
        through = _through(circle)
        mark = LOOPS.get(frozenset(through))
        names = " → ".join(NAMES[name].named(language) for name in through)
        rows.append((signed(circle), mark.named(language) if mark else "", names))
    headings = {"en": ("kind", "marked", "through"), "zh": ("类型", "图中标记", "途经")}
    return table(headings[language], rows, texts=3)


def _through(circle: Circle) -> tuple[str, ...]:
    return tuple(link.cause for link in circle)


GIVEN_BY: Mapping[tuple[str, str], Sequence[Parameter]] = {
    ("people", "人口"): people.PARAMETERS,
    ("supply", "供给"): supply.PARAMETERS,
    ("demand", "需求"): services.PARAMETERS,
    ("schools", "入学"): schools.PARAMETERS,
    ("beds", "床位"): beds.PARAMETERS,
    ("feedback", "反馈机制"): feedback.PARAMETERS,
}
"""The parameters of each room: all that is given from outside."""


def declared_table(language: Language) -> str:
    """What is computed and what is given, by kind, as the declaration has it, every loop closed."""
    system, one = graph().system, tuple(PAGES).index(language)
    kinds = {"people": ("people", "人口"), "capacity": ("places and beds", "学位与床位")}
    kinds["information"] = ("what is perceived", "各方掌握的信息")
    kinds["departures_counted"] = ("departures as counted", "统计的迁出")
    rows = [
        (
            ("computed: stocks of ", "内生：存量，")[one] + called[one],
            _listed((each.name for each in system.stocks if each.kind == kind), language),
        )
        for kind, called in kinds.items()
    ]
    computed = (
        (("computed: flows", "内生：流量"), (each.name for each in system.flows)),
        (
            ("computed: transfers on a day", "内生：时点转移"),
            (each.name for each in system.transfers),
        ),
        (("computed: in between", "内生：辅助变量"), (each.name for each in system.auxiliaries)),
    )
    rows += [(called[one], _listed(names, language)) for called, names in computed]
    rows += [
        (("given: ", "外生：")[one] + room[one], _listed((p.name for p in given), language))
        for room, given in GIVEN_BY.items()
    ]
    headings = {"en": ("what", "names in the declaration"), "zh": ("类别", "声明式中的名称")}
    return table(headings[language], rows, texts=2)


def _listed(names: Iterable[str], language: Language) -> str:
    words = chinese()
    if language == "zh":
        return "、".join(words.name(name) for name in names)
    return ", ".join(name.replace("_", " ") for name in names)


def parts(language: Language) -> Mapping[str, str]:
    """The parts of a page that are made, by name."""
    return {"declared": declared_table(language), "loops": loops_table(language)}


def main() -> None:
    """Draw the diagram and put the tables into the pages."""
    IMAGE.write_text(outlined(diagram()), encoding="utf-8", newline="\n")
    for language, page in PAGES.items():
        for name, made in parts(language).items():
            Part(page=DOCS / page, name=name, module="boundary").write(made)


if __name__ == "__main__":
    main()
