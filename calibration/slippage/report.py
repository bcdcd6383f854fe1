"""What the step ``supply`` found: data, prior and result, as a page in both languages."""

from collections.abc import Iterator
from pathlib import Path

from calibration.slippage.evidence import Delay
from calibration.slippage.posterior import MeanAndRange
from calibration.slippage.result import SchoolFit, SupplyFit
from calibration.slippage.schools import STATES

_STATE_NAMES = {
    "planned": "策划 planned",
    "approved": "前期 approved",
    "building": "在建 building",
    "finished": "竣工 finished",
}
_KINDS = {
    "on_time": "按期 on time",
    "late": "晚 late",
    "at_least": "至少 at least",
}


def write_report(folder: Path, fit: SupplyFit) -> None:
    """Write ``report.md`` and the figure ``slippage`` into a folder."""
    from calibration.slippage.chart import draw_slippage
    from simulator.report.style import drawing_style

    with drawing_style():
        draw_slippage(fit).save(folder, "slippage")
    text = "\n".join(report_lines(fit)) + "\n"
    (folder / "report.md").write_text(text, encoding="utf-8", newline="\n")


def report_lines(fit: SupplyFit) -> Iterator[str]:
    """The page, line by line."""
    standing = fit.standing or "全部记录 / the whole record"
    yield f"# {fit.title['zh']}：项目拖期 / {fit.title['en']}: how late projects are"
    yield ""
    yield f"记录截至 / what was on record by: {standing}"
    yield ""
    yield "![拖期 / slippage](slippage.png)"
    yield ""
    yield from _hospitals(fit)
    yield from _schools(fit)
    yield from _homes(fit)
    yield from _limits()


def _hospitals(fit: SupplyFit) -> Iterator[str]:
    yield "## 医院 / Hospitals"
    yield ""
    if fit.delays:
        yield "| 项目 Project | | 晚几年 Years late |"
        yield "|---|---|---|"
        for delay in fit.delays:
            project = delay.project
            name = f"{project.name} {project.title['zh']} {project.title['en']}"
            yield f"| {name} | {_KINDS[delay.kind]} | {_years(delay)} |"
    else:
        yield "当时没有可用的记录，结果就是先验。"
        yield ""
        yield "Nothing was on record by then: the prior stands."
    yield ""
    yield "| | 先验 Prior (80 %) | 结果 Result (80 %) |"
    yield "|---|---|---|"
    for label, name in (
        ("按期的比例 Share on time", "on_time"),
        ("其余项目延期中位数(年) Median delay of the others (years)", "median"),
        ("延期对数的标准差 Standard deviation of its logarithm", "spread"),
    ):
        yield (
            f"| {label} | {_told(getattr(fit.prior, name))} | "
            f"{_told(getattr(fit.hospitals, name))} |"
        )
    yield ""


def _schools(fit: SupplyFit) -> Iterator[str]:
    schools = fit.schools
    yield "## 学校 / Schools"
    yield ""
    if schools.snapshot is None or schools.rest is None:
        yield "当时没有可用的记录：各阶段时长为判断值。"
        yield ""
        yield "Nothing was on record by then: the stays are a judgement."
        yield ""
        return
    yield "| 状态 State | 记录 Record | 全部项目 All | 点名项目 Named | 其余 Without a name |"
    yield "|---|---|---|---|---|"
    whole = schools.whole[0].shares(schools.snapshot.when - schools.snapshot.begins)
    rest = schools.in_use.shares(schools.rest.when - schools.rest.begins)
    for state, every, other in zip(STATES, whole, rest, strict=True):
        recorded = schools.snapshot.projects[state]
        yield (
            f"| {_STATE_NAMES[state]} | {recorded:.0f} | {every * schools.snapshot.total:.1f} | "
            f"{recorded - schools.rest.projects[state]:.1f} | "
            f"{other * schools.rest.total:.1f} |"
        )
    yield ""
    yield from _told_twice(_EXACT)
    yield from _stages(schools)


def _stages(schools: SchoolFit) -> Iterator[str]:
    yield (
        "| 在建段数 Stages | 策划 Planned | 前期 Approved | 在建 Building (年 years) "
        "| 期末竣工：全部从年初起 Finished at the end: all, from the first day "
        "| 期末竣工：其余 Those without a name |"
    )
    yield "|---|---|---|---|---|---|"
    for chain in schools.chains:
        every, other = schools.outcomes()[chain.stages]
        yield (
            f"| {chain.stages} | {chain.planned:.2f} | {chain.approved:.2f} | "
            f"{chain.building:.2f} | {every:.1%} | {other:.1%} |"
        )
    yield ""
    first = schools.whole[0]
    yield (
        f"若把全部项目都算作从期初起步，策划 {first.planned:.2f} 年、前期 {first.approved:.2f} 年。"
        f"点名学校竣工延期的中位数为 {schools.median:.2f} 年，按期比例与离散取自医院。"
    )
    yield ""
    yield (
        f"With all projects from the first day of the period: {first.planned:.2f} years in the "
        f"plan, {first.approved:.2f} in approval. Median delay of a named school "
        f"{schools.median:.2f} years; share on time and spread are those of hospitals."
    )
    yield ""


_EXACT = (
    "三个自由数恰好对上三个独立的比例，因此这不是检验；在建分几段无法从中得知，其影响如下。",
    (
        "Three free numbers meet three free shares exactly, so this tests nothing. How many stages "
        "building has can't be told from it; what that does to the outcome:"
    ),
)


def _told_twice(pair: tuple[str, str]) -> Iterator[str]:
    for text in pair:
        yield text
        yield ""


def _homes(fit: SupplyFit) -> Iterator[str]:
    if fit.planned_stay is not None:
        yield "## 养老机构 / Homes"
        yield ""
        yield (
            f"策划阶段平均 {fit.planned_stay:.2f} 年，使机构床位的增长与两次计数一致。 / A mean of "
            f"{fit.planned_stay:.2f} years in the plan, so that beds of homes grow as counted."
        )
        yield ""


def _limits() -> Iterator[str]:
    yield "## 局限 / Limits"
    yield ""
    for chinese, english in _LIMITS:
        yield f"- {chinese}"
        yield f"  {english}"


_LIMITS = (
    (
        "只有几家医院，都是大型新建项目，有记录的多半是晚的；先验有意放宽。",
        "A handful of hospitals, large and new, the late ones written about; a wide prior.",
    ),
    (
        "延期对所有项目有多少是共同的，从这些日期看不出来，取判断值。",
        "How much of the delay all projects share can't be told from these dates: a judgement.",
    ),
    (
        "快照包括点名的学校，它们比其余的更靠前；先除去它们再拟合，其余的会更慢。",
        "The snapshot counts the named schools, further on than the rest, which alone is slower.",
    ),
)


def _years(delay: Delay) -> str:
    if delay.kind == "at_least":
        return f"≥ {delay.low:.2f}"
    if delay.kind == "late" and delay.high - delay.low > 1 / 12:
        return f"{delay.low:.2f} – {delay.high:.2f}"
    return f"{delay.high:.2f}"


def _told(estimate: MeanAndRange) -> str:
    return f"{estimate.value:.2f} ({estimate.low:.2f} – {estimate.high:.2f})"
