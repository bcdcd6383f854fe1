"""A path is held from where what was dated ends; what was never dated is not held."""

import numpy as np
import pytest

from simulator.stockflow.values.edited_paths import Edited, Resumed
from simulator.stockflow.values.held import held_since
from simulator.stockflow.values.paths import Constant, Lines, Mapped, Scaled, Stacked, Steps

ONE = Constant(np.ones(1))


def steps(*years: float, last: float, after: str = "hold") -> Steps:
    values = np.arange(len(years), dtype=float)[:, np.newaxis]
    return Steps(name="steps", years=years, values=values, last=last, after=after)


def lines(*years: float, after: str = "hold") -> Lines:
    values = np.arange(len(years), dtype=float)[:, np.newaxis]
    return Lines(name="lines", years=years, values=values, after=after)


@pytest.mark.parametrize(
    ("path", "stop", "since"),
    [
        (ONE, 2031.0, None),
        (steps(2011.0, 2020.0, last=2021.0), 2031.0, 2021.0),
        (steps(2011.0, 2020.0, last=2021.0), 2021.0, None),
        (steps(2011.0, 2020.0, last=2021.0), 2020.5, None),
        (steps(2011.0, last=float("inf")), 2031.0, None),
        (steps(2011.0, 2020.0, last=2021.0, after="error"), 2031.0, None),
        (lines(2011.5, 2018.5), 2021.0, 2018.5),
        (lines(2011.5, 2018.5, after="error"), 2018.0, None),
        (Scaled(path=lines(2011.5, 2018.5), factor=1.1), 2021.0, 2018.5),
        (Scaled(path=ONE, factor=1.1), 2021.0, None),
    ],
)
def test_it_is_held_from_where_it_ends(path, stop: float, since: float | None) -> None:
    assert held_since(path, stop) == since


def test_a_path_of_others_is_held_once_the_last_of_them_is() -> None:
    early, late = lines(2011.5, 2018.5), steps(2011.0, 2020.0, last=2021.0)
    both = Stacked(axis="district", place=0, paths={"a": early, "b": late, "c": ONE})
    assert held_since(both, 2031.0) == 2021.0
    assert held_since(both, 2020.0) is None
    product = Mapped(function=lambda a, b: a * b, paths=(early, ONE))
    assert held_since(product, 2021.0) == 2018.5
    assert held_since(Mapped(function=lambda a: a, paths=(ONE,)), 2021.0) is None


def test_an_edit_or_a_value_from_a_date_on_is_held_once_its_last_part_is():
    late = Steps(name="late", years=(2019.0,), values=np.array([[2.0]]), before="hold", last=2020.0)
    assert held_since(Edited(path=ONE, factor=late, shift=ONE), 2021.0) == 2020.0
    assert held_since(Resumed(first=ONE, year=2019.0, then=late), 2021.0) == 2020.0
    lasting = Resumed(first=late, year=2025.0, then=ONE)
    assert held_since(lasting, 2030.0) is None
