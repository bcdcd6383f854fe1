"""The cases of a plan: each scenario of each city, loaded once to be checked, and its chunks."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.city.batch.plan import Plan
from simulator.city.ensemble.drawn import Block, drawn_choices
from simulator.city.ensemble.order import CHUNK, Order, orders_of
from simulator.city.idle_input import examine
from simulator.city.loading import Loaded, load
from simulator.city.pack.city_pack import CityPack
from simulator.errors import DataError, Fault, MissingDataError, ScenarioError
from simulator.files.overrides import SOURCE
from simulator.files.results_folder import refuse_unusable
from simulator.stockflow.values.chance import Chance
from simulator.words.catalogue import message, preceded

SUMMARY = "summary"
"""The folder of what is said of all cases."""

_CITY = "model.city"


@dataclass(frozen=True, kw_only=True)
class Case:
    """One scenario of one city: what is run, what it is made from, and where its results go."""

    city: str
    name: str
    path: Path
    overrides: tuple[str, ...]
    orders: tuple[Order, ...]
    results: Path
    remarks: tuple[Fault, ...] = ()

    @property
    def chunks(self) -> Path:
        """The folder of its chunks, beside that of its results."""
        return self.results.with_name(f"{self.results.name}.chunks")

    @property
    def made_from(self) -> str:
        """Digest of what every draw depends on (``ensemble/order.py``)."""
        return self.orders[0].made_from


@dataclass(frozen=True, kw_only=True)
class _Wish:
    """A scenario of a city as the plan asks for it; where it stands in the plan."""

    city: str | None
    number: int
    path: Path


def cases_of(plan: Plan, *, force: bool = False, size: int = CHUNK) -> tuple[Case, ...]:
    """Load and check every scenario of every city; nothing of them is kept in memory.

    ``force`` accepts values far outside what is on record; ``size`` is the number of draws of a
    chunk.

    Raises
    ------
    ScenarioError, MissingDataError
        With every fault of every scenario and pack.
    SimulatorError
        Where results may not be published.
    """
    found: list[Case] = []
    refused: list[ScenarioError | DataError] = []
    known: CityPack | None = None
    for wish in _wishes(plan):
        try:
            loaded = _load(plan, wish, known, force=force)
            known = loaded.pack
            found.append(_case(plan, loaded, wish, size))
        except (ScenarioError, DataError) as error:
            refused.append(error)
    faults = [_in_plan(plan, fault) for error in refused for fault in error.faults]
    faults += [] if refused else list(_in_one_folder(plan, found))
    if faults:
        lacks_data = all(isinstance(error, MissingDataError) for error in refused) and refused
        raise (MissingDataError if lacks_data else ScenarioError)(list(dict.fromkeys(faults)))
    for folder in (plan.out / SUMMARY, *(case.results for case in found)):
        refuse_unusable(folder)
    return tuple(found)


def _wishes(plan: Plan) -> Iterator[_Wish]:
    for city in plan.cities or (None,):
        for number, path in enumerate(plan.scenarios):
            yield _Wish(city=city, number=number, path=path)


def _load(plan: Plan, wish: _Wish, known: CityPack | None, *, force: bool) -> Loaded:
    asked = (*plan.changes, f"model.draws={plan.draws}", f"model.seed={plan.seed}")
    if wish.city is None:
        return examine(load(wish.path, asked, known, force=force))
    changed = (f"{_CITY}={wish.city}", *asked)
    loaded = load(wish.path, changed, known, force=force)
    # a scenario of its own city has the name, the title and the folder that ``run`` gives it
    if _states(loaded, wish.city):
        loaded = load(wish.path, asked, loaded.pack, force=force)
    return examine(loaded)


def _states(loaded: Loaded, city: str) -> bool:
    """Whether the files of a scenario name this city by themselves."""
    said: list[Any] = [
        one.value for one in loaded.file.statements if one.key == _CITY and one.path != SOURCE
    ]
    return bool(said) and said[-1] == city


def _case(plan: Plan, loaded: Loaded, wish: _Wish, size: int) -> Case:
    _refuse_undrawable(plan, loaded, wish)
    city, name = loaded.pack.name, loaded.file.name
    return Case(
        city=city,
        name=name,
        path=wish.path,
        overrides=loaded.file.overrides,
        orders=tuple(orders_of(loaded, plan.draws, plan.seed, size)),
        results=plan.out / city / name,
        remarks=tuple(_remarks(plan, loaded)),
    )


def _remarks(plan: Plan, loaded: Loaded) -> Iterator[Fault]:
    """What is told of a scenario; that a pack which is the copy of another does nothing is not."""
    for remark in loaded.remarks:
        if (remark.path, remark.key) != (SOURCE, _CITY):
            yield _in_plan(plan, remark)


def _refuse_undrawable(plan: Plan, loaded: Loaded, wish: _Wish) -> None:
    """Tell before the first run of which scenario it is not known how uncertain the people are."""
    try:
        drawn_choices(Block(loaded=loaded, chance=Chance(seed=plan.seed, draws=1)))
    except MissingDataError as error:
        place = ("scenarios", wish.number)
        faults = [plan.file.fault(place, preceded(f.path, f.message)) for f in error.faults]
        raise MissingDataError(faults) from None


def _in_plan(plan: Plan, fault: Fault) -> Fault:
    """A fault of a change, at the line of the plan that states it."""
    if fault.path != SOURCE:
        return fault
    for number, change in enumerate(plan.changes):
        key = change.partition("=")[0].strip()
        if f"{key}.".startswith(f"{fault.key}.") or f"{fault.key}.".startswith(f"{key}."):
            placed = plan.file.fault(("set", number), fault.message)
            return Fault(path=placed.path, line=placed.line, key=fault.key, message=fault.message)
    return fault


def _in_one_folder(plan: Plan, cases: list[Case]) -> Iterator[Fault]:
    """Cases whose results would lie in the folder of another."""
    seen: dict[Path, Case] = {}
    scenarios = len(plan.scenarios)
    for number, case in enumerate(cases):
        place = ("scenarios", number % scenarios)
        if case.results in seen:
            earlier = plan.scenarios.index(seen[case.results].path)
            first = plan.file.line(("scenarios", earlier))
            told = message("plan.same_folder", city=case.city, name=case.name, first=first)
            yield plan.file.fault(place, told)
        seen.setdefault(case.results, case)
