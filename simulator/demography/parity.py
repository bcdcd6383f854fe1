"""Women by children ever born: rates per woman of a parity, and who has how many at what age.

Published rates by order of birth count births per woman of *any* parity. A synthetic cohort, which
lives through all ages under one set of rates and loses nobody, tells what share of women each
order's births come from ([1]_, chapter 5), and so the rate per woman of that parity. The second
births it holds by age are those of a given year; where a policy has just opened they outnumber
what any cohort keeps up, so of the second-birth rates take the shape by age, not the level.

References
----------
.. [1] Preston, Heuveline and Guillot (2001), *Demography: Measuring and Modeling Population
   Processes*, Blackwell.
"""

import numpy as np

from simulator.demography.rate_matrices import exponentials
from simulator.stockflow.arrays import FloatArray
from simulator.words.catalogue import message

WOMEN = ("childless", "one_child", "spacing_early", "spacing_late", "waiting", "two_or_more")
"""Statuses of women by the children they have, in the order of that axis of every array here.

``spacing`` has one child and lets time pass before a second, in two stages, so that few are ready
soon; ``waiting`` is ready for it.
"""


def rates_of_parity(order_rates: FloatArray) -> FloatArray:
    """Turn births per woman of any parity into births per woman of the parity concerned.

    Let F(a), S(a) be the first and second births per woman before exact age a. First births
    follow a constant hazard within a year of age: h₀ = −ln(1 − f₁/(1 − F)). Second and higher
    births are divided by the women exposed, at the mean of both ends of the year: mothers of
    one, F − S, and of two or more, S.

    Parameters
    ----------
    order_rates
        shape (3, age), births per woman and year by single age: first, second, third and over.

    Returns
    -------
    FloatArray
        shape (3, age), per year: first births per childless woman, second births per mother of
        one, higher births per woman with two or more.

    Raises
    ------
    ValueError
        If there are births of an order at an age where the cohort holds no woman to bear them.
    """
    if not np.all(order_rates >= 0):
        raise ValueError(message("fault.demography.parity.rates"))
    # Everybody starts without a child, and F and S are known at every birthday from the births
    # before it alone: the recursion is a running sum, with no rate to be solved for.
    first, second, higher = order_rates
    mothers, of_two = _before_and_after(first), _before_and_after(second)
    childless = 1 - mothers[:-1]
    if mothers[-1] >= 1 or np.any(mothers - of_two < 0):
        raise ValueError(message("fault.demography.parity.exhausted"))
    return np.stack(
        (
            -np.log1p(-first / childless),
            _per_exposed(second, mothers - of_two),
            _per_exposed(higher, of_two),
        )
    )


