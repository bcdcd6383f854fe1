"""How many they are that a figure of the plan is for."""

from dataclasses import replace

from simulator.analysis.modelled import supply
from simulator.analysis.people import GROUPS, count_group
from simulator.analysis.scoreboard.entries import Whom
from simulator.analysis.scoreboard.numerators import Question
from simulator.analysis.scoreboard.plan import PlanTarget
from simulator.inputs.definition import Counted, Definition


def count_whom(asked: Question, whom: Whom, plan: dict[str, PlanTarget]) -> Counted | None:
    """Their number × the factor of the entry; ``None`` where the run does not know it."""
    found = _count(asked, whom, plan)
    return None if found is None else replace(found, value=found.value * whom.factor)


def are_people(whom: Whom) -> bool:
    """Whether there could be fewer of them: people, not towns or beds."""
    return whom.group.kind in GROUPS


def _count(asked: Question, whom: Whom, plan: dict[str, PlanTarget]) -> Counted | None:
    kind = whom.group.kind
    if kind in GROUPS:
        return count_group(asked.occasion, whom.group)
    if kind == "districts":
        return _plain(kind, float(len(asked.outcome.pack.districts)))
    if kind == "target":
        return _plain(kind, plan[whom.target].value)
    counts = [
        supply(asked.outcome.pack.service[name])(asked.occasion) for name in whom.group.services
    ]
    known = [count for count in counts if count is not None]
    return _plain(kind, sum(known)) if len(known) == len(counts) else None


def _plain(name: str, value: float) -> Counted:
    return Counted(name=name, value=value, definition=Definition())
