"""``check``: are scenarios valid, and do the equations keep their promises? Runs nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import click

from simulator.city.feedback.loops import Feedback
from simulator.city.idle_input import MOST_EXAMINED, examine
from simulator.city.loading import Loaded, feedback_of, load
from simulator.commands.findings import Finding, as_annotations, as_json
from simulator.commands.language import language, told
from simulator.commands.remarks import print_remarks
from simulator.errors import (
    BROKEN,
    DONE,
    MISSING,
    DataError,
    Fault,
    MissingDataError,
    MissingExtraError,
    ScenarioError,
)
from simulator.files.locations import scenario_files, shown
from simulator.words.catalogue import told_in

Form = Literal["text", "json", "github"]
Refusal = ScenarioError | DataError | MissingExtraError


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """Whether remarks count as faults, how findings are told, and whether anything is accepted.

    ``all_keys``: every key is examined for an effect, however many there are.
    """

    strict: bool = False
    all_keys: bool = False
    form: Form = "text"
    force: bool = False


def check_scenarios(paths: Sequence[Path], wish: Wish = Wish()) -> int:
    """Check every file, say all faults together, then prove every system that they make.

    Returns
    -------
    int
        The exit code: 0, or 1 where ``wish.strict`` and anything is remarked on; in the other
        forms of telling also that of the faults.

    Raises
    ------
    ScenarioError, DataError, MissingExtraError
        With the faults of all files, each once, where they are told as text.
    """
    wanted = list(paths) or scenario_files()
    sound, refusals = _load_each(wanted, wish)
    loaded = [each for _, each in sound]
    remarks = list(dict.fromkeys(remark for each in loaded for remark in each.remarks))
    if wish.form != "text":
        return _tell_findings(refusals, remarks, loaded, wish)
    for path, each in sound:
        valid = told("command.valid", number=len(each.file.values))
        click.echo(f"{shown(path)}: {valid}")
    print_remarks(remarks)
    if refusals:
        raise _together(refusals)
    for line in dict.fromkeys(line for each in loaded for line in each.pack.unread):
        click.echo(told_in(line, language()))
    for proof, is_kept in _proofs(loaded):
        click.echo(proof)
        if is_kept:
            click.echo(f"  {told('command.proof_kept')}")
    return BROKEN if wish.strict and remarks else DONE


def _load_each(
    wanted: Sequence[Path], wish: Wish
) -> tuple[list[tuple[Path, Loaded]], list[Refusal]]:
    """Every scenario that is right, with its path; why the others are not."""
    sound: list[tuple[Path, Loaded]] = []
    refusals: list[Refusal] = []
    for path in wanted:
        known = sound[-1][1].pack if sound else None
        # A fault of one file does not hide those of the next.
        try:
            each = load(path, known=known, force=wish.force)
            most = len(each.file.statements) if wish.all_keys else MOST_EXAMINED
            sound.append((path, examine(each, most)))
        except (ScenarioError, DataError, MissingExtraError) as error:
            refusals.append(error)
    return sound, refusals


def _together(refusals: Sequence[Refusal]) -> Refusal:
    """One refusal with the faults of all, a shared parent's once; of their kind if that is one.

    Of several kinds wrong input comes before what is missing: that is for its author to mend.
    """
    faults = list(dict.fromkeys(fault for error in refusals for fault in error.faults))
    kinds = {type(error) for error in refusals}
    if kinds == {MissingExtraError}:
        return MissingExtraError("\n".join(map(str, faults)), faults)
    if all(error.exit_code == MISSING for error in refusals):
        return MissingDataError(faults)
    return DataError(faults) if kinds == {DataError} else ScenarioError(faults)


def _tell_findings(
    refusals: Sequence[Refusal],
    remarks: Sequence[Fault],
    loaded: Sequence[Loaded],
    wish: Wish,
) -> int:
    """Faults and remarks for another program, on stdout and nothing else; the exit code."""
    refused = _together(refusals) if refusals else None
    faults = refused.faults if refused is not None else ()
    findings = [
        *(Finding(severity="error", fault=fault) for fault in faults),
        *(Finding(severity="warning", fault=remark) for remark in remarks),
    ]
    click.echo(as_json(findings) if wish.form == "json" else as_annotations(findings), nl=False)
    if refused is not None:
        return refused.exit_code
    list(_proofs(loaded))  # an equation that breaks a law is refused here
    return BROKEN if wish.strict and remarks else DONE


def _proofs(loaded: Sequence[Loaded]) -> list[tuple[str, bool]]:
    """The proof of every form of the system, and whether an earlier check made it."""
    from simulator.stockflow.proof.kept_proof import proof_of

    # A proof is about the equations alone: one for each form of the system, whatever its values.
    forms = dict.fromkeys(_form(each) for each in loaded)
    systems = [next(each.system for each in loaded if _form(each) == form) for form in forms]
    return [proof_of(system) for system in systems]


def _form(loaded: Loaded) -> tuple[int, Feedback]:
    """What tells two systems of one run apart: building stages, and which loops are closed."""
    return int(str(loaded.file.values["model.building_stages"])), feedback_of(loaded.file)
