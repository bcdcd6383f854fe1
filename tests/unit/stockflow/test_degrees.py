"""How coefficients bend, read off the text that prepares them."""

import numpy as np
import pytest

from simulator.stockflow.engine.preparation import coefficients
from simulator.stockflow.numbers.degrees import degrees
from simulator.stockflow.numbers.generate import generate, only
from tests.toys import region, region_scenario

GIVEN = (("still", 0), ("line", 1), ("bent", None))


def degree(text):
    """Degree of one coefficient from ``p``, the parameters above."""
    whole = f"def prepare(p, zeros):\n    k = {{}}\n    k['c'] = {text}\n    return k\n"
    return degrees(whole, GIVEN)["c"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("p['still']", 0),
        ("p['line'][:, None]", 1),
        ("-p['line'] * p['still'] * p['line']", 2),
        ("p['line'] * p['line'] + p['line'] - 1", 2),
        ("p['line'] / p['still']", 1),
        ("1.0 / p['line']", None),
        ("1.0 / p['still']", 0),
        ("p['line'] ** 2", None),
        ("p['bent'] * p['still']", None),
        ("np.exp(p['line'])", None),
        ("np.exp(p['still'])", 0),
        ("p['line'].sum(axis=(1, 2))[:, None] * p['line']", 2),
        ("zeros((3,), p['line'])", 0),
    ],
)
def test_products_add_degrees_and_functions_bend(text, expected):
    assert degree(text) == expected


def test_what_is_made_of_others_takes_their_degree():
    text = (
        "def prepare(p, zeros):\n"
        "    k = {}\n"
        "    free_a = p['line'] * p['still']\n"
        "    k['a'] = free_a * p['line']\n"
        "    k['b.rate'] = zeros((2,), k['a'])\n"
        "    k['b.rate'][...] -= p['line']\n"
        "    k['b.rate'][:, 0] -= k['a']\n"
        "    k['c'] = p['bent']\n"
        "    return k\n"
    )
    assert degrees(text, GIVEN) == {"a": 2, "b.rate": 2, "c": None}


def test_what_is_done_to_a_coefficient_afterwards_counts():
    start = "def prepare(p, zeros):\n    k = {}\n    k['c'] = p['line'] * p['still']\n    "
    for more, expected in (("*= p['line']", 2), ("+= p['bent']", None), ("/= p['line']", None)):
        assert degrees(f"{start}k['c'] {more}\n    return k\n", GIVEN) == {"c": expected}
    with pytest.raises(TypeError, match=r"another kind: np\.exp"):
        degrees(f"{start}np.exp(p['line'], out=k['c'])\n    return k\n", GIVEN)


def test_a_part_of_a_program_prepares_the_same_numbers():
    system = region()
    program = generate(system).dynamics
    paths = region_scenario(system).paths
    values = {name: paths[name].array for name in program.parameters}
    whole = coefficients(program, values)
    assert len(whole) > 8
    for name in whole:
        part = only(program, frozenset({name}))
        assert set(part.parameters) <= set(program.parameters)
        found = coefficients(part, {each: values[each] for each in part.parameters})
        np.testing.assert_array_equal(found[name], whole[name])
    rate = only(program, frozenset({"people.rate"}))
    assert "deaths" in {item.name for item in rate.coefficients}
    assert len(only(program, frozenset({"deaths"})).coefficients) == 1
