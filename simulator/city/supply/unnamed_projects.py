"""Projects of a programme that no one has named, drawn one by one.

What no project names of a programme is so many projects of one size. Each passes the stages of the
model by itself, so that the mean of many draws is the linear chain of the expected curve: its stay
in n stages of mean m in all is Erlang's, the inverse of whose distribution is

    stay = m ÷ n × P⁻¹(n, U)     P the regularised incomplete gamma function, U uniform

given up on the way with the chance 1 − exp(−rate × years in planning and approval). Every number
is named by programme, state, number of the project and stage: one project more, or another
programme, leaves the others as they are.

The N projects of a programme are placed along its districts, laid out by their shares on a circle,
at equal distances from a start U on it: of a district with share d there are ⌊N d⌋ or ⌈N d⌉, and
the mean of many draws is N d exactly [1]_.

References
----------
.. [1] Madow and Madow (1944), "On the theory of systematic sampling, I", Annals of Mathematical
   Statistics 15(1), 1-24.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincinv

from simulator.city.ground.choices import Choices
from simulator.city.pack.building import Programme
from simulator.city.pack.city_pack import CityPack
from simulator.city.supply.equations import EARLY_STAGES
from simulator.city.supply.inside import carried, whole_of
from simulator.city.supply.programmes import remainder
from simulator.city.supply.projects import mean_size, next_september
from simulator.city.supply.sampled import are_drawn
from simulator.city.supply.slippage import Stays, stays
from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.values.calendar import is_within
from simulator.stockflow.values.chance import Chance


@dataclass(frozen=True, kw_only=True, slots=True)
class Unnamed:
    """Projects of one service, draw by draw.

    ``places`` and ``district``, its number on the axis, have shape (project, draw), and so have the
    instants at which building has ``begun`` and is ``finished``. ``entered`` has shape (project,
    draw, step): from when on a project is open for so many years, or steps of its ramp; ∞ is
    never. What is taken off what is open has places below zero; what of it ``closes`` has been
    built all the same, what is converted is another service's from then on.
    """

    service: str
    places: FloatArray
    district: IntArray
    begun: FloatArray
    finished: FloatArray
    entered: FloatArray
    closes: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class _Standing:
    """Where projects stand when their programme begins: stages ahead, steps of opening reached.

    ``sizes`` are the places of each.
    """

    name: str
    sizes: tuple[float, ...]
    planning: int = 0
    approval: int = 0
    building: int = 0
    reached: int = 0


def unnamed_projects(choices: Choices, span: tuple[float, float]) -> tuple[Unnamed, ...]:
    """All projects without a name that are drawn one by one, by programme and by service.

    Parts of a service come with its own: a hospital opens its share of obstetric beds.
    """
    found: list[Unnamed] = []
    for programme in choices.plan.programmes:
        own = [
            (name, share)
            for name, share in carried(choices, programme.service)
            if are_drawn(choices, name)
        ]
        standing = tuple(_standing(choices, programme)) if own else ()
        if standing and is_within(span[0], programme.begins, span[1]):
            found += _of_programme(choices, programme, standing, own)
    return tuple(found)


def _of_programme(
    choices: Choices,
    programme: Programme,
    standing: tuple[_Standing, ...],
    own: list[tuple[str, float]],
) -> Iterator[Unnamed]:
    courses = [_course(choices, programme, each) for each in standing]
    begun, finished, entered = (np.concatenate(each) for each in zip(*courses, strict=True))
    sizes = np.array([size for each in standing for size in each.sizes])
    district = _placed(choices, programme, len(sizes))
    places = np.broadcast_to(sizes[:, np.newaxis], district.shape)
    for name, share in own:
        yield Unnamed(
            service=name,
            places=places * share,
            district=district,
            begun=begun,
            finished=finished,
            entered=entered,
        )


def _standing(choices: Choices, programme: Programme) -> Iterator[_Standing]:
    """Where the projects of a programme stand when it begins, those that ramp among them."""
    rest = remainder(choices, programme)
    size = mean_size(choices.pack.projects, programme)
    steps = int(choices.number("model.building_stages"))
    ahead = {"planning": EARLY_STAGES, "approval": EARLY_STAGES, "building": steps}
    yield _Standing(name="planned", sizes=_whole(rest.planned, size), **ahead)
    for left in range(EARLY_STAGES, 0, -1):
        sizes = _whole(rest.approved / EARLY_STAGES, size)
        yield _Standing(name=f"approved {left}", sizes=sizes, approval=left, building=steps)
    for left in range(steps, 0, -1):
        yield _Standing(
            name=f"building {left}", sizes=_whole(rest.building / steps, size), building=left
        )
    service = choices.pack.service[programme.service]
    start = whole_of(choices, service).start
    if rest.ramping > 0 and start is not None and start.year == programme.begins:
        for step in range(len(service.serving_shares) - 1):
            sizes = _whole(rest.ramping / service.unserved_in_ramp, size)
            yield _Standing(name=f"ramping {step}", sizes=sizes, reached=step + 1)


def _whole(places: float, size: float) -> tuple[float, ...]:
    """Projects of one size, as close as possible to the mean, that add up to the places."""
    if places <= 0:
        return ()
    number = max(round(places / size), 1) if size > 0 else 1
    return (places / number,) * number


def _course(
    choices: Choices, programme: Programme, each: _Standing
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """When its projects are begun and finished, (project, draw); open and older, (…, step)."""
    ahead_of = _years_ahead(choices, programme, each)
    begun, finished = (programme.begins + years for years in ahead_of)
    return begun, finished, _entered(choices, programme, each, finished)


def _entered(
    choices: Choices, programme: Programme, each: _Standing, finished: FloatArray
) -> FloatArray:
    """When its projects are open, and a step older, shape (project, draw, step)."""
    service, steps = choices.pack.service[programme.service], _steps(choices)
    named = (programme.name, each.name)
    if service.is_school:
        passed = each.reached
        ahead = next_september(finished)[..., np.newaxis] + np.arange(steps - passed)
    else:
        passed = max(each.reached, 1)
        ahead = finished[..., np.newaxis] + _ramps(choices, named, each, steps - passed)
    return np.concatenate([np.repeat(finished[..., np.newaxis], passed, axis=-1), ahead], axis=-1)


def _steps(choices: Choices) -> int:
    """Steps in which any service comes to serve."""
    return max(len(service.serving_shares) for service in choices.pack.services)


def _ramps(choices: Choices, named: tuple[str, str], each: _Standing, steps: int) -> FloatArray:
    """Years until each step of a ramp is passed, a year each on average: (project, draw, step)."""
    number = len(each.sizes)
    found = [_uniform(choices.chance, ("ramp", *named), number, str(step)) for step in range(steps)]
    if not found:
        return np.zeros((number, choices.chance.draws, 0))
    return np.asarray(np.cumsum(-np.log(np.stack(found, axis=-1)), axis=-1))


def _years_ahead(
    choices: Choices, programme: Programme, each: _Standing
) -> tuple[FloatArray, FloatArray]:
    """Years from the day the programme begins until building begins, and until it is finished.

    Shape (project, draw); ∞ where a project is given up, which happens before building begins.
    """
    waits = _Waits(
        chance=choices.chance,
        named=(programme.name, each.name),
        standing=each,
        stay=_slowed(choices, programme),
        steps=int(choices.number("model.building_stages")),
        given_up=choices.number("plan.cancellation_rate"),
    )
    # values and targets ask for the same projects
    return choices.pack.once(_drawn_years, waits)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Waits:
    """All that the years ahead of some projects follow from; ``given_up`` is a rate per year."""

    chance: Chance
    named: tuple[str, str]
    standing: _Standing
    stay: Stays
    steps: int
    given_up: float


def _drawn_years(_: CityPack, waits: _Waits) -> tuple[FloatArray, FloatArray]:
    each, stay, chance = waits.standing, waits.stay, waits.chance

    def years(state: str, mean: float, stages: int, left: int) -> FloatArray:
        if left == 0:
            return np.zeros((len(each.sizes), chance.draws))
        drawn = _uniform(chance, ("stay", *waits.named), len(each.sizes), state)
        return np.asarray(mean / stages * gammaincinv(left, drawn))

    waiting = years("planned", stay.planned, EARLY_STAGES, each.planning)
    waiting = waiting + years("approved", stay.approved, EARLY_STAGES, each.approval)
    finished = waiting + years("building", stay.building, waits.steps, each.building)
    if waits.given_up == 0 or each.approval == 0:
        return waiting, finished
    drawn = _uniform(chance, ("given up", *waits.named), len(each.sizes), "")
    is_lost = drawn < -np.expm1(-waits.given_up * waiting)
    begun, finished = (np.where(is_lost, np.inf, years) for years in (waiting, finished))
    return begun, finished


def _slowed(choices: Choices, programme: Programme) -> Stays:
    """Mean stays at the scenario's pace; a part's are those of its whole, as in the model."""
    whole = whole_of(choices, choices.pack.service[programme.service])
    stay, factor = stays(choices, whole.name), choices.number("plan.delay_factor")
    return Stays(
        planned=stay.planned * factor,
        approved=stay.approved * factor,
        building=stay.building * factor,
    )


def _uniform(chance: Chance, named: tuple[str, ...], number: int, what: str) -> FloatArray:
    """A number between 0 and 1 for each of some projects, shape (project, draw)."""
    return chance.uniforms([(*named, str(each), what) for each in range(number)])


def _placed(choices: Choices, programme: Programme, number: int) -> IntArray:
    """The district of every project, its number on the axis, shape (project, draw)."""
    labels = choices.axis["district"].labels
    ends = np.cumsum([programme.district_shares[label] for label in labels])
    start = choices.chance.uniform("districts", programme.name)
    along = (np.arange(number)[:, np.newaxis] / max(number, 1) + start) % 1.0
    return np.searchsorted(ends / ends[-1], along, side="right")
