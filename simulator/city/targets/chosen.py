"""Which figures of a plan a screen shows, in which order: by clause, those without a number last.

Whoever reads 84 rows looks for one sector, one verdict or one clause. Names are those of the files
or the words a reader sees, in either language; what fits nothing is refused with the nearest.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from simulator.city.targets.board import VERDICTS, ScoreRow
from simulator.city.targets.reading import Pairs
from simulator.errors import CommandError
from simulator.files.hints import suggest
from simulator.words.catalogue import LANGUAGES, in_language, message, say

EMPTY = "no_number"

Section = tuple[Mapping[str, str] | None, tuple[int, ...]]
"""A clause of the plan, ``None`` for the figures without a number, and places of its rows."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """Sectors, verdicts and clauses that are asked for; none of a kind: all of it."""

    sectors: frozenset[str] = frozenset()
    verdicts: frozenset[str] = frozenset()
    clauses: frozenset[str] = frozenset()

    def fits(self, rows: Sequence[ScoreRow]) -> bool:
        """Whether a figure is shown; ``rows`` are it in every scenario, one verdict is enough."""
        target = rows[0].target
        return (
            (not self.sectors or target.sector in self.sectors)
            and (not self.clauses or target.section in self.clauses)
            and (not self.verdicts or any(row.verdict in self.verdicts for row in rows))
        )


ALL = Wanted()
"""Every figure of the plan."""


def read_wanted(
    pairs: Pairs, sectors: Sequence[str], verdicts: Sequence[str], clauses: Sequence[str]
) -> Wanted:
    """What is asked for, of the figures of a plan.

    A sector or verdict is named as in the files or as shown; a clause by any part of its title.

    Raises
    ------
    CommandError
        Where a name is none of the plan's.
    """
    of_sectors = {target.sector: _titles(entry.sector) for target, entry in pairs}
    of_clauses = {target.section: _titles(entry.section) for target, entry in pairs}
    of_verdicts = {name: [say(f"verdict.{name}", each) for each in LANGUAGES] for name in VERDICTS}
    return Wanted(
        sectors=frozenset(_named("--sector", sectors, of_sectors)),
        verdicts=frozenset(_named("--verdict", verdicts, of_verdicts)),
        clauses=frozenset(_containing("--clause", clauses, of_clauses)),
    )


def sections_of(boards: Sequence[Sequence[ScoreRow]], wanted: Wanted) -> tuple[Section, ...]:
    """Places of the rows that are shown, by clause in the order of the plan, the empty ones last.

    A figure is empty where no scenario has a number for it.
    """
    shown: dict[str, list[int]] = {}
    empty: list[int] = []
    titles: dict[str, Mapping[str, str]] = {}
    for place, row in enumerate(boards[0]):
        same = [rows[place] for rows in boards]
        if not wanted.fits(same):
            continue
        if all(each.verdict == EMPTY for each in same):
            empty.append(place)
            continue
        titles[row.target.section] = row.entry.section
        shown.setdefault(row.target.section, []).append(place)
    found: list[Section] = [(titles[name], tuple(places)) for name, places in shown.items()]
    return (*found, (None, tuple(empty))) if empty else tuple(found)


def _titles(title: Mapping[str, str]) -> list[str]:
    return [in_language(title, language) for language in LANGUAGES]


def _named(option: str, asked: Sequence[str], names: Mapping[str, Sequence[str]]) -> Iterable[str]:
    """Names that are asked for by themselves or by a title."""
    for text in asked:
        found = [
            name
            for name, titles in names.items()
            if text.casefold() in {name.casefold(), *(each.casefold() for each in titles)}
        ]
        if not found:
            known = [*names, *(each for titles in names.values() for each in titles)]
            raise _refusal(option, text, known)
        yield from found


def _containing(
    option: str, asked: Sequence[str], names: Mapping[str, Sequence[str]]
) -> Iterable[str]:
    """Names of which a title contains a text."""
    for text in asked:
        found = [
            name
            for name, titles in names.items()
            if any(text.casefold() in each.casefold() for each in titles)
        ]
        if not found:
            raise _refusal(option, text, [each for both in names.values() for each in both])
        yield from found


def _refusal(option: str, text: str, known: Sequence[str]) -> CommandError:
    told = message("targets.not_of_plan", option=option, found=text, hint=suggest(text, known))
    return CommandError(told)
