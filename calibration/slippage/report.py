"""What the step ``supply`` found: data, prior and result, as a page in both languages."""

from collections.abc import Iterator
from pathlib import Path

from calibration.fit.report.words import paragraphs
from calibration.slippage.evidence import Delay
from calibration.slippage.posterior import MeanAndRange
from calibration.slippage.result import SchoolFit, SupplyFit
from calibration.slippage.schools import STATES
from simulator.words.catalogue import pair, say


def write_report(folder: Path, fit: SupplyFit) -> None:
    """Write ``report.md`` and the figure ``slippage`` into a folder."""
    from calibration.slippage.chart import draw_slippage
    from simulator.report.page import save_pages
    from simulator.report.style import drawing_style

    with drawing_style():
        save_pages(folder, [("slippage", draw_slippage(fit))])
    text = "\n".join(report_lines(fit)) + "\n"
    (folder / "report.md").write_text(text, encoding="utf-8", newline="\n")


def report_lines(fit: SupplyFit) -> Iterator[str]:
    """The page, line by line."""
    standing = fit.standing or _both("whole_record")
    yield f"# {say('slippage.title', 'both', city=fit.title)}"
    yield ""
    yield f"{_both('standing')}: {standing}"
    yield ""
    yield f"![{_both('picture')}](slippage.png)"
    yield ""
    yield from _hospitals(fit)
    yield from _schools(fit)
    yield from _homes(fit)
    yield from _limits()


def _both(key: str) -> str:
    return say(f"slippage.{key}", "both")


def _row(*keys: str) -> str:
    """The headings of a table; an empty key is an empty heading."""
    return f"| {' | '.join(_both(key) if key else '' for key in keys)} |"


def _told_twice(key: str, **values: object) -> Iterator[str]:
    yield from (*paragraphs(pair(f"slippage.{key}", **values)), "")


def _hospitals(fit: SupplyFit) -> Iterator[str]:
    yield f"## {_both('hospitals')}"
    yield ""
    if fit.delays:
        yield _row("project", "", "years_late")
        yield "|---|---|---|"
        for delay in fit.delays:
            project = delay.project
            name = f"{project.name} {project.title['zh']} {project.title['en']}"
            yield f"| {name} | {say(f'slippage_kind.{delay.kind}', 'both')} | {_years(delay)} |"
        yield ""
    else:
        yield from _told_twice("no_delays")
    yield _row("", "prior", "result")
    yield "|---|---|---|"
    for name in ("on_time", "median", "spread"):
        yield (
            f"| {_both(name)} | {_told(getattr(fit.prior, name))} | "
            f"{_told(getattr(fit.hospitals, name))} |"
        )
    yield ""


def _schools(fit: SupplyFit) -> Iterator[str]:
    schools = fit.schools
    yield f"## {_both('schools')}"
    yield ""
    if schools.snapshot is None or schools.rest is None:
        yield from _told_twice("no_schools")
        return
    yield _row("state", "recorded", "every", "named", "unnamed")
    yield "|---|---|---|---|---|"
    whole = schools.whole[0].shares(schools.snapshot.when - schools.snapshot.begins)
    rest = schools.in_use.shares(schools.rest.when - schools.rest.begins)
    for state, every, other in zip(STATES, whole, rest, strict=True):
        recorded = schools.snapshot.projects[state]
        yield (
            f"| {say(f'slippage_state.{state}', 'both')} | {recorded:.0f} | "
            f"{every * schools.snapshot.total:.1f} | "
            f"{recorded - schools.rest.projects[state]:.1f} | "
            f"{other * schools.rest.total:.1f} |"
        )
    yield ""
    yield from _told_twice("exact")
    yield from _stages(schools)


def _stages(schools: SchoolFit) -> Iterator[str]:
    yield _row("stages", "planned", "approved", "building", "finished_all", "finished_rest")
    yield "|---|---|---|---|---|---|"
    for chain in schools.chains:
        every, other = schools.outcomes()[chain.stages]
        yield (
            f"| {chain.stages} | {chain.planned:.2f} | {chain.approved:.2f} | "
            f"{chain.building:.2f} | {every:.1%} | {other:.1%} |"
        )
    yield ""
    first = schools.whole[0]
    yield from _told_twice(
        "first_day",
        planned=f"{first.planned:.2f}",
        approved=f"{first.approved:.2f}",
        median=f"{schools.median:.2f}",
    )


def _homes(fit: SupplyFit) -> Iterator[str]:
    if fit.planned_stay is not None:
        yield f"## {_both('homes')}"
        yield ""
        yield from _told_twice("homes_told", years=f"{fit.planned_stay:.2f}")


def _limits() -> Iterator[str]:
    yield f"## {_both('limits')}"
    yield ""
    for key in ("limit_few", "limit_shared", "limit_snapshot"):
        chinese, english = pair(f"slippage.{key}")
        yield f"- {chinese}"
        yield f"  {english}"


def _years(delay: Delay) -> str:
    if delay.kind == "at_least":
        return f"≥ {delay.low:.2f}"
    if delay.kind == "late" and delay.high - delay.low > 1 / 12:
        return f"{delay.low:.2f} – {delay.high:.2f}"
    return f"{delay.high:.2f}"


def _told(estimate: MeanAndRange) -> str:
    return f"{estimate.value:.2f} ({estimate.low:.2f} – {estimate.high:.2f})"