def parity_shares(
    first: FloatArray,
    second: FloatArray,
    planning: float,
    spacing: float | FloatArray,
    timing: float | FloatArray = 0.0,
    past_level: float | FloatArray = 1.0,
) -> FloatArray:
    """Shares of women by status at exact ages, had they lived under these rates.

    With h₀ and h₁ constant within a year of age, p the share of couples who may and will plan a
    second child (q × e of the rule in force) and τ the mean spacing, the shares follow

        childless′     = −h₀ childless              one_child′    = (1 − p) h₀ childless
        spacing_early′ = p h₀ childless − 2 spacing_early/τ
        spacing_late′  = 2 (spacing_early − spacing_late)/τ
        waiting′       = 2 spacing_late/τ − h₁ waiting     two_or_more′ = h₁ waiting,

    the flows of the model, solved month by month by the exponential of the matrix. The shares are
    linear in p: those of any rule lie between those of p = 0 and p = 1.

    Parameters
    ----------
    first, second
        shape (..., age), h₀ per childless and h₁ per waiting woman, by single age from 0 (per
        year); the last age lasts. Leading axes are draws, which the numbers below may have too.
    planning
        Share p of mothers of one who go on to space; the others stay in ``one_child``.
    spacing
        Mean stay τ in both stages of spacing together (years).
    timing
        Years by which the women lived through both schedules later (negative: earlier).
    past_level
        Factor on h₀ in the past.

    Returns
    -------
    FloatArray
        shape (..., 6, 1321), shares at the ages 0, 1/12, …, 110 years; order ``WOMEN``.

    Raises
    ------
    ValueError
        Where ``planning`` is no share, ``spacing`` not positive or ``past_level`` below zero,
        or where ``timing`` moves births off the ages.
    """
    spacings, levels = np.asarray(spacing), np.asarray(past_level)
    if not (0 <= planning <= 1 and np.all(spacings > 0) and np.all(levels >= 0)):
        raise ValueError(message("fault.demography.parity.policy"))
    h0, h1 = levels[..., np.newaxis] * shift_ages(first, timing), shift_ages(second, timing)
    shape = np.broadcast_shapes(h0.shape, h1.shape, (*spacings.shape, 1))
    childless, one_child, waiting = map(WOMEN.index, ("childless", "one_child", "waiting"))
    early, late, more = map(WOMEN.index, ("spacing_early", "spacing_late", "two_or_more"))
    rates = np.zeros((*shape, len(WOMEN), len(WOMEN)))  # to, from
    rates[..., childless, childless] = -h0
    rates[..., one_child, childless] = (1 - planning) * h0
    rates[..., early, childless] = planning * h0
    onward = 2 / spacings[..., np.newaxis]
    for stage, following in ((early, late), (late, waiting)):
        rates[..., stage, stage], rates[..., following, stage] = -onward, onward
    rates[..., waiting, waiting], rates[..., more, waiting] = -h1, h1
    # Rates are constant within a year of age, so the exponential is exact: no step is too large
    # even where h₁ is several a year, and shares never fall below zero.
    ages, place = _unlike(h0, h1, shape)
    month = exponentials(rates[..., ages, :, :] / 12)
    shares = np.zeros((110 * 12 + 1, *shape[:-1], len(WOMEN), 1))
    shares[0, ..., childless, 0] = 1.0
    for age in range(len(shares) - 1):
        shares[age + 1] = month[..., place[min(age // 12, shape[-1] - 1)], :, :] @ shares[age]
    return np.moveaxis(shares[..., 0], 0, -1)


def _unlike(
    h0: FloatArray, h1: FloatArray, shape: tuple[int, ...]
) -> tuple[list[int], dict[int, int]]:
    """Ages whose matrices differ, and the place of every age's among them.

    Two thirds of the ages have no births in any draw, and share one matrix.
    """
    fertile = np.any([np.broadcast_to(each, shape) != 0 for each in (h0, h1)], axis=0)
    births = fertile.reshape(-1, shape[-1]).any(axis=0)
    barren = [int(age) for age in np.flatnonzero(~births)[:1]]
    ages = [*barren, *(int(age) for age in np.flatnonzero(births))]
    place = {age: ages.index(age) if age in ages else 0 for age in range(shape[-1])}
    return ages, place


def mean_over_windows(shares: FloatArray, months: int) -> FloatArray:
    """Means over windows of age, from shares at exact ages in months (trapezoidal rule).

    Parameters
    ----------
    shares
        shape (..., n_months + 1), values at the ages 0, 1/12, …
    months
        Width of a window, a divisor of n_months: 12 for single years, 1 for months of birth.

    Returns
    -------
    FloatArray
        shape (..., n_months / months), youngest first.

    Raises
    ------
    ValueError
        Where the months do not divide into windows.
    """
    middles = (shares[..., :-1] + shares[..., 1:]) / 2
    if middles.shape[-1] % months:
        counts = {"months": middles.shape[-1], "width": months}
        raise ValueError(message("fault.demography.parity.months", **counts))
    means: FloatArray = middles.reshape(*middles.shape[:-1], -1, months).mean(axis=-1)
    return means


def shift_ages(rates: FloatArray, years: float | FloatArray) -> FloatArray:
    """Move schedules along the ages, keeping their sums.

    Each single-year rate moves as a block; the ages it then overlaps share it by the overlap.

    Parameters
    ----------
    rates
        shape (..., age), per year.
    years
        Positive: to higher ages. One number, or one for each of some draws, shape (...,).

    Returns
    -------
    FloatArray
        shape (..., age), per year.

    Raises
    ------
    ValueError
        If part of a schedule would leave the ages.
    """
    shifts = np.asarray(years, dtype=np.float64)[..., np.newaxis]
    whole = np.floor(shifts).astype(np.int64)
    part = shifts - whole
    ages = np.arange(rates.shape[-1])
    every = np.broadcast_to(rates, np.broadcast_shapes(rates.shape, shifts.shape))
    moved = np.zeros(every.shape)
    # A schedule that lost its ends would lose births without a word: that is refused instead.
    for steps, share in ((whole, 1 - part), (whole + 1, part)):
        there, origin = ages + steps, ages - steps
        lost = (share > 0) & ((there < 0) | (there > ages[-1])) & (every != 0)
        if lost.any():
            off = np.broadcast_to(shifts, every.shape)[lost][0]
            raise ValueError(message("fault.demography.parity.moved", years=f"{off:g}"))
        from_there = np.broadcast_to(np.clip(origin, 0, ages[-1]), every.shape)
        taken = np.take_along_axis(every, from_there, axis=-1)
        moved += np.where((origin >= 0) & (origin <= ages[-1]), share * taken, 0.0)
    return moved


def _before_and_after(births: FloatArray) -> FloatArray:
    """Births per woman before each exact age; shape (age + 1,)."""
    return np.concatenate(([0.0], np.cumsum(births)))


def _per_exposed(births: FloatArray, women: FloatArray) -> FloatArray:
    """Births per woman and year, from the share of women at both ends of each age."""
    exposed = (women[:-1] + women[1:]) / 2
    if np.any((births > 0) & (exposed == 0)):
        raise ValueError(message("fault.demography.parity.no_women"))
    return np.divide(births, exposed, out=np.zeros_like(births), where=exposed > 0)
