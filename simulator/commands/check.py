"""``check``: are scenarios valid, and do the equations keep their promises? Runs nothing."""

from collections.abc import Sequence
from pathlib import Path

import click

from simulator.city.feedback.loops import Feedback
from simulator.city.idle_input import examine
from simulator.city.loading import Loaded, feedback_of, load
from simulator.commands.remarks import print_remarks
from simulator.errors import DataError, Fault, ScenarioError
from simulator.files.locations import scenario_files, shown
from simulator.words.catalogue import say


def check_scenarios(paths: Sequence[Path], *, force: bool = False) -> None:
    """Check every file, say all faults together, then prove every system that they make.

    Raises
    ------
    ScenarioError
        With the faults of all files, each once.
    """
    wanted = list(paths) or scenario_files()
    loaded: list[Loaded] = []
    faults: list[Fault] = []
    for path in wanted:
        # A fault of one file does not hide those of the next; a shared parent's is told once.
        try:
            known = loaded[-1].pack if loaded else None
            loaded.append(examine(load(path, known=known, force=force)))
        except (ScenarioError, DataError) as error:
            faults += [fault for fault in error.faults if fault not in faults]
    if faults:
        raise ScenarioError(faults)
    for path, each in zip(wanted, loaded, strict=True):
        told = say("command.valid", "both", number=len(each.file.values))
        click.echo(f"{shown(path)}: {told}")
    print_remarks(remark for each in loaded for remark in each.remarks)
    for line in dict.fromkeys(line for each in loaded for line in each.pack.unread):
        click.echo(line)
    from simulator.stockflow.proof.kept_proof import proof_of

    # A proof is about the equations alone: one for each form of the system, whatever its values.
    for form in dict.fromkeys(_form(each) for each in loaded):
        system = next(each.system for each in loaded if _form(each) == form)
        proof, is_kept = proof_of(system)
        click.echo(proof)
        if is_kept:
            click.echo(f"  {say('command.proof_kept', 'both')}")


def _form(loaded: Loaded) -> tuple[int, Feedback]:
    """What tells two systems of one run apart: building stages, and which loops are closed."""
    return int(str(loaded.file.values["model.building_stages"])), feedback_of(loaded.file)
