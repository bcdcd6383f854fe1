"""What answers each verb. A module is imported when its verb is called: help stays quick."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal, cast

from simulator.commands import verbs
from simulator.commands.verb_forms import Verb

Answered = tuple[Verb, Callable[..., int | None]]
"""A verb, and the function that is given its arguments and options by name."""


def _run(
    *,
    scenario: Path,
    overrides: Sequence[str],
    draws: str | None,
    seed: str | None,
    workers: int | None,
    out: Path | None,
    **switches: bool,
) -> None:
    from simulator.commands.run import Asked, run_scenario

    asked = Asked(workers=workers, **switches)
    run_scenario(scenario, (*overrides, *_of_chance(draws, seed)), out, asked)


def _report(*, run: Path, kind: str | None, out: Path | None, force: bool) -> None:
    from simulator.commands.report import write_report

    write_report(run, cast("Literal['html', 'docx', 'pdf']", kind or "html"), out, force=force)


def _figure(
    *,
    run: Path,
    name: str | None,
    overrides: Sequence[str],
    **rest: Any,  # noqa: ANN401 - each option as it was read
) -> None:
    from simulator.commands.figure import Wish, draw_figure, list_figures

    if name is None:
        list_figures()
    else:
        draw_figure(Wish(run=run, name=name, overrides=tuple(overrides), **rest))


def _serve(
    *, scenario: Path | None, port: int | None, export: Path | None, no_browser: bool
) -> None:
    from simulator.commands.serve import export_page, serve_page

    if export is not None:
        export_page(scenario, export)
    else:
        serve_page(scenario, port or 0, browser=not no_browser)


def _need(
    *,
    scenario: Path,
    service: str,
    overrides: Sequence[str],
    draws: str | None,
    seed: str | None,
    **rest: Any,  # noqa: ANN401 - each option as it was read
) -> None:
    from simulator.commands.need import Asked, criterion_of, tell_need

    tell_need(
        Asked(
            path=scenario,
            overrides=(*overrides, *_of_chance(draws, seed)),
            service=service,
            district=rest["district"],
            risk=_RISK if rest["risk"] is None else rest["risk"],
            criterion=criterion_of(rest),
            since=rest["since"],
            at_standard=rest["at_standard"],
            force=rest["force"],
        )
    )


_RISK = 0.05


def _rests(
    *,
    scenario: Path,
    overrides: Sequence[str],
    seed: str | None,
    **rest: Any,  # noqa: ANN401 - each option as it was read
) -> None:
    from simulator.commands.rests import Asked, tell_rests

    tell_rests(Asked(path=scenario, overrides=(*overrides, *_of_chance(None, seed)), **rest))


def _of_chance(draws: str | None, seed: str | None) -> list[str]:
    """Settings like any other: checked, told and kept with the results in the same way."""
    named = {"model.draws": draws, "model.seed": seed}
    return [f"{key}={text}" for key, text in named.items() if text is not None]


def _batch(*, plan: Path, force: bool) -> int:
    from simulator.commands.batch import run_batch

    return run_batch(plan, force=force)


def _targets(
    *,
    scenarios: Sequence[Path],
    why: bool,
    overrides: Sequence[str],
    out: Path | None,
    png: bool,
    force: bool,
    **shown: Sequence[str],
) -> None:
    from simulator.commands.language import language
    from simulator.commands.targets import Wish, score_targets

    chosen = language()
    score_targets(
        Wish(
            paths=tuple(scenarios),
            overrides=tuple(overrides),
            language=None if chosen == "both" else chosen,
            out=out,
            why=why,
            png=png,
            force=force,
            sectors=tuple(shown["sectors"]),
            verdicts=tuple(shown["verdicts"]),
            clauses=tuple(shown["clauses"]),
        )
    )


def _compare(
    *,
    first: Path,
    others: Sequence[Path],
    overrides: Sequence[str],
    draws: str | None,
    seed: str | None,
    **rest: Any,  # noqa: ANN401 - each option as it was read
) -> None:
    from simulator.commands.compare import Asked, tell_comparison

    changes = (*overrides, *_of_chance(draws, seed))
    tell_comparison(Asked(paths=(first, *others), overrides=changes, **rest))


def _why(*, first: Path, second: Path, quantity: str | None, **rest: Any) -> None:  # noqa: ANN401
    from simulator.commands.why import Asked, tell_why

    asked = cast("Literal['gap', 'demand', 'supply']", quantity or "gap")
    tell_why(Asked(paths=(first, second), quantity=asked, **rest))


def _check(
    *, scenarios: Sequence[Path], strict: bool, all_keys: bool, form: str | None, force: bool
) -> int:
    from simulator.commands.check import Wish, check_scenarios

    asked = cast("Literal['text', 'json', 'github']", form or "text")
    wish = Wish(strict=strict, all_keys=all_keys, form=asked, force=force)
    return check_scenarios(scenarios, wish)


def _new(*, name: str, parent: Path | None) -> None:
    from simulator.commands.new import new_scenario

    new_scenario(name, parent)


def _show(*, scenario: Path, why: str | None, overrides: Sequence[str], force: bool) -> None:
    from simulator.commands.show import show_key, show_scenario

    if why is None:
        show_scenario(scenario, overrides, force=force)
    else:
        show_key(scenario, why, overrides, force=force)


def _diff(*, first: Path, second: Path, force: bool) -> None:
    from simulator.commands.diff import compare_scenarios

    compare_scenarios(first, second, force=force)


def _trace(*, folder: Path, cell: str) -> None:
    from simulator.commands.trace import trace_cell

    trace_cell(folder, cell)


def _describe(*, scenario: Path | None, out: Path | None) -> None:
    from simulator.commands.describe import describe_model

    describe_model(scenario, out)


def _schema(*, out: Path | None) -> None:
    from simulator.commands.schema import write_schema

    write_schema(out)


def _doctor() -> int:
    from simulator.commands.doctor import examine

    return examine()


def _migrate(*, files: Sequence[Path], write: bool) -> int:
    from simulator.commands.migrate import migrate_files

    return migrate_files(files, write=write)


ANSWERS: tuple[Answered, ...] = (
    (verbs.RUN, _run),
    (verbs.SERVE, _serve),
    (verbs.REPORT, _report),
    (verbs.FIGURE, _figure),
    (verbs.NEED, _need),
    (verbs.RESTS, _rests),
    (verbs.BATCH, _batch),
    (verbs.TARGETS, _targets),
    (verbs.COMPARE, _compare),
    (verbs.WHY, _why),
    (verbs.CHECK, _check),
    (verbs.NEW, _new),
    (verbs.SHOW, _show),
    (verbs.DIFF, _diff),
    (verbs.TRACE, _trace),
    (verbs.DESCRIBE, _describe),
    (verbs.SCHEMA, _schema),
    (verbs.DOCTOR, _doctor),
    (verbs.MIGRATE, _migrate),
)
"""Every verb of the simulator with what answers it."""
