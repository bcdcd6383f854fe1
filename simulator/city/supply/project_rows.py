"""Named projects as rows: one for each, or several alike, of a service or district."""

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.city.axes import CITY
from simulator.city.ground.outcome import choices_of_run
from simulator.city.ground.own_plan import is_own
from simulator.city.ground.subject import Chosen, Subject, titled
from simulator.city.supply.project_course import Opening, expected_opening, promised_opening
from simulator.city.supply.projects import RunningProject, running_projects
from simulator.words.catalogue import Pair, pair


@dataclass(frozen=True, kw_only=True)
class ProjectRow:
    """Projects of one service, promised for the same day, that slip alike."""

    members: tuple[RunningProject, ...]
    promised: float
    expected: Opening

    @property
    def places(self) -> float:
        """Places or beds of all of them."""
        return sum(each.places for each in self.members)

    @property
    def late_by(self) -> float:
        """Years from the promised day to the one by which it is open with probability one half."""
        return self.expected.middle - self.promised

    @property
    def is_derived(self) -> bool:
        """Whether a size is ours, or a day that no record gives."""
        return any(not each.is_sized or each.project.grade == "D" for each in self.members)

    @property
    def is_own(self) -> bool:
        """Whether the scenario itself plans them."""
        return is_own(self.members[0].project)


def project_rows(subject: Subject, chosen: Chosen) -> list[ProjectRow]:
    """The rows of what is asked for, in no order."""
    outcome = subject.outcome
    choices = choices_of_run(outcome)
    alike: dict[tuple[object, ...], list[RunningProject]] = {}
    for running in running_projects(choices):
        if chosen.service not in (None, running.service.name):
            continue
        if chosen.place not in (CITY, running.project.district):
            continue
        school = running.service.is_school
        own = running.project.programme if running.project.facilities > 1 else ""
        key = (
            running.service.name,
            running.announced,
            running.due,
            running.slippage,
            running.lost,
            own,
            is_own(running.project),
            running.closes,
        )
        alike.setdefault(key if school or own else (*key, running.project.name), []).append(running)
    return [
        ProjectRow(
            members=tuple(members),
            promised=promised_opening(members[0]),
            expected=expected_opening(members[0]),
        )
        for members in alike.values()
    ]


def by_service(rows: Sequence[ProjectRow], subject: Subject) -> list[list[ProjectRow]]:
    """The rows of each service in the order of the pack, earliest promise first."""
    there = {row.members[0].service.name for row in rows}
    names = [each.name for each in subject.outcome.pack.services if each.name in there]
    return [
        sorted(
            (row for row in rows if row.members[0].service.name == name),
            key=lambda row: (row.promised, -row.places),
        )
        for name in names
    ]


def called(row: ProjectRow) -> Pair:
    """The name of the first project of a row, and how many they are."""
    name = titled(row.members[0].project.title)
    return pair("projects.row", name=name, number=len(row.members)) if row.members[1:] else name
