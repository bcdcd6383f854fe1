"""What the step ``supply`` found: data, prior and result, as a page in both languages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from calibration.slippage.evidence import Delay
from calibration.slippage.posterior import Estimate, Posterior
from calibration.slippage.schools import STATES, Chain, Snapshot
from simulator.structure.arrays import FloatArray

END_OF_PERIOD = 5.0
"""Years from the beginning of the programmes to the day they are promised for."""

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


@dataclass(frozen=True, kw_only=True)
class SupplyFit:
    """Everything the step found; ``in_use`` is the chain whose stays are written."""

    title: Mapping[str, str]
    standing: str | None
    delays: tuple[Delay, ...]
    prior: Posterior
    hospitals: Posterior
    snapshot: Snapshot | None
    chains: tuple[Chain, ...]
    in_use: Chain
    school_median: float
    planned_stay: float | None

    def outcomes(self) -> Mapping[int, float]:
        """Share of the programme finished at the end of its period, by number of stages."""
        return {each.stages: float(each.shares(END_OF_PERIOD)[-1]) for each in self.chains}

    def lines(self) -> tuple[str, ...]:
        """The result in a few lines."""
        hospital, outcomes = self.hospitals, self.outcomes()
        low, high = min(outcomes.values()), max(outcomes.values())
        return (
            (
                f"医院 / hospitals: {len(self.delays)} 个项目 / projects; "
                f"按期 / on time {hospital.on_time.value:.2f}, "
                f"延期中位数 / median delay {hospital.median.value:.2f} 年 / years, "
                f"离散 / spread {hospital.spread.value:.2f}"
            ),
            (
                f"学校 / schools: 策划 / planned {self.in_use.planned:.2f}, 前期 / approved "
                f"{self.in_use.approved:.2f}, 在建 / building {self.in_use.building:.2f} 年 / years"
            ),
            f"到期末竣工 / finished by the end of the period: {low:.0%} - {high:.0%}",
        )


def write_report(folder: Path, fit: SupplyFit) -> None:
    """Write ``report.md`` and the figure ``slippage`` into a folder."""
    from calibration.slippage.chart import draw_slippage
    from simulator.reports.style import drawing_style

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
    yield "## 学校 / Schools"
    yield ""
    if fit.snapshot is None:
        yield (
            "当时没有可用的记录：各阶段时长为判断值。 / Nothing was on record by then: the stays "
            "are a judgement."
        )
        yield ""
        return
    yield "| 状态 State | 记录 Record | 模型 Fitted |"
    yield "|---|---|---|"
    shares = fit.in_use.shares(fit.snapshot.when - fit.snapshot.begins)
    for state, share in zip(STATES, shares, strict=True):
        recorded = fit.snapshot.projects[state]
        yield f"| {_STATE_NAMES[state]} | {recorded:.0f} | {share * fit.snapshot.total:.1f} |"
    yield ""
    yield (
        "三个自由数恰好对上三个独立的比例，因此这不是检验；在建分几段无法从中得知，其影响如下。"
        " / Three free numbers meet three free shares exactly, so this tests nothing. How many "
        "stages building has can't be told from it; what that does to the outcome:"
    )
    yield ""
    yield (
        "| 在建段数 Stages | 策划 Planned | 前期 Approved | 在建 Building (年 years) "
        "| 期末竣工 Finished at the end of the period |"
    )
    yield "|---|---|---|---|---|"
    for chain in fit.chains:
        finished = fit.outcomes()[chain.stages]
        yield (
            f"| {chain.stages} | {chain.planned:.2f} | {chain.approved:.2f} | "
            f"{chain.building:.2f} | {finished:.1%} |"
        )
    yield ""
    yield (
        f"点名学校竣工延期的中位数为 {fit.school_median:.2f} 年：到快照日，承诺的项目竣工了这么多。"
        "按期比例与离散取自医院。"
    )
    yield ""
    yield (
        f"Median delay of a named school {fit.school_median:.2f} years: of what was promised by "
        "the day of the snapshot so many were finished; share on time and spread are those of "
        "hospitals."
    )
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


def _told(estimate: Estimate) -> str:
    return f"{estimate.value:.2f} ({estimate.low:.2f} – {estimate.high:.2f})"


def path_of(chain: Chain, elapsed: FloatArray) -> FloatArray:
    """Shares planned, approved, building and finished through time, shape (4, time)."""
    return np.stack([chain.shares(float(time)) for time in elapsed], axis=1)
